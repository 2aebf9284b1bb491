"""A transaction is all or nothing, whatever happens in it, and leaves the next one undisturbed."""
# ruff: noqa: PT012 - a transaction is a block

import asyncio
import subprocess
import sys
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any

import pytest
from tortoise.exceptions import IntegrityError, TransactionManagementError

from storage import db
from tests.cancelling import cancelled_at
from tests.databases import only_sqlite

Work = Callable[[], Coroutine[Any, Any, None]]
ADD = "INSERT INTO shelf (name) VALUES (?)"


async def add(name: str) -> None:
    await db.execute(ADD, [name])


async def names() -> list[str]:
    return [row["name"] for row in await db.fetch("SELECT name FROM shelf ORDER BY name")]


@pytest.fixture
def bare_url(bare_url: str, engine: str) -> str:
    """One connection: whoever keeps it stops everybody."""
    return bare_url + "&maxsize=1" if engine == "postgres" else bare_url


async def two_shelves() -> None:
    async with db.transaction():
        await add("a")
        async with db.transaction():
            await add("b")
        await db.execute_many(ADD, [["c"], ["d"]])


async def four_at_once() -> None:
    await db.execute_many(ADD, [["a"], ["b"], ["c"], ["d"]])


@pytest.mark.parametrize("times", [1, 2, 3])
@pytest.mark.parametrize("work", [two_shelves, four_at_once])
async def test_cancelled_wherever_it_waits(library: str, work: Work, times: int) -> None:
    """All or nothing; the same task goes on with a database that answers, and so do others."""
    complaints: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, about: complaints.append(about))

    async def attempt(step: int) -> bool:
        try:
            return await cancelled_at(step, work(), times)
        except asyncio.CancelledError:
            async with db.transaction():
                if library.startswith("postgres"):  # a COMMIT that was under way ends first: it holds what it wrote
                    await db.execute("LOCK TABLE shelf IN ACCESS EXCLUSIVE MODE")
                kept = await names()
                await db.execute("DELETE FROM shelf")
            assert kept in ([], ["a", "b", "c", "d"])
            return False

    step = 0
    async with asyncio.timeout(30):
        while not await asyncio.create_task(attempt(step)):
            await db.healthy()
            step += 1
    assert step >= 2  # BEGIN and COMMIT, at least
    assert await names() == ["a", "b", "c", "d"]
    assert complaints == []


async def test_commit_that_fails_takes_its_rows_along(library: str) -> None:
    await db.execute("CREATE TABLE loan (shelf_id BIGINT REFERENCES shelf (id) DEFERRABLE INITIALLY DEFERRED)")
    with pytest.raises(IntegrityError):
        async with db.transaction():
            await add("lost")
            await db.execute("INSERT INTO loan (shelf_id) VALUES (404)")
    await two_shelves()
    assert await db.fetch("SELECT * FROM loan") == []
    assert await names() == ["a", "b", "c", "d"]


async def test_savepoints(library: str) -> None:
    """What fails inside is taken back alone, at any depth."""
    async with db.transaction():
        await add("a")
        with pytest.raises(IntegrityError):
            async with db.transaction():
                await add("b")
                async with db.transaction():
                    await add("c")
                await add("a")
        async with db.transaction():
            await add("d")
            with suppress(LookupError):
                async with db.transaction():
                    await add("e")
                    raise LookupError
    assert await names() == ["a", "d"]


@pytest.mark.parametrize("error", [TransactionManagementError, LookupError, asyncio.CancelledError])
async def test_every_error_rolls_back(library: str, error: type[BaseException]) -> None:
    with pytest.raises(error):
        async with db.transaction():
            await add("a")
            raise error
    async with db.transaction():
        with pytest.raises(error):
            async with db.transaction():
                await add("b")
                raise error
    await add("c")
    assert await names() == ["c"]


async def test_dead_transaction_inside_is_taken_back(library: str) -> None:
    """On PostgreSQL a statement that fails kills the transaction; a savepoint brings it back."""
    async with db.transaction():
        await add("a")
        with pytest.raises((TransactionManagementError, IntegrityError)):
            async with db.transaction():
                with suppress(IntegrityError):
                    await add("a")
                await add("a")
        await add("b")
    assert await names() == ["a", "b"]


