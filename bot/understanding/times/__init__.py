"""Times in words: what was said of a day or an hour, and the days that were meant."""
