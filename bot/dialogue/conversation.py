"""A message becomes commands, run in order, and one receipt that answers for all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from bot import bus, journal
from bot.bus import HANDLERS, Outcome, Redrawn, Result, Stored, Unconfirmed
from bot.cards import Card
from bot.context import Context
from bot.dialogue import receipts, repeating
from bot.dialogue.questions import missing
from bot.dialogue.receipts import ASKED, REFUSED, Line, line_of
from domain.command import Ask, Command, Option, Refused, pack, unpack
from domain.dialogue import QUESTION_OPEN
from domain.records import Amend
from domain.solutions import DecideReview
from domain.words import clipped
from storage.models import Draft, JournalEntry, Receipt

CONFIRM = "confirm"
OnReceipt = Stored | Refused | Ask | Unconfirmed
Wish = tuple[type[Command], Mapping[str, object]]


async def carry_out(wishes: list[Wish], said: str, ctx: Context) -> str:
    """Runs the commands of one message and answers it. Returns what became of it: done or asked."""
    outcomes = [(kind, slots, await run(kind, slots, ctx)) for kind, slots in wishes]
    kept = [item for item in outcomes if _on_receipt(item[0], item[2])]
    if len(kept) == 1 and isinstance(kept[0][2], Ask) and kept[0][2].kind is Amend:
        await _ask_about(kept[0][2], said, ctx)
    elif len(kept) == 1 and isinstance(kept[0][2], Refused):
        kind, slots, no = kept[0][0], kept[0][1], kept[0][2]
        await _refuse(kind, slots, no, ctx)
    elif kept:
        await _receive(kept, said, ctx)
    for kind, slots, outcome in outcomes:
        if not _on_receipt(kind, outcome):
            await reply(kind, slots, outcome, ctx)
    return "asked" if any(isinstance(outcome, Ask | Unconfirmed) for _, _, outcome in outcomes) else "done"


async def run(kind: type[Command], slots: Mapping[str, object], ctx: Context, *, confirmed: bool = False) -> Outcome:
    """One command in its savepoint, asked for first where something is missing, shown first where it binds us."""

    async def going() -> Result:
        bus.allow(kind, ctx)  # nobody is asked for what they may not do
        if question := await missing(kind, dict(slots), ctx):
            raise question
        result = await bus.execute(kind.make(slots), ctx)
        button = HANDLERS[kind].confirm or (result.confirm if isinstance(result, Stored) else None)
        if button and not confirmed and isinstance(result, Stored):
            raise Unconfirmed(result, button)
        return result

    return await bus.attempt(going, ctx)


async def show(receipt: Receipt, ctx: Context) -> None:
    """The receipt as it stands now: in place of the tapped card, or as a new one that closes the old."""
    about = receipts.subject(receipt)
    drafts = {draft.line: draft for draft in await Draft.filter(receipt_id=receipt.id, state="open")}
    drawn = receipts.draw(receipt, drafts)
    if not ctx.tap:
        await ctx.close(about, drawn | {"replace_text": "见下方新卡片"})
    ctx.answer(drawn, about)


async def redraw(result: Redrawn, ctx: Context) -> None:
    """Said, the words answer and the old cards change in place; tapped, the tapped one does."""
    if result.words and not ctx.tap:
        ctx.say(result.words)
        drafts = {draft.line: draft for draft in await Draft.filter(receipt_id=result.receipt.id, state="open")}
        drawn = receipts.draw(result.receipt, drafts)
        await ctx.close(receipts.subject(result.receipt), drawn)
    else:
        await show(result.receipt, ctx)


async def keep_question(ask: Ask, said: str, receipt: Receipt, line: int, ctx: Context) -> Draft:
    """The half-made command waits in the database: 30 minutes for typed words, 30 days for its buttons."""
    return await Draft.create(
        member_id=ctx.actor.id,
        receipt_id=receipt.id,
        line=line,
        command=pack(ask.kind, ask.slots),
        slot=ask.slot,
        question=ask.question,
        options=[{"label": o.label, "slots": dict(o.slots), "text": o.text} for o in ask.options],
        said=clipped(said, 500),
        writes=_files(ask.kind),
        asked_at=ctx.now + timedelta(microseconds=line),  # of one message the last question is the newest
        expires_at=ctx.now + QUESTION_OPEN,
    )


def about(draft: Draft) -> str:
    """What an unfiled question is about: the person's own words; of a button that was tapped, what it was for."""
    kind, slots = unpack(draft.command)
    named = str(slots.get("contract_no") or slots.get("quote_no") or "")
    tapped = f"{LABELS.get(kind.key(), '记录')} {named}".strip()
    return draft.said or f"{tapped}：{draft.question}"


def to_confirm(kind: type[Command], slots: Mapping[str, object], shown: Unconfirmed) -> Ask:
    """The whole command waits for its button; the card shows what will be stored."""
    return Ask(kind, dict(slots), CONFIRM, f"{shown.button}吗？", Option(shown.button, {CONFIRM: True}))


