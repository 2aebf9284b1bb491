"""One deal on one card: where it stands, what it lacks, who is responsible (R13–R15, R18)."""

from __future__ import annotations

from datetime import datetime

from bot.bus import handles
from bot.cards import Card, card
from bot.cards.render import BUTTONS, button
from bot.context import Context
from bot.customers import by_id, is_id, the_customer
from bot.deals.advancing import deal_owner, lacking, supplies, the_deal
from bot.deals.responsibility import responsible
from bot.dialogue.keywords import Wish, stands_for
from bot.naming import customer_first
from domain import gates
from domain.command import Command, pack
from domain.customers import QueryCustomer
from domain.gates import ORDER
from domain.metrics import settled_on, won_on
from domain.opportunities import (
    ADVANCED,
    STAGES,
    AdvanceStage,
    ShowMissing,
    ShowOpportunity,
    ShowResponsible,
)
from domain.playbook import DEFAULT, OUTPUTS, SUB_STEPS
from domain.solutions import ShowSolution
from domain.words import day, money
from storage.models import Customer, Member, Opportunity, Quote, Reply, Request, Requirement, SolutionVersion, StageMove

DONE, HERE, AHEAD = "✓", "▶", "·"
BOX = {True: "☑", False: "☐"}
STEP_NAMES = {"archived": "需求归档", "reviewed": "协同评审", "versioned": "版本留存"}


@handles(ShowOpportunity, needs="customer.read")
async def show_opportunity(command: ShowOpportunity, ctx: Context) -> Card:
    customer = await the_customer(ctx, "customer.read", command, command.customer)
    deal = await any_deal(ctx, command, customer, command.title)
    person = await responsible(deal, deal.stage)
    upcoming = gates.following(deal.stage)
    missing = await lacking(deal, upcoming) if upcoming else []
    return card(
        "notice",
        title=" · ".join(part for part in (customer.short, deal.title) if part),
        desc=await _state(deal, ctx),
        text=await bar(deal),
        pairs={
            "金额": money(deal.amount, deal.currency) if deal.amount is not None else None,
            "这一步由": await _whose_turn(deal, person),
            **await sub_steps(deal, ctx),
            "下一步缺": gates.said(missing) if missing and deal.state != "lost" else None,
        },
        buttons=await _next_steps(deal, customer, missing, ctx),
    )


@handles(ShowMissing, needs="customer.read")
async def show_missing(command: ShowMissing, ctx: Context) -> Card:
    """缺什么: the outputs of the current stage that are still missing, with the buttons that supply them."""
    customer = await the_customer(ctx, "customer.read", command, command.customer)
    deal = await any_deal(ctx, command, customer, command.title)
    upcoming = gates.following(deal.stage) if deal.state != "lost" else None
    waiting = await Quote.filter(opportunity_id=deal.id, state="waiting").order_by("-id").first()
    missing = await lacking(deal, "quotation" if waiting else upcoming) if upcoming else []
    title = f"{customer.short}还缺 {len(missing)} 项" if missing else f"{customer.short}什么都不缺"
    where = f"现在在{STAGES[deal.stage]}" + (f"，下一步是{STAGES[upcoming]}" if upcoming else "")
    where = f"补齐后 {waiting.title} 自动送审" if waiting else where
    return card(
        "notice",
        title=title,
        desc=where if deal.state != "lost" else "已丢单",
        pairs=[(str(at), OUTPUTS[output]) for at, output in enumerate(missing, 1)],
        buttons=await _next_steps(deal, customer, missing, ctx),
    )


@handles(ShowResponsible, needs="customer.read")
async def show_responsible(command: ShowResponsible, ctx: Context) -> Card:
    """谁负责: by name, for the current stage and for all seven."""
    customer = await the_customer(ctx, "customer.read", command, command.customer)
    deal = await any_deal(ctx, command, customer, command.title)
    now = await responsible(deal, deal.stage)
    lines = [await _who(deal, stage, ctx) for stage in STAGES]
    return card(
        "notice",
        title=f"{STAGES[deal.stage]}由{now.name if now else '还没有人'}负责",
        desc=" · ".join(part for part in (customer.name, deal.title) if part),
        text="\n".join(lines),
        buttons=[_about("看商机", ShowOpportunity, deal), _about("缺什么", ShowMissing, deal)],
    )


async def _whose_turn(deal: Opportunity, person: Member | None) -> str | None:
    """Whoever this stage waits for, and whose deal it is where that is somebody else."""
    owner = await deal_owner(deal)
    if person is None:
        return None
    return person.name if person.id == owner.id else f"{person.name}（销售 {owner.name}）"


@stands_for("商机")
async def opportunity_by_word(rest: str, ctx: Context) -> Wish:
    return ShowOpportunity, (await customer_first(rest, ctx))[0]


@stands_for("缺什么")
async def missing_by_word(rest: str, ctx: Context) -> Wish:
    return ShowMissing, (await customer_first(rest, ctx))[0]


@stands_for("谁负责")
async def responsible_by_word(rest: str, ctx: Context) -> Wish:
    return ShowResponsible, (await customer_first(rest, ctx))[0]


