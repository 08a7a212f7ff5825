"""From a checked report to a document."""
