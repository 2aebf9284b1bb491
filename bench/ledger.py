"""A second look at the bot's database, past the bot: plain SQL on a connection of its own, on both databases."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import parse_qs, urlsplit

import asyncpg

Rows = list[tuple[Any, ...]]


class Ledger(Protocol):
    async def rows(self, sql: str, *values: object) -> Rows:
        """`?` stands for a value; moments and JSON come as the database keeps them."""
        ...


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Ledger]:
    if url.startswith("sqlite://"):
        yield _Embedded(Path(url.removeprefix("sqlite://")))
        return
    schema = parse_qs(urlsplit(url).query).get("schema", ["public"])[0]
    bare = re.sub(r"&schema=\w+|schema=\w+&?", "", url).rstrip("?")
    async with asyncpg.create_pool(bare, min_size=1, max_size=4, server_settings={"search_path": schema}) as pool:
        yield _Server(pool)


class _Embedded:
    """Opened anew for each question: nothing is held that could keep the bot from its file."""

    def __init__(self, file: Path) -> None:
        self._address = f"file:{file}?mode=ro"

    async def rows(self, sql: str, *values: object) -> Rows:
        with closing(sqlite3.connect(self._address, uri=True, timeout=10)) as connection:
            return connection.execute(sql, values).fetchall()


class _Server:
    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def rows(self, sql: str, *values: object) -> Rows:
        found: Sequence[Any] = await self._pool.fetch(_numbered(sql), *values)
        return [tuple(row) for row in found]


def _numbered(sql: str) -> str:
    pieces = sql.split("?")
    return "".join(f"{piece}${at}" if at < len(pieces) else piece for at, piece in enumerate(pieces, 1))
