"""Settling months and what is longer: 下月初, 12月中旬, 三季度末, 上半年, 年底."""

from __future__ import annotations

from datetime import date, timedelta

from bot.understanding.figures.durations import add_months
from bot.understanding.times.said import Said
from bot.understanding.times.sense import Sense, Settled, nearest, said_year, strictly_nearest

_DAY = timedelta(days=1)


def month(said: Said, sense: Sense) -> Settled | None:
    if said.month_shift is not None:
        base = sense.today.replace(day=1)
        year = said_year(said, sense)
        base = add_months(base.replace(year=year) if year else base, said.month_shift)
        return _in_month(said, base.year, base.month, sense)
    year = said_year(said, sense)
    if said.month is None:
        return None
    if year is not None:
        return _in_month(said, year, said.month, sense)
    return nearest((_in_month(said, year, said.month, sense) for year in _spread(said, sense)), sense)


def day_of_month(said: Said, sense: Sense) -> Settled | None:
    """15号: this month's, or the nearest month's that has such a day."""
    months = (add_months(sense.today.replace(day=1), step) for step in range(-3, 4))
    return strictly_nearest((_in_month(said, month.year, month.month, sense) for month in months), sense)


def bare_edge(said: Said, sense: Sense) -> Settled | None:
    """月底, 月初, 中旬, 年底 without a month or year of their own."""
    edge = said.edge or ""
    if edge.startswith("年"):
        return nearest((_year_edge(edge[1:], year) for year in _spread(said, sense)), sense)
    base = sense.today.replace(day=1)
    months = (add_months(base, step) for step in (-1, 0, 1))
    return nearest((_in_month(said, month.year, month.month, sense) for month in months), sense)


def quarter(said: Said, sense: Sense) -> Settled | None:
    year = said_year(said, sense)
    if said.quarter_shift is not None:
        base = sense.today if year is None else sense.today.replace(year=year, day=1)
        index = base.year * 4 + (base.month - 1) // 3 + said.quarter_shift
        return _in_quarter(said, index // 4, index % 4 + 1)
    number = said.quarter or 1
    if year is not None:
        return _in_quarter(said, year, number)
    return nearest((_in_quarter(said, year, number) for year in _spread(said, sense)), sense)


def half(said: Said, sense: Sense) -> Settled | None:
    year = said_year(said, sense)
    years = (year,) if year is not None else tuple(_spread(said, sense))
    month = 1 if said.half == 1 else 7
    options = (Settled(date(y, month, 1), add_months(date(y, month, 1), 6) - _DAY, "half") for y in years)
    return next(options) if year is not None else nearest(options, sense)


def year(said: Said, sense: Sense) -> Settled | None:
    year = said_year(said, sense)
    if year is None:
        return None
    if said.edge is not None:
        return _year_edge(said.edge, year)
    return Settled(date(year, 1, 1), date(year, 12, 31), "year")


def _spread(said: Said, sense: Sense) -> range:
    """29 February may be eight years away; anything else comes every year."""
    reach = 8 if (said.month, said.day) == (2, 29) else 1
    return range(sense.today.year - reach, sense.today.year + reach + 1)


def _in_month(said: Said, year: int, month: int, sense: Sense) -> Settled | None:
    first = date(year, month, 1)
    last = add_months(first, 1) - _DAY
    if said.nth is not None:
        return _nth_day(said, first, last, sense)
    if said.last_month is not None:
        return Settled(first, add_months(date(year, said.last_month, 1), 1) - _DAY, "stretch")
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
        "上半月": (first, first + 14 * _DAY, "ten_days"),
        "下半月": (first + 15 * _DAY, last, "ten_days"),
        "上中旬": (first, first + 19 * _DAY, "ten_days"),
        "中下旬": (first + 10 * _DAY, last, "ten_days"),
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


def _year_edge(edge: str, year: int) -> Settled:
    if edge == "初":
        return Settled(date(year, 1, 1), add_months(date(year, 1, 1), 2) - _DAY, "start_of_year")
    if edge == "中":
        return Settled(date(year, 6, 1), date(year, 6, 30), "middle_of_year")
    return Settled(date(year, 12, 1), date(year, 12, 31), "end_of_year")


def _in_quarter(said: Said, year: int, number: int) -> Settled:
    first = date(year, 3 * number - 2, 1)
    last = add_months(first, 3) - _DAY
    if said.edge == "底":
        return Settled(add_months(first, 2), last, "end_of_quarter")
    if said.edge == "初":
        return Settled(first, add_months(first, 1) - _DAY, "start_of_quarter")
    return Settled(first, last, "quarter")
