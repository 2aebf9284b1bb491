"""改一下, by button and by words."""

from __future__ import annotations

from bot.bus import HANDLERS, Redrawn, handles
from bot.cards import Card, card
from bot.cards.render import BUTTONS, button
from bot.context import Context
from bot.dialogue.amending import amend, correctable, slot_for
from bot.dialogue.receipts import STORED, Line, lines_of
from domain.command import Refused, pack, unpack
from domain.dialogue import AmendLast
from domain.records import LABELS, Amend, ChooseAmend
from domain.words import listed
from storage.models import JournalEntry, Receipt
from storage.models.dialogue import FIRST_NUMBER


@handles(Amend, needs="dialogue")
async def amend_entry(command: Amend, ctx: Context) -> Redrawn:
    entry = await JournalEntry.get_or_none(id=command.entry)
    if entry is None:
        raise Refused("没找到这条记录，重新发一遍就好。")
    return await amend(entry, command.field, command.value, ctx)


@handles(AmendLast, needs="dialogue")
async def amend_last(command: AmendLast, ctx: Context) -> Redrawn:
    """The last record that has the field."""
    tried: set[str] = set()
    async for entry in correctable(ctx).limit(50):
        kind, _ = unpack(entry.command)
        if slot_for(kind, command.field):
            return await amend(entry, command.field, command.value, ctx)
        tried |= {LABELS.get(field, field) for field in HANDLERS[kind].fields}
    if tried:
        raise Refused(f"最近的记录里没有“{LABELS.get(command.field, command.field)}”。可以改：{listed(sorted(tried))}")
    raise Refused("24 小时内没有你记的内容。先记一条，记错了随时能改。")


@handles(ChooseAmend, needs="dialogue")
async def choose(command: ChooseAmend, ctx: Context) -> Card:
    """On several records first which one, then which field; the value is typed."""
    receipt = await Receipt.get_or_none(id=command.receipt - FIRST_NUMBER, member_id=ctx.actor.id)
    if receipt is None:
        raise Refused("没找到这张回执，它可能不是你的。")
    lines = [(at, line) for at, line in enumerate(lines_of(receipt)) if line.state == STORED and line.amend]
    if not lines:
        raise Refused("这张回执上没有能改的记录了。")
    if command.nth is None and len(lines) > 1:
        return _which(receipt, lines)
    wanted = command.nth - 1 if command.nth else lines[0][0]
    entry = await JournalEntry.filter(receipt_id=receipt.id, line=wanted, refused=None).order_by("id").first()
    if entry is None:
        raise Refused("没找到这条记录，重新发一遍就好。")
    return _fields(entry, lines_of(receipt)[wanted])


def _which(receipt: Receipt, lines: list[tuple[int, Line]]) -> Card:
    shown = lines[:BUTTONS]
    return card(
        "notice",
        title="改哪条？",
        desc=f"回执 #{receipt.number}",
        pairs=[(str(at + 1), f"{line.label} {line.whom} {line.note}") for at, line in shown],
        buttons=[button(f"改 {at + 1}", ChooseAmend(receipt=receipt.number, nth=at + 1)) for at, _ in shown],
    )


def _fields(entry: JournalEntry, line: Line) -> Card:
    kind, _ = unpack(entry.command)
    return card(
        "notice",
        title="改哪一项？",
        desc=f"{line.what} · {line.whom}",
        text="点一项再告诉我改成什么；也可以直接说“联系人改成李经理”。",
        buttons=[
            button(LABELS.get(field, field), pack(Amend, {"entry": entry.id, "field": field, "of": kind.key()}))
            for field in HANDLERS[kind].fields[:BUTTONS]
        ],
    )
