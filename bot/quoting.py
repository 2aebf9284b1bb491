"""A quote on its way: waiting for its deal's gate, before its approvers, agreed to."""

from __future__ import annotations

from bot.context import Context
from storage.models import Opportunity, Quote


async def release(deal: Opportunity, ctx: Context) -> list[Quote]:
    """Waiting quotes whose gate is met now go to their approvers."""
    return []


async def approved_quote(deal: Opportunity) -> Quote | None:
    """The newest version that was agreed to."""
    return await Quote.filter(opportunity_id=deal.id, state="approved").order_by("-id").first()


async def below_floor(quote: Quote) -> bool:
    """Whether any line lies below its model's floor price."""
    return False
