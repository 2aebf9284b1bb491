"""The two databases, guarded: a transaction that is cancelled, refused or cut off leaves nothing behind."""

from contextlib import suppress
from types import TracebackType

from tortoise.backends.base.client import TransactionalDBClient, TransactionContext
from tortoise.exceptions import OperationalError, TransactionManagementError

CONNECTION = "default"


class DatabaseFailed(OperationalError):
    """The database failed, not we: repeat the whole unit of work."""


def check_open(client: TransactionalDBClient) -> None:
    """A task that outlives its transaction gets an error, where tortoise's SQLite would let it write into the next."""
    if client._finalized:
        raise TransactionManagementError("this task outlived the transaction that it was started in")


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
