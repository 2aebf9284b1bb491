"""请假委托: while away somebody decides as well; without anybody it goes up the chain (R38)."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from bot.approvals import approving
from bot.approvals.lookup import member_named
from bot.bus import Stored, handles
from bot.cards import card
from bot.cards.render import button
from bot.context import Context
from bot.dialogue.keywords import Wish, stands_for
from bot.understanding import read_answer
from domain import leave
from domain.approvals import Verdict
from domain.command import Ask, Option, Refused
from domain.deciding import DelegateLeave, EndLeave
from domain.dialogue import Keyword
from domain.directory import Directory
from domain.people import Role
from domain.quotes import SubmitQuote
from domain.words import clipped, day
from storage.models import Delegation, Member

BACK = ("取消", "结束", "销假", "回来了")
NOBODY = "无"
_SPAN = re.compile(r"\s*(?:到|至|~|—|–|-{1,2}(?!\d))\s*")


@handles(DelegateLeave, needs="approval.read", writes=True)
async def delegate(command: DelegateLeave, ctx: Context) -> Stored:
    since, until = _day(command.since) or ctx.today, _day(command.until)
    assert until is not None, "asked for before"
    leave.check(since, until, ctx.today)
    deputy = await _deputy(command, since, until, ctx)
    await _make_room(deputy, since, until, ctx)
    row = await Delegation.create(
        member_id=ctx.actor.id, delegate_id=deputy.id if deputy else None, since=since, until=until
    )
    if since <= ctx.today:
        await approving.pass_on(ctx, verdict=Verdict.DELEGATED)
    span = f"{day(since, ctx.today)} 到 {day(until, ctx.today)}"
    if deputy:
        _tell(deputy, span, ctx)
    return Stored(
        what="已委托" if deputy else "已登记请假",
        whom=deputy.name if deputy else "",
        record=f"delegation:{row.id}",
        label="请假委托",
        on=since,
        note="等你审批的单子两个人都能批，谁先批都行" if deputy else "等你审批的单子先走上级",
        rows={"时间": span},
        undo=EndLeave(),
    )


@handles(EndLeave, needs="approval.read", writes=True)
async def back(command: EndLeave, ctx: Context) -> str:
    """What was passed on stays with both; from now on nothing more is."""
    if not await Delegation.filter(member_id=ctx.actor.id, until__gte=ctx.today).delete():
        raise Refused("你现在没有请假委托。")
    return "欢迎回来，新的审批只发给你了。"


@stands_for("请假委托")
async def on_leave(rest: str, ctx: Context) -> Wish:
    if rest in BACK:
        return EndLeave, {}
    words = rest.split()
    people = [word for word in words if word == NOBODY or await member_named(word)]
    person = people[0] if people else None
    since, until = _span(" ".join(word for word in words if word != person), ctx)
    return DelegateLeave, {"to_person": person, "since": since, "until": until}


async def _deputy(command: DelegateLeave, since: date, until: date, ctx: Context) -> Member | None:
    if command.to_person is None:
        options = [Option("不委托", {"to_person": NOBODY})]
        raise Ask(DelegateLeave, command.given(), "to_person", "这几天谁代你审批？发名字", *options)
    if command.to_person == NOBODY:
        return None
    person = await member_named(command.to_person)
    if person is None:
        raise Refused(f"没找到同事“{clipped(command.to_person, 20)}”，发全名再试试。")
    overlapping = Delegation.filter(member_id=person.id, since__lte=until, until__gte=since)
    away = await overlapping.order_by("-until").first()
    leave.check_deputy(away.until if away else None, person.name, Role(person.role), oneself=person.id == ctx.actor.id)
    return person


async def _make_room(deputy: Member | None, since: date, until: date, ctx: Context) -> None:
    """An earlier leave ends where this one begins; one that lies inside it is replaced. Who stood in hears of it."""
    mine = Delegation.filter(member_id=ctx.actor.id, since__lte=until, until__gte=since)
    for before in await mine.filter(delegate_id__not_isnull=True).order_by("id").select_related("delegate"):
        if before.delegate and (deputy is None or before.delegate_id != deputy.id):
            _tell_replaced(before.delegate, deputy, since, ctx)
    await mine.filter(since__gte=since).delete()
    await mine.update(until=since - timedelta(days=1))


def _span(said: str, ctx: Context) -> tuple[date | None, date | None]:
    """周五, 到周五, 11月25日到11月27日."""
    first, *rest = _SPAN.split(said, maxsplit=1)
    if not rest:
        return None, _read(first, ctx)
    return (_read(first, ctx) if first else None), _read(rest[0], ctx)


def _read(said: str, ctx: Context) -> date | None:
    value = read_answer(SubmitQuote, "valid_until", said, ctx.said_at, Directory(calendar=ctx.calendar))
    return _day(value) if isinstance(value, date) else None


def _day(when: date | datetime | None) -> date | None:
    return when.date() if isinstance(when, datetime) else when


def _tell_replaced(replaced: Member, deputy: Member | None, since: date, ctx: Context) -> None:
    instead = f"改由 {deputy.name} 代批" if deputy else "不再委托"
    told = card(
        "notice",
        title=f"{ctx.actor.name} 的请假委托有变",
        desc=f"{day(since, ctx.today)} 起{instead}",
        text="之后的新单子不再发给你；已经发给你的，你还能批",
        buttons=[button("等我审批的", Keyword(word="批量同意"))],
    )
    ctx.send(replaced.userid, told, push=True)


def _tell(deputy: Member, span: str, ctx: Context) -> None:
    told = card(
        "notice",
        title=f"{ctx.actor.name} 请假，委托你审批",
        desc=span,
        text="等他审批的单子会同时发给你，谁先批都行",
        buttons=[button("等我审批的", Keyword(word="批量同意"))],
    )
    ctx.send(deputy.userid, told, push=True)
