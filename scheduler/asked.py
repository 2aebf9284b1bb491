"""Sight that came with a request ends 30 days after it."""

from __future__ import annotations

from datetime import datetime

from scheduler.runner import DUE, DueRows
from storage.models import Asked

AT_ONCE = 100


async def due(now: datetime) -> list[int]:
    return [row.id for row in await Asked.filter(until__lte=now).order_by("until").limit(AT_ONCE).only("id")]


async def forget(key: int, now: datetime) -> None:
    await Asked.filter(id=key, until__lte=now).delete()


async def next_due() -> datetime | None:
    first = await Asked.filter(until__not_isnull=True).order_by("until").first()
    return first.until if first else None


DUE.append(DueRows(due, forget, next_due))
