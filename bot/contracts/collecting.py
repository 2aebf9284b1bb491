"""Money that came in for a contract, and 结清 at full payment (R16)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from bot.cards import card
from bot.cards.render import button
from bot.context import Context
from bot.contracts import contracting
from bot.deals import advancing
from bot.deals.moving import take_back
from bot.keeping import keeper
from domain import contracts
from domain.dialogue import Keyword
from domain.people import Role
from domain.words import day, money
from storage.models import Contract, Member, Opportunity, Payment, StageMove


async def came(contract: Contract, amount: Decimal, on: date, ctx: Context) -> Payment:
    payment = await Payment.create(
        contract_id=contract.id, amount=amount, received_on=on, member_id=ctx.actor.id, at=ctx.now
    )
    await settle(contract, ctx)
    await _tell(contract, payment, ctx)
    return payment


async def settle(contract: Contract, ctx: Context) -> None:
    """Counts 结清 once the payments reach the amount, and takes it back where they no longer do."""
    full = contracts.is_settled(contract.amount, [await contracting.paid(contract)])
    if full == (contract.settled_at is not None):
        return
    contract.settled_at = ctx.now if full else None
    if contract.state in ("delivered", "settled"):
        contract.state = "settled" if full else "delivered"
    await contract.save(update_fields=["settled_at", "state"])
    if full:
        await advancing.enter(await Opportunity.get(id=contract.opportunity_id), "settled", ctx, by_itself=True)
        return
    move = await StageMove.filter(opportunity_id=contract.opportunity_id, stage="settled").order_by("-id").first()
    if move:
        await take_back(move.id)


async def take_payment_back(key: int, ctx: Context) -> None:
    """撤销 of a payment: who heard of it hears that it is none, and that what was 结清 is no longer."""
    payment = await Payment.get(id=key).select_related("contract__owner", "contract__customer")
    contract = payment.contract
    await contracting.hold(contract)
    was_settled = contract.settled_at is not None
    await payment.delete()
    await settle(contract, ctx)
    title = f"{contract.number} 的 {money(payment.amount, contract.currency)} 登记错了，已撤销"
    await _correct(contract, title, ctx, was_settled=was_settled)


async def put_right(payment: Payment, before: Decimal, ctx: Context) -> None:
    """改一下 of a payment's sum."""
    contract = payment.contract
    was_settled = contract.settled_at is not None
    await settle(contract, ctx)
    if payment.amount == before:
        return
    if contract.settled_at and not was_settled:
        await _tell(contract, payment, ctx)
        return
    was, now = money(before, contract.currency), money(payment.amount, contract.currency)
    await _correct(contract, f"回款 {was} 改成 {now}", ctx, was_settled=was_settled)


async def _tell(contract: Contract, payment: Payment, ctx: Context) -> None:
    """The owner of each payment; at 结清 the supervisor too."""
    amount = money(payment.amount, contract.currency)
    on = day(payment.received_on, ctx.today).partition(" ")[0]
    settled = contract.settled_at is not None
    title, came = (f"结清 {contract.number}", f"{on} 到账 {amount}") if settled else (f"到账 {amount}", on)
    told = await _words(contract, title, f"{contract.customer.name} · {came}")
    await _send(contract, told, ctx, above=settled)


async def _correct(contract: Contract, title: str, ctx: Context, *, was_settled: bool) -> None:
    """Whoever heard 结清 hears that it is so no longer."""
    taken_back = was_settled and contract.settled_at is None
    told = await _words(contract, title, f"{contract.customer.name} · 不再是结清" if taken_back else "")
    await _send(contract, told, ctx, above=taken_back)


async def _words(contract: Contract, title: str, desc: str = "") -> dict[str, object]:
    received = await contracting.paid(contract)
    left = contracts.outstanding(contract.amount, [received])
    return {
        "title": title,
        "desc": desc or contract.customer.name,
        "pairs": {
            "合同": contract.number,
            "金额": money(contract.amount, contract.currency),
            "已收": money(received, contract.currency),
            "还差": money(left, contract.currency) if left > 0 else None,
            "负责人": contract.owner.name,
        },
        "buttons": [button("合同进度", Keyword(word="合同进度", rest=contract.number))],
    }


async def _send(contract: Contract, told: dict[str, object], ctx: Context, *, above: bool) -> None:
    """To who has the customer, and where `above` is said to the supervisor; not to who did it."""
    owner = contract.owner
    leads = Member.filter(role=Role.SUPERVISOR, region=owner.region, team=owner.team, gone_at=None)
    receivers = [await keeper(owner, contract.customer), *(await leads if above else [])]
    for userid in dict.fromkeys(one.userid for one in receivers if one and one.id != ctx.actor.id):
        ctx.send(userid, card("notice", **told), push=True)
