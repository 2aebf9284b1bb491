"""Days that are named in English, as Chinese words in the same place: tomorrow 3pm, next friday, this month."""

from __future__ import annotations

import re

from bot.understanding.folding import HIDDEN
from bot.understanding.lazy import lazy

_WEEKDAYS = dict(zip(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), "一二三四五六日", strict=True))
_UNITS = {"week": "周", "month": "月", "quarter": "季度", "year": "年"}
_WHICH = {"this": "本", "next": "下", "last": "上", "": ""}
_WHICH_YEAR = {"this": "今年", "next": "明年", "last": "去年"}
_WORDS = {
    **dict.fromkeys(("today", "2day"), "今天"),
    **dict.fromkeys(("tomorrow", "tommorow", "tomorow", "tmr", "tmrw", "tmw"), "明天"),
    "day after tomorrow": "后天",
    "yesterday": "昨天",
    "tonight": "今晚",
    "morning": "上午",
    "afternoon": "下午",
    "follow up": "跟进",
    **dict.fromkeys(("next call", "next visit", "next meeting"), "下次联系"),
}
_NAMED = lazy(
    r"(?<![a-z0-9@._/-])(?:(?P<word>(?:the )?day after tomorrow|to?mm?orr?ow|tmr?w?|today|2day|yesterday|tonight|morning|afternoon|next (?:call|visit|meeting)|(?<=[要\ufffc])follow up(?=谁|哪|的))|"
    r"(?:(?P<which>this|next|last) )?(?P<day>mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?|"
    r"(?P<of>this|next|last) (?P<unit>week|month|quarter|year))(?![a-z0-9@_/-])"
)


def in_chinese(plain: str) -> str:
    """The folded text, character for character: what a Chinese word leaves free before it is hidden."""
    return _NAMED.sub(_right_aligned, plain)


def _right_aligned(found: re.Match[str]) -> str:
    said = _said(found)
    return said.rjust(len(found[0]), HIDDEN) if len(said) <= len(found[0]) else found[0]


def _said(found: re.Match[str]) -> str:
    if found["word"]:
        return _WORDS.get(found["word"].removeprefix("the "), found[0])
    if found["day"]:
        return f"{_WHICH[found['which'] or '']}周{_WEEKDAYS[found['day'][:3]]}"
    return _WHICH_YEAR[found["of"]] if found["unit"] == "year" else _WHICH[found["of"]] + _UNITS[found["unit"]]
