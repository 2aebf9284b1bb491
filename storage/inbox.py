"""Deliveries on their way: kept, claimed in their sender's order, closed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from storage import db

LEASE = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Row:
    id: int
    key: str
    sender: str
    said_at: datetime
    msgid: int
    attempts: int
    not_before: datetime | None
    body: dict[str, Any]


async def insert(rows: Sequence[tuple[str, str, datetime, int, datetime, dict[str, Any]]]) -> None:
    """(key, sender, said_at, msgid, received_at, body) of what came together, in one transaction; a key that stands
    already stays as it is (W1)."""
    values = [(*row[:5], json.dumps(row[5], ensure_ascii=False)) for row in rows]
    await db.execute_many(
        "INSERT INTO inbox (key, sender, said_at, msgid, received_at, body, attempts) VALUES (?, ?, ?, ?, ?, ?, 0)"
        " ON CONFLICT (key) DO NOTHING",
        values,
    )


async def take(holder: str, now: datetime, limit: int) -> list[Row]:
    """The oldest row of each of some senders, their lanes ours until the lease ends, the attempt counted.

    One transaction of its own, before the work: a row that kills the process is counted too.
    """
    heads = [row for row in await _heads(limit * 2) if row.not_before is None or row.not_before <= now]
    if not heads:
        return []
    async with db.transaction():
        held = await _take_lanes(holder, [row.sender for row in heads], now)
        taken = [row for row in heads if row.sender in held][:limit]
        if taken:
            marks = ", ".join("?" * len(taken))
            await db.execute(
                f"UPDATE inbox SET attempts = attempts + 1 WHERE id IN ({marks})",
                [row.id for row in taken],
            )
    return taken


async def still_held(holder: str, senders: Sequence[str], now: datetime) -> set[str]:
    """First statement of the work's transaction: renews the lanes that are still ours and locks them until it ends.

    A process that slept past its lease finds that it lost them (F6, F10).
    """
    if not db.is_postgres():
        return set(senders)
    marks = ", ".join("?" * len(senders))
    rows = await db.fetch(
        f"UPDATE lane SET until = ? WHERE holder = ? AND sender IN ({marks}) RETURNING sender",
        [now + LEASE, holder, *senders],
    )
    return {row["sender"] for row in rows}


async def close(key: int, now: datetime, outcome: str, error: str | None = None) -> bool:
    """Compare-and-set. False: somebody closed it before us, and what we did must be rolled back."""
    sql = "UPDATE inbox SET done_at = ?, outcome = ?, error = ? WHERE id = ? AND done_at IS NULL"
    return await db.execute(sql, [now, outcome, error, key]) == 1


async def put_off(key: int, until: datetime, error: str) -> None:
    """An outside reason: the row waits and holds its sender's lane."""
    await db.execute("UPDATE inbox SET not_before = ?, error = ?, attempts = 0 WHERE id = ?", [until, error, key])


async def release(holder: str) -> None:
    """Lanes that are ours go to whoever comes next."""
    if db.is_postgres():
        await db.execute("DELETE FROM lane WHERE holder = ?", [holder])


async def oldest_waiting() -> datetime | None:
    rows = await db.fetch("SELECT MIN(received_at) AS at FROM inbox WHERE done_at IS NULL")
    return db.moment(rows[0]["at"]) if rows[0]["at"] else None


async def next_due(now: datetime) -> datetime | None:
    """`now` where a row is due, else the earliest moment at which one will be."""
    heads = await _heads(200)
    return min((row.not_before or now for row in heads), default=None)


async def _heads(limit: int) -> list[Row]:
    """Each sender's oldest row by CreateTime, then MsgId (W15)."""
    rows = await db.fetch(
        "SELECT id, key, sender, said_at, msgid, attempts, not_before, body FROM ("
        "SELECT inbox.*, ROW_NUMBER() OVER (PARTITION BY sender ORDER BY said_at, msgid, id) AS place"
        " FROM inbox WHERE done_at IS NULL) AS waiting WHERE place = 1 ORDER BY said_at, msgid, id LIMIT ?",
        [limit],
    )
    return [_row(row) for row in rows]


def _row(row: dict[str, Any]) -> Row:
    return Row(
        id=row["id"],
        key=row["key"],
        sender=row["sender"],
        said_at=db.moment(row["said_at"]),
        msgid=row["msgid"],
        attempts=row["attempts"],
        not_before=db.moment(row["not_before"]) if row["not_before"] else None,
        body=json.loads(row["body"]),
    )


async def _take_lanes(holder: str, senders: Sequence[str], now: datetime) -> set[str]:
    """One holder a sender at a time. The embedded database has one process with one worker, so nobody to exclude."""
    if not db.is_postgres():
        return set(senders)
    places = ", ".join("(?, ?, ?)" for _ in senders)
    values = [value for sender in sorted(senders) for value in (sender, holder, now + LEASE)]
    rows = await db.fetch(
        f"INSERT INTO lane (sender, holder, until) VALUES {places} ON CONFLICT (sender)"
        " DO UPDATE SET holder = EXCLUDED.holder, until = EXCLUDED.until"
        " WHERE lane.until < ? OR lane.holder = EXCLUDED.holder RETURNING sender",
        [*values, now],
    )
    return {row["sender"] for row in rows}
