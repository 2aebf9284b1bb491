"""What the bot could not place, what it offered, and what the writer did then: for the weekly health card."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tortoise.queryset import QuerySet

from bot.context import Context
from domain.command import Command
from domain.dialogue import QUESTION_OPEN
from domain.people import Actor
from domain.words import clipped
from storage.models import Unplaced
from storage.prepared import prepared

LONGEST = 200
TAPPED, SAID = "tapped", "said"
# Numbers and addresses of people help nobody to read a message better.
PRIVATE = re.compile(r"[\w.+-]{1,64}@[\w.-]{1,64}|\d(?:[ -]?\d){6,}", re.ASCII)


async def keep(text: str, offered: Sequence[str], ctx: Context) -> None:
    """Just before the card that offers the nearest commands; what could not be placed before it was said anew."""
    await said(None, ctx)
    await Unplaced.create(
        member_id=ctx.actor.id,
        task_id=ctx.next_task,
        text=clipped(PRIVATE.sub("…", text), LONGEST),
        offered=list(offered),
        at=ctx.now,
    )


async def said(kind: type[Command] | None, ctx: Context) -> None:
    """Within half an hour something else was written; None: it could not be placed either."""
    newest = await _newest(ctx.actor)
    if newest and newest[0].at > ctx.now - QUESTION_OPEN:
        await _open(ctx).update(then=SAID, command=kind and kind.key())


async def tapped(kind: type[Command], ctx: Context) -> None:
    """A button of the card, tapped whenever, or its label typed within half an hour."""
    rows = Unplaced.filter(task_id=ctx.tap.task_id, then=None) if ctx.tap else _open(ctx)
    await rows.update(then=TAPPED, command=kind.key())


@prepared
def _newest(actor: Actor) -> QuerySet[Unplaced]:
    return Unplaced.filter(member_id=actor.id, then=None).order_by("-at").limit(1)


def _open(ctx: Context) -> QuerySet[Unplaced]:
    return Unplaced.filter(member_id=ctx.actor.id, then=None, at__gt=ctx.now - QUESTION_OPEN)
