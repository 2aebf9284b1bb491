"""What a version says: compared with the one before in words, and hashed so that nothing else passes for it (R40)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from domain import pricing, terms
from domain.pricing import Item
from domain.terms import Terms, difference, digest, prices_digest

TODAY = date(2026, 11, 23)
AXLE = Item("JM-2087A", Decimal(2000), Decimal("38.5"), "门锁轴套")
SHAFT = Item("JM-3110", Decimal(500), Decimal(66))


def of(*items: Item, **more: Any) -> Terms:
    offered = {key: more.pop(key) for key in ("discount", "taxed", "currency") if key in more}
    said: dict[str, Any] = {"title": "Q2026-0008", "customer": "上海博泽汽车部件有限公司", **more}
    return Terms(offer=pricing.offer(items, **offered), **said)


OLD = of(AXLE, SHAFT)


@pytest.mark.parametrize(
    ("new", "words"),
    [
        (OLD, []),
        (
            of(replace(AXLE, unit_price=Decimal("37.5")), SHAFT),
            ["JM-2087A 单价 38.50→37.50", "总价 110,000 元→108,000 元"],
        ),
        (of(replace(AXLE, qty=Decimal(3000)), SHAFT), ["JM-2087A 数量 2000→3000", "总价 110,000 元→148,500 元"]),
        (of(AXLE), ["去掉 JM-3110 ×500 @66.00", "总价 110,000 元→77,000 元"]),
        (of(AXLE, SHAFT, replace(SHAFT, model="JM-9")), ["新增 JM-9 ×500 @66.00", "总价 110,000 元→143,000 元"]),
        (of(AXLE, SHAFT, discount=Decimal("0.95")), ["折扣 无→9.5折", "总价 110,000 元→104,500 元"]),
        (of(AXLE, SHAFT, taxed=False), ["税 含税→不含税", "总价 110,000 元→124,300 元"]),
        (of(AXLE, SHAFT, valid_until=date(2026, 12, 31)), ["有效期 未注明→12月31日 周四"]),
        (of(AXLE, SHAFT, delivery_on=date(2027, 1, 15)), ["交期 未注明→2027年1月15日 周五"]),
        (of(AXLE, SHAFT, note="运费另计"), ["备注有改动"]),
    ],
)
def test_a_difference_is_what_a_person_would_say(new: Terms, words: list[str]) -> None:
    assert difference(OLD, new, TODAY) == words


def test_a_part_on_two_lines_is_compared_line_by_line() -> None:
    """One price for each quantity of the same part."""
    steps = of(AXLE, replace(AXLE, qty=Decimal(5000), unit_price=Decimal(38)))
    cheaper = of(AXLE, replace(AXLE, qty=Decimal(5000), unit_price=Decimal(37)))
    assert difference(steps, cheaper, TODAY)[0] == "JM-2087A 单价 38.00→37.00"


@pytest.mark.parametrize(
    "other",
    [
        of(replace(AXLE, unit_price=Decimal("38.51")), SHAFT),
        of(replace(AXLE, name="轴套"), SHAFT),
        of(replace(AXLE, yearly=True), SHAFT),
        of(SHAFT, AXLE),
        of(AXLE, SHAFT, currency="USD"),
        of(AXLE, SHAFT, taxed=False),
        of(AXLE, SHAFT, valid_until=date(2026, 12, 31)),
        of(AXLE, SHAFT, delivery_on=date(2026, 12, 31)),
        of(AXLE, SHAFT, note="运费另计"),
        of(AXLE, SHAFT, title="Q2026-0008-v2"),
        of(AXLE, SHAFT, customer="延锋汽车饰件系统有限公司"),
    ],
)
def test_whatever_changes_changes_the_digest(other: Terms) -> None:
    assert digest(other) != digest(OLD)


def test_what_the_database_adds_in_idle_zeros_changes_no_digest() -> None:
    stored = replace(AXLE, qty=Decimal("2000.000"), unit_price=Decimal("38.5000"))
    assert digest(of(stored, SHAFT)) == digest(OLD)


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (of(AXLE, SHAFT, valid_until=date(2026, 12, 31), title="Q2026-0008-v2", note="运费另计"), True),
        (of(AXLE, replace(SHAFT, qty=Decimal(501))), False),
        (of(AXLE, SHAFT, discount=Decimal("0.95")), False),
        (of(AXLE, SHAFT, taxed=False), False),
        (of(AXLE, SHAFT, currency="USD"), False),
    ],
)
def test_consent_stands_where_no_price_has_changed(other: Terms, same: bool) -> None:
    """R126: a version after a return goes on where it was returned when nothing that was agreed to has changed."""
    assert (prices_digest(other.offer) == prices_digest(OLD.offer)) is same


@pytest.mark.parametrize(
    ("price", "words"),
    [
        ("38.5", "38.50"),
        ("38.50", "38.50"),
        ("1038", "1,038.00"),
        ("1.3555", "1.3555"),
        ("100", "100.00"),
        ("0.005", "0.005"),
    ],
)
def test_prices_show_two_decimals_and_more_only_where_there_are_some(price: str, words: str) -> None:
    assert terms.price_words(Decimal(price)) == words


@pytest.mark.parametrize(("discount", "words"), [(None, "无"), ("0.95", "9.5折"), ("0.9", "9折"), ("0.955", "9.55折")])
def test_discounts_are_said_as_people_say_them(discount: str | None, words: str) -> None:
    assert terms.discount_words(Decimal(discount) if discount else None) == words
