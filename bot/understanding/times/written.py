"""Reading dates in figures: 2026-12-01, 2026.11, 20261125, 11/25, 12.1."""

from __future__ import annotations

import re
from datetime import date

from bot.understanding.lazy import lazy
from bot.understanding.times.said import Said

_LEFT = r"(?<![\d.,A-Za-z/*])"
_FULL = lazy(
    _LEFT + r"(?P<y>(?:19|20)\d\d) ?(?P<sep>[-/.]) ?(?P<m>\d{1,2}) ?(?P=sep) ?(?P<d>\d{1,2}(?!\d)|\d\d(?=\d\d:\d\d))日?"
)
_SPACED = lazy(_LEFT + r"(?P<y>(?:19|20)\d\d) (?P<m>[01]?\d) (?P<d>[0-3]?\d)(?!\d)")
_SHORT = lazy(_LEFT + r"(?P<y>[0-4]\d)(?P<sep>[-/.])(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})(?![\d.,/*-])")
_JOINED = lazy(_LEFT + r"(?P<y>(?:19|20)\d\d)(?P<m>[01]\d)(?P<d>[0-3]\d)(?![\d.])")
_MONTH = lazy(
    _LEFT + r"(?P<y>(?:19|20)\d\d)(?P<sep>[-/.])(?P<m>0[1-9]|1[0-2]|[1-9])(?![\d/*])(?!\.\d)(?! ?[元块万件个套台%])"
)
_DAY = lazy(_LEFT + r"(?P<m>0?[1-9]|1[0-2])(?P<sep>[-/.])(?P<d>0?[1-9]|[12]\d|3[01])(?![\d/*%:])(?!\.\d)[号日]?")
_NAMED = (
    r"(?P<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?(?![a-z])"
)
_IN_YEAR = r"(?:[ ,]{1,2}(?P<y>20\d\d)(?!\d))?"
_DAY_NAMED = r"(?P<d>\d{1,2})(?:st|nd|rd|th)?(?![\d.:/a-z])"
# Jan 15, 15 Jan 2027, by March: a month alone needs the word before it, or it is any word.
_ENGLISH = tuple(
    re.compile(_LEFT + pattern, re.IGNORECASE)
    for pattern in (
        rf"{_NAMED} ?{_DAY_NAMED}{_IN_YEAR}",
        rf"{_DAY_NAMED} ?(?:of )?{_NAMED}{_IN_YEAR}",
        rf"(?:(?<=by )|(?<=in )|(?<=end )|(?<=end of )|(?<=before )|(?<=till )|(?<=until )){_NAMED}{_IN_YEAR}(?P<d>(?! ?\d))",
    )
)
ENGLISH_BEGINS = frozenset("jfmasondJFMASOND")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YEARS = lazy(_LEFT + r"(?P<y>(?:19|20)\d\d)(?=年? ?(?:-{1,2}|~|到|至) ?(?:19|20)\d\d(?![\d.件个套台元]))")
_YEAR_END = lazy(r"(?P<y>(?:19|20)\d\d)(?![\d.件个套台元万])")
_MEASURE = re.compile(
    r"的[量货款数产人单价]|寸| [A-Za-z]|螺|英寸|管"
    r"| ?(?:[元块万亿件只套台个箱吨根条张片卷桶瓶包袋支把批组盒kKwW%折成倍人家次位名毫厘米斤克升年月点小天周分]"
    r"|pcs|公斤|千克|mm|kg|usd|rmb)",
    re.IGNORECASE,
)
_CUE = lazy(
    r"(?:到|至|截止|截至|从|自|于|在|定|改成|改为|改到|改|是|日期|交期|时间|补录|交货|有效期|拜访|约|期|：|:|\(|（"
    r"|^|[。；;！\n])[ :]?$"
)
_AFTER = lazy(
    r" ?(?:前|之前|以前|后|上午|下午|早|晚|中午|去|见|拜访|走访|签|交|到[货账款]|进账|发货|付|回款|打|跟|和|开会|开始|起|微信|电话|邮件|短信|来访|到访|回访|面谈|会议|视频|上门|沟通"
    r"|截|\d{1,2}:\d\d)"
)


