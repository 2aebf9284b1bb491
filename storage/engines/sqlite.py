"""SQLite for one process: one connection, one transaction at a time, in the order they were asked for."""

import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any
from zoneinfo import ZoneInfo

import aiosqlite
from tortoise.backends.base.client import TransactionalDBClient, TransactionContext
from tortoise.backends.sqlite.client import SqliteClient, SqliteTransactionContext, SqliteTransactionWrapper
from tortoise.connection import get_connection, get_connections
from tortoise.exceptions import IntegrityError, OperationalError

from storage.engines import CONNECTION, DatabaseFailed, Savepoint, check_open

SHANGHAI = ZoneInfo("Asia/Shanghai")
# Moments are text here and compared as text, so all of them are written in one zone.
sqlite3.register_adapter(datetime, lambda moment: moment.astimezone(SHANGHAI).isoformat(" "))

SCHEMES = ("sqlite://",)
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
        return _Transaction(_InTransaction(self), self._lock)

    async def create_connection(self, with_db: bool) -> None:
        connection = aiosqlite.connect(self.filename, isolation_level=None)
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
    """The connection while a transaction is open."""

    def _in_transaction(self) -> TransactionContext:
        check_open(self)
        return Savepoint(_Nested(self))

    @asynccontextmanager
    async def acquire_connection(self) -> AsyncIterator[aiosqlite.Connection]:  # type: ignore[override]
        check_open(self)
        async with GuardedSqlite.acquire_connection(self) as connection:
            yield connection

    async def execute_script(self, query: str) -> None:
        """Statement by statement: sqlite3's executescript would commit what is open first."""
        for statement in _statements(query):
            await self.execute_affected(statement, [])

    async def begin(self) -> None:
        # A deferred BEGIN that reads first is refused at its first write when another process wrote in between.
        await self.run("BEGIN IMMEDIATE")

    async def commit(self) -> None:
        # Not Connection.commit(), which is silent when SQLite has rolled back on its own, as it does on a full disk.
        try:
            await self.run("COMMIT")
        except IntegrityError:
            raise
        except OperationalError as error:
            raise DatabaseFailed(error) from error

    async def end(self, *, committed: bool) -> None:
        """A statement that is cancelled runs on in the connection's thread, and what is sent later runs after it; so
        the ROLLBACK reaches a BEGIN or COMMIT of unknown fate, and is nothing where that succeeded in committing."""
        self._finalized = True
        if not committed:
            with suppress(sqlite3.Error):
                await self._connection.rollback()

    async def run(self, statement: str) -> None:
        with _translated():
            await self._connection.execute(statement)


class _Nested(_InTransaction):
    async def savepoint(self) -> None:
        self._savepoint = f"savepoint_{id(self)}"
        await self.run(f"SAVEPOINT {self._savepoint}")

    async def savepoint_rollback(self) -> None:
        await self.run(f"ROLLBACK TO {self._savepoint}")
        await self.release_savepoint()

    async def release_savepoint(self) -> None:
        await self.run(f"RELEASE {self._savepoint}")


class _Transaction(SqliteTransactionContext):
    connection: _InTransaction

    async def __aenter__(self) -> TransactionalDBClient:
        await self._trxlock.acquire()
        self.token = get_connections().set(self.connection_name, self.connection)
        try:
            await self.connection.begin()
        except BaseException:
            await self._leave(committed=False)
            raise
        return self.connection

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        committed = False
        try:
            if kind is None:
                await self.connection.commit()
                committed = True
        finally:
            await self._leave(committed=committed)

    async def _leave(self, *, committed: bool) -> None:
        try:
            await self.connection.end(committed=committed)
        finally:
            get_connections().reset(self.token)
            self._trxlock.release()


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
