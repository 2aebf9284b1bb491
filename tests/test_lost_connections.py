"""PostgreSQL goes away, or somebody stands in the way: what is lost is repeated, and the pool recovers by itself."""
# ruff: noqa: PT012 - a transaction is a block

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import pytest

from storage import db
from tests.databases import only_postgres

pytestmark = only_postgres
ADD = "INSERT INTO shelf (name) VALUES (?)"
MY_BACKEND = "SELECT pg_backend_pid() AS pid"


@pytest.fixture
def bare_url(bare_url: str) -> str:
    """One connection: whoever keeps it stops everybody."""
    return bare_url + "&maxsize=1"


@pytest.fixture
async def admin(library: str) -> AsyncIterator[asyncpg.Connection]:
    """Another way into the same schema."""
    uri, _, schema = library.removesuffix("&maxsize=1").partition("&schema=")
    connection = await asyncpg.connect(uri, server_settings={"search_path": schema})
    yield connection
    await connection.close()


async def backend() -> int:
    return int((await db.fetch(MY_BACKEND))[0]["pid"])


async def until_gone(admin: asyncpg.Connection, pid: int) -> None:
    while await admin.fetchval("SELECT count(*) FROM pg_stat_activity WHERE pid = $1", pid):
        pass


async def still_works(admin: asyncpg.Connection) -> None:
    async with asyncio.timeout(20):
        async with db.transaction():
            await db.execute(ADD, ["after"])
    assert await admin.fetchval("SELECT string_agg(name, ',') FROM shelf") == "after"


async def test_lost_between_transactions(admin: asyncpg.Connection) -> None:
    """At worst the next unit of work fails and is repeated."""
    for _ in range(10):
        await admin.execute("SELECT pg_terminate_backend($1)", await backend())
        try:
            await db.execute(ADD, ["before"])
        except db.TRANSIENT:
            await db.execute(ADD, ["before"])
        await admin.execute("SELECT pg_terminate_backend($1)", await backend())
        try:
            async with db.transaction():
                await db.execute("DELETE FROM shelf")
        except db.TRANSIENT:
            async with db.transaction():
                await db.execute("DELETE FROM shelf")
    await still_works(admin)


@pytest.mark.parametrize("depth", [0, 1, 2])
async def test_lost_in_a_transaction(admin: asyncpg.Connection, depth: int) -> None:
    async def work(deeper: int) -> None:
        async with db.transaction():
            await db.execute(ADD, [f"lost {deeper}"])
            if deeper:
                await work(deeper - 1)
                return
            await admin.execute("SELECT pg_terminate_backend($1)", await backend())
            await db.execute(ADD, ["lost"])

    with pytest.raises(db.TRANSIENT):
        await work(depth)
    await still_works(admin)


@pytest.mark.parametrize("error", [LookupError, asyncio.CancelledError])
async def test_what_went_wrong_first_is_what_is_heard(admin: asyncpg.Connection, error: type[BaseException]) -> None:
    """A cancelled task stays cancelled, even when its connection is gone and nothing can be rolled back."""
    with pytest.raises(error):
        async with db.transaction(), db.transaction():
            await db.execute(ADD, ["lost"])
            await admin.execute("SELECT pg_terminate_backend($1)", await backend())
            raise error
    await still_works(admin)


async def test_lost_in_the_commit(admin: asyncpg.Connection) -> None:
    """Whether it came through is in doubt: it is a failure, and what repeats it finds its own unique key."""
    await admin.execute(
        "CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$;"
        "CREATE CONSTRAINT TRIGGER die AFTER INSERT ON shelf DEFERRABLE INITIALLY DEFERRED"
        " FOR EACH ROW EXECUTE FUNCTION die()"
    )
    with pytest.raises(db.TRANSIENT):
        async with db.transaction():
            await db.execute(ADD, ["lost"])
    await admin.execute("DROP TRIGGER die ON shelf")
    await still_works(admin)


async def test_a_paused_process_loses_its_transaction(admin: asyncpg.Connection) -> None:
    """So that it holds no claim while others go on; here after a millisecond, else after thirty seconds."""
    assert await db.fetch("SHOW idle_in_transaction_session_timeout") == [
        {"idle_in_transaction_session_timeout": "30s"}
    ]
    with pytest.raises(db.TRANSIENT):
        async with db.transaction():
            pid = await backend()
            await db.execute(ADD, ["lost"])
            await db.execute("SET LOCAL idle_in_transaction_session_timeout = 1")
            await until_gone(admin, pid)
            await db.execute(ADD, ["too late"])
    await still_works(admin)


async def test_waiting_for_a_lock_ends(admin: asyncpg.Connection) -> None:
    assert await db.fetch("SHOW lock_timeout") == [{"lock_timeout": "10s"}]
    async with admin.transaction():
        await admin.execute("LOCK TABLE shelf")
        with pytest.raises(db.TRANSIENT, match="lock timeout"):
            async with db.transaction():
                await db.execute("SET LOCAL lock_timeout = 1")
                await db.execute(ADD, ["kept out"])
    await still_works(admin)


async def test_who_we_are(admin: asyncpg.Connection) -> None:
    assert await db.fetch("SHOW application_name") == [{"application_name": "crm"}]
    assert await db.fetch("SHOW timezone") == [{"TimeZone": "Asia/Shanghai"}]
