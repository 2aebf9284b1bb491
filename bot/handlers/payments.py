"""Recording money that came in, and asking about it (R16)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from bot.bus import Stored, handles
from bot.cards import Card, card
from bot.cards.render import button
from bot.context import Context
from bot.contracts import collecting, contracting
from bot.customers import CANDIDATES, the_customer
from bot.documents import the_contract
from domain import periods
from domain.command import Ask, Option, Refused, pack
from domain.contracts import LARGEST, STANDING, STATES, QueryPayments, RecordPayment
from domain.dialogue import Keyword
from domain.people import TITLES, Role
from domain.pricing import cents
from domain.records import Remove
from domain.solutions import RequestHelp
from domain.words import CURRENCIES, clipped, day, listed, money
from storage import queries
from storage.models import Contract, Member, Payment

FIELDS = ("amount", "received_on")
SHOWN = 6
EARLY = timedelta(days=90)  # a deposit before the signature


async def revise(record: int, command: RecordPayment, ctx: Context) -> Stored:
    """改一下: the same rule, as if this payment had not come yet."""
    payment = await Payment.get(id=record).select_related("contract__customer", "contract__owner")
    contract = payment.contract
    await contracting.hold(contract)
    before = payment.amount
    others = await contracting.paid(contract) - before
    payment.amount = _amount(command, contract, others)
    payment.received_on = _day(command, contract, ctx)
    await payment.save()
    await collecting.put_right(payment, before, ctx)
    return await _stored(payment, contract, ctx)


@handles(RecordPayment, needs="contract.read", writes=True, revise=revise, fields=FIELDS)
async def record_payment(command: RecordPayment, ctx: Context) -> Stored:
    if ctx.actor.scope("payment.write") is None:
        raise await _for_finance(command)
    contract = await _contract(command, ctx)
    await contracting.hold(contract)
    if contract.state not in STANDING:
        raise Refused(f"{contract.number}{STATES[contract.state]}，签成以后才能登记回款。")
    command = replace(command, contract_no=contract.number)
    _check_currency(command, contract)
    amount = _amount(command, contract, await contracting.paid(contract))
    payment = await collecting.came(contract, amount, _day(command, contract, ctx), ctx)
    return await _stored(payment, contract, ctx)


@handles(QueryPayments, needs="payment.read")
async def query_payments(command: QueryPayments, ctx: Context) -> Card | str:
    """What came in within a period, for the contracts that the asker may see."""
    period = command.period or "this_month"
    first, last = periods.days(period, ctx.today)
    found = queries.payments(ctx.actor).filter(received_on__gte=first, received_on__lte=last)
    about = []
    if command.customer:
        customer = await the_customer(ctx, "customer.read", command, command.customer)
        found, about = found.filter(contract__customer_id=customer.id), [customer.short]
    if command.region:
        found = found.filter(contract__owner__region=command.region)
        about.append(command.region)
    payments = await found.order_by("-received_on", "-id").select_related("contract__customer")
    heading = " ".join([*about, f"{periods.said(period, ctx.today)}回款"])
    return _answer(heading, payments, ctx) if payments else f"{heading} 0 元，还没有到账的。"


async def _for_finance(command: RecordPayment) -> Refused:
    """Who records it, and one tap to tell them."""
    people = await Member.filter(role=Role.FINANCE, gone_at=None).order_by("-leads", "id")
    names = listed(person.name for person in people) or "财务同事"
    note = f"登记回款 {money(command.amount, command.currency or 'CNY')} {command.contract_no or ''}".strip()
    ask = {"department": people[0].department.rpartition("/")[2] if people else "财务部", "note": note}
    offers = [("请财务登记", pack(RequestHelp, {**ask, "customer": command.customer}))] if people else []
    return Refused(f"回款由{TITLES[Role.FINANCE]}登记，请找{names}。\n这笔还没有记下。", *offers)


async def _contract(command: RecordPayment, ctx: Context) -> Contract:
    """By number, or the customer's one that still waits for money; several: which."""
    if command.contract_no:
        return await the_contract(command.contract_no, ctx)
    customer = await the_customer(ctx, "customer.read", command, command.customer or "")
    seen = queries.contracts(ctx.actor).filter(customer_id=customer.id, state__in=STANDING, settled_at=None)
    waiting = await seen.order_by("signed_on", "id").select_related("customer", "owner")
    if not waiting:
        raise Refused(f"{customer.name}没有在收款的合同，先看看合同签了没有。")
    if len(waiting) == 1:
        return waiting[0]
    options = [
        Option(f"选 {n}", {"contract_no": one.number}, text=await _left(one))
        for n, one in enumerate(waiting[:CANDIDATES], 1)
    ]
    raise Ask(
        RecordPayment, command.given(), "contract_no", f"{customer.short}有 {len(waiting)} 份合同，记到哪份？", *options
    )


