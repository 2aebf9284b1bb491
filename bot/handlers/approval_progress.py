"""进度 and 审批时长: where an approval stands, and how long they take (R39, R70)."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.approvals import announcing
from bot.approvals.lookup import summary, the_approval, waiting_for
from bot.cards import Card, card
from bot.cards.render import button
from bot.context import Context
from bot.dialogue.keywords import keyword
from bot.quotes import words as quote_words
from domain import metrics
from domain.approvals import STATES, Verdict
from domain.command import Refused
from domain.deciding import ShowApproval
from domain.metrics import BEFORE_APPROVAL, FORMULAS
from domain.playbook import DEFAULT
from domain.words import day
from storage import queries
from storage.models import Approval, ApprovalStep

PERIOD = timedelta(days=30)
TEXT = 160
APPROVERS = 10
ENDED = ("approved", "rejected")
DECISIONS = (Verdict.AGREED, Verdict.REJECTED, Verdict.RETURNED)
LIMIT = DEFAULT.decide_within


@keyword("进度")
async def progress(rest: str, ctx: Context) -> Card | str:
    """Who has decided, who is next, time left."""
    if rest and (waiting := await quote_words.waits(rest, ctx)):
        return waiting
    row = await the_approval(ctx, None, rest) if rest else await _newest(ctx)
    lines = await announcing.progress(row, ctx.now)
    text = "\n".join(lines)
    if len(text) > TEXT:
        return "\n".join([f"进度 · {await summary(row, ctx)}", text])
    return card(
        "notice",
        title=f"进度 · {await summary(row, ctx)}",
        desc=STATES[row.state],
        text=text,
        pairs={"时限": day(row.deadline.astimezone(ctx.now.tzinfo), ctx.today)} if row.state == "pending" else {},
        buttons=[button("全部明细", ShowApproval(document=row.title, approval=row.id), style=2)],
    )


@keyword("审批时长")
async def durations(rest: str, ctx: Context) -> str:
    """Average, median and by approver over the past 30 days, beside the case's 5.2 days on paper."""
    if ctx.actor.scope("figures.read") is None:
        raise Refused("审批时长只有销售和管理者能看。")
    since = ctx.now - PERIOD
    ended = await queries.approvals(ctx.actor).filter(state__in=ENDED, decided_at__gte=since)
    times = metrics.approval_times([(row.asked_at, row.decided_at) for row in ended if row.decided_at], LIMIT)
    formula = f"口径：{FORMULAS['审批时长']}"
    if times is None:
        return f"近 30 天还没有审批完的单子。原来纸面审批 {BEFORE_APPROVAL} 天。\n{formula}"
    lines = [
        f"近 30 天审批完 {times.count} 张：平均 {times.days:.1f} 天，中位 {times.median:.1f} 天",
        f"原来纸面审批 {BEFORE_APPROVAL} 天；48 小时内批完 {times.share:.0%}",
    ]
    people = metrics.by_person(await _turns(ended))[:APPROVERS]
    lines += [f"{name} 平均 {hours:.1f} 小时（{count} 次）" for name, hours, count in people]
    return "\n".join([*lines, formula])


async def _newest(ctx: Context) -> Approval:
    """Without a number: what the actor submitted last, else what waits for them."""
    mine = await Approval.filter(requester_id=ctx.actor.id).order_by("-id").first()
    waiting = [] if mine else await waiting_for(ctx.actor.id)
    if not (mine or waiting):
        raise Refused("带上单号，比如：进度 Q2026-0001")
    return mine or waiting[0]


async def _turns(ended: list[Approval]) -> list[tuple[str, datetime, datetime]]:
    """Each decision with the moment at which that person's turn had begun."""
    steps = ApprovalStep.filter(approval_id__in=[row.id for row in ended], member_id__not_isnull=True)
    began: dict[tuple[int, int | None], datetime] = {}
    turns = []
    for step in await steps.order_by("id").select_related("member"):
        key = (step.approval_id, step.member_id)
        if step.verdict == Verdict.ASKED:
            began[key] = step.at
        elif step.verdict in DECISIONS and key in began and step.member:
            turns.append((step.member.name, began.pop(key), step.at))
    return turns
