"""Contracts and the money that comes in for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from domain.command import Command


@dataclass(frozen=True, slots=True, kw_only=True)
class SignContract(Command):
    customer: str | None = None
    amount: Decimal | None = None
    currency: str | None = None
    quote_no: str | None = None
    signed_on: date | datetime | None = None
    delivery_on: date | datetime | None = None
    contract_no: str | None = None

    @classmethod
    def lacking(cls, slots: Mapping[str, object]) -> tuple[str, ...]:
        if slots.get("quote_no"):
            return ()
        return tuple(slot for slot in ("customer", "amount") if not slots.get(slot))


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPayment(Command):
    amount: Decimal
    customer: str | None = None
    contract_no: str | None = None
    currency: str | None = None
    received_on: date | datetime | None = None

    @classmethod
    def lacking(cls, slots: Mapping[str, object]) -> tuple[str, ...]:
        payer = () if slots.get("customer") or slots.get("contract_no") else ("customer",)
        return (*payer, *(() if slots.get("amount") is not None else ("amount",)))


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryPayments(Command):
    period: str | None = None
    customer: str | None = None
    region: str | None = None
