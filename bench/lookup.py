"""P6's process: a database with so many customers, messages read one after the other as the bot reads them."""

from __future__ import annotations

import asyncio
import gc
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable
from typing import Any

from bench import population
from bot.dialogue.reading import read
from domain import names
from domain.calendar import OFFICIAL
from domain.people import Actor
from storage import db, queries
from storage.customer_keys import candidates

MESSAGES, WARM = 1200, 200
HOSTILE = (
    "2026年11月" * 250, "三点" * 1000, "3-" * 1000, "1" * 2000, "恒恒" * 1000, "下周三" * 666, "跟王经理" * 500,
    "报价 JM-2087A 2000件 38.5，" * 90, "（" * 2000, "拜访了，" * 500, "abc1 " * 400,
)  # fmt: skip


async def measured(database: str, number: int) -> dict[str, Any]:
    """Milliseconds of each message and of each hostile one; megabytes that reading has added to the process.

    Of the processor's time, all threads together, SQLite's too: the slowest of a hundred is else the one that had to
    wait for somebody else's work on the machine.
    """
    await db.start(database, migrate=False)
    try:
        known = population.companies(number)
        before = _resident()
        names.warm()
        people = {userid: await queries.actor(userid) for userid in (population.REP, population.CHIEF)}
        said = list(population.written(known, WARM + MESSAGES))
        await _timed(said[:WARM], people)
        gc.collect()
        gc.freeze()  # as `crm run` does
        told = await _timed(said[WARM:], people)
        hostile = await _timed([(population.REP, text) for text in HOSTILE], people)
        return {"told": told, "hostile": hostile, "megabytes": _resident() - before}
    finally:
        await db.close()


async def found(database: str, name: str) -> Any:
    """Asks until another process's new customer is found; says when it was (seconds since the epoch)."""
    await db.start(database, migrate=False)
    try:
        actor = await queries.actor(population.CHIEF)
        assert actor is not None, "settled with the population"
        names.warm()
        print("ready", flush=True)
        # Another process is watched: there is no event to wait for.
        while not any(one.name == name for one in (await candidates(f"拜访了{name}", actor)).customers):  # noqa: ASYNC110
            await asyncio.sleep(0.005)
        return time.time()
    finally:
        await db.close()


async def _timed(said: Iterable[tuple[str, str]], people: dict[str, Actor | None]) -> list[float]:
    taken = []
    for userid, text in said:
        actor = people[userid]
        assert actor is not None, "settled with the population"
        began = time.process_time()
        await read(text, actor, population.NOW, OFFICIAL)
        taken.append((time.process_time() - began) * 1000)
    return taken


def _resident() -> float:
    told = subprocess.run(["ps", "-o", "rss=", "-p", str(os.getpid())], capture_output=True, check=True, text=True)
    return int(told.stdout) / 1024


def main(what: str, database: str, about: str) -> None:
    done = measured(database, int(about)) if what == "measured" else found(database, about)
    print(json.dumps(asyncio.run(done)))


if __name__ == "__main__":
    main(*sys.argv[1:4])
