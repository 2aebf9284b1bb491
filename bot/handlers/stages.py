"""Moving a deal from stage to stage, and losing it (R12–R15, R19, R23)."""

from __future__ import annotations

from bot.bus import Stored, handles
from bot.context import Context
from bot.customers import by_id, the_customer
from bot.deals.advancing import enter, lacking, supplies, the_deal
from bot.deals.assent import agree, agreed_quote, forget
from bot.deals.moving import newest_move
from bot.deals.responsibility import responsible
from bot.dialogue.keywords import Wish, stands_for
from bot.naming import customer_first
from bot.quotes import quoting
from bot.supplying import supplied
from bot.understanding import read_answer
from domain import gates
from domain.command import Ask, Option, Refused, pack
from domain.contracts import SignContract
from domain.directory import Directory
from domain.gates import ORDER
from domain.opportunities import (
    ADVANCED,
    REASONS_LOST,
    STAGES,
    AdvanceStage,
    LoseOpportunity,
    OverrideGate,
    ShowMissing,
    TakeBackAssent,
)
from domain.records import Remove
from storage.models import Customer, Opportunity, Quote

UNDER_WAY = ("waiting", "pending")
BY_THEMSELVES = {
    "delivery": "合同签下来会自己进入订单交付，不用手动推。",
    "settlement": "供应链确认交付完成后，会自己进入回款结算。",
}


@handles(AdvanceStage, needs="opportunity.write", writes=True)
async def advance_stage(command: AdvanceStage, ctx: Context) -> Stored:
    customer = await the_customer(ctx, "opportunity.write", command, command.customer)
    if command.assented and (quote := await agreed_quote(command, customer)):
        return await agree(quote, customer, ctx)
    deal = await the_deal(ctx, command, customer, command.title, opens=True)
    _by_word(command.stage, customer)
    if deal.stage == command.stage:
        raise Refused(f"{customer.short}已经在{STAGES[deal.stage]}了。")
    if missing := await lacking(deal, command.stage):
        raise await _not_yet(deal, customer, command.stage, missing)
    left = deal.stage
    await enter(deal, command.stage, ctx, by_itself=False)
    return await _moved(deal, left, customer, ctx)


@handles(TakeBackAssent, needs="opportunity.write", writes=True)
async def take_back_assent(command: TakeBackAssent, ctx: Context) -> str:
    await forget(command)
    return "已撤销"


@handles(OverrideGate, needs="gate.override", writes=True, confirm="确认")
async def override_gate(command: OverrideGate, ctx: Context) -> Stored:
    """The one way past a gate: an admin's, with a reason, in the journal and in the deal's history."""
    customer = await the_customer(ctx, "gate.override", command, command.customer)
    deal = await the_deal(ctx, command, customer, command.title, opens=False)
    _by_word(command.stage, customer)
    if ORDER.index(command.stage) <= ORDER.index(deal.stage):
        raise Refused(f"{customer.short}已经在{STAGES[deal.stage]}了，不用放行。")
    missing, left = await lacking(deal, command.stage), deal.stage
    await enter(deal, command.stage, ctx, by_itself=False, reason=f"放行：{command.reason}")
    await supplied(deal, ctx)
    return await _moved(deal, left, customer, ctx, what="已放行", 缺少=gates.said(missing) or None, 理由=command.reason)


@handles(LoseOpportunity, needs="opportunity.write", writes=True, confirm="确认")
async def lose_opportunity(command: LoseOpportunity, ctx: Context) -> Stored:
    """From any stage, with a reason; quotes under way are withdrawn."""
    customer = await the_customer(ctx, "opportunity.write", command, command.customer)
    deal = await the_deal(ctx, command, customer, command.title, opens=False)
    if not command.reason:
        slots = {**command.given(), "title": f"#{deal.id}"}
        options = [Option(reason, {"reason": reason}) for reason in REASONS_LOST]
        raise Ask(LoseOpportunity, slots, "reason", "为什么丢了？点一个，或直接写", *options)
    quotes = await Quote.filter(opportunity_id=deal.id, state__in=UNDER_WAY)
    for quote in quotes:
        await quoting.withdraw(quote, ctx)
    await enter(deal, "lost", ctx, by_itself=False, reason=command.reason)
    move = await newest_move(deal)
    return Stored(
        what="丢单",
        whom=customer.name,
        record=f"move:{move.id}",
        label="丢单",
        note=command.reason,
        rows={
            "商机": deal.title,
            "停在": STAGES[deal.stage],
            "撤回报价": "、".join(quote.title for quote in quotes) or None,
        },
        undo=Remove(record=f"move:{move.id}"),
    )


@stands_for("放行")
async def override_by_word(rest: str, ctx: Context) -> Wish:
    """放行 客户全称 报价审批 理由."""
    about, words = await customer_first(rest, ctx)
    stage, _, reason = words.partition(" ")
    read = read_answer(AdvanceStage, "stage", stage, ctx.said_at, Directory()) if stage else None
    return OverrideGate, {**about, "stage": read, "reason": reason.strip() or None}


def _by_word(stage: str, customer: Customer) -> None:
    """Winning and settling follow from contract, delivery and payment alone (R12)."""
    if stage in BY_THEMSELVES:
        raise Refused(
            f"{BY_THEMSELVES[stage]}\n{customer.short}签好了就说：{customer.short}签了，金额、交期",
            ("签合同", pack(SignContract, {"customer": by_id(customer)})),
            ("缺什么", pack(ShowMissing, {"customer": by_id(customer)})),
        )
    if stage not in ADVANCED and stage != ORDER[0]:
        raise Refused(f"没有“{stage}”这个阶段。七步是：{'、'.join(STAGES.values())}")


async def _not_yet(deal: Opportunity, customer: Customer, stage: str, missing: list[str]) -> Refused:
    """Only what is missing, and the buttons that supply it."""
    offers = await supplies(deal, missing)
    waiting = await Quote.filter(opportunity_id=deal.id, state="pending").order_by("-id").first()
    words = f"{customer.short}还不能进入{STAGES[stage]}\n还缺：{gates.said(missing)}"
    if waiting and "approved_quote" in missing:
        words += f"\n{waiting.title} 正在审批"
    return Refused(words, *offers)


async def _moved(
    deal: Opportunity, left: str, customer: Customer, ctx: Context, what: str = "已推进", **more: str | None
) -> Stored:
    move = await newest_move(deal)
    person = await responsible(deal, deal.stage)
    upcoming = gates.following(deal.stage)
    missing = await lacking(deal, upcoming) if upcoming else []
    back = ORDER.index(deal.stage) < ORDER.index(left)
    return Stored(
        what="已退回" if back else what,
        whom=customer.name,
        record=f"move:{move.id}",
        label="阶段",
        note=f"{STAGES[left]} → {STAGES[deal.stage]}",
        rows={
            **more,
            "商机": deal.title,
            "这一步由": person.name if person else None,
            "下一步缺": gates.said(missing) if missing else None,
        },
        undo=Remove(record=f"move:{move.id}"),
        buttons=tuple((await supplies(deal, missing))[:3]) if deal.owner_id == ctx.actor.id else (),
    )
