"""What a quote comes to: half up to the cent, tax, discounts, floors, thresholds (R29, R33)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from domain import pricing
from domain.playbook import DEFAULT
from domain.pricing import ADJUSTMENT, EVERYTHING, Item


def item(qty: str, price: str, model: str = "JM-2087A") -> Item:
    return Item(model, Decimal(qty), Decimal(price))


@pytest.mark.parametrize(
    ("qty", "price", "discount", "amount"),
    [
        ("2000", "38.5", None, "77000.00"),
        ("3", "0.335", None, "1.01"),  # 1.005 is half up, not half even
        ("1", "0.005", None, "0.01"),
        ("7", "0.0745", None, "0.52"),  # 0.5215
        ("0.5", "0.01", None, "0.01"),
        ("2000", "38.5", "0.95", "73150.00"),
        ("3", "33.3333", "0.97", "97.00"),
    ],
)
def test_a_line_is_half_up_to_the_cent(qty: str, price: str, discount: str | None, amount: str) -> None:
    made = pricing.offer([item(qty, price)], discount=Decimal(discount) if discount else None)
    assert made.total == made.net == Decimal(amount)


def test_the_total_is_the_sum_of_the_rounded_lines() -> None:
    """Three times 0.335 rounded is 1.02, and not 1.01."""
    made = pricing.offer([item("1", "0.335", model) for model in "ABC"])
    assert made.total == Decimal("1.02")


@pytest.mark.parametrize(
    ("net", "total"),
    [
        ("100000", "113000.00"),
        ("0.04", "0.05"),
        ("0.50", "0.57"),
        ("265486.73", "300000.00"),
        ("265486.74", "300000.02"),
    ],
)
def test_without_tax_the_total_is_the_sum_and_thirteen_per_cent(net: str, total: str) -> None:
    made = pricing.offer([], Decimal(net), taxed=False)
    assert (made.net, made.total, made.tax) == (Decimal(net), Decimal(total), Decimal(total) - Decimal(net))


def test_a_discount_applies_to_an_amount_as_to_lines() -> None:
    whole = pricing.offer([], Decimal("320000"), discount=Decimal("0.95"))
    lines = pricing.offer([item("10000", "32")], discount=Decimal("0.95"))
    assert whole.total == lines.total == Decimal("304000.00")


@pytest.mark.parametrize(
    ("total", "above"),
    [("300000", False), ("300000.00", False), ("300000.01", True), ("299999.99", False), ("1000000", True)],
)
def test_the_threshold_is_strictly_more(total: str, above: bool) -> None:
    """R33: 300,000 passes by the normal rule; 300,000.01 starts multi-level."""
    rounds = DEFAULT.rule(Decimal(total)).rounds
    assert (len(rounds[0]) == 2) is above


@pytest.mark.parametrize(
    ("one", "other", "asked"),
    [
        ("294500", "310000", True),
        ("304000", "320000", False),
        ("285000", "300000", False),  # 300,000 is not above
        ("285000.01", "300000.01", True),
        ("990000", "1000001", True),
    ],
)
def test_two_readings_lie_apart_only_across_a_threshold(one: str, other: str, asked: bool) -> None:
    sides = [Decimal(300_000), Decimal(1_000_000)]
    assert pricing.apart(Decimal(one), Decimal(other), sides) is asked
    assert pricing.apart(Decimal(other), Decimal(one), sides) is asked


@pytest.mark.parametrize(
    ("currency", "rates", "counts"),
    [
        ("CNY", {}, Decimal("9500.00")),
        ("USD", {}, EVERYTHING),
        ("USD", {"USD": Decimal("7.1")}, Decimal("67450.00")),
        ("EUR", {"USD": Decimal("7.1")}, EVERYTHING),
    ],
)
def test_foreign_money_without_a_rate_counts_above_every_threshold(
    currency: str, rates: dict[str, Decimal], counts: Decimal
) -> None:
    assert pricing.in_yuan(Decimal("9500.00"), currency, rates) == counts
    assert DEFAULT.rule(EVERYTHING) is DEFAULT.approvals[0]


@pytest.mark.parametrize(
    ("price", "discount", "taxed", "margin", "below"),
    [
        ("38.5", None, True, "0.1", False),
        ("35", None, True, "0", False),
        ("34.9999", None, True, "-0.0000028571", True),
        ("38.5", "0.9", True, "-0.01", True),
        ("33", None, False, "0.0654285714", False),  # 37.29 with tax
        ("30", None, False, "-0.0314285714", True),
    ],
)
def test_margin_is_of_the_discounted_taxed_price_over_the_floor(
    price: str, discount: str | None, taxed: bool, margin: str, below: bool
) -> None:
    made = pricing.offer([item("1", price)], discount=Decimal(discount) if discount else None, taxed=taxed)
    [line] = pricing.judged(made, {"JM-2087A": Decimal(35)})
    assert line.margin is not None
    assert line.margin.quantize(Decimal("0.0000000001")) == Decimal(margin).quantize(Decimal("0.0000000001"))
    assert line.below is below


@pytest.mark.parametrize("floors", [{}, {"JM-3110": Decimal(62)}])
def test_a_model_without_a_floor_is_below_none(floors: dict[str, Decimal]) -> None:
    [line] = pricing.judged(pricing.offer([item("1", "0.01")]), floors)
    assert (line.floor, line.margin, line.below) == (None, None, False)


def test_a_floor_in_yuan_judges_no_dollars() -> None:
    [line] = pricing.judged(pricing.offer([item("1", "9.5")], currency="USD"), {"JM-2087A": Decimal(35)})
    assert line.floor is None


@pytest.mark.parametrize("written", ["JM-2087A", "jm-2087a", " JM-2087 A"])
def test_a_part_is_known_however_it_is_written(written: str) -> None:
    [line] = pricing.judged(pricing.offer([item("1", "34", written)]), {"JM-2087A": Decimal(35)})
    assert line.below


def test_an_agreed_total_is_a_line_of_its_own_and_lowers_every_price() -> None:
    made = pricing.adjusted(pricing.offer([item("2000", "38.5"), item("500", "66", "JM-3110")]), Decimal("99000"))
    assert made.total == sum(row.amount for row in made.rows) == Decimal("99000.00")
    assert (made.rows[-1].item.model, made.rows[-1].amount) == (ADJUSTMENT, Decimal("-11000.00"))
    prices = [line.price for line in pricing.judged(made, {})]
    assert prices == [Decimal("38.5") * 99 / 110, Decimal("66") * 99 / 110]


@pytest.mark.parametrize(("said", "agrees"), [("77000", True), ("87010", True), ("81053", False), ("77000.01", False)])
def test_a_total_beside_the_lines_agrees_in_any_reading(said: str, agrees: bool) -> None:
    made = pricing.offer([item("2000", "38.5")], taxed=False)
    assert pricing.agrees(made, Decimal(said), made.net) is agrees
