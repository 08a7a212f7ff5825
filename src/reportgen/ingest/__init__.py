"""Reading what was published or sent before: figures of a file of another program, each with its place and how sure it is."""
