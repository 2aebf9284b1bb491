"""Who was asked about a customer's record: that is what lets them see the customer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from storage.models import Asked

KEPT = timedelta(days=30)  # after the request's end


async def asked(subject: str, customer: int, members: Iterable[int]) -> None:
    """From now on these people see the customer; asking somebody again begins anew."""
    wanted = set(members)
    known = {row.member_id for row in await Asked.filter(subject=subject, member_id__in=wanted)}
    await Asked.filter(subject=subject, member_id__in=known).update(until=None)
    rows = [Asked(subject=subject, customer_id=customer, member_id=member) for member in sorted(wanted - known)]
    await Asked.bulk_create(rows, ignore_conflicts=True)


async def ended(subject: str, now: datetime) -> None:
    """The request is over: they see the customer for another 30 days."""
    await Asked.filter(subject=subject, until=None).update(until=now + KEPT)
