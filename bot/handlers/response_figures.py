"""How fast people answer: customers, departments, proposals (R4, R9, R72, R86)."""

from __future__ import annotations

from collections import Counter

from bot.context import Context
from bot.dialogue.keywords import keyword
from domain import metrics
from domain.command import Refused
from domain.metrics import BEFORE_CLOSING, BEFORE_RESPONSE, BEFORE_TRIPS, FORMULAS, Asked
from domain.people import TITLES
from domain.playbook import DEFAULT
from storage import queries
from storage.models import Activity, Opportunity, Reply

NOTHING = "还没有数据。"


@keyword("响应时长")
async def response(rest: str, ctx: Context) -> str:
    if rest.startswith("客户"):
        return await _to_customers(ctx)
    found = metrics.first_response(await _requests(ctx), DEFAULT.respond_within)
    if found is None:
        return f"{NOTHING}\n口径：{FORMULAS['响应时长']}"
    return (
        f"跨部门首次响应平均 {found.hours:.1f} 小时，{found.share:.0%} 在 4 小时内（共 {found.count} 个请求；"
        f"原来 {BEFORE_RESPONSE} 小时）\n口径：{FORMULAS['响应时长']}"
    )


@keyword("协作耗时")
async def closing(rest: str, ctx: Context) -> str:
    hours = metrics.closing_hours(await _requests(ctx))
    lines = [f"{department} {mean:.1f} 小时" for department, mean in hours.items()]
    told = "\n".join(lines) if lines else NOTHING
    return f"{told}\n（原来超过 {BEFORE_CLOSING} 小时）\n口径：{FORMULAS['协作耗时']}"


@keyword("往返次数")
async def trips(rest: str, ctx: Context) -> str:
    _allowed(ctx)
    reviews = {row.id: row for row in await queries.requests(ctx.actor).filter(kind="review")}
    answers: Counter[int] = Counter()
    for reply in await Reply.filter(request_id__in=list(reviews)):
        asked = reviews[reply.request_id]
        answers[asked.opportunity_id or 0] += reply.member_id != asked.member_id
    mean = metrics.round_trips(count for count in answers.values() if count)
    told = NOTHING if mean is None else f"每个方案平均往返 {mean:.1f} 次（原来 {BEFORE_TRIPS} 次）"
    return f"{told}\n口径：{FORMULAS['往返次数']}"


async def _to_customers(ctx: Context) -> str:
    _allowed(ctx)
    deals = await Opportunity.filter(queries.owners(ctx.actor, "figures.read"))
    actions = Activity.filter(customer_id__in={deal.customer_id for deal in deals}).order_by("created_at")
    by_customer: dict[int, list[Activity]] = {}
    for activity in await actions:
        by_customer.setdefault(activity.customer_id, []).append(activity)
    spans = [
        (deal.opened_at, first.created_at)
        for deal in deals
        if (first := _first_after(deal, by_customer.get(deal.customer_id, [])))
    ]
    hours = metrics.first_action_hours(spans)
    told = NOTHING if hours is None else f"客户响应中位数 {hours:.1f} 小时（共 {len(spans)} 个商机）"
    return f"{told}\n口径：{FORMULAS['响应时长 客户']}"


def _first_after(deal: Opportunity, activities: list[Activity]) -> Activity | None:
    return next((one for one in activities if one.created_at >= deal.opened_at), None)


async def _requests(ctx: Context) -> list[Asked]:
    _allowed(ctx)
    rows = await queries.requests(ctx.actor)
    return [Asked(row.department, row.asked_at, row.answered_at, row.closed_at) for row in rows]


def _allowed(ctx: Context) -> None:
    if ctx.actor.scope("figures.read") is None:
        raise Refused(f"{TITLES[ctx.actor.role]}不能看这个数字。发“我的权限”看看你能做什么。")
