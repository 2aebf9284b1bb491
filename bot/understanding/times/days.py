"""Reading a day, week, month, quarter or year, whichever begins at a place of the text."""

from __future__ import annotations

from collections.abc import Callable

from bot.understanding.times import spans, weekdays
from bot.understanding.times.said import Said

_FIGURE = "0123456789零〇一二三四五六七八九十廿"
# What each reader may begin with, so that most places of a text are passed at once.
_READERS: tuple[tuple[frozenset[str], Callable[[str, int], tuple[Said, int] | None]], ...] = (
    (frozenset("前"), spans.first_quarters_at),
    (frozenset("今本明听昨寻琴后前大次翌第隔当同即外"), weekdays.relative_at),
    (frozenset("上下本这当今周星礼拜"), weekdays.week_at),
    (frozenset(_FIGURE + "两大前去上今本这明来下后"), spans.year_and_more_at),
    (frozenset("第首一二三四1234qQ上本这当下"), spans.quarter_at),
    (frozenset("上前下后"), spans.half_at),
    (frozenset(_FIGURE + "上下本这当"), spans.month_and_more_at),
    (frozenset("年月季周上中下"), spans.edge_at),
    (frozenset(_FIGURE), spans.day_only_at),
)


def day_at(text: str, start: int) -> tuple[Said, int] | None:
    """The longest naming of a day or a longer stretch that begins at `start` of a folded text."""
    first = text[start : start + 1]
    for begins, read in _READERS:
        if first and first in begins:
            found = read(text, start)
            if found:
                return found
    return None
