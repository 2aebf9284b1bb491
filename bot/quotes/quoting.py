"""A quote on its way: waiting for its deal's gate, before its approvers, agreed to; every change is a new version."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterable
from decimal import Decimal
from typing import Any

from tortoise.expressions import Q

from bot.approvals import approving
from bot.approvals.evidence import outcome_of
from bot.context import Context
from bot.deals import advancing
from bot.keeping import keeper
from bot.quotes.offering import RATES
from domain import pricing, terms
from domain.approvals import Standing
from domain.command import Refused
from domain.pricing import Item, Judged, Offer, Row, part_key
from domain.quotes import SubmitQuote
from domain.terms import Terms
from storage import numbers
from storage.models import Approval, Contract, Customer, Member, Opportunity, PriceFloor, Quote, QuoteLine

Follow = Callable[[Quote, str, Context], Awaitable[None]]
_AFTER: list[Follow] = []
TO_CHANGE = ("waiting", "pending", "returned", "rejected", "withdrawn", "approved")
_NUMBER = re.compile(r"Q?(?:(?P<year>\d{4})-)?(?P<rest>\d{2,})(?:-V\d+)?", re.ASCII)


def subject(quote: Quote) -> str:
    return f"quote:{quote.id}"


async def submit(
    command: SubmitQuote, made: Offer, customer: Customer, deal: Opportunity, ctx: Context
) -> tuple[Quote, list[str]]:
    """A new number. With it, what is still missing before its approvers are asked (R29, R32)."""
    number = numbers.quote_number(ctx.today.year, await numbers.take("Q", ctx.today.year))
    quote = await _written(number, 1, command, made, customer, deal, customer.owner_id, ctx)
    return quote, await _on_its_way(quote, deal, ctx)


async def revise(quote: Quote, command: SubmitQuote, made: Offer, ctx: Context) -> tuple[Quote, list[str]]:
    """The next version; what was agreed to or asked about the one before is void (R40). Refused: it is too late."""
    await _set_aside(quote, ctx)
    await quote.fetch_related("customer", "opportunity")
    again = await _written(
        quote.number, quote.version + 1, command, made, quote.customer, quote.opportunity, quote.owner_id, ctx
    )
    return again, await _on_its_way(again, quote.opportunity, ctx)


async def release(deal: Opportunity, ctx: Context) -> list[Quote]:
    """Waiting quotes whose gate is met now go to their approvers; that enters `quotation`."""
    await advancing.hold(deal)
    waiting = await Quote.filter(opportunity_id=deal.id, state="waiting").order_by("id")
    if not waiting or await advancing.lacking(deal, "quotation"):
        return []
    return [quote for quote in waiting if await _sent(quote, deal, ctx)]


async def withdraw(quote: Quote, ctx: Context) -> None:
    """The number stays used. Refused: it was decided against, or a contract rests on it."""
    if quote.state not in ("waiting", "pending", "returned", "approved"):
        raise Refused(f"{quote.title}{_WHY_NOT.get(quote.state, '已经结束了')}，不用撤回。")
    await _no_contract(quote, "撤回")
    await _ended(quote, "withdrawn", ctx)


async def newest(said: str) -> Quote | None:
    """The newest version of a number, with whatever version it was named; Q118 is the newest that ends so."""
    number = _NUMBER.fullmatch(said.upper())
    if not number:
        return None
    wanted = Q(number=f"Q{number['year']}-{number['rest']}") if number["year"] else Q(number__endswith=number["rest"])
    versions = Quote.filter(wanted).order_by("-created_at", "-version")
    return await versions.select_related("customer", "opportunity", "owner").first()


async def approved_quote(deal: Opportunity) -> Quote | None:
    """The newest version that was agreed to."""
    return await Quote.filter(opportunity_id=deal.id, state="approved").order_by("-decided_at", "-id").first()


async def terms_of(quote: Quote) -> Terms:
    """What this version says, as it stands in the database."""
    rows = tuple(
        Row(Item(line.model, line.qty, line.unit_price, line.name, line.yearly), line.amount)
        for line in await QuoteLine.filter(quote_id=quote.id).order_by("position")
    )
    customer = await Customer.get(id=quote.customer_id)
    made = Offer(rows, quote.net, quote.total, quote.taxed, quote.discount, quote.currency)
    return Terms(quote.title, customer.name, made, quote.valid_until, quote.delivery_on, quote.note)


async def judged(made: Offer) -> list[Judged]:
    """Each line against its floor."""
    keys = [part_key(row.item.model) for row in made.rows]
    return pricing.judged(made, {floor.key: floor.floor for floor in await PriceFloor.filter(key__in=keys)})


async def below_floor(quote: Quote) -> bool:
    """Whether any line lies below its model's floor price."""
    return any(line.below for line in await judged((await terms_of(quote)).offer))


def yuan(quote: Quote) -> Decimal:
    """What thresholds look at."""
    return pricing.in_yuan(quote.total, quote.currency, RATES)


