"""The working days as they stand: the built-in calendar, and over it the days that admins have added."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from tortoise.queryset import QuerySet

from domain.calendar import OFFICIAL, Calendar
from storage import db
from storage.models import Holiday
from storage.prepared import prepared


async def calendar() -> Calendar:
    """Read in the transaction that uses it: what any process has added counts at once, and nothing is kept in memory.
    A few dozen rows a year, once for a batch of messages."""
    return OFFICIAL.changed(await added())


async def added() -> dict[date, bool]:
    """By day, whether it is worked."""
    return {row.day: row.works for row in await _rows()}


async def replace(works: Mapping[date, bool]) -> None:
    """These and no others."""
    async with db.transaction():
        await Holiday.all().delete()
        await Holiday.bulk_create([Holiday(day=day, works=is_worked) for day, is_worked in sorted(works.items())])


@prepared
def _rows() -> QuerySet[Holiday]:
    return Holiday.all().order_by("day")
