"""From a document to files, whole or not at all."""
