"""Quotes and the decisions on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from domain.command import Command


@dataclass(frozen=True, slots=True)
class Line:
    model: str
    qty: Decimal | None = None
    unit_price: Decimal | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitQuote(Command):
    customer: str
    lines: tuple[Line, ...] | None = None
    amount: Decimal | None = None
    currency: str | None = None
    valid_until: date | datetime | None = None
    discount: Decimal | None = None
    delivery_on: date | datetime | None = None
    note: str | None = None

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
class Approve(Command):
    quote_no: str | None = None
    contract_no: str | None = None
    customer: str | None = None
    reason: str | None = None

    @classmethod
    def lacking(cls, slots: Mapping[str, object]) -> tuple[str, ...]:
        return () if any(slots.get(key) for key in ("quote_no", "contract_no", "customer")) else ("quote_no",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reject(Command):
    reason: str
    quote_no: str | None = None
    contract_no: str | None = None
    customer: str | None = None

    @classmethod
    def lacking(cls, slots: Mapping[str, object]) -> tuple[str, ...]:
        return (*Approve.lacking(slots), *(() if slots.get("reason") else ("reason",)))


@dataclass(frozen=True, slots=True, kw_only=True)
class ListQuotes(Command):
    status: str | None = None
    owner: str | None = None
    customer: str | None = None
