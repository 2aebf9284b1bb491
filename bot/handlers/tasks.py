"""What is to be done: follow-ups, reminders, and what was not filed for want of an answer."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from bot.bus import handles
from bot.cards import Card, card
from bot.cards.render import BUTTONS, ROWS, button
from bot.context import Context
from bot.customers import by_id
from bot.dialogue.conversation import about
from domain import activities
from domain.activities import Plan
from domain.customers import QueryCustomer
from domain.dialogue import Reopen
from domain.periods import days, said
from domain.reminders import ListTasks
from domain.words import clipped, day
from storage import plans
from storage.models import Customer, Draft, Reminder

OVERDUE = timedelta(days=30)


@handles(ListTasks, needs="task.read")
async def list_tasks(command: ListTasks, ctx: Context) -> Card | str:
    period = command.period or "today"
    first, last = days(period, ctx.today)
    mine = (await plans.of_members([ctx.actor.id], min(first, ctx.today - OVERDUE), last)).get(ctx.actor.id, [])
    due = activities.open_on(mine, first, last)
    late = activities.overdue(mine, ctx.today) if first <= ctx.today <= last else []
    due = [plan for plan in due if plan not in late]
    reminders = await _reminders(ctx, first, last)
    unfiled = await unfiled_of(ctx.actor.id)
    if not (due or late or reminders or unfiled):
        return f"{said(period, ctx.today)}没有要跟进的。约了下次，说一句“下周三再谈”我就记着。"
    return await _tasks(said(period, ctx.today), late, due, reminders, unfiled, ctx)


async def unfiled_of(member: int) -> list[Draft]:
    """Questions whose half hour has passed stand here until answered or dropped, as do those still fresh."""
    return await Draft.filter(member_id=member, state="open", writes=True).order_by("asked_at").limit(BUTTONS)


async def _tasks(
    when: str, late: list[Plan], due: list[Plan], reminders: list[Reminder], unfiled: list[Draft], ctx: Context
) -> Card:
    pairs = [("已过期", f"{plan.customer} {day(plan.due, ctx.today)}") for plan in late]
    pairs += [("跟进", f"{plan.customer} {plan.note or ''}") for plan in due]
    pairs += [("提醒", f"{row.due_at:%H:%M} {row.text}") for row in reminders]
    pairs += [("未归档", about(draft)) for draft in unfiled]
    count = len(pairs)
    names = list(dict.fromkeys(plan.customer for plan in [*late, *due]))[:BUTTONS]
    rows = {row.name: row for row in await Customer.filter(name__in=names)}
    buttons = [button(f"补：{clipped(about(draft), 7)}", Reopen(draft=draft.id)) for draft in unfiled[:2]]
    for name in names[: BUTTONS - len(buttons)]:
        row = rows[name]
        label = row.short_names[0] if row.short_names else row.name
        buttons.append(button(label, QueryCustomer(customer=by_id(row))))
    return card(
        "notice",
        title=f"{when}要跟进 {len(late) + len(due)} 家",
        desc=day(ctx.today, ctx.today) + (f" · 共 {count} 件，先列 {ROWS} 件" if count > ROWS else ""),
        text="聊完直接发一句给我，比如：电话联系了博泽，下周二再谈",
        pairs=pairs,
        buttons=buttons or [button("明天呢", ListTasks(period="tomorrow"))],
    )


async def _reminders(ctx: Context, first: date, last: date) -> list[Reminder]:
    since = datetime.combine(first, time.min, tzinfo=ctx.now.tzinfo)
    until = datetime.combine(last, time.max, tzinfo=ctx.now.tzinfo)
    mine = Reminder.filter(member_id=ctx.actor.id, state="waiting", due_at__gte=since, due_at__lte=until)
    return await mine.order_by("due_at").limit(ROWS)
