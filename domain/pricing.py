"""What a quote comes to: lines, discount, tax and floor prices; a line is half up to the cent, a total their sum."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

TAX = Decimal("0.13")
CENT = Decimal("0.01")
ADJUSTMENT = "总价调整"  # the line that makes the sum of the others the total that was agreed on
EVERYTHING = Decimal("Infinity")  # above every threshold


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a quote, complete; `yearly`: the quantity is a yearly volume."""

    model: str
    qty: Decimal
    unit_price: Decimal
    name: str | None = None
    yearly: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    item: Item
    amount: Decimal  # after discount


@dataclass(frozen=True, slots=True)
class Offer:
    """`net` is the sum as it was said, after discount; `total` includes the tax: what thresholds look at."""

    rows: tuple[Row, ...]
    net: Decimal
    total: Decimal
    taxed: bool
    discount: Decimal | None
    currency: str

    @property
    def tax(self) -> Decimal:
        return self.total - self.net if not self.taxed else self.total - cents(self.total / (1 + TAX))


@dataclass(frozen=True, slots=True)
class Judged:
    """A line against its floor; `margin` is None where the model has no floor, or no common currency."""

    model: str
    price: Decimal  # tax included, after discount
    floor: Decimal | None

    @property
    def margin(self) -> Decimal | None:
        return None if self.floor is None else (self.price - self.floor) / self.floor

    @property
    def below(self) -> bool:
        return self.floor is not None and self.price < self.floor


def cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)


def offer(
    items: Iterable[Item],
    amount: Decimal | None = None,
    *,
    discount: Decimal | None = None,
    taxed: bool = True,
    currency: str = "CNY",
) -> Offer:
    """The sum of the items or, without items, the amount; a discount applies to both alike."""
    factor = discount if discount is not None else Decimal(1)
    rows = tuple(Row(item, cents(item.qty * item.unit_price * factor)) for item in items)
    net = sum((row.amount for row in rows), Decimal(0)) if rows else cents((amount or Decimal(0)) * factor)
    return Offer(rows, net, net if taxed else cents(net * (1 + TAX)), taxed, discount, currency)


def agrees(made: Offer, said: Decimal, gross: Decimal) -> bool:
    """Whether a total said beside the lines is theirs, in any of the readings that people mean."""
    return cents(said) in (made.net, made.total, gross)


def adjusted(made: Offer, total: Decimal) -> Offer:
    """The agreed total wins: one more line holds the difference, so that the lines still add up to it."""
    difference = cents(total) - made.net
    row = Row(Item(ADJUSTMENT, Decimal(1), difference), difference)
    net = cents(total)
    return Offer(
        (*made.rows, row),
        net,
        net if made.taxed else cents(net * (1 + TAX)),
        made.taxed,
        made.discount,
        made.currency,
    )


def apart(one: Decimal, other: Decimal, thresholds: Iterable[Decimal]) -> bool:
    """Whether two readings of a total lie on different sides of a threshold (strictly above is above)."""
    return any((one > threshold) != (other > threshold) for threshold in thresholds)


def effective(price: Decimal, made: Offer) -> Decimal:
    """A unit price of this offer as floors and histories compare it: after discount, tax included.

    An agreed total that differs from the lines is spread over them."""
    after = price * (made.discount if made.discount is not None else 1) * (1 if made.taxed else 1 + TAX)
    extra = sum((row.amount for row in made.rows if row.item.model == ADJUSTMENT), Decimal(0))
    listed = made.net - extra
    return after if not extra or not listed else after * made.net / listed


def judged(made: Offer, floors: Mapping[str, Decimal]) -> list[Judged]:
    """Every line of a model against its floor price (by `part_key`), which is in yuan with tax."""
    known = floors if made.currency == "CNY" else {}
    return [
        Judged(row.item.model, effective(row.item.unit_price, made), known.get(part_key(row.item.model)))
        for row in made.rows
        if row.item.model != ADJUSTMENT
    ]


def in_yuan(total: Decimal, currency: str, rates: Mapping[str, Decimal]) -> Decimal:
    """What thresholds compare: at the admin's rate, and without one above all of them."""
    if currency == "CNY":
        return total
    rate = rates.get(currency)
    return EVERYTHING if rate is None else cents(total * rate)


def part_key(model: str) -> str:
    """One key for all the ways in which a model is written: upper case, no blanks."""
    return "".join(model.upper().split())
