"""Quiet hours: what jobs and other people push waits for the morning."""

from __future__ import annotations

from datetime import datetime, time, timedelta

STARTS, ENDS = time(22, 0), time(8, 0)


def quiet_until(now: datetime) -> datetime:
    """The earliest moment at which a push may be delivered: `now`, or 08:00 of the coming morning."""
    if ENDS <= now.timetz().replace(tzinfo=None) < STARTS:
        return now
    day = now.date() + timedelta(days=1 if now.hour >= STARTS.hour else 0)
    return datetime.combine(day, ENDS, tzinfo=now.tzinfo)
