"""The words that all wings share; imports nothing of ours."""
