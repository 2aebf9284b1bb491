"""Models, migrations and what stands in the database agree, whoever starts, and however often."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import asyncpg
import pytest
from tortoise.context import require_context
from tortoise.exceptions import IntegrityError
from tortoise.models import Model

from storage import db, schema
from storage.engines.postgres import SETTINGS
from tests.databases import Postgres, only_postgres, only_sqlite, opened
from tests.library import APPS as LIBRARY
from tests.library.models import Book, Shelf

BEFORE_ROOMS = {"library": LIBRARY["library"] | {"migrations": "tests.library.first.migrations"}}
BROKEN = {"library": LIBRARY["library"] | {"migrations": "tests.library.broken"}}
START = """
import asyncio, sys
from storage import db

async def main():
    await db.start(sys.argv[1])
    await db.close()

asyncio.run(main())
"""

# For longer than a millisecond.
WAITED = """
    SELECT count(*) FROM pg_locks
    WHERE locktype = 'advisory' AND NOT granted AND clock_timestamp() - waitstart > interval '20 ms'
"""


async def tables() -> set[str]:
    listed = (
        "SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema()"
        if db.is_postgres()
        else "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    )
    return {row["name"] for row in await db.fetch(listed)}


async def test_models_and_migrations_agree(database: str) -> None:
    """Otherwise: `python -m storage.makemigrations what_changes`."""
    assert [writer.as_string() for writer in await schema.changes()] == []


@pytest.mark.parametrize("apps", [schema.APPS, LIBRARY], ids=["ours", "library"])
async def test_every_unique_key_and_index_stands_in_the_database(bare_url: str, apps: dict[str, Any]) -> None:
    """Where SQLite makes a table anew, tortoise forgets them: give them back by `RunSQL`, as in tests/library."""
    async with opened(bare_url, apps):
        loaded = require_context().apps
        assert loaded is not None
        for model in (model for models in loaded.apps.values() for model in models.values()):
            missing = _declared(model) - await _found(model._meta.db_table)
            assert not missing, f"{model.__name__}: {missing}"


def _declared(model: type[Model]) -> set[tuple[str, ...]]:
    meta = model._meta
    groups = [tuple(fields) for fields in meta.unique_together]
    groups += [tuple(index if isinstance(index, tuple | list) else index.fields) for index in meta.indexes]
    groups += [(name,) for name, field in meta.fields_map.items() if field.unique and not field.pk]
    return {tuple(meta.fields_db_projection.get(name, f"{name}_id") for name in group) for group in groups}


async def _found(table: str) -> set[tuple[str, ...]]:
    if not db.is_postgres():
        indexes = await db.fetch(f"PRAGMA index_list({table})")
        return {tuple(c["name"] for c in await db.fetch(f"PRAGMA index_info({i['name']})")) for i in indexes}
    columns = await db.fetch(
        "SELECT ARRAY(SELECT attname::text FROM unnest(indkey) WITH ORDINALITY AS key (number, place)"
        " JOIN pg_attribute ON attrelid = indrelid AND attnum = key.number ORDER BY place) AS names"
        " FROM pg_index WHERE indrelid = to_regclass(?)",
        [table],
    )
    return {tuple(row["names"]) for row in columns}


async def test_migrating_twice_changes_nothing(bare_url: str) -> None:
    for _ in range(2):
        async with opened(bare_url, LIBRARY):
            applied = await db.fetch("SELECT name FROM tortoise_migrations ORDER BY id")
            assert [row["name"] for row in applied] == ["0001_initial", "0002_rooms"]


async def test_a_later_migration_keeps_what_hangs_on_a_row(bare_url: str) -> None:
    """SQLite makes the table anew and drops the old one, which would delete the books with their shelf."""
    async with opened(bare_url, BEFORE_ROOMS):
        await db.execute("INSERT INTO shelf (name) VALUES ('poetry')")
        await db.execute("INSERT INTO book (shelf_id, title, price) VALUES (1, 'Tang', '9.90')")
    async with opened(bare_url, LIBRARY):
        assert (await Book.get(title="Tang").select_related("shelf")).shelf.name == "poetry"
        await Shelf.create(name="x" * 40, room="upstairs")
        with pytest.raises(IntegrityError):
            await db.execute("INSERT INTO book (shelf_id, title, price) VALUES (404, 'lost', '0')")


async def test_a_migration_that_fails_leaves_nothing(bare_url: str) -> None:
    with pytest.raises(ArithmeticError):
        await db.start(bare_url, apps=BROKEN)
    async with opened(bare_url, migrate=False):
        assert await tables() == set()


async def test_a_database_from_a_newer_version_is_left_alone(bare_url: str) -> None:
    async with opened(bare_url, LIBRARY):
        pass
    with pytest.raises(db.DatabaseTooNew, match="0002_rooms"):
        await db.start(bare_url, apps=BEFORE_ROOMS)


@only_postgres
def test_processes_that_start_at_once(bare_url: str) -> None:
    starting = [subprocess.Popen([sys.executable, "-c", START, bare_url]) for _ in range(3)]
    assert [process.wait() for process in starting] == [0, 0, 0]


@only_postgres
async def test_a_long_migration_elsewhere_is_waited_for(bare_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Longer than for the locks of daily work."""
    monkeypatch.setitem(SETTINGS, "lock_timeout", "1ms")
    uri, _, name = bare_url.partition("&schema=")
    elsewhere = await asyncpg.connect(uri)
    async with elsewhere.transaction():
        await elsewhere.execute(f"SELECT pg_advisory_xact_lock(hashtextextended('migrate {name}', 0))")
        starting = asyncio.create_task(db.start(bare_url, apps=LIBRARY))
        while not await elsewhere.fetchval(WAITED) and not starting.done():
            await elsewhere.execute("SELECT pg_sleep(0.005)")
    await starting
    await db.close()
    await elsewhere.close()


@only_sqlite
def test_two_processes_that_start_at_once(bare_url: str) -> None:
    """One gets it; the other comes after it, or hears that it is in use."""
    starting = [subprocess.Popen([sys.executable, "-c", START, bare_url], stderr=subprocess.PIPE) for _ in range(2)]
    words = [process.communicate()[1].decode() for process in starting]
    assert 0 in [process.returncode for process in starting]
    for process, said in zip(starting, words, strict=True):
        assert process.returncode == 0 or "DatabaseInUse" in said


@only_postgres
async def test_schemas_side_by_side(bare_url: str) -> None:
    """One company a schema, and nothing of ours in public."""
    async with opened(bare_url, LIBRARY):
        found = await db.fetch("SELECT DISTINCT schemaname FROM pg_tables WHERE tablename IN ('shelf', 'book')")
        assert [row["schemaname"] for row in found] == [bare_url.rpartition("=")[2]]


@pytest.fixture
def plain_postgres(postgres: Postgres) -> Iterator[str]:
    postgres.sql("CREATE DATABASE plain")
    yield postgres.url_of("plain")
    postgres.sql("DROP DATABASE plain WITH (FORCE)")


async def test_without_a_schema_it_is_public(plain_postgres: str) -> None:
    async with opened(plain_postgres, LIBRARY):
        found = await db.fetch("SELECT schemaname FROM pg_tables WHERE tablename = 'shelf'")
        assert [row["schemaname"] for row in found] == ["public"]
