"""The 48 hours of an approval: reminders at 24 and 44 hours, at 48 the next manager joins; leaves that begin."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.approvals import announcing, approving
from bot.approvals import people as approval_people
from bot.approvals.approving import Step
from bot.approvals.cards import left_words
from bot.approvals.evidence import evidence_of
from bot.context import Context
from domain.approvals import Standing, Verdict
from domain.approvers import Company
from domain.playbook import DEFAULT
from domain.seating import join
from scheduler.runner import CLOCK, DUE, DueRows, job
from storage.models import Approval, ApprovalStep

AT_ONCE = 50
STEPS = (*DEFAULT.remind_after, DEFAULT.decide_within)


@job(catch_up=timedelta(hours=20), hour=0, minute=1)
async def leaves_begin(ctx: Context) -> None:
    """On the first day of a leave what waits for that person goes to the delegate too, or up the chain."""
    await approving.pass_on(ctx, verdict=Verdict.DELEGATED)


async def due(now: datetime) -> list[int]:
    waiting = Approval.filter(state="pending", due_at__lte=now).order_by("due_at")
    return [row.id for row in await waiting.limit(AT_ONCE).only("id")]


async def ring(key: int, now: datetime) -> None:
    """Claimed by compare-and-set. After a standstill only the newest of the steps that were missed is done."""
    row = await Approval.get(id=key).select_related("requester")
    passed = sum(row.asked_at + after <= now for after in STEPS)
    following = row.asked_at + STEPS[passed] if passed < len(STEPS) else None
    claimed = Approval.filter(id=key, state="pending", step=row.step, due_at=row.due_at)
    if not await claimed.update(step=passed, due_at=following):
        return
    ctx = Context(CLOCK, now, f"approval-{key}-{passed}-{row.asked_at:%Y%m%d%H%M}", now)
    if passed == len(STEPS):
        await _escalate(row, ctx)
    else:
        await _remind(row, ctx)
    await ctx.flush()


async def next_due() -> datetime | None:
    first = await Approval.filter(state="pending", due_at__not_isnull=True).order_by("due_at").first()
    return first.due_at if first else None


async def _remind(row: Approval, ctx: Context) -> None:
    """A new card for whoever is still due: its code lives another 72 hours."""
    standing = Standing.from_json(row.standing)
    why = f"催办：{left_words(row, ctx.now)}"
    await announcing.ask_again(row, standing, standing.due, await evidence_of(row, ctx), ctx, why)
    steps = [
        ApprovalStep(approval_id=row.id, member_id=who, verdict=Verdict.REMINDED, at=ctx.now, source=ctx.source)
        for who in standing.due
    ]
    await ApprovalStep.bulk_create(steps)


async def _escalate(row: Approval, ctx: Context) -> None:
    """The next manager gets the card too; either may decide until one has."""
    company = await approval_people.company(ctx.now.date())
    before = Standing.from_json(row.standing)
    joined = tuple(dict.fromkeys(who for people in _above(before, company).values() for who in people))
    step = Step(Verdict.ESCALATED, whom=joined)
    row = await approving.change(row.id, ctx, lambda standing: join(standing, _above(standing, company)), step)
    standing = Standing.from_json(row.standing)
    waiting = [who for who in before.due if who in standing.due]
    if waiting:
        why = "已超过 48 小时" + ("，上级也收到了，谁先批都行" if joined else "，请尽快处理")
        await announcing.ask_again(row, standing, waiting, await evidence_of(row, ctx), ctx, why)


def _above(standing: Standing, company: Company) -> dict[int, tuple[int, ...]]:
    return {place.key: company.escalation(place, standing.requester) for place in standing.open}


DUE.append(DueRows(due, ring, next_due))
