"""Asking another department for a review or for help, answering, deciding (R4, R21, R86)."""

from __future__ import annotations

from dataclasses import replace

from bot import journal
from bot.bus import Stored, handles
from bot.cards import Card, card
from bot.cards.render import button
from bot.context import Context
from bot.customers import the_customer
from bot.deals import requesting
from bot.deals.advancing import lacking, missing_buttons, the_deal
from bot.deals.requesting import ENDED, HELP, REVIEW, outcome, replied, subject, tell, tell_verdict, the_asked
from bot.dialogue.keywords import Wish, stands_for
from bot.naming import customer_first
from bot.supplying import supplied
from domain import gates
from domain.command import Ask, Command, Refused, pack
from domain.playbook import DEFAULT
from domain.records import Remove
from domain.solutions import (
    FAILED,
    PASSED,
    REVIEWERS,
    VERDICTS,
    CloseRequest,
    DecideReview,
    ReplyRequest,
    RequestHelp,
    RequestReview,
)
from domain.words import clipped, day
from storage import asking
from storage.models import Asked, Customer, Member, Opportunity, Reply, Request

OPEN = ("open", "answered")
IN_A_KEY = 200  # characters of a reason that a button can carry


@handles(RequestReview, needs="opportunity.write", writes=True)
async def request_review(command: RequestReview, ctx: Context) -> Stored:
    customer = await the_customer(ctx, "opportunity.write", command, command.customer)
    deal = await the_deal(ctx, command, customer, command.title, opens=True)
    waiting = await Request.filter(opportunity_id=deal.id, kind=REVIEW, state="open").order_by("-id").first()
    if waiting:
        raise Refused(f"{waiting.department}已经在评审了，{day(waiting.asked_at, ctx.today)} 发的，等他们回就好。")
    department = command.department or REVIEWERS
    request = await requesting.open_request(
        REVIEW, department, ctx, note=command.note, customer=customer.id, deal=deal.id
    )
    sent = await _sent(request, f"已请{request.department}评审", customer.name, command.note, ctx)
    others = [output for output in await lacking(deal, "quotation") if output != "reviewed"]
    rows = {**sent.rows, "还缺": gates.said(others) or None}
    return replace(sent, rows=rows, buttons=tuple(missing_buttons(deal, others)[:3]))


@handles(RequestHelp, needs="request.write", writes=True)
async def request_help(command: RequestHelp, ctx: Context) -> Stored:
    if not command.note:
        raise Ask(RequestHelp, command.given(), "note", "要他们帮什么？一句话说清楚就行")
    customer = await _about(command, ctx) if command.customer else None
    request = await requesting.open_request(
        HELP, command.department, ctx, note=command.note, customer=customer.id if customer else None
    )
    return await _sent(request, f"已请{request.department}支持", customer.name if customer else "", command.note, ctx)


@handles(DecideReview, needs="request.answer", writes=True)
async def decide_review(command: DecideReview, ctx: Context) -> Card:
    """By whom was asked, never by the asker; the opinion stands with name and time."""
    found = await _to_decide(command, ctx)
    if len(found) > 1:
        return _which(found, command)
    request = found[0]
    decided = {"state": command.verdict, "closed_at": ctx.now, "due_at": None}
    decided |= {} if request.answered_at else {"answered_at": ctx.now}
    if not await Request.filter(id=request.id, state="open").update(**decided):
        raise Refused("这个评审刚刚有结论了，看最新的那张卡片就好。")
    await request.refresh_from_db()
    said = command.reason or VERDICTS[command.verdict]
    await _say(request, said, ctx, verdict=command.verdict)
    drawn = await outcome(request, ctx.actor.name, said, ENDED[command.verdict])
    await ctx.close(subject(request), drawn)
    await asking.ended(subject(request), ctx.now)
    await tell_verdict(request, said, ctx.actor.name, ctx)
    await supplied(await Opportunity.get(id=request.opportunity_id), ctx)
    await _noted(command, request, ENDED[command.verdict], ctx)
    return drawn


@handles(ReplyRequest, needs="request.answer", writes=True, stays=True)
async def reply_request(command: ReplyRequest, ctx: Context) -> Card:
    """The first word of whom was asked stops the clock; the other side hears every word."""
    request = await _in_thread(command.request, ctx)
    if request.state not in OPEN:
        raise Refused(f"这个请求已经结束了（{ENDED[request.state]}）。还有事就再发一个请求。")
    answers = request.member_id != ctx.actor.id
    await _say(request, command.text, ctx)
    if answers and request.answered_at is None:
        state = "answered" if request.kind == HELP else request.state
        await Request.filter(id=request.id).update(state=state, answered_at=ctx.now, due_at=None)
        await request.refresh_from_db()
        if request.kind == HELP:
            drawn = await outcome(request, ctx.actor.name, command.text, f"{ctx.actor.name}已回复")
            await ctx.close(subject(request), drawn)
    await tell(request, command.text, ctx.actor.name, await _others(request, ctx), ctx)
    await _noted(command, request, "已回复", ctx)
    return _replied(request, command.text, decides=answers and request.kind == REVIEW)


@handles(CloseRequest, needs="request.answer", writes=True)
async def close_request(command: CloseRequest, ctx: Context) -> Card:
    """已解决: the asker's word ends a help request, and with it the measured time."""
    request = await Request.get_or_none(id=command.request, member_id=ctx.actor.id, kind=HELP)
    if request is None:
        raise Refused("只有提出的人能结束它。")
    if not await Request.filter(id=request.id, state__in=OPEN).update(state="closed", closed_at=ctx.now, due_at=None):
        raise Refused("这个请求已经结束了。")
    drawn = await outcome(request, ctx.actor.name, request.note or "", "已解决")
    await ctx.close(subject(request), drawn)
    await asking.ended(subject(request), ctx.now)
    await _noted(command, request, "已解决", ctx)
    return drawn


