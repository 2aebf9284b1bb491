"""In which direction and against which calendar bare days are read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.understanding.times.said import Said
from domain.calendar import OFFICIAL, Calendar


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
    official: Calendar = OFFICIAL
    around: str = ""  # 前 or 后 where a feast is only the edge

    @property
    def today(self) -> date:
        return self.now.date()


def said_year(said: Said, sense: Sense) -> int | None:
    """The year that was named, in figures or as 明年."""
    if said.year is not None:
        return said.year
    return None if said.year_shift is None else sense.today.year + said.year_shift


def nearest(options: Iterable[Settled | None], sense: Sense) -> Settled | None:
    """Of the same days in several years, the nearest to come that is not over, or the nearest that has begun."""
    known = [option for option in options if option is not None]
    gone = [option for option in known if option.start <= sense.today]
    ahead = [option for option in known if option.end >= sense.today]
    chosen = gone[-1:] if sense.past else ahead[:1]
    if not chosen:
        return None
    other = ahead[:1] if sense.past else gone[-1:]
    return replace(chosen[0], other=tuple(option.start for option in other if option != chosen[0]))


def strictly_nearest(options: Iterable[Settled | None], sense: Sense) -> Settled | None:
    """The same for 周三 and 15号: today is gone by, never to come."""
    known = [option for option in options if option is not None]
    gone = [option for option in known if option.start <= sense.today]
    ahead = [option for option in known if option.start > sense.today]
    if not gone or not ahead:
        return None
    chosen, other = (gone[-1], ahead[0]) if sense.past else (ahead[0], gone[-1])
    return replace(chosen, other=(other.start,))
