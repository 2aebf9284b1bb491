"""Since when a deal stands still: the day of its last move, follow-up or decision."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from storage.models import Activity, ApprovalStep, Opportunity, Quote, StageMove


async def last_days(deals: Iterable[Opportunity]) -> dict[int, date]:
    """By deal, the day of the newest of: a move, a contact with the customer, a quote, a decision on one."""
    found = list(deals)
    newest = {deal.id: max(deal.opened_at, deal.entered_at).date() for deal in found}
    by_customer: dict[int, list[int]] = {}
    for deal in found:
        by_customer.setdefault(deal.customer_id, []).append(deal.id)

    def seen(key: int, on: date) -> None:
        newest[key] = max(newest[key], on)

    for key, at in await StageMove.filter(opportunity_id__in=list(newest)).values_list("opportunity_id", "at"):
        seen(key, at.date())
    contacts = Activity.filter(customer_id__in=list(by_customer))
    for customer, on in await contacts.values_list("customer_id", "occurred_on"):
        for key in by_customer[customer]:
            seen(key, on)
    quotes = {quote.id: quote for quote in await Quote.filter(opportunity_id__in=list(newest))}
    for quote in quotes.values():
        seen(quote.opportunity_id, quote.created_at.date())
    subjects = {f"quote:{key}": quote.opportunity_id for key, quote in quotes.items()}
    decided = ApprovalStep.filter(approval__subject__in=list(subjects))
    for subject, at in await decided.values_list("approval__subject", "at"):
        seen(subjects[subject], at.date())
    return newest
