"""Who is responsible for a stage of a deal, by name, and what they are told when it begins (R14)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from bot.approvals.cards import waiting_words
from bot.approvals.people import members
from bot.cards import Card, card
from bot.cards.render import button
from bot.context import Context
from bot.keeping import keeper
from domain.approvals import Standing
from domain.command import pack
from domain.contracts import STANDING, CompleteDelivery, RecordPayment
from domain.gates import following, said
from domain.opportunities import STAGES, ShowMissing, ShowOpportunity
from domain.people import Role
from domain.playbook import DEFAULT
from domain.solutions import REVIEWERS
from domain.words import day, money
from storage.models import Approval, Contract, Customer, Member, Opportunity, Quote, Reply


@dataclass(frozen=True, slots=True)
class Papers:
    """What a stage is about, and what its responsible person does next."""

    rows: Mapping[str, str] = field(default_factory=dict)
    offers: Sequence[tuple[str, str]] = ()


async def responsible(deal: Opportunity, stage: str) -> Member | None:
    """The one person: the deal's owner, who leads the owner, whoever reviewed it, or the first of the stage's role."""
    owner = await Member.get(id=deal.owner_id)
    role = DEFAULT.stage(stage).owner
    if role is Role.REP:
        return await keeper(owner, await Customer.get(id=deal.customer_id))
    people = Member.filter(role=role, gone_at=None).order_by("-leads", "id")
    if role is Role.SUPERVISOR:
        people = people.filter(region=owner.region, team=owner.team)
    elif role is Role.REGIONAL_DIRECTOR:
        people = people.filter(region=owner.region)
    elif role is Role.ENGINEER:
        return (
            await _reviewer(deal) or await people.filter(department__contains=REVIEWERS).first() or await people.first()
        )
    return await people.first()


async def tell(
    deal: Opportunity,
    stage: str,
    person: Member | None,
    ctx: Context,
    *,
    by_itself: bool,
    but: Collection[int] = (),
) -> None:
    """Whoever is responsible, and the owner where somebody else moved it. Nobody hears of the own act, nor twice."""
    owner = await Member.get(id=deal.owner_id)
    customer = await Customer.get(id=deal.customer_id)
    told_already = {ctx.actor.id, *but}
    people = {one.userid: one for one in (person, await keeper(owner, customer)) if one and one.id not in told_already}
    how = "已自动推进" if by_itself else f"{ctx.actor.name}推进的"
    papers = await _papers(deal, stage, ctx)
    for userid, one in people.items():
        mine = person is not None and one.id == person.id
        drawn = _turn(deal, stage, customer, owner, "这一步由你负责" if mine else how, papers, mine=mine)
        ctx.send(userid, drawn, push=True)


def _turn(
    deal: Opportunity, stage: str, customer: Customer, owner: Member, told: str, papers: Papers, *, mine: bool
) -> Card:
    about = {"customer": f"#{customer.id}", "title": f"#{deal.id}"}
    upcoming = following(stage)
    wanted = said(list(DEFAULT.stage(upcoming).gate)) if upcoming else ""
    expected = money(deal.amount, deal.currency) if deal.amount is not None else None
    return card(
        "notice",
        title=f"{customer.short} 进入{STAGES[stage]}",
        desc=told,
        text=f"下一步要有：{wanted}" if wanted and stage != "quotation" else "",
        pairs={
            "客户": customer.name,
            "商机": deal.title,
            **(papers.rows or {"金额": expected}),
            "销售": owner.name,
        },
        buttons=[
            *(button(label, packed) for label, packed in papers.offers if mine),
            button("看商机", pack(ShowOpportunity, about), style=2 if mine and papers.offers else 1),
            button("缺什么", pack(ShowMissing, about), style=2),
        ],
    )


async def _papers(deal: Opportunity, stage: str, ctx: Context) -> Papers:
    """The quote that approvers look at, or the contract that is to be delivered and paid."""
    if stage == "quotation":
        return await _quote(deal)
    contract = await Contract.filter(opportunity_id=deal.id, state__in=STANDING).order_by("-id").first()
    if contract is None or stage not in ("delivery", "settlement"):
        return Papers()
    rows = {"合同": f"{contract.number} {money(contract.amount, contract.currency)}"}
    if stage == "settlement":
        return Papers(rows, [("登记回款", pack(RecordPayment, {"contract_no": contract.number}))])
    due = {"交期": day(contract.delivery_on, ctx.today)} if contract.delivery_on else {}
    return Papers(rows | due, [("交付完成", CompleteDelivery(contract_no=contract.number).pack())])


async def _quote(deal: Opportunity) -> Papers:
    quote = await Quote.filter(opportunity_id=deal.id, state="pending").order_by("-id").first()
    row = await Approval.get_or_none(subject=f"quote:{quote.id}") if quote else None
    if quote is None or row is None:
        return Papers()
    standing = Standing.from_json(row.standing)
    words = waiting_words(standing, await members(standing.people))
    return Papers({"报价": f"{quote.title} {money(quote.total, quote.currency)}", "审批": words})


async def _reviewer(deal: Opportunity) -> Member | None:
    decided = Reply.filter(request__opportunity_id=deal.id, verdict__not_isnull=True).order_by("-id")
    newest = await decided.select_related("member").first()
    return newest.member if newest and newest.member.gone_at is None else None
