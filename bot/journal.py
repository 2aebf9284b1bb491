"""Who did what, when, from which message: one line a command, refusals too (W9)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.bus import Stored
from bot.context import Context
from domain.command import Command, Refused, pack
from storage.models import JournalEntry, Receipt


def stored(ctx: Context, command: Command, done: Stored, line: int, receipt: Receipt | None) -> JournalEntry:
    """An unsaved line for what was written; `undo` is the command that takes it back."""
    return JournalEntry(
        at=ctx.now,
        member_id=ctx.actor.id,
        source=ctx.source,
        receipt_id=receipt and receipt.id,
        line=line,
        action=command.key(),
        command=command.pack(),
        record=done.record,
        before=done.before and dict(done.before),
        after=dict(done.after) if done.after is not None else command.given_as_json(),
        undo=done.undo and done.undo.pack(),
    )


def amended(
    ctx: Context,
    command: Command,
    done: Stored,
    line: int,
    receipt: Receipt,
    *,
    before: Mapping[str, object],
    after: Mapping[str, object],
) -> JournalEntry:
    """An unsaved line for one slot put right; the record's own undo stands, so this has none."""
    return JournalEntry(
        at=ctx.now,
        member_id=ctx.actor.id,
        source=ctx.source,
        receipt_id=receipt.id,
        line=line,
        action="amend",
        command=command.pack(),
        record=done.record,
        before=dict(before),
        after=dict(after),
    )


def refused(
    ctx: Context,
    kind: type[Command],
    slots: Mapping[str, object],
    no: Refused,
    line: int = 0,
    receipt: Receipt | None = None,
) -> JournalEntry:
    """An unsaved line for what was refused and in which words."""
    return JournalEntry(
        at=ctx.now,
        member_id=ctx.actor.id,
        source=ctx.source,
        receipt_id=receipt and receipt.id,
        line=line,
        action=kind.key(),
        command=pack(kind, slots),
        refused=str(no),
    )


async def write(entries: Sequence[JournalEntry]) -> None:
    if len(entries) == 1:
        await entries[0].save(force_create=True)
    elif entries:
        await JournalEntry.bulk_create(entries)
