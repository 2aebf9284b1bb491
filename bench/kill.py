"""F1: people write while the bot is killed again and again; afterwards every promise is counted."""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path

from aiohttp import ClientSession, TCPConnector

from bench import ledger, postgres, processes, promises
from bench.people import Crowd, Person, salespeople
from bench.processes import Running

SCHEMA = "soak"


@dataclass(frozen=True, slots=True)
class Order:
    messages: int = 1000
    people: int = 40
    kills: int = 10
    seconds: float | None = None  # write for so long instead, with a kill every 1–3 seconds
    chance: int | None = None  # repeats a run's moments

    @property
    def most(self) -> int:
        return sys.maxsize if self.seconds else self.messages


@dataclass(frozen=True, slots=True)
class Kill:
    written: int
    inbox: int  # kept and not yet worked on at that moment
    outbox: int  # answers not yet sent


@dataclass(frozen=True, slots=True)
class Report:
    database: str
    written: int
    people: int
    kills: list[Kill]
    unanswered: int
    again: int
    seconds: float
    outcomes: dict[str, int]  # of the inbox rows
    promises: list[promises.Promise]

    @property
    def kept(self) -> bool:
        return not any(promise.broken for promise in self.promises)


class Bot:
    """The bot's process, as often as it takes."""

    def __init__(self, settings: dict[str, str], folder: Path) -> None:
        self._settings = settings
        self._folder = folder
        self._running: Running | None = None

    async def start(self) -> None:
        arguments = ("run", "--data", str(self._folder), "--seed", "large")
        self._running = await processes.started("cli", arguments, self._settings, self._folder)

    async def kill(self) -> None:
        if self._running:
            await self._running.kill()

    async def stop(self) -> None:
        if self._running:
            await self._running.stop()


async def soak(order: Order, folder: Path, url: str) -> Report:
    """Sandbox, bot and people are three processes; the people's is this one."""
    port, door = processes.free_port(), processes.free_port()
    api = f"http://127.0.0.1:{port}"
    callback = f"http://127.0.0.1:{door}/wecom/callback"
    world = ("sandbox", "--port", str(port), "--data", str(folder / "world"), "--seed", "large", "--callback", callback)
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(processes.during("cli", world, {}, folder / "world"))
        bot = Bot(processes.bot_settings(api, door, url), folder / "bot")
        stack.push_async_callback(bot.stop)
        await bot.start()
        book = await stack.enter_async_context(ledger.opened(url))
        session = await stack.enter_async_context(ClientSession(connector=TCPConnector(limit=0)))
        until = time.monotonic() + (order.seconds or sys.maxsize)
        crowd = Crowd(api, session, book, await _people(book, order), order.most, until)
        return await _run(order, crowd, bot, book, url)


async def _people(book: ledger.Ledger, order: Order) -> list[Person]:
    if await book.rows("SELECT 1 FROM activity LIMIT 1"):
        raise SystemExit("这个数据库不是空的：换一个空的，或换一个 schema（?schema=…）")
    return await salespeople(book, order.people)


async def _run(order: Order, crowd: Crowd, bot: Bot, book: ledger.Ledger, url: str) -> Report:
    began = time.monotonic()
    crowd.up.set()
    writing = asyncio.create_task(crowd.write())
    kills = await _kill(order, crowd, bot, book, writing)
    await writing
    await promises.settled(book)
    seconds = time.monotonic() - began
    await bot.stop()
    return Report(
        database=url.partition(":")[0],
        written=len(crowd.written),
        people=len(crowd.people),
        kills=kills,
        unanswered=crowd.unanswered,
        again=crowd.again,
        seconds=round(seconds, 1),
        outcomes=await promises.outcomes(book),
        promises=await promises.counted(crowd, book),
    )


async def _kill(order: Order, crowd: Crowd, bot: Bot, book: ledger.Ledger, writing: asyncio.Task[None]) -> list[Kill]:
    kills = []
    async for _ in _moments(order, book, writing):
        crowd.up.clear()
        await bot.kill()
        kills.append(Kill(len(crowd.written), *await promises.waiting(book)))
        await bot.start()
        crowd.up.set()
    return kills


async def _moments(order: Order, book: ledger.Ledger, writing: asyncio.Task[None]) -> AsyncIterator[None]:
    """Random ones: every 1–3 seconds, or spread over the messages that are worked on."""
    chance = random.Random(order.chance)
    if order.seconds:
        while not writing.done():
            await asyncio.sleep(chance.uniform(1, 3))
            yield
        return
    for count in sorted(chance.sample(range(order.messages), order.kills)):
        await promises.reached(book, count)
        await asyncio.sleep(chance.uniform(0, promises.GLANCE))
        yield


def show(report: Report) -> None:
    print(
        f"{report.database}：{report.people} 人写了 {report.written} 条，机器人被 SIGKILL {len(report.kills)} 次，"
        f"用时 {report.seconds} 秒"
    )
    print(f"没等到回应但已存下 {report.unanswered} 条；平台放弃、由人重写 {report.again} 条")
    print("收件的结局：" + "，".join(f"{name} {count}" for name, count in report.outcomes.items()))
    for number, kill in enumerate(report.kills, 1):
        print(f"  第 {number} 次：已写 {kill.written}，待处理 {kill.inbox}，待发送 {kill.outbox}")
    for promise in report.promises:
        print(f"  {'破了' if promise.broken else '守住'}  {promise.what}：{promise.broken}")


def run(order: Order, database: str | None, *, own_postgres: bool, as_json: bool) -> int:
    """0; 1 where a promise is broken."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="crm-soak-")))
        url = database or f"sqlite://{folder / 'bot' / 'crm.db'}"
        if own_postgres:
            url = stack.enter_context(postgres.postgres_url(SCHEMA))
        report = asyncio.run(soak(order, folder, url))
    if as_json:
        print(json.dumps(asdict(report) | {"kept": report.kept}, ensure_ascii=False))
    else:
        show(report)
    return 0 if report.kept else 1


def main(arguments: Sequence[str] | None = None) -> int:
    usual = Order()
    parser = argparse.ArgumentParser(prog="crm soak", description="F1：边写边杀，数一数承诺守住没有")
    parser.add_argument("names", nargs="*", metavar="F1", help="F1：边写边杀，目前只有这一项")
    parser.add_argument("--messages", type=int, default=usual.messages)
    parser.add_argument("--people", type=int, default=usual.people)
    parser.add_argument("--kills", type=int, default=usual.kills)
    parser.add_argument("--seconds", type=float, help="改为写这么久，每 1–3 秒杀一次")
    parser.add_argument("--chance", type=int, help="随机数种子，重现同样的时刻")
    parser.add_argument("--database", help="空的 PostgreSQL：postgres://…?schema=…；不给就用 SQLite")
    parser.add_argument("--postgres", action="store_true", help="自己起一个临时的 PostgreSQL")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(arguments)
    if set(given.names) - {"F1"}:
        parser.error("只有 F1")
    order = Order(given.messages, given.people, given.kills, given.seconds, given.chance)
    return run(order, given.database, own_postgres=given.postgres, as_json=given.json)


if __name__ == "__main__":
    sys.exit(main())
