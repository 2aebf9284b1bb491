"""Opening, speaking and closing are the same on both databases."""

import asyncio
import subprocess
import sys
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from tortoise.exceptions import ConfigurationError, IntegrityError, OperationalError

from storage import db
from tests.databases import only_sqlite, opened
from tests.library import APPS as LIBRARY
from tests.library.models import Book, Shelf

ADD = "INSERT INTO shelf (name) VALUES (?)"
NOON = datetime(2026, 11, 23, 12, tzinfo=ZoneInfo("Asia/Shanghai"))

HOLD = "import asyncio, sys; from storage import db; asyncio.run(db.start(sys.argv[1], migrate=False)); "


def elsewhere(url: str, then: str) -> subprocess.Popen[str]:
    """Another process that opens the database and then goes on as told."""
    pipe = subprocess.PIPE
    return subprocess.Popen([sys.executable, "-c", HOLD + then, url], stdin=pipe, stdout=pipe, stderr=pipe, text=True)


def end(process: subprocess.Popen[str]) -> str:
    """What it complained of; it must not hang."""
    return process.communicate(timeout=30)[1]


async def test_rows_changed_are_counted(library: str) -> None:
    """Claims are compare-and-set, so the count must be right on both."""
    assert await db.execute(ADD, ["a"]) == 1
    assert await db.execute(ADD + ", (?)", ["b", "c"]) == 2
    assert await db.execute(ADD + " ON CONFLICT DO NOTHING", ["a"]) == 0
    assert await db.execute("UPDATE shelf SET room = ? WHERE room IS NULL", ["east"]) == 3
    assert await db.execute("UPDATE shelf SET room = ? WHERE room IS NULL", ["west"]) == 0
    assert await db.execute("DELETE FROM shelf WHERE name <> ?", ["a"]) == 2
    assert await Shelf.filter(name="a", room="east").update(room="west") == 1
    assert await Shelf.filter(name="a", room="east").update(room="west") == 0


async def test_question_marks(library: str) -> None:
    """They stand for values, except where they are quoted."""
    await db.execute("INSERT INTO shelf (name, room) VALUES ('who?', ?)", ["it''s ?"])
    rows = await db.fetch("SELECT name, room AS \"why?\" FROM shelf WHERE name = 'who?' AND room = ?", ["it''s ?"])
    assert rows == [{"name": "who?", "why?": "it''s ?"}]


async def test_a_claim(library: str) -> None:
    """Claim by UPDATE, others' claims passed by where there can be others."""
    await db.execute(ADD + ", (?)", ["a", "b"])
    claim = (
        f"UPDATE shelf SET room = ? WHERE id IN (SELECT id FROM shelf WHERE room IS NULL LIMIT 1 {db.skip_locked()})"
    )
    async with db.transaction():
        claimed = await db.fetch(claim + " RETURNING name", ["mine"])
    assert len(claimed) == 1
    assert await db.fetch("SELECT name FROM shelf WHERE room = 'mine'") == claimed


async def test_many_rows(library: str) -> None:
    """All of them or none, inside a transaction and outside."""
    await db.execute_many(ADD + " ON CONFLICT DO NOTHING", [["a"], ["b"], ["a"]])
    with pytest.raises(IntegrityError):
        await db.execute_many(ADD, [["c"], ["a"]])
    async with db.transaction():
        await db.execute_many(ADD, [["d"], ["e"]])
    assert [row["name"] for row in await db.fetch("SELECT name FROM shelf ORDER BY name")] == ["a", "b", "d", "e"]


async def test_values_come_back_as_they_were(library: str) -> None:
    facts = {"面料": ["羊毛", 1, 2.5, None, True], "b": {"a": "漢字 😀"}}
    await Book.create(title="甲", price=Decimal("12345678.90"), bought_at=NOON.astimezone(UTC), facts=facts)
    book = await Book.get(title="甲")
    assert (book.price, book.facts, book.bought_at) == (Decimal("12345678.90"), facts, NOON)
    assert book.bought_at is not None
    assert book.bought_at.utcoffset() == NOON.utcoffset()


