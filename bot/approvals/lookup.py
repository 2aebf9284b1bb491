"""Which approval is meant: by a card's button, a number, a customer, or because only one is waiting."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta

from bot.approvals import cards
from bot.approvals.evidence import evidence_of, parts
from bot.context import Context
from bot.customers import is_id
from bot.naming import customer_named
from domain.approvals import Standing
from domain.command import Ask, Command, Option, Refused
from domain.names import normalise
from domain.people import Actor
from storage import queries
from storage.models import Approval, ApprovalStep, Contract, Customer, Member, Outbox, Quote

NUMBER = re.compile(r"(?:(Q|HT)[ -]?)?((?:\d{4}-)?\d{2,5})(?:号报价|号合同)?(?:-V\d+)?", re.ASCII)
CHOICES = 3
SECOND = timedelta(seconds=1)  # CreateTime has no fractions


async def the_approval(ctx: Context, approval: int | None, said: str | None) -> Approval:
    """Where several fit, the one that waits for this person, then the newest. Refused: none that they may see."""
    found = [await Approval.get_or_none(id=approval)] if approval else await _named(said or "", ctx)
    seen = [row for row in found if row and await may_see(row, ctx)]
    if not seen:
        raise Refused(f"没找到 {said}。发报价单号或合同号，比如：进度 Q2026-0001" if said else "这张单子已经找不到了。")
    return max(seen, key=lambda row: (_place(row, ctx), row.id))


async def waiting_for(member: int) -> list[Approval]:
    """What waits for this person's decision, oldest first."""
    pending = await Approval.filter(state="pending").order_by("asked_at", "id").select_related("requester")
    return [row for row in pending if member in Standing.from_json(row.standing).due]


async def may_see(row: Approval, ctx: Context) -> bool:
    """The submitter, whoever has or had a part in it, and whoever may read the document with its money."""
    standing = Standing.from_json(row.standing)
    asked = {talk.asked for talk in standing.talks}
    if ctx.actor.id in {row.requester_id, *standing.people, *asked}:
        return True
    kind, key = parts(row.subject)
    if kind == "contract":
        paid = ctx.actor.scope("payment.read") is not None
        return paid and await queries.contracts(ctx.actor).filter(id=key).exists()
    return await queries.quotes(ctx.actor).filter(id=key).exists()


def reads_money(row: Approval, actor: Actor) -> bool:
    """Whoever was only asked a question about it answers that; its figures are for who decides, sells, collects."""
    has_place = actor.id in {row.requester_id, *Standing.from_json(row.standing).people}
    needed = "payment.read" if parts(row.subject)[0] == "contract" else "quote.read"
    return has_place or actor.scope(needed) is not None


async def choices(ctx: Context, kind: type[Command]) -> list[Option]:
    """What waits for the actor, as options: number, customer, amount."""
    options = []
    for n, row in enumerate((await waiting_for(ctx.actor.id))[:CHOICES], 1):
        slots = {"approval": row.id, "seen": row.standing["round"]}
        fitting = {slot: value for slot, value in slots.items() if slot in kind.__dataclass_fields__}
        options.append(Option(f"选 {n}", fitting, text=await summary(row, ctx)))
    return options


async def only_waiting(ctx: Context, kind: type[Command], slots: Mapping[str, object]) -> Approval:
    """Without a number: the one that waits for the actor. Ask: several do. Refused: none does."""
    rows = await waiting_for(ctx.actor.id)
    if not rows:
        raise Refused("现在没有等你审批的单子。要看某一张，带上单号：进度 Q2026-0001")
    if len(rows) == 1:
        return rows[0]
    raise Ask(kind, slots, "document", "哪一张？", *await choices(ctx, kind))


async def last_done(ctx: Context, verdict: str) -> Approval:
    """Without a number: the one that the actor did this to last. Refused: there is none under way."""
    done = ApprovalStep.filter(member_id=ctx.actor.id, verdict=verdict, approval__state="pending")
    newest = await done.order_by("-id").select_related("approval").first()
    if newest is None:
        raise Refused("没有找到。带上单号再发一次，比如：拿回 Q2026-0001")
    return newest.approval


async def summary(row: Approval, ctx: Context) -> str:
    evidence = await evidence_of(row, ctx)
    total = evidence.total if reads_money(row, ctx.actor) else ""
    return " · ".join(part for part in (row.title, evidence.customer, total) if part)


async def was_shown(row: Approval, ctx: Context) -> bool:
    """Whether this version's card had reached the actor when the message was written: only then typed words count."""
    sent = Outbox.filter(subject=cards.subject(row, ctx.actor.id), operation="send", state="sent")
    return await sent.filter(sent_at__lt=ctx.said_at + SECOND).exists()


async def split(rest: str, ctx: Context) -> tuple[str | None, Member | None, str]:
    """A keyword's argument: the document, a colleague, and the words behind them, the first two in any order."""
    document: str | None = None
    person: Member | None = None
    words = rest.split()
    while words and (document is None or person is None):
        found = await member_named(words[0]) if person is None else None
        if found:
            person = found
        elif document is None and (NUMBER.fullmatch(words[0].upper()) or await _named(words[0], ctx)):
            document = words[0]
        else:
            break
        words.pop(0)
    return document, person, " ".join(words)


async def member_named(said: str) -> Member | None:
    """A colleague by their name or userid; of several with one name nobody."""
    found = await Member.filter(gone_at=None, name=said) or await Member.filter(gone_at=None, key=said.lower())
    return found[0] if len(found) == 1 else None


def _place(row: Approval, ctx: Context) -> int:
    standing = Standing.from_json(row.standing)
    return (ctx.actor.id in standing.due) * 2 + (standing.state == "pending")


async def _named(said: str, ctx: Context) -> list[Approval]:
    exact = await Approval.filter(title__iexact=said)
    versions = await Approval.filter(title__istartswith=f"{said}-v") if said else []
    if exact or versions:
        return [*exact, *versions]
    number = NUMBER.fullmatch(said.upper())
    if number:
        rows = await Approval.filter(title__contains=number[2]).order_by("-id").limit(50)
        return [row for row in rows if _ends(row.title, number[1], number[2])]
    return await _of_customer(said, ctx) if said else []


def _ends(title: str, kind: str | None, digits: str) -> bool:
    stem = title.upper().partition("-V")[0]
    return stem.endswith(digits) and stem.startswith(kind or "")


async def _of_customer(said: str, ctx: Context) -> list[Approval]:
    """By a customer that the actor sees; those who were asked about it see it."""
    name = said if is_id(said) else await customer_named(said, ctx)
    if isinstance(name, list):
        return []
    found = queries.customers(ctx.actor)
    customer: Customer | None = await (
        found.get_or_none(id=int(name[1:])) if is_id(name) else found.get_or_none(key=normalise(name))
    )
    if customer is None:
        return []
    subjects = [f"quote:{row.id}" for row in await Quote.filter(customer_id=customer.id)]
    subjects += [f"contract:{row.id}" for row in await Contract.filter(customer_id=customer.id)]
    return await Approval.filter(subject__in=subjects)
