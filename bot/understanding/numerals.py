"""Reading one numeral: figures, characters and their mixtures (3.5k, 一百二十万, 12万8, 七八十万)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

_ONES = dict(zip("零一二三四五六七八九", range(10), strict=True))
_FORMAL = dict(zip("壹贰叁肆伍陆柒捌玖", range(1, 10), strict=True))
_DIGITS = {**_ONES, **_FORMAL, "两": 2, "〇": 0, "俩": 2, "仨": 3, "参": 3, "弐": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8, "拾": 10, "佰": 100, "仟": 1000, "廿": 20, "卅": 30}
_LETTERS = {"k": 10**3, "K": 10**3, "w": 10**4, "W": 10**4, "M": 10**6}
_SCORE = frozenset("廿卅")
_FORMAL_ONLY = frozenset("壹贰叁肆伍陆柒捌玖拾佰仟参弐")
_FIGURES = re.compile(r"\d{1,3}(?:,\d{3}){1,5}(?![\d,])(?:\.\d{1,6})?|\d{1,15}(?:\.\d{1,6})?(?!\d)|\.\d{1,6}(?!\d)")
_POINT = re.compile(r"点([零一二三四五六七八九〇]{1,6})(?![零一二三四五六七八九〇十分刻半])")
_LOOSE = frozenset("多来余")
# A last figure that belongs to what follows, not to the numeral: 30万2台, 120万3天内, 20万5号到账.
_OWN_WORD = re.compile(r"[年月日号天周点时:.%折成]|个|星期|礼拜|季|小时|分钟|工作日|\d|[-/~]\d")
_MEASURED = re.compile(r"[件只套台箱吨根条张片卷桶瓶包袋支把辆批组盒盘副粒颗枚米斤克双对打家次位人名份车柜托]|公斤|千克|pcs|PCS|kg|KG")
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
    unit: int = 1  # the last power of ten that was said: 10000 in 40万, 12万8 and 3.5w

    @property
    def scaled(self) -> bool:
        return self.unit >= 1000


@dataclass(frozen=True, slots=True)
class _Mark:
    """One piece of a numeral: a figure, a power of ten, or a zero that only holds a place."""

    kind: str
    low: Decimal
    high: Decimal
    figures: bool = False


def numeral_at(text: str, start: int, *, spaced: bool = False) -> Numeral | None:
    """The longest numeral that begins exactly at `start` of a folded text, or None."""
    marks, end, approx = _marks(text, start, spaced)
    marks, end = _without_loose_tail(text, marks, end)
    if not marks or not _stands(marks, text[max(0, start - 1) : start], lenient=spaced):
        return None
    low, high = _total(marks, low=True), _total(marks, low=False)
    if low is None or high is None:
        return None
    unit = next((int(mark.low) for mark in reversed(marks) if mark.kind == "unit"), 1)
    bare = len(marks) == 1 and marks[0].figures
    approx = approx or high != low or marks[0].kind == "unit" and marks[0].low in (100, 1000)
    found = Numeral(low, start, end, high if high != low else None, approx, bare, unit)
    return _with_decimals(text, found) if marks[-1].low == int(marks[-1].low) else found


def _marks(text: str, start: int, spaced: bool) -> tuple[list[_Mark], int, bool]:
    marks: list[_Mark] = []
    at, approx = start, False
    while at < len(text) and len(marks) < LIMIT:
        step = at
        while (spaced or marks) and step < len(text) and text[step] == " " and step - at < 2:
            step += 1
        if step > at and not (marks and (spaced or _unit_at(text, step, marks))):
            break
        found = _mark(text, step, marks)
        if found is None:
            if marks and text[at] in _LOOSE and _loose_fits(text, at, marks):
                at, approx = at + 1, True
                continue
            break
        mark, at = found
        approx = approx or mark.low != mark.high
        marks.append(mark)
    return marks, at, approx


def _mark(text: str, at: int, marks: list[_Mark]) -> tuple[_Mark, int] | None:
    char = text[at : at + 1]
    after_figure = bool(marks) and marks[-1].kind == "digit"
    if (unit := _unit_at(text, at, marks)) is not None:
        return _Mark("unit", Decimal(unit), Decimal(unit)), at + 1
    if char in "几数" and not after_figure and _unit_at(text, at + 1, [_Mark("digit", Decimal(1), Decimal(9))]):
        tens = bool(marks) and marks[-1].kind == "unit"
        return _Mark("digit", Decimal(0 if tens else 1), Decimal(10)), at + 1
    if char == "几" and marks and marks[-1].kind == "unit" and not after_figure:
        return _Mark("digit", Decimal(0), Decimal(10)), at + 1
    if char in _DIGITS and char:
        return _character(text, at, marks)
    figures = _FIGURES.match(text, at)
    if figures and not after_figure:
        value = Decimal(figures[0].replace(",", ""))
        return _Mark("digit", value, value, figures=True), figures.end()
    return None


def _character(text: str, at: int, marks: list[_Mark]) -> tuple[_Mark, int] | None:
    value = Decimal(_DIGITS[text[at]])
    after = text[at + 1 : at + 2]
    if marks and marks[-1].kind == "digit":
        return None
    if value == 0 and marks:
        return _Mark("zero", value, value), at + 1
    if after in _DIGITS and after:
        high = Decimal(_DIGITS[after])
        beyond = text[at + 2 : at + 3]
        pair = high == value + 1 or (value, high) == (3, 5)
        if pair and value and ((beyond in _UNITS and beyond) or _MEASURED.match(text, at + 2) or beyond in "个块元天年周倍"):
            return _Mark("digit", value, high), at + 2
    return _Mark("digit", value, value), at + 1


def _unit_at(text: str, at: int, marks: list[_Mark]) -> int | None:
    char = text[at : at + 1]
    if char in _UNITS and char:
        if char in _SCORE and marks:
            return None
        return _UNITS[char]
    last = marks[-1] if marks else None
    if char in _LETTERS and char and last and last.kind == "digit":
        follows = text[at + 1 : at + 2]
        if not (follows.isascii() and follows.isalpha()):
            return _LETTERS[char]
    return None


def _loose_fits(text: str, at: int, marks: list[_Mark]) -> bool:
    """多 来 余 inside or after a numeral: 十来万, 三百多, 2000余元; not 10号来, 3多家人."""
    if marks[-1].kind == "unit" and text[at] == "多":
        return text[at + 1 : at + 2] not in ("少", "次")
    follows = text[at + 1 : at + 2]
    return (follows in _UNITS or follows in "kKwW元块美欧港日人个件台套天家吨") and bool(follows)


def _without_loose_tail(text: str, marks: list[_Mark], end: int) -> tuple[list[_Mark], int]:
    """Gives back a last figure that has a word of its own."""
    if len(marks) < 2 or marks[-1].kind != "digit" or marks[-2].kind == "digit":
        return marks, end
    tail, width = marks[-1], end
    while width > 0 and text[width - 1] not in _UNITS and text[width - 1] not in _LETTERS and text[width - 1] != "零":
        width -= 1
    after_zero = marks[-2].kind == "zero"
    whole = tail.low == int(tail.low) and tail.low < 10
    taken = (
        bool(_OWN_WORD.match(text, end))
        or (tail.figures and not whole)
        or (tail.figures and bool(_MEASURED.match(text, end)))
        or text[width:end] == "两"
    )
    big = marks[-2].kind == "unit" and marks[-2].low >= 1000
    if taken and (big or tail.figures) and not after_zero:
        return marks[:-1], width
    return marks, end


def _stands(marks: list[_Mark], before: str, *, lenient: bool) -> bool:
    """万 alone is no numeral, 千万 an adverb; 上百万 is about a million, 百三 said alone 130."""
    if marks[0].kind != "unit" or marks[0].low < 100:
        return True
    if marks[0].low >= 10**4:
        return False
    return (before in tuple("上近过超破")) if len(marks) > 1 and marks[1].kind == "unit" else lenient and len(marks) == 2


def _total(marks: list[_Mark], *, low: bool) -> Decimal | None:
    total = section = Decimal(0)
    current: Decimal | None = None
    last, direct = 1, False
    for mark in marks:
        value = mark.low if low else mark.high
        if mark.kind == "digit":
            current, direct = value, direct and not mark.figures or direct
            continue
        if mark.kind == "zero":
            direct, current = False, None
            last = 1
            continue
        unit = int(mark.low)
        if unit >= 10**4 or unit in (10**6,):
            base = section + (current or 0)
            total = (total + base) * unit if unit >= 10**8 else total + (base or 1) * unit
            section = Decimal(0)
        elif unit in (20, 30):
            section += unit
        else:
            section += (Decimal(1) if current is None else current) * unit
        current, last, direct = None, unit, True
    if current is None:
        return total + section
    omitted = direct and last >= 100 and current < 10 and current == int(current)
    return total + section + current * (last // 10 if omitted else 1)


def _with_decimals(text: str, found: Numeral) -> Numeral:
    """十点二三三; in 二点五万 the unit stands after the decimals and takes the whole."""
    point = _POINT.match(text, found.end)
    if point is None:
        return found
    value = found.value + Decimal("0." + "".join(str(_DIGITS[char]) for char in point[1]))
    end, unit = point.end(), found.unit
    while end < len(text) and text[end] in "百千万亿":
        unit = _UNITS[text[end]]
        value, end = value * unit, end + 1
    return replace(found, value=value, end=end, bare=False, unit=unit)


def is_formal_word(text: str, found: Numeral) -> bool:
    """A single formal character among other words is a word or a name, no figure."""
    return found.end - found.start == 1 and text[found.start] in _FORMAL_ONLY
