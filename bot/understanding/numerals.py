"""Reading one numeral: figures, characters and their mixtures (3.5k, 一百二十万, 12万8, 七八十万)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from bot.understanding.lazy import lazy

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")}
_DIGITS |= {char: value for value, char in enumerate("〇壹贰叁肆伍陆柒捌玖")} | {"两": 2, "俩": 2, "参": 3}
_UNITS = {
    "十": 10,
    "百": 100,
    "千": 1000,
    "万": 10**4,
    "亿": 10**8,
    "拾": 10,
    "佰": 100,
    "仟": 1000,
    "廿": 20,
    "卅": 30,
}
_LETTERS = {"k": 10**3, "K": 10**3, "w": 10**4, "W": 10**4, "M": 10**6}
_FORMAL = frozenset("壹贰叁肆伍陆柒捌玖拾佰仟参")
_BEGINS = frozenset("0123456789.几数") | _DIGITS.keys() | _UNITS.keys()
_GOES_ON = _UNITS.keys() | _LETTERS.keys() | frozenset("多来余点 零〇")
_FIGURES = lazy(r"\d{1,3}(?:,\d{3}){1,5}(?![\d,])(?:\.\d{1,6})?|\d{1,15}(?:\.\d{1,6})?(?!\d)|\.\d{1,6}(?!\d)")
_POINT = lazy(
    r"点(?P<characters>[零一二三四五六七八九〇]{1,6})(?![零一二三四五六七八九〇十刻半]|分(?!钟))"
    r"|(?<=零)点(?P<figures>\d{1,4})"
)
# A last figure that belongs to what follows, not to the numeral: 120万3天内, 20万5号到账, and in figures 30万2台.
_OWN_WORD = lazy(r"[年月日号天周点时:.%折成个\d]|星期|礼拜|季|小时|分钟|工作日|[-/~]\d")
_COUNTED = re.compile(
    r"[件只套台箱吨根条张片卷桶瓶包袋支把辆批组盒盘副粒颗枚米斤克双对打家次位人名份车柜托]|公斤|千克|pcs|kg",
    re.IGNORECASE,
)
_PAIR_OF = frozenset("个块元天年周倍")
_ONE_PLACE = frozenset("0123456789")
LIMIT = 40


@dataclass(frozen=True, slots=True)
class Numeral:
    """A numeral in a text. `high` is the upper end where two are named (七八十万), `bare` is figures alone."""

    value: Decimal
    start: int
    end: int
    high: Decimal | None = None
    approx: bool = False
    bare: bool = False
    peak: int = 1  # the highest power of ten that was said
    unit: int = 1  # the last power of ten that was said: 10000 in 40万, 12万8 and 3.5w


@dataclass(frozen=True, slots=True)
class _Mark:
    """One piece of a numeral: a figure, a power of ten, or a zero that only holds a place."""

    kind: str
    low: Decimal
    high: Decimal
    end: int
    figures: bool = False


def numeral_at(text: str, start: int, *, spaced: bool = False) -> Numeral | None:
    """The longest numeral that begins exactly at `start` of a folded text; `spaced`: with gaps, as in 7万 5千."""
    if text[start : start + 1] not in _BEGINS:
        return None
    figures = _FIGURES.match(text, start)
    if figures and text[figures.end() : figures.end() + 1] not in _GOES_ON:
        return Numeral(plain(Decimal(figures[0].replace(",", ""))), start, figures.end(), bare=True)
    marks, approx = _marks(text, start, spaced=spaced)
    while marks and _belongs_to_next(text, marks):
        marks = marks[:-1]
    if not marks or not _stands(marks, text[max(0, start - 1) : start], approx=approx, lenient=spaced):
        return None
    low, high = _total(marks, low=True), _total(marks, low=False)
    units = [int(mark.low) for mark in marks if mark.kind == "unit"]
    approx = approx or high != low or (marks[0].kind == "unit" and marks[0].low in (100, 1000))
    bare = len(marks) == 1 and marks[0].figures
    end = _past_loose(text, marks)
    found = Numeral(
        low, start, end, high if high != low else None, approx, bare, max(units, default=1), units[-1] if units else 1
    )
    return _with_decimals(text, found) if marks[-1].low == int(marks[-1].low) else found


def small_number(written: str) -> int:
    """Up to 99, in figures or characters: 15, 十五, 二十一, 零五."""
    if written.isdigit() and written.isascii():
        return int(written)
    tens, ten, ones = written.replace("廿", "二十").rpartition("十")
    if not ten:
        return int("".join(str(_DIGITS[char]) for char in ones))
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)


def plain(value: Decimal) -> Decimal:
    """Without an empty decimal part: 3500, not 3500.0."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value