def line_for(kind: type[Command], outcome: Stored | Refused | Ask | Unconfirmed, ctx: Context) -> Line:
    label = LABELS.get(kind.key(), "记录")
    if isinstance(outcome, Unconfirmed):
        return replace(line_of(kind, outcome.preview, ctx.today), state=ASKED, what="待确认", amend=False)
    if isinstance(outcome, Stored):
        return line_of(kind, outcome, ctx.today)
    if isinstance(outcome, Refused):
        return Line(REFUSED, label=label, note=str(outcome), buttons=[list(offer) for offer in outcome.offers])
    return Line(ASKED, label=label)


LABELS = {
    "log_activity": "跟进",
    "create_customer": "新客户",
    "add_contact": "联系人",
    "update_customer": "改资料",
    "open_opportunity": "商机",
    "set_reminder": "提醒",
    "suggest": "建议",
    "submit_quote": "报价",
    "revise_quote": "报价",
    "withdraw_quote": "撤回报价",
    "advance_stage": "阶段",
    "lose_opportunity": "丢单",
    "override_gate": "放行",
    "open_lead": "新线索",
    "archive_requirement": "需求文档",
    "record_solution_version": "方案版本",
    "request_review": "评审",
    "request_help": "求助",
    "decide_review": "评审",
    "reply_request": "回复",
    "sign_contract": "合同",
    "date_delivery": "交期",
    "plan_payments": "付款计划",
    "complete_delivery": "交付",
    "cancel_contract": "作废合同",
    "record_payment": "回款",
    "query_customer": "查客户",
}


def _files(kind: type[Command]) -> bool:
    """Whether its unanswered question leaves something unfiled: queries, decisions and 请假委托 leave nothing."""
    handler = HANDLERS[kind]
    return handler.writes and not handler.needs.startswith("approval.") and kind is not DecideReview


def _on_receipt(kind: type[Command], outcome: Outcome) -> bool:
    """What was written or asked stands on the receipt; queries and words about receipts answer for themselves."""
    if isinstance(outcome, Refused):
        return HANDLERS[kind].writes
    return isinstance(outcome, Stored | Ask | Unconfirmed)


async def _ask_about(ask: Ask, said: str, ctx: Context) -> None:
    """A question about a line that stands keeps to that line's receipt."""
    entry = await JournalEntry.get(id=int(str(ask.slots["entry"])), member_id=ctx.actor.id).select_related("receipt")
    assert entry.receipt is not None, "only what stands on a receipt is amended"
    ctx.answer(receipts.question(await keep_question(ask, said, entry.receipt, entry.line, ctx)))


async def _receive(kept: list[tuple[type[Command], Mapping[str, object], Outcome]], said: str, ctx: Context) -> None:
    outcomes = [(kind, slots, outcome) for kind, slots, outcome in kept if isinstance(outcome, OnReceipt)]
    lines = [line_for(kind, outcome, ctx).as_json() for kind, _, outcome in outcomes]
    receipt = await Receipt.create(member_id=ctx.actor.id, source=ctx.source, created_at=ctx.now, lines=lines)
    entries: list[JournalEntry] = []
    drafts: dict[int, Draft] = {}
    for at, (kind, slots, outcome) in enumerate(outcomes):
        if isinstance(outcome, Ask):
            drafts[at] = await keep_question(outcome, said, receipt, at, ctx)
        elif isinstance(outcome, Unconfirmed):
            drafts[at] = await keep_question(to_confirm(kind, slots, outcome), said, receipt, at, ctx)
        elif isinstance(outcome, Refused):
            entries.append(journal.refused(ctx, kind, slots, outcome, at, receipt))
        else:
            entries.append(journal.stored(ctx, kind.make(slots), outcome, at, receipt))
            await repeating.told(kind, slots, outcome, receipt, ctx)
    await journal.write(entries)
    drawn, about = receipts.draw(receipt, drafts), receipts.subject(receipt)
    if any(HANDLERS[kind].stays for kind, _, _ in outcomes):
        ctx.send(ctx.actor.userid, drawn, subject=about)
    else:
        ctx.answer(drawn, about)


async def reply(kind: type[Command], slots: Mapping[str, object], outcome: Outcome, ctx: Context) -> None:
    if isinstance(outcome, Redrawn):
        await redraw(outcome, ctx)
    elif isinstance(outcome, Refused):
        await _refuse(kind, slots, outcome, ctx)
    elif isinstance(outcome, str | dict):
        card_or_words: Card | str = outcome
        ctx.answer(card_or_words)


async def _refuse(kind: type[Command], slots: Mapping[str, object], no: Refused, ctx: Context) -> None:
    """In words; on a card where buttons help on."""
    await journal.refused(ctx, kind, slots, no).save(force_create=True)
    ctx.answer(receipts.refusal(str(no), no.offers) if no.offers else str(no))
