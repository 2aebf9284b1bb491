"""The names that a message may mean: what its sender may see, as one frozen value."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class KnownCustomer:
    """`short_names` holds derived names and the sender's aliases; `mine`: the sender owns it."""

    name: str
    short_names: tuple[str, ...] = ()
    region: str | None = None
    mine: bool = False


@dataclass(frozen=True, slots=True)
class KnownPerson:
    name: str
    userid: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class Directory:
    customers: tuple[KnownCustomer, ...] = ()
    people: tuple[KnownPerson, ...] = ()
    quotes: tuple[str, ...] = ()
    contracts: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    sender: str | None = None  # userid
