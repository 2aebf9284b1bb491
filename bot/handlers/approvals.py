"""同意, 驳回, 退回修改, 拿回, by tap or by words; a list of them by one tap (R38, R123)."""

from __future__ import annotations

from bot import bus
from bot.approvals import announcing, approving, cards
from bot.approvals.approving import Step
from bot.approvals.evidence import evidence_of
from bot.approvals.lookup import (
    choices,
    last_done,
    only_waiting,
    reads_money,
    split,
    summary,
    the_approval,
    waiting_for,
    was_shown,
)
from bot.bus import handles
from bot.cards import Card, card
from bot.cards.render import ROWS, button
from bot.context import Context
from bot.dialogue.keywords import Wish, keyword, stands_for
from bot.dialogue.questions import ready
from bot.quotes import words as quote_words
from domain import approvals
from domain.approvals import WORDS, Standing, Verdict
from domain.command import Option
from domain.deciding import READY_REASONS, ApproveListed, ReturnForChange, ShowApproval, TakeBack
from domain.quotes import Approve, Reject
from storage.models import Approval

LISTED = ROWS


@handles(Approve, needs="approval.decide", writes=True, stays=True)
async def approve(command: Approve, ctx: Context) -> Card | str:
    said = command.quote_no or command.contract_no or command.customer
    return await _decide(command, Verdict.AGREED, said, ctx)


@handles(Reject, needs="approval.decide", writes=True, stays=True)
async def reject(command: Reject, ctx: Context) -> Card | str:
    said = command.quote_no or command.contract_no or command.customer
    return await _decide(command, Verdict.REJECTED, said, ctx)


@handles(ReturnForChange, needs="approval.decide", writes=True, stays=True)
async def return_for_change(command: ReturnForChange, ctx: Context) -> Card | str:
    return await _decide(command, Verdict.RETURNED, command.document, ctx)


@handles(TakeBack, needs="approval.pass", writes=True)
async def take_back(command: TakeBack, ctx: Context) -> Card:
    named = command.approval or command.document
    row = await (the_approval(ctx, command.approval, command.document) if named else last_done(ctx, Verdict.AGREED))
    me = ctx.actor.id
    step = Step(Verdict.TAKEN_BACK, command=command)
    row = await approving.change(row.id, ctx, lambda standing: approvals.take_back(standing, me), step)
    return cards.over(row, await evidence_of(row, ctx), "已拿回", "新的卡片在下面，重新决定就好")


@handles(ApproveListed, needs="approval.decide", writes=True)
async def approve_listed(command: ApproveListed, ctx: Context) -> Card:
    """Exactly what was listed, each for itself: one that has changed meanwhile takes nothing from the others."""
    pairs = []
    for listed in sorted(command.listed, key=lambda one: int(one.partition(":")[0])):
        key, _, seen = listed.partition(":")
        one = Approve(approval=int(key), seen=int(seen))

        async def going(one: Approve = one) -> str:
            row = await _decided(one, Verdict.AGREED, await the_approval(ctx, one.approval, None), ctx)
            return row.title

        done = await bus.attempt(going, ctx)
        row = await Approval.get(id=int(key))
        pairs.append((row.title, "已同意" if isinstance(done, str) else str(done)))
    agreed = sum(words == "已同意" for _, words in pairs)
    lines = "\n".join(f"{title} {words}" for title, words in pairs)
    return card("closed", title=f"已同意 {agreed} 张", text=lines, label=f"已同意 {agreed} 张")


@handles(ShowApproval, needs="approval.read")
async def show(command: ShowApproval, ctx: Context) -> Card | str:
    """全部明细: the rest as text; the card stays."""
    if not command.approval and command.document and (waiting := await quote_words.waits(command.document, ctx)):
        return waiting
    if command.approval or command.document:
        row = await the_approval(ctx, command.approval, command.document)
    else:
        row = await only_waiting(ctx, ShowApproval, {})
    told = [await summary(row, ctx), *await announcing.progress(row, ctx.now)]
    if reads_money(row, ctx.actor):
        evidence = await evidence_of(row, ctx)
        rows = [f"{name}：{value}" for name, value in evidence.rows.items() if value]
        told.insert(1, evidence.all_details or "\n".join([*evidence.lines, *rows]))
    return "\n".join(told)


@stands_for("退回")
async def returned(rest: str, ctx: Context) -> Wish:
    document, _, words = await split(rest, ctx)
    return ReturnForChange, {"document": document, "reason": words or None}


@stands_for("拿回")
async def taken_back(rest: str, ctx: Context) -> Wish:
    return TakeBack, {"document": rest or None}


@stands_for("全部明细")
async def details(rest: str, ctx: Context) -> Wish:
    return ShowApproval, {"document": rest or None}


@keyword("批量同意")
async def together(rest: str, ctx: Context) -> Card | str:
    """Number, customer and amount first, then one tap for exactly these."""
    rows = [row for row in await waiting_for(ctx.actor.id) if _may_decide(row, ctx)]
    if rest:
        rows = [row for row in rows if rest in await summary(row, ctx)]
    if not rows:
        return "现在没有等你审批的单子。"
    shown = rows[:LISTED]
    pairs = [(str(n), await summary(row, ctx)) for n, row in enumerate(shown, 1)]
    listed = tuple(f"{row.id}:{row.standing['round']}" for row in shown)
    return card(
        "notice",
        title=f"{len(rows)} 张在等你审批",
        desc=f"先列最早的 {LISTED} 张" if len(rows) > LISTED else "",
        text="\n".join(f"{n} {words}" for n, words in pairs),
        buttons=[button(f"全部同意（{len(shown)}）", ApproveListed(listed=listed))],
    )


@ready(Approve, "quote_no")
@ready(Reject, "quote_no")
@ready(ReturnForChange, "document")
async def which(ctx: Context) -> list[Option]:
    return await choices(ctx, Approve)


@ready(Reject, "reason")
@ready(ReturnForChange, "reason")
async def reasons(ctx: Context) -> list[Option]:
    return [Option(reason, {"reason": reason}) for reason in READY_REASONS[:5]]


async def _decide(
    command: Approve | Reject | ReturnForChange, verdict: Verdict, said: str | None, ctx: Context
) -> Card | str:
    row = await the_approval(ctx, command.approval, said)
    if command.approval is None and _is_due(row, ctx) and not await was_shown(row, ctx):
        return await _shown_first(row, ctx)
    row = await _decided(command, verdict, row, ctx)
    words = "\n".join(await approving.standing_words(row.subject, ctx.now))
    return cards.over(row, await evidence_of(row, ctx), f"已{WORDS[verdict]}", words)


async def _decided(
    command: Approve | Reject | ReturnForChange, verdict: Verdict, row: Approval, ctx: Context
) -> Approval:
    me, seen = ctx.actor.id, command.seen
    step = Step(verdict, command.reason, command=command)
    return await approving.change(row.id, ctx, lambda standing: approvals.decide(standing, me, verdict, seen), step)


async def _shown_first(row: Approval, ctx: Context) -> str:
    """Words count for the version that the person was shown; a newer one is shown first."""
    why = "这是最新的一版，看过再决定"
    await announcing.ask_again(
        row, Standing.from_json(row.standing), [ctx.actor.id], await evidence_of(row, ctx), ctx, why
    )
    return f"{row.title} 你还没看过，卡片发你了，看过再决定。"


def _is_due(row: Approval, ctx: Context) -> bool:
    return ctx.actor.id in Standing.from_json(row.standing).due


def _may_decide(row: Approval, ctx: Context) -> bool:
    return not approvals.turn(Standing.from_json(row.standing), ctx.actor.id).only_transfer
