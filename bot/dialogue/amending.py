"""Putting a record right in place: the same command with one slot changed, through the same rule."""

from __future__ import annotations

from tortoise.queryset import QuerySet

from bot import journal
from bot.bus import HANDLERS, Redrawn, Stored
from bot.context import Context
from bot.dialogue.receipts import line_of, lines_of
from bot.understanding import read_answer
from domain.command import Ask, Command, Refused, unpack
from domain.directory import Directory
from domain.records import LABELS, UNDO_WITHIN, Amend
from domain.words import listed
from storage.models import JournalEntry, Receipt

ALIASES = {label: field for field, label in reversed(LABELS.items())} | {
    "时间": "occurred_on",
    "客户名": "customer",
    "跟进时间": "next_follow_up",
    "下次": "next_follow_up",
    "人": "contact",
}


def correctable(ctx: Context) -> QuerySet[JournalEntry]:
    """The actor's records that may still be put right, newest first; an amendment stands for the record it changed."""
    mine = JournalEntry.filter(member_id=ctx.actor.id, at__gt=ctx.now - UNDO_WITHIN, undone_at=None, refused=None)
    return mine.filter(record__not_isnull=True, receipt_id__not_isnull=True).order_by("-id")


def slot_for(kind: type[Command], field: str) -> str | None:
    """The amendable slot of a command that a field's name or label means."""
    slots = HANDLERS[kind].fields
    wanted = field.strip()
    for name in (wanted, ALIASES.get(wanted, "")):
        if name in slots:
            return name
    return next((slot for slot in slots if LABELS.get(slot) == wanted), None)


async def amend(entry: JournalEntry, field: str, value: str, ctx: Context) -> Redrawn:
    """Refused: too late, undone since, or the field is none of the record's. The receipt is to be shown anew."""
    receipt = await _still_open(entry, ctx)
    kind, slots = unpack(await _newest_command(entry))
    slot, done, command = await _revised(entry, kind, slots, field, value, ctx)
    lines = lines_of(receipt)
    lines[entry.line] = line_of(kind, done, ctx.today)
    receipt.lines = [line.as_json() for line in lines]
    await receipt.save(update_fields=["lines"])
    change = {"before": {slot: slots.get(slot)}, "after": {slot: command.given_as_json().get(slot)}}
    await journal.amended(ctx, command, done, entry.line, receipt, **change).save(force_create=True)
    return Redrawn(receipt)


async def _revised(
    entry: JournalEntry, kind: type[Command], slots: dict[str, object], field: str, value: str, ctx: Context
) -> tuple[str, Stored, Command]:
    slot, revise = slot_for(kind, field), HANDLERS[kind].revise
    if revise is None or slot is None:
        fields = listed(LABELS.get(name, name) for name in HANDLERS[kind].fields)
        raise Refused(f"这条记录没有“{LABELS.get(field, field)}”。可以改：{fields}")
    command = _with(kind, slots, slot, value, ctx)
    try:
        return slot, await revise(int(str(entry.record).partition(":")[2]), command, ctx), command
    except Ask as ask:
        again = {"entry": entry.id, "field": slot, "of": kind.key()}
        options = [type(o)(o.label, {"value": o.slots.get(slot)}, o.text) for o in ask.options if o.slots.get(slot)]
        raise Ask(Amend, again, "value", ask.question, *options) from ask


def _with(kind: type[Command], slots: dict[str, object], slot: str, value: str, ctx: Context) -> Command:
    """`value` is JSON, or words as an answer to a question would be: 九折, 3000件."""
    try:
        return kind.make({**slots, slot: value})
    except ValueError as wrong:
        meant = read_answer(kind, slot, value, ctx.said_at, Directory(calendar=ctx.calendar))
        if meant is None or meant == value:
            raise Refused(f"“{value}”不像{LABELS.get(slot, slot)}，换个说法再发一次。") from wrong
        return kind.make({**slots, slot: meant})


async def _newest_command(entry: JournalEntry) -> str:
    """The command as it stands after earlier amendments; the journal keeps each."""
    same = JournalEntry.filter(receipt_id=entry.receipt_id, line=entry.line, record=entry.record, refused=None)
    newest = await same.order_by("-id").first()
    return (newest or entry).command


async def _still_open(entry: JournalEntry, ctx: Context) -> Receipt:
    """The entry's receipt. Refused: it is somebody else's, over a day old, or undone."""
    if entry.member_id != ctx.actor.id or entry.receipt_id is None:
        raise Refused("这条记录不是你记的，改不了。")
    if entry.undone_at:
        raise Refused("这条已经撤销了，重新发一遍就好。")
    if ctx.now - entry.at > UNDO_WITHIN:
        raise Refused("超过 24 小时的记录不能直接改了，补一条说明就好。")
    return await Receipt.get(id=entry.receipt_id)
