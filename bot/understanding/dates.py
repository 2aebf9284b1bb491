"""Times that a message names: `find_dates` finds them, `as_slot` and `as_due` give the contract's value.

Where a naming stands does not depend on the direction: `find_dates(text, now, past=True)` and `past=False` give the
same spans in the same order, and `find_dates_both` pairs them, so that the reader may decide clause by clause.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.understanding.folding import fold, hide_codes
from bot.understanding.lazy import lazy
from bot.understanding.times.periods import find_periods
from bot.understanding.times.phrases import Phrase, phrases_in
from bot.understanding.times.said import Said
from bot.understanding.times.sense import Sense
from bot.understanding.times.settle import settle
from bot.understanding.times.spoken import as_date, spoken_when
from bot.understanding.when import HOURS, Period, When, as_due, as_slot
from domain.calendar import OFFICIAL, Calendar

__all__ = ["HOURS", "Period", "When", "as_due", "as_slot", "find_dates", "find_dates_both", "find_periods"]

_SENTENCE_END = lazy(r"[。！？!?;；\n]")
_WEEKDAY = lazy(r"周|星期|礼拜|週|禮拜")
_AND = lazy(r" ?[和、及或与跟](?:者|是)? ?")
_BESIDE = lazy(r"[ ,，、()（）]{0,3}")


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
        between = folded[before.phrase.end : phrase.start] if before else ""
        spoken = _carried(phrase, before, sense, between)
        when = spoken_when(text, spoken, sense)
        if when is None:
            continue
        found.append(when)
        if spoken.said.has_day and when.relation not in ("by", "within"):  # 周五前报价，中午吃饭: not on that Friday
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


def _carried(phrase: Phrase, before: _Before | None, sense: Sense, between: str) -> Phrase:
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
    if said.weekday is not None and said.week_shift is None and _AND.fullmatch(between):
        return replace(phrase, said=replace(said, week_shift=before.phrase.said.week_shift))
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
        once = _said_twice(kept[-1], when, text) if kept else None
        if once is None:
            kept.append(when)
        else:
            kept[-1] = once
    return kept


def _said_twice(one: When, two: When, text: str) -> When | None:
    """A weekday beside the date that it belongs to, as one naming; None where they are two days."""
    weekday, dated = (one, two) if _WEEKDAY.search(one.text) else (two, one)
    if not _BESIDE.fullmatch(text, one.span[1], two.span[0]) or one.ranged or two.ranged:
        return None
    if not _WEEKDAY.search(weekday.text) or _WEEKDAY.search(dated.text) or {one.grain, two.grain} - {"day", "minute"}:
        return None
    free = bool(weekday.alternatives)
    for day in (dated.start, *dated.alternatives):
        same = day.weekday() == weekday.start.weekday() if free else as_date(day) == as_date(weekday.start)
        if same:
            begin = _with_hour(day, weekday.start)
            span = (one.span[0], two.span[1])
            return replace(two, start=begin, end=begin, span=span, text=text[slice(*span)], alternatives=())
    return None


def _with_hour(day: date | datetime, other: date | datetime) -> date | datetime:
    """The hour stands with whichever of the two was said last."""
    return (
        datetime.combine(day, other.timetz()) if isinstance(other, datetime) and not isinstance(day, datetime) else day
    )
