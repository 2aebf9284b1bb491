"""The working days as they stand: the built-in calendar, and over it the days that admins have added."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from domain.calendar import OFFICIAL, Calendar
from storage import db
from storage.models import Holiday


async def calendar() -> Calendar:
    """Read in the transaction that uses it: what any process has added counts at once, and nothing is kept in memory.
    A few dozen rows a year, once for a batch of messages."""
    return OFFICIAL.changed(await added())


async def added() -> dict[date, bool]:
    """By day, whether it is worked."""
    rows = await Holiday.all().order_by("day").values_list("day", "works")
    return dict(rows)


async def replace(works: Mapping[date, bool]) -> None:
    """These and no others."""
    async with db.transaction():
        await Holiday.all().delete()
        await Holiday.bulk_create([Holiday(day=day, works=is_worked) for day, is_worked in sorted(works.items())])
