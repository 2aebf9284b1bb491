"""Quotes that stand before their approvers, as if just submitted, for tests of what happens then."""

from __future__ import annotations

from decimal import Decimal

from bot import approving
from bot.approving import Evidence
from bot.context import Context
from storage import db, queries
from storage.models import Approval, Customer, Member, Opportunity, Quote
from tests.chat import Chat

BOZE = "上海博泽汽车部件有限公司"
LINES = ("JM-2087A ×2000 @38.50", "JM-2087B ×1000 @41.00")


async def asked(
    chat: Chat,
    total: str,
    *,
    by: str = "zhangsan",
    number: str = "Q2026-0118",
    version: int = 1,
    customer: str = BOZE,
    below_floor: bool = False,
) -> Approval:
    """A quote of this total goes to its approvers, and their cards are delivered."""
    now = chat.stand_in.clock.now()
    async with db.transaction():
        owner = await Member.get(key=by)
        actor = await queries.actor(by)
        assert actor
        whose = await Customer.get(name=customer)
        deal = await Opportunity.filter(customer_id=whose.id).first() or await Opportunity.create(
            customer_id=whose.id, owner_id=owner.id, stage="quotation", opened_at=now, entered_at=now
        )
        quote = await Quote.create(
            number=number,
            version=version,
            customer_id=whose.id,
            opportunity_id=deal.id,
            owner_id=owner.id,
            state="pending",
            net=Decimal(total),
            total=Decimal(total),
            digest="",
            created_at=now,
        )
        ctx = Context(actor, now, f"submit-{quote.id}", now)
        row = await approving.start(
            f"quote:{quote.id}", quote.title, Decimal(total), owner, ctx, below_floor=below_floor
        )
        await ctx.flush()
    await chat.bot.settle()
    return row
