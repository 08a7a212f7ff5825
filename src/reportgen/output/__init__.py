"""Bytes put out to disk, whole or not at all; what was made of what, so that nothing is made twice."""
