"""Reminders: one row with a due time each, rung at its minute."""

from __future__ import annotations

from bot.bus import Redrawn, Stored, handles
from bot.context import Context
from bot.customers import the_customer
from bot.dialogue.amending import amend
from domain.command import Command
from domain.records import Remove
from domain.reminders import MoveReminder, SetReminder, other_clocks, rings_at
from domain.words import day
from storage.models import JournalEntry, Reminder

FIELDS = ("due", "text")


async def revise(record: int, command: SetReminder, ctx: Context) -> Stored:
    row = await Reminder.get(id=record).select_related("customer")
    row.due_at, _ = rings_at(command.due, ctx.now)
    row.text, row.state = command.text, "waiting"
    await row.save()
    return _stored(row, row.customer.name if row.customer else None, ctx, chosen=False)


@handles(SetReminder, needs="reminder.write", writes=True, revise=revise, fields=FIELDS)
async def set_reminder(command: SetReminder, ctx: Context) -> Stored:
    due, chosen = rings_at(command.due, ctx.now)
    customer = None
    if command.customer and ctx.actor.scope("activity.write"):
        customer = await the_customer(ctx, "activity.write", command, command.customer)
    row = await Reminder.create(
        member_id=ctx.actor.id,
        customer_id=customer.id if customer else None,
        text=command.text,
        due_at=due,
        created_at=ctx.now,
    )
    return _stored(row, customer.name if customer else None, ctx, chosen=chosen)


def _stored(row: Reminder, customer: str | None, ctx: Context, *, chosen: bool) -> Stored:
    return Stored(
        what="到时提醒你",
        whom=day(row.due_at, ctx.today),
        record=f"reminder:{row.id}",
        label="提醒",
        note=row.text,
        rows={"客户": customer, "说明": "没说几点，先按这个时间" if chosen else None},
        undo=Remove(record=f"reminder:{row.id}"),
        buttons=_clocks(row, ctx) if chosen else (),
    )


def _clocks(row: Reminder, ctx: Context) -> tuple[tuple[str, Command], ...]:
    """Other times of that day by one tap."""
    return tuple((f"改到 {at:%H:%M}", MoveReminder(reminder=row.id, at=at)) for at in other_clocks(row.due_at, ctx.now))


@handles(MoveReminder, needs="reminder.write")
async def move_reminder(command: MoveReminder, ctx: Context) -> Redrawn | str:
    """The buttons 10:00 · 15:00 · 20:00 of the receipt: the reminder's entry, amended."""
    entry = await JournalEntry.filter(
        member_id=ctx.actor.id, record=f"reminder:{command.reminder}", action="set_reminder"
    ).first()
    if not entry:
        return "这条提醒已经不在了，重新说一次就好。"
    return await amend(entry, "due", command.at.isoformat(), ctx)
