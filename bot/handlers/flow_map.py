"""流程图 on request: the counts at once, the picture as soon as it is drawn."""

from __future__ import annotations

from bot.context import Context
from bot.customers import is_id
from bot.deals import flow_map
from bot.dialogue.keywords import keyword
from bot.naming import customer_named
from domain.command import Refused
from domain.names import normalise
from storage import queries
from storage.models import Customer, Member


@keyword("流程图")
async def show(rest: str, ctx: Context) -> str:
    """Of everything in sight; with a name, of that customer, its current stage marked."""
    if not ctx.actor.scope("customer.read"):
        raise Refused("流程图上是客户的商机，你的角色不看客户。")
    member = await Member.get(id=ctx.actor.id)
    customer = await _named(rest, ctx) if rest else None
    about = await flow_map.flow_map(member, ctx.now, customer)
    ctx.file(ctx.actor.userid, "flow_map", of=member.id, at=ctx.now.isoformat(), customer=customer and customer.id)
    steps = " → ".join(f"{node.label} {node.count}" for node in about.nodes)
    ends = "，".join(f"{label} {count}" for label, count in about.ends)
    return f"{steps}\n{ends}\n图马上发来。"


async def _named(said: str, ctx: Context) -> Customer:
    """Refused: several fit, or none that the actor may see."""
    name = await customer_named(said, ctx)
    if isinstance(name, list):
        raise Refused(f"“{said}”有 {len(name)} 家：{'、'.join(name[:3])}。发全称就好，比如：流程图 {name[0]}")
    seen = queries.customers(ctx.actor)
    found = await (seen.get_or_none(id=int(name[1:])) if is_id(name) else seen.get_or_none(key=normalise(name)))
    if found is None:
        raise Refused(f"没找到“{said}”。只发“流程图”看全部，或带上客户全称。")
    return found
