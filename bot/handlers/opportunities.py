"""Opening deals (R28)."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from bot.bus import Stored, handles
from bot.context import Context
from bot.customers import the_customer
from bot.deals.advancing import open_deal
from domain.command import Refused
from domain.opportunities import STAGES, OpenOpportunity
from domain.records import Remove
from domain.words import day, money
from storage.models import Customer, Opportunity

FIELDS = ("title", "amount", "expected_close")
LARGEST = Decimal(10) ** 13


async def revise(record: int, command: OpenOpportunity, ctx: Context) -> Stored:
    row = await Opportunity.get(id=record).select_related("customer")
    await row.update_from_dict(_columns(command)).save()
    return _stored(row, row.customer, command, ctx)


@handles(OpenOpportunity, needs="opportunity.write", writes=True, revise=revise, fields=FIELDS)
async def open_opportunity(command: OpenOpportunity, ctx: Context) -> Stored:
    customer = await the_customer(ctx, "opportunity.write", command, command.customer)
    row = await open_deal(ctx, customer, **_columns(command))
    return _stored(row, customer, command, ctx)


def _columns(command: OpenOpportunity) -> dict[str, Any]:
    if command.amount is not None and not 0 < command.amount < LARGEST:
        raise Refused("金额要大于 0、小于十万亿，请改一下再发。")
    close = command.expected_close
    return {
        "title": command.title and command.title[:120],
        "amount": command.amount,
        "currency": command.currency or "CNY",
        "expected_close": close.date() if isinstance(close, datetime) else close,
    }


def _stored(row: Opportunity, customer: Customer, command: OpenOpportunity, ctx: Context) -> Stored:
    closing: date | None = row.expected_close
    return Stored(
        what="已开商机",
        whom=customer.name,
        record=f"opportunity:{row.id}",
        label="商机",
        note=row.title,
        rows={
            "金额": money(row.amount, row.currency) if row.amount is not None else None,
            "阶段": STAGES[row.stage],
            "预计签约": day(closing, ctx.today) if closing else None,
            "说明": "从客户咨询开始，逐步推进" if command.stage not in (None, row.stage) else None,
        },
        undo=Remove(record=f"opportunity:{row.id}"),
    )
