"""The look-ups of every message, written once and filled in: they find what the same query, built anew, finds."""

from __future__ import annotations

from typing import Any

import pytest
from tortoise.queryset import QuerySet

from domain.people import POLICY, Actor, Role
from storage import db, queries
from storage.models import Asked, Customer, Member
from storage.prepared import prepared
from tests.moments import moment

NOW = moment("2026-11-24T10:00:00+08:00")
PLACES = [(None, None), ("华东", None), ("华东", "一组"), ("华南", "一组")]
pytestmark = pytest.mark.usefixtures("database")


@prepared
def seen(actor: Actor, names: list[str], *, action: str) -> QuerySet[Customer]:
    return queries.customers(actor, action).filter(name__in=names).select_related("owner").order_by("id")


@prepared
def of_anybody(action: str) -> QuerySet[Customer]:
    return Customer.filter(name=action)


async def people() -> list[Member]:
    """One at each place, each with a customer; the first was asked about the last one's."""
    found = []
    for number, (region, team) in enumerate(PLACES):
        member = await Member.create(
            userid=f"P{number}", key=f"p{number}", name=f"人{number}", position="", department="",
            region=region, team=team, role=Role.REP,
        )  # fmt: skip
        owned: Any = {"owner": member, "short_names": [], "created_at": NOW}
        last = await Customer.create(name=f"客户{number}", key=f"客户{number}", **owned)
        found.append(member)
    await Asked.create(member=found[0], customer=last, subject="request:1")
    return found


@pytest.mark.parametrize("action", ["customer.read", "customer.write", "contract.read"])
async def test_everybody_sees_what_the_policy_says(action: str) -> None:
    """Each role at each place, twice: the second time the statement stands already, filled with another's values."""
    members = await people()
    told: list[tuple[list[str], list[str]]] = []
    for role in POLICY[action]:
        for member in members:
            actor = Actor(member.id, member.userid, member.name, role, member.region, member.team)
            for names in (["客户0", "客户3"], [f"客户{n}" for n in range(4)], []):
                anew = await seen.__wrapped__(actor, names, action=action)  # type: ignore[attr-defined]
                found = await seen(actor, names, action=action)
                told.append(([row.name for row in found], [row.name for row in anew]))
                assert [row.owner.name for row in found] == [row.owner.name for row in anew]
    assert [found for found, _ in told] == [anew for _, anew in told]
    assert any(found for found, _ in told)


async def test_what_was_written_inside_a_transaction_is_found_in_it() -> None:
    await people()
    assert await of_anybody("新客户") == []
    async with db.transaction():
        owner = await Member.get(key="p0")
        await Customer.create(name="新客户", key="新客户", short_names=["新"], owner=owner, created_at=NOW)
        (found,) = await of_anybody("新客户")
        assert (found.short_names, found.created_at) == (["新"], NOW)
