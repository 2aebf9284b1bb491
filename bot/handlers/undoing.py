"""撤销: all records of a message, newest first, or none (W4)."""

from __future__ import annotations

from collections.abc import Sequence

from tortoise.expressions import Subquery

from bot import bus
from bot.bus import Redrawn, handles
from bot.context import Context
from bot.dialogue.receipts import UNDONE, lines_of
from domain.command import Refused, unpack
from domain.dialogue import Undo
from domain.records import UNDO_WITHIN
from domain.words import listed
from storage.models import JournalEntry, Receipt
from storage.models.dialogue import FIRST_NUMBER


@handles(Undo, needs="dialogue")
async def undo(command: Undo, ctx: Context) -> Redrawn:
    receipt = await _receipt(command, ctx)
    entries = await _entries(receipt, command.nth)
    for entry in entries:
        kind, slots = unpack(str(entry.undo))
        await bus.execute(kind.make(slots), ctx)
    await JournalEntry.filter(id__in=[entry.id for entry in entries]).update(undone_at=ctx.now)
    await _journal(command, receipt, entries, ctx)
    lines = lines_of(receipt)
    for entry in entries:
        lines[entry.line].state = UNDONE
    receipt.lines = [line.as_json() for line in lines]
    await receipt.save(update_fields=["lines"])
    names = listed(f"{lines[entry.line].label} {lines[entry.line].whom}".strip() for entry in reversed(entries))
    return Redrawn(receipt, words=f"已撤销：{names}（#{receipt.number}）")


async def _receipt(command: Undo, ctx: Context) -> Receipt:
    """The named receipt, or the last one with something left to take back. Refused: none, or over a day old."""
    if command.receipt is not None:
        found = await Receipt.get_or_none(id=command.receipt - FIRST_NUMBER, member_id=ctx.actor.id)
        if found is None:
            raise Refused(f"没找到你的回执 #{command.receipt}。回执号在每张卡片上。")
    else:
        await _no_decision_last(ctx)
        found = await _last_written(ctx)
    if ctx.now - found.created_at > UNDO_WITHIN:
        raise Refused("超过 24 小时，撤销不了了。补一条说明，或请主管处理。")
    return found


async def _last_written(ctx: Context) -> Receipt:
    """Of an older message a record may have been written last: when its question was answered, or by an amendment."""
    mine = JournalEntry.filter(member_id=ctx.actor.id, receipt_id__not_isnull=True, refused=None)
    standing = Subquery(mine.filter(undo__not_isnull=True, undone_at=None).values("receipt_id"))
    entry = await mine.filter(receipt_id__in=standing).order_by("-id").select_related("receipt").first()
    if entry is None or entry.receipt is None:
        raise Refused("没有可以撤销的记录。")
    return entry.receipt


async def _no_decision_last(ctx: Context) -> None:
    """撤销 right after a decision means it: decisions have no undo, and nothing older is taken back instead."""
    newest = await JournalEntry.filter(member_id=ctx.actor.id, refused=None).order_by("-id").first()
    if newest and newest.action.startswith("approval_"):
        raise Refused("审批上的操作不能撤销。同意了、下一位还没处理，可以发：拿回 单号")


async def _entries(receipt: Receipt, nth: int | None) -> list[JournalEntry]:
    """What is to be taken back, newest first."""
    standing = JournalEntry.filter(receipt_id=receipt.id, undo__not_isnull=True, undone_at=None)
    if nth is not None:
        standing = standing.filter(line=nth - 1)
    entries = await standing.order_by("-id")
    if not entries:
        raise Refused(f"第 {nth} 条不在，或已经撤销了。" if nth else "这条已经撤销过了。")
    return entries


async def _journal(command: Undo, receipt: Receipt, entries: Sequence[JournalEntry], ctx: Context) -> None:
    await JournalEntry.create(
        at=ctx.now,
        member_id=ctx.actor.id,
        source=ctx.source,
        action=command.key(),
        command=command.pack(),
        record=f"receipt:{receipt.id}",
        before={"records": [entry.record for entry in entries]},
        after={},
    )
