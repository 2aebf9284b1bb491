"""How contracts are told: the receipt of one that was signed, its progress, and the buttons that go on."""

from __future__ import annotations

from bot.approvals import approving
from bot.approvals import cards as approval_cards
from bot.approvals.people import members
from bot.bus import Stored
from bot.cards import Card, card
from bot.cards.render import BUTTONS, button
from bot.context import Context
from bot.contracts import contracting
from bot.deals import advancing
from bot.quotes import offering
from domain.approvals import Standing
from domain.command import Command, pack
from domain.contracts import STATES, UNDER_WAY, CompleteDelivery, DateDelivery, PlanPayments, RecordPayment
from domain.dialogue import Keyword
from domain.people import Role
from domain.playbook import OUTPUTS
from domain.records import Remove
from domain.words import clipped, day, listed, money
from storage import queries
from storage.models import Approval, Contract, Customer, Installment, Opportunity, Quote

Buttons = tuple[tuple[str, Command | str], ...]


async def signed(contract: Contract, ctx: Context) -> Stored:
    """The receipt: what was agreed, who has to consent, what is still missing."""
    customer = await contract.customer
    quote = await Quote.get_or_none(id=contract.quote_id or 0)
    missing = await contracting.lacking(contract) if contract.state == "pending" else []
    waits = contract.state == "pending"
    return Stored(
        what=f"合同 {contract.number} 待审批" if waits else f"已签合同 {contract.number}",
        whom=customer.name,
        record=f"contract:{contract.id}",
        label="合同",
        on=contract.signed_on,
        note=_why(contract, quote, missing) if waits else _won(contract),
        rows={
            "金额": money(contract.amount, contract.currency),
            "汇率": offering.rate_words(contract.amount, contract.currency) if waits else None,
            "报价": _against(contract, quote) if quote else None,
            "还缺": listed(OUTPUTS[key] for key in missing) or None,
            "审批": await approvers(contract) if waits else None,
            "交期": day(contract.delivery_on, ctx.today) if contract.delivery_on else "还没定",
            "付款": await plan_words(contract, ctx) or None,
        },
        undo=Remove(record=f"contract:{contract.id}"),
        buttons=await _supplying(contract, missing),
        after={"contract": contract.number, "amount": str(contract.amount), "state": contract.state},
    )


async def progress(contract: Contract, ctx: Context) -> Card:
    """合同进度: approval steps, delivery and payments; money only for those who may see it (R119)."""
    customer, owner = await contract.customer, await contract.owner
    rests_on = await contracting.approval_of(contract)
    steps = await approving.standing_words(rests_on, ctx.now) if rests_on else ["没有需要审批的"]
    pairs: dict[str, str | None] = {"负责人": owner.name, "签约": day(contract.signed_on, ctx.today)}
    state = state_words(contract)
    if contract.state == "pending":
        state = "已批准，待补材料" if await contracting.is_agreed(contract) else state
        pairs["还缺"] = listed(OUTPUTS[key] for key in await contracting.lacking(contract)) or None
    pairs |= await _money(contract, ctx)
    pairs["交期"] = day(contract.delivery_on, ctx.today) if contract.delivery_on else "还没定"
    pairs["交付"] = f"{day(contract.delivered_on, ctx.today)} 完成" if contract.delivered_on else None
    return card(
        "notice",
        title=f"{contract.number} {state}",
        desc=customer.name,
        text="\n".join(steps),
        pairs=pairs,
        buttons=[button(label, key) for label, key in _next_steps(contract, ctx)],
    )


async def overview(ctx: Context) -> Card | str:
    """The newest contracts under way, each a tap away."""
    under_way = queries.contracts(ctx.actor).filter(state__in=UNDER_WAY)
    count = await under_way.count()
    if not count:
        return "没有在走的合同。签了就说：博泽签了，合同35万，下月底交货"
    shown = await under_way.order_by("-id").limit(BUTTONS).select_related("customer")
    return card(
        "notice",
        title=f"在走的合同 {count} 份",
        desc="点一份看进度" + (f"，先列最近的 {len(shown)} 份" if count > len(shown) else ""),
        text="\n".join(_in_a_line(contract, ctx) for contract in shown),
        buttons=[button(contract.number, Keyword(word="合同进度", rest=contract.number)) for contract in shown],
    )


async def under_way(customer: Customer, ctx: Context) -> str | None:
    """The newest on its customer's card, and how many there are (R31)."""
    seen = queries.contracts(ctx.actor).filter(customer_id=customer.id, state__in=UNDER_WAY)
    standing = await seen.order_by("-id")
    if not standing:
        return None
    newest = standing[0]
    amount = f" {money(newest.amount, newest.currency)}" if ctx.actor.scope("payment.read") else ""
    more = f" 等 {len(standing)} 份" if len(standing) > 1 else ""
    return f"{newest.number}{amount} {state_words(newest)}{more}"


