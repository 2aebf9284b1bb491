"""Lists of deals under way: by stage, by how long they stand still, by owner, region and period (R82)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time

from tortoise.expressions import Q

from bot.bus import handles
from bot.cards import Card, card
from bot.cards.render import BUTTONS, ROWS, button
from bot.context import Context
from domain.opportunities import STAGES, ListOpportunities, ShowOpportunity, standstill
from domain.periods import days, said
from domain.words import clipped
from storage import queries
from storage.models import Opportunity
from storage.standstill import last_days


@dataclass(frozen=True, slots=True)
class Standing:
    """A deal and the working days for which nothing happened with it."""

    deal: Opportunity
    still: int


@handles(ListOpportunities, needs="customer.read")
async def list_opportunities(command: ListOpportunities, ctx: Context) -> Card | str:
    seen = queries.opportunities(ctx.actor).filter(_wanted(command, ctx), state="open")
    found = await seen.select_related("customer", "owner").order_by("-id")
    last = await last_days(found)
    listed = [Standing(deal, standstill(last[deal.id], ctx.today, ctx.calendar)) for deal in found]
    if command.stalled_days is not None:
        listed = [one for one in listed if one.still > command.stalled_days]
    if not listed:
        return f"没有{_heading(command, ctx)}。"
    return _drawn(sorted(listed, key=lambda one: (-one.still, one.deal.id)), command, ctx)


def _drawn(listed: list[Standing], command: ListOpportunities, ctx: Context) -> Card:
    shown = listed[:ROWS]
    first = f"先列停得最久的 {len(shown)} 个" if len(listed) > len(shown) else "点一个看详情"
    plain = "" if ctx.calendar.knows(ctx.today) else "；今年的节假日还没录入，按周一到周五算"
    return card(
        "notice",
        title=f"{_heading(command, ctx)} {len(listed)} 个",
        desc=first + plain,
        text="停 n 天：最后一次推进、跟进或审批之后的工作日，今天也算" if command.stalled_days is not None else "",
        pairs=[(str(at), _said(one, listed)) for at, one in enumerate(shown, 1)],
        buttons=[_open(one) for one in shown[:BUTTONS]],
    )


def _said(one: Standing, listed: Iterable[Standing]) -> str:
    owners = {other.deal.owner_id for other in listed}
    owner = one.deal.owner.name if len(owners) > 1 else ""
    about = f"{one.deal.customer.short} {clipped(one.deal.title or '', 8)}".strip()
    return " ".join(part for part in (about, STAGES[one.deal.stage], f"停{one.still}天", owner) if part)


def _open(one: Standing) -> dict[str, object]:
    about = ShowOpportunity(customer=f"#{one.deal.customer_id}", title=f"#{one.deal.id}")
    return button(one.deal.customer.short, about)


def _wanted(command: ListOpportunities, ctx: Context) -> Q:
    wanted = Q()
    if command.stage:
        wanted &= Q(stage=command.stage)
    if command.owner:
        wanted &= Q(owner__name=command.owner)
    if command.region:
        wanted &= Q(customer__region=command.region.removesuffix("大区").removesuffix("区"))
    if command.period:
        wanted &= _within(command.period, ctx)
    return wanted


def _within(period: str, ctx: Context) -> Q:
    """Opened in the period, or expected to be signed in it."""
    first, last = days(period, ctx.today)
    since = datetime.combine(first, time.min, tzinfo=ctx.now.tzinfo)
    until = datetime.combine(last, time.max, tzinfo=ctx.now.tzinfo)
    expected = Q(expected_close__gte=first, expected_close__lte=last)
    return expected | Q(opened_at__gte=since, opened_at__lte=until)


def _heading(command: ListOpportunities, ctx: Context) -> str:
    parts = (
        command.owner,
        command.region,
        f"{said(command.period, ctx.today)}新开或要签的" if command.period else None,
        f"{STAGES.get(command.stage, command.stage)}阶段的" if command.stage else None,
        f"停滞超 {command.stalled_days} 天的" if command.stalled_days is not None else None,
    )
    return " ".join(part for part in parts if part) + ("商机" if any(parts) else "在谈的商机")
