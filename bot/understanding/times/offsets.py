"""Reading a distance from now: 三天后, 一周内, 半小时后, 近三个月, 过去一年, 两天前."""

from __future__ import annotations

import re

from bot.understanding.figures.durations import Duration, duration_at
from bot.understanding.times.said import Said

_BEFORE = re.compile(
    r"(?P<last>最近的?|近的?|过去的?|前) ?(?=\D|\d{1,4}(?!\d))|(?P<next>未来的?|接下来的?|今后的?|后面?)|(?P<on>再过|再等|过)"
)
_AFTER = re.compile(
    r" ?(?:(?P<after>[之以]?后(?![续面期悔勤备来天])|过后)|(?P<within>[之以]?内(?![部容])|[之]?里(?!面))|(?P<ago>[之以]?前(?![往面台期端景]))|(?P<left>左右|上下)?(?P<after2>(?<=右)[之以]?后)?)"
)
_BARE_MONTHS = re.compile(r"(?P<n>[一二两三四五六七八九十]|\d{1,2})月")


def offset_at(text: str, start: int) -> tuple[Said, int] | None:
    """A distance from now that begins at `start`; a bare length of time is none."""
    lead = _BEFORE.match(text, start)
    if lead:
        return _led(text, lead)
    if start and (text[start - 1].isdigit() or text[start - 1] in "第.每"):
        return None
    length = duration_at(text, start)
    if length is None:
        return None
    found = _AFTER.match(text, length.span[1])
    way = _way(found)
    if found is None or way is None:
        return None
    return Said(offset=length, way=way, approx=length.approx), found.end()


def _led(text: str, lead: re.Match[str]) -> tuple[Said, int] | None:
    """近, 过去, 未来, 再过 stand before the length."""
    length = duration_at(text, lead.end()) or _bare_months(text, lead)
    if length is None or (lead["last"] == "前" and not length.span[1]):
        return None
    if lead["last"] == "前" or lead["next"] in ("后", "后面"):
        return None
    if lead["on"]:
        end = _AFTER.match(text, length.span[1])
        stop = end.end() if end and end["after"] else length.span[1]
        if text[stop : stop + 1] == "了" or (start_of_past(text, lead.start())):
            return None
        return Said(offset=length, way="after", approx=length.approx or length.text == "两天"), stop
    tail = re.compile(r"[之以]?[内里来]").match(text, length.span[1])
    return Said(offset=length, way="last" if lead["last"] else "next", approx=length.approx), (
        tail.end() if tail else length.span[1]
    )


def start_of_past(text: str, at: int) -> bool:
    """已经过了两天, 超过三天, 通过, 不过: no waiting."""
    return bool(re.search(r"[超通不经已路胜难越见去来没]$", text[max(0, at - 1) : at]))


def _bare_months(text: str, lead: re.Match[str]) -> Duration | None:
    """近三月 is three months, where 三月 alone is March."""
    found = _BARE_MONTHS.match(text, lead.end())
    if found is None or not lead["last"]:
        return None
    return duration_at(text[: found.end() - 1] + "个月", lead.end()) and _shortened(text, found, lead.end())


def _shortened(text: str, found: re.Match[str], start: int) -> Duration | None:
    full = duration_at(text[: found.end() - 1] + "个月", start)
    if full is None:
        return None
    return Duration(full.months, full.days, full.seconds, full.workdays, (start, found.end()), found[0])


def _way(found: re.Match[str] | None) -> str | None:
    if found is None:
        return None
    for way in ("after", "within", "ago"):
        if found[way]:
            return way
    return None
