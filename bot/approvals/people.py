"""The people of an approval out of the database, as the rules take them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from domain.approvers import Company, Person
from domain.people import Role
from storage.models import Delegation, Member


async def company(today: date) -> Company:
    """Everybody, leavers too, and who is away today; of several absences the newest counts."""
    away = await Delegation.filter(since__lte=today, until__gte=today).order_by("id")
    return Company(
        {member.id: _person(member) for member in await Member.all()},
        {row.member_id: row.delegate_id for row in away},
    )


async def members(ids: Iterable[int]) -> dict[int, Member]:
    return {member.id: member for member in await Member.filter(id__in=list(ids))}


def _person(member: Member) -> Person:
    return Person(
        id=member.id,
        role=Role(member.role),
        region=member.region,
        team=member.team,
        department=member.department,
        leads=member.leads,
        gone=member.gone_at is not None,
    )
