"""P3: messages fully processed by one bot on SQLite, against the same SQL by hand, a transaction a message."""

from __future__ import annotations

import asyncio
import sys
from datetime import datetime
from pathlib import Path

from bench import byhand, ledger, statements
from bench.ground import Ground, laid, url
from bench.row import Row, middle

MESSAGES, WARM, CAPTURED, REPEATS = 1000, 20, 300, 3
WHAT = "完整处理：理解、校验、落库、流水、回复交给企业微信；参照：同样的 SQL 手写，一条消息一个事务"


def measure() -> list[Row]:
    return [Row("P3", *middle(asyncio.run(_measure())), "条/秒", 0.25, at_least=True, what=WHAT)]


async def _measure() -> list[tuple[float, float]]:
    async with laid() as ground:
        captured = ground.folder / "statements.json"
        await statements.capture(ground, CAPTURED, captured)
        return [(await _bot(ground), await _by_hand(ground, captured)) for _ in range(REPEATS)]


async def _bot(ground: Ground) -> float:
    """A bot that finds its messages waiting; the clock runs from the first batch after those that warm it up."""
    data = ground.data("processed")
    await statements.keep(url(data), ground, WARM + MESSAGES)
    async with ground.bot(data) as bot, ledger.opened(bot.url) as book:
        await bot.idle()
        began = (await book.rows("SELECT MIN(done_at) FROM inbox WHERE msgid > ?", WARM))[0][0]
        ended, sent = (await book.rows("SELECT MAX(sent_at), COUNT(sent_at) FROM outbox"))[0]
    assert sent == WARM + MESSAGES, "every message is answered"
    return MESSAGES / (datetime.fromisoformat(ended) - datetime.fromisoformat(began)).total_seconds()


async def _by_hand(ground: Ground, captured: Path) -> float:
    database = ground.data("byhand") / "crm.db"
    process = await asyncio.create_subprocess_exec(
        sys.executable, byhand.__file__, str(database), str(captured), stdout=asyncio.subprocess.PIPE
    )
    out, _ = await process.communicate()
    return CAPTURED / float(out)
