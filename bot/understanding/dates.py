"""Times that a message names: `find_dates` finds them, `as_slot` and `as_due` give the contract's value.

Where a naming stands does not depend on the direction: `find_dates(text, now, past=True)` and `past=False` give the
same spans in the same order, and `find_dates_both` pairs them, so that the reader may decide clause by clause.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.understanding.folding import fold, hide_codes
from bot.understanding.times.periods import find_periods
from bot.understanding.times.phrases import Phrase, phrases_in
from bot.understanding.times.said import Said
from bot.understanding.times.sense import Sense
from bot.understanding.times.settle import settle
from bot.understanding.times.spoken import as_date, spoken_when
from bot.understanding.when import HOURS, Period, When, as_due, as_slot
from domain.calendar import OFFICIAL, Calendar

__all__ = ["HOURS", "Period", "When", "as_due", "as_slot", "find_dates", "find_dates_both", "find_periods"]

_SENTENCE_END = re.compile(r"[。！？!?;；\n]")
_BESIDE = re.compile(r"[ ,，、()（）]{0,3}")


def find_dates(text: str, now: datetime, *, past: bool, calendar: Calendar = OFFICIAL) -> list[When]:
    """Every time named in `text`, left to right.

    past: a bare 周三, 15号 or 3月5日 is the nearest one gone by (today included); else the nearest one to come.
    """
    sense = Sense(now, past, calendar)
    folded = hide_codes(fold(text))
    found: list[When] = []
    before: _Before | None = None
    for phrase in phrases_in(folded):
        if before is not None and _SENTENCE_END.search(folded, before.phrase.end, phrase.start):
            before = None
        spoken = _carried(phrase, before, sense)
        when = spoken_when(text, spoken, sense)
        if when is None:
            continue
        found.append(when)
        if spoken.said.has_day:
            before = _Before(spoken, when)
    return _joined(found, text)


def find_dates_both(text: str, now: datetime, *, calendar: Calendar = OFFICIAL) -> list[tuple[When, When]]:
    """Each naming in both directions: (to come, gone by)."""
    ahead = {when.span: when for when in find_dates(text, now, past=False, calendar=calendar)}
    gone = {when.span: when for when in find_dates(text, now, past=True, calendar=calendar)}
    return [(when, gone[span]) for span, when in ahead.items() if span in gone]


@dataclass(frozen=True, slots=True)
class _Before:
    """The last day named in the same sentence, which a clock alone may continue."""

    phrase: Phrase
    when: When

    @property
    def day(self) -> date:
        start = self.when.end if self.when.ranged else self.when.start
        return start.date() if isinstance(start, datetime) else start


def _carried(phrase: Phrase, before: _Before | None, sense: Sense) -> Phrase:
    """下午三点 after 周三 in the same sentence is that Wednesday, 8号 after 1月3号 that January."""
    said = phrase.said
    if before is None:
        return phrase
    shift = (before.day - sense.today).days
    if said.next_day or said.same_day:
        return replace(phrase, said=replace(said, next_day=False, same_day=False, day_shift=shift + said.next_day))
    fits = shift <= 0 if sense.past else shift >= 0
    if not said.has_day and said != Said() and fits and before.when.grain in ("day", "minute"):
        return replace(phrase, said=replace(said, day_shift=shift))
    if (
        said.day is not None
        and said.month is None
        and said.month_shift is None
        and before.phrase.said.month is not None
    ):
        month = replace(said, year=before.day.year, month=before.day.month)
        settled = settle(month, sense)
        if settled and (as_date(settled.start) <= sense.today) == sense.past:
            return replace(phrase, said=month)
    return phrase


def _joined(found: list[When], text: str) -> list[When]:
    """周日, 二月十号 is one day said twice."""
    kept: list[When] = []
    for when in found:
        last = kept[-1] if kept else None
        if last is not None and _same_day_twice(last, when, text):
            kept[-1] = replace(when, span=(last.span[0], when.span[1]), text=text[last.span[0] : when.span[1]])
            continue
        kept.append(when)
    return kept


def _same_day_twice(last: When, when: When, text: str) -> bool:
    between = text[last.span[1] : when.span[0]]
    if not _BESIDE.fullmatch(between) or last.grain != "day" or when.grain not in ("day", "minute"):
        return False
    if len(last.alternatives) != 1 or last.ranged:
        return False
    same = as_date(when.start)
    return same in {as_date(last.start), *(as_date(day) for day in last.alternatives)}
