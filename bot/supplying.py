"""An output of a deal was supplied: quotes that waited for it go to their approvers."""

from __future__ import annotations

from bot import quoting
from bot.context import Context
from storage.models import Opportunity, Quote


async def supplied(deal: Opportunity, ctx: Context) -> None:
    if await Quote.filter(opportunity_id=deal.id, state="waiting").exists():
        await quoting.release(deal, ctx)


async def supplied_by(customer: int, ctx: Context) -> None:
    """A contact or an activity: an output of all the customer's deals."""
    waiting = Quote.filter(customer_id=customer, state="waiting", opportunity__state="open")
    quotes = await waiting.select_related("opportunity")
    for deal in {quote.opportunity_id: quote.opportunity for quote in quotes}.values():
        await quoting.release(deal, ctx)
