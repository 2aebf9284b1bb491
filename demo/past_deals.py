"""Deals that the demo company has won: quoted, approved, signed, delivered and paid, so that prices have a history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from domain import pricing, terms
from domain.opportunities import STAGES
from domain.pricing import Item, Offer, part_key
from domain.terms import Terms
from storage import numbers
from storage.models import (
    Contract,
    Customer,
    Installment,
    Member,
    Opportunity,
    Payment,
    PriceFloor,
    Quote,
    QuoteLine,
    StageMove,
)

# customer, part, its name, quantity, unit price, days since the quote was approved; oldest first
WON = (
    ("上海博泽汽车部件有限公司", "JM-2087A", "门锁轴套", 5000, "39.80", 165),
    ("苏州汇川技术有限公司", "JM-6208", "电驱壳体", 800, "139.00", 150),
    ("上海博泽汽车部件有限公司", "JM-2087A", "门锁轴套", 6000, "38.80", 120),
    ("宁波拓普集团股份有限公司", "JM-4402", "转向节支架", 2000, "92.00", 110),
    ("延锋汽车饰件系统有限公司", "JM-2087A", "门锁轴套", 3000, "39.50", 100),
    ("深圳市汇川技术股份有限公司", "JM-3125", "伺服电机端盖", 1500, "52.00", 95),
    ("上海博泽汽车部件有限公司", "JM-2087A", "门锁轴套", 6500, "38.50", 90),
)
BEFORE = {"inquiry": 30, "requirement": 26, "solution": 20, "quotation": 2, "contract": 0}  # days before the approval
AFTER = {"delivery": 5, "won": 5, "settlement": 35, "settled": 48}  # and after it
PAID = 48


@dataclass(frozen=True, slots=True)
class Past:
    customer: Customer
    item: Item
    offer: Offer
    at: datetime  # approved


async def floors(materials: list[dict[str, Any]]) -> None:
    await PriceFloor.bulk_create(
        PriceFloor(model=one["model"], key=part_key(one["model"]), floor=Decimal(one["floor"])) for one in materials
    )


async def past_deals(members: Mapping[str, Member], now: datetime) -> None:
    """A table at a time: rows of one find their keys in the one before by their place."""
    known = {row.name: row for row in await Customer.filter(name__in={name for name, *_ in WON})}
    past = [_past(known[name], rest, now) for name, *rest in WON if name in known]
    finance = next((member for member in members.values() if member.role == "finance"), None)
    deals = await _deals(past)
    quotes = await _quotes(past, deals)
    await _contracts(past, deals, quotes, finance)


def _past(customer: Customer, rest: list[Any], now: datetime) -> Past:
    model, name, qty, price, days = rest
    item = Item(model, Decimal(qty), Decimal(price), name)
    at = (now - timedelta(days=days)).replace(hour=15, minute=20, second=0, microsecond=0)
    return Past(customer, item, pricing.offer([item]), at)


async def _deals(past: list[Past]) -> list[Opportunity]:
    await Opportunity.bulk_create(
        Opportunity(
            customer_id=one.customer.id,
            owner_id=one.customer.owner_id,
            title=one.item.name,
            amount=one.offer.total,
            stage=list(STAGES)[-1],
            state="won",
            opened_at=one.at - timedelta(days=BEFORE["inquiry"]),
            entered_at=one.at + timedelta(days=AFTER["settlement"]),
        )
        for one in past
    )
    deals = await Opportunity.filter(state="won").order_by("id")
    await StageMove.bulk_create(
        StageMove(opportunity_id=deal.id, stage=stage, at=one.at + timedelta(days=days), responsible_id=deal.owner_id)
        for one, deal in zip(past, deals, strict=True)
        for stage, days in [*((stage, -days) for stage, days in BEFORE.items()), *AFTER.items()]
    )
    return deals


async def _quotes(past: list[Past], deals: list[Opportunity]) -> list[Quote]:
    rows = []
    for one, deal in zip(past, deals, strict=True):
        number = numbers.quote_number(one.at.year, await numbers.take("Q", one.at.year))
        until = (one.at + timedelta(days=30)).date()
        rows.append(
            Quote(
                number=number,
                customer_id=deal.customer_id,
                opportunity_id=deal.id,
                owner_id=deal.owner_id,
                state="approved",
                net=one.offer.net,
                total=one.offer.total,
                valid_until=until,
                digest=terms.digest(Terms(number, one.customer.name, one.offer, until)),
                created_at=one.at - timedelta(days=BEFORE["quotation"]),
                submitted_at=one.at - timedelta(days=BEFORE["quotation"]),
                decided_at=one.at,
                accepted_at=one.at + timedelta(days=3),
            )
        )
    await Quote.bulk_create(rows)
    quotes = await Quote.all().order_by("id")
    await QuoteLine.bulk_create(_line(one, quote) for one, quote in zip(past, quotes, strict=True))
    return quotes


def _line(one: Past, quote: Quote) -> QuoteLine:
    return QuoteLine(
        quote_id=quote.id,
        position=1,
        model=one.item.model,
        key=part_key(one.item.model),
        name=one.item.name,
        qty=one.item.qty,
        unit_price=one.item.unit_price,
        amount=one.offer.total,
    )


async def _contracts(past: list[Past], deals: list[Opportunity], quotes: list[Quote], finance: Member | None) -> None:
    rows = []
    for one, deal, quote in zip(past, deals, quotes, strict=True):
        signed = (one.at + timedelta(days=AFTER["won"])).date()
        rows.append(
            Contract(
                number=numbers.contract_number(signed.year, await numbers.take("HT", signed.year)),
                customer_id=deal.customer_id,
                opportunity_id=deal.id,
                owner_id=deal.owner_id,
                quote_id=quote.id,
                amount=quote.total,
                state="settled",
                signed_on=signed,
                delivery_on=signed + timedelta(days=30),
                delivered_on=signed + timedelta(days=30),
                settled_at=one.at + timedelta(days=PAID),
                created_at=one.at + timedelta(days=AFTER["won"]),
            )
        )
    await Contract.bulk_create(rows)
    await _paid(past, await Contract.all().order_by("id"), finance)


async def _paid(past: list[Past], contracts: list[Contract], finance: Member | None) -> None:
    paid = [(row, one.at + timedelta(days=PAID)) for row, one in zip(contracts, past, strict=True)]
    await Installment.bulk_create(
        Installment(contract_id=row.id, position=1, label="全款", amount=row.amount, due_on=at.date())
        for row, at in paid
    )
    await Payment.bulk_create(
        Payment(contract_id=row.id, amount=row.amount, received_on=at.date(), member_id=finance.id, at=at)
        for row, at in paid
        if finance
    )
