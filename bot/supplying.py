"""An output of a deal was supplied: quotes that waited for it go to their approvers, contracts are signed."""

from __future__ import annotations

from bot import contracting, quoting
from bot.context import Context
from storage.models import Contract, Opportunity, Quote


async def supplied(deal: Opportunity, ctx: Context) -> None:
    if await Quote.filter(opportunity_id=deal.id, state="waiting").exists():
        await quoting.release(deal, ctx)
    await contracting.release(deal, ctx)


async def supplied_by(customer: int, ctx: Context) -> None:
    """A contact or an activity: an output of all the customer's deals."""
    quotes = Quote.filter(customer_id=customer, state="waiting", opportunity__state="open")
    contracts = Contract.filter(customer_id=customer, state="pending")
    waiting = [quote.opportunity for quote in await quotes.select_related("opportunity")]
    waiting += [contract.opportunity for contract in await contracts.select_related("opportunity")]
    for deal in {deal.id: deal for deal in waiting}.values():
        await supplied(deal, ctx)
