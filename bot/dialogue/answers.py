"""Open questions: what answers them, by words or by a tap, and what happens then."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tortoise.queryset import QuerySet

from bot import bus, journal
from bot.bus import Redrawn, Result, Stored, Unconfirmed
from bot.context import Context
from bot.customers import is_id
from bot.dialogue import conversation, repeating
from bot.dialogue.conversation import CONFIRM, OnReceipt
from bot.dialogue.questions import FREE, NAMED, QUESTIONS
from bot.dialogue.receipts import ANSWERED, DROPPED, Line, draw, line_of, settle, subject
from bot.understanding import read_answer
from domain.command import Ask, Command, Refused, unpack
from domain.customers import CreateCustomer
from domain.dialogue import QUESTION_OPEN
from domain.directory import Directory
from domain.people import Actor
from storage.customer_keys import remember_alias
from storage.models import Draft, Receipt
from storage.prepared import prepared

YES = frozenset({"确认", "确认提交", "提交", "是", "是的", "对", "好", "好的", "可以"})
CANCEL = frozenset({"取消", "算了", "不要了", "不用了"})


async def newest(ctx: Context) -> Draft | None:
    """The question that typed words may answer."""
    newest_ones = await _open(ctx.actor)
    return next((draft for draft in newest_ones if draft.expires_at > ctx.now), None)


def read(draft: Draft, text: str, now: datetime, directory: Directory) -> dict[str, Any] | None:
    """The slots that the text fills, where the whole of it reads as an answer; None: it is a new message."""
    said = text.strip()
    chosen = _chosen(draft, said)
    if chosen is not None:
        return chosen
    if draft.slot == CONFIRM:
        return {CONFIRM: True} if said in YES else None
    kind, slots = unpack(draft.command)
    field = _field(draft, slots)
    if field in FREE or field in NAMED:
        return {draft.slot: said}
    about = Command.BY_NAME.get(str(slots.get("of")), kind)
    value = read_answer(about, field, said, now, directory)
    return None if value is None else {draft.slot: value}


def wants_a_value(draft: Draft) -> bool:
    """Free text takes the next message whole, whatever it says."""
    return _field(draft, unpack(draft.command)[1]) not in FREE


async def conclude(draft: Draft, filled: dict[str, Any] | None, ctx: Context) -> str:
    """Typed words answer the question, or with None drop it. Returns what became of the message."""

    async def going() -> Result:
        return await drop(draft, ctx) if filled is None else await answer(draft, filled, ctx)

    kind, slots = unpack(draft.command)
    outcome = await bus.attempt(going, ctx)
    await conversation.reply(kind, slots, outcome, ctx)
    return "asked" if isinstance(outcome, Redrawn) and await newest(ctx) else "done"


async def answer(draft: Draft, filled: dict[str, Any], ctx: Context) -> Result:
    """Completes the command with what was filled in. Refused: nothing changes, the question stays open."""
    receipt = await claim(draft, "answered")
    kind, slots = unpack(draft.command)
    if not filled or filled.get("new") == "":
        return await _named_by_hand(draft, kind, slots, receipt, creates="new" in filled, ctx=ctx)
    if "named" in filled:
        filled = {"customer": filled["named"]}
    if "new" in filled:
        filled = {"customer": await _create(str(filled["new"]), receipt, ctx)}
    merged = {**slots, **{name: value for name, value in filled.items() if name != CONFIRM}}
    outcome = await conversation.run(kind, merged, ctx, confirmed=CONFIRM in filled)
    if isinstance(outcome, Redrawn):
        await settle(receipt, draft.line, Line(DROPPED))
        return outcome
    if isinstance(outcome, dict | str):  # a query's answer stands for itself, and so does a decision's
        await settle(receipt, draft.line, Line(ANSWERED))
        await _remember(draft, merged, ctx)
        if not ctx.tap:
            await ctx.close(subject(receipt), draw(receipt, {}))
        return outcome
    await settle(receipt, draft.line, conversation.line_for(kind, outcome, ctx))
    await _keep(outcome, kind, merged, draft, receipt, ctx)
    if twin := await _same_question(draft, filled):
        return await answer(twin, filled, ctx)
    return Redrawn(receipt)


async def claim(draft: Draft, state: str) -> Receipt:
    """Compare-and-set: an old or a double tap finds the question settled (W5)."""
    if not await Draft.filter(id=draft.id, state="open").update(state=state):
        raise Refused("这个问题已经处理过了，看最新的那张卡片就好。")
    return await Receipt.get(id=draft.receipt_id)


async def drop(draft: Draft, ctx: Context) -> Redrawn:
    """不要了: nothing is written, the words stay in the journal."""
    receipt = await claim(draft, "dropped")
    kind, slots = unpack(draft.command)
    await journal.refused(ctx, kind, {**slots}, Refused(f"不要了：{draft.said}"), draft.line, receipt).save(
        force_create=True
    )
    await settle(receipt, draft.line, Line(DROPPED, label=conversation.LABELS.get(kind.key(), "记录")))
    return Redrawn(receipt, words="好的，这条不记了。")


async def wake(draft: Draft, ctx: Context) -> None:
    """Typed words answer it again, before any other question."""
    draft.asked_at, draft.expires_at = ctx.now, ctx.now + QUESTION_OPEN
    await draft.save(update_fields=["asked_at", "expires_at"])


@prepared
def _open(actor: Actor) -> QuerySet[Draft]:
    return Draft.filter(member_id=actor.id, state="open").order_by("-asked_at", "-id").limit(1)


def _field(draft: Draft, slots: dict[str, Any]) -> str:
    """The slot that is asked for; of an amendment the one that changes."""
    return str(slots.get("field")) if draft.slot == "value" and slots.get("field") else draft.slot


def _chosen(draft: Draft, said: str) -> dict[str, Any] | None:
    """An option by its number or its label."""
    word = said.removeprefix("选").strip()
    numbered = [option for option in draft.options if option.get("text")]
    if word.isascii() and word.isdigit() and 1 <= int(word) <= len(numbered):
        return dict(numbered[int(word) - 1]["slots"])
    if said == "新客户":
        return next((dict(option["slots"]) for option in draft.options if "new" in option["slots"]), None)
    same = (option for option in draft.options if option["label"].replace(" ", "") == said.replace(" ", ""))
    return next((dict(option["slots"]) for option in same), None)


async def _same_question(draft: Draft, filled: dict[str, Any]) -> Draft | None:
    """A customer named once in a message is asked for once: what was picked answers for its other commands too."""
    if draft.slot != "customer" or "customer" not in filled:
        return None
    others = await Draft.filter(receipt_id=draft.receipt_id, state="open", slot="customer").order_by("line")
    return next((other for other in others if other.options == draft.options), None)


async def _named_by_hand(
    draft: Draft, kind: type[Command], slots: dict[str, Any], receipt: Receipt, *, creates: bool, ctx: Context
) -> Redrawn:
    """都不是, or a new customer without a name yet: the name is typed."""
    words = QUESTIONS["create_customer", "name"] if creates else "那是哪家？发客户全称给我"
    ask = Ask(kind, slots, "new" if creates else "named", words)
    await conversation.keep_question(ask, draft.said, receipt, draft.line, ctx)
    return Redrawn(receipt)


async def _create(name: str, receipt: Receipt, ctx: Context) -> str:
    """The new customer, on a line of its own of the same receipt, so that one 撤销 takes back both."""
    command = CreateCustomer(name=name)
    done = await bus.execute(command, ctx)
    assert isinstance(done, Stored)
    receipt.lines = [*receipt.lines, line_of(CreateCustomer, done, ctx.today).as_json()]
    await receipt.save(update_fields=["lines"])
    await journal.stored(ctx, command, done, len(receipt.lines) - 1, receipt).save(force_create=True)
    return "#" + done.record.partition(":")[2]


async def _keep(
    outcome: OnReceipt,
    kind: type[Command],
    slots: dict[str, Any],
    draft: Draft,
    receipt: Receipt,
    ctx: Context,
) -> None:
    if isinstance(outcome, Unconfirmed):
        outcome = conversation.to_confirm(kind, slots, outcome)
    if isinstance(outcome, Ask):
        await conversation.keep_question(outcome, draft.said, receipt, draft.line, ctx)
    elif isinstance(outcome, Refused):
        await journal.refused(ctx, kind, slots, outcome, draft.line, receipt).save(force_create=True)
    else:
        await journal.stored(ctx, kind.make(slots), outcome, draft.line, receipt).save(force_create=True)
        await repeating.told(kind, slots, outcome, receipt, ctx)
        await _remember(draft, slots, ctx)


async def _remember(draft: Draft, slots: dict[str, Any], ctx: Context) -> None:
    """A confirmed pick: next time the same words mean that customer, for this person."""
    picked = slots.get("customer")
    if draft.slot in ("customer", "named") and isinstance(picked, str) and is_id(picked):
        await remember_alias(ctx.actor, int(picked[1:]), draft.said)
