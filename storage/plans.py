"""Promised next contacts, and whether somebody kept them."""

from __future__ import annotations

from datetime import date

from domain.activities import Plan
from storage.models import Activity


async def of_members(members: list[int], first: date, last: date) -> dict[int, list[Plan]]:
    """By member, the plans due from `first` to `last`; a later contact with the same customer keeps one."""
    rows = await Activity.filter(member_id__in=members, next_on__gte=first, next_on__lte=last).select_related(
        "customer"
    )
    newest: dict[int, int] = {}
    for customer, activity in await Activity.filter(customer_id__in={row.customer_id for row in rows}).values_list(
        "customer_id", "id"
    ):
        newest[customer] = max(activity, newest.get(customer, 0))
    plans: dict[int, list[Plan]] = {}
    for row in rows:
        plans.setdefault(row.member_id, []).append(
            Plan(
                activity=row.id,
                customer=row.customer.name,
                due=row.next_on,
                at=row.next_at,
                note=row.note,
                kept=newest[row.customer_id] > row.id,
            )
        )
    return plans


async def of_customer(customer: int, first: date) -> Activity | None:
    """The promise that stands, due from `first` on: the newest contact's, since each one keeps those before it."""
    newest = await Activity.filter(customer_id=customer).order_by("-id").first()
    return newest if newest and newest.next_on and newest.next_on >= first else None
