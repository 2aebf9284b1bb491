"""Sums of money: 120万, 38块5, 两块八毛五, USD 12.5, 40-45万, 四百来万."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from bot.understanding.figures import pricing
from bot.understanding.figures.coins import coins_at, is_coin
from bot.understanding.figures.measures import is_counted
from bot.understanding.figures.money import YUAN, currency_after, currency_before
from bot.understanding.folding import KEPT_AT_MOST, TRIED_AT_MOST, fold, hide_codes
from bot.understanding.lazy import lazy
from bot.understanding.numerals import Numeral, is_formal_word, numeral_at

_BEGINS = frozenset("0123456789.零一二两三四五六七八九十百千几数壹贰叁肆伍陆柒捌玖拾俩廿卅")
_HUNDREDS_OF_MILLIONS = lazy(r" ?个(?P<about>多|来)?(?P<unit>亿|万|w|W)")
_TO = lazy(r" ?(?:\(含\))?(?:到|至|-{1,3}|~{1,2}) ?")
_NO_LEFT = lazy(r"[A-Za-z\d.第#]$|\d[-/*]$|[A-Za-z][-_/]$")
_NO_UNIT_AFTER = lazy(r" ?(?:[年月日号天周点时分秒%‰°折成号款]|个|:|：\d|[-/~.]\d|英寸|[A-Za-z])")

_APART = lazy(r" +[年月日号天周]")  # 单价38.5 年用量20万件, 45万 年底签


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum as it was said, in units of `currency`; `high` is the upper end of 40-45万."""

    value: Decimal
    currency: str
    span: tuple[int, int]
    text: str
    approx: bool = False
    high: Decimal | None = None
    per_unit: bool = False
    tax: bool | None = None  # 含税 True, 不含税 False, not said None
    sure: bool = True  # False: money only because of the words before it


@dataclass(frozen=True, slots=True)
class _Sum:
    """What one figure and the words around it come to."""

    value: Decimal
    start: int
    end: int
    currency: str | None
    unit: int
    approx: bool = False
    high: Decimal | None = None
    sure: bool = True


def find_amounts(text: str, *, price_slot: bool = False) -> list[Amount]:
    """Every sum in `text`, left to right. In a price slot a bare figure is one too, unless it counts something."""
    folded = hide_codes(fold(text))
    found: list[Amount] = []
    at = tried = 0
    while at < len(folded) and len(found) < KEPT_AT_MOST and tried < TRIED_AT_MOST:
        number = numeral_at(folded, at) if folded[at] in _BEGINS else None
        if number is None:
            at += 1
            continue
        tried += 1
        since = found[-1].span[1] if found else 0
        total = _ranged(folded, number, since, price_slot=price_slot) if _begins(folded, at, since) else None
        if total is not None:
            found.append(_told(text, folded, total))
        at = total.end if total else number.end if number.bare else at + 1
    return found


def _begins(folded: str, at: int, since: int) -> bool:
    """Not inside a code or a longer figure, unless the letters before are a currency's."""
    return _NO_LEFT.search(folded[max(0, at - 2) : at]) is None or currency_before(folded, at, since) is not None


def _ranged(folded: str, number: Numeral, since: int, *, price_slot: bool) -> _Sum | None:
    """A sum, or two with 到 between them: the low end takes the unit of the high one unless that passes it."""
    first = _sum_of(folded, number, since, price_slot=price_slot)
    joint = _TO.match(folded, first.end if first else number.end)
    other = numeral_at(folded, joint.end()) if joint else None
    if other is None:
        return first
    before = currency_before(folded, number.start, since)
    slot = price_slot or before is not None or pricing.is_price_slot(folded, number.start)
    second = _sum_of(folded, other, number.end, price_slot=slot)
    low = _low_end(first, number, second) if second and second.high is None else None
    if second is None or low is None or low >= second.value:
        return first
    named = (first.currency if first else None) or (before[0] if before else None)
    start = before[1] if before else number.start
    return replace(
        second, value=low, start=start, currency=second.currency or named, approx=True, high=second.value
    )  # fmt: skip


