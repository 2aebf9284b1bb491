"""Contract rules as tables: when an amount must be approved, what a payment plan comes to, what is overdue."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from domain import contracts
from domain.command import Refused
from domain.contracts import Part, Share
from domain.playbook import DEFAULT

TODAY = date(2026, 11, 23)
THRESHOLDS = [rule.above for rule in DEFAULT.approvals if rule.above > 0]


@pytest.mark.parametrize(
    ("amount", "agreed", "asked"),
    [
        ("350000", None, True),  # R37: no approved quote
        ("100", None, True),
        ("350000", "350000", False),
        ("343000", "350000", False),  # 2 % below is let pass
        ("342999.99", "350000", True),
        ("350000.01", "350000", False),  # above, on the same side of every threshold
        ("999999", "350000", False),
        ("300000", "299000", False),  # strictly above is above
        ("300000.01", "299000", True),
        ("1000000.01", "1000000", True),
        ("295000", "300000.01", False),  # down across a threshold, within 2 %
        ("Infinity", "Infinity", False),  # foreign currency without a rate: the same side
        ("Infinity", "300000", True),
    ],
)
def test_when_an_amount_must_be_approved(amount: str, agreed: str | None, asked: bool) -> None:
    """R33, R37."""
    total = Decimal(agreed) if agreed else None
    assert contracts.needs_approval(Decimal(amount), total, THRESHOLDS, DEFAULT.contract_shortfall) is asked


@pytest.mark.parametrize(
    ("amount", "signed", "delivery", "words"),
    [
        ("0", TODAY, None, "大于 0"),
        ("-5", TODAY, None, "大于 0"),
        ("10000000000000", TODAY, None, "十万亿"),
        ("1.005", TODAY, None, "两位小数"),
        ("1", date(2026, 11, 24), None, "还没到"),
        ("1", TODAY, date(2026, 11, 22), "早于签约日"),
    ],
)
def test_what_no_contract_can_say(amount: str, signed: date, delivery: date | None, words: str) -> None:
    with pytest.raises(Refused, match=words):
        contracts.check(Decimal(amount), signed, delivery, TODAY)


def test_a_contract_in_order_passes() -> None:
    contracts.check(Decimal("350000"), TODAY, TODAY, TODAY)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("首款30%，尾款70%", [Share("首款", Decimal(30)), Share("尾款", Decimal(70))]),
        ("预付三成 尾款7成", [Share("预付", Decimal(30)), Share("尾款", Decimal(70))]),
        ("首付10万，余款", [Share("首付", amount=Decimal(100_000)), Share("余款")]),
        (
            "定金50,000元 12月1日，发货前 12月20日付清",
            [Share("定金", amount=Decimal(50_000), when="12月1日"), Share("发货前", when="12月20日付清")],
        ),
        (
            "首款30％、验收60％、质保金10％",
            [Share(a, Decimal(b)) for a, b in (("首款", 30), ("验收", 60), ("质保金", 10))],
        ),
        ("没有说怎么付", []),
    ],
)
def test_the_parts_that_a_text_names(text: str, said: list[Share]) -> None:
    assert contracts.shares(text) == said


@pytest.mark.parametrize(
    ("text", "amount", "parts"),
    [
        ("首款30%，尾款70%", "350000", ["105000.00", "245000.00"]),
        ("首款30%，尾款", "350000", ["105000.00", "245000.00"]),
        ("首款10万，尾款25万", "350000", ["100000", "250000"]),
        ("首款50%，尾款50%", "0.03", ["0.02", "0.01"]),  # the last part takes the cent
        ("首款", "5", ["5"]),
    ],
)
def test_a_plan_adds_up(text: str, amount: str, parts: list[str]) -> None:
    said = contracts.shares(text)
    plan = contracts.planned(said, Decimal(amount), "CNY", [None] * len(said))
    assert [part.amount for part in plan] == [Decimal(part) for part in parts]
    assert sum(part.amount for part in plan) == Decimal(amount)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("首款30%，尾款60%", "加起来是 315,000 元，比合同少 35,000 元"),
        ("首款10万，尾款30万", "比合同多 50,000 元"),
        ("首款40万，尾款", "比合同多 50,000 元"),
        ("首款，尾款", "只能有一笔"),
        ("首款0%，尾款100%", "每一笔都要大于 0"),
        ("首款100%，尾款", "每一笔都要大于 0"),
    ],
)
def test_a_plan_that_does_not_add_up(text: str, words: str) -> None:
    said = contracts.shares(text)
    with pytest.raises(Refused, match=words):
        contracts.planned(said, Decimal("350000"), "CNY", [None] * len(said))


def test_settled_at_full_payment_and_not_before() -> None:
    """R16."""
    assert not contracts.is_settled(Decimal("100"), [Decimal("99.99")])
    assert contracts.is_settled(Decimal("100"), [Decimal("30"), Decimal("70")])
    assert contracts.outstanding(Decimal("100"), [Decimal("30")]) == Decimal("70")


@pytest.mark.parametrize(
    ("paid", "today", "late"),
    [
        ("0", date(2026, 12, 1), "0"),  # its day is not over
        ("0", date(2026, 12, 2), "100"),
        ("40", date(2026, 12, 2), "60"),
        ("100", date(2026, 12, 31), "0"),
        ("100", date(2027, 1, 1), "200"),
        ("0", date(2027, 6, 1), "300"),  # what has no date is never late
    ],
)
def test_overdue(paid: str, today: date, late: str) -> None:
    plan = [
        Part("首款", Decimal(100), date(2026, 12, 1)),
        Part("进度款", Decimal(200), date(2026, 12, 31)),
        Part("质保金", Decimal(50)),
    ]
    assert contracts.overdue(plan, Decimal(paid), today) == Decimal(late)