# 收款 96000 11.20, 回款12万8 11-19, 回款 11.20 15万: a day beside a sum that came, set apart by a blank.
_PAID_BEFORE = lazy(
    r"[款账][^,，。;；\n]{0,14}?(?:\d{4,9}(?:\.\d\d?)?|[\d一二两三四五六七八九十百][\d一二三四五六七八九十百千.]{0,8}[万千元块wk][\d一二三四五六七八九]?)[ ,，]{1,2}$"
)
_SUM_BEHIND = lazy(r" (?:\d{4,9}|\d[\d.]{0,8}[万元块w])")
_REACH = 28
_APART_BEHIND = lazy(r"$|[ ,，。;；\n]|[到收]")
# 3.12再去: a day right before what we do again, where it stands by itself.
_BY_ITSELF = ("", " ", ",", "，", "。", ";", "；", "\n")
_AGAIN = lazy(r"再(?:去|来|访|见|拜访|约|过去|上门|登门|回访|联系|跟进|碰|打电话)")


def written_at(text: str, start: int, *, joined: bool = False) -> tuple[Said, int] | None:
    """A date or month in figures that begins at `start`; `joined` where a hyphen before it is 到."""
    if text[start - 1 : start] == "-" and not joined:
        return None
    for pattern in (_FULL, _JOINED, _SPACED, _SHORT):
        found = pattern.match(text, start)
        if found and _exists(found):
            return Said(year=_year(found["y"]), month=int(found["m"]), day=int(found["d"])), found.end()
    found = _MONTH.match(text, start)
    if found:
        return Said(year=int(found["y"]), month=int(found["m"])), found.end()
    found = _YEARS.match(text, start)
    if found:
        end = found.end() + (1 if text[found.end() : found.end() + 1] == "年" else 0)
        return Said(year=int(found["y"])), end
    return _month_and_day(text, start)


def english_at(text: str, start: int) -> tuple[Said, int] | None:
    """Jan 15, 15 Jan 2027, or by March."""
    found = next((one for pattern in _ENGLISH if (one := pattern.match(text, start))), None)
    if found is None:
        return None
    year, month = int(found["y"]) if found["y"] else None, _MONTHS.index(found["name"][:3].lower()) + 1
    return Said(year=year, month=month, day=int(found["d"]) if found["d"] else None), found.end()


def year_at(text: str, start: int) -> tuple[Said, int] | None:
    """A year in four figures, where the words before it ask for one: 2016到2018."""
    found = _YEAR_END.match(text, start)
    return (Said(year=int(found["y"])), found.end()) if found else None


def _month_and_day(text: str, start: int) -> tuple[Said, int] | None:
    found = _DAY.match(text, start)
    if found is None or _MEASURE.match(text, found.end()):
        return None
    if found["sep"] != "/" and not _in_place(text, found):
        return None
    return Said(month=int(found["m"]), day=int(found["d"])), found.end()


def _in_place(text: str, found: re.Match[str]) -> bool:
    """12.1 and 3-5 are dates only where a date is expected."""
    if text[found.end() - 1] in "号日":
        return True
    before, after = text[max(0, found.start() - 5) : found.start()], text[found.end() :]
    paid = _PAID_BEFORE.search(text, max(0, found.start() - _REACH), found.start()) and _APART_BEHIND.match(after)
    if paid or (before.endswith(("款 ", "账 ")) and _SUM_BEHIND.match(after)):
        return True
    if _AFTER.match(after) or (_AGAIN.match(after) and before[-1:] in _BY_ITSELF):
        return True
    alone = not before.strip() and not after.strip()
    if found["sep"] == "-":
        return (
            alone
            or (len(found["m"]) == 2 and len(found["d"]) == 2 and not before)
            or bool(_CUE.search(before) and before)
        )
    return alone or bool(_CUE.search(before))


def _exists(found: re.Match[str]) -> bool:
    try:
        date(_year(found["y"]), int(found["m"]), int(found["d"]))
    except ValueError:
        return False
    return True


def _year(written: str) -> int:
    return int(written) if len(written) == 4 else 2000 + int(written)
