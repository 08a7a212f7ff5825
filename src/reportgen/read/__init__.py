"""From what people wrote on disk to typed values that remember their places."""
