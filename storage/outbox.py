"""What waits to be said: leased in each receiver's order, counted before it is tried, recorded after."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from storage import db

LEASE = timedelta(seconds=30)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
A_MINUTE, AN_HOUR = 30, 1000  # messages to one person; the platform drops what exceeds them, silently
COUNTED = ("send", "file")  # messages to a person: these the limits count
MARGIN = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Row:
    id: int
    receiver: str
    operation: str
    subject: str | None
    payload: dict[str, Any]
    attempts: int  # this one included


@dataclass(frozen=True, slots=True)
class Outcome:
    """`state` is sent, dead, doubt, dropped, or waiting for `retry_at`."""

    id: int
    state: str
    answer: dict[str, Any] | None = None
    error: str | None = None
    retry_at: datetime | None = None


async def lease(channel: str, now: datetime, limit: int) -> list[Row]:
    """Each receiver's next message, where its time has come, nobody else sends it, and the limits allow it; a file
    comes after the card that it was said with, on whichever channel."""
    heads = await _heads(channel, now, limit)
    heads = await _within_limits(heads, now)
    if not heads:
        return []
    marks = ", ".join("?" * len(heads))
    leased = await db.fetch(
        "UPDATE outbox SET lease_until = ?, tried_at = ?, attempts = attempts + 1"
        f" WHERE id IN ({marks}) AND state = 'waiting' AND (lease_until IS NULL OR lease_until <= ?) RETURNING id",
        [now + LEASE, now, *(head["id"] for head in heads), now],
    )
    ours = {row["id"] for row in leased}
    return [_row(head) for head in heads if head["id"] in ours]


async def hold(row: int, until: datetime) -> None:
    """A longer lease, for work that is slower than a message."""
    await db.execute("UPDATE outbox SET lease_until = ? WHERE id = ?", [until, row])


async def recover(channel: str) -> None:
    """At the start: leases in an embedded database are those of a process that died. On a server, another one may be
    sending what it has leased; that is waited out."""
    if not db.is_postgres():
        await db.execute(
            "UPDATE outbox SET lease_until = NULL WHERE channel = ? AND state = 'waiting' AND lease_until IS NOT NULL",
            [channel],
        )


async def record(outcomes: Sequence[Outcome], now: datetime) -> None:
    """What became of the attempts, in one statement for all."""
    await db.execute_many(
        "UPDATE outbox SET state = ?, answer = ?, error = ?, retry_at = ?, sent_at = ?, lease_until = NULL"
        " WHERE id = ?",
        [
            (
                outcome.state,
                json.dumps(outcome.answer) if outcome.answer is not None else None,
                outcome.error,
                outcome.retry_at,
                now if outcome.state == "sent" else None,
                outcome.id,
            )
            for outcome in outcomes
        ],
    )


async def code_of(sent: int) -> str | None:
    """The send code of an earlier card, once: it is spent with this call."""
    rows = await db.fetch("SELECT answer FROM outbox WHERE id = ?", [sent])
    answer = json.loads(rows[0]["answer"]) if rows and rows[0]["answer"] else {}
    code: str | None = answer.pop("response_code", None)
    if code:
        await db.execute("UPDATE outbox SET answer = ? WHERE id = ?", [json.dumps(answer), sent])
    return code


async def next_due(now: datetime) -> datetime | None:
    """`now` where something may be sent, else the earliest moment at which something may."""
    heads = await db.fetch(
        "SELECT not_before, retry_at, lease_until FROM outbox WHERE id IN ("
        "SELECT MIN(id) FROM outbox WHERE state = 'waiting' AND not_before <= ? GROUP BY channel, receiver)",
        [now],
    )
    later = await db.fetch(
        "SELECT MIN(not_before) AS at FROM outbox WHERE state = 'waiting' AND not_before > ?",
        [now],
    )
    moments = [max(db.moment(at) for at in head.values() if at) for head in heads]
    moments += [db.moment(row["at"]) for row in later if row["at"]]
    return max(min(moments), now) if moments else None


async def oldest_overdue(now: datetime) -> datetime | None:
    """Since when something is due and neither sent nor waiting for a limit."""
    rows = await db.fetch(
        "SELECT MIN(not_before) AS at FROM outbox WHERE state = 'waiting' AND not_before <= ?"
        " AND (retry_at IS NULL OR retry_at <= ? OR attempts > 0)",
        [now, now],
    )
    return db.moment(rows[0]["at"]) if rows[0]["at"] else None


async def _heads(channel: str, now: datetime, limit: int) -> list[dict[str, Any]]:
    return await db.fetch(
        "SELECT outbox.id, outbox.receiver, operation, subject, payload, attempts FROM outbox JOIN ("
        "SELECT MIN(id) AS id FROM outbox WHERE channel = ? AND state = 'waiting' AND not_before <= ?"
        " GROUP BY receiver) AS head ON head.id = outbox.id"
        " WHERE (retry_at IS NULL OR retry_at <= ?) AND (lease_until IS NULL OR lease_until <= ?)"
        " AND (operation <> 'file' OR NOT EXISTS (SELECT 1 FROM outbox AS earlier WHERE earlier.channel <> ?"
        " AND earlier.state = 'waiting' AND earlier.receiver = outbox.receiver AND earlier.id < outbox.id"
        " AND earlier.not_before <= outbox.not_before))"
        " ORDER BY outbox.id LIMIT ?",
        [channel, now, now, now, channel, limit],
    )


async def _within_limits(heads: list[dict[str, Any]], now: datetime) -> list[dict[str, Any]]:
    """Those whose receiver has had fewer than the platform's limits; the others wait for their window."""
    people = [head["receiver"] for head in heads if head["operation"] in COUNTED]
    if not people:
        return heads
    marks = ", ".join("?" * len(people))
    full = await db.fetch(
        "SELECT receiver, COUNT(*) AS an_hour, SUM(CASE WHEN tried_at > ? THEN 1 ELSE 0 END) AS a_minute"
        f" FROM outbox WHERE receiver IN ({marks}) AND tried_at > ? AND operation IN ('send', 'file') GROUP BY receiver"
        " HAVING COUNT(*) >= ?",
        [now - MINUTE - MARGIN, *people, now - HOUR - MARGIN, A_MINUTE],
    )
    waiting: set[str] = set()
    for row in full:
        if row["an_hour"] >= AN_HOUR:
            await _wait(row["receiver"], now, AN_HOUR, HOUR)
            waiting.add(row["receiver"])
        elif row["a_minute"] >= A_MINUTE:
            await _wait(row["receiver"], now, A_MINUTE, MINUTE)
            waiting.add(row["receiver"])
    return [head for head in heads if head["receiver"] not in waiting or head["operation"] not in COUNTED]


async def _wait(receiver: str, now: datetime, limit: int, window: timedelta) -> None:
    """The receiver's next message waits until the oldest of the last `limit` ones has left the window."""
    rows = await db.fetch(
        "SELECT tried_at FROM outbox WHERE receiver = ? AND operation IN ('send', 'file') AND tried_at IS NOT NULL"
        " ORDER BY tried_at DESC LIMIT 1 OFFSET ?",
        [receiver, limit - 1],
    )
    until = (db.moment(rows[0]["tried_at"]) if rows else now) + window + MARGIN
    await db.execute(
        "UPDATE outbox SET retry_at = ? WHERE receiver = ? AND operation IN ('send', 'file') AND state = 'waiting'"
        " AND attempts = 0 AND not_before <= ?",
        [max(until, now + MARGIN), receiver, now],
    )


def _row(head: dict[str, Any]) -> Row:
    return Row(
        id=head["id"],
        receiver=head["receiver"],
        operation=head["operation"],
        subject=head["subject"],
        payload=json.loads(head["payload"]),
        attempts=head["attempts"] + 1,
    )
