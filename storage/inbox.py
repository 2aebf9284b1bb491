"""Deliveries on their way: kept, claimed in their sender's order, closed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from storage import db

LEASE = timedelta(seconds=30)
COLUMNS = "id, key, sender, said_at, msgid, attempts, not_before, body"
PLACED = (
    "SELECT id, said_at, msgid, not_before, ROW_NUMBER() OVER (PARTITION BY sender ORDER BY said_at, msgid, id)"
    " AS place FROM inbox WHERE done_at IS NULL"
)


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
    """(key, sender, said_at, msgid, received_at, body) of what came together, in one statement; a key that stands
    already stays as it is (W1).

    Not row by row: the database's thread would wait for the interpreter at each, while callbacks keep it busy.
    """
    places = ", ".join(["(?, ?, ?, ?, ?, ?, 0)"] * len(rows))
    await db.execute(
        "INSERT INTO inbox (key, sender, said_at, msgid, received_at, body, attempts)"
        f" VALUES {places} ON CONFLICT (key) DO NOTHING",
        [value for row in rows for value in (*row[:5], json.dumps(row[5], ensure_ascii=False))],
    )


async def take(holder: str, now: datetime, limit: int) -> list[Row]:
    """The oldest row of each of some senders, their lanes ours until the lease ends, the attempt counted.

    One transaction of its own, before the work: a row that kills the process is counted too. A row whose last attempt
    never ended comes alone, so that no other is counted with it should it kill us again; and those with the fewest
    attempts first, so that a process which dies for other reasons does not use up the tries of one row.
    """
    heads = await _heads(holder, now, limit)
    suspects = [head for head in heads if head["attempts"] > 0]
    wanted = [min(suspects, key=_attempts)] if suspects else heads[:limit]
    if not wanted:
        return []
    async with db.transaction():
        held = await _take_lanes(holder, [head["sender"] for head in wanted], now)
        taken = [head for head in wanted if head["sender"] in held]
        if taken:
            await db.execute(
                f"UPDATE inbox SET attempts = attempts + 1 WHERE id IN ({_marks(taken)})",
                [head["id"] for head in taken],
            )
    return [_row(head) for head in taken]


async def uncount(ids: Sequence[int]) -> None:
    """Attempts that the database ended, not the row: they say nothing against it."""
    await db.execute(
        f"UPDATE inbox SET attempts = attempts - 1 WHERE id IN ({_marks(ids)}) AND attempts > 0 AND done_at IS NULL",
        ids,
    )


async def still_held(holder: str, senders: Sequence[str], now: datetime) -> set[str]:
    """First statement of the work's transaction: renews the lanes that are still ours and locks them until it ends.

    A process that slept past its lease finds that it lost them (F6, F10).
    """
    if not db.is_postgres():
        return set(senders)
    rows = await db.fetch(
        f"UPDATE lane SET until = ? WHERE holder = ? AND sender IN ({_marks(senders)}) RETURNING sender",
        [now + LEASE, holder, *senders],
    )
    return {row["sender"] for row in rows}


async def leave(holder: str, senders: Sequence[str]) -> None:
    """Last statement of the work's transaction: the lanes go to whoever comes next, of this process or another."""
    if db.is_postgres():
        await db.execute(f"DELETE FROM lane WHERE holder = ? AND sender IN ({_marks(senders)})", [holder, *senders])


async def close(key: int, now: datetime, outcome: str, error: str | None = None) -> bool:
    """Compare-and-set. False: somebody closed it before us, and what we did must be rolled back."""
    return await _close([key], now, outcome, error) == 1


async def close_all(keys: Sequence[int], now: datetime, outcome: str) -> bool:
    """The same for rows that ended alike: all of them, or what we did must be rolled back."""
    return await _close(keys, now, outcome, None) == len(keys)


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
    rows = await db.fetch(
        f"SELECT not_before FROM ({PLACED}) AS waiting WHERE place = 1 ORDER BY said_at, msgid, id LIMIT 200"
    )
    moments = [db.moment(row["not_before"]) if row["not_before"] else now for row in rows]
    return min(moments, default=None)


async def _heads(holder: str, now: datetime, limit: int) -> list[dict[str, Any]]:
    """Each sender's oldest row by CreateTime, then MsgId (W15), where its time has come and nobody else has the lane.

    The oldest rows of all hold enough of them, unless few people wrote a lot; only then all that waits is placed.
    """
    free, values = _free(holder, now)
    enough = limit * 4
    oldest = await db.fetch(
        f"SELECT {COLUMNS} FROM inbox WHERE done_at IS NULL{free} ORDER BY said_at, msgid, id LIMIT ?",
        [*values, enough],
    )
    first: dict[str, dict[str, Any]] = {}
    for row in oldest:
        first.setdefault(row["sender"], row)
    due = [row for row in first.values() if row["not_before"] is None or db.moment(row["not_before"]) <= now]
    if len(oldest) < enough or len(due) >= limit:
        return due
    return await db.fetch(
        f"SELECT {COLUMNS} FROM inbox WHERE id IN (SELECT id FROM ({PLACED}{free}) AS waiting WHERE place = 1"
        " AND (not_before IS NULL OR not_before <= ?) ORDER BY said_at, msgid, id LIMIT ?)"
        " ORDER BY said_at, msgid, id",
        [*values, now, limit],
    )


async def _close(keys: Sequence[int], now: datetime, outcome: str, error: str | None) -> int:
    return await db.execute(
        f"UPDATE inbox SET done_at = ?, outcome = ?, error = ? WHERE id IN ({_marks(keys)}) AND done_at IS NULL",
        [now, outcome, error, *keys],
    )


def _free(holder: str, now: datetime) -> tuple[str, list[Any]]:
    """The condition that nobody else has the sender's lane. The embedded database has one worker."""
    if not db.is_postgres():
        return "", []
    others = "SELECT 1 FROM lane WHERE lane.sender = inbox.sender AND lane.holder <> ? AND lane.until >= ?"
    return f" AND NOT EXISTS ({others})", [holder, now]


def _attempts(head: dict[str, Any]) -> int:
    return int(head["attempts"])


def _marks(values: Sequence[Any]) -> str:
    return ", ".join("?" * len(values))


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
