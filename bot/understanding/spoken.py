"""One phrase as days: its range, and the edge that 前 and 后 give it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from bot.understanding.phrases import Phrase
from bot.understanding.said import Said
from bot.understanding.settle import Sense, Settled, settle
from bot.understanding.when import When

_DAY = timedelta(days=1)
_WHOLE = frozenset(("week", "month", "quarter", "half", "year"))


def spoken_when(text: str, phrase: Phrase, sense: Sense) -> When | None:
    """The days of one phrase in the direction of `sense`; None where there is no such day."""
    around = {"by": "前", "after": "后"}.get(phrase.relation, "") if phrase.until is None else ""
    settled = settle(phrase.said, replace(sense, around=around))
    if settled is None:
        return None
    if phrase.until is not None:
        settled = _until(phrase.until, settled, sense)
    part = phrase.said.part if phrase.said.hour is None else None
    when = When(
        settled.start, settled.end, settled.grain, (phrase.start, phrase.end), text[phrase.start : phrase.end],
        phrase.relation, part, phrase.approx, settled.other, settled.assumptions, phrase.until is not None,
    )  # fmt: skip
    return _bounded(when, phrase, sense)


def _until(until: Said, first: Settled, sense: Sense) -> Settled:
    """The other end: what has no year of its own comes next after the first end."""
    anchor = first.start if isinstance(first.start, datetime) else datetime.combine(first.start, time(), sense.now.tzinfo)
    if until.next_day:
        until = replace(until, next_day=False, day_shift=(anchor.date() - sense.today).days + 1)
    free = until.year_shift is None and until.month_shift is None and until.week_shift is None and until.day_shift is None
    last = settle(until, Sense(anchor - _DAY, False, sense.official) if free and until.has_day else sense)
    if last is None:
        return first
    end = last.end
    if isinstance(first.start, datetime) and isinstance(end, datetime) and end <= first.start:
        end += timedelta(hours=12) if end + timedelta(hours=12) > first.start and not until.meridiem else _DAY
    elif as_date(end) < as_date(first.start):
        return first
    grain = "minute" if isinstance(first.start, datetime) else "days"
    return Settled(first.start, end, grain, first.other, first.assumptions)


def _bounded(when: When, phrase: Phrase, sense: Sense) -> When:
    """前 and 后 move the edge of what is longer than a day."""
    if when.has_clock or phrase.said.offset is not None or phrase.said.feast is not None:
        return when
    if when.relation == "after" and not isinstance(when.end, datetime):
        return replace(when, start=when.end + _DAY, end=when.end + _DAY, alternatives=(when.end, *when.alternatives))
    if when.relation == "by" and when.grain in _WHOLE and when.text.endswith("前"):
        last = as_date(when.start) - _DAY
        if last >= sense.today or sense.past:
            return replace(when, start=last, end=last, alternatives=(when.end,))
    return when


def as_date(moment: date | datetime) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
