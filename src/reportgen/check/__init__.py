"""From what people wrote to what is true, or to diagnostics."""
