"""The two databases, guarded: a transaction that is cancelled, refused or cut off leaves nothing behind."""

import abc
from contextlib import suppress
from types import TracebackType

from tortoise.backends.base.client import TransactionalDBClient, TransactionContext
from tortoise.connection import get_connections
from tortoise.exceptions import OperationalError, TransactionManagementError

CONNECTION = "default"


class DatabaseFailed(OperationalError):
    """The database failed, not we: repeat the whole unit of work."""


def check_open(client: TransactionalDBClient) -> None:
    """A task that outlives its transaction gets an error, where tortoise's SQLite would let it write into the next."""
    if client._finalized:
        raise TransactionManagementError("this task outlived the transaction that it was started in")


class Transaction(TransactionContext, abc.ABC):
    """From BEGIN to its end, one way or the other. `sound` tells whether that end is known; where it is not, the
    connection must not go on as it is."""

    client: TransactionalDBClient

    @abc.abstractmethod
    async def _take(self) -> None:
        """The connection becomes ours."""

    @abc.abstractmethod
    async def _give_back(self, *, sound: bool) -> None: ...

    async def __aenter__(self) -> TransactionalDBClient:
        await self._take()
        self.token = get_connections().set(self.client.connection_name, self.client)
        try:
            await self.client.begin()
        except BaseException:
            await self._leave(sound=False)
            raise
        return self.client

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        sound = False
        try:
            if kind is None:
                await self.client.commit()
                sound = True
            else:
                # Where that fails, what is heard is what went wrong first.
                with suppress(OperationalError):
                    await self.client.rollback()
                    sound = True
        finally:
            await self._leave(sound=sound)

    async def _leave(self, *, sound: bool) -> None:
        try:
            await self._give_back(sound=sound)
        finally:
            get_connections().reset(self.token)


class Savepoint(TransactionContext):
    """A transaction inside a transaction: what fails in it is taken back alone, whatever it failed with."""

    def __init__(self, client: TransactionalDBClient) -> None:
        self.client = client

    async def __aenter__(self) -> TransactionalDBClient:
        await self.client.savepoint()
        return self.client

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            await self.client.release_savepoint()
            return
        # Where even that fails, the transaction around it cannot be committed any more, and says so; what is heard
        # here is what went wrong first.
        with suppress(OperationalError):
            await self.client.savepoint_rollback()
