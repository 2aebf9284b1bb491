"""Settling feasts and what lies around them: 国庆后, 节前, 正月初八."""

from __future__ import annotations

from datetime import date

from bot.understanding.times.feasts import WITH_DAYS_OFF, feast_in, lunar_day
from bot.understanding.times.said import Said
from bot.understanding.times.sense import Sense, Settled, said_year

_BLOCKS = ("元旦", "春节", "清明", "五一", "端午", "中秋", "国庆")


def feast(said: Said, sense: Sense) -> Settled | None:
    """A feast in the direction of `sense`, or the working day before or after its days off."""
    name = said.feast or ""
    around = sense.around if name in WITH_DAYS_OFF else ""
    names = _BLOCKS if name == "节" else (name,)
    known = sorted(day for year in _years(said, sense) for each in names if (day := feast_in(each, year)))
    if not known:
        return None
    day, chosen = _nearest([(day, _around(day, around, sense)) for day in known], sense)
    first, last = sense.official.block(day)
    if around:
        known_year = sense.official.knows(day)
        note = f"{name}放假 {first} 至 {last}" if known_year else f"{day.year}年的放假安排未录入"
        return Settled(chosen, chosen, "day", assumptions=(note,))
    if said.block and last > first:
        return Settled(first, last, "stretch")
    return Settled(chosen, chosen, "day")


def lunar(said: Said, sense: Sense) -> Settled | None:
    """A day of 正月 or 腊月."""
    month, number = said.lunar or ("正", 1)
    known = [day for year in _years(said, sense) if (day := lunar_day(month, number, year))]
    if not known:
        return None
    day = _nearest([(day, day) for day in known], sense)[1]
    return Settled(day, day, "day")


def _around(day: date, around: str, sense: Sense) -> date:
    first, last = sense.official.block(day)
    if around == "前":
        return sense.official.previous_workday(first)
    return sense.official.next_workday(last) if around == "后" else day


def _nearest(options: list[tuple[date, date]], sense: Sense) -> tuple[date, date]:
    """The nearest by the day that comes of it: 年前 said after the feast means the next one."""
    if sense.past:
        gone = [option for option in options if option[1] <= sense.today]
        return gone[-1] if gone else options[0]
    ahead = [option for option in options if option[1] >= sense.today]
    return ahead[0] if ahead else options[-1]


def _years(said: Said, sense: Sense) -> range:
    year = said_year(said, sense)
    return range(year, year + 1) if year else range(sense.today.year - 2, sense.today.year + 3)
