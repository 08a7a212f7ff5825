"""What each command does, in order; and the words in which a result is told to people and programs."""
