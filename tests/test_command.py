"""Commands as values: names, slots, packing."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from domain.activities import LogActivity
from domain.command import Command, pack, unpack
from domain.contracts import RecordPayment, SignContract
from domain.dialogue import AmendLast, Undo
from domain.quotes import Approve, Line, Reject, SubmitQuote, WithdrawQuote
from tests.moments import moment

WHOLE: list[Command] = [
    LogActivity(kind="visit", customer="博泽", occurred_on=date(2026, 11, 23), next_follow_up=date(2026, 12, 2)),
    LogActivity(kind="call", customer="博泽", occurred_on=moment("2026-11-23T15:00+08:00")),
    SubmitQuote(
        customer="博泽", lines=(Line("JM-2087A", Decimal(2000), Decimal("38.5")), Line("A", None, None, "轴套"))
    ),
    SubmitQuote(customer="博泽", amount=Decimal("350000.00"), discount=Decimal("0.95")),
    Undo(receipt=10423),
    Undo(),
]


@pytest.mark.parametrize("command", WHOLE, ids=lambda command: command.pack())
def test_packing_and_unpacking_are_each_others_inverse(command: Command) -> None:
    kind, slots = unpack(command.pack())
    assert kind.make(slots) == command


@pytest.mark.parametrize(
    ("kind", "slots", "missing"),
    [
        (LogActivity, {"kind": "visit"}, ("customer",)),
        (LogActivity, {}, ("kind", "customer")),
        (SubmitQuote, {"customer": "博泽"}, ("lines",)),
        (SubmitQuote, {"amount": Decimal(1)}, ("customer",)),
        (SubmitQuote, {"customer": "博泽", "amount": Decimal(0)}, ()),
        (WithdrawQuote, {}, ("quote_no",)),
        (WithdrawQuote, {"customer": "博泽"}, ()),
        (Approve, {"contract_no": "HT2026-031"}, ()),
        (Reject, {"quote_no": "Q2026-0118"}, ("reason",)),
        (Reject, {}, ("quote_no", "reason")),
        (SignContract, {"quote_no": "Q2026-0118"}, ()),
        (SignContract, {"customer": "博泽"}, ("amount",)),
        (RecordPayment, {"amount": Decimal(3)}, ("customer",)),
        (RecordPayment, {"contract_no": "HT2026-031"}, ("amount",)),
    ],
)
def test_what_a_command_still_lacks(kind: type[Command], slots: dict[str, object], missing: tuple[str, ...]) -> None:
    """`commands.md`: required slots, and what to ask for where none of the alternatives is given."""
    assert kind.lacking(slots) == missing


@pytest.mark.parametrize(
    "packed",
    [
        "",
        "{}",
        "[]",
        "[1, 2]",
        '["nothing", {}]',
        '["undo", 3]',
        "closed",
        "[" * 100_000,
        '["undo"]',
        '["command", {}]x',
    ],
)
def test_what_is_no_packed_command_is_a_value_error(packed: str) -> None:
    """W5: a button of an older release, or a forged key, is told apart and never a crash."""
    with pytest.raises(ValueError, match="no "):
        unpack(packed)


@pytest.mark.parametrize(
    ("kind", "slots"),
    [
        (LogActivity, {"kind": "visit", "customer": "博泽", "colour": "red"}),
        (LogActivity, {"kind": "visit"}),
        (LogActivity, {"kind": "visit", "customer": ["a", "b"]}),
        (LogActivity, {"kind": "visit", "customer": "博泽", "occurred_on": "soon"}),
        (RecordPayment, {"customer": "博泽", "amount": "much"}),
        (RecordPayment, {"customer": "博泽", "amount": "NaN"}),
        (RecordPayment, {"customer": "博泽", "amount": True}),
        (Undo, {"receipt": "10423"}),
        (Undo, {"receipt": True}),
    ],
)
def test_values_of_the_wrong_kind_are_refused(kind: type[Command], slots: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r".+"):
        kind.make(slots)


def test_an_amendments_value_travels_as_text() -> None:
    assert AmendLast.make({"field": "amount", "value": Decimal(350000)}).value == "350000"
    assert AmendLast.make({"field": "occurred_on", "value": date(2026, 11, 12)}).value == "2026-11-12"


def test_names_are_those_of_the_contract() -> None:
    assert LogActivity.key() == "log_activity"
    assert pack(LogActivity, {"kind": "visit", "customer": None}) == '["log_activity",{"kind":"visit"}]'
    assert datetime.fromisoformat(unpack(WHOLE[1].pack())[1]["occurred_on"]).hour == 15
