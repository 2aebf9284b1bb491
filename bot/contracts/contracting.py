"""A contract on its way: opened, agreed to where it must be, signed, delivered, or taken off the books."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.approvals import approving
from bot.context import Context
from bot.deals import advancing
from bot.quotes import offering, quoting
from domain import contracts, pricing, terms
from domain.command import Refused
from domain.contracts import Part
from domain.playbook import DEFAULT
from storage import numbers
from storage.models import Approval, Contract, Installment, Opportunity, Payment, Quote, StageMove

OTHERS = ("waiting", "pending")  # quotes of a deal that a contract makes superfluous


@dataclass(frozen=True, slots=True)
class Agreement:
    """What was signed; `quote` is the one that it rests on, `asks` whether its amount has to be approved."""

    deal: Opportunity
    quote: Quote | None
    amount: Decimal
    currency: str
    signed_on: date
    delivery_on: date | None
    plan: tuple[Part, ...]
    asks: bool


def subject(contract: Contract) -> str:
    return f"contract:{contract.id}"


async def open_contract(made: Agreement, number: str | None, ctx: Context) -> Contract:
    """待审批 until what it rests on is agreed to and the deal lacks nothing more; often that is at once."""
    contract = await Contract.create(
        number=number or await _next_number(made.signed_on.year),
        customer_id=made.deal.customer_id,
        opportunity_id=made.deal.id,
        owner_id=made.deal.owner_id,
        quote_id=made.quote and made.quote.id,
        amount=made.amount,
        currency=made.currency,
        state="pending",
        signed_on=made.signed_on,
        delivery_on=made.delivery_on,
        created_at=ctx.now,
    )
    await plan(contract, made.plan)
    if made.asks:
        await _set_aside(contract, ctx)
        below = await quoting.below_floor(made.quote) if made.quote else False
        owner = await advancing.deal_owner(made.deal)
        await approving.start(subject(contract), contract.number, yuan(contract), owner, ctx, below_floor=below)
    await release(made.deal, ctx)
    await contract.refresh_from_db()
    return contract


async def plan(contract: Contract, parts: tuple[Part, ...]) -> None:
    """Its payment plan, in place of the one before."""
    await Installment.filter(contract_id=contract.id).delete()
    await Installment.bulk_create(
        Installment(contract_id=contract.id, position=at, label=part.label, amount=part.amount, due_on=part.due_on)
        for at, part in enumerate(parts, 1)
    )


async def set_delivery(contract: Contract, on: date, ctx: Context) -> None:
    """Its delivery date; with it, a signed contract goes on to delivery."""
    await Contract.filter(id=contract.id).update(delivery_on=on)
    contract.delivery_on = on
    if contract.state == "signed":
        await advancing.enter(await Opportunity.get(id=contract.opportunity_id), "delivery", ctx, by_itself=True)


async def release(deal: Opportunity, ctx: Context) -> None:
    """A contract that waited is signed once it is agreed to and its deal lacks nothing more."""
    await advancing.hold(deal)
    contract = await Contract.filter(opportunity_id=deal.id, state="pending").order_by("-id").first()
    if contract:
        await hold(contract)
    if contract and await is_agreed(contract) and not await lacking(contract):
        await _sign(contract, deal, ctx)


async def hold(contract: Contract) -> None:
    """Others who read and then write about this contract wait until our transaction is over: the last consent and the
    last gate in the same instant still sign it, and two payments cannot both be the last."""
    held = await Contract.filter(id=contract.id).select_for_update().get()
    contract.state, contract.settled_at = held.state, held.settled_at


async def lacking(contract: Contract) -> list[str]:
    """Earlier gates that are not met; consent to the contract stands in for the quote's."""
    missing = await advancing.lacking(await Opportunity.get(id=contract.opportunity_id), "contract")
    return [output for output in missing if output != "approved_quote"]


async def approval_of(contract: Contract) -> str | None:
    """The approval that it rests on: its own, else the quote's."""
    if await Approval.filter(subject=subject(contract)).exists():
        return subject(contract)
    return f"quote:{contract.quote_id}" if contract.quote_id else None


async def is_agreed(contract: Contract) -> bool:
    """Those who had to consent have."""
    if own := await Approval.get_or_none(subject=subject(contract)):
        return own.state == "approved"
    return await Quote.filter(id=contract.quote_id or 0, state="approved").exists()


async def quote_for(deal: Opportunity, amount: Decimal, currency: str) -> tuple[Quote | None, bool]:
    """The quote that a contract of this amount rests on, and whether the amount has to be approved all the same.

    One that its approvers still look at will do: the contract waits for them, nobody is asked twice."""
    found = await Quote.filter(opportunity_id=deal.id, state__in=("approved", "pending")).order_by("-id")
    ranked = sorted(
        found, key=lambda quote: (asks(quote, amount, currency), quote.state != "approved", quote.total != amount)
    )
    best = ranked[0] if ranked else None
    if best is None or (best.state == "pending" and asks(best, amount, currency)):
        return None, True
    return best, asks(best, amount, currency)