async def test_moments_are_compared_as_moments(library: str) -> None:
    """Whatever zone they were written in, by the ORM or past it."""
    await Book.create(title="utc", bought_at=NOON.astimezone(UTC))
    insert = "INSERT INTO book (title, price, bought_at) VALUES (?, '0', ?)"
    await db.execute(insert, ["raw", NOON.replace(microsecond=5).astimezone(UTC)])
    await db.execute_many(insert, [["tokyo", NOON.astimezone(ZoneInfo("Asia/Tokyo")).replace(hour=14)]])
    books = await Book.filter(bought_at__gte=NOON).order_by("bought_at")
    assert [book.title for book in books] == ["utc", "raw", "tokyo"]
    rows = await db.fetch("SELECT bought_at FROM book WHERE bought_at <= ? ORDER BY bought_at", [NOON])
    assert [db.moment(row["bought_at"]) for row in rows] == [NOON]
    assert db.moment(rows[0]["bought_at"]).utcoffset() == NOON.utcoffset()


@pytest.mark.parametrize(
    "statement",
    ["SELEC 1", "SELECT * FROM nowhere", "SELECT nothing FROM shelf", "INSERT INTO shelf (id, name) VALUES (?)"],
)
async def test_our_mistakes_are_not_repeated(library: str, statement: str) -> None:
    with pytest.raises(OperationalError) as raised:
        await db.execute(statement, ["x"] if "?" in statement else [])
    assert not isinstance(raised.value, db.TRANSIENT)


async def test_constraints_are_ours_too(library: str) -> None:
    await Shelf.create(name="a")
    with pytest.raises(IntegrityError) as raised:
        await Shelf.create(name="a")
    assert not isinstance(raised.value, db.TRANSIENT)


async def test_every_task_sees_the_connection(bare_url: str) -> None:
    """Also one that was started before it was there, as a server's handlers may be."""
    ready = asyncio.Event()

    async def early() -> int:
        await ready.wait()
        async with db.transaction():
            return await Shelf.all().count()

    task = asyncio.create_task(early())
    await asyncio.sleep(0)
    async with opened(bare_url, LIBRARY):
        ready.set()
        assert await task == 0


async def test_healthy(library: str) -> None:
    await db.healthy()
    await db.close()
    with pytest.raises(RuntimeError):
        await db.healthy()


async def test_opened_once_at_a_time(library: str) -> None:
    with pytest.raises(ConfigurationError, match="open already"):
        await db.start(library)
    await db.healthy()


async def test_closing_twice_and_opening_again(bare_url: str) -> None:
    for _ in range(2):
        async with opened(bare_url, LIBRARY):
            await db.healthy()
        await db.close()


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("mysql://root@localhost/crm", "mysql"),
        ("crm.db", "crm.db"),
        ("postgres://localhost/crm?schema=Hua-Dong", "schema"),
    ],
)
async def test_addresses_that_are_none(url: str, said: str) -> None:
    with pytest.raises(ConfigurationError, match=said):
        await db.start(url)


async def test_nobody_answers() -> None:
    with pytest.raises(db.TRANSIENT):
        await db.start("postgres://nobody@127.0.0.1:1/crm")


@only_sqlite
async def test_a_second_process_is_kept_out(bare_url: str) -> None:
    """It hears what to do, and the first goes on."""
    async with opened(bare_url, LIBRARY):
        complaint = end(elsewhere(bare_url, ""))
        assert "DatabaseInUse" in complaint
        assert "--data" in complaint
        await db.healthy()


@only_sqlite
async def test_a_process_that_dies_lets_go(bare_url: str) -> None:
    """Killed, or ended by an error of its own: it neither hangs nor keeps the next one out."""
    assert "LookupError" in end(elsewhere(bare_url, "raise LookupError"))
    killed = elsewhere(bare_url, "print('holds', flush=True); sys.stdin.read()")
    assert killed.stdout is not None
    assert killed.stdout.readline() == "holds\n"
    with pytest.raises(db.DatabaseInUse, match=str(killed.pid)):
        await db.start(bare_url)
    killed.kill()
    end(killed)
    async with opened(bare_url, LIBRARY):
        await db.healthy()


@only_sqlite
async def test_a_file_that_is_no_database(bare_url: str, tmp_path: Path) -> None:
    diary = tmp_path / "bare.db"
    diary.write_text("私人日记\n" * 100, encoding="utf-8")
    with pytest.raises(OperationalError, match="not a database"):
        await db.start(bare_url)
