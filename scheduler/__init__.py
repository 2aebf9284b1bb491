"""What the clock wants; importing the package registers every job and every kind of due row."""

from scheduler import approvals, asked, follow_ups, reminders, requests, unfiled, unplaced

__all__ = ["approvals", "asked", "follow_ups", "reminders", "requests", "unfiled", "unplaced"]
