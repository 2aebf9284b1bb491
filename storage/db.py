"""The database: opened, brought up to date, spoken to. The one file that knows which of the two it is."""

import functools
import re
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from tortoise.backends.base.executor import EXECUTOR_CACHE
from tortoise.connection import get_connection
from tortoise.context import TortoiseContext, set_global_context
from tortoise.exceptions import ConfigurationError
from tortoise.transactions import in_transaction

from storage import schema
from storage.engines import CONNECTION, DatabaseFailed, postgres, sqlite
from storage.engines.lockfile import DatabaseInUse, LockFile
from storage.schema import DatabaseTooNew

__all__ = [
    "TRANSIENT",
    "DatabaseInUse",
    "DatabaseTooNew",
    "close",
    "execute",
    "execute_many",
    "fetch",
    "healthy",
    "is_postgres",
    "moment",
    "skip_locked",
    "start",
    "transaction",
]

# The database failed, not we: repeat the whole unit of work. Everything else that it raises is a mistake of ours.
TRANSIENT: tuple[type[BaseException], ...] = (DatabaseFailed,)

ZONE = "Asia/Shanghai"
_opened: list[AsyncExitStack] = []


async def start(url: str, *, migrate: bool = True, apps: dict[str, dict[str, Any]] = schema.APPS) -> None:
    """`sqlite:///folder/crm.db`, or `postgres://…/crm?schema=huadong&maxsize=10`; a schema that is absent is made."""
    if _opened:
        raise ConfigurationError("the database is open already")
    async with AsyncExitStack() as stack:
        if url.startswith(sqlite.SCHEMES):
            stack.callback(LockFile(sqlite.path(url)).release)
        EXECUTOR_CACHE.clear()  # tortoise keeps a table's statements, in the dialect of the database before this one
        context = TortoiseContext()
        stack.push_async_callback(context.close_connections)
        # Global, and never entered: every task sees the same connection, whoever started it and when.
        set_global_context(context)
        await context.init(_config(url, apps))
        await get_connection(CONNECTION).create_connection(with_db=True)
        if migrate:
            await _engine(url).migrate(functools.partial(schema.apply, apps=apps))
        _opened.append(stack.pop_all())


async def close() -> None:
    if _opened:
        await _opened.pop().aclose()


def transaction() -> AbstractAsyncContextManager[object]:
    """All or nothing. One inside another is a savepoint."""
    return in_transaction(CONNECTION)


async def execute(sql: str, values: Sequence[Any] = ()) -> int:
    """The number of rows changed. `?` stands for a value, on both databases."""
    count: int = await _connection().execute_affected(_numbered(sql), values)
    return count


async def fetch(sql: str, values: Sequence[Any] = ()) -> list[dict[str, Any]]:
    """Rows as they are stored: JSON is text, and moments want `moment()`."""
    rows: list[dict[str, Any]] = await _connection().execute_query_dict(_numbered(sql), list(values))
    return rows


async def execute_many(sql: str, rows: Sequence[Sequence[Any]]) -> None:
    """One statement for many rows, all or none of them."""
    await _connection().execute_many(_numbered(sql), rows)


async def healthy() -> None:
    """Raises when the database does not answer."""
    await fetch("SELECT 1")


def moment(stored: datetime | str) -> datetime:
    """A moment out of `fetch`: text on SQLite, UTC on PostgreSQL."""
    known = stored if isinstance(stored, datetime) else datetime.fromisoformat(stored)
    return known.astimezone(ZoneInfo(ZONE))


def skip_locked() -> str:
    """The end of a SELECT that claims rows: others' claims are passed by. SQLite has one writer, so nothing to pass."""
    return "FOR UPDATE SKIP LOCKED" if is_postgres() else ""


def is_postgres() -> bool:
    """For `storage` alone: nothing above it may tell which."""
    return bool(_connection().capabilities.dialect == "postgres")


def _connection() -> Any:
    return get_connection(CONNECTION)


def _engine(url: str) -> Any:
    for engine in (sqlite, postgres):
        if url.startswith(engine.SCHEMES):
            return engine
    raise ConfigurationError(f"neither sqlite:// nor postgres://: {url.partition(':')[0]}")


def _config(url: str, apps: dict[str, dict[str, Any]]) -> dict[str, Any]:
    engine = _engine(url)
    connection = {"engine": engine.__name__, "credentials": engine.credentials(url)}
    return {"connections": {CONNECTION: connection}, "apps": apps, "use_tz": True, "timezone": ZONE}


def _numbered(sql: str) -> str:
    return _dollars(sql) if is_postgres() else sql


@functools.lru_cache(maxsize=512)
def _dollars(sql: str) -> str:
    """`?` to `$1`, `$2` …, except inside quotes."""
    pieces = re.split(r"('[^']*'|\"[^\"]*\"|\?)", sql)
    count = 0
    for at, piece in enumerate(pieces):
        if piece == "?":
            count += 1
            pieces[at] = f"${count}"
    return "".join(pieces)