def after_decision(follow: Follow) -> Follow:
    """Registers what else hangs on a quote's decision; by then its deal has moved."""
    _AFTER.append(follow)
    return follow


@outcome_of("quote")
async def decided(key: int, state: str, ctx: Context, approval: Approval) -> None:
    """Approved: the deal moves on and its owner gets the paper, of this version and no other (R131)."""
    if not await Quote.filter(id=key, state="pending").update(state=state, decided_at=ctx.now):
        return
    quote = await Quote.get(id=key).select_related("opportunity", "owner", "customer")
    if state == "approved":
        await _approved(quote, ctx)
    for follow in _AFTER:
        await follow(quote, state, ctx)


async def _approved(quote: Quote, ctx: Context) -> None:
    if terms.digest(await terms_of(quote)) != quote.digest:
        raise RuntimeError(f"quote {quote.title} is not what was submitted")
    receiver = await keeper(quote.owner, quote.customer)
    told = [receiver.id] if receiver else []  # with the consent itself
    await advancing.enter(quote.opportunity, "contract", ctx, by_itself=True, asked=told)
    if receiver:
        ctx.file(receiver.userid, "quote_paper", push=receiver.id != ctx.actor.id, of=quote.id)


async def _written(
    number: str,
    version: int,
    command: SubmitQuote,
    made: Offer,
    customer: Customer,
    deal: Opportunity,
    owner_id: int,
    ctx: Context,
) -> Quote:
    quote = Quote(
        number=number,
        version=version,
        customer_id=customer.id,
        opportunity_id=deal.id,
        owner_id=owner_id,
        state="waiting",
        created_at=ctx.now,
        **_columns(command, made),
    )
    stated = Terms(quote.title, customer.name, made, quote.valid_until, quote.delivery_on, quote.note)
    quote.digest = terms.digest(stated)
    await quote.save(force_create=True)
    await QuoteLine.bulk_create(_lines(quote, made.rows))
    return quote


def _columns(command: SubmitQuote, made: Offer) -> dict[str, Any]:
    return {
        "currency": made.currency,
        "taxed": made.taxed,
        "discount": made.discount,
        "net": made.net,
        "total": made.total,
        "valid_until": command.valid_until,
        "delivery_on": command.delivery_on,
        "note": command.note,
    }


def _lines(quote: Quote, rows: Iterable[Row]) -> list[QuoteLine]:
    return [
        QuoteLine(
            quote_id=quote.id,
            position=position,
            model=row.item.model,
            key=part_key(row.item.model),
            name=row.item.name,
            qty=row.item.qty,
            yearly=row.item.yearly,
            unit_price=row.item.unit_price,
            amount=row.amount,
        )
        for position, row in enumerate(rows, 1)
    ]


async def _on_its_way(quote: Quote, deal: Opportunity, ctx: Context) -> list[str]:
    await advancing.hold(deal)
    missing = await advancing.lacking(deal, "quotation")
    if not missing:
        await _sent(quote, deal, ctx)
    return missing


async def _sent(quote: Quote, deal: Opportunity, ctx: Context) -> bool:
    """To its approvers, once: compare-and-set."""
    if not await Quote.filter(id=quote.id, state="waiting").update(state="pending", submitted_at=ctx.now):
        return False
    quote.state = "pending"
    owner = await Member.get(id=quote.owner_id)
    below = await below_floor(quote)
    row = await approving.start(subject(quote), quote.title, yuan(quote), owner, ctx, below_floor=below)
    asked = Standing.from_json(row.standing).due
    await advancing.enter(deal, "quotation", ctx, by_itself=True, asked=asked)
    return True


async def _set_aside(quote: Quote, ctx: Context) -> None:
    if quote.state not in TO_CHANGE:
        raise Refused(f"{quote.title}{_WHY_NOT.get(quote.state, '已经结束了')}，要改就重新报一张。")
    await _no_contract(quote, "改")
    await _ended(quote, "superseded", ctx)


async def _ended(quote: Quote, state: str, ctx: Context) -> None:
    """Compare-and-set. The approval first, as whoever decides does it: two who lock in the same order cannot block
    one another for good. Refused: somebody decided meanwhile."""
    left = [quote.state]
    if quote.state == "pending":
        await approving.withdraw(subject(quote), ctx)
        left.append("withdrawn")  # which the approval has just told it
    if not await Quote.filter(id=quote.id, state__in=left).update(state=state):
        raise Refused(f"{quote.title}刚刚有变化，看一眼最新的卡片再操作。")
    quote.state = state


async def _no_contract(quote: Quote, what: str) -> None:
    standing = Contract.filter(quote_id=quote.id).exclude(state__in=("rejected", "cancelled"))
    if contract := await standing.first():
        raise Refused(f"{quote.title}已经转成合同 {contract.number}，不能{what}了。要变更请重新报价。")


_WHY_NOT = {"rejected": "已经被驳回", "withdrawn": "已经撤回", "superseded": "已经有新版本"}
