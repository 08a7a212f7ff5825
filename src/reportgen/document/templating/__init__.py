"""Filling in what an edition and its theme say, within bounds. The one home of Jinja."""
