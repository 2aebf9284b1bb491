"""SQLite for one process: one connection, one transaction at a time, in the order they were asked for."""

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import aiosqlite
from tortoise.backends.base.client import TransactionalDBClient, TransactionContext
from tortoise.backends.sqlite.client import SqliteClient, SqliteTransactionWrapper
from tortoise.connection import get_connection
from tortoise.exceptions import IntegrityError, OperationalError

from storage.engines import CONNECTION, DatabaseFailed, Savepoint, Transaction, check_open

SHANGHAI = ZoneInfo("Asia/Shanghai")
# Moments are text here and compared as text, so all of them are written in one zone.
sqlite3.register_adapter(datetime, lambda moment: moment.astimezone(SHANGHAI).isoformat(" "))

SCHEMES = ("sqlite://",)
TURN = 0.001  # seconds that a transaction may run before the rest of the program has its turn
PRAGMAS = {
    "journal_mode": "WAL",
    "journal_size_limit": 64 * 1024 * 1024,  # the log is cut back to this after an import made it large
    "synchronous": "FULL",
    "busy_timeout": 10_000,
    "foreign_keys": "ON",
}
# The statement is wrong, or a value is: repeating it helps nobody.
OURS = {sqlite3.SQLITE_ERROR, sqlite3.SQLITE_TOOBIG, sqlite3.SQLITE_MISMATCH, sqlite3.SQLITE_RANGE}


def path(url: str) -> Path:
    return Path(url.removeprefix("sqlite://"))


def credentials(url: str) -> dict[str, Any]:
    return {"file_path": str(path(url))}


async def migrate(apply: Callable[[TransactionalDBClient], Awaitable[None]]) -> None:
    """Under the write lock. Foreign keys are off meanwhile: changing a table means to make it anew, and dropping the
    old one would delete what hangs on its rows."""
    connection = get_connection(CONNECTION)
    await connection.execute_query("PRAGMA foreign_keys=OFF")
    try:
        async with connection._in_transaction() as transaction:
            await apply(transaction)
            broken = await transaction.execute_query_dict("PRAGMA foreign_key_check")
            if broken:
                raise IntegrityError(f"rows without what they refer to, after a migration: {broken}")
    finally:
        await connection.execute_query("PRAGMA foreign_keys=ON")


class GuardedSqlite(SqliteClient):
    def _in_transaction(self) -> TransactionContext:
        return _Transaction(self)

    async def create_connection(self, with_db: bool) -> None:
        connection = aiosqlite.connect(self.filename, isolation_level=None, check_same_thread=False)
        # Else a program that ends without closing, by an error of its own, hangs for ever and keeps the lock file.
        connection._thread.daemon = True
        with _translated():
            self._connection = await connection
            self._connection.row_factory = sqlite3.Row
            for name, value in PRAGMAS.items():
                await self._connection.execute(f"PRAGMA {name} = {value}")
        await self._post_connect()

    @asynccontextmanager
    async def acquire_connection(self) -> AsyncIterator[aiosqlite.Connection]:  # type: ignore[override]
        with _translated():
            async with super().acquire_connection() as connection:
                yield connection

    async def execute_many(self, query: str, values: list[list[Any]]) -> None:
        async with self._in_transaction() as transaction:
            await transaction.execute_many(query, values)

    async def execute_affected(self, query: str, values: Sequence[Any]) -> int:
        async with self.acquire_connection() as connection, connection.execute(query, values) as cursor:
            return cursor.rowcount


