"""The page from which a board decides whether a report is published."""
