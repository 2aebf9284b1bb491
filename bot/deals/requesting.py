"""Requests between departments: who is asked, on which card, and what its end looks like (R21, R86)."""

from __future__ import annotations

from datetime import datetime

from bot.cards import Card, card
from bot.cards.render import button
from bot.context import Context
from domain.command import Refused, pack
from domain.customers import QueryCustomer
from domain.opportunities import ShowOpportunity
from domain.playbook import DEFAULT
from domain.solutions import (
    FAILED,
    PASSED,
    VERDICTS,
    CloseRequest,
    DecideReview,
    ReplyRequest,
    RequestReview,
    ShowSolution,
    belongs,
    department_named,
    nobody_in,
)
from domain.words import day
from storage import asking
from storage.models import Asked, Customer, Department, Member, Outbox, Reply, Request, SolutionVersion

REVIEW, HELP = "review", "help"
ENDED = {PASSED: "评审通过", FAILED: "评审不通过", "closed": "已解决"}


def subject(request: Request) -> str:
    return f"request:{request.id}"


async def open_request(
    kind: str, department: str, ctx: Context, *, note: str | None, customer: int | None, deal: int | None = None
) -> Request:
    """To every member of the department, with a clock. Refused: there is no such department, or nobody else in it."""
    everybody = await Member.filter(gone_at=None).order_by("-leads", "id")
    paths = [member.department for member in everybody]
    name = department_named(department, [*paths, *await _other_departments(paths)])
    there = [one for one in everybody if belongs(one.department, name)]
    if not there:
        raise Refused(nobody_in(name, [(one.department, one.name) for one in everybody if one.id != ctx.actor.id]))
    people = [one for one in there if one.id != ctx.actor.id]
    if not people:
        raise Refused(f"{name}现在没有别的同事，直接当面说吧。")
    request = await Request.create(
        kind=kind,
        department=name,
        member_id=ctx.actor.id,
        customer_id=customer,
        opportunity_id=deal,
        note=note,
        asked_at=ctx.now,
        due_at=ctx.now + DEFAULT.respond_remind,
    )
    if customer:
        await asking.asked(subject(request), customer, [one.id for one in people])
    drawn = await request_card(request, ctx.now)
    for one in people:
        ctx.send(one.userid, drawn, subject=subject(request), push=True)
    return request


async def request_card(request: Request, now: datetime, *, late: str = "") -> Card:
    """What the asked see; `late` is what the clock has to say about it."""
    await request.fetch_related("member", "customer", "opportunity")
    until = request.asked_at + DEFAULT.respond_within
    customer, deal = request.customer, request.opportunity
    about = " ".join(part for part in (customer and customer.short, deal and deal.title) if part)
    version = await SolutionVersion.filter(opportunity_id=deal.id).order_by("-id").first() if deal else None
    review = request.kind == REVIEW
    return card(
        "notice",
        title=f"请评审：{about}" if review else f"{request.member.name}请{request.department}支持",
        desc=late or f"{request.department} · {day(until, now.date())} 前先回一句",
        text=request.note or "",
        pairs={
            "客户": customer.name if customer else None,
            "商机": deal.title if deal else None,
            "版本": version.title if version else None,
            "提出人": request.member.name,
        },
        buttons=_review_buttons(request) if review else _help_buttons(request),
    )


async def tell(request: Request, said: str, by: str, receivers: list[str], ctx: Context) -> None:
    """A word in the thread, to the other side; answered from the card."""
    customer = await Customer.get_or_none(id=request.customer_id)
    buttons = [button("回复", pack(ReplyRequest, {"request": request.id}))]
    if request.state in ("open", "answered") and request.kind == HELP:
        buttons.append(button("已解决", CloseRequest(request=request.id)))
    if customer and request.opportunity_id:
        about = {"customer": f"#{customer.id}", "title": f"#{request.opportunity_id}"}
        buttons.append(button("看方案", pack(ShowSolution, about), style=2))
    drawn = card(
        "notice",
        title=f"{by}回复了" + (f"：{customer.short}" if customer else ""),
        desc=f"{request.department} · {'评审' if request.kind == REVIEW else '支持'}",
        text=f"“{said}”",
        pairs={"原来问": request.note},
        buttons=buttons,
    )
    for userid in receivers:
        ctx.send(userid, drawn, push=True)