def asks(quote: Quote, amount: Decimal, currency: str) -> bool:
    agreed = quote.total if quote.currency == currency else None
    rate = Decimal(1) if currency == "CNY" else offering.RATES.get(currency)
    lines = [above / rate for above in offering.thresholds(DEFAULT)] if rate else []
    return contracts.needs_approval(amount, agreed, lines, DEFAULT.contract_shortfall)


async def check_digest(quote: Quote) -> None:
    """Only what was agreed to becomes a contract (R30). Refused: it is not what the approvers saw."""
    if terms.digest(await quoting.terms_of(quote)) != quote.digest:
        raise Refused(f"{quote.title}和批准时的内容对不上，不能转合同。请重新提交这张报价。")


def yuan(contract: Contract) -> Decimal:
    """What thresholds look at."""
    return pricing.in_yuan(contract.amount, contract.currency, offering.RATES)


async def deliver(contract: Contract, ctx: Context) -> None:
    """交付完成. Refused: it is not under way."""
    done = {"state": "settled" if contract.settled_at else "delivered", "delivered_on": ctx.today}
    done |= {} if contract.delivery_on else {"delivery_on": ctx.today}
    if not await Contract.filter(id=contract.id, state="signed").update(**done):
        raise Refused(f"{contract.number}{contracts.STATES[contract.state]}，不用再报交付。")
    await contract.refresh_from_db()
    await advancing.enter(await Opportunity.get(id=contract.opportunity_id), "settlement", ctx, by_itself=True)


async def take_off(contract: Contract, reason: str, ctx: Context) -> None:
    """作废: the deal is open again at 合同签订, so that it may be signed anew. Refused: money came in for it."""
    if contract.state != "pending":  # of one that waits the approval is locked first, see below
        await hold(contract)
    if await Payment.filter(contract_id=contract.id).exists():
        raise Refused(f"{contract.number}已经有回款，不能作废。先请财务撤销回款登记。")
    was, left = contract.state, [contract.state]
    if was not in contracts.UNDER_WAY or contract.settled_at:
        raise Refused(f"{contract.number}{contracts.STATES[was]}，不用作废。")
    if was == "pending":  # the approval first, as whoever decides does it: no two can block one another
        await approving.withdraw(subject(contract), ctx)
        left.append("cancelled")  # which the approval has just told it
    if not await Contract.filter(id=contract.id, state__in=left, settled_at=None).update(state="cancelled"):
        raise Refused(f"{contract.number}刚刚有变化，看一眼最新的卡片再操作。")
    contract.state = "cancelled"
    if was == "pending":
        return
    await Opportunity.filter(id=contract.opportunity_id).update(state="open", stage="contract", entered_at=ctx.now)
    await StageMove.create(
        opportunity_id=contract.opportunity_id,
        stage="contract",
        at=ctx.now,
        member_id=ctx.actor.id,
        responsible_id=contract.owner_id,
        reason=f"{contract.number} 作废：{reason}",
    )


async def take_signature_back(key: int, ctx: Context) -> None:
    """撤销 while it waits. Refused once it is signed, with what to do instead."""
    contract = await Contract.get(id=key)
    if contract.state in contracts.STANDING:
        raise Refused(
            f"{contract.number}已经签成，不能撤销。\n改交期或付款计划：发“合同进度 {contract.number}”；"
            f"签错了请主管发“作废合同 {contract.number} 理由”。"
        )
    await take_off(contract, "撤销", ctx)


async def paid(contract: Contract) -> Decimal:
    return sum([payment.amount for payment in await Payment.filter(contract_id=contract.id)], Decimal(0))


async def _sign(contract: Contract, deal: Opportunity, ctx: Context) -> None:
    """成交 is counted here (R12); the deal goes on to delivery where its date is known."""
    if not await Contract.filter(id=contract.id, state="pending").update(state="signed"):
        return
    await _set_aside(contract, ctx)
    await advancing.enter(deal, "contract", ctx, by_itself=True)
    await advancing.enter(deal, "won", ctx, by_itself=True)
    if contract.delivery_on:
        await advancing.enter(deal, "delivery", ctx, by_itself=True)


async def _set_aside(contract: Contract, ctx: Context) -> None:
    """The deal's other quotes under way: nobody is asked about them any more."""
    others = Quote.filter(opportunity_id=contract.opportunity_id, state__in=OTHERS).exclude(id=contract.quote_id or 0)
    for quote in await others:
        await quoting.withdraw(quote, ctx)


async def _next_number(year: int) -> str:
    """The next of the series that the company has not given itself."""
    while True:
        number = numbers.contract_number(year, await numbers.take("HT", year))
        if not await Contract.filter(number=number).exists():
            return number
