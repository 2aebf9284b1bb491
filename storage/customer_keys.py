"""Which customers and colleagues a text may mean, among those its sender may see (`understanding.md` section 5)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from tortoise.expressions import Case, Q, When
from tortoise.functions import Length
from tortoise.queryset import QuerySet, ValuesQuery

from domain import names
from domain.directory import Directory, KnownCustomer, KnownPerson
from domain.people import TITLES, Actor, Role
from storage import queries
from storage.models import Customer, CustomerKey, Member
from storage.prepared import prepared, prepared_rows

EXACT = ("full", "short", "alias", "combo")
HEARD = ("py", "raw")
OWN = 500  # customers of one's own that are scored one by one
COLUMNS = ("name", "short_names", "region", "owner_id")
RANKS = ("heard", "others", "length")
MOST = 120  # keys that are found; what comes behind them is not looked at


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
    picked = {row["key"]: row["id"] for row in rows if row["member_id"]}
    if own:
        rows += [row for row in await _owned(actor) if _may_be_meant(row["name"], row["short_names"], text)]
    found = {row["id"]: row for row in rows}
    return Directory(
        customers=tuple(_known(row, actor, picked) for row in found.values()),
        people=await _people(keys, actor),
        sender=actor.userid,
    )


@prepared_rows
def _keyed(actor: Actor, keys: list[str]) -> ValuesQuery[Any]:
    """What is written so before what only sounds so, one's own first, longer names before shorter ones: where more is
    found than is looked at, the likeliest stay, and the same ones each time."""
    seen = queries.owners(actor, "customer.read", "customer__owner")
    found = CustomerKey.filter(Q(key__in=keys), Q(member_id=None) | Q(member_id=actor.id), seen)
    ranked = found.annotate(
        heard=Case(When(kind__in=HEARD, then="1"), default="0"),
        others=Case(When(customer__owner_id=actor.id, then="0"), default="1"),
        length=Length("key"),
    )
    chosen = ranked.order_by("heard", "others", "-length", "customer_id", "id").limit(MOST)
    return chosen.values(*RANKS, "key", "member_id", id="customer_id", **{f: f"customer__{f}" for f in COLUMNS})


@prepared_rows
def _owned(actor: Actor) -> ValuesQuery[Any]:
    return Customer.filter(owner_id=actor.id).order_by("-id").limit(OWN).values("id", *COLUMNS)


@prepared
def _named(actor: Actor, names: list[str]) -> QuerySet[Member]:
    return Member.filter(Q(name__in=names) | Q(id=actor.id), gone_at=None)


def _filled_up(keys: Iterable[str]) -> list[str]:
    """In sixteens, the last one again and again: so that there are few shapes of the question."""
    found = sorted(keys)
    return found + found[-1:] * (-len(found) % 16)


def _known(row: dict[str, Any], actor: Actor, picked: dict[str, int]) -> KnownCustomer:
    """With its short names; what the sender has settled for another customer is none of them."""
    chosen = row["id"]
    own = [alias for alias, customer in picked.items() if customer == chosen]
    kept = _short_names(row["name"], row["short_names"])
    if picked:
        kept = tuple(name for name in kept if picked.get(names.normalise(name), chosen) == chosen)
    return KnownCustomer(
        name=row["name"],
        short_names=tuple(dict.fromkeys([*kept, *own])),
        region=row["region"],
        mine=row["owner_id"] == actor.id,
    )


@lru_cache(maxsize=4096)  # of those that are spoken of lately
def _short_names(name: str, given: str) -> tuple[str, ...]:
    """What a customer is called."""
    return tuple(dict.fromkeys([*json.loads(given), *names.short_names(name)]))


def _may_be_meant(name: str, given: str, text: str) -> bool:
    """A wrong spelling has at least one sign or sound of the name, or all of it in letters."""
    sounds, letters = _heard_in(text)
    return any(not sounds.isdisjoint(heard) or typed in letters for heard, typed in _heard(name, given))


@lru_cache(maxsize=4096)
def _heard(name: str, given: str) -> tuple[tuple[frozenset[str], str], ...]:
    short = _short_names(name, given)[:3]
    return tuple((frozenset(names.sound(one).split("-")), names.joined_pinyin(one)) for one in short)


@lru_cache(maxsize=4)
def _heard_in(text: str) -> tuple[frozenset[str], str]:
    """The sounds of a text's signs, and what stands in letters."""
    folded = names.normalise(text)
    return frozenset(names.sound(folded).split("-")), folded


async def _people(keys: Iterable[str], actor: Actor) -> tuple[KnownPerson, ...]:
    found = await _named(actor, _filled_up(key for key in keys if 2 <= len(key) <= 4))
    return tuple(KnownPerson(m.name, m.userid, TITLES[Role(m.role)]) for m in found)
