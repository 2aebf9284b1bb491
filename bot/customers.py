"""The customer that a command means, among those its actor may see."""

from __future__ import annotations

from collections.abc import Sequence

from tortoise.queryset import QuerySet

from bot.bus import HANDLERS
from bot.cards.render import BUTTON
from bot.context import Context
from domain.command import Ask, Command, Option, Refused
from domain.customers import LONGEST
from domain.names import normalise
from domain.people import Actor
from domain.words import clipped
from storage import queries
from storage.models import Customer
from storage.prepared import prepared

CANDIDATES = 3
DIGITS = 18  # of an id, its # included: what the database can hold


async def the_customer(ctx: Context, action: str, command: Command, said: str) -> Customer:
    """By id (`#31`, as buttons carry it) or by name. Ask: nobody whom this actor may see is called so."""
    found = await _seen(ctx, action, said)
    if found is None:
        await _may_only_read(ctx, action, said)
        raise unknown(ctx, type(command), command.given(), said)
    return found


def is_id(said: str) -> bool:
    return said.startswith("#") and said[1:].isascii() and said[1:].isdigit() and len(said) <= DIGITS


def by_id(customer: Customer) -> str:
    return f"#{customer.id}"


def unknown(ctx: Context, kind: type[Command], slots: dict[str, object], said: str) -> Ask:
    """One tap creates the customer and completes the record; a query has nothing to create it for."""
    name = clipped(said, 20)
    if is_id(said):
        return Ask(kind, slots, "customer", "这家客户已经找不到了。发客户全称再试试？")
    if not HANDLERS[kind].writes or not ctx.actor.scope("customer.create"):
        return Ask(kind, slots, "customer", f"没找到“{name}”，发客户全称再试试？")
    short = f"新客户 “{name}”"
    new = Option(short, {"new": said}) if len(short) <= BUTTON else Option("新客户", {"new": said}, text=short)
    return Ask(kind, slots, "customer", f"没找到“{name}”。新建，还是换个名字再说？", new)


async def which(
    ctx: Context, kind: type[Command], slots: dict[str, object], names: Sequence[str], slot: str = "customer"
) -> Ask:
    """Several fit: up to three as numbered options, then 都不是 and 新客户 (W3)."""
    keys = [normalise(name) for name in names]
    found = {row.key: row for row in await queries.customers(ctx.actor).filter(key__in=keys)}
    fitting = [found[key] for key in keys if key in found][:CANDIDATES]
    options = [Option(f"选 {n}", {slot: by_id(row)}, text=row.name) for n, row in enumerate(fitting, 1)]
    options.append(Option("都不是", {}))
    if HANDLERS[kind].writes and ctx.actor.scope("customer.create"):
        options.append(Option("新客户", {"new": ""}))
    return Ask(kind, {**slots, slot: None}, slot, "是哪一家？", *options)


async def _seen(ctx: Context, action: str, said: str) -> Customer | None:
    key, found = normalise(said), list[Customer]()
    if is_id(said):
        found = await _by_id(ctx.actor, int(said[1:]), action=action)
    elif len(key) <= LONGEST["name"]:
        found = await _by_key(ctx.actor, key, action=action)
    return found[0] if found else None


@prepared
def _by_id(actor: Actor, number: int, *, action: str) -> QuerySet[Customer]:
    return queries.customers(actor, action).filter(id=number).select_related("owner")


@prepared
def _by_key(actor: Actor, key: str, *, action: str) -> QuerySet[Customer]:
    return queries.customers(actor, action).filter(key=key).select_related("owner")


async def _may_only_read(ctx: Context, action: str, said: str) -> None:
    """A customer that may be seen but not changed gets its own words; nothing hidden is told by them."""
    if action == "customer.read":
        return
    found = await _seen(ctx, "customer.read", said)
    if found:
        raise Refused(f"{found.name}由{found.owner.name}负责，要改请找{found.owner.name}。")
