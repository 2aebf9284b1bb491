"""The statements that one message costs the bot: taken down while it works, to be done again by hand."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tortoise.connection import get_connection

import bot.handlers  # noqa: F401 - registers every handler
from bench import callbacks
from bench.ground import Ground, url
from bot.contacts import Contacts
from bot.deliver import Deliver
from bot.wecom.client import Wecom
from bot.worker import Worker
from sandbox import wire
from storage import db, inbox
from storage.engines import CONNECTION
from storage.tokens import DatabaseTokens

SHANGHAI = ZoneInfo("Asia/Shanghai")
FRAME = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")  # the script has its own
EXECUTES = ("execute", "executemany", "_execute_insert", "_execute_fetchall")  # of sqlite3, as the driver calls them
Statement = tuple[str, list[Any]]


async def keep(database: str, ground: Ground, count: int, first: int = 1) -> None:
    """So many messages, waiting in the inbox of a bot that is not running."""
    await db.start(database, migrate=False)
    try:
        await inbox.insert(list(_rows(ground, count, first)))
    finally:
        await db.close()


async def capture(ground: Ground, count: int, file: Path) -> None:
    """One message after the other, each worked on and answered alone; written down as JSON."""
    await db.start(url(ground.data("captured")), migrate=False)
    wecom = Wecom(
        ground.api, wire.CORP_ID, wire.AGENT_ID, wire.SECRET, clock=_now, token_store=DatabaseTokens()
    )  # fmt: skip
    worker = Worker(_now, Contacts(wecom, sales="销售部"), "bench", lambda: False)
    deliver = Deliver(_now, wecom)
    await deliver.drain()
    messages = []
    try:
        for row in _rows(ground, count, 1):
            await inbox.insert([row])
            with _noted() as noted:
                await worker.drain()
                await deliver.drain()
            messages.append(_once(noted))
            assert any(sql.startswith("SELECT") for sql, _ in noted), "each statement was noted, the reads too"
    finally:
        await wecom.close()
        await db.close()
    file.write_text(json.dumps(messages))  # noqa: ASYNC240 - nobody waits for this loop


@contextmanager
def _noted() -> Iterator[list[Statement]]:
    """At the two places through which all goes: inside a transaction, and outside of one."""
    statements: list[Statement] = []
    client: Any = get_connection(CONNECTION)
    inside, driver = type(client._in_transaction().client), type(client._connection)
    do, hop = inside.do, driver._execute

    def note(self: Any, *arguments: Any, **more: Any) -> Any:
        statements.extend(_plain(*arguments))
        return do(self, *arguments, **more)

    async def note_outside(self: Any, function: Any, *arguments: Any, **more: Any) -> Any:
        if getattr(function, "__name__", "") in EXECUTES:
            statements.extend(_plain(*arguments))
        return await hop(self, function, *arguments, **more)

    inside.do, driver._execute = note, note_outside
    try:
        yield statements
    finally:
        inside.do, driver._execute = do, hop


def _plain(sql: str, values: Sequence[Any] = ()) -> Iterator[Statement]:
    if sql.upper().startswith(FRAME):
        return
    several = values and isinstance(values[0], list | tuple)
    for given in values if several else [values]:
        yield sql, [_bound(value) for value in given]


def _bound(value: Any) -> Any:
    """As sqlite3 would bind it."""
    if isinstance(value, datetime):
        return value.astimezone(SHANGHAI).isoformat(" ")
    return value if value is None or isinstance(value, int | float | str | bytes) else str(value)


def _once(statements: Sequence[Statement]) -> list[Statement]:
    """A loop asks again whether there is more, and a batch twice who the senders are: by hand that is done once."""
    seen: set[str] = set()
    kept = []
    for sql, values in statements:
        if not (sql.upper().startswith("SELECT") and sql in seen):
            kept.append((sql, values))
        seen.add(sql)
    return kept


def _rows(ground: Ground, count: int, first: int) -> Iterator[tuple[str, str, datetime, int, datetime, dict[str, Any]]]:
    began = _now() - timedelta(seconds=count)
    for number, (userid, text) in enumerate(callbacks.visits(list(ground.customers), ground.customers, count), first):
        said_at = began + timedelta(seconds=number)
        body = {"FromUserName": userid, "MsgType": "text", "Content": text, "MsgId": str(number)}
        yield str(number), userid, said_at, number, _now(), body


def _now() -> datetime:
    return datetime.now(SHANGHAI)
