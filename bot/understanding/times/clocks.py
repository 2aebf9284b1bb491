"""Reading the part of the day and the hour: 下午三点半, 9:30, 晚上8点, 3pm."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.understanding.lazy import lazy
from bot.understanding.numerals import small_number
from bot.understanding.times.said import Said

_PARTS = {
    "凌晨": "凌晨 半夜 午夜 下半夜 后半夜", "早上": "早上 早晨 早间 清晨 清早 大清早 一大早 大早上 一早 朝早 朝头早 早起 早",
    "上午": "上午 午前 上昼 前晌 头晌 头午",
    "中午": "中午 正午 晌午 午间 晏昼", "下午": "下午 午后 下昼 后晌 过晌", "傍晚": "傍晚 黄昏", "晚上": "晚上 晚间 夜里 夜间 夜晚 深夜 大晚上 夜头 晚 夜",
}  # fmt: skip
_PART_OF = {word: part for part, words in _PARTS.items() for word in words.split()}
_SHORT = ("早", "晚", "夜")
_WORD = "|".join(sorted((word for word in _PART_OF if word not in _SHORT), key=len, reverse=True))
_PART = lazy(rf"(?P<word>{_WORD})(?!好|茶|班|餐|安|市|[期点]工)")
_SHORT_PART = lazy(r"(?P<word>早|晚|夜)(?=\d|[二三四五六七八九十]|一点[半钟整]|$|[^一点上间些期会])")
_LEAD = lazy(r"[ 的,，]?(?:大约|大概|差不多|约|在|就)?[ ]?")
_CN = r"(?:二十[一二三四]?|十[一二三四五六七八九]?|[零〇一二两三四五六七八九])"
_CN60 = r"(?:[二三四五]?十[一二三四五六七八九]?|[零〇][一二三四五六七八九]|[零〇]{1,2})"
_COLON = re.compile(
    r"(?P<h>[01]?\d|2[0-4]) ?: ?(?P<m>[0-5]\d)(?![\d.])(?::[0-5]\d(?!\d))?(?:分|时)?"
    r" ?(?P<mer>(?:[ap]\.?m(?![a-z])\.?|[ap](?![a-z])))?",
    re.IGNORECASE,
)
_AMPM = re.compile(r"(?P<h>1[0-2]|0?[1-9]) ?(?P<mer>[ap]\.?m(?![a-z])\.?)", re.IGNORECASE)
_SHORT_OF = r"一刻|[一二三四五六七八九]分|十[一二三四五六七八九]?分|二十[一二三四五六七八九]?分|\d{1,2}分"
_HOUR = lazy(
    rf"(?:差(?P<to>{_SHORT_OF})钟?(?:到|不到)?)?(?P<h>[01]?\d|2[0-4]|{_CN})(?P<word>点钟?|时)(?!候|间|刻[^钟]|常|而|代)"
    rf"(?:差(?P<short>{_SHORT_OF})钟?|(?P<half>半)|过?(?P<q>[一三])刻钟?|[过]?(?P<m>[0-5]?\d"
    rf"|{_CN60})(?:分(?!钟[之以]?[前后内]))?(?![\d.年月天个件万毫厘米%折元块倍])"
    rf"|(?P<one>[一二三四五六七八九])分|整|(?P<many>多))?"
    rf"(?:[0-5]?\d秒)?"
)
# 2-4点: the first hour shares the word of the second.
_FIRST_HOUR = lazy(rf"(?P<h>[01]?\d|2[0-4]|{_CN})(?=(?:-|~|到|至)(?:[01]?\d|2[0-4]|{_CN})(?:点|时))")
_FIRST_OF_TWO = lazy(r"(?<![\d.])(?P<h>[01]?\d|2[0-4])(?=(?:-|~|到|至)(?:[01]?\d|2[0-4])(?:点(?!优|折|让|返|利)|时))")
_ONE_OR_NEXT = lazy(r"(?P<h>[一二两三四五六七八九])(?P<next>[二三四五六七八九十])点(?!半|[一二三四五六七八九])")
_BEGINS = frozenset("0123456789零〇一二两三四五六七八九十凌半午下后早清大上中正晌傍黄晚夜深朝前头晏过 的,，约在就差")
_PM = frozenset(("下午", "傍晚"))
_MORE_FIGURES = lazy(r"[\d零一二三四五六七八九〇]")
_ONE_O_CLOCK = lazy(r"整|左右|[之以]?[前后]")
_POINTS_BEFORE = lazy(r"[让降涨返高低差加减扣提说讲第几这那有如下以浮利个贵便宜点度]了?$|[\d.]$")
_POINTS_AFTER = lazy(
    r"[建要意毛返利折]|问题|原因|理由|优惠|需求|想法|共识|优势|好处|说明|反馈|顾虑|疑|异议|不|都|也|儿|没|兴|式|论|几"
)


def part_at(text: str, start: int, *, short: bool) -> tuple[str, int] | None:
    """The part of the day that begins at `start`; `short` allows 早 and 晚 alone (今晚, 早8点)."""
    found = _PART.match(text, start) or (_SHORT_PART.match(text, start) if short else None)
    return (_PART_OF[found["word"]], found.end()) if found else None


def clock_at(text: str, start: int, *, after_day: bool = False, tight: bool = False) -> tuple[Said, int] | None:
    """A clock time, with or without the part of the day before it; or the part alone."""
    if text[start : start + 1] not in _BEGINS:
        return None
    part = part_at(text, start, short=True) if after_day else _leading_part(text, start)
    at = part[1] if part else start
    lead = _LEAD.match(text, at) if part else None
    for begin in (at, lead.end()) if lead else (at,):
        hour = _hour_at(text, begin, sure=bool(part) or after_day, tight=tight)
        if hour:
            said, end = hour
            return (_with_part(said, part[0]) if part else said), end
    return (Said(part=part[0]), part[1]) if part else None


def in_part(said: Said, part: str | None) -> Said:
    """An hour without a part of its own, read in `part`."""
    if said.hour is None or said.meridiem or said.part or part is None:
        return said
    return _with_part(said, part)


def afternoon_guess(said: Said) -> Said:
    """三点 alone is the afternoon, 九点 the morning."""
    if said.hour is None or said.meridiem or not 1 <= said.hour <= 6:
        return said
    return replace(said, hour=said.hour + 12)


def _leading_part(text: str, start: int) -> tuple[str, int] | None:
    found = part_at(text, start, short=False)
    if found:
        return found
    short = _SHORT_PART.match(text, start)
    return (_PART_OF[short["word"]], short.end()) if short and _hour_at(text, short.end(), sure=True) else None


def _hour_at(text: str, at: int, *, sure: bool, tight: bool = False) -> tuple[Said, int] | None:
    if at and not tight and (text[at - 1].isdigit() or text[at - 1] in ".:"):
        return None
    found = _COLON.match(text, at) or _AMPM.match(text, at)
    if found:
        minute = int(found["m"]) if "m" in found.groupdict() else 0
        return _meridiem(int(found["h"]), minute, found["mer"], written=found["h"]), found.end()
    first = _FIRST_HOUR.match(text, at) if sure else _FIRST_OF_TWO.match(text, at)
    if first:
        return Said(hour=small_number(first["h"]), meridiem=small_number(first["h"]) > 12), first.end()
    pair = _ONE_OR_NEXT.match(text, at)
    if pair and small_number(pair["h"]) + 1 == small_number(pair["next"]) and sure:
        return Said(hour=small_number(pair["h"]), approx=True), pair.end()
    found = _HOUR.match(text, at)
    if found is None or not _is_clock(text, found, sure=sure):
        return None
    hour, minute = _less(small_number(found["h"]), _minute(found), found["to"] or found["short"])
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        return None
    clear = hour > 12 or hour == 0 or found["word"] == "时"
    return Said(hour=hour, minute=minute, meridiem=clear, approx=bool(found["many"])), found.end()


def _less(hour: int, minute: int, short_of: str | None) -> tuple[int, int]:
    """差五分三点 is five minutes before."""
    if short_of is None:
        return hour, minute
    missing = 15 if short_of == "一刻" else small_number(short_of[:-1])
    return (hour - 1) % 24, 60 - missing


def _minute(found: re.Match[str]) -> int:
    if found["half"]:
        return 30
    if found["q"]:
        return 15 if found["q"] == "一" else 45
    written = found["m"] or found["one"]
    return small_number(written) if written else 0


def _is_clock(text: str, found: re.Match[str], *, sure: bool) -> bool:
    """三点 may be three remarks, 一点 a little, 3点 three per cent; `sure` after a day or a part of the day."""
    if found["word"] == "时":
        return found["h"] != "一" or sure
    exact = any(found[name] for name in ("half", "q", "m", "one", "to", "short")) or found["word"] == "点钟"
    if not exact and _MORE_FIGURES.match(text, found.end()):
        return False
    remark = _POINTS_AFTER.match(text, found.end()) is not None
    if sure:
        return exact or found["h"] != "一" or not remark
    if _POINTS_BEFORE.search(text, max(0, found.start() - 2), found.start()):
        return False
    if found["h"] == "一" and not exact:
        return _ONE_O_CLOCK.match(text, found.end()) is not None
    return exact or not remark


def _meridiem(hour: int, minute: int, mark: str | None, *, written: str) -> Said:
    if mark is None:
        return Said(hour=hour, minute=minute, meridiem=hour > 12 or hour == 0 or written.startswith("0"))
    half = mark[0].lower()
    if half == "p" and hour < 12:
        hour += 12
    if half == "a" and hour == 12:
        hour = 0
    return Said(hour=hour, minute=minute, meridiem=True)


def _with_part(said: Said, part: str) -> Said:
    hour = said.hour
    if hour is None:
        return replace(said, part=part)
    if (part in _PM and hour < 12) or (part == "中午" and hour < 4):
        hour += 12
    elif part == "晚上":
        hour = _evening(hour)
    elif part == "凌晨" and hour == 12:
        hour = 0
    return replace(said, part=part, hour=hour, meridiem=True)


def _evening(hour: int) -> int:
    """晚上8点 is 20:00, 晚上12点 the end of the day, 夜里2点 the small hours after it."""
    if hour in (0, 12):
        return 24
    if hour < 5:
        return 24 + hour
    return hour + 12 if hour < 12 else hour
