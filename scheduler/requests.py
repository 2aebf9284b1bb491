"""The first-response clock of requests: a reminder at three hours, the department's head at four (R86)."""

from __future__ import annotations

from datetime import datetime

from bot.context import Context
from bot.deals.requesting import head_of, request_card, subject, the_asked
from domain.playbook import DEFAULT
from domain.words import day
from scheduler.runner import CLOCK, DUE, DueRows
from storage import asking
from storage.models import Member, Request

AT_ONCE = 100


async def due(now: datetime) -> list[int]:
    waiting = Request.filter(due_at__lte=now).order_by("due_at")
    return [row.id for row in await waiting.limit(AT_ONCE).only("id")]


async def press(key: int, now: datetime) -> None:
    """One step of the clock, claimed by compare-and-set."""
    row = await Request.get_or_none(id=key)
    if row is None or row.due_at is None or row.due_at > now:
        return
    first, deadline = row.step == 0, row.asked_at + DEFAULT.respond_within
    following = deadline if first and deadline > now else None
    claimed = Request.filter(id=key, step=row.step, due_at=row.due_at)
    if not await claimed.update(step=row.step + 1 if following else 2, due_at=following):
        return
    ctx = Context(CLOCK, now, f"request-{key}-{row.step}", now)
    await (_remind(row, ctx) if following else _escalate(row, ctx))
    await ctx.flush()


async def next_due() -> datetime | None:
    first = await Request.filter(due_at__not_isnull=True).order_by("due_at").first()
    return first.due_at if first else None


async def _remind(row: Request, ctx: Context) -> None:
    """The asked, once more; a reply by anybody of the department stops it."""
    deadline = row.asked_at + DEFAULT.respond_within
    await _send(row, await the_asked(row), f"还没人回复，{day(deadline, ctx.today)} 前先回一句", ctx)


async def _escalate(row: Request, ctx: Context) -> None:
    """The head gets the card too."""
    heads = await head_of(row)
    if row.customer_id:
        await asking.asked(subject(row), row.customer_id, [head.id for head in heads])
    hours = int(DEFAULT.respond_within.total_seconds() // 3600)
    since = f"{row.department}已超 {hours} 小时没人回复"
    await _send(row, heads, since, ctx)


async def _send(row: Request, people: list[Member], words: str, ctx: Context) -> None:
    drawn = await request_card(row, ctx.now, late=words)
    for one in people:
        ctx.send(one.userid, drawn, subject=subject(row), push=True)


DUE.append(DueRows(due, press, next_due))
