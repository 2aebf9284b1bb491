"""The first start at a real company: the door answers before the platform lets us read anything."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, suppress
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientError, ClientSession

import app
import sandbox
from bench.processes import free_port
from bot.callback import PATH, Door
from bot.understanding import intents
from config import Settings, Wecom
from domain.readings import readings
from sandbox import wire
from storage.models import Inbox, Member
from tests.moments import moment

MONDAY = moment("2026-11-23T10:00:00+08:00")
FACE = Door(wire.TOKEN, wire.AES_KEY, wire.CORP_ID, wire.AGENT_ID)


@pytest.fixture
async def opening(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[app.App, sandbox.Sandbox, ClientSession]]:
    """A bot about to start, at a company that does not trust its address yet."""
    monkeypatch.setattr(app, "AWAY", 0.01)
    async with AsyncExitStack() as stack:
        stand_in = await sandbox.start(tmp_path / "world", seed="demo", port=0, now=MONDAY)
        stack.push_async_callback(stand_in.stop)
        known = Wecom(wire.CORP_ID, wire.AGENT_ID, wire.SECRET, wire.TOKEN, wire.AES_KEY, stand_in.url)
        bot = app.build(Settings(tmp_path, database, known, listen=("127.0.0.1", free_port())), stand_in.clock.now)
        stack.push_async_callback(bot.wecom.close)
        stack.push_async_callback(bot.stop)
        session = await stack.enter_async_context(ClientSession())
        yield bot, stand_in, session


async def nothing(_: Any) -> None:
    """No seeds."""


async def listening(bot: app.App, session: ClientSession) -> str:
    """Its address, as soon as anybody answers there."""
    address = "http://{}:{}".format(*bot.settings.listen)
    async with asyncio.timeout(30):
        while True:
            with suppress(ClientError):
                async with session.get(f"{address}/healthz"):
                    return address
            await asyncio.sleep(0)


async def faults(address: str, session: ClientSession) -> list[str]:
    async with session.get(f"{address}/healthz") as answer:
        return list((await answer.json())["faults"])


async def test_the_address_answers_before_the_contacts_can_be_read(
    opening: tuple[app.App, sandbox.Sandbox, ClientSession],
) -> None:
    """60020 goes away with the trusted address, which can be entered only after the callback was saved."""
    bot, stand_in, session = opening
    stand_in.faults.arm({"kind": "server_error", "errcode": 60020, "path": "department/list", "times": 10_000})
    start = asyncio.create_task(bot.open(nothing))
    address = await listening(bot, session)

    query = FACE.knock("7208954131", str(int(MONDAY.timestamp())), "nonce")
    async with session.get(address + PATH, params=query) as answer:
        assert (answer.status, await answer.text()) == (200, "7208954131")
    while not (told := await faults(address, session)):
        pass
    assert "60020" in told[0]
    assert "企业可信IP" in told[0]

    stand_in.callback = address + PATH
    said = {"from": "zhangsan", "type": "text", "text": "我的权限"}
    async with session.post(f"{stand_in.url}/sandbox/messages", json=said) as answer:
        assert (await answer.json())["callback"]["status"] == 200
    assert await Inbox.filter(done_at=None).count() == 1
    assert not start.done()

    stand_in.faults.arm({"kind": "none"})
    await start
    assert await faults(address, session) == []
    await bot.settle()
    async with session.get(f"{stand_in.url}/sandbox/inbox/zhangsan") as answer:
        assert len((await answer.json())["messages"]) == 1


async def test_known_members_serve_while_the_platform_refuses(
    opening: tuple[app.App, sandbox.Sandbox, ClientSession],
) -> None:
    bot, stand_in, session = opening
    readings.cache_clear()
    intents.model.cache_clear()
    await Member.create(userid="zhangsan", key="zhangsan", name="张三", role="rep")
    stand_in.faults.arm({"kind": "server_error", "errcode": 60020, "path": "department/list", "times": 10_000})
    await bot.open(nothing)
    assert await faults(await listening(bot, session), session) == []
    assert readings.cache_info().currsize, "the tables of readings were loaded, before any message"
    assert intents.model.cache_info().currsize, "so was what the words of a message speak of"
