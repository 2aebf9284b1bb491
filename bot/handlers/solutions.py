"""The three sub-steps of 技术方案设计, and a solution's whole thread in one place (R18, R20, R22, R74)."""

from __future__ import annotations

from datetime import datetime

from bot.bus import Stored, handles
from bot.cards import Card, card
from bot.cards.render import button
from bot.context import Context
from bot.customers import the_customer
from bot.deals.advancing import lacking, supplies, the_deal
from bot.dialogue.keywords import Wish, stands_for
from bot.handlers.deal_cards import any_deal, sub_steps
from bot.naming import customer_first
from bot.supplying import supplied
from domain import gates
from domain.command import Ask, Refused, pack
from domain.opportunities import ShowOpportunity
from domain.records import Remove
from domain.solutions import (
    VERDICTS,
    ArchiveRequirement,
    RecordSolutionVersion,
    ReplyRequest,
    ShowSolution,
    ShowVersions,
)
from domain.words import clipped, day
from storage.models import Customer, Opportunity, Reply, Request, Requirement, SolutionVersion, StageMove

LONGEST_LABEL = 40
SHOWN = 6  # entries of a thread on its card; the card says how many there are


@handles(ArchiveRequirement, needs="opportunity.write", writes=True)
async def archive_requirement(command: ArchiveRequirement, ctx: Context) -> Stored:
    customer = await the_customer(ctx, "opportunity.write", command, command.customer)
    deal = await the_deal(ctx, command, customer, command.title, opens=True)
    if not command.text:
        slots = {**command.given(), "title": f"#{deal.id}"}
        raise Ask(ArchiveRequirement, slots, "text", "需求是什么，或者文档放在哪儿？直接发我一句")
    row = await Requirement.create(
        opportunity_id=deal.id, member_id=ctx.actor.id, text=command.text.strip(), at=ctx.now
    )
    await supplied(deal, ctx)
    return await _stored("已归档需求文档", "需求文档", f"requirement:{row.id}", row.text or "", deal, customer)


@handles(RecordSolutionVersion, needs="opportunity.write", writes=True)
async def record_solution_version(command: RecordSolutionVersion, ctx: Context) -> Stored:
    """Counted by us, V1, V2 …; what the rep called it stands beside it (R22)."""
    customer = await the_customer(ctx, "opportunity.write", command, command.customer)
    deal = await the_deal(ctx, command, customer, command.title, opens=True)
    newest = await SolutionVersion.filter(opportunity_id=deal.id).order_by("-number").first()
    number, label = (newest.number if newest else 0) + 1, clipped(command.version, LONGEST_LABEL)
    if newest and newest.label == label:
        raise Refused(f"{label}已经留存过了（V{newest.number}）。改过就换个版本号再记。")
    row = await SolutionVersion.create(
        opportunity_id=deal.id, member_id=ctx.actor.id, number=number, label=label, at=ctx.now
    )
    await supplied(deal, ctx)
    return await _stored(f"已记方案 V{number}", "方案版本", f"version:{row.id}", row.title, deal, customer)


@handles(ShowVersions, needs="customer.read")
async def show_versions(command: ShowVersions, ctx: Context) -> Card | str:
    customer = await the_customer(ctx, "customer.read", command, command.customer)
    deal = await any_deal(ctx, command, customer, command.title)
    rows = await SolutionVersion.filter(opportunity_id=deal.id).order_by("-number").select_related("member")
    if not rows:
        return f"{customer.short}还没有方案版本。定稿了说一句：{customer.short}方案定稿 V1"
    return card(
        "notice",
        title=f"{_about(customer, deal)} 共 {len(rows)} 版",
        desc="最新的在前" + (f"，先列 {SHOWN} 版" if len(rows) > SHOWN else ""),
        pairs=[(f"V{row.number}", f"{row.label} {row.member.name} {day(row.at, ctx.today)}") for row in rows[:SHOWN]],
        buttons=[_open(deal, ShowSolution, "方案"), _open(deal, ShowOpportunity, "看商机")],
    )