@stands_for("评审通过")
async def passed_by_word(rest: str, ctx: Context) -> Wish:
    about, words = await customer_first(rest, ctx)
    return DecideReview, {**about, "verdict": PASSED, "reason": words or None}


@stands_for("评审不通过")
async def failed_by_word(rest: str, ctx: Context) -> Wish:
    about, words = await customer_first(rest, ctx)
    return DecideReview, {**about, "verdict": FAILED, "reason": words or None}


async def take_back(key: int, ctx: Context) -> None:
    """Refused: somebody has answered."""
    request = await Request.get_or_none(id=key, member_id=ctx.actor.id)
    if request is None:
        raise Refused("这条请求已经不在了，不用撤销。")
    answers = [reply for reply in await replied(request) if reply.member_id != ctx.actor.id]
    if answers:
        raise Refused(f"{answers[-1].member.name}已经回复了，撤销不了。事情了结就点“已解决”。")
    await ctx.close(subject(request), await outcome(request, ctx.actor.name, request.note or "", "已撤回"))
    await Asked.filter(subject=subject(request)).delete()
    await request.delete()


async def _sent(request: Request, what: str, whom: str, note: str | None, ctx: Context) -> Stored:
    people = await the_asked(request) if request.customer_id else []
    until = request.asked_at + DEFAULT.respond_within
    return Stored(
        what=what,
        whom=whom,
        record=f"request:{request.id}",
        label="评审" if request.kind == REVIEW else "求助",
        note=note,
        rows={
            "发给": clipped("、".join(one.name for one in people), 30) or request.department,
            "最晚回复": day(until, ctx.today),
        },
        undo=Remove(record=f"request:{request.id}"),
    )


async def _about(command: RequestHelp, ctx: Context) -> Customer | None:
    """A name that means no customer of theirs stays in the note: what is asked for matters more."""
    try:
        return await the_customer(ctx, "customer.read", command, str(command.customer))
    except Ask:
        return None


async def _to_decide(command: DecideReview, ctx: Context) -> list[Request]:
    """Reviews that wait for this person. Refused: none does, in words that tell nothing about others'."""
    mine = Asked.filter(member_id=ctx.actor.id, subject__startswith="request:")
    keys = [int(row.subject.partition(":")[2]) for row in await mine]
    reviews = Request.filter(id__in=keys, kind=REVIEW).order_by("-id").select_related("customer", "opportunity")
    if command.request is not None:
        found = await reviews.filter(id=command.request)
        if found and found[0].state != "open":
            raise Refused(f"这个评审已经有结论了：{ENDED[found[0].state]}。")
    else:
        customer = await the_customer(ctx, "customer.read", command, str(command.customer))
        found = await reviews.filter(customer_id=customer.id, state="open")
    if not found:
        raise Refused("没有等你评审的方案。评审由被请的部门决定，提出的人自己不能评。")
    return found


async def _in_thread(key: int, ctx: Context) -> Request:
    request = await Request.get_or_none(id=key)
    if request is None or not (request.member_id == ctx.actor.id or await _is_asked(request, ctx)):
        raise Refused("没找到这个请求，它可能已经撤回了。")
    return request


async def _is_asked(request: Request, ctx: Context) -> bool:
    return any(one.id == ctx.actor.id for one in await the_asked(request))


async def _others(request: Request, ctx: Context) -> list[str]:
    """The asker hears from the asked; those who answered hear from the asker, all who were asked where nobody did."""
    if request.member_id != ctx.actor.id:
        return [(await Member.get(id=request.member_id)).userid]
    spoke = {reply.member.userid for reply in await replied(request) if reply.member_id != ctx.actor.id}
    return sorted(spoke) or [one.userid for one in await the_asked(request)]


async def _say(request: Request, text: str, ctx: Context, verdict: str | None = None) -> Reply:
    return await Reply.create(request_id=request.id, member_id=ctx.actor.id, text=text, verdict=verdict, at=ctx.now)


async def _noted(command: Command, request: Request, what: str, ctx: Context) -> None:
    """A decision has no undo and so no receipt; the journal has it all the same."""
    done = Stored(what=what, whom="", record=subject(request), label="评审")
    await journal.stored(ctx, command, done, 0, None).save(force_create=True)


def _replied(request: Request, text: str, *, decides: bool) -> Card:
    """A remark decides nothing: the review stays to be decided from here."""
    more = button("再补一句", pack(ReplyRequest, {"request": request.id}), style=2)
    return card(
        "notice",
        title="已回复，对方马上能看到",
        text=f"“{text}”",
        pairs={"原来问": request.note},
        buttons=[*(requesting.verdict_buttons(request) if decides else ()), more],
    )


def _which(found: list[Request], command: DecideReview) -> Card:
    label = VERDICTS[command.verdict]
    reason = clipped(command.reason, IN_A_KEY) if command.reason else None
    slots = [{"request": one.id, "verdict": command.verdict, "reason": reason} for one in found[:3]]
    return card(
        "notice",
        title=f"哪个方案{label}？",
        pairs=[(str(at), _named(one)) for at, one in enumerate(found[:3], 1)],
        buttons=[button(f"{at} {label}", pack(DecideReview, about)) for at, about in enumerate(slots, 1)],
    )


def _named(request: Request) -> str:
    customer, deal = request.customer, request.opportunity
    return " ".join(part for part in (customer and customer.short, deal and deal.title) if part)
