"""Settling what was said into days: which year, which week, to come or gone by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from bot.understanding.times import festive, months
from bot.understanding.times.clocks import afternoon_guess
from bot.understanding.times.said import Said
from bot.understanding.times.sense import Sense, Settled, strictly_nearest

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)


def settle(said: Said, sense: Sense) -> Settled | None:
    """The days that were meant, or None where there is no such day (2月30日)."""
    try:
        days = _days(said, sense)
    except (ValueError, OverflowError):
        return None
    if days is None or said.hour is None:
        return days
    return _at_clock(said, days, sense)


def _days(said: Said, sense: Sense) -> Settled | None:
    for applies, read in _READERS:
        if applies(said):
            return read(said, sense)
    return Settled(sense.today, sense.today, "day")


def _at_clock(said: Said, days: Settled, sense: Sense) -> Settled | None:
    guessed = afternoon_guess(said)
    notes = days.assumptions
    if guessed != said or (not said.meridiem and said.hour is not None and 7 <= said.hour <= 11):
        notes = (*notes, f"{said.hour}点 → {guessed.hour}:{guessed.minute:02}")
    said_day = days.end if days.grain.startswith("end") else days.start  # 月底晚上八点 is on the last day
    start = said_day.date() if isinstance(said_day, datetime) else said_day
    start = start.replace(day=15) if days.grain == "middle_of_month" else start
    if days.grain not in ("day", "weekend", "middle_of_month") and not days.grain.startswith(("start", "end")):
        return days
    moment = _moment(start, guessed.hour or 0, guessed.minute, sense)
    if not said.has_day or said.day_shift == 0:
        moment = _today_or_near(said, guessed, moment, sense)
    other = tuple(_moment(day, guessed.hour or 0, guessed.minute, sense) for day in days.other)
    return Settled(moment, moment, "minute", other, notes)


def _today_or_near(said: Said, guessed: Said, moment: datetime, sense: Sense) -> datetime:
    """八点 said at ten is this evening for a plan; with no day said, else tomorrow."""
    if sense.past:
        return moment - _DAY if moment > sense.now and not said.has_day else moment
    if moment > sense.now:
        return moment
    later = moment + timedelta(hours=12)
    if not said.meridiem and 7 <= moment.hour < 12 and later > sense.now:
        return later
    return moment if said.has_day else moment + _DAY


def _moment(day: date, hour: int, minute: int, sense: Sense) -> datetime:
    extra, hour = divmod(hour, 24)
    return datetime.combine(day + extra * _DAY, time(hour, minute), tzinfo=sense.now.tzinfo)


def _now(said: Said, sense: Sense) -> Settled:
    moment = sense.now.replace(second=0, microsecond=0)
    return Settled(moment, moment, "minute")


def _shifted(said: Said, sense: Sense) -> Settled:
    start = sense.today + (said.day_shift or 0) * _DAY
    last = said.day_shift if said.last_day_shift is None else said.last_day_shift
    return Settled(start, sense.today + (last or 0) * _DAY, "day" if last == said.day_shift else "days")


def _following(said: Said, sense: Sense) -> Settled:
    day = sense.today + said.next_day * _DAY
    return Settled(day, day, "day")


def _offset(said: Said, sense: Sense) -> Settled | None:
    """三天后 is a day, 三天内, 近三天 and 未来三天 are stretches that begin or end now."""
    length = said.offset
    if length is None:
        return None
    back = said.way in ("ago", "last")
    first = length.after(sense.now, sense.official, back=back)
    far = (length.high or length).after(sense.now, sense.official, back=back)
    notes = _unknown_year(length.workdays, first, sense)
    stretch = "minute" if length.has_clock else "stretch"
    if said.way in ("within", "next"):
        return Settled(_origin(far, sense), far, stretch, assumptions=notes)
    if said.way == "last":
        start = far if isinstance(far, datetime) else far + _DAY
        return Settled(start, _origin(far, sense), stretch, assumptions=notes)
    start, end = (far, first) if back else (first, far)
    return Settled(start, end, "minute" if length.has_clock else "day", assumptions=notes)


def _origin(like: date | datetime, sense: Sense) -> date | datetime:
    return sense.now.replace(second=0, microsecond=0) if isinstance(like, datetime) else sense.today


def _unknown_year(workdays: object, day: date | datetime, sense: Sense) -> tuple[str, ...]:
    known = sense.official.knows(day if not isinstance(day, datetime) else day.date())
    return (f"{day.year}年的放假安排未录入，按周一至周五算",) if workdays and not known else ()


def _week(said: Said, sense: Sense) -> Settled | None:
    monday = sense.today - sense.today.weekday() * _DAY
    if said.week_shift is not None:
        week = _in_week(said, monday + said.week_shift * _WEEK)
        # 这周 alone is for a plan what is left of it.
        current = week.grain == "week" and not said.week_shift and not sense.past
        return replace(week, grain="stretch") if current else week
    if said.weekend:
        return _in_week(said, monday - _WEEK if sense.past and sense.today.weekday() < 5 else monday)
    return strictly_nearest((_in_week(said, monday + shift * _WEEK) for shift in (-1, 0, 1)), sense)


def _in_week(said: Said, monday: date) -> Settled:
    if said.weekend:
        return Settled(monday + 5 * _DAY, monday + 6 * _DAY, "weekend")
    if said.weekday is None:
        return Settled(monday, monday + 6 * _DAY, "week")
    start = monday + said.weekday * _DAY
    if said.last_weekday is None:
        return Settled(start, start, "day")
    return Settled(start, monday + said.last_weekday * _DAY, "days")


_READERS: tuple[tuple[Callable[[Said], bool], Callable[[Said, Sense], Settled | None]], ...] = (
    (lambda said: said.moment, _now),
    (lambda said: said.offset is not None, _offset),
    (lambda said: said.day_shift is not None, _shifted),
    (lambda said: said.next_day or said.same_day, _following),
    (lambda said: said.feast is not None, festive.feast),
    (lambda said: said.lunar is not None, festive.lunar),
    (lambda said: said.month is not None or said.month_shift is not None, months.month),
    (lambda said: said.week_shift is not None or said.weekday is not None or said.weekend, _week),
    (lambda said: said.quarter is not None or said.quarter_shift is not None, months.quarter),
    (lambda said: said.half is not None, months.half),
    (lambda said: said.day is not None, months.day_of_month),
    (lambda said: said.year is not None or said.year_shift is not None, months.year),
    (lambda said: said.edge is not None, months.bare_edge),
)
