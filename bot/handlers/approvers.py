"""Who else is to decide or to be heard: 转交, 加签, 减签, 沟通 (R38, R124, R125)."""

from __future__ import annotations

from dataclasses import replace

from bot.approvals import announcing, approving, cards
from bot.approvals import people as approval_people
from bot.approvals.approving import Step
from bot.approvals.evidence import evidence_of
from bot.approvals.lookup import last_done, member_named, only_waiting, reads_money, split, the_approval
from bot.bus import handles
from bot.cards import Card, card
from bot.cards.render import button
from bot.context import Context
from bot.dialogue.keywords import Wish, stands_for
from domain import approvals, seating
from domain.approvals import AFTER, BEFORE, PARALLEL, Standing, Verdict
from domain.approvers import cannot_approve, may_approve
from domain.command import Ask, Command, Option, Refused, pack
from domain.deciding import AddApprover, AnswerConsult, Consult, RemoveApprover, Transfer
from domain.people import Role
from domain.words import clipped
from storage import asking, queries
from storage.models import Approval, Member

HOW = {BEFORE: "在我之前", AFTER: "在我之后", PARALLEL: "和我一起"}
SAID = {
    **dict.fromkeys(("前", "之前", "在我之前", "前加签"), BEFORE),
    **dict.fromkeys(("后", "之后", "在我之后", "后加签"), AFTER),
    **dict.fromkeys(("并行", "一起", "和我一起"), PARALLEL),
}
LIKELY = 3


@handles(Transfer, needs="approval.pass", writes=True, stays=True)
async def transfer(command: Transfer, ctx: Context) -> Card:
    row = await _mine(command, command.approval, command.document, ctx)
    person = await _person(command, command.to_person, "转给谁？发名字，或点一个", row, ctx)
    to, me, seen = await _with_deputy(person, row, ctx), ctx.actor.id, command.seen
    step = Step(Verdict.TRANSFERRED, command.reason, (person.id,), command=command)
    row = await approving.change(row.id, ctx, lambda standing: seating.transfer(standing, me, to, seen), step)
    return cards.over(row, await evidence_of(row, ctx), "已转交", f"由 {person.name} 审批")


@handles(AddApprover, needs="approval.decide", writes=True, stays=True)
async def add(command: AddApprover, ctx: Context) -> Card | str:
    row = await _mine(command, command.approval, command.document, ctx)
    person = await _person(command, command.to_person, "加签给谁？发名字，或点一个", row, ctx)
    if command.how not in HOW:
        slots = {**command.given(), "approval": row.id, "to_person": person.userid}
        options = [Option(words, {"how": how}) for how, words in HOW.items()]
        raise Ask(AddApprover, slots, "how", f"请 {person.name} 在你之前、之后，还是和你一起批？", *options)
    new, me, how, seen = await _with_deputy(person, row, ctx), ctx.actor.id, command.how, command.seen
    step = Step(Verdict.ADDED, HOW[how].replace("我", ctx.actor.name), (person.id,), command=command)
    row = await approving.change(row.id, ctx, lambda standing: seating.add(standing, me, new, how, seen), step)
    if how == BEFORE:
        return cards.over(row, await evidence_of(row, ctx), "已加签", f"{person.name} 批完再轮到你")
    return f"已请 {person.name} 加签 {row.title}（{HOW[how]}）。要撤掉发：减签 {row.title} {person.name}"


@handles(RemoveApprover, needs="approval.decide", writes=True)
async def remove(command: RemoveApprover, ctx: Context) -> str:
    named = command.approval or command.document
    row = await (the_approval(ctx, command.approval, command.document) if named else last_done(ctx, Verdict.ADDED))
    person = await _person(command, command.to_person, "减掉谁的加签？发名字", row, ctx, added=True)
    me = ctx.actor.id
    step = Step(Verdict.REMOVED, None, (person.id,), command=command)
    await approving.change(row.id, ctx, lambda standing: seating.remove(standing, me, person.id), step)
    return f"已减掉 {person.name} 对 {row.title} 的加签。"


@handles(Consult, needs="approval.decide", writes=True, stays=True)
async def consult(command: Consult, ctx: Context) -> str:
    """Nothing is decided; the clock runs on."""
    row = await _mine(command, command.approval, command.document, ctx)
    person = await _colleague(command.to_person) if command.to_person else row.requester
    me = ctx.actor.id
    step = Step(Verdict.CONSULTED, f"问{person.name}：{command.text}", (person.id,), command=command)
    row = await approving.change(
        row.id, ctx, lambda standing: seating.consult(standing, me, person.id, command.text), step
    )
    await _put_question(row, person, command.text, ctx)
    return f"已问 {person.name}，有回复就更新到卡片上。审批时限照常算。"


@handles(AnswerConsult, needs="approval.read", writes=True, stays=True)
async def answer(command: AnswerConsult, ctx: Context) -> Card:
    row = await the_approval(ctx, command.approval, None)
    me = ctx.actor.id
    step = Step(Verdict.ANSWERED, command.text, command=command)
    row = await approving.change(
        row.id, ctx, lambda standing: seating.answer(standing, command.talk, me, command.text), step
    )
    standing = Standing.from_json(row.standing)
    asker = standing.talks[command.talk].asker
    evidence = await evidence_of(row, ctx)
    why = f"{ctx.actor.name} 回复：{clipped(command.text, 60)}"
    if asker in standing.due:
        await announcing.ask_again(row, standing, [asker], evidence, ctx, why)
    shown = evidence if reads_money(row, ctx.actor) else replace(evidence, total="")
    done = cards.over(row, shown, "已回复", command.text)
    await ctx.close(_question(row, me), done, but=ctx.tap.task_id if ctx.tap else None)
    return done


