"""What approvers compare a quote with: earlier prices of a part, sums of the past weeks, money that is overdue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from domain import contracts as rules
from domain import pricing
from domain.contracts import Part
from domain.people import Actor
from domain.pricing import Item, Offer, Row
from storage import queries
from storage.models import Contract, Installment, Payment, Quote, QuoteLine

LAST = 3
STANDS = ("waiting", "pending", "approved", "returned")


@dataclass(frozen=True, slots=True)
class Price:
    """Tax included, after discount, in yuan; `customer` is a short name."""

    customer: str
    price: Decimal
    on: date


async def last_prices(key: str, quote: Quote, viewer: Actor, *, same: bool) -> list[Price]:
    """The newest three agreed prices of a part to this customer, or to others that the viewer may see."""
    seen = QuoteLine.filter(key=key, quote__state="approved", quote__currency="CNY").exclude(quote__number=quote.number)
    if same:
        seen = seen.filter(quote__customer_id=quote.customer_id)
    else:
        allowed = queries.owners(viewer, "quote.read", "quote__customer__owner")
        seen = seen.filter(allowed).exclude(quote__customer_id=quote.customer_id)
    rows = await seen.order_by("-quote__decided_at", "-id").limit(LAST).select_related("quote__customer")
    return [_price(row) for row in rows]


async def lately(quote: Quote, since: datetime) -> list[Quote]:
    """This and the customer's other quotes of the past weeks, each in the version that stands."""
    rows = await Quote.filter(customer_id=quote.customer_id, state__in=STANDS, created_at__gte=since).order_by("id")
    return [row for row in rows if row.number != quote.number] + [quote]


async def overdue(customer_id: int, today: date) -> Decimal:
    """What should have come in by the payment plans of signed contracts, less what has."""
    contracts = await Contract.filter(customer_id=customer_id, currency="CNY", state__in=("signed", "delivered"))
    late = Decimal(0)
    for contract in contracts:
        plan = [Part(one.label, one.amount, one.due_on) for one in await Installment.filter(contract_id=contract.id)]
        paid = sum([one.amount for one in await Payment.filter(contract_id=contract.id)], Decimal(0))
        late += rules.overdue(plan, paid, today)
    return late


def _price(row: QuoteLine) -> Price:
    quote = row.quote
    item = Item(row.model, row.qty, row.unit_price)
    made = Offer((Row(item, row.amount),), row.amount, row.amount, quote.taxed, quote.discount, quote.currency)
    return Price(
        quote.customer.short, pricing.effective(row.unit_price, made), (quote.decided_at or quote.created_at).date()
    )
