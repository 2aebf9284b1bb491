"""Timed reminders, rung at their minute; a late one says since when it was due."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.cards import Card, card
from bot.cards.render import button
from bot.context import Context
from bot.customers import by_id
from domain.command import Command
from domain.customers import QueryCustomer
from domain.reminders import ListTasks, SetReminder
from domain.words import clipped, day
from scheduler.runner import CLOCK, DUE, DueRows
from storage.models import Reminder

LATE = timedelta(minutes=2)
AT_ONCE = 100


async def due(now: datetime) -> list[int]:
    waiting = Reminder.filter(state="waiting", due_at__lte=now).order_by("due_at")
    return [row.id for row in await waiting.limit(AT_ONCE).only("id")]


async def ring(key: int, now: datetime) -> None:
    """Claimed by compare-and-set: it rings once, whichever process is first. Its owner named the minute, so the quiet
    hours do not hold it."""
    if not await Reminder.filter(id=key, state="waiting").update(state="rung"):
        return
    row = await Reminder.get(id=key).select_related("member", "customer")
    if row.member.gone_at:
        return
    ctx = Context(CLOCK, now, f"reminder-{key}-{row.due_at:%Y%m%d%H%M}", now)
    ctx.send(row.member.userid, _told(row, now))
    await ctx.flush()


async def next_due() -> datetime | None:
    first = await Reminder.filter(state="waiting").order_by("due_at").first()
    return first.due_at if first else None


def _told(row: Reminder, now: datetime) -> Card:
    late = now - row.due_at >= LATE
    again: list[tuple[str, Command]] = [
        (
            "1小时后再提醒",
            SetReminder(due=(now + timedelta(hours=1)).replace(second=0, microsecond=0), text=row.text[:100]),
        ),
        ("我的跟进", ListTasks(period="today")),
    ]
    if row.customer:
        again[1] = ("看看这家", QueryCustomer(customer=by_id(row.customer)))
    return card(
        "notice",
        title=f"提醒：{clipped(row.text, 30)}",
        desc=day(row.due_at, now.date()) + (" 就该提醒，来晚了" if late else ""),
        pairs={"客户": row.customer.name if row.customer else None},
        buttons=[button(label, command) for label, command in again],
    )


DUE.append(DueRows(due, ring, next_due))
