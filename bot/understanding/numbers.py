"""Figures that a message names: plain numbers, sums of money, quantities, discounts and lengths of time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from bot.understanding.figures.amounts import Amount, find_amounts
from bot.understanding.figures.durations import Duration, find_durations
from bot.understanding.figures.measures import measure_at
from bot.understanding.figures.quantities import Discount, Quantity, find_discounts, find_quantities
from bot.understanding.folding import KEPT_AT_MOST, TRIED_AT_MOST, fold, hide_codes
from bot.understanding.lazy import lazy
from bot.understanding.numerals import Numeral, is_formal_word, numeral_at

__all__ = [
    "Amount", "Discount", "Duration", "Number", "Quantity", "find_amounts", "find_discounts", "find_durations",
    "find_numbers", "find_quantities", "read_number",
]  # fmt: skip

_SIGN = lazy(r"[负-] ?")
_FRACTION = lazy(r"([一二三四五六七八九十百\d]{1,6})分之([一二三四五六七八九十百\d]{1,6})")
_HALVES = {"一半": Decimal("0.5"), "半": Decimal("0.5"), "半个": Decimal("0.5"), "半数": Decimal("0.5")}
_WORD = lazy(r"[一-鿿]")
# Words that begin with or hold a character of number and name none.
_ADVERB = lazy(
    r"千万[别不要得记]|万一|十分(?!之)|一[起下样般定直些边旦律致共向切并旦概同再面方点]|九牛|四处|三番|百般|两边"
)


@dataclass(frozen=True, slots=True)
class Number:
    """A figure in a text, with its measure word where it has one."""

    value: Decimal
    span: tuple[int, int]
    text: str
    unit: str | None = None
    approx: bool = False
    high: Decimal | None = None


def read_number(text: str) -> Decimal | None:
    """The value where the whole text is one numeral: 一百二十万, 3.5k, 12万8, 1,280,000; else None."""
    folded = fold(text).strip()
    if folded in _HALVES:
        return _HALVES[folded]
    sign = _SIGN.match(folded)
    body = folded[sign.end() :] if sign else folded
    fraction = _FRACTION.fullmatch(body)
    if fraction:
        return _divided(fraction)
    number = numeral_at(body, 0, spaced=True) if body else None
    if number is not None and number.end == len(body):
        return -number.value if sign else number.value
    digits = body.translate(str.maketrans("零〇一二三四五六七八九", "00123456789"))
    return Decimal(digits) if 2 <= len(body) <= 12 and digits.isdigit() and digits.isascii() else None


def find_numbers(text: str) -> list[Number]:
    """Every numeral in `text`, left to right; characters of number inside words are none."""
    folded = hide_codes(fold(text))
    found: list[Number] = []
    at = tried = 0
    while at < len(folded) and len(found) < KEPT_AT_MOST and tried < TRIED_AT_MOST:
        adverb = _ADVERB.match(folded, at)
        number = None if adverb else numeral_at(folded, at)
        tried += number is not None
        if number is None or not _stands_alone(folded, number):
            at = adverb.end() if adverb else max(at + 1, number.end if number else 0)
            continue
        found.append(_number(text, folded, number))
        at = found[-1].span[1]
    return found


def _number(text: str, folded: str, number: Numeral) -> Number:
    measure = measure_at(folded, number.end)
    half = measure is not None and measure[2]
    times = 12 if measure is not None and measure[0] == "打" else 1
    sign = re.search(r"(?:^|[^\w\d])-$|负 ?$", folded[max(0, number.start - 2) : number.start])
    value = (number.value + (Decimal("0.5") if half else 0)) * times * (-1 if sign else 1)
    end = measure[1] if measure is not None else number.end
    return Number(
        value,
        (number.start, end),
        text[number.start : end],
        measure[0] if measure else None,
        number.approx,
        number.high,
    )


def _stands_alone(folded: str, number: Numeral) -> bool:
    """A single character of number counts with a measure word or between other signs, not inside a word."""
    before, after = folded[max(0, number.start - 1) : number.start], folded[number.end : number.end + 1]
    if before.isalnum() and before.isascii():
        return False
    if folded[number.start].isdigit():
        return True
    if is_formal_word(folded, number) or number.end - number.start == 1:
        return measure_at(folded, number.end) is not None or not (_WORD.match(before) or _WORD.match(after))
    return True


def _divided(fraction: re.Match[str]) -> Decimal | None:
    below, above = numeral_at(fraction[1], 0), numeral_at(fraction[2], 0)
    if below is None or above is None or not below.value:
        return None
    return above.value / below.value
