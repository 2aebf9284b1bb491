"""流程图 on request: the counts at once, the picture as soon as it is drawn."""

from __future__ import annotations

from bot import flow_map
from bot.context import Context
from bot.keywords import keyword
from domain.command import Refused
from storage.models import Member


@keyword("流程图")
async def show(rest: str, ctx: Context) -> str:
    if not ctx.actor.scope("customer.read"):
        raise Refused("流程图上是客户的商机，你的角色不看客户。")
    member = await Member.get(id=ctx.actor.id)
    about = await flow_map.flow_map(member, ctx.now)
    ctx.file(ctx.actor.userid, "flow_map", of=member.id, at=ctx.now.isoformat())
    steps = " → ".join(f"{node.label} {node.count}" for node in about.nodes)
    ends = "，".join(f"{label} {count}" for label, count in about.ends)
    return f"{steps}\n{ends}\n图马上发来。"