class _InTransaction(SqliteTransactionWrapper, GuardedSqlite):
    """The connection while a transaction is open: it is ours alone, so its statements run where they are called for. A
    hop to its thread and back costs more than most of them take; what waits for the disk or for another process (BEGIN,
    COMMIT, ROLLBACK) goes there."""

    _parent: Any

    def __init__(self, parent: GuardedSqlite) -> None:
        super().__init__(parent)
        self._run_since = time.monotonic()

    def _in_transaction(self) -> TransactionContext:
        check_open(self)
        return Savepoint(_Nested(self))

    async def execute_insert(self, query: str, values: list[Any]) -> int | None:
        return (await self.run(query, values)).lastrowid

    async def execute_query(self, query: str, values: list[Any] | None = None) -> tuple[int, list[Any]]:
        cursor = await self.run(query, values or ())
        rows = cursor.fetchall()
        return max(cursor.rowcount, len(rows)), rows

    async def execute_query_dict(self, query: str, values: list[Any] | None = None) -> list[dict[str, Any]]:
        return [dict(row) for row in (await self.execute_query(query, values))[1]]

    async def execute_many(self, query: str, values: list[list[Any]]) -> None:
        await self.run(query, values, many=True)

    async def execute_affected(self, query: str, values: Sequence[Any]) -> int:
        return (await self.run(query, values)).rowcount

    async def execute_script(self, query: str) -> None:
        """Statement by statement: sqlite3's executescript would commit what is open first."""
        for statement in _statements(query):
            await self.run(statement)

    async def run(self, statement: str, values: Sequence[Any] = (), *, many: bool = False) -> sqlite3.Cursor:
        if time.monotonic() - self._run_since > TURN:
            await asyncio.sleep(0)
            self._run_since = time.monotonic()
        return self.do(statement, values, many=many)

    def do(self, statement: str, values: Sequence[Any] = (), *, many: bool = False) -> sqlite3.Cursor:
        check_open(self)
        connection = self._connection._conn
        with _translated():
            return (connection.executemany if many else connection.execute)(statement, values)

    async def begin(self) -> None:
        # A deferred BEGIN that reads first is refused at its first write when another process wrote in between.
        with _translated():
            await self._connection.execute("BEGIN IMMEDIATE")
        self._run_since = time.monotonic()

    async def commit(self) -> None:
        # Not Connection.commit(), which is silent when SQLite has rolled back on its own, as it does on a full disk.
        self._finalized = True
        try:
            with _translated():
                await self._connection.execute("COMMIT")
        except IntegrityError:
            raise
        except OperationalError as error:
            raise DatabaseFailed(error) from error

    async def rollback(self) -> None:
        """What is cancelled on its way to the connection's thread runs on there, and what is sent later runs after it;
        so this reaches a BEGIN or COMMIT of unknown fate, and is nothing where that succeeded in committing."""
        self._finalized = True
        with _translated():
            await self._connection.rollback()


class _Nested(_InTransaction):
    """Of several savepoints with one name SQLite means the newest. Nothing is waited for on the way in or out, so that
    none is cancelled half-way."""

    async def savepoint(self) -> None:
        self.do("SAVEPOINT inner_one")

    async def savepoint_rollback(self) -> None:
        self.do("ROLLBACK TO inner_one")
        self.do("RELEASE inner_one")

    async def release_savepoint(self) -> None:
        self.do("RELEASE inner_one")


class _Transaction(Transaction):
    client: _InTransaction

    def __init__(self, connection: GuardedSqlite) -> None:
        self.client = _InTransaction(connection)
        self._turn = connection._lock

    async def _take(self) -> None:
        await self._turn.acquire()

    async def _give_back(self, *, sound: bool) -> None:
        try:
            if not sound:
                with suppress(OperationalError):
                    await self.client.rollback()
        finally:
            self._turn.release()


def _statements(script: str) -> Iterator[str]:
    statement = ""
    for piece in script.split(";"):
        statement += piece + ";"
        if sqlite3.complete_statement(statement):
            if statement.strip("; \n"):
                yield statement
            statement = ""
    if statement.strip("; \n"):
        yield statement


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except sqlite3.IntegrityError as error:
        raise IntegrityError(error) from error
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
        raise (OperationalError if code in OURS else DatabaseFailed)(error) from error


client_class = GuardedSqlite
