"""Daily at nine: each person's follow-ups of the day, one card."""

from __future__ import annotations

from datetime import timedelta

from bot.cards.render import BUTTONS, ROWS, button, card
from bot.context import Context
from bot.customers import by_id
from domain import activities
from domain.activities import Plan
from domain.customers import QueryCustomer
from domain.words import clipped, day
from scheduler.runner import job
from storage import plans
from storage.models import Customer, Member

LATE_FOR = timedelta(days=7)  # an overdue plan is named for a week


@job(hour=9, minute=0, catch_up=timedelta(hours=3))
async def follow_ups(ctx: Context) -> None:
    """Today's plans and those of the past week that nobody kept, to whom made them."""
    people = {member.id: member for member in await Member.filter(gone_at=None)}
    due = await plans.of_members(list(people), ctx.today - LATE_FOR, ctx.today)
    for member, theirs in due.items():
        open_ones = activities.open_on(theirs, ctx.today - LATE_FOR, ctx.today)
        if open_ones:
            ctx.send(people[member].userid, await _told(open_ones, ctx), push=True)


async def _told(due: list[Plan], ctx: Context) -> dict[str, object]:
    names = list(dict.fromkeys(plan.customer for plan in due))[:BUTTONS]
    rows = {row.name: row for row in await Customer.filter(name__in=names)}
    more = f" · 先列 {ROWS} 家" if len(due) > ROWS else ""
    return card(
        "notice",
        title=f"今天要跟进 {len(due)} 家",
        desc=day(ctx.today, ctx.today) + more,
        text="聊完直接发一句给我，比如：电话联系了博泽，下周二再谈",
        pairs=[(_when(plan, ctx), f"{clipped(plan.customer, 16)} {plan.note or ''}") for plan in due[:ROWS]],
        buttons=[button(_short(rows[name]), QueryCustomer(customer=by_id(rows[name]))) for name in names],
    )


def _when(plan: Plan, ctx: Context) -> str:
    if plan.due < ctx.today:
        return f"晚{(ctx.today - plan.due).days}天"
    return f"{plan.at:%H:%M}" if plan.at else "今天"


def _short(customer: Customer) -> str:
    return str(customer.short_names[0] if customer.short_names else customer.name)
