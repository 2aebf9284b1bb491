"""What a message is read against: the names that its sender may see, and the working days, as one frozen value."""

from __future__ import annotations

from dataclasses import dataclass

from domain.calendar import OFFICIAL, Calendar


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


@dataclass(frozen=True, slots=True, eq=False)
class Directory:
    """Equal to itself alone: what is built from it is kept with it, and comparing hundreds of names costs more."""

    customers: tuple[KnownCustomer, ...] = ()
    people: tuple[KnownPerson, ...] = ()
    quotes: tuple[str, ...] = ()
    contracts: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    sender: str | None = None  # userid
    calendar: Calendar = OFFICIAL
