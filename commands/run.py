"""Starting and stopping: the bot with the sandbox, the bot alone, the sandbox alone."""

from __future__ import annotations

import asyncio
import errno
import logging
import os
import signal
import socket
import sys
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import app
from config import Misconfigured, Settings, Wecom, is_loopback
from demo import seeding
from logs import configure
from storage import db

SHANGHAI = ZoneInfo("Asia/Shanghai")
AWAY = 1
NOT_OURS = (errno.EADDRINUSE, errno.EADDRNOTAVAIL, errno.EACCES)

log = logging.getLogger(__name__)


def run(settings: Settings, *, port: int, seed: str | None, now: datetime | None) -> int:
    """Until SIGINT or SIGTERM, then 0; 1 while the database does not answer. Misconfigured: a port, the data directory
    or an embedded database is not to be had."""
    if settings.wecom is None:
        both = _with_sandbox(settings, port, seed or "demo", now)
        return _until_stopped(both, f"{port} 或 {port + 1}", "--port 8700")
    return _until_stopped(_alone(settings, seed or "empty"), f"{settings.listen[1]}", "CRM_LISTEN=127.0.0.1:8701")


def sandbox_alone(settings: Settings, port: int, seed: str, callback: str, now: datetime | None) -> int:
    """The platform's stand-in in a process of its own, on real time."""
    if settings.wecom and not is_loopback(settings.wecom.api):
        raise Misconfigured("环境里有真实的企业微信凭据，沙盒不启动。先去掉 CRM_WECOM_* 再试。")
    return _until_stopped(_sandbox(settings, port, seed, callback, now), f"{port}", "--port 8700")


Work = Callable[[AsyncExitStack], Awaitable[None]]


def _with_sandbox(settings: Settings, port: int, seed: str, now: datetime | None) -> Work:
    async def start(stack: AsyncExitStack) -> None:
        """One process, one clock; the sandbox first, since the bot reads its members from it."""
        import sandbox  # at a real company nothing of it is loaded
        from sandbox import wire

        _keep_in(settings.data)
        stand_in = await sandbox.start(settings.data, seed=seed, port=port, now=now)
        stack.push_async_callback(stand_in.stop)
        known = Wecom(wire.CORP_ID, wire.AGENT_ID, wire.SECRET, wire.TOKEN, wire.AES_KEY, stand_in.url)
        listen = ("127.0.0.1", port + 1 if port else 0)
        bot = await _bot(replace(settings, wecom=known, listen=listen), stand_in.clock.now, seed, stack)
        stand_in.callback = f"http://127.0.0.1:{bot.port}/wecom/callback"
        stand_in.driver = bot
        _ready(stand_in.url)

    return start


def _alone(settings: Settings, seed: str) -> Work:
    async def start(stack: AsyncExitStack) -> None:
        _keep_in(settings.data)
        bot = await _bot(settings, lambda: datetime.now(SHANGHAI), seed, stack)
        _ready(f"http://{settings.listen[0]}:{bot.port}")

    return start


def _sandbox(settings: Settings, port: int, seed: str, callback: str, now: datetime | None) -> Work:
    async def start(stack: AsyncExitStack) -> None:
        import sandbox

        _keep_in(settings.data)
        stand_in = await sandbox.start(
            settings.data, seed=seed, port=port, callback=callback, now=now, shared_clock=False
        )
        stack.push_async_callback(stand_in.stop)
        _ready(stand_in.url)

    return start


async def _bot(settings: Settings, clock: app.Clock, seed: str, stack: AsyncExitStack) -> app.App:
    await db.start(settings.database_url)
    stack.push_async_callback(db.close)
    bot = app.build(settings, clock)
    stack.push_async_callback(bot.wecom.close)
    stack.push_async_callback(bot.stop)

    async def plant(now: datetime) -> None:
        await seeding.plant(seed, now)

    await bot.start(plant)
    return bot


def _keep_in(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as wrong:
        raise Misconfigured(f"数据目录 {folder} 建不了：{wrong.strerror}。用 --data 换一个。") from wrong
    if not os.access(folder, os.W_OK):
        raise Misconfigured(f"数据目录 {folder} 不能写。用 --data 换一个。")


def _until_stopped(start: Work, ports: str, other: str) -> int:
    configure()
    try:
        asyncio.run(_hold(start))
    except (db.DatabaseInUse, db.DatabaseTooNew) as wrong:
        raise Misconfigured(str(wrong)) from wrong
    except db.TRANSIENT as away:
        print(f"数据库没有应答，请检查 CRM_DATABASE_URL：{away}", file=sys.stderr)
        return AWAY  # it may only be late: whoever supervises us starts us again
    except OSError as failed:
        if failed.errno not in NOT_OURS and not isinstance(failed, socket.gaierror):
            raise
        raise Misconfigured(f"端口 {ports} 用不了（{failed.strerror}）：换一个，比如 {other}") from failed
    return 0


async def _hold(start: Work) -> None:
    """Everything that was started is stopped in reverse order, also when a signal comes while it still starts."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for wanted in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(wanted, stopped.set)
    async with AsyncExitStack() as stack:
        starting = asyncio.ensure_future(start(stack))
        waiting = asyncio.ensure_future(stopped.wait())
        await asyncio.wait({starting, waiting}, return_when=asyncio.FIRST_COMPLETED)
        if not starting.done():
            starting.cancel()
            await asyncio.gather(starting, return_exceptions=True)
            waiting.cancel()
            return
        await starting
        await waiting


def _ready(url: str) -> None:
    """The one line on stdout; whoever started us waits for it."""
    print(f"ready {url}/", flush=True)
