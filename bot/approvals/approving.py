"""An approval on its way: asked for, decided, passed on; each act counts once, however many come at the same time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

from bot.approvals import announcing
from bot.approvals import people as approval_people
from bot.approvals.announcing import Step
from bot.approvals.evidence import Evidence, evidence_for, evidence_of, gathered, outcome_of, settle
from bot.context import Context
from domain import approvals, approvers
from domain.approvals import Standing, Verdict
from domain.approvers import Company
from domain.deciding import ShowApproval
from domain.playbook import DEFAULT
from domain.seating import reseat
from storage import asking
from storage.models import Approval, ApprovalStep, JournalEntry, Member

__all__ = ["Evidence", "Step", "change", "evidence_for", "outcome_of", "pass_on", "standing_words", "start", "withdraw"]

Change = Callable[[Standing], Standing]


async def start(
    subject: str, title: str, total: Decimal, requester: Member, ctx: Context, *, below_floor: bool = False
) -> Approval:
    """Asks whom the rules name for this total in yuan, tax included; a version after a return goes on where it was."""
    evidence = await gathered(subject, title, ctx)
    terms = f"{total}|{below_floor}|{evidence.agreed or evidence.lines}"
    company = await approval_people.company(ctx.now.date())
    standing = await _resumed(title, terms, requester, company)
    resumed = standing is not None
    if standing is None:
        standing = approvers.begin(DEFAULT, company, requester.id, total, below_floor=below_floor, terms=terms)
    row = await _kept(subject, title, standing, requester, ctx)
    await record(row, Step(Verdict.SUBMITTED, who=requester.id), None, standing, ctx)
    await announcing.begun(row, standing, evidence, ctx, resumed=resumed)
    return row


async def withdraw(subject: str, ctx: Context) -> None:
    """By the submitter, or because a newer version stands in its place; nothing to do where it has ended."""
    row = await Approval.get_or_none(subject=subject, state="pending")
    if row:
        await change(row.id, ctx, approvals.withdraw, Step(Verdict.WITHDRAWN))


async def change(approval: int, ctx: Context, act: Change, step: Step) -> Approval:
    """One act on an approval, and all that follows from it. Refused: as the act says; nothing has changed then."""
    row, before, after = await _swapped(approval, act, ctx)
    await record(row, step, before, after, ctx)
    await announcing.moved(row, before, after, step, await evidence_of(row, ctx), ctx)
    if after.state != "pending":
        await asking.ended(row.subject, ctx.now)
        await settle(row, after.state, ctx)
    return row


async def pass_on(ctx: Context, moved: frozenset[int] = frozenset(), verdict: str = Verdict.REPLACED) -> None:
    """Nobody waits for somebody who is gone, away or moved: their places go to the delegate or the chain (R127)."""
    waiting = await Approval.filter(state="pending").order_by("id")
    if not waiting:
        return
    company = await approval_people.company(ctx.now.date())
    for row in waiting:
        if new := _vacated(Standing.from_json(row.standing), company, moved):
            step = Step(verdict, whom=new)
            await change(row.id, ctx, lambda standing: _reseated(standing, company, moved), step)


async def standing_words(subject: str, now: datetime | None = None) -> list[str]:
    """Who decided, who is next, how long there is."""
    row = await Approval.get_or_none(subject=subject)
    return await announcing.progress(row, now) if row else []


async def record(row: Approval, step: Step, before: Standing | None, after: Standing, ctx: Context) -> None:
    """In the approval's history and in the journal, with the message or tap that it came from."""
    who = step.who or ctx.actor.id or None  # 0 is the clock
    command = step.command or ShowApproval(approval=row.id)
    await ApprovalStep.create(
        approval_id=row.id, member_id=who, verdict=str(step.verdict), words=step.words, at=ctx.now, source=ctx.source
    )
    await JournalEntry.create(
        at=ctx.now,
        member_id=who,
        source=ctx.source,
        action=f"approval_{step.verdict}",
        command=command.pack(),
        record=f"approval:{row.id}",
        before={"state": before.state, "round": before.round} if before else {},
        after={"state": after.state, "round": after.round, "words": step.words, "whom": list(step.whom)},
    )


async def _swapped(approval: int, act: Change, ctx: Context) -> tuple[Approval, Standing, Standing]:
    """Compare-and-set: where somebody else was faster, the act is judged anew on what they left."""
    while True:
        row = await Approval.get(id=approval).select_related("requester")
        before = Standing.from_json(row.standing)
        after = act(before)
        changed: dict[str, Any] = {
            "standing": after.as_json(),
            "state": after.state,
            "edition": row.edition + 1,
        }
        if after.state != "pending":
            changed |= {"decided_at": ctx.now, "due_at": None}
        if await Approval.filter(id=row.id, edition=row.edition).update(**changed):
            await row.update_from_dict(changed)
            return row, before, after


async def _kept(subject: str, title: str, standing: Standing, requester: Member, ctx: Context) -> Approval:
    """A new row; a document that is asked about once more keeps its history."""
    fields: dict[str, Any] = {
        "title": title,
        "standing": standing.as_json(),
        "state": standing.state,
        "asked_at": ctx.now,
        "deadline": ctx.now + DEFAULT.decide_within,
        "due_at": ctx.now + DEFAULT.remind_after[0],
        "step": 0,
        "decided_at": None,
    }
    known = await Approval.get_or_none(subject=subject)
    if known:
        await known.update_from_dict({**fields, "edition": known.edition + 1}).save()
        row = known
    else:
        row = await Approval.create(subject=subject, requester_id=requester.id, **fields)
    row.requester = requester
    return row


async def _resumed(title: str, terms: str, requester: Member, company: Company) -> Standing | None:
    """R126: from the newest version that came back, with whoever sits there today."""
    stem = title.partition("-v")[0]
    earlier = Approval.filter(title__startswith=stem, requester_id=requester.id, state="returned").exclude(title=title)
    for row in await earlier.order_by("-id").limit(5):
        if row.title.partition("-v")[0] == stem:
            again = approvals.resumed(Standing.from_json(row.standing), terms)
            return _reseated(again, company, frozenset()) if again else None
    return None


def _vacated(standing: Standing, company: Company, moved: frozenset[int]) -> tuple[int, ...]:
    """Who is new in the places that somebody can no longer fill; empty where nothing changes."""
    after = _reseated(standing, company, moved)
    if after == standing:
        return ()
    return tuple(who for who in after.people if who not in standing.people) or after.due


def _reseated(standing: Standing, company: Company, moved: frozenset[int]) -> Standing:
    seats = {
        place.key: company.successors(place, standing.requester, moved, standing.beside(place))
        for place in standing.places
        if place.filled is None
    }
    return reseat(standing, seats)
