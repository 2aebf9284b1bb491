"""A text read with the names that its sender may mean: those that stand in it first, then one's own, spelled wrong."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from bot.understanding import Reading, understand
from domain.calendar import Calendar
from domain.directory import Directory
from domain.people import Actor
from storage.customer_keys import candidates, candidates_and_own

DOCUMENT = re.compile(r"\b(?:Q|HT)\d{4}-\d{2,}", re.IGNORECASE | re.ASCII)


async def read(text: str, actor: Actor, said_at: datetime, calendar: Calendar) -> tuple[list[Reading], Directory]:
    """What the text says, and the names and working days it was read with."""
    directory = replace(await candidates(text, actor), calendar=calendar)
    readings = understand(text, said_at, directory)
    if actor.scope("customer.read") and any(_unresolved(reading) for reading in readings):
        directory = replace(await candidates_and_own(text, actor), calendar=calendar)
        readings = understand(text, said_at, directory)
    return readings, directory


def names_a_document(text: str) -> bool:
    return bool(DOCUMENT.search(text))


def _unresolved(reading: Reading) -> bool:
    return "customer" in reading.missing and not isinstance(reading.slots.get("customer"), list)
