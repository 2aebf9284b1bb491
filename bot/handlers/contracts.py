"""Signing contracts, putting in what was open, delivery, and taking one off the books (R30, R37, R119)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import bot.contracts.approval  # noqa: F401 - registers what approvers see and decide
from bot.bus import Stored, handles
from bot.cards import Card
from bot.context import Context
from bot.contracts import contracting, delivering
from bot.contracts import words as contract_words
from bot.contracts.contracting import Agreement
from bot.customers import the_customer
from bot.deals.advancing import the_deal
from bot.dialogue.keywords import Wish, keyword, stands_for
from bot.documents import the_contract, the_quote
from bot.understanding import read_answer
from domain import contracts
from domain.command import Ask, Option, Refused, pack
from domain.contracts import CancelContract, CompleteDelivery, DateDelivery, Part, PlanPayments, SignContract
from domain.dialogue import Keyword
from domain.directory import Directory
from domain.quotes import STATES, SubmitQuote
from domain.words import money
from storage import queries
from storage.models import Contract, Opportunity, Quote

MAY_REST_ON = ("approved", "pending")
DELIVERY = {"30天": 30, "45天": 45, "60天": 60}


@handles(SignContract, needs="contract.write", writes=True, confirm="确认")
async def sign_contract(command: SignContract, ctx: Context) -> Stored:
    """The amount of the approved quote signs at once; any other is approved first. No path around the gates (R23)."""
    made = await _agreement(command, ctx)
    await _only_one(made.deal)
    contract = await contracting.open_contract(made, await _own_number(command.contract_no), ctx)
    return await contract_words.signed(contract, ctx)


@handles(DateDelivery, needs="contract.write", writes=True)
async def date_delivery(command: DateDelivery, ctx: Context) -> Stored:
    contract = await _ours(command.contract_no, "改交期", ctx)
    on = _day(command.delivery_on)
    if contract.state not in ("pending", "signed"):
        raise Refused(f"{contract.number}{contracts.STATES[contract.state]}，交期不用改了。")
    contracts.check(contract.amount, contract.signed_on, on, ctx.today)
    before = contract.delivery_on
    await contracting.set_delivery(contract, on, ctx)
    return Stored(
        what=f"交期已定 {contract.number}",
        whom=contract.customer.name,
        record=f"contract:{contract.id}",
        label="交期",
        on=on,
        note="已进入订单交付" if before is None and contract.state == "signed" else None,
        before={"delivery_on": before and before.isoformat()},
    )


@handles(PlanPayments, needs="contract.write", writes=True)
async def plan_payments(command: PlanPayments, ctx: Context) -> Stored:
    contract = await _ours(command.contract_no, "改付款计划", ctx)
    parts = _planned(command.plan, contract.amount, contract.currency, ctx)
    if not parts:
        raise Refused("没看懂怎么付。这样说：首款30% 12月10日，尾款70% 明年1月底")
    before = await contract_words.plan_words(contract, ctx)
    await contracting.plan(contract, parts)
    return Stored(
        what=f"付款计划 {contract.number}",
        whom=contract.customer.name,
        record=f"contract:{contract.id}",
        label="付款计划",
        note=await contract_words.plan_words(contract, ctx),
        rows={"合同金额": money(contract.amount, contract.currency), "改前": before or None},
    )


@handles(CompleteDelivery, needs="contract.read", writes=True)
async def complete_delivery(command: CompleteDelivery, ctx: Context) -> Stored | Card:
    """Supply chain's word delivers; a rep's asks supply chain."""
    contract = await the_contract(command.contract_no, ctx)
    if ctx.actor.scope("contract.deliver") is None:
        await _ours(command.contract_no, "报交付", ctx)
        return await delivering.ask(contract, ctx)
    if command.done is False:
        return await delivering.not_yet(contract, ctx)
    return await delivering.complete(contract, ctx)


@handles(CancelContract, needs="contract.cancel", writes=True, confirm="确认")
async def cancel_contract(command: CancelContract, ctx: Context) -> Stored:
    contract = await the_contract(command.contract_no, ctx)
    if not await queries.contracts(ctx.actor, "contract.cancel").filter(id=contract.id).exists():
        raise Refused(f"{contract.number}不归你管，要作废请找{contract.owner.name}的主管。")
    before = contract.state
    await contracting.take_off(contract, command.reason, ctx)
    await delivering.tell_cancelled(contract, command.reason, ctx)
    return Stored(
        what=f"合同已作废 {contract.number}",
        whom=contract.customer.name,
        record=f"contract:{contract.id}",
        label="作废合同",
        note=command.reason,
        rows={"金额": money(contract.amount, contract.currency), "负责人": contract.owner.name},
        before={"state": before},
    )


@keyword("合同进度")
async def contract_progress(rest: str, ctx: Context) -> Card | str:
    """R119: by number or customer; alone, the list of those under way."""
    if ctx.actor.scope("contract.read") is None:
        raise Refused("合同进度只有负责的销售、主管、财务和供应链能看。")
    if not rest:
        return await contract_words.overview(ctx)
    return await contract_words.progress(await the_contract(rest, ctx), ctx)


@stands_for("交付完成")
async def delivered_by_word(rest: str, ctx: Context) -> Wish:
    return CompleteDelivery, {"contract_no": rest or None}


@stands_for("改交期")
async def dated_by_word(rest: str, ctx: Context) -> Wish:
    """What is no date is asked for."""
    number, _, when = rest.partition(" ")
    return DateDelivery, {"contract_no": number or None, "delivery_on": _when(when.strip(), ctx)}


@stands_for("付款计划")
async def planned_by_word(rest: str, ctx: Context) -> Wish:
    number, _, plan = rest.partition(" ")
    return PlanPayments, {"contract_no": number or None, "plan": plan.strip() or None}


@stands_for("作废合同")
async def cancelled_by_word(rest: str, ctx: Context) -> Wish:
    number, _, reason = rest.partition(" ")
    return CancelContract, {"contract_no": number or None, "reason": reason.strip() or None}


async def _agreement(command: SignContract, ctx: Context) -> Agreement:
    deal, quote = await (_by_quote(command, ctx) if command.quote_no else _by_customer(command, ctx))
    amount = command.amount if command.amount is not None else quote.total if quote else Decimal(0)
    same = quote is not None and amount == quote.total
    currency = command.currency or (quote.currency if quote and same else "CNY")
    if quote is None:
        quote, asks = await contracting.quote_for(deal, amount, currency)
    else:
        asks = contracting.asks(quote, amount, currency)
        quote = quote if quote.state == "approved" or not asks else None  # its approval gives way to the contract's
    if quote and quote.state == "approved":
        await contracting.check_digest(quote)
    signed_on = _day(command.signed_on) if command.signed_on else ctx.today
    delivery_on = _delivery(command, quote, deal, ctx)
    contracts.check(amount, signed_on, delivery_on, ctx.today)
    plan = _planned(command.plan or "", amount, currency, ctx)
    return Agreement(deal, quote, amount, currency, signed_on, delivery_on, plan, asks)


async def _by_quote(command: SignContract, ctx: Context) -> tuple[Opportunity, Quote]:
    quote = await the_quote(str(command.quote_no), ctx)
    if not await queries.customers(ctx.actor, "contract.write").filter(id=quote.customer_id).exists():
        raise Refused(f"{quote.title}由{quote.owner.name}负责，要转合同请找{quote.owner.name}。")
    standing = Contract.filter(quote_id=quote.id).exclude(state__in=("rejected", "cancelled"))
    if contract := await standing.first():
        again = pack(Keyword, {"word": "合同进度", "rest": contract.number})
        raise Refused(f"{quote.title}已经转成合同 {contract.number}了。", ("合同进度", again))
    if quote.state not in MAY_REST_ON:
        raise Refused(
            f"{quote.title}{STATES[quote.state]}，批准的报价才能转合同。",
            ("报价进度", pack(Keyword, {"word": "进度", "rest": quote.title})),
        )
    if quote.opportunity.state != "open":
        raise Refused(f"{quote.title}的商机已经结束了，重新报价再签。", _new_quote(quote))
    return quote.opportunity, quote


async def _by_customer(command: SignContract, ctx: Context) -> tuple[Opportunity, None]:
    customer = await the_customer(ctx, "contract.write", command, str(command.customer))
    same = Quote.filter(customer_id=customer.id, state="approved", total=command.amount, opportunity__state="open")
    fitting = {quote.opportunity_id for quote in await same}
    said = command.deal or (f"#{fitting.pop()}" if len(fitting) == 1 else None)
    return await the_deal(ctx, command, customer, said, opens=True), None


async def _only_one(deal: Opportunity) -> None:
    """A deal has one contract at a time."""
    waiting = await Contract.filter(opportunity_id=deal.id, state="pending").first()
    if waiting:
        again = pack(Keyword, {"word": "合同进度", "rest": waiting.number})
        raise Refused(f"{waiting.number}还在审批，不用再签一次。要改金额，先撤销它。", ("合同进度", again))


async def _own_number(said: str | None) -> str | None:
    if not said:
        return None
    number = "".join(said.upper().split())
    if len(number) > 40:
        raise Refused("合同号太长了，最多 40 个字。")
    if await Contract.filter(number=number).exists():
        raise Refused(f"合同号 {number} 已经用过了，换一个再发。")
    return number


def _delivery(command: SignContract, quote: Quote | None, deal: Opportunity, ctx: Context) -> date | None:
    """Said, or promised in the quote, else asked for; 还没定 is an answer too."""
    promised = quote.delivery_on if quote and quote.delivery_on and quote.delivery_on >= ctx.today else None
    on = _day(command.delivery_on) if command.delivery_on else promised
    if on or command.undated:
        return on
    slots = command.given() | ({} if command.quote_no else {"deal": f"#{deal.id}"})
    options = [
        Option(words, {"delivery_on": (ctx.today + timedelta(days=days)).isoformat()})
        for words, days in DELIVERY.items()
    ]
    raise Ask(SignContract, slots, "delivery_on", "什么时候交货？", *options, Option("还没定", {"undated": True}))


def _planned(text: str, amount: Decimal, currency: str, ctx: Context) -> tuple[Part, ...]:
    """The payment plan in money and dates; () where the text names none."""
    said = contracts.shares(text)
    due = [_when(share.when, ctx) for share in said]
    return tuple(contracts.planned(said, amount, currency, due)) if said else ()


def _when(words: str, ctx: Context) -> date | None:
    days = Directory(calendar=ctx.calendar)
    found = read_answer(DateDelivery, "delivery_on", words, ctx.said_at, days) if words else None
    return _day(found) if isinstance(found, date) else None


async def _ours(said: str, what: str, ctx: Context) -> Contract:
    contract = await the_contract(said, ctx)
    if not await queries.contracts(ctx.actor, "contract.write").filter(id=contract.id).exists():
        raise Refused(f"{contract.number}由{contract.owner.name}负责，要{what}请找{contract.owner.name}。")
    return contract


def _new_quote(quote: Quote) -> tuple[str, str]:
    return "报价", pack(SubmitQuote, {"customer": f"#{quote.customer_id}"})


def _day(when: date | datetime) -> date:
    return when.date() if isinstance(when, datetime) else when
