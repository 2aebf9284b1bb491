"""Who is responsible for a stage of a deal, by name, and what they are told when it begins (R14)."""

from __future__ import annotations

from bot.cards import Card, card
from bot.cards.render import button
from bot.context import Context
from domain.command import pack
from domain.gates import following, said
from domain.opportunities import STAGES, ShowMissing, ShowOpportunity
from domain.people import Role
from domain.playbook import DEFAULT
from domain.solutions import REVIEWERS
from domain.words import money
from storage.models import Customer, Member, Opportunity, Reply


async def responsible(deal: Opportunity, stage: str) -> Member | None:
    """The one person: the deal's owner, who leads the owner, whoever reviewed it, or the first of the stage's role."""
    owner = await Member.get(id=deal.owner_id)
    role = DEFAULT.stage(stage).owner
    if role is Role.REP:
        return owner
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


async def tell(deal: Opportunity, stage: str, person: Member | None, ctx: Context, *, by_itself: bool) -> None:
    """Whoever is responsible, and the owner where somebody else moved it. Nobody hears of the own act."""
    owner = await Member.get(id=deal.owner_id)
    people = {one.userid: one for one in (person, owner) if one and one.id != ctx.actor.id}
    customer = await Customer.get(id=deal.customer_id)
    how = "已自动推进" if by_itself else f"{ctx.actor.name}推进的"
    for userid, one in people.items():
        told = "这一步由你负责" if person and one.id == person.id else how
        ctx.send(userid, _turn(deal, stage, customer, owner, told), push=True)


def _turn(deal: Opportunity, stage: str, customer: Customer, owner: Member, told: str) -> Card:
    about = {"customer": f"#{customer.id}", "title": f"#{deal.id}"}
    upcoming = following(stage)
    wanted = said(list(DEFAULT.stage(upcoming).gate)) if upcoming else ""
    return card(
        "notice",
        title=f"{customer.short} 进入{STAGES[stage]}",
        desc=told,
        text=f"下一步要有：{wanted}" if wanted else "",
        pairs={
            "客户": customer.name,
            "商机": deal.title,
            "金额": money(deal.amount, deal.currency) if deal.amount is not None else None,
            "销售": owner.name,
        },
        buttons=[button("看商机", pack(ShowOpportunity, about)), button("缺什么", pack(ShowMissing, about), style=2)],
    )


async def _reviewer(deal: Opportunity) -> Member | None:
    decided = Reply.filter(request__opportunity_id=deal.id, verdict__not_isnull=True).order_by("-id")
    newest = await decided.select_related("member").first()
    return newest.member if newest and newest.member.gone_at is None else None
