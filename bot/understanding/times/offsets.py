"""Reading a distance from now: 三天后, 一周内, 半小时后, 近三个月, 过去一年, 两天前, 两周后的周三."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.understanding.figures.durations import Duration, duration_at
from bot.understanding.lazy import lazy
from bot.understanding.numerals import small_number
from bot.understanding.times.said import Said
from bot.understanding.times.weekdays import WEEKDAY

_LEAD = lazy(
    r"(?:(?P<last>最近的?|近的?|过去的?)|(?P<next>未来的?|接下来的?|今后的?|还剩)|(?P<wait>再过|再等|过)"
    r"|(?P<open>[前后](?!半|两[天日]|一[天日])|[上下](?!半|一)))(?: ?(?=\D)| ?(?=\d{1,4}(?!\d)))"
)
_WAYS = lazy(
    r" ?(?:左右|上下)?(?:(?P<after>[之以过]?后(?![续面期悔勤备来天]))|(?P<within>[之以]?内(?![部容乱])|之?里(?!面))"
    r"|(?P<ago>[之以]?前(?![往面台期端景])))"
)
_INSIDE = lazy(r"[之以]?[内里来]")
_MONTHS = lazy(r"(?:[一二两三四五六七八九十]|\d{1,2})月")
# 已经过了两天, 超过三天, 通过: nobody waits.
_NO_WAIT = frozenset("超通不经已路胜难越见去来没")
# 货到30天, 验收后7天内, 签约后三天: counted from something else than now.
_FROM_ELSE = lazy(
    r"(?:[货票款]到|到[货票款]|收到|签[约订]|签合同|验收|收货|开票|下单|发货|生效|交付|安装)之?后?的?[,，]?$"
    r"|(?<![之以今])后的?$"
)
_CLAUSE_BEGINS = frozenset(" ,，。;；、的在")
_WEEKDAY = lazy(r"的?(?:周|星期|礼拜)(?P<d>[一二三四五六日天])")
_DAY = lazy(r"的?(?P<n>\d{1,2}|[一二三]?十?[一二三四五六七八九十])[号日]")


def offset_at(text: str, start: int) -> tuple[Said, int] | None:
    """A distance from now that begins at `start`; a bare length of time is none."""
    lead = _LEAD.match(text, start)
    if lead:
        return _led(text, lead)
    if text[start - 1 : start].isdigit() or text[start - 1 : start] in ("第", ".", "每"):
        return None
    length = duration_at(text, start)
    found = _WAYS.match(text, length.span[1]) if length else None
    if length is None or found is None or _FROM_ELSE.search(text, max(0, start - 6), start):
        return None
    way = found.lastgroup or ""
    said = Said(offset=length, way=way, approx=length.approx)
    return (_day_in_that_span(text, said, found.end()) if way == "after" else None) or (said, found.end())


def _led(text: str, lead: re.Match[str]) -> tuple[Said, int] | None:
    """近, 过去, 未来, 再过 stand before the length."""
    before = text[lead.start() - 1 : lead.start()]
    length = duration_at(text, lead.end()) or (_bare_months(text, lead.end()) if lead["last"] else None)
    if length is None or (lead["open"] and before and before not in _CLAUSE_BEGINS):
        return None
    if lead["wait"]:
        found = _WAYS.match(text, length.span[1])
        end = found.end() if found and found["after"] else length.span[1]
        if text[end : end + 1] == "了" or before in _NO_WAIT:
            return None
        return Said(offset=length, way="after", approx=length.approx or length.text == "两天"), end
    inside = _INSIDE.match(text, length.span[1])
    back = lead["last"] or lead["open"] in ("前", "上")
    return Said(offset=length, way="last" if back else "next", approx=length.approx), (
        inside.end() if inside else length.span[1]
    )


def _bare_months(text: str, start: int) -> Duration | None:
    """近三月 is three months, where 三月 alone is March."""
    found = _MONTHS.match(text, start)
    length = duration_at(f"{text[: found.end() - 1]}个月", start) if found else None
    return replace(length, span=found.span(), text=found[0]) if found and length else None


def _day_in_that_span(text: str, said: Said, end: int) -> tuple[Said, int] | None:
    """两周后的周三 is a weekday of that calendar week, 两个月后的15号 a day of that month."""
    length = said.offset
    if length is None or length.has_clock or length.high is not None or length.workdays:
        return None
    weekday = _WEEKDAY.match(text, end)
    if weekday and length.days and not length.days % 7 and not length.months:
        return Said(week_shift=int(length.days) // 7, weekday=WEEKDAY[weekday["d"]]), weekday.end()
    day = _DAY.match(text, end)
    if day and length.months and not length.months % 1 and not length.days:
        return Said(month_shift=int(length.months), day=small_number(day["n"])), day.end()
    return None
