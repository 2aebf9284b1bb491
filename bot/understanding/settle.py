"""Settling what was said into days: which year, which week, to come or gone by."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from bot.understanding.clocks import afternoon_guess
from bot.understanding.durations import add_months
from bot.understanding.feasts import WITH_DAYS_OFF, feast_in, lunar_day
from bot.understanding.said import Said
from domain.calendar import Calendar

_DAY = timedelta(days=1)
_NEAR = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Settled:
    """Days of one naming: `other` is the reading in the other direction."""

    start: date | datetime
    end: date | datetime
    grain: str
    other: tuple[date | datetime, ...] = ()
    assumptions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sense:
    """The moment and the direction in which bare days are read, and the official calendar."""

    now: datetime
    past: bool
    official: Calendar
    around: str = ""  # 前 or 后 where a feast is only the edge

    @property
    def today(self) -> date:
        return self.now.date()


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
    start = days.start if not isinstance(days.start, datetime) else days.start.date()
    if days.grain not in ("day", "weekend"):
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
    day = sense.today + (_DAY if said.next_day else 0 * _DAY)
    return Settled(day, day, "day")


def _offset(said: Said, sense: Sense) -> Settled | None:
    length = said.offset
    if length is None:
        return None
    ahead = said.way in ("after", "within", "next")
    far = length.high or length
    end = far.after(sense.now, sense.official, back=not ahead)
    first = length.after(sense.now, sense.official, back=not ahead)
    grain = "minute" if length.has_clock else "day"
    if length.has_clock and said.way in ("after", "ago") and length.days == 0 and length.months == 0 and length.seconds == 43200:
        grain = "minute"
    notes = _unknown_year(length.workdays, first, sense)
    if said.way == "within":
        return Settled(_origin(end, sense), end, grain if grain == "minute" else "days", (), notes)
    if said.way == "next":
        return Settled(_origin(end, sense), end, "minute" if length.has_clock else "days", (), notes)
    if said.way == "last":
        if not isinstance(end, datetime):
            end = end + _DAY
        return Settled(end, _origin(end, sense), "minute" if length.has_clock else "days", (), notes)
    low, high = sorted((first, end), key=lambda moment: moment.isoformat())
    return Settled(low, high, grain, (), notes)


def _origin(like: date | datetime, sense: Sense) -> date | datetime:
    return sense.now.replace(second=0, microsecond=0) if isinstance(like, datetime) else sense.today


def _unknown_year(workdays: object, day: date | datetime, sense: Sense) -> tuple[str, ...]:
    known = sense.official.knows(day if not isinstance(day, datetime) else day.date())
    return (f"{day.year}年的放假安排未录入，按周一至周五算",) if workdays and not known else ()


def _week(said: Said, sense: Sense) -> Settled:
    monday = sense.today - sense.today.weekday() * _DAY
    if said.week_shift is not None:
        monday += 7 * said.week_shift * _DAY
        return _in_week(said, monday)
    if said.weekend:
        if sense.past and sense.today.weekday() < 5:
            monday -= _NEAR
        return _in_week(said, monday)
    ahead = _in_week(said, monday)
    if ahead.start <= sense.today:
        ahead = _in_week(said, monday + _NEAR)
    gone = _in_week(said, monday)
    if gone.start > sense.today:
        gone = _in_week(said, monday - _NEAR)
    chosen, other = (gone, ahead) if sense.past else (ahead, gone)
    return replace(chosen, other=(other.start,))


def _in_week(said: Said, monday: date) -> Settled:
    if said.weekend:
        return Settled(monday + 5 * _DAY, monday + 6 * _DAY, "weekend")
    if said.weekday is None:
        return Settled(monday, monday + 6 * _DAY, "week")
    start = monday + said.weekday * _DAY
    if said.last_weekday is None:
        return Settled(start, start, "day")
    return Settled(start, monday + said.last_weekday * _DAY, "days")


def _feast(said: Said, sense: Sense) -> Settled | None:
    name = said.feast or ""
    around = sense.around if name in WITH_DAYS_OFF else ""
    years = _years(said, sense)
    options = [(day, _around(day, around, sense)) for year in years for day in (feast_in(name, year),) if day]
    if not options:
        return None
    options = [(day, near) for day, near in options]
    day, chosen = _nearest(options, sense) if len(options) > 1 else options[0]
    notes: tuple[str, ...] = ()
    if around and not sense.official.knows(day):
        notes = (f"{day.year}年的放假安排未录入",)
    elif around:
        first, last = sense.official.block(day)
        notes = (f"{name}放假 {first.isoformat()} 至 {last.isoformat()}",)
    if said.block and not around:
        first, last = sense.official.block(day)
        return Settled(first, last, "days" if last > first else "day")
    return Settled(chosen, chosen, "day", (), notes)


def _around(day: date, around: str, sense: Sense) -> date:
    first, last = sense.official.block(day)
    if around == "前":
        return sense.official.previous_workday(first)
    return sense.official.next_workday(last) if around == "后" else day


def _nearest(options: list[tuple[date, date]], sense: Sense) -> tuple[date, date]:
    if sense.past:
        gone = [option for option in options if option[1] <= sense.today]
        return gone[-1] if gone else options[0]
    ahead = [option for option in options if option[1] >= sense.today]
    return ahead[0] if ahead else options[-1]


def _lunar(said: Said, sense: Sense) -> Settled | None:
    month, number = said.lunar or ("正", 1)
    days = [day for year in _years(said, sense) for day in (lunar_day(month, number, year),) if day]
    if not days:
        return None
    day = _nearest([(day, day) for day in days], sense)[1] if len(days) > 1 else days[0]
    return Settled(day, day, "day")


def _years(said: Said, sense: Sense) -> range:
    year = _said_year(said, sense)
    return range(year, year + 1) if year else range(sense.today.year - 2, sense.today.year + 3)


def _said_year(said: Said, sense: Sense) -> int | None:
    if said.year is not None:
        return said.year
    return None if said.year_shift is None else sense.today.year + said.year_shift


def _month(said: Said, sense: Sense) -> Settled | None:
    if said.month_shift is not None:
        base = sense.today.replace(day=1)
        year = _said_year(said, sense)
        base = add_months(base.replace(year=year) if year else base, said.month_shift)
        return _in_month(said, base.year, base.month, sense)
    year = _said_year(said, sense)
    if said.month is None:
        return None
    if year is not None:
        return _in_month(said, year, said.month, sense)
    return _choose((_in_month(said, year, said.month, sense) for year in _spread(said, sense)), sense)


def _spread(said: Said, sense: Sense) -> range:
    """29 February may be eight years away; anything else comes every year."""
    reach = 8 if (said.month, said.day) == (2, 29) else 1
    return range(sense.today.year - reach, sense.today.year + reach + 1)


def _choose(options: Iterator[Settled | None], sense: Sense) -> Settled | None:
    """Of the same days in several years, the nearest to come that is not over, or the nearest that has begun."""
    known = [option for option in options if option is not None]
    gone = [option for option in known if option.start <= sense.today]
    ahead = [option for option in known if option.end >= sense.today]
    chosen = gone[-1:] if sense.past else ahead[:1]
    if not chosen:
        return None
    other = ahead[:1] if sense.past else gone[-1:]
    return replace(chosen[0], other=tuple(option.start for option in other if option != chosen[0]))


def _in_month(said: Said, year: int, month: int, sense: Sense) -> Settled | None:
    first = date(year, month, 1)
    last = add_months(first, 1) - _DAY
    if said.nth is not None:
        return _nth_day(said, first, last, sense)
    if said.last_month is not None:
        return Settled(first, add_months(date(year, said.last_month, 1), 1) - _DAY, "days")
    if said.edge is not None:
        return _month_edge(said.edge, first, last)
    if said.day is None:
        return Settled(first, last, "month")
    if said.day > last.day or (said.last_day or 0) > last.day:
        return None
    day = first.replace(day=said.day)
    if said.last_day is None:
        return Settled(day, day, "day")
    return Settled(day, first.replace(day=said.last_day), "days")


def _month_edge(edge: str, first: date, last: date) -> Settled:
    spans = {
        "初": (first, first + 4 * _DAY, "start_of_month"),
        "中": (first + 10 * _DAY, first + 19 * _DAY, "middle_of_month"),
        "底": (last - 6 * _DAY, last, "end_of_month"),
        "上旬": (first, first + 9 * _DAY, "ten_days"),
        "中旬": (first + 10 * _DAY, first + 19 * _DAY, "ten_days"),
        "下旬": (first + 20 * _DAY, last, "ten_days"),
    }
    return Settled(*spans[edge])


def _nth_day(said: Said, first: date, last: date, sense: Sense) -> Settled | None:
    span = [first + step * _DAY for step in range((last - first).days + 1)]
    wanted = [
        day for day in span if (sense.official.is_workday(day) if said.workday else day.weekday() == said.weekday)
    ]
    position = said.nth or 1
    index = position if position < 0 else position - 1
    if index >= len(wanted):
        return None
    return Settled(wanted[index], wanted[index], "day")


def _day_of_month(said: Said, sense: Sense) -> Settled | None:
    """15号: this month's or the nearest month's that has such a day, today only for what is past."""
    base = sense.today.replace(day=1)
    options = (_day_in(said, add_months(base, step), sense) for step in range(-3, 4))
    known = [option for option in options if option is not None]
    gone = [option for option in known if option.start <= sense.today]
    ahead = [option for option in known if option.start > sense.today]
    if not gone or not ahead:
        return None
    chosen, other = (gone[-1], ahead[0]) if sense.past else (ahead[0], gone[-1])
    return replace(chosen, other=(other.start,))


def _day_in(said: Said, first: date, sense: Sense) -> Settled | None:
    return _in_month(said, first.year, first.month, sense)


def _bare_edge(said: Said, sense: Sense) -> Settled | None:
    """月底, 月初, 中旬, 年底 without a month or year of their own."""
    edge = said.edge or ""
    if edge.startswith("年"):
        return _choose((_year_edge(edge[1:], year) for year in _spread(said, sense)), sense)
    base = sense.today.replace(day=1)
    months = (add_months(base, step) for step in (-1, 0, 1))
    return _choose((_in_month(said, month.year, month.month, sense) for month in months), sense)


def _year_edge(edge: str, year: int) -> Settled:
    if edge == "初":
        return Settled(date(year, 1, 1), add_months(date(year, 1, 1), 2) - _DAY, "start_of_year")
    if edge == "中":
        return Settled(date(year, 6, 1), date(year, 6, 30), "middle_of_year")
    return Settled(date(year, 12, 1), date(year, 12, 31), "end_of_year")


def _quarter(said: Said, sense: Sense) -> Settled | None:
    year = _said_year(said, sense)
    if said.quarter_shift is not None:
        base = sense.today if year is None else sense.today.replace(year=year, day=1)
        index = base.year * 4 + (base.month - 1) // 3 + said.quarter_shift
        return _in_quarter(said, index // 4, index % 4 + 1)
    number = said.quarter or 1
    if year is not None:
        return _in_quarter(said, year, number)
    return _choose((_in_quarter(said, year, number) for year in _spread(said, sense)), sense)


def _in_quarter(said: Said, year: int, number: int) -> Settled:
    first = date(year, 3 * number - 2, 1)
    last = add_months(first, 3) - _DAY
    if said.edge == "底":
        return Settled(add_months(first, 2), last, "end_of_quarter")
    if said.edge == "初":
        return Settled(first, add_months(first, 1) - _DAY, "start_of_quarter")
    return Settled(first, last, "quarter")


def _half(said: Said, sense: Sense) -> Settled | None:
    year = _said_year(said, sense)
    years = (year,) if year is not None else tuple(_spread(said, sense))
    month = 1 if said.half == 1 else 7
    options = (Settled(date(y, month, 1), add_months(date(y, month, 1), 6) - _DAY, "half") for y in years)
    return next(options) if year is not None else _choose(options, sense)


def _year(said: Said, sense: Sense) -> Settled | None:
    year = _said_year(said, sense)
    if year is None:
        return None
    if said.edge is not None:
        return _year_edge(said.edge, year)
    return Settled(date(year, 1, 1), date(year, 12, 31), "year")


_READERS: tuple[tuple[Callable[[Said], bool], Callable[[Said, Sense], Settled | None]], ...] = (
    (lambda said: said.moment, _now),
    (lambda said: said.offset is not None, _offset),
    (lambda said: said.day_shift is not None, _shifted),
    (lambda said: said.next_day or said.same_day, _following),
    (lambda said: said.feast is not None, _feast),
    (lambda said: said.lunar is not None, _lunar),
    (lambda said: said.month is not None or said.month_shift is not None, _month),
    (lambda said: said.week_shift is not None or said.weekday is not None or said.weekend, _week),
    (lambda said: said.quarter is not None or said.quarter_shift is not None, _quarter),
    (lambda said: said.half is not None, _half),
    (lambda said: said.day is not None, _day_of_month),
    (lambda said: said.year is not None or said.year_shift is not None, _year),
    (lambda said: said.edge is not None, _bare_edge),
)
