"""The page that a coordinator works in front of: the report as it is now, and what is still to be done."""