async def _left(contract: Contract) -> str:
    left = contract.amount - await contracting.paid(contract)
    return f"{contract.number} 还差 {money(left, contract.currency)}"


def _check_currency(command: RecordPayment, contract: Contract) -> None:
    said = command.currency or "CNY"
    if said == contract.currency:
        return
    name = CURRENCIES.get(contract.currency, contract.currency)
    if command.currency:
        raise Refused(f"{contract.number}是{name}合同，按{name}登记。")
    option = Option(f"是{name}", {"currency": contract.currency})
    raise Ask(RecordPayment, command.given(), "currency", f"{contract.number}是{name}合同，这笔是{name}吗？", option)


def _amount(command: RecordPayment, contract: Contract, others: Decimal) -> Decimal:
    """Never more than what is left: that is asked about, not stored."""
    if command.amount < 0:
        raise Refused(
            f"{money(command.amount, contract.currency)}是负数，没有记。\n"
            "登记错了：发“撤销”，或“金额改成”加正确的数。退款不算回款，不在这里登记。"
        )
    if not 0 < command.amount < LARGEST or command.amount != cents(command.amount):
        raise Refused("回款金额要大于 0，最多两位小数，改一下再发。")
    left = contract.amount - others
    if command.amount <= left:
        return command.amount
    if left <= 0:
        raise Refused(
            f"{contract.number}的款已经收齐了（{money(contract.amount, contract.currency)}），看看是不是别的合同。"
        )
    question = f"{contract.number}只差 {money(left, contract.currency)}，比这笔少。这份合同记多少？"
    raise Ask(RecordPayment, command.given(), "amount", question, Option("记余款", {"amount": str(left)}))


def _day(command: RecordPayment, contract: Contract, ctx: Context) -> date:
    """A day gone by, at most some months before the signature: 11月30日 said in November is last year's."""
    on = command.received_on or ctx.today
    on = on.date() if isinstance(on, datetime) else on
    if on > ctx.today:
        raise Refused("到账日期还没到，到了再记。")
    if contract.signed_on - on > EARLY:
        raise Refused(f"到账日期 {day(on, ctx.today)} 比签约早太多了，看看是不是还没到，或年份不对。")
    return on


async def _stored(payment: Payment, contract: Contract, ctx: Context) -> Stored:
    received = await contracting.paid(contract)
    left = contract.amount - received
    return Stored(
        what=f"已登记回款 {money(payment.amount, contract.currency)}",
        whom=contract.customer.name,
        record=f"payment:{payment.id}",
        label="回款",
        on=payment.received_on,
        note=f"{contract.number} 已结清" if contract.settled_at else None,
        rows={
            "合同": f"{contract.number} {money(contract.amount, contract.currency)}",
            "已收": money(received, contract.currency),
            "还差": money(left, contract.currency) if left else None,
            "负责人": contract.owner.name,
        },
        undo=Remove(record=f"payment:{payment.id}"),
        buttons=(("合同进度", Keyword(word="合同进度", rest=contract.number)),),
        after={"contract": contract.number, "amount": str(payment.amount), "on": payment.received_on.isoformat()},
    )


def _answer(heading: str, payments: list[Payment], ctx: Context) -> Card:
    sums: dict[str, Decimal] = {}
    for payment in payments:
        currency = payment.contract.currency
        sums[currency] = sums.get(currency, Decimal(0)) + payment.amount
    shown = payments[:SHOWN]
    numbers = list(dict.fromkeys(payment.contract.number for payment in shown))
    return card(
        "notice",
        title=f"{heading} {listed(money(total, currency) for currency, total in sums.items())}",
        desc=f"{len(payments)} 笔" + (f"，先列最近的 {SHOWN} 笔" if len(payments) > SHOWN else ""),
        text="\n".join(_in_a_line(payment, ctx) for payment in shown),
        buttons=[button(number, Keyword(word="合同进度", rest=number)) for number in numbers],
    )


def _in_a_line(payment: Payment, ctx: Context) -> str:
    on = day(payment.received_on, ctx.today).partition(" ")[0]
    contract = payment.contract
    return f"{on} {clipped(contract.customer.short, 8)} {money(payment.amount, contract.currency)} {contract.number}"
