"""Quotes that stand before their approvers, as if just submitted, for tests of what happens then."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from decimal import Decimal
from typing import Any

from bot.approvals import approving
from bot.context import Context
from bot.quotes import quoting
from domain import terms
from domain.pricing import part_key
from storage import db, inbox, queries
from storage.models import Approval, Customer, Member, Opportunity, Quote, QuoteLine
from tests.chat import Chat, buttons

BOZE = "上海博泽汽车部件有限公司"
Line = tuple[str, str, str]  # model, quantity, price


async def asked(
    chat: Chat,
    total: str,
    *,
    by: str = "zhangsan",
    number: str = "Q2026-0118",
    version: int = 1,
    customer: str = BOZE,
    below_floor: bool = False,
    lines: Sequence[Line] = (),
) -> Approval:
    """A quote of this total goes to its approvers, and their cards are delivered."""
    async with _acting(chat, by) as ctx:
        quote = await _quote(ctx, total, number, version, customer, lines)
        owner = await Member.get(id=quote.owner_id)
        row = await approving.start(
            quoting.subject(quote), quote.title, Decimal(total), owner, ctx, below_floor=below_floor
        )
    await chat.bot.settle()
    return row


async def withdrawn(chat: Chat, row: Approval) -> None:
    async with _acting(chat, "zhangsan") as ctx:
        await approving.withdraw(row.subject, ctx)
    await chat.bot.settle()


async def delivered(chat: Chat, sender: str, **event: str) -> None:
    """An event that no phone of this person could have made."""
    now = chat.stand_in.clock.now()
    body = {"MsgType": "event", "Event": "template_card_event", "ResponseCode": "c", "TaskId": "t", **event}
    await inbox.insert([(f"forged-{sender}-{now.timestamp()}", sender, now, 0, now, body)])
    await chat.bot.settle()


async def left(chat: Chat, userid: str) -> None:
    """Somebody is no longer with the company."""
    async with chat.session.delete(f"{chat.url}/sandbox/members/{userid}") as answer:
        assert answer.status < 300
    await chat.bot.settle()


async def asks(chat: Chat, userid: str) -> list[dict[str, Any]]:
    """The cards that wait for this person's decision, as they see them now."""
    found = [entry["body"]["template_card"] for entry in await chat.inbox(userid) if "template_card" in entry["body"]]
    return [card for card in found if "转交" in buttons(card)]


@asynccontextmanager
async def _acting(chat: Chat, userid: str) -> AsyncIterator[Context]:
    now = chat.stand_in.clock.now()
    async with db.transaction():
        actor = await queries.actor(userid)
        assert actor, userid
        ctx = Context(actor, now, f"test-{userid}-{now.timestamp()}", now)
        yield ctx
        await ctx.flush()


async def _quote(ctx: Context, total: str, number: str, version: int, customer: str, lines: Sequence[Line]) -> Quote:
    whose = await Customer.get(name=customer)
    deal = await Opportunity.filter(customer_id=whose.id, state="open").first()
    quote = await Quote.create(
        number=number,
        version=version,
        customer_id=whose.id,
        opportunity_id=deal.id if deal else (await _deal(whose, ctx)).id,
        owner_id=ctx.actor.id,
        state="pending",
        net=Decimal(total),
        total=Decimal(total),
        digest="",
        created_at=ctx.now,
        submitted_at=ctx.now,
    )
    for position, (model, qty, price) in enumerate(lines, 1):
        await QuoteLine.create(
            quote_id=quote.id,
            position=position,
            model=model,
            key=part_key(model),
            qty=Decimal(qty),
            unit_price=Decimal(price),
            amount=Decimal(qty) * Decimal(price),
        )
    quote.digest = terms.digest(await quoting.terms_of(quote))
    await quote.save(update_fields=["digest"])
    return quote


async def _deal(customer: Customer, ctx: Context) -> Opportunity:
    return await Opportunity.create(
        customer_id=customer.id,
        owner_id=customer.owner_id,
        stage="quotation",
        opened_at=ctx.now,
        entered_at=ctx.now,
    )