@handles(ShowSolution, needs="customer.read")
async def show_solution(command: ShowSolution, ctx: Context) -> Card:
    """Documents, versions, reviews and every word about them, newest first (R74)."""
    customer = await the_customer(ctx, "customer.read", command, command.customer)
    deal = await any_deal(ctx, command, customer, command.title)
    thread = await _thread(deal)
    review = await Request.filter(opportunity_id=deal.id, kind="review", state="open").order_by("-id").first()
    buttons = [_open(deal, ShowVersions, "方案版本"), _open(deal, ShowOpportunity, "看商机")]
    if review:
        buttons.insert(0, button("补充意见", pack(ReplyRequest, {"request": review.id})))
    shown = thread[:SHOWN]
    return card(
        "notice",
        title=f"{_about(customer, deal)} 方案",
        desc=f"共 {len(thread)} 条" + (f"，先列最新 {SHOWN} 条" if len(thread) > SHOWN else ""),
        text="\n".join(clipped(f"{day(at, ctx.today).partition(' ')[0]} {words}", 26) for at, words in shown),
        pairs=await sub_steps(deal, ctx),
        buttons=buttons,
    )


@stands_for("需求文档")
async def requirement_by_word(rest: str, ctx: Context) -> Wish:
    about, words = await customer_first(rest, ctx)
    return ArchiveRequirement, {**about, "text": words or None}


@stands_for("方案版本")
async def versions_by_word(rest: str, ctx: Context) -> Wish:
    return ShowVersions, (await customer_first(rest, ctx))[0]


@stands_for("方案")
async def solution_by_word(rest: str, ctx: Context) -> Wish:
    return ShowSolution, (await customer_first(rest, ctx))[0]


async def take_back_requirement(key: int, ctx: Context) -> None:
    row = await Requirement.get_or_none(id=key, member_id=ctx.actor.id).select_related("opportunity")
    if row is None:
        raise Refused("这条记录已经不在了，不用撤销。")
    await row.delete()
    await _take_back_opened(row.opportunity, row.at)


async def take_back_version(key: int, ctx: Context) -> None:
    row = await SolutionVersion.get_or_none(id=key, member_id=ctx.actor.id).select_related("opportunity")
    if row is None:
        raise Refused("这条记录已经不在了，不用撤销。")
    later = await SolutionVersion.filter(opportunity_id=row.opportunity_id, number__gt=row.number).first()
    if later:
        raise Refused(f"后面已经有 V{later.number} 了，先撤销它。")
    await row.delete()
    await _take_back_opened(row.opportunity, row.at)


async def _take_back_opened(deal: Opportunity, at: datetime) -> None:
    """A deal that the record opened by the way goes with it, where nothing else hangs on it."""
    if deal.opened_at != at or await StageMove.filter(opportunity_id=deal.id).count() > 1:
        return
    for table in (Requirement, SolutionVersion, Request):
        if await table.filter(opportunity_id=deal.id).exists():
            return
    await Opportunity.filter(id=deal.id, state="open", quotes__id__isnull=True).delete()


async def _stored(what: str, label: str, record: str, note: str, deal: Opportunity, customer: Customer) -> Stored:
    missing = await lacking(deal, "quotation")
    return Stored(
        what=what,
        whom=customer.name,
        record=record,
        label=label,
        note=None if what.endswith(f" {note}") else note,
        rows={
            "商机": deal.title,
            "报价还缺": gates.said(missing) or None,
            "下一步": None if missing else "材料齐了，可以报价",
        },
        undo=Remove(record=record),
        buttons=tuple((await supplies(deal, missing))[:3]),
    )


async def _thread(deal: Opportunity) -> list[tuple[datetime, str]]:
    about = {"opportunity_id": deal.id}
    entries = [
        (row.at, f"{row.member.name} 需求：{row.text or '已归档'}")
        for row in await Requirement.filter(**about).select_related("member")
    ]
    entries += [
        (row.at, f"{row.member.name} 方案 {row.title}")
        for row in await SolutionVersion.filter(**about).select_related("member")
    ]
    reviews = await Request.filter(**about, kind="review").select_related("member")
    entries += [(row.asked_at, f"{row.member.name} 请{row.department}评审 {row.note or ''}".strip()) for row in reviews]
    replies = await Reply.filter(request__opportunity_id=deal.id).select_related("member")
    entries += [(row.at, _said(row)) for row in replies]
    return sorted(entries, key=lambda entry: entry[0], reverse=True)


def _said(row: Reply) -> str:
    verdict = VERDICTS.get(row.verdict or "")
    said = row.text if row.text != verdict else ""
    return f"{row.member.name} {verdict + '：' if verdict else ''}{said}".rstrip("：")


def _about(customer: Customer, deal: Opportunity) -> str:
    return " ".join(part for part in (customer.short, deal.title) if part)


def _open(
    deal: Opportunity, kind: type[ShowSolution | ShowVersions | ShowOpportunity], label: str
) -> dict[str, object]:
    about = {"customer": f"#{deal.customer_id}", "title": f"#{deal.id}"}
    return button(label, pack(kind, about), style=2)
