"""PostgreSQL for many processes: a pool, every connection of which comes back whatever happened to it."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Any

import asyncpg
from tortoise.backends.asyncpg.client import AsyncpgDBClient, TransactionWrapper
from tortoise.backends.base.client import TransactionalDBClient, TransactionContext
from tortoise.backends.base.config_generator import expand_db_url
from tortoise.connection import get_connection
from tortoise.exceptions import ConfigurationError, IntegrityError, OperationalError, TransactionManagementError

from storage.engines import CONNECTION, DatabaseFailed, Savepoint, Transaction, check_open

SCHEMES = ("postgres://", "postgresql://")
# A statement that waits longer for a lock gives up; a process that was stopped inside a transaction loses it.
SETTINGS = {
    "timezone": "Asia/Shanghai",
    "lock_timeout": "10s",
    "idle_in_transaction_session_timeout": "30s",
}
FAILURES = (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, OSError)
# The statement is wrong, or a value is: repeating it helps nobody.
OURS = (asyncpg.SyntaxOrAccessError, asyncpg.DataError, asyncpg.exceptions._base.DataError)


def credentials(url: str) -> dict[str, Any]:
    """All that asyncpg's pool takes may stand in the URL: `maxsize`, `statement_cache_size=0` behind pgbouncer …"""
    known: dict[str, Any] = {"maxsize": 10, "timeout": 10, "application_name": "crm", "server_settings": SETTINGS}
    known |= expand_db_url(url)["credentials"]
    if "sslmode" in known:
        known["ssl"] = known.pop("sslmode")
    if not re.fullmatch(r"[a-z_][a-z0-9_]*", known.get("schema", "public")):
        raise ConfigurationError("schema: lower-case letters, digits and _ only")
    return known


async def migrate(apply: Callable[[TransactionalDBClient], Awaitable[None]]) -> None:
    """One process at a time a schema: the advisory lock goes with the transaction, and carries the schema's name."""
    connection: Any = get_connection(CONNECTION)
    async with connection._in_transaction() as transaction:
        name = connection.schema or "public"
        await transaction.execute_script("SET LOCAL lock_timeout = 0")
        await transaction.execute_query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [f"migrate {name}"])
        if not await transaction.execute_query_dict("SELECT 1 FROM pg_namespace WHERE nspname = $1", [name]):
            await transaction.execute_script(f'CREATE SCHEMA "{name}"')
        await apply(transaction)


class GuardedPostgres(AsyncpgDBClient):
    def _in_transaction(self) -> TransactionContext:
        return _Transaction(self)

    async def opened(self) -> asyncpg.Pool:
        """Made by whoever comes first."""
        if not self._pool:
            async with self._pool_init_lock:
                if not self._pool:
                    await self.create_connection(with_db=True)
        return self._pool

    async def create_pool(self, **options: Any) -> asyncpg.Pool:
        # Nothing is set or locked beyond a transaction, so there is nothing to reset: a round trip saved each time.
        with _translated():
            return await super().create_pool(reset=_nothing, **options)

    @asynccontextmanager
    async def acquire_connection(self) -> AsyncIterator[asyncpg.Connection]:  # type: ignore[override]
        with _translated():
            async with super().acquire_connection() as connection:
                yield connection

    async def execute_many(self, query: str, values: list[list[Any]]) -> None:
        async with self._in_transaction() as transaction:
            await transaction.execute_many(query, values)

    async def execute_affected(self, query: str, values: Sequence[Any]) -> int:
        async with self.acquire_connection() as connection:
            status: str = await connection.execute(query, *values)
        count = status.rpartition(" ")[2]
        return int(count) if count.isdigit() else 0


class _InTransaction(TransactionWrapper, GuardedPostgres):
    """One connection of the pool while a transaction, or a savepoint of it, is open on it."""

    _parent: Any

    def _in_transaction(self) -> TransactionContext:
        check_open(self)
        return Savepoint(_InTransaction(self))

    @asynccontextmanager
    async def acquire_connection(self) -> AsyncIterator[asyncpg.Connection]:  # type: ignore[override]
        check_open(self)
        with _translated():
            async with TransactionWrapper.acquire_connection(self) as connection:
                yield connection

    async def begin(self) -> None:
        with _translated():
            await super().begin()

    async def commit(self) -> None:
        with _translated():
            await super().commit()

    async def rollback(self) -> None:
        with _translated():
            await super().rollback()


class _Transaction(Transaction):
    client: _InTransaction

    def __init__(self, pool: GuardedPostgres) -> None:
        self.client = _InTransaction(pool)
        self._pool = pool

    async def _take(self) -> None:
        with _translated():
            self.client._connection = await (await self._pool.opened()).acquire()

    async def _give_back(self, *, sound: bool) -> None:
        """A connection in an unknown state is thrown away, not reset: the server rolls back what it held."""
        connection = self.client._connection
        with suppress(*FAILURES):
            if not sound:
                connection.terminate()
            await (await self._pool.opened()).release(connection)


async def _nothing(_: asyncpg.Connection) -> None:
    pass


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except asyncpg.IntegrityConstraintViolationError as error:
        raise IntegrityError(error) from error
    except asyncpg.exceptions.InFailedSQLTransactionError as error:
        raise TransactionManagementError(error) from error
    except OURS as error:
        raise OperationalError(error) from error
    except FAILURES as error:
        raise DatabaseFailed(error) from error


client_class = GuardedPostgres