async def test_task_that_outlives_its_transaction(library: str) -> None:
    """It hears so, instead of writing into somebody else's."""
    over = asyncio.Event()

    async def late() -> None:
        await over.wait()
        await add("late")

    async def late_and_nested() -> None:
        await over.wait()
        async with db.transaction():
            pass

    async with db.transaction():
        tasks = [asyncio.create_task(late()), asyncio.create_task(late_and_nested())]
        await add("a")
    async with db.transaction():
        over.set()
        for task in tasks:
            with pytest.raises(TransactionManagementError):
                await task
    assert await names() == ["a"]


async def test_transactions_in_the_order_they_were_asked_for(library: str) -> None:
    order: list[int] = []

    async def ask(number: int) -> None:
        async with db.transaction():
            order.append(number)
            await add(str(number))

    await asyncio.gather(*(ask(number) for number in range(8)))
    assert order == sorted(order)


@only_sqlite
async def test_rolled_back_by_sqlite_itself(library: str) -> None:
    """As it may on a full disk: what was lost is not reported as committed."""
    with pytest.raises(db.TRANSIENT):
        async with db.transaction():
            await add("a")
            await db.execute("ROLLBACK")
            await add("b")
    assert await names() == ["b"]


@only_sqlite
async def test_full_disk(library: str) -> None:
    pages = (await db.fetch("PRAGMA page_count"))[0]["page_count"]
    await db.execute(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(db.TRANSIENT, match="full"):
        async with db.transaction():
            await add("a")
            await db.execute("UPDATE shelf SET room = ?", ["x" * 100_000])
    await db.execute("PRAGMA max_page_count = 1000000")
    await two_shelves()
    assert await names() == ["a", "b", "c", "d"]


def _elsewhere(url: str, statement: str) -> subprocess.Popen[str]:
    """Another process that does it, says how it went, and ends when it is spoken to."""
    program = (
        "import sqlite3, sys\n"
        f"connection = sqlite3.connect({url.removeprefix('sqlite://')!r}, timeout=0, isolation_level=None)\n"
        "try:\n"
        f"    connection.execute({statement!r})\n"
        "    print('done', flush=True)\n"
        "except sqlite3.OperationalError as error:\n"
        "    print(error, flush=True)\n"
        "sys.stdin.read()\n"
    )
    return subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


@only_sqlite
async def test_another_process_cannot_write_in_between(library: str) -> None:
    """The write lock is taken before the first read: what was read still holds when it is written."""
    async with db.transaction():
        await names()
        assert _elsewhere(library, "INSERT INTO shelf (name) VALUES ('z')").communicate()[0] == "database is locked\n"
        await add("a")
    assert _elsewhere(library, "INSERT INTO shelf (name) VALUES ('z')").communicate()[0] == "done\n"


@only_sqlite
async def test_another_process_holds_the_write_lock(library: str) -> None:
    holder = _elsewhere(library, "BEGIN IMMEDIATE")
    assert holder.stdout is not None
    assert holder.stdout.readline() == "done\n"
    await db.fetch("PRAGMA busy_timeout = 0")
    for _ in range(2):  # and the second comes to know it too, instead of waiting for a lock that the first has kept
        with pytest.raises(db.TRANSIENT, match="locked"):
            await asyncio.wait_for(two_shelves(), 20)
    await db.fetch("PRAGMA busy_timeout = 10000")
    waiting = asyncio.create_task(two_shelves())
    holder.communicate()
    await waiting
    assert len(await names()) == 4


@only_sqlite
async def test_sqlite_settings(library: str) -> None:
    wanted = {"journal_mode": "wal", "synchronous": 2, "busy_timeout": 10_000, "foreign_keys": 1}
    found = {name: next(iter((await db.fetch(f"PRAGMA {name}"))[0].values())) for name in wanted}
    assert found == wanted


@only_sqlite
async def test_a_long_transaction_lets_others_have_their_turn(library: str) -> None:
    """Its statements run where they are called for: between them the door still answers."""
    turns = 0

    async def others() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    async with db.transaction():
        beside = asyncio.create_task(others())
        count = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) SELECT MAX(i) FROM n"
        for _ in range(20):
            await db.fetch(count)
        seen = turns
    beside.cancel()
    assert seen > 5
