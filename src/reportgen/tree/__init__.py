"""The typed tree of a document: its nodes, a walk over them, and their forms as Markdown and JSON."""
