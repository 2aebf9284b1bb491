"""The duplicate check of a new customer: the one thing that is told across scopes, and audited each time."""

from __future__ import annotations

from tortoise.expressions import Q

from bot.context import Context
from domain import names
from domain.command import Refused
from domain.customers import CreateCustomer
from storage.models import Contact, Customer, CustomerKey


async def refuse_twin(name: str, ctx: Context, but: int | None = None) -> None:
    """Refused: the normalised name stands already; its registered name and its owner are told, nothing else."""
    twin = await Customer.filter(~Q(id=but or 0), key=names.normalise(name)).select_related("owner").first()
    if twin:
        whose = "就在你名下" if twin.owner_id == ctx.actor.id else f"由{twin.owner.name}负责"
        raise Refused(
            f"{twin.name}已经有了，{whose}，不用再建。" + ("" if twin.owner_id == ctx.actor.id else "要接手请找主管。")
        )


async def similar(command: CreateCustomer, ctx: Context) -> str | None:
    """The same phone or short name only: stored all the same, and the receipt names the twin and its owner."""
    twin = await _same_phone(command.phone) or await _same_short_name(command.name)
    if not twin:
        return None
    whose = "你" if twin.owner_id == ctx.actor.id else twin.owner.name
    return f"和{twin.name}（{whose}负责）很像，请确认不是同一家；建重了就撤销。"


async def _same_phone(phone: str | None) -> Customer | None:
    if not phone:
        return None
    found = await Contact.filter(phone=phone).select_related("customer__owner").first()
    return found.customer if found else None


async def _same_short_name(name: str) -> Customer | None:
    short = names.short_names(name)[:1]
    if not short:
        return None
    kinds = ("short", "alias")
    found = CustomerKey.filter(key=names.normalise(short[0]), kind__in=kinds, member_id=None)
    row = await found.select_related("customer__owner").first()
    return row.customer if row else None
