"""Quotes and the decisions on them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from domain.command import Command, Refused
from domain.pricing import Item

STATES = {
    "waiting": "待补材料",
    "pending": "待审批",
    "approved": "已批准",
    "rejected": "已驳回",
    "returned": "退回修改",
    "withdrawn": "已撤回",
    "superseded": "已有新版本",
}
UNDER_WAY = ("waiting", "pending", "returned", "approved")
LARGEST = Decimal(10) ** 13
DEAREST, MOST = Decimal(10) ** 9, Decimal(10) ** 10  # what a piece may cost, and how many a line may have
PRICE_PLACES = 4


@dataclass(frozen=True, slots=True)
class Line:
    model: str
    qty: Decimal | None = None
    unit_price: Decimal | None = None
    name: str | None = None
    yearly: bool | None = None  # the quantity is a yearly volume, asked for where none was said


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitQuote(Command):
    """The last five slots are never read from a message; they hold the answers to our questions about it: the price or
    the quantity that a line lacked, whether the lines or the amount count, whether the figures are 折前 or 折后, and
    which deal it belongs to."""

    customer: str
    lines: tuple[Line, ...] | None = None
    amount: Decimal | None = None
    currency: str | None = None
    valid_until: date | datetime | None = None
    discount: Decimal | None = None
    delivery_on: date | datetime | None = None
    note: str | None = None
    unit_price: Decimal | None = None
    qty: Decimal | None = None
    basis: str | None = None  # lines, amount
    figures: str | None = None  # before, after
    deal: str | None = None  # #31, where the customer has several

    @classmethod
    def lacking(cls, slots: Mapping[str, object]) -> tuple[str, ...]:
        asked = () if slots.get("lines") or slots.get("amount") is not None else ("lines",)
        return (*(() if slots.get("customer") else ("customer",)), *asked)


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawQuote(Command):
    quote_no: str | None = None
    customer: str | None = None

    @classmethod
    def lacking(cls, slots: Mapping[str, object]) -> tuple[str, ...]:
        return () if slots.get("quote_no") or slots.get("customer") else ("quote_no",)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviseQuote(Command):
    """A new version of a quote that came back, was taken back, or is to change; without a field it goes as it is.

    `of` is submit_quote: a typed value is read as that command's slot."""

    quote: int
    field: str | None = None
    value: str | None = None
    of: str | None = None

    @classmethod
    def lacking(cls, slots: Mapping[str, object]) -> tuple[str, ...]:
        return ("value",) if slots.get("field") and not slots.get("value") else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Approve(Command):
    """`approval` and `seen` come from a card's button: which one, and which of its rounds the card was for."""

    quote_no: str | None = None
    contract_no: str | None = None
    customer: str | None = None
    reason: str | None = None
    approval: int | None = None
    seen: int | None = None

    @classmethod
    def lacking(cls, slots: Mapping[str, object]) -> tuple[str, ...]:
        named = any(slots.get(key) for key in ("quote_no", "contract_no", "customer", "approval"))
        return () if named else ("quote_no",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reject(Command):
    reason: str
    quote_no: str | None = None
    contract_no: str | None = None
    customer: str | None = None
    approval: int | None = None
    seen: int | None = None

    @classmethod
    def lacking(cls, slots: Mapping[str, object]) -> tuple[str, ...]:
        return (*Approve.lacking(slots), *(() if slots.get("reason") else ("reason",)))


@dataclass(frozen=True, slots=True, kw_only=True)
class ListQuotes(Command):
    status: str | None = None
    owner: str | None = None
    customer: str | None = None


def filled(command: SubmitQuote) -> SubmitQuote:
    """The price or quantity that was asked for, in the line that lacked it; a single line may be put right so."""
    lines = list(command.lines or ())
    if command.unit_price is not None:
        at = _place(lines, [line.unit_price is None for line in lines])
        lines[at] = replace(lines[at], unit_price=command.unit_price)
    if command.qty is not None:
        at = _place(lines, [line.qty is None for line in lines])
        yearly = True if lines[at].qty is None else lines[at].yearly
        lines[at] = replace(lines[at], qty=command.qty, yearly=yearly)
    return replace(command, lines=tuple(lines) or None, unit_price=None, qty=None)


def check(command: SubmitQuote) -> None:
    """Refused: a figure that cannot be part of an offer."""
    for line in command.lines or ():
        _check_figure(line.qty, f"{line.model} 的数量", 0, MOST)
        _check_figure(line.unit_price, f"{line.model} 的单价", PRICE_PLACES, DEAREST)
        if len(line.model) > 64:
            raise Refused("型号太长了，最多 64 个字。")
    _check_figure(command.amount, "总价", 2)
    if command.discount is not None and not 0 < command.discount <= 1:
        raise Refused("折扣要在 0 到 1 之间，比如：九五折")


def items(lines: Iterable[Line]) -> tuple[Item, ...]:
    """Lines that lack nothing any more."""
    return tuple(
        Item(line.model, line.qty, line.unit_price, line.name, bool(line.yearly))
        for line in lines
        if line.qty is not None and line.unit_price is not None
    )


def possibly_split(totals: Sequence[Decimal], thresholds: Iterable[Decimal]) -> bool:
    """Quotes to one customer that each stay at or below a threshold, and together lie above it."""
    if len(totals) < 2:
        return False
    return any(max(totals) <= threshold < sum(totals, Decimal(0)) for threshold in thresholds)


def _place(lines: list[Line], lacking: list[bool]) -> int:
    if True in lacking:
        return lacking.index(True)
    if len(lines) != 1:
        raise Refused(
            "这张报价不止一行，把整张报价重发一遍就好。" if lines else "这张报价没有明细，直接说：金额改成35万"
        )
    return 0


def _check_figure(value: Decimal | None, name: str, places: int, limit: Decimal = LARGEST) -> None:
    if value is None:
        return
    if value <= 0:
        raise Refused(f"{name}要大于 0，改一下再发。")
    if value >= limit:
        raise Refused(f"{name}太大了，看看是不是多打了几位。")
    if value != round(value, places):
        raise Refused(f"{name}{f'最多 {places} 位小数' if places else '要是整数'}，改一下再发。")
