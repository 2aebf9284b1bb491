"""One phrase as days: its range, and the edge that 前 and 后 give it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from bot.understanding.figures.durations import Duration
from bot.understanding.lazy import lazy
from bot.understanding.times.clocks import afternoon_guess
from bot.understanding.times.feasts import WITH_DAYS_OFF
from bot.understanding.times.phrases import UP_TO_NOW, Phrase
from bot.understanding.times.said import Said
from bot.understanding.times.sense import Sense, Settled
from bot.understanding.times.settle import settle
from bot.understanding.when import When

_DAY = timedelta(days=1)
_STILL = lazy(r"(?:以来|至今)$")
_WHOLE = frozenset(("week", "month", "quarter", "half", "year"))


def spoken_when(text: str, phrase: Phrase, sense: Sense) -> When | None:
    """The days of one phrase in the direction of `sense`; None where there is no such day."""
    if phrase.beyond is not None:
        return _far_from(text, phrase, phrase.beyond, sense)
    around = {"by": "前", "after": "后"}.get(phrase.relation, "") if phrase.until is None else ""
    up_to_now = phrase.until == UP_TO_NOW
    settled = settle(phrase.said, replace(sense, around=around, past=sense.past or up_to_now))
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


def _far_from(text: str, phrase: Phrase, length: Duration, sense: Sense) -> When | None:
    """春节前一周 counts from the first day off, 国庆后两天 from the last one."""
    settled = settle(phrase.said, sense)
    if settled is None:
        return None
    back = phrase.relation == "by"
    first, last = as_date(settled.start), as_date(settled.end)
    if settled.grain.startswith("end"):
        first = last
    if phrase.said.feast is not None:
        first, last = sense.official.block(first)
    edge = datetime.combine(first if back else last, time(), sense.now.tzinfo)
    day = length.after(edge, sense.official, back=back)
    span = (phrase.start, phrase.end)
    return When(day, day, "day", span, text[slice(*span)], approx=phrase.approx)


def _until(until: Said, first: Settled, sense: Sense) -> Settled:
    """The other end: what has no year of its own comes next after the first end."""
    begin = (
        first.start if isinstance(first.start, datetime) else datetime.combine(first.start, time(), sense.now.tzinfo)
    )
    if until.same_day or until.next_day:
        shift = (begin.date() - sense.today).days + until.next_day
        hour = until if until.next_day else afternoon_guess(until)
        until = replace(hour, same_day=False, next_day=False, day_shift=shift, meridiem=True)
    bound = (until.year_shift, until.month_shift, until.week_shift, until.day_shift) != (None, None, None, None)
    last = settle(until, sense if bound else Sense(begin, past=False, official=sense.official))
    if last is None:
        return first
    end = last.end
    if isinstance(first.start, datetime) and isinstance(end, datetime):
        end = end if end > first.start else _after(end, first.start)
        return Settled(first.start, end, "minute", first.other, first.assumptions)
    if as_date(end) < as_date(first.start):
        return first
    return Settled(first.start, end, "days", first.other, first.assumptions)


def _after(end: datetime, start: datetime) -> datetime:
    """上午十点到两点 ends in the afternoon, 下午五点到凌晨三点 on the next day."""
    later = end + timedelta(hours=12)
    return later if end.hour < 12 and start < later and later.date() == start.date() else end + _DAY


def _bounded(when: When, phrase: Phrase, sense: Sense) -> When:
    """前 and 后 move the edge of what is longer than a day."""
    if when.has_clock or phrase.said.offset is not None or phrase.said.feast in WITH_DAYS_OFF:
        return when
    if when.relation == "after" and not isinstance(when.end, datetime):
        return replace(when, start=when.end + _DAY, end=when.end + _DAY, alternatives=(when.end, *when.alternatives))
    if when.relation == "from" and _STILL.search(when.text) and as_date(when.start) <= sense.today:
        return replace(when, end=sense.today)
    if when.relation == "by" and when.grain in _WHOLE and when.text.endswith("前"):
        last = as_date(when.start) - _DAY
        if last >= sense.today or sense.past:
            return replace(when, start=last, end=last, alternatives=(when.end,))
    return when


def as_date(moment: date | datetime) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