def state_words(contract: Contract) -> str:
    if contract.settled_at and contract.state == "signed":
        return "已结清，待交付"
    return STATES[contract.state]


async def plan_words(contract: Contract, ctx: Context) -> str:
    parts = await Installment.filter(contract_id=contract.id).order_by("position")
    return listed(
        f"{part.label} {money(part.amount, contract.currency)}"
        + (f"（{day(part.due_on, ctx.today).partition(' ')[0]}）" if part.due_on else "")
        for part in parts
    )


async def approvers(contract: Contract) -> str | None:
    """Who has to consent, short enough for a row."""
    rests_on = await contracting.approval_of(contract)
    if rests_on is None:
        return None
    if rests_on.startswith("quote:"):
        quote = await Quote.get(id=contract.quote_id)
        return f"跟着报价 {quote.title}" if quote.state == "pending" else None
    row = await Approval.get(subject=rests_on)
    standing = Standing.from_json(row.standing)
    return approval_cards.waiting_words(standing, await members(standing.people))


def _won(contract: Contract) -> str:
    return "成交，进入订单交付。" if contract.delivery_on else "成交。交期定了就进入订单交付。"


def _why(contract: Contract, quote: Quote | None, missing: list[str]) -> str:
    if quote and quote.state == "pending":
        return f"报价 {quote.title} 批下来就算签成，不用再批一遍。"
    if quote is None:
        return "还没有批准的报价，按合同金额审批；批下来才算签成。"
    if quote.total == contract.amount and missing:
        return "补齐才算签成。"
    return "金额和批准的报价对不上，按合同金额审批；批下来才算签成。"


def _against(contract: Contract, quote: Quote) -> str:
    if quote.currency != contract.currency or quote.total == contract.amount:
        return quote.title if quote.total == contract.amount else f"{quote.title} {money(quote.total, quote.currency)}"
    more = contract.amount - quote.total
    return f"{quote.title}，{'高' if more > 0 else '低'} {money(abs(more), quote.currency)}"


async def _supplying(contract: Contract, missing: list[str]) -> Buttons:
    deal = await Opportunity.get(id=contract.opportunity_id)
    about = {"contract_no": contract.number}
    offers: list[tuple[str, Command | str]] = [*advancing.missing_buttons(deal, missing)[:2]]
    if contract.delivery_on is None:
        offers.append(("补交期", pack(DateDelivery, about)))
    if not await Installment.filter(contract_id=contract.id).exists():
        offers.append(("付款计划", pack(PlanPayments, about)))
    return (*offers, ("合同进度", Keyword(word="合同进度", rest=contract.number)))


async def _money(contract: Contract, ctx: Context) -> dict[str, str | None]:
    if not ctx.actor.scope("payment.read"):
        return {}
    came = await contracting.paid(contract)
    left = contract.amount - came
    rest = f"还差 {money(left, contract.currency)}" if left > 0 else "已收齐"
    return {
        "金额": money(contract.amount, contract.currency),
        "已收": f"{money(came, contract.currency)}，{rest}" if came else None,
    }


def _next_steps(contract: Contract, ctx: Context) -> list[tuple[str, Command | str]]:
    about = {"contract_no": contract.number}
    may_write = ctx.actor.scope("contract.write") is not None and contract.owner_id == ctx.actor.id
    not_delivered = contract.state in ("pending", "signed")
    delivers = may_write or ctx.actor.role is Role.SUPPLY_CHAIN
    offers: list[tuple[str, Command | str, bool]] = [
        ("登记回款", pack(RecordPayment, about), bool(ctx.actor.scope("payment.write")) and not contract.settled_at),
        ("交付完成", CompleteDelivery(contract_no=contract.number), delivers and contract.state == "signed"),
        ("改交期" if contract.delivery_on else "补交期", pack(DateDelivery, about), may_write and not_delivered),
        ("付款计划", pack(PlanPayments, about), may_write and not contract.settled_at),
        ("刷新", Keyword(word="合同进度", rest=contract.number), True),
    ]
    return [(label, key) for label, key, offered in offers if offered]


def _in_a_line(contract: Contract, ctx: Context) -> str:
    amount = money(contract.amount, contract.currency) if ctx.actor.scope("payment.read") else None
    due = f"{day(contract.delivery_on, ctx.today).partition(' ')[0]}交货" if contract.delivery_on else None
    parts = (contract.number, clipped(contract.customer.short, 8), amount, due, state_words(contract))
    return " ".join(part for part in parts if part)
