"""What was asked about and is then told anew in full: the question that was open about it is settled."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tortoise.queryset import QuerySet

from bot.bus import Stored
from bot.context import Context
from bot.customers import is_id
from bot.dialogue.receipts import ANSWERED, Line, draw, settle, subject
from domain.command import Command, pack, unpack
from domain.people import Actor
from storage.models import Customer, Draft, Receipt
from storage.prepared import prepared

BY_NAME = ("customer", "named", "new")  # who is meant was the question: the answer may be any customer


async def told(kind: type[Command], slots: Mapping[str, object], done: Stored, receipt: Receipt, ctx: Context) -> None:
    """Only where all that the question knew stands in what was stored: nothing that a person wrote is lost."""
    given = unpack(pack(kind, slots))[1]
    for draft in await _open(ctx.actor):
        asks, known = unpack(draft.command)
        if asks is kind and draft.receipt_id != receipt.id and await _is_told(draft, known, given, done):
            await _close(draft, ctx)


@prepared
def _open(actor: Actor) -> QuerySet[Draft]:
    return Draft.filter(member_id=actor.id, state="open")


async def _is_told(draft: Draft, known: dict[str, Any], given: dict[str, Any], done: Stored) -> bool:
    for slot, value in known.items():
        if slot == draft.slot or (slot == "customer" and draft.slot in BY_NAME) or value == given.get(slot):
            continue
        if slot == "customer" and await _name(value) == done.whom:
            continue
        if slot != "contract_no" or value != (done.after or {}).get("contract"):
            return False
    return True


async def _name(said: object) -> object:
    if not (isinstance(said, str) and is_id(said)):
        return said
    customer = await Customer.get_or_none(id=int(said[1:]))
    return customer and customer.name


async def _close(draft: Draft, ctx: Context) -> None:
    if not await Draft.filter(id=draft.id, state="open").update(state="answered"):
        return
    receipt = await Receipt.get(id=draft.receipt_id)
    await settle(receipt, draft.line, Line(ANSWERED))
    others = {other.line: other for other in await Draft.filter(receipt_id=receipt.id, state="open")}
    await ctx.close(subject(receipt), draw(receipt, others))
