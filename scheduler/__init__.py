"""What the clock wants; importing the package registers every job and every kind of due row."""

from scheduler import follow_ups, reminders, unfiled

__all__ = ["follow_ups", "reminders", "unfiled"]