def is_formal_word(text: str, found: Numeral) -> bool:
    """A single formal character among other words is a word or a name (陆家嘴), no figure."""
    return found.end - found.start == 1 and text[found.start] in _FORMAL


def _marks(text: str, start: int, *, spaced: bool) -> tuple[list[_Mark], bool]:
    """The pieces one after another, and whether 多, 来 or 余 stood among them."""
    marks: list[_Mark] = []
    at, approx = start, False
    while at < len(text) and len(marks) < LIMIT:
        gap = 2 if text.startswith("  ", at) else 1 if text.startswith(" ", at) else 0
        if gap and not (
            marks and (spaced or (text[at + gap : at + gap + 1] not in "十拾" and _unit_at(text, at + gap, marks)))
        ):
            break
        mark = _mark_at(text, at + gap, marks)
        if mark is not None:
            approx = approx or mark.low != mark.high
            marks.append(mark)
            at = mark.end
        elif marks and not gap and _is_loose(text, at, marks[-1]):
            at, approx = at + 1, True
        else:
            break
    return marks, approx


def _mark_at(text: str, at: int, marks: list[_Mark]) -> _Mark | None:
    char = text[at : at + 1]
    unit = _unit_at(text, at, marks)
    if unit is not None:
        return _Mark("unit", Decimal(unit), Decimal(unit), at + 1)
    if marks and marks[-1].kind == "digit":
        return None
    after_unit = bool(marks) and marks[-1].kind == "unit"
    if char == "几" and (after_unit or text[at + 1 : at + 2] in _UNITS):
        return _Mark("digit", Decimal(0 if after_unit else 1), Decimal(10), at + 1)
    if char == "数" and not marks and text[at + 1 : at + 2] in _UNITS:
        return _Mark("digit", Decimal(1), Decimal(10), at + 1)
    if char in _DIGITS:
        return _character_at(text, at, marks)
    figures = _FIGURES.match(text, at) if char.isdigit() or char == "." else None
    if figures is None:
        return None
    value = Decimal(figures[0].replace(",", ""))
    return _Mark("digit", value, value, figures.end(), figures=True)


def _character_at(text: str, at: int, marks: list[_Mark]) -> _Mark:
    value = Decimal(_DIGITS[text[at]])
    if value == 0 and marks:
        return _Mark("zero", value, value, at + 1)
    high = Decimal(_DIGITS.get(text[at + 1 : at + 2], 0))
    beyond = text[at + 2 : at + 3]
    stands_for_two = value and (high == value + 1 or (int(value), int(high)) == (3, 5))
    if stands_for_two and (beyond in _UNITS or beyond in _PAIR_OF or _COUNTED.match(text, at + 2)):
        return _Mark("digit", value, high, at + 2)
    return _Mark("digit", value, value, at + 1)


def _unit_at(text: str, at: int, marks: list[_Mark]) -> int | None:
    char = text[at : at + 1]
    if char in _UNITS:
        return None if marks and char in "廿卅" else _UNITS[char]
    follows = text[at + 1 : at + 2]
    fits = char in _LETTERS and marks and (marks[-1].kind == "digit" or marks[-1].low < _LETTERS[char])
    if fits and not (follows.isascii() and follows.isalpha()):
        return _LETTERS[char]
    return None