@stands_for("转交")
async def transferred(rest: str, ctx: Context) -> Wish:
    document, person, words = await split(rest, ctx)
    return Transfer, {
        "document": document,
        "to_person": _id(person) or words or None,
        "reason": words if person else None,
    }


@stands_for("加签")
async def added(rest: str, ctx: Context) -> Wish:
    document, person, words = await split(rest, ctx)
    return AddApprover, {"document": document, "to_person": _id(person), "how": SAID.get(words)}


@stands_for("减签")
async def removed(rest: str, ctx: Context) -> Wish:
    document, person, _ = await split(rest, ctx)
    return RemoveApprover, {"document": document, "to_person": _id(person)}


@stands_for("沟通")
async def consulted(rest: str, ctx: Context) -> Wish:
    document, person, words = await split(rest, ctx)
    return Consult, {"document": document, "to_person": _id(person), "text": words or None}


async def _mine(command: Command, approval: int | None, document: str | None, ctx: Context) -> Approval:
    """Refused: it is not this person's turn; said before anything is asked."""
    if approval or document:
        row = await the_approval(ctx, approval, document)
    else:
        row = await only_waiting(ctx, type(command), command.given())
    approvals.turn(Standing.from_json(row.standing), ctx.actor.id)
    await row.fetch_related("requester")
    return row


async def _person(
    command: Command, said: str | None, question: str, row: Approval, ctx: Context, *, added: bool = False
) -> Member:
    """Ask: nobody was named yet; the likeliest stand ready."""
    if said:
        return await (_colleague(said) if added else _approver(said, row))
    likely = await (_added(row, ctx) if added else _likely(row, ctx))
    options = [Option(member.name, {"to_person": member.userid}) for member in likely]
    raise Ask(type(command), {**command.given(), "approval": row.id}, "to_person", question, *options)


async def _colleague(said: str) -> Member:
    person = await member_named(said)
    if person is None:
        raise Refused(f"没找到同事“{clipped(said, 20)}”，发全名再试试。")
    if person.role == Role.ADMIN:
        raise Refused(f"{person.name}是管理员，不参与审批，换个人吧。")
    return person


async def _approver(said: str, row: Approval) -> Member:
    """Refused: it is not this person's part to approve; the submitter is refused by the rule, in its words."""
    person = await _colleague(said)
    if person.id != row.requester_id and not may_approve(Role(person.role)):
        raise Refused(cannot_approve(person.name, Role(person.role)))
    return person


async def _likely(row: Approval, ctx: Context) -> list[Member]:
    """The next manager, and colleagues of the same role."""
    company = await approval_people.company(ctx.now.date())
    above = company.above(ctx.actor.id, row.requester_id)
    beside = [
        one.id
        for one in company.people.values()
        if one.role is ctx.actor.role and may_approve(one.role) and not one.gone
    ]
    standing = Standing.from_json(row.standing)
    taken = {ctx.actor.id, row.requester_id, *standing.people}
    found = await approval_people.members(who for who in [*above, *beside] if who not in taken)
    return list(found.values())[:LIKELY]


async def _added(row: Approval, ctx: Context) -> list[Member]:
    places = [place for place in Standing.from_json(row.standing).places if place.added_by == ctx.actor.id]
    found = await approval_people.members(who for place in places if place.filled is None for who in place.people)
    return list(found.values())[:LIKELY]


async def _with_deputy(person: Member, row: Approval, ctx: Context) -> tuple[int, ...]:
    """The person, with their delegate while away. Refused: away, and nobody stands in."""
    company = await approval_people.company(ctx.now.date())
    if person.id == row.requester_id:
        return (person.id,)  # refused by the rule, in its words
    sitting = company.present([person.id], row.requester_id, Standing.from_json(row.standing).people)
    if not sitting:
        raise Refused(f"{person.name}在请假，也没有人代班，换个人吧。")
    return sitting


async def _put_question(row: Approval, person: Member, text: str, ctx: Context) -> None:
    evidence = await evidence_of(row, ctx)
    if evidence.customer_id is not None:
        await asking.asked(row.subject, evidence.customer_id, [person.id])
    talk = len(Standing.from_json(row.standing).talks) - 1
    asked = card(
        "notice",
        title=f"{ctx.actor.name} 问：{cards.heading(row, evidence)}",
        desc=evidence.total if reads_money(row, queries.as_actor(person)) else "",
        text=text,
        buttons=[button("回复", pack(AnswerConsult, {"approval": row.id, "talk": talk}))],
    )
    ctx.send(person.userid, asked, subject=_question(row, person.id), push=True)


def _question(row: Approval, member: int) -> str:
    return f"consult:{row.id}:{member}"


def _id(person: Member | None) -> str | None:
    return person.userid if person else None
