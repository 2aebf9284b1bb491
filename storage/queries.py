"""What an actor may see; reads that start from the actor's scope, so that hidden and absent are one answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tortoise.expressions import Q, Subquery
from tortoise.queryset import QuerySet

from domain.people import Actor, Role, Scope
from storage.models import Approval, Asked, Contact, Contract, Customer, Member, Opportunity, Payment, Quote, Request
from storage.prepared import prepared

NOBODY = 0  # no row has this key
# Who was asked about a customer reads it and its quotes, and may log a contact with it.
READS = ("customer.read", "activity.write", "quote.read", "contract.read")


def owners(actor: Actor, action: str, prefix: str = "owner") -> Q:
    """The condition on a customer's owner that the actor's scope for this action sets; `prefix` leads to the owner."""
    scope = actor.scope(action)
    if scope is Scope.ALL:
        return Q()
    owned = _owned(actor, scope, prefix)
    if scope is None or action not in READS:
        return owned
    asked = Subquery(Asked.filter(member_id=actor.id).values("customer_id"))
    seen = owned | _is(f"{prefix.removesuffix('owner')}id__in", asked)
    if scope is not Scope.CONTRACTED:
        return seen
    return seen | _is(f"{prefix.removesuffix('owner')}id__in", Subquery(Contract.all().values("customer_id")))


def customers(actor: Actor, action: str = "customer.read") -> QuerySet[Customer]:
    return Customer.filter(owners(actor, action))


def opportunities(actor: Actor) -> QuerySet[Opportunity]:
    return Opportunity.filter(owners(actor, "customer.read", "customer__owner"))


def quotes(actor: Actor) -> QuerySet[Quote]:
    """Every version; a quote is seen with its customer, by finance where a contract rests on it."""
    if actor.scope("quote.read") is Scope.CONTRACTED:
        return Quote.filter(id__in=Subquery(Contract.filter(quote_id__not_isnull=True).values("quote_id")))
    return Quote.filter(owners(actor, "quote.read", "customer__owner"))


def requests(actor: Actor) -> QuerySet[Request]:
    """Requests between departments, by who asked."""
    return Request.filter(owners(actor, "figures.read", "member"))


def contracts(actor: Actor, action: str = "contract.read") -> QuerySet[Contract]:
    return Contract.filter(owners(actor, action, "customer__owner"))


def payments(actor: Actor) -> QuerySet[Payment]:
    return Payment.filter(owners(actor, "payment.read", "contract__customer__owner"))


def approvals(actor: Actor) -> QuerySet[Approval]:
    """For figures about them: those that people in the actor's scope submitted."""
    return Approval.filter(owners(actor, "figures.read", "requester"))


def contacts_of(customer: Customer) -> QuerySet[Contact]:
    return Contact.filter(customer_id=customer.id).order_by("id")


async def actors(userids: Sequence[str]) -> dict[str, Actor]:
    """The people behind some userids in lower case; whom the contacts do not know is not among them."""
    return {member.key: as_actor(member) for member in await _present(list(userids))}


async def actor(userid: str) -> Actor | None:
    """The person behind a userid, whatever its case; None where the contacts know nobody (any more)."""
    member = await Member.get_or_none(key=userid.lower(), gone_at=None)
    return as_actor(member) if member else None


def as_actor(member: Member) -> Actor:
    return Actor(
        id=member.id,
        userid=member.userid,
        name=member.name,
        role=Role(member.role),
        region=member.region,
        team=member.team,
        plain=member.plain_receipts,
    )


@prepared
def _present(keys: list[str]) -> QuerySet[Member]:
    return Member.filter(key__in=keys, gone_at=None)


def _owned(actor: Actor, scope: Scope | None, prefix: str) -> Q:
    own = _is(f"{prefix}_id", actor.id)
    if scope is Scope.REGION and actor.region:
        return own | _is(f"{prefix}__region", actor.region)
    if scope is Scope.TEAM and actor.region and actor.team:
        return own | (_is(f"{prefix}__region", actor.region) & _is(f"{prefix}__team", actor.team))
    if scope in (Scope.OWN, Scope.TEAM, Scope.REGION):
        return own
    return _is(f"{prefix}_id", NOBODY)


def _is(path: str, value: object) -> Q:
    condition: dict[str, Any] = {path: value}
    return Q(**condition)
