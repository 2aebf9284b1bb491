"""P1, P2: callbacks acknowledged by the real bot, worker and all, against a server that stores nothing."""

from __future__ import annotations

import asyncio
import json
import statistics
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import callbacks, ledger, processes
from bench.ground import Ground, laid
from bench.row import Row, middle

MESSAGES, REPEATS, CONNECTIONS = 4000, 5, 64
WARM = CONNECTIONS * 3


@dataclass(frozen=True, slots=True)
class Burst:
    """`worked`: messages fully processed meanwhile."""

    a_second: float
    p99: float
    worked: int = 0


class Unkept(Exception):
    """A callback was refused, or acknowledged and not stored: no speed counts then."""


def measure() -> list[Row]:
    limits, bots = asyncio.run(_measure())
    worked = round(statistics.median(bot.worked for bot in bots))
    said = f"{CONNECTIONS} 个连接，存好才回 200；同时处理完 {worked} 条"
    speed, p99 = (
        middle((getattr(bot, name), getattr(limit, name)) for bot, limit in zip(bots, limits, strict=True))
        for name in ("a_second", "p99")
    )
    return [
        Row("P1", *speed, "条/秒", 0.8, at_least=True, what=f"加密回调确认速度（{said}）"),
        Row("P2", *p99, "毫秒", 1.5, at_least=False, what="同上，p99 延迟"),
    ]


async def _measure() -> tuple[list[Burst], list[Burst]]:
    limits, bots = [], []
    async with laid() as ground:
        for _ in range(REPEATS):
            limits.append(await _limit(ground))
            bots.append(await _bot(ground))
    return limits, bots


async def _limit(ground: Ground) -> Burst:
    port = processes.free_port()
    async with processes.during("bench.limit", (str(port),), {}, ground.folder / "limit"):
        await _burst(ground, port, WARM)
        return await _burst(ground, port, MESSAGES)


async def _bot(ground: Ground) -> Burst:
    async with ground.bot(ground.data("door")) as bot, ledger.opened(bot.url) as book:
        await _burst(ground, bot.port, WARM)
        await bot.idle()
        burst = await _burst(ground, bot.port, MESSAGES)
        done = await book.rows("SELECT COUNT(*), COUNT(done_at) FROM inbox")
    stored, worked = done[0]
    if stored != WARM + MESSAGES:
        raise Unkept(f"{WARM + MESSAGES} acknowledged, {stored} stored")
    return Burst(burst.a_second, burst.p99, worked - WARM)


async def _burst(ground: Ground, port: int, count: int) -> Burst:
    said = callbacks.visits(list(ground.customers), ground.customers, count)
    file = ground.folder / "requests.json"
    _write(file, callbacks.requests(said))
    told = await _load(port, file)
    if told["refused"]:
        raise Unkept(f"{told['refused']} callbacks were refused")
    return Burst(count / told["seconds"], _percentile(told["latencies"], 99) * 1000)


async def _load(port: int, file: Path) -> dict[str, Any]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench.load", str(port), str(CONNECTIONS), str(file),
        cwd=processes.ROOT, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    out, _ = await process.communicate()
    return dict(json.loads(out))


def _write(file: Path, requests: Sequence[str]) -> None:
    file.write_text(json.dumps(requests))


def _percentile(values: Sequence[float], percent: int) -> float:
    return statistics.quantiles(values, n=100)[percent - 1]
