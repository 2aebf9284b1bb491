"""What tests share: a database in a fresh state, on each of the two engines."""

import itertools
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.chat import Chat, talking
from tests.databases import Postgres, migrated_file, opened, postgres_server
from tests.library import APPS as LIBRARY

SCHEMA = "crm_test"  # never public: nothing may rely on it
_numbers = itertools.count(1)

# The same examples each time: whoever breaks something hears of it, nobody else does.
settings.register_profile("same", derandomize=True, database=None)
settings.load_profile("same")


@pytest.fixture(params=["sqlite", "postgres"])
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def database_url(engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """Migrated and empty."""
    if engine == "sqlite":
        shutil.copyfile(request.getfixturevalue("migrated_template"), tmp_path / "crm.db")
        return f"sqlite://{tmp_path / 'crm.db'}"
    postgres: Postgres = request.getfixturevalue("migrated_postgres")
    postgres.empty(SCHEMA)
    return postgres.url(SCHEMA)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[str]:
    """Open, and closed after the test; its URL."""
    async with opened(database_url, migrate=False):
        yield database_url


@pytest.fixture
def bare_url(engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """A database without tables: no file, no schema."""
    if engine == "sqlite":
        yield f"sqlite://{tmp_path / 'bare.db'}"
        return
    postgres: Postgres = request.getfixturevalue("postgres")
    schema = f"bare_{next(_numbers)}"
    yield postgres.url(schema)
    postgres.sql(f"DROP SCHEMA IF EXISTS {schema} CASCADE")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    with postgres_server() as server:
        yield server


@pytest.fixture(scope="session")
def migrated_postgres(postgres: Postgres) -> Postgres:
    postgres.migrate(SCHEMA)
    return postgres


@pytest.fixture(scope="session")
def migrated_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return migrated_file(tmp_path_factory.mktemp("template"))


@pytest.fixture
async def library(bare_url: str) -> AsyncIterator[str]:
    """Shelves and books instead of this product's tables; open. The URL."""
    async with opened(bare_url, LIBRARY):
        yield bare_url


@pytest.fixture
async def chat(database_url: str, tmp_path: Path) -> AsyncIterator[Chat]:
    """The demo company on Monday morning, the bot working only when told to."""
    async with talking(database_url, tmp_path) as chat:
        yield chat


@pytest.fixture
async def empty_chat(database_url: str, tmp_path: Path) -> AsyncIterator[Chat]:
    """The people only: no customer yet."""
    async with talking(database_url, tmp_path, seed="empty") as chat:
        yield chat
