"""What a measurement stands on: a platform that says yes, and bots whose database begins the same each time."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bench import ledger, processes, promises
from bench.api import userids
from bench.processes import Running

SEED = "large"
BOT = "cli"


@dataclass(frozen=True, slots=True)
class Bot:
    running: Running
    port: int
    url: str

    async def idle(self) -> None:
        """Until everything that came is worked on and everything to say is sent."""
        async with ledger.opened(self.url) as book:
            await promises.settled(book)


@dataclass(frozen=True, slots=True)
class Ground:
    folder: Path
    api: str
    customers: dict[str, list[str]]  # by person, the short names of the person's own

    def data(self, name: str) -> Path:
        """A new data folder with the database as it stood after the first start."""
        fresh = self.folder / name
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.copytree(self.folder / "first", fresh)
        return fresh

    @asynccontextmanager
    async def bot(self, data: Path) -> AsyncIterator[Bot]:
        """Started, and killed afterwards: what it has not finished is nobody's."""
        port = processes.free_port()
        running = await processes.started(BOT, ("run", "--data", str(data)), self.settings(port), data)
        try:
            yield Bot(running, port, url(data))
        finally:
            await running.kill()

    def settings(self, port: int) -> dict[str, str]:
        return processes.bot_settings(self.api, port)


@asynccontextmanager
async def laid() -> AsyncIterator[Ground]:
    with tempfile.TemporaryDirectory(prefix="crm-bench-") as name:
        folder, port = Path(name), processes.free_port()
        async with processes.during("bench.api", (str(port),), {}, folder / "api"):
            api = f"http://127.0.0.1:{port}"
            first = folder / "first"
            settings = processes.bot_settings(api, processes.free_port())
            bot = await processes.started(BOT, ("run", "--data", str(first), "--seed", SEED), settings, first)
            await bot.stop()
            yield Ground(folder, api, await _customers(url(first)))


def url(data: Path) -> str:
    return f"sqlite://{data / 'crm.db'}"


async def _customers(database: str) -> dict[str, list[str]]:
    async with ledger.opened(database) as book:
        rows = await book.rows(
            "SELECT member.userid, customer.short_names FROM customer JOIN member ON member.id = customer.owner_id"
        )
    shorts = [json.loads(names)[0] for _, names in rows]
    own: dict[str, list[str]] = {userid: [] for userid in userids()}
    for (userid, _), short in zip(rows, shorts, strict=True):
        if shorts.count(short) == 1:
            own[userid].append(short)
    return own
