"""Who hears of a step: read off the difference between how the approval stood and how it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.approvals import cards
from bot.approvals import people as approval_people
from bot.approvals.evidence import Evidence, evidence_of
from bot.approvals.people import members
from bot.context import Context
from bot.keeping import keeper
from domain.approvals import STATES, WORDS, Standing, Verdict
from domain.command import Command
from domain.words import clipped
from storage import asking, db
from storage.models import Approval, ApprovalStep, Customer, Member

SILENT = (Verdict.ASKED, Verdict.REMINDED)  # not told in the history
UNTOLD = (Verdict.CONSULTED, Verdict.ANSWERED, Verdict.REMINDED)  # no step on the way: the submitter need not hear


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the history; `who` is the actor where nothing else is said, `whom` the people it was done to."""

    verdict: str
    words: str | None = None
    whom: tuple[int, ...] = ()
    who: int | None = None
    command: Command | None = None


async def begun(row: Approval, standing: Standing, evidence: Evidence, ctx: Context, *, resumed: bool) -> None:
    """Whoever is due is asked; who agreed to the version before is told, not asked (R126)."""
    known = await members(standing.people)
    await _ask(row, standing, standing.due, evidence, known, ctx, "新版本，接着上次的批" if resumed else None)
    for who in standing.agreed if resumed else ():
        words = f"你同意过的内容没有变，不用再批。{cards.waiting_words(standing, known)}"
        ctx.send(known[who].userid, cards.news(row, evidence, f"{row.title} 已重新提交", words), push=True)


async def moved(row: Approval, before: Standing, after: Standing, step: Step, evidence: Evidence, ctx: Context) -> None:
    """Cards go to whoever's turn has come, close for whoever's is over; the submitter hears of it."""
    known = await members({*before.people, *after.people, *step.whom, row.requester_id, *_talkers(after)})
    actor = ctx.actor.name
    words = _sentence(row, step, actor, known)
    if after.state != "pending":
        label = STATES[after.state]
        for who in dict.fromkeys([*before.people, *after.people]):
            await _close(row, known[who], cards.over(row, evidence, label, _because(words, step)), ctx)
    else:
        for who in before.due:
            if who not in after.due:
                label = f"已{WORDS[step.verdict]}" if who == ctx.actor.id else "已处理"
                text = f"{_because(words, step)}\n{cards.waiting_words(after, known)}"
                await _close(row, known[who], cards.over(row, evidence, label, text), ctx)
    fresh = [who for who in after.due if who not in before.due]
    await _ask(row, after, fresh, evidence, known, ctx, _because(words, step))
    if step.verdict not in UNTOLD and row.requester_id != ctx.actor.id:
        await _tell_submitter(row, after, step, words, evidence, known, ctx)


async def void(subject: str, ctx: Context) -> None:
    """What was agreed to is off: whoever agreed hears of it, and the submitter's manager."""
    row = await Approval.get_or_none(subject=subject)
    if row is None:
        return
    evidence = await evidence_of(row, ctx)
    company = await approval_people.company(ctx.now.date())
    above = company.above(row.requester_id, row.requester_id)
    words = f"{ctx.actor.name} 撤回了已批准的 {row.title}，批准作废"
    for member in (await members({*Standing.from_json(row.standing).agreed, *above})).values():
        if member.id != ctx.actor.id:
            ctx.send(member.userid, cards.news(row, evidence, words), push=True)


async def ask_again(
    row: Approval, standing: Standing, people: Iterable[int], evidence: Evidence, ctx: Context, why: str
) -> None:
    """A new card in place of the earlier ones, which close as it comes."""
    known = await members(standing.people)
    closed = cards.over(row, evidence, "见下方新卡片")
    for who in people:
        await ctx.close(cards.subject(row, who), closed, push=who != ctx.actor.id)
    await _ask(row, standing, people, evidence, known, ctx, why, anew=False)


async def progress(row: Approval, now: datetime | None = None) -> list[str]:
    """What was done by whom and when, who is next, how long there is."""
    standing = Standing.from_json(row.standing)
    steps = await ApprovalStep.filter(approval_id=row.id).order_by("id").select_related("member")
    known = await members([*standing.people, row.requester_id])
    lines = [_line(step) for step in steps if step.verdict not in SILENT]
    if standing.state != "pending":
        return [*lines, STATES[standing.state]]
    lines.append(cards.waiting_words(standing, known))
    later = [cards.names(place.people, known) for place in standing.places if place.filled is None]
    current = {cards.names(place.people, known) for place in standing.open}
    following = [one for one in later if one not in current]
    lines += ["之后 " + "、".join(following)] if following else []
    return [*lines, cards.left_words(row, now) if now else cards.deadline_words(row, row.asked_at)]


