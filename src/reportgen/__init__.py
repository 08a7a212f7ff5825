"""Turns a year's figures and a few local pages into a public body's annual report."""

__version__ = "0.1.0"
