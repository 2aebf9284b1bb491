"""Counts and shares: 2000件, 六吨半, 两打; 九五折, 让5个点, 下浮3%."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from bot.understanding.figures.measures import measure_at
from bot.understanding.folding import KEPT_AT_MOST, TRIED_AT_MOST, fold, hide_codes
from bot.understanding.numerals import Numeral, is_formal_word, numeral_at


@dataclass(frozen=True, slots=True)
class Quantity:
    """So many of a unit; two dozen are 24."""

    value: Decimal
    unit: str
    span: tuple[int, int]
    text: str
    approx: bool = False
    high: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Discount:
    """The factor that remains: 九五折 is 0.95."""

    value: Decimal
    span: tuple[int, int]
    text: str


_DOZEN = 12
_TO = re.compile(r"(?:到|至|-{1,2}|~)")
_BEGINS = frozenset("0123456789一二两三四五六七八九十百千几数半壹贰叁肆伍陆柒捌玖拾俩廿卅")
_NO_LEFT = re.compile(r"[A-Za-z\d.第每周期拜*#]$|\d[-/]$|[A-Za-z][-_/]$")
_ONE_OF = re.compile(r"[\u4e00-\u9fff]")
_RATE = r"(?:\d{1,3}(?:\.\d{1,2})?|(?!一点)[一二两三四五六七八九十]{1,3}(?:点[一二三四五六七八九])?)"
_ZHE = re.compile(
    r"(?<!波)(?P<n>\d{1,3}(?:\.\d{1,3})?|[一二三四五六七八九]{1,2}"
    r"|[一二三四五六七八九]点[一二三四五六七八九]) ?折(?![弯旧叠合线腾页中])"
)
_HALF_PRICE = re.compile(r"对折|半价")
_OFF = r"让利|让价|让|下浮|下调|优惠|折让|折扣率?|便宜|再少|少收|少|打折"
_CUT = r"降价|降|再降|砍价?|砍"
_SHARE = rf"(?:百分之(?P<pc>{_RATE})|(?:(?P<n>{_RATE})(?P<half>个半)?|(?P<only>半)) ?(?:个?(?:百分)?点|%))"
_FILL = r"(?:了|出|给|他们?|客户|对方|再|到|为|是|:|：| |大概|约|价格?){0,3}"
_BEFORE = re.compile(rf"(?:{_OFF}){_FILL}{_SHARE}(?!\d)")
_BEFORE_CUT = re.compile(rf"(?:{_CUT}){_FILL}{_SHARE}(?!\d)")
_AFTER = re.compile(rf"{_SHARE}的?(?:优惠|折扣|让利|折让|下浮|off\b)", re.IGNORECASE)
_FACTOR = re.compile(r"(?:折扣率?|系数)(?:是|为|:|：| )?(?P<f>0\.\d{1,3})(?![\d%])")
_ALREADY = re.compile(
    r"(?:打|折扣(?:是|为|:|：| )?)(?P<n>九[一二三四五六七八九]|八[一二三四五六七八九])(?![折成个千百万十点])"
)


def find_quantities(text: str) -> list[Quantity]:
    """Every figure with a measure word, left to right."""
    folded = hide_codes(fold(text))
    found: list[Quantity] = []
    at = tried = 0
    while at < len(folded) and len(found) < KEPT_AT_MOST and tried < TRIED_AT_MOST:
        if folded[at] not in _BEGINS:
            at += 1
            continue
        tried += 1
        quantity = _quantity_at(text, folded, at)
        if quantity is not None:
            found.append(quantity)
            at = quantity.span[1]
            continue
        number = numeral_at(folded, at)
        at = number.end if number and number.bare else at + 1
    return found


@lru_cache(maxsize=8)
def find_discounts(text: str, *, cuts: bool = False) -> tuple[Discount, ...]:
    """Every factor that remains. `cuts`: 降价3% counts too, which otherwise is only what somebody asks for."""
    folded = fold(text)
    patterns = [_ZHE, _FACTOR, _HALF_PRICE, _BEFORE, _AFTER, _ALREADY] + ([_BEFORE_CUT] if cuts else [])
    found: list[Discount] = []
    matches = (match for pattern in patterns for match in pattern.finditer(folded))
    for match in itertools.islice(matches, KEPT_AT_MOST):
        factor = _factor(match)
        apart = all(match.end() <= other.span[0] or match.start() >= other.span[1] for other in found)
        if factor is not None and 0 < factor < 1 and apart and not _inside_figure(folded, match):
            found.append(Discount(factor, match.span(), text[match.start() : match.end()]))
    return tuple(sorted(found, key=lambda discount: discount.span))


def _inside_figure(folded: str, match: re.Match[str]) -> bool:
    return match[0][0].isdigit() and bool(
        re.search(r"[\d.A-Za-z-]$", folded[max(0, match.start() - 1) : match.start()])
    )


def _quantity_at(text: str, folded: str, at: int) -> Quantity | None:
    if _NO_LEFT.search(folded[max(0, at - 2) : at]):
        return None
    if folded[at] == "半":
        return _half_unit(text, folded, at)
    number = numeral_at(folded, at)
    if number is None or is_formal_word(folded, number):
        return None
    upper = _upper_end(folded, number)
    measure = measure_at(folded, upper.end if upper else number.end)
    if measure is None or _is_speech(folded, number.start, number.end, measure):
        return None
    unit, end, half = measure
    times = _DOZEN if unit == "打" else 1
    value = (number.value + (Decimal("0.5") if half else 0)) * times
    high = upper.value if upper else number.high
    return Quantity(
        value, "个" if unit == "打" else unit, (at, end), text[at:end], number.approx or upper is not None,
        high * times if high is not None else None,
    )  # fmt: skip


def _upper_end(folded: str, number: Numeral) -> Numeral | None:
    """The 800 of 500-800件."""
    joint = _TO.match(folded, number.end)
    upper = numeral_at(folded, joint.end()) if joint else None
    return upper if upper is not None and upper.value > number.value and upper.high is None else None


def _half_unit(text: str, folded: str, at: int) -> Quantity | None:
    measure = measure_at(folded, at + 1)
    if measure is None or measure[0] not in ("吨", "箱", "打", "车", "柜", "桶", "公斤", "斤", "米", "托", "个"):
        return None
    times = _DOZEN if measure[0] == "打" else 1
    return Quantity(
        Decimal("0.5") * times, "个" if measure[0] == "打" else measure[0], (at, measure[1]), text[at : measure[1]]
    )


def _is_speech(folded: str, start: int, end: int, measure: tuple[str, int, bool]) -> bool:
    """一个新项目, 一件一件 are ways of speaking, no counts."""
    if folded[start:end] != "一":
        return False
    word = folded[start : measure[1]]
    if folded.startswith(word, measure[1]) or folded.endswith(word, 0, start):
        return True
    if measure[0] in ("个", "份", "部", "面", "头", "把", "排", "组", "架", "板", "张", "条"):
        return _ONE_OF.match(folded, measure[1]) is not None
    return False


def _factor(match: re.Match[str]) -> Decimal | None:
    groups = match.groupdict()
    if match.re is _HALF_PRICE:
        return Decimal("0.5")
    if groups.get("f"):
        return Decimal(groups["f"])
    written = groups.get("pc") or groups.get("n") or ("0.5" if groups.get("only") else "")
    value = _rate(written)
    if value is None:
        return None
    if match.re in (_ZHE, _ALREADY):
        return _from_zhe(value)
    value += Decimal("0.5") if groups.get("half") else 0
    if value >= 50 and re.search(r"折扣|[到为]", match[0]):
        return value / 100
    return 1 - value / 100


def _rate(written: str) -> Decimal | None:
    """95, 9.5, 九五, 九点五, 十二."""
    if written[:1].isdigit():
        return Decimal(written)
    number = numeral_at(written, 0)
    if number is not None and number.end == len(written) and number.high is None:
        return number.value
    digits = "".join(str("零一二三四五六七八九".find(char)) for char in written)
    return Decimal(digits) if digits.isdigit() else None


def _from_zhe(value: Decimal) -> Decimal:
    if value < 1:
        return value
    return value / 10 if value < 10 else value / 100
