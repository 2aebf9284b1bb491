"""Delivery as supply chain says it, and how the others ask them."""

from __future__ import annotations

from bot.bus import Stored
from bot.cards import Card, card
from bot.cards.render import button
from bot.context import Context
from bot.contracts import contracting
from bot.deals import moving
from bot.keeping import keeper
from domain.command import Refused
from domain.contracts import STATES, CompleteDelivery
from domain.dialogue import Keyword
from domain.people import Role
from domain.records import Remove
from domain.words import day, listed
from storage.models import Contract, Member, Payment, StageMove

LABEL = "等供应链确认"


def subject(contract: Contract) -> str:
    return f"delivery:{contract.id}"


async def ask(contract: Contract, ctx: Context) -> Card:
    """A card to everybody in supply chain; the first to answer answers for all."""
    if contract.state != "signed":
        raise Refused(f"{contract.number}{STATES[contract.state]}，不用报交付。")
    people = await Member.filter(role=Role.SUPPLY_CHAIN, gone_at=None).order_by("-leads", "id")
    if not people:
        raise Refused("通讯录里还没有供应链负责人，请管理员先设一位。")
    for person in people:
        ctx.send(person.userid, _question(contract, ctx), subject=subject(contract), push=True)
    names = listed(person.name for person in people)
    return card("closed", title=f"已请{names}确认 {contract.number} 交付完成", desc=contract.customer.name, label=LABEL)


async def complete(contract: Contract, ctx: Context) -> Stored:
    await contracting.deliver(contract, ctx)
    await ctx.close(subject(contract), _closed(contract, "已交付", ctx))
    settled = contract.state == "settled"
    return Stored(
        what=f"交付完成 {contract.number}",
        whom=contract.customer.name,
        record=f"delivery:{contract.id}",
        label="交付",
        on=ctx.today,
        note="款已收齐，全部完成。" if settled else "已进入回款结算，财务和销售都收到了通知。",
        undo=Remove(record=f"delivery:{contract.id}"),
    )


async def take_back(key: int, ctx: Context) -> None:
    """撤销 of 交付完成: who heard of it hears that it is not so. Refused: the deal has moved on, money came since."""
    contract = await Contract.get(id=key).select_related("customer", "owner")
    await contracting.hold(contract)
    move = await StageMove.filter(opportunity_id=contract.opportunity_id, stage="settlement").order_by("-id").first()
    if contract.state != "delivered" or move is None:
        raise Refused(f"{contract.number}{STATES[contract.state]}，交付撤销不了了。")
    if await Payment.filter(contract_id=key, at__gt=move.at).exists():
        raise Refused(f"{contract.number}交付以后已经登记了回款，交付撤销不了了。先请财务撤销那笔回款。")
    await moving.take_back(move.id)
    await Contract.filter(id=key).update(state="signed", delivered_on=None)
    told = card(
        "notice",
        title=f"{contract.number} 的交付完成报错了，已撤销",
        desc=contract.customer.name,
        text="回到订单交付，还没到回款结算。",
        pairs={"撤销人": ctx.actor.name, "负责人": contract.owner.name},
        buttons=[button("合同进度", Keyword(word="合同进度", rest=contract.number))],
    )
    await _tell(contract, [Role.FINANCE], told, ctx)


async def not_yet(contract: Contract, ctx: Context) -> Card:
    """Supply chain says so; the owner hears it."""
    drawn = _closed(contract, "还没交完", ctx)
    await ctx.close(subject(contract), drawn)
    told = card(
        "notice",
        title=f"{contract.number} 还没交完",
        desc=contract.customer.name,
        text=f"{ctx.actor.name}说还没交完，交完会在这里报。",
        pairs={"交期": day(contract.delivery_on, ctx.today) if contract.delivery_on else None},
        buttons=[button("合同进度", Keyword(word="合同进度", rest=contract.number))],
    )
    if receiver := await keeper(contract.owner, contract.customer):
        ctx.send(receiver.userid, told, push=True)
    return drawn


async def tell_cancelled(contract: Contract, reason: str, ctx: Context) -> None:
    """Whoever would go on working for it: the owner, supply chain and finance."""
    told = card(
        "notice",
        title=f"合同 {contract.number} 已作废",
        desc=contract.customer.name,
        text=reason,
        pairs={"作废人": ctx.actor.name, "负责人": contract.owner.name},
        buttons=[button("合同进度", Keyword(word="合同进度", rest=contract.number))],
    )
    await _tell(contract, [Role.SUPPLY_CHAIN, Role.FINANCE], told, ctx)


async def _tell(contract: Contract, roles: list[Role], told: Card, ctx: Context) -> None:
    """The owner and everybody of these roles, but for who did it."""
    concerned = await Member.filter(role__in=roles, gone_at=None)
    receiver = await keeper(contract.owner, contract.customer)
    people = {one.userid for one in (receiver, *concerned) if one}
    for userid in sorted(people - {ctx.actor.userid}):
        ctx.send(userid, told, push=True)


def _question(contract: Contract, ctx: Context) -> Card:
    return card(
        "notice",
        title=f"{contract.number} 交付完成了吗？",
        desc=contract.customer.name,
        text=f"{ctx.actor.name}说已经交完，请确认。",
        pairs={
            "交期": day(contract.delivery_on, ctx.today) if contract.delivery_on else "还没定",
            "负责人": contract.owner.name,
        },
        buttons=[
            button("交付完成", CompleteDelivery(contract_no=contract.number)),
            button("还没交完", CompleteDelivery(contract_no=contract.number, done=False), style=2),
        ],
    )


def _closed(contract: Contract, label: str, ctx: Context) -> Card:
    return card(
        "closed",
        title=f"{contract.number} {label}",
        desc=contract.customer.name,
        pairs={"确认人": ctx.actor.name, "日期": day(ctx.today, ctx.today)},
        label=label,
    )