def _low_end(first: _Sum | None, number: Numeral, second: _Sum) -> Decimal:
    own = first.value if first is not None else number.value
    if first is not None and (first.end > number.end or number.unit >= second.unit):
        return own
    lifted = own * second.unit
    return lifted if lifted < second.value else own


def _sum_of(folded: str, number: Numeral, since: int, *, price_slot: bool) -> _Sum | None:
    after = number.end
    if is_formal_word(folded, number) and currency_after(folded, after) is None and not is_coin(folded, after):
        return None
    before = currency_before(folded, number.start, since)
    plain = _Sum(
        number.value, before[1] if before else number.start, after, before[0] if before else None, number.unit,
        number.approx, number.high,
    )  # fmt: skip
    for read in (_with_yi, _with_coins, _with_currency):
        found = read(folded, plain)
        if found:
            return found
    return plain if before else _unnamed(folded, number, plain, price_slot=price_slot)


def _with_yi(folded: str, plain: _Sum) -> _Sum | None:
    """2.8个亿, 三个亿."""
    found = _HUNDREDS_OF_MILLIONS.match(folded, plain.end)
    if found is None:
        return None
    unit = 10**8 if found["unit"] == "亿" else 10**4
    high = plain.high * unit if plain.high is not None else None
    about = plain.approx or bool(found["about"])
    total = replace(plain, value=plain.value * unit, high=high, unit=unit, end=found.end(), approx=about)
    return _with_currency(folded, total) or total


def _with_coins(folded: str, plain: _Sum) -> _Sum | None:
    found = coins_at(folded, plain.start, plain.value, plain.end)
    if found is None:
        return None
    value, worth, unit, end = found
    if plain.high is not None:
        value = plain.value * worth
    currency = "USD" if unit == "美元" else plain.currency or YUAN
    more = currency_after(folded, end)
    if more and more[0] != YUAN:
        currency, end = more
    high = plain.high * worth if plain.high is not None else None
    return replace(plain, value=value, high=high, currency=currency, end=end)


def _with_currency(folded: str, plain: _Sum) -> _Sum | None:
    found = currency_after(folded, plain.end)
    if found is None:
        return None
    code, end = found
    more = currency_after(folded, end)
    if code == YUAN and more and more[0] != YUAN:
        code, end = more
    elif code == YUAN:
        code = plain.currency or YUAN
        end = more[1] if more and folded[end:].lstrip(" ").startswith("人民币") else end
    return replace(plain, currency=code, end=end)


def _unnamed(folded: str, number: Numeral, plain: _Sum, *, price_slot: bool) -> _Sum | None:
    """No currency was said: 30万 and 3.5k are money unless they count something, 38.5 only in a price slot."""
    per_piece = pricing.is_per_piece(folded, number.end)
    apart = _is_apart(folded, number)
    if is_counted(folded, number.end) and not per_piece and not apart:
        return None
    if (number.peak >= 10**4 and number.unit != 10**6) or "k" in folded[number.start : number.end].lower():
        return plain
    if _NO_UNIT_AFTER.match(folded, number.end) and not per_piece and not apart:
        return None
    one_word = number.end - number.start == 1 and not number.bare
    if one_word and not number.value:
        return None
    if price_slot or (not one_word and (per_piece or pricing.is_price_slot(folded, number.start))):
        return replace(plain, sure=price_slot)
    return None


def _is_apart(folded: str, number: Numeral) -> bool:
    """A space parts the figure from a word of time: nobody counts 38.5 or 450,000 years."""
    large = number.value >= 1000 or "." in folded[number.start : number.end]
    return large and _APART.match(folded, number.end) is not None


def _told(text: str, folded: str, total: _Sum) -> Amount:
    start, end = total.start, total.end
    return Amount(
        total.value,
        total.currency or YUAN,
        (start, end),
        text[start:end],
        approx=total.approx or pricing.is_about(folded, start, end),
        high=total.high,
        per_unit=pricing.is_per_unit(folded, start, end),
        tax=pricing.tax_said(folded, start, end),
        sure=total.sure,
    )