async def any_deal(ctx: Context, command: Command, customer: Customer, title: str | None) -> Opportunity:
    """The open one; where none is open, the newest that was."""
    if title and is_id(title):
        found = await Opportunity.filter(customer_id=customer.id, id=title[1:]).first()
        if found:
            return found
    if not await Opportunity.filter(customer_id=customer.id, state="open").exists():
        newest = await Opportunity.filter(customer_id=customer.id).order_by("-opened_at", "-id").first()
        if newest:
            return newest
    return await the_deal(ctx, command, customer, title, opens=False)


async def bar(deal: Opportunity) -> str:
    """Seven steps with the current one marked: ✓客户咨询 ✓需求确认 ▶技术方案设计 ·报价审批 …"""
    at = ORDER.index(deal.stage)
    if await StageMove.filter(opportunity_id=deal.id, stage="settled").exists():
        at = len(ORDER)
    marks = [DONE if n < at else HERE if n == at else AHEAD for n in range(len(ORDER))]
    return " ".join(f"{mark}{STAGES[stage]}" for mark, stage in zip(marks, ORDER, strict=True))


async def sub_steps(deal: Opportunity, ctx: Context) -> dict[str, str]:
    """The three check boxes of 技术方案设计, each with who and when (R18)."""
    archived = await Requirement.filter(opportunity_id=deal.id).order_by("-id").select_related("member").first()
    passed = Reply.filter(request__opportunity_id=deal.id, verdict="passed").order_by("-id")
    reviewed = await passed.select_related("member").first()
    version = await SolutionVersion.filter(opportunity_id=deal.id).order_by("-id").select_related("member").first()
    waiting = await Request.filter(opportunity_id=deal.id, kind="review", state="open").exists()
    told = {
        "archived": _by(archived.member, archived.at, ctx) if archived else "",
        "reviewed": _by(reviewed.member, reviewed.at, ctx) if reviewed else "评审中" if waiting else "",
        "versioned": f"V{version.number} {_by(version.member, version.at, ctx)}" if version else "",
    }
    there = {"archived": archived, "reviewed": reviewed, "versioned": version}
    return {
        STEP_NAMES[step]: " ".join((BOX[there[step] is not None], OUTPUTS[step], told[step])).strip()
        for step in SUB_STEPS
    }


async def _state(deal: Opportunity, ctx: Context) -> str:
    moves = await StageMove.filter(opportunity_id=deal.id).order_by("id")
    if deal.state == "lost":
        reasons = [move.reason for move in moves if move.stage == "lost"]
        return f"已丢单：{reasons[-1] or '没写原因'}" if reasons else "已丢单"
    made = [(move.stage, move.at) for move in moves]
    ends = (("已成交", won_on(deal.state, made)), ("已结清", settled_on(deal.state, made)))
    if deal.state == "won":
        return " · ".join(f"{words} {day(at.date(), ctx.today)}" for words, at in ends if at)
    stays = ctx.calendar.count_workdays(deal.entered_at.date(), ctx.today)
    where = f"第 {ORDER.index(deal.stage) + 1} 步，共 {len(ORDER)} 步"
    return f"{where} · 在这一步 {stays} 个工作日" if stays else f"{where} · 今天刚到这一步"


async def _who(deal: Opportunity, stage: str, ctx: Context) -> str:
    """✓需求确认 张三 11月20日: who was responsible then, and since when; ahead, who would be."""
    moves = StageMove.filter(opportunity_id=deal.id, stage=stage).order_by("-id")
    move = await moves.select_related("responsible").first()
    mark = HERE if stage == deal.stage else DONE if move else AHEAD
    if move and move.responsible:
        return f"{mark}{STAGES[stage]} {_by(move.responsible, move.at, ctx)}"
    person = await responsible(deal, stage)
    return f"{mark}{STAGES[stage]} {person.name if person else '待定'}"


def _by(member: Member, at: datetime, ctx: Context) -> str:
    return f"{member.name} {day(at.date(), ctx.today).partition(' ')[0]}"


async def _next_steps(
    deal: Opportunity, customer: Customer, missing: list[str], ctx: Context
) -> list[dict[str, object]]:
    """The owner moves the deal on, or supplies what is missing; everybody who sees it looks further."""
    mine = customer.owner_id == ctx.actor.id and ctx.actor.scope("opportunity.write") is not None
    upcoming = gates.following(deal.stage)
    offered: list[tuple[str, str]] = []
    if mine and deal.state == "open":
        offered = (await supplies(deal, missing))[: BUTTONS - 2]
        if not missing and upcoming in ADVANCED and DEFAULT.stage(upcoming).gate:
            about = {"customer": by_id(customer), "title": f"#{deal.id}", "stage": upcoming}
            offered = [("推进到下一步", pack(AdvanceStage, about))]
    shown = [button(label, packed) for label, packed in offered]
    return [
        *shown,
        _about("方案", ShowSolution, deal),
        button("看客户", QueryCustomer(customer=by_id(customer)), style=2),
    ]


def _about(label: str, kind: type[Command], deal: Opportunity) -> dict[str, object]:
    return button(label, pack(kind, {"customer": f"#{deal.customer_id}", "title": f"#{deal.id}"}), style=2)
