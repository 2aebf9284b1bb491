"""P9: from `crm run` to the first answered message, and what the bot then holds in memory."""

from __future__ import annotations

import asyncio
import statistics
import sys
import time

from aiohttp import ClientSession

from bench import callbacks, load, processes
from bench.ground import Ground, laid, url
from bench.row import Row, middle

REPEATS = 5
MEGABYTES = 200
BARE = (
    "import sys, asyncio, aiohttp, tortoise, wechatpy\n"
    "from storage import db\n"
    "async def migrate():\n"
    "    await db.start(sys.argv[1])\n"
    "    await db.close()\n"
    "asyncio.run(migrate())\n"
)


def measure() -> list[Row]:
    pairs, memory = asyncio.run(_measure())
    return [
        Row(
            "P9",
            *middle(pairs),
            "秒",
            3,
            at_least=False,
            what="冷启动到第一条回复；参照：导入三个库并迁移一个已是最新的库",
        ),
        Row("P9 内存", memory, MEGABYTES, "MB", 1, at_least=False, what="第一条回复之后的常驻内存；参照：上限"),
    ]


async def _measure() -> tuple[list[tuple[float, float]], float]:
    pairs, memory = [], []
    async with laid() as ground, ClientSession() as session:
        for _ in range(REPEATS):
            bare = await _bare(ground)
            seconds, megabytes = await _cold(ground, session)
            pairs.append((seconds, bare))
            memory.append(megabytes)
    return pairs, statistics.median(memory)


async def _bare(ground: Ground) -> float:
    database = url(ground.data("bare"))
    began = time.perf_counter()
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", BARE, database, cwd=processes.ROOT)
    await process.wait()
    return time.perf_counter() - began


async def _cold(ground: Ground, session: ClientSession) -> tuple[float, float]:
    """Seconds and megabytes."""
    data = ground.data("cold")
    requests = callbacks.requests(callbacks.visits(list(ground.customers), ground.customers, 1))
    before = await _sent(ground, session)
    began = time.perf_counter()
    async with ground.bot(data) as bot:
        await load.run(bot.port, [request.encode() for request in requests], 1)
        while await _sent(ground, session) == before:  # noqa: ASYNC110 - another process is watched
            await asyncio.sleep(0.005)
        return time.perf_counter() - began, await _resident(bot.running.pid)


async def _sent(ground: Ground, session: ClientSession) -> int:
    async with session.get(f"{ground.api}/sent") as answer:
        return int(await answer.text())


async def _resident(pid: int) -> float:
    process = await asyncio.create_subprocess_exec("ps", "-o", "rss=", "-p", str(pid), stdout=asyncio.subprocess.PIPE)
    out, _ = await process.communicate()
    return int(out) / 1024