def _is_loose(text: str, at: int, last: _Mark) -> bool:
    """多 来 余 inside or after a numeral: 十来万, 三百多, 2000余元; not 10号来, 3多家人."""
    if text[at] not in "多来余":
        return False
    follows = text[at + 1 : at + 2]
    if last.kind == "unit" and text[at] == "多":
        return follows not in ("少", "次")
    return follows != "" and (follows in _UNITS or follows in "kKwW元块美欧港日人个件台套天家吨")


def _past_loose(text: str, marks: list[_Mark]) -> int:
    end = marks[-1].end
    return end + 1 if text[end : end + 1] and _is_loose(text, end, marks[-1]) else end


def _belongs_to_next(text: str, marks: list[_Mark]) -> bool:
    """Whether the last figure counts what follows: 2台 in 30万2台, 3天 in 120万3天."""
    if len(marks) < 2 or marks[-1].kind != "digit" or marks[-2].kind != "unit":
        return False
    tail, unit = marks[-1], marks[-2]
    written = text[unit.end : tail.end].strip()
    if tail.figures:
        # 12万8 in one place, 2万5000 and 12万3456.78 in three or four.
        places = len(written.partition(".")[0])
        joins = unit.low >= 1000 and (written in _ONE_PLACE or (unit.low == 10**4 and places in (3, 4)))
        return not joins or bool(_OWN_WORD.match(text, tail.end) or _COUNTED.match(text, tail.end))
    each = written == "一" and (_COUNTED.match(text, tail.end) or text.startswith("笔", tail.end))  # 13.5万一套
    return unit.low >= 1000 and (written == "两" or bool(each or _OWN_WORD.match(text, tail.end)))


def _stands(marks: list[_Mark], before: str, *, approx: bool, lenient: bool) -> bool:
    """万 alone is no numeral, 千万 an adverb; 上百万 and 百来万 are about a million, 百三 said alone 130."""
    first = marks[0]
    if first.kind != "unit" or first.low < 100:
        return True
    if first.low >= 10**4 or len(marks) == 1:
        return False
    return approx or before in tuple("上近过超破") if marks[1].kind == "unit" else lenient and len(marks) == 2


def _total(marks: list[_Mark], *, low: bool) -> Decimal:
    """亿 multiplies everything before it; a last single figure takes the next place down: 一万七 is 17,000."""
    total = section = Decimal(0)
    current: Decimal | None = None
    last, after_unit = 1, False
    for mark in marks:
        value = mark.low if low else mark.high
        if mark.kind == "digit":
            current = value
        elif mark.kind == "zero":
            after_unit = False
        else:
            total, section = _raised(total, section, current, int(value))
            current, last, after_unit = None, int(value), True
    if current is None:
        return plain(total + section)
    omitted = after_unit and last >= 100 and current < 10
    return plain(total + section + current * (last // 10 if omitted else 1))


def _raised(total: Decimal, section: Decimal, current: Decimal | None, unit: int) -> tuple[Decimal, Decimal]:
    if unit >= 10**8:
        return (total + section + (current or 0)) * unit, Decimal(0)
    if unit >= 10**4:
        return total + (section + (current or 0) or 1) * unit, Decimal(0)
    return total, section + (Decimal(1) if current is None else current) * unit


def _with_decimals(text: str, found: Numeral) -> Numeral:
    """十点二三三; in 二点五万 the unit stands after the decimals and takes the whole."""
    point = _POINT.match(text, found.end)
    if point is None:
        return found
    digits = point["figures"] or "".join(str(_DIGITS[char]) for char in point["characters"])
    value, end, unit = found.value + Decimal(f"0.{digits}"), point.end(), found.unit
    while text[end : end + 1] in ("百", "千", "万", "亿"):
        unit = _UNITS[text[end]]
        value, end = plain(value * unit), end + 1
    return replace(found, value=value, end=end, bare=False, peak=max(found.peak, unit), unit=unit)
