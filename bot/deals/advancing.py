"""A deal on its way: which one is meant, what its next gate lacks, and entering a stage."""

from __future__ import annotations

from collections.abc import Awaitable, Collection
from typing import Any

from bot.context import Context
from bot.customers import CANDIDATES, by_id, is_id
from bot.deals.responsibility import responsible, tell
from domain import gates
from domain.activities import LogActivity
from domain.command import Ask, Command, Option, Refused, pack
from domain.contracts import SignContract
from domain.customers import AddContact
from domain.dialogue import Keyword
from domain.gates import ORDER, Facts
from domain.opportunities import STAGES, OpenOpportunity
from domain.playbook import DEFAULT
from domain.quotes import SubmitQuote
from domain.solutions import ArchiveRequirement, RecordSolutionVersion, RequestHelp, RequestReview
from storage import asking
from storage.models import (
    Activity,
    Contact,
    Contract,
    Customer,
    Member,
    Opportunity,
    Quote,
    Request,
    Requirement,
    SolutionVersion,
    StageMove,
)

MIGRATED = "迁移"  # the reason of a move that an import made: its gate is met at the next one
SIGNED = ("signed", "delivered", "settled")  # states of a contract
DELIVERED = ("delivered", "settled")


async def the_deal(
    ctx: Context, command: Command, customer: Customer, title: str | None = None, *, opens: bool
) -> Opportunity:
    """The customer's open deal: one, that one; several, asked; none, opened at 客户咨询 or refused.

    `title` is what it is called, or its id as buttons carry it (`#31`); the answer to the question goes into the
    command's slot `title`, else `deal`.
    """
    found = await Opportunity.filter(customer_id=customer.id, state="open").order_by("-id").select_related("owner")
    fitting = [deal for deal in found if _called(deal, title)] if title else found
    if title and is_id(title) and not fitting:  # an old card's button must not move another deal
        raise Refused(f"这个商机已经不在谈了，看一眼{customer.short}最新的情况再操作。")
    fitting = fitting or found
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise _which(command, fitting)
    if opens:
        return await open_deal(ctx, customer)
    new = pack(OpenOpportunity, {"customer": by_id(customer)})
    raise Refused(f"{customer.name}没有在谈的商机。\n要新开一个，点一下或说：商机 客户 项目 金额", ("开商机", new))


async def open_deal(ctx: Context, customer: Customer, **columns: Any) -> Opportunity:
    """A new one at 客户咨询, its owner's."""
    deal = await Opportunity.create(
        **columns,
        customer_id=customer.id,
        owner_id=customer.owner_id,
        stage=ORDER[0],
        opened_at=ctx.now,
        entered_at=ctx.now,
    )
    await StageMove.create(
        opportunity_id=deal.id, stage=ORDER[0], at=ctx.now, member_id=ctx.actor.id, responsible_id=customer.owner_id
    )
    return deal


async def facts(deal: Opportunity) -> Facts:
    """What the deal has and where it has been."""
    signed = Contract.filter(opportunity_id=deal.id, state__in=SIGNED)
    looked_for: dict[str, Awaitable[bool]] = {
        "contact": Contact.filter(customer_id=deal.customer_id).exists(),
        "activity": Activity.filter(customer_id=deal.customer_id).exists(),
        "requirement": Requirement.filter(opportunity_id=deal.id).exists(),
        "archived": Requirement.filter(opportunity_id=deal.id).exists(),
        "reviewed": Request.filter(opportunity_id=deal.id, kind="review", state="passed").exists(),
        "versioned": SolutionVersion.filter(opportunity_id=deal.id).exists(),
        "approved_quote": Quote.filter(opportunity_id=deal.id, state="approved").exists(),
        "signed": signed.filter(delivery_on__not_isnull=True).exists(),
        "delivered": Contract.filter(opportunity_id=deal.id, state__in=DELIVERED).exists(),
        "paid": Contract.filter(opportunity_id=deal.id, state="settled").exists(),
    }
    supplied = {output for output, there in looked_for.items() if await there}
    if await signed.exists():  # its own approval stood in for the quote's
        supplied.add("approved_quote")
    moves = await StageMove.filter(opportunity_id=deal.id)
    return Facts(frozenset(supplied), frozenset(move.stage for move in moves if move.reason != MIGRATED))


async def lacking(deal: Opportunity, stage: str) -> list[str]:
    """Outputs still missing to enter `stage`, gates of skipped stages included, none met twice."""
    return gates.lacking(await facts(deal), stage, DEFAULT)


async def hold(deal: Opportunity) -> None:
    """Others who supply something to this deal, or wait for it, go on when our transaction is over: of two last gates
    in the same instant the second one sees the first. The deal comes before its contract and after an approval."""
    held = await Opportunity.filter(id=deal.id).select_for_update().get()
    deal.stage, deal.state, deal.entered_at = held.stage, held.state, held.entered_at


