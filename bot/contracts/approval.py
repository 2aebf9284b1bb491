"""What approvers see of a contract, and what their decision sets off."""

from __future__ import annotations

from bot.approvals.evidence import Evidence, evidence_for, outcome_of
from bot.cards import card
from bot.cards.render import button
from bot.context import Context
from bot.contracts import contracting
from bot.contracts import words as contract_words
from bot.deals import advancing
from bot.keeping import keeper
from bot.quotes import offering, quoting
from domain.dialogue import Keyword
from domain.playbook import OUTPUTS
from domain.words import day, listed, money
from storage import price_history
from storage.models import Approval, Contract, Quote

ENDED = {"rejected": "rejected", "returned": "rejected", "withdrawn": "cancelled"}


@outcome_of("contract")
async def decided(key: int, state: str, ctx: Context, approval: Approval) -> None:
    """Agreed to, it is signed as soon as its deal lacks nothing (R37); the owner hears what is still missing."""
    contract = await Contract.get(id=key).select_related("opportunity", "customer", "owner")
    await _follow(contract, state, ctx)


@quoting.after_decision
async def quote_decided(quote: Quote, state: str, ctx: Context) -> None:
    """A contract that waited for its quote's approvers shares the quote's fate."""
    waiting = Contract.filter(quote_id=quote.id, state="pending").select_related("opportunity", "customer", "owner")
    for contract in await waiting:
        if not await Approval.filter(subject=contracting.subject(contract)).exists():
            await _follow(contract, state, ctx)


@evidence_for("contract")
async def evidence(key: int, ctx: Context) -> Evidence:
    """The contract against the quote it rests on, the gates that are still open, and what the customer owes."""
    contract = await Contract.get(id=key).select_related("customer")
    rows = await _rows(contract, ctx)
    shown = {name: words for name, words in rows.items() if words}
    head = f"合同 {contract.number}，{day(contract.signed_on, ctx.today)} 签"
    return Evidence(
        customer=contract.customer.short,
        total=f"{money(contract.amount, contract.currency)} 含税",
        customer_id=contract.customer_id,
        lines=(head,),
        rows=shown,
        all_details="\n".join([head, contract.customer.name, *(f"{name}：{words}" for name, words in shown.items())]),
        agreed=f"{contract.amount} {contract.currency}",
    )


async def _rows(contract: Contract, ctx: Context) -> dict[str, str | None]:
    quote = await Quote.get_or_none(id=contract.quote_id or 0)
    missing = await contracting.lacking(contract)
    late = await price_history.overdue(contract.customer_id, ctx.today)
    return {
        "汇率": offering.rate_words(contract.amount, contract.currency),
        "报价": f"{quote.title} {money(quote.total, quote.currency)}" if quote else "没有批准的报价",
        "逾期应收": money(late) if late else None,
        "还缺": listed(OUTPUTS[output] for output in missing) or None,
        "交期": day(contract.delivery_on, ctx.today) if contract.delivery_on else "还没定",
        "付款": await contract_words.plan_words(contract, ctx) or None,
    }


async def _follow(contract: Contract, state: str, ctx: Context) -> None:
    if state != "approved":
        await Contract.filter(id=contract.id, state="pending").update(state=ENDED[state])
        return
    await advancing.hold(contract.opportunity)
    await contracting.hold(contract)
    missing = await contracting.lacking(contract)
    if not missing:
        await contracting.release(contract.opportunity, ctx)
        return
    offers = advancing.missing_buttons(contract.opportunity, missing)
    told = card(
        "notice",
        title=f"{contract.number} 批下来了，还差材料",
        desc=contract.customer.name,
        text=f"补齐就自动算签成：{listed(OUTPUTS[output] for output in missing)}",
        buttons=[
            *(button(label, key) for label, key in offers[:4]),
            button("合同进度", Keyword(word="合同进度", rest=contract.number), style=2),
        ],
    )
    if receiver := await keeper(contract.owner, contract.customer):
        ctx.send(receiver.userid, told, push=True)
