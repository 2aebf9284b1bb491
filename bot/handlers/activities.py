"""Logging visits, calls and messages, backfilled or not (R50, R95, R102)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from bot.bus import Stored, handles
from bot.context import Context
from bot.customers import the_customer
from bot.supplying import supplied_by
from domain import activities
from domain.activities import KINDS, LogActivity
from domain.command import Ask, Option
from domain.records import Remove
from domain.words import day
from storage.models import Activity, Customer

FIELDS = ("contact", "occurred_on", "next_follow_up", "note", "customer", "kind")


async def revise(record: int, command: LogActivity, ctx: Context) -> Stored:
    """The same record, put right through the same rule."""
    row = await Activity.get(id=record)
    customer = await _checked(command, ctx)
    await row.update_from_dict(_columns(command, customer, ctx)).save()
    return _stored(row, customer, command, ctx)


@handles(LogActivity, needs="activity.write", writes=True, revise=revise, fields=FIELDS)
async def log_activity(command: LogActivity, ctx: Context) -> Stored:
    customer = await _checked(command, ctx)
    row = await Activity.create(**_columns(command, customer, ctx), member_id=ctx.actor.id, created_at=ctx.now)
    await supplied_by(customer.id, ctx)
    return _stored(row, customer, command, ctx)


async def _checked(command: LogActivity, ctx: Context) -> Customer:
    activities.check(command, _day(command.occurred_on) or ctx.today, ctx.today)
    upcoming = _day(command.next_follow_up)
    if upcoming and upcoming < ctx.today:
        raise _when_next(command, upcoming, ctx)
    return await the_customer(ctx, "activity.write", command, command.customer)


def _when_next(command: LogActivity, said: date, ctx: Context) -> Ask:
    tomorrow = ctx.today + timedelta(days=1)
    monday = ctx.today + timedelta(days=7 - ctx.today.weekday())
    options = [Option("明天", {"next_follow_up": tomorrow.isoformat()})]
    options.append(Option("下周一", {"next_follow_up": monday.isoformat()}))
    slots = replace(command, next_follow_up=None).given()
    return Ask(LogActivity, slots, "next_follow_up", f"{day(said, ctx.today)}已经过了，下次哪天跟进？", *options)


def _columns(command: LogActivity, customer: Customer, ctx: Context) -> dict[str, Any]:
    on = _day(command.occurred_on) or ctx.today
    return {
        "customer_id": customer.id,
        "kind": command.kind,
        "contact": command.contact,
        "occurred_on": on,
        "occurred_at": _moment(command.occurred_on, ctx.now),
        "note": command.note,
        "next_on": _day(command.next_follow_up),
        "next_at": _moment(command.next_follow_up, ctx.now),
        "place": command.place,
        "backfilled": on < ctx.today,
    }


def _stored(row: Activity, customer: Customer, command: LogActivity, ctx: Context) -> Stored:
    verb = "已补录" if row.backfilled else "已记录"
    return Stored(
        what=f"{verb}{KINDS[row.kind]}",
        whom=customer.name,
        record=f"activity:{row.id}",
        label=KINDS[row.kind],
        on=command.occurred_on or ctx.today,
        note=row.note,
        rows={
            "联系人": row.contact,
            "地点": row.place,
            "下次跟进": day(command.next_follow_up, ctx.today) if command.next_follow_up else None,
            "负责人": customer.owner.name if customer.owner_id != ctx.actor.id else None,
        },
        undo=Remove(record=f"activity:{row.id}"),
    )


def _day(when: date | datetime | None) -> date | None:
    return when.date() if isinstance(when, datetime) else when


def _moment(when: date | datetime | None, now: datetime) -> datetime | None:
    """A clock time is Shanghai's, whatever zone it lacks."""
    return when.replace(tzinfo=now.tzinfo) if isinstance(when, datetime) else None