async def _ask(
    row: Approval,
    standing: Standing,
    people: Iterable[int],
    evidence: Evidence,
    known: Mapping[int, Member],
    ctx: Context,
    why: str | None,
    *,
    anew: bool = True,
) -> None:
    due = [who for who in people if who in standing.due]
    if evidence.customer_id is not None:
        await asking.asked(row.subject, evidence.customer_id, due)
    for who in due:
        place = next(place for place in standing.open if who in place.people)
        asked = cards.to_decide(row, standing, place, evidence, ctx.now, why)
        ctx.send(known[who].userid, asked, subject=cards.subject(row, who), push=who != ctx.actor.id)
    if anew and due:
        turns = [
            ApprovalStep(approval_id=row.id, member_id=who, verdict=Verdict.ASKED, at=ctx.now, source=ctx.source)
            for who in due
        ]
        await ApprovalStep.bulk_create(turns)


async def _close(row: Approval, member: Member, closed: dict[str, Any], ctx: Context) -> None:
    """The tapped copy is left to its own answer, so that its code can still tell the outcome later."""
    mine = member.id == ctx.actor.id and ctx.tap is not None
    await ctx.close(cards.subject(row, member.id), closed, but=ctx.tap.task_id if mine and ctx.tap else None)


async def _tell_submitter(
    row: Approval,
    after: Standing,
    step: Step,
    words: str,
    evidence: Evidence,
    known: Mapping[int, Member],
    ctx: Context,
) -> None:
    back, done = after.state in ("rejected", "returned"), after.state == "approved"
    title = f"{row.title} {STATES[after.state]}" if done else words
    parts = [
        step.words,
        cards.waiting_words(after, known) if after.state == "pending" else "",
        evidence.agreed_words if done else "",
    ]
    text = "\n".join(part for part in parts if part)
    customer = await Customer.get_or_none(id=evidence.customer_id or 0)
    submitter = await keeper(known[row.requester_id], customer) if customer else known[row.requester_id]
    if submitter is None or submitter.id == ctx.actor.id:
        return
    told = cards.news(row, evidence, title, text, evidence.again if back else evidence.onward if done else ())
    ctx.send(submitter.userid, told, push=True)


def _sentence(row: Approval, step: Step, actor: str, known: Mapping[int, Member]) -> str:
    """What happened, in one sentence."""
    whom = cards.names(step.whom, known, "、")
    sentences = {
        Verdict.AGREED: f"{actor} 同意了 {row.title}",
        Verdict.REJECTED: f"{actor} 驳回了 {row.title}",
        Verdict.RETURNED: f"{actor} 退回了 {row.title}，请修改",
        Verdict.TRANSFERRED: f"{actor} 把 {row.title} 转交给 {whom}",
        Verdict.ADDED: f"{actor} 给 {row.title} 加签 {whom}",
        Verdict.REMOVED: f"{actor} 减掉了 {row.title} 的加签 {whom}",
        Verdict.TAKEN_BACK: f"{actor} 拿回了对 {row.title} 的同意",
        Verdict.ESCALATED: f"{row.title} 超过 48 小时，已升级" + (f"给 {whom}" if whom else ""),
        Verdict.DELEGATED: f"{row.title} 有人请假，由 {whom} 审批",
        Verdict.REPLACED: f"{row.title} 的审批人有变动，由 {whom} 接手",
        Verdict.WITHDRAWN: f"{actor} 撤回了 {row.title}",
    }
    return sentences.get(Verdict(step.verdict), f"{actor} {WORDS[step.verdict]} {row.title}")


def _because(words: str, step: Step) -> str:
    return f"{words}：{clipped(step.words, 60)}" if step.words else words


def _line(step: ApprovalStep) -> str:
    at = db.moment(step.at)
    done = f"{step.member.name if step.member else '系统'} {at.month}月{at.day}日 {at:%H:%M} {WORDS[step.verdict]}"
    return f"{done}：{step.words}" if step.words else done


def _talkers(standing: Standing) -> set[int]:
    return {who for talk in standing.talks for who in (talk.asker, talk.asked)}
