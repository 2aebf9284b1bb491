"""What a person wants to be told, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from domain.command import Command, Refused

MORNING = time(9, 0)
CLOCKS = (time(10, 0), time(15, 0), time(20, 0))  # what the receipt offers instead
FARTHEST = timedelta(days=3 * 366)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetReminder(Command):
    due: date | datetime
    text: str
    customer: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveReminder(Command):
    """A tap on one of the other times that a receipt offers."""

    reminder: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ListTasks(Command):
    period: str | None = None


def rings_at(due: date | datetime, now: datetime) -> tuple[datetime, bool]:
    """When it rings, and whether we chose the clock: 09:00 of its day, or in one hour where that has passed."""
    if isinstance(due, datetime):
        moment = due if due.tzinfo else due.replace(tzinfo=now.tzinfo)
        return _to_come(moment, now), False
    morning = datetime.combine(due, MORNING, tzinfo=now.tzinfo)
    if morning > now:
        return _to_come(morning, now), True
    if due < now.date():
        raise Refused("这个时间已经过了。换个时间再说一次，比如：明天上午十点提醒我…")
    return (now + timedelta(hours=1)).replace(second=0, microsecond=0), True


def other_clocks(at: datetime, now: datetime) -> list[datetime]:
    """10:00 · 15:00 · 20:00 of the same day, where they are still to come and not already chosen."""
    moments = [datetime.combine(at.date(), clock, tzinfo=now.tzinfo) for clock in CLOCKS]
    return [moment for moment in moments if moment > now and moment != at]


def _to_come(moment: datetime, now: datetime) -> datetime:
    if moment <= now:
        raise Refused("这个时间已经过了。换个时间再说一次，比如：明天上午十点提醒我…")
    if moment - now > FARTHEST:
        raise Refused("三年以后的事太远了，先记个近一点的日子吧。")
    return moment
