"""The report as a web page, each node by its partial of the theme."""
