"""The report as a tagged PDF, printed behind a wall, in a process with bounds."""
