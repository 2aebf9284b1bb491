"""A text read with the names that its sender may mean: those that stand in it first, then one's own, spelled wrong."""

from __future__ import annotations

import re
from datetime import datetime

from bot.understanding import Reading, understand
from domain.directory import Directory
from domain.people import Actor
from storage.customer_keys import candidates, candidates_and_own

DOCUMENT = re.compile(r"\b(?:Q|HT)\d{4}-\d{2,}", re.IGNORECASE | re.ASCII)


async def read(text: str, actor: Actor, said_at: datetime) -> tuple[list[Reading], Directory]:
    """What the text says, and the names it was read with."""
    directory = await candidates(text, actor)
    readings = understand(text, said_at, directory)
    if actor.scope("customer.read") and any(_unresolved(reading) for reading in readings):
        directory = await candidates_and_own(text, actor)
        readings = understand(text, said_at, directory)
    return readings, directory


def names_a_document(text: str) -> bool:
    return bool(DOCUMENT.search(text))


def _unresolved(reading: Reading) -> bool:
    return "customer" in reading.missing and not isinstance(reading.slots.get("customer"), list)
