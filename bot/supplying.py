"""An output of a deal was supplied: quotes that waited for it go to their approvers, contracts are signed."""

from __future__ import annotations

from tortoise.queryset import QuerySet

from bot.context import Context
from bot.contracts import contracting
from bot.quotes import quoting
from storage.models import Contract, Opportunity, Quote
from storage.prepared import prepared


async def supplied(deal: Opportunity, ctx: Context) -> None:
    await quoting.release(deal, ctx)
    await contracting.release(deal, ctx)


async def supplied_by(customer: int, ctx: Context) -> None:
    """A contact or an activity: an output of all the customer's deals."""
    waiting = [quote.opportunity for quote in await _waiting(customer)]
    waiting += [contract.opportunity for contract in await _pending(customer)]
    for deal in {deal.id: deal for deal in waiting}.values():
        await supplied(deal, ctx)


@prepared
def _waiting(customer: int) -> QuerySet[Quote]:
    found = Quote.filter(customer_id=customer, state="waiting", opportunity__state="open")
    return found.select_related("opportunity")


@prepared
def _pending(customer: int) -> QuerySet[Contract]:
    return Contract.filter(customer_id=customer, state="pending").select_related("opportunity")