async def tell_verdict(request: Request, said: str, by: str, ctx: Context) -> None:
    """The asker hears of the decision, with what comes next."""
    await request.fetch_related("member", "customer", "opportunity")
    assert request.customer is not None, "a review is about a deal"
    assert request.opportunity is not None, "a review is about a deal"
    about = {"customer": f"#{request.customer_id}", "title": f"#{request.opportunity_id}"}
    again = button("再请评审", pack(RequestReview, {**about, "department": request.department}))
    seen = button("看商机", pack(ShowOpportunity, about))
    drawn = card(
        "notice",
        title=f"{ENDED[request.state]}：{request.customer.short} {request.opportunity.title or ''}",
        desc=f"{by} · {day(ctx.now, ctx.now.date())}",
        text="" if said == VERDICTS[request.state] else said,
        buttons=[again, seen] if request.state == FAILED else [seen],
    )
    ctx.send(request.member.userid, drawn, push=True)


async def outcome(request: Request, by: str, said: str, label: str) -> Card:
    """What every copy of a request's card becomes."""
    customer = await Customer.get_or_none(id=request.customer_id)
    return card(
        "closed",
        title=" · ".join(part for part in (label, customer.short if customer else request.department) if part),
        desc=by,
        text="" if said in VERDICTS.values() else said,
        label=label[:10],
    )


async def the_asked(request: Request) -> list[Member]:
    """Who got its card; where it is about no customer, who would get it now."""
    if request.customer_id:
        rows = await Asked.filter(subject=subject(request)).select_related("member")
        return [row.member for row in rows if row.member.gone_at is None]
    got = {row.receiver for row in await Outbox.filter(subject=subject(request), operation="send")}
    return await Member.filter(userid__in=got, gone_at=None)


async def head_of(request: Request) -> list[Member]:
    """The department's head; where it has none, the executives."""
    leaders = await Member.filter(leads=True, gone_at=None).exclude(id=request.member_id)
    heads = [one for one in leaders if one.department.split("/")[-1] == request.department]
    heads = heads or [one for one in leaders if belongs(one.department, request.department)]
    return heads or await Member.filter(role="executive", gone_at=None).exclude(id=request.member_id)


async def replied(request: Request) -> list[Reply]:
    return await Reply.filter(request_id=request.id).order_by("id").select_related("member")


def verdict_buttons(request: Request) -> list[dict[str, object]]:
    return [
        button("通过", DecideReview(request=request.id, verdict=PASSED)),
        button("不通过", pack(DecideReview, {"request": request.id, "verdict": FAILED}), style=2),
    ]


async def _other_departments(known: list[str]) -> list[str]:
    """Those where nobody is."""
    return [one.path for one in await Department.all() if one.path not in known]


def _review_buttons(request: Request) -> list[dict[str, object]]:
    about = {"customer": f"#{request.customer_id}", "title": f"#{request.opportunity_id}"}
    return [
        *verdict_buttons(request),
        button("补充意见", pack(ReplyRequest, {"request": request.id}), style=2),
        button("看方案", pack(ShowSolution, about), style=2),
    ]


def _help_buttons(request: Request) -> list[dict[str, object]]:
    shown = [
        button("我来处理", ReplyRequest(request=request.id, text="我来处理")),
        button("回复", pack(ReplyRequest, {"request": request.id}), style=2),
    ]
    if request.customer_id:
        shown.append(button("看客户", QueryCustomer(customer=f"#{request.customer_id}"), style=2))
    return shown