async def enter(
    deal: Opportunity,
    stage: str,
    ctx: Context,
    *,
    by_itself: bool,
    reason: str | None = None,
    asked: Collection[int] = (),
) -> None:
    """A stage, won, lost or settled. By itself a deal only goes forward; whoever is responsible hears of a stage, but
    for who was `asked` about it on a card of their own."""
    if stage not in STAGES:
        await _end(deal, stage, ctx, by_itself=by_itself, reason=reason)
        return
    if by_itself and ORDER.index(stage) <= ORDER.index(deal.stage):
        return
    left = deal.stage
    if not await Opportunity.filter(id=deal.id).exclude(stage=stage).update(stage=stage, entered_at=ctx.now):
        return
    deal.stage, deal.entered_at = stage, ctx.now
    person = await responsible(deal, stage)
    await _record(deal, stage, ctx, by_itself=by_itself, reason=reason, person=person)
    await asking.ended(_sight(deal, left), ctx.now)
    if person:
        await asking.asked(_sight(deal, stage), deal.customer_id, [person.id])
    await tell(deal, stage, person, ctx, by_itself=by_itself, but=asked)


def missing_buttons(deal: Opportunity, keys: list[str]) -> list[tuple[str, str]]:
    """What supplies each missing output: a label and a half-made command."""
    customer, title = f"#{deal.customer_id}", f"#{deal.id}"
    here = {"customer": customer, "title": title}
    asked = {"customer": customer, "department": "供应链部"}
    offers = {
        "contact": ("加联系人", pack(AddContact, {"customer": customer})),
        "activity": ("记一次跟进", pack(LogActivity, {"customer": customer})),
        "requirement": ("归档需求文档", pack(ArchiveRequirement, here)),
        "archived": ("归档需求文档", pack(ArchiveRequirement, here)),
        "reviewed": ("请工程部评审", pack(RequestReview, here)),
        "versioned": ("记方案版本", pack(RecordSolutionVersion, here)),
        "approved_quote": ("报价", pack(SubmitQuote, {"customer": customer, "deal": title})),
        "signed": ("签合同", pack(SignContract, {"customer": customer, "deal": title})),
        "delivered": (
            "问供应链",
            pack(RequestHelp, {**asked, "note": "交付完成了吗"}),
        ),
    }
    return list(dict.fromkeys(offers[key] for key in keys if key in offers))


async def supplies(deal: Opportunity, keys: list[str]) -> list[tuple[str, str]]:
    """As `missing_buttons`, without what is under way: no second review while one is, and while a quote is with its
    approvers no other, but how far it is."""
    if "reviewed" in keys and await Request.filter(opportunity_id=deal.id, kind="review", state="open").exists():
        keys = [key for key in keys if key != "reviewed"]
    pending = await Quote.filter(opportunity_id=deal.id, state="pending").order_by("-id").first()
    if not pending or "approved_quote" not in keys:
        return missing_buttons(deal, keys)
    others = missing_buttons(deal, [key for key in keys if key != "approved_quote"])
    return [("看审批进度", pack(Keyword, {"word": "进度", "rest": pending.title})), *others]


async def deal_owner(deal: Opportunity) -> Member:
    return await Member.get(id=deal.owner_id)


async def _end(deal: Opportunity, state: str, ctx: Context, *, by_itself: bool, reason: str | None) -> None:
    if state != "settled":
        await Opportunity.filter(id=deal.id).update(state=state)
        deal.state = state
    await _record(deal, state, ctx, by_itself=by_itself, reason=reason, person=None)
    if state == "lost":
        await asking.ended(_sight(deal, deal.stage), ctx.now)


async def _record(
    deal: Opportunity, stage: str, ctx: Context, *, by_itself: bool, reason: str | None, person: Member | None
) -> None:
    await StageMove.create(
        opportunity_id=deal.id,
        stage=stage,
        at=ctx.now,
        member_id=None if by_itself else ctx.actor.id,
        responsible_id=person and person.id,
        reason=reason,
    )


def _called(deal: Opportunity, title: str) -> bool:
    if is_id(title):
        return str(deal.id) == title[1:]
    name = deal.title or ""
    return name != "" and (title in name or name in title)


def _which(command: Command, deals: list[Opportunity]) -> Ask:
    slot = "title" if "title" in type(command).__dataclass_fields__ else "deal"
    options = [
        Option(f"选 {n}", {slot: f"#{deal.id}"}, text=f"{deal.title or '商机'} · {STAGES[deal.stage]}")
        for n, deal in enumerate(deals[:CANDIDATES], 1)
    ]
    slots = {**command.given(), slot: None}
    return Ask(type(command), slots, slot, "是哪个商机？", *options)


def _sight(deal: Opportunity, stage: str) -> str:
    return f"stage:{deal.id}:{stage}"
