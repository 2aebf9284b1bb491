"""The stretch of time that a question asks about: 本月, 上季度, 三季度, 10月份, 11月1号到15号, 近30天."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache

from bot.understanding.folding import fold, hide_codes
from bot.understanding.lazy import lazy
from bot.understanding.times.phrases import UP_TO_NOW, Phrase, phrases_in
from bot.understanding.times.said import Said
from bot.understanding.times.sense import Sense
from bot.understanding.times.spoken import as_date, spoken_when
from bot.understanding.when import Period, When

_RELATIVE = {
    Said(day_shift=-1): "yesterday", Said(day_shift=0): "today", Said(day_shift=1): "tomorrow",
    Said(week_shift=-1): "last_week", Said(week_shift=0): "this_week", Said(week_shift=1): "next_week",
    Said(month_shift=-1): "last_month", Said(month_shift=0): "this_month", Said(month_shift=1): "next_month",
    Said(quarter_shift=-1): "last_quarter", Said(quarter_shift=0): "this_quarter",
    Said(year_shift=-1): "last_year", Said(year_shift=0): "this_year",
}  # fmt: skip
_WHOLE_YEAR = lazy(
    r"全年|(?<=[离到])年底|年底(?=目标|任务|指标)|(?<!\d)年度|(?<![今去明前本半\d全每一二三四五六七八九十])年(?=目标|任务|指标)|年初至今|年初到现在|今年以来|今年累计|本年累计"
)


@lru_cache(maxsize=16)
def find_periods(text: str, now: datetime, *, past: bool = True) -> tuple[Period, ...]:
    """Every period named in `text`, left to right; `past` as in `find_dates`, since most questions look back."""
    folded = hide_codes(fold(text))
    sense = Sense(now, past)
    found = [
        Period("this_year", (whole.start(), whole.end()), text[whole.start() : whole.end()])
        for whole in _WHOLE_YEAR.finditer(folded)
    ]
    taken = [period.span for period in found]
    for phrase in phrases_in(folded):
        if any(phrase.start < end and start < phrase.end for start, end in taken):
            continue
        when = spoken_when(text, phrase, sense)
        if when is not None and not (when.has_clock and phrase.said.offset is None and not phrase.said.has_day):
            found.append(Period(_value(phrase, when, sense.today), when.span, when.text))
    return tuple(sorted(found, key=lambda period: period.span))


def _value(phrase: Phrase, when: When, today: date) -> str:
    open_end = phrase.until == UP_TO_NOW
    plain = (phrase.until is None or open_end) and phrase.relation in ("at", "within", "from")
    relative = _RELATIVE.get(phrase.said) if plain else None
    if relative and open_end and not relative.startswith("this"):
        relative = None
    if relative:
        return relative
    start, end = as_date(when.start), as_date(when.end)
    spoken = phrase.said.day_shift is not None or not phrase.said.has_day
    if plain and spoken and start == end and -1 <= (start - today).days <= 1:
        return ("yesterday", "today", "tomorrow")[(start - today).days + 1]
    if phrase.until is None and when.relation == "at":
        if when.grain == "month":
            return f"{start:%Y-%m}"
        if when.grain == "quarter":
            return f"{start.year}-Q{(start.month + 2) // 3}"
        if when.grain == "year":
            return str(start.year)
    return f"{start.isoformat()}/{end.isoformat()}"
