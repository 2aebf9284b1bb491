"""The systems beside us: one folder each."""
