"""Which customers and colleagues a text may mean, among those its sender may see (`understanding.md` section 5)."""

from __future__ import annotations

from collections.abc import Iterable

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from domain import names
from domain.directory import Directory, KnownCustomer, KnownPerson
from domain.people import TITLES, Actor, Role
from storage import queries
from storage.models import Customer, CustomerKey, Member
from storage.prepared import prepared

EXACT = ("full", "short", "alias", "combo")
OWN = 500  # customers of one's own that are scored one by one
MOST = 60  # candidates by key


async def write_keys(customer: Customer) -> None:
    """In the transaction that wrote the customer: found at once by every process."""
    await CustomerKey.filter(customer_id=customer.id, member_id=None).delete()
    rows = sorted(names.keys(customer.name, customer.short_names))
    await CustomerKey.bulk_create([CustomerKey(customer_id=customer.id, key=key, kind=kind) for key, kind in rows])


async def remember_alias(actor: Actor, customer: int, said: str) -> None:
    """A confirmed pick: the words that were ambiguous mean this customer from now on, for this person."""
    spoken = names.lookups(said)
    fitting = await CustomerKey.filter(customer_id=customer, kind__in=EXACT, key__in=spoken)
    if fitting:
        key = max((row.key for row in fitting), key=len)
        await CustomerKey.filter(member_id=actor.id, key=key).delete()
        await CustomerKey.create(customer_id=customer, member_id=actor.id, key=key, kind="alias")


async def candidates(text: str, actor: Actor) -> Directory:
    """The names that stand in the text: exact and sounding alike, and the colleagues it names."""
    return await _directory(text, actor, own=False)


async def candidates_and_own(text: str, actor: Actor) -> Directory:
    """The same with all of the sender's own customers, for names written wrong."""
    return await _directory(text, actor, own=True)


async def _directory(text: str, actor: Actor, *, own: bool) -> Directory:
    keys = names.lookups(text)
    rows = await _keyed(actor, _filled_up(keys)) if keys else []
    picked = {row.key: row.customer_id for row in rows if row.member_id}
    customers = {row.customer_id: row.customer for row in rows}
    if own:
        customers |= {mine.id: mine for mine in await Customer.filter(owner_id=actor.id).order_by("-id").limit(OWN)}
    return Directory(
        customers=tuple(_known(customer, actor, picked) for customer in customers.values()),
        people=await _people(keys, actor),
        sender=actor.userid,
    )


@prepared
def _keyed(actor: Actor, keys: list[str]) -> QuerySet[CustomerKey]:
    seen = queries.owners(actor, "customer.read", "customer__owner")
    found = CustomerKey.filter(Q(key__in=keys), Q(member_id=None) | Q(member_id=actor.id), seen)
    return found.select_related("customer").limit(MOST * 4)


@prepared
def _named(actor: Actor, names: list[str]) -> QuerySet[Member]:
    return Member.filter(Q(name__in=names) | Q(id=actor.id), gone_at=None)


def _filled_up(keys: Iterable[str]) -> list[str]:
    """In sixteens, the last one again and again: so that there are few shapes of the question."""
    found = sorted(keys)
    return found + found[-1:] * (-len(found) % 16)


def _known(customer: Customer, actor: Actor, picked: dict[str, int]) -> KnownCustomer:
    """With its short names; what the sender has settled for another customer is none of them."""
    short = dict.fromkeys([*customer.short_names, *names.short_names(customer.name)])
    own = [alias for alias, chosen in picked.items() if chosen == customer.id]
    kept = [name for name in short if picked.get(names.normalise(name), customer.id) == customer.id]
    return KnownCustomer(
        name=customer.name,
        short_names=tuple(dict.fromkeys([*kept, *own])),
        region=customer.region,
        mine=customer.owner_id == actor.id,
    )


async def _people(keys: Iterable[str], actor: Actor) -> tuple[KnownPerson, ...]:
    found = await _named(actor, _filled_up(key for key in keys if 2 <= len(key) <= 4))
    return tuple(KnownPerson(m.name, m.userid, TITLES[Role(m.role)]) for m in found)
