"""One spelling for the figures and words of time and money, character for character, so that spans stay true."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from bot.understanding.lazy import lazy

READ_AT_MOST = 2000
# Places of a message that are tried, and values that are kept: a counted budget, so that the same text always reads the same.
TRIED_AT_MOST = 500
KEPT_AT_MOST = 64
HIDDEN = "\ufffc"

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if code not in (0xFF0C, 0xFF1B)}
_TRADITIONAL: dict[int, int] = str.maketrans(
    "萬億兩參貳陸圓塊錢幣號點鐘鍾時間後個週禮這還節國慶聖誕勞動開終過從內際單雙對噸裡歲隻條張臺陽約負幾頭餘來進農陰曆臘婦兒價總額稅貨運費預減讓優"
    "漲匯賬帳輛顆組盤鎊韓歐盧銖轉達學發見",
    "万亿两叁贰陆圆块钱币号点钟钟时间后个周礼这还节国庆圣诞劳动开终过从内际单双对吨里岁只条张台阳约负几头余来进农阴历腊妇儿价总额税货运费预减让优"
    "涨汇账账辆颗组盘镑韩欧卢铢转达学发见",
)
_PLAIN = {
    0x3000: " ", 0xA0: " ", 0x09: " ", 0xFFE5: "¥", 0x2013: "-", 0x2014: "-", 0x2015: "-", 0x2212: "-", 0x2500: "-",
    0x301C: "~", 0x223C: "~", 0x00D7: "*", 0xFE69: "$",
}  # fmt: skip
_TABLE: dict[int, int | str] = {**_FULL_WIDTH, **_TRADITIONAL, **_PLAIN}

_FOREIGN_DIGIT = lazy(r"(?![0-9])\d")

# Figures that are no value: telephone and identity numbers, dimensions, versions, letters with figures (JM-2087A, M8*30).
_PHONE = (
    r"(?<!\d)(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)|(?<!\d)0\d{2,3}-\d{7,8}(?!\d)|\b400-\d{3,4}-\d{3,4}\b"
)
_LONG = r"(?<![\d.,])\d{13,40}(?![\d.])"
# A run of figures this long is no value, and reading it from each of its places would take the time of many messages.
_RUN = r"[\d零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟几半,.kKwW点 ]{40,2000}"
_SIZE = r"(?<![\d.])\d{1,6}(?:\.\d{1,4})?(?:\*\d{1,6}(?:\.\d{1,4})?){1,3}"
_CODE = r"(?<![A-Za-z0-9])[A-Za-z0-9][A-Za-z0-9_#*+./:-]{0,60}(?<![./:,-])"
_ORDINAL = r"第[零一二两三四五六七八九十百\d]{1,4}(?=[次个家位批版条期轮名步届代车方])(?!个?(?:季|星期|周|礼拜|工作日))"
_HIDE = lazy("|".join((_PHONE, _RUN, _LONG, _SIZE, _ORDINAL)))
_TOKEN = lazy(_CODE)
_NUMBER = r"[$@]?\d[\d,]{0,14}(?:\.\d{1,6})?"
_UNIT = r"(?:k|w|m|kw|pcs|pc|ea|sets?|kgs?|g|t|mm|cm|m|l|ml|usd|rmb|cny|eur|hkd|jpy|gbp|am|pm|a|p)"
_VALUE = re.compile(
    rf"(?:usd|rmb|cny|eur|hkd|jpy|gbp|us)?{_NUMBER}{_UNIT}?\d?(?:[/*-]{_UNIT})?"
    rf"|{_NUMBER}[a-z]?-{_NUMBER}(?:k|w|m)?"
    r"|(?:\d{2,4}-?)?q[1-4]|\d{1,2}(?:st|nd|rd|th)|\d{1,4}(?:[-/.:]\d{1,2}){1,4}(?:am|pm|a|p)?|\d{4}-\d\d-\d\dt\d\d:\d\d(?::\d\d)?",
    re.IGNORECASE,
)


@lru_cache(maxsize=8)
def fold(text: str) -> str:
    """The first characters of `text`, half-width and in simplified figures, each in its old place."""
    return _FOREIGN_DIGIT.sub(lambda digit: str(unicodedata.decimal(digit[0])), text[:READ_AT_MOST].translate(_TABLE))


@lru_cache(maxsize=8)
def hide_codes(folded: str) -> str:
    """The same text with part numbers, telephone numbers, dimensions and ordinals made unreadable in place."""
    hidden = _HIDE.sub(_blank, folded)
    return _TOKEN.sub(lambda found: found[0] if _is_value(found[0]) else _blank(found), hidden)


def _is_value(token: str) -> bool:
    has_letter = any(char.isalpha() for char in token)
    has_digit = any(char.isdigit() for char in token)
    return not (has_letter and has_digit) or _VALUE.fullmatch(token) is not None


def _blank(found: re.Match[str]) -> str:
    return HIDDEN * len(found[0])
