"""The real app against the sandbox, in one process, spoken to over the wire only."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from aiohttp import ClientSession

import app
import sandbox
from config import Settings, Wecom
from demo import seeding
from sandbox import wire
from storage import db
from tests.moments import moment

MONDAY = moment("2026-11-23T10:00:00+08:00")
Card = dict[str, Any]


@dataclass
class Chat:
    """What a test says to the control face, and what a member then sees."""

    url: str
    session: ClientSession
    bot: app.App
    stand_in: sandbox.Sandbox

    async def says(self, userid: str, text: str, **more: Any) -> dict[str, Any]:
        """A text message, and everything that it sets off."""
        return await self.message({"from": userid, "type": "text", "text": text, **more})

    async def message(self, body: dict[str, Any]) -> dict[str, Any]:
        answer: dict[str, Any] = await self.post("/sandbox/messages", body)
        await self.bot.settle()
        return answer

    async def taps(self, userid: str, label: str, **more: Any) -> dict[str, Any]:
        """The button that reads so, on the newest card that has one."""
        for entry in reversed(await self.inbox(userid)):
            for button in entry["body"].get("template_card", {}).get("button_list", ()):
                if button["text"] == label:
                    return await self.tap(userid, entry["msgid"], button["key"], **more)
        raise AssertionError(f"{userid} sees no button {label}: {await self.seen(userid)}")

    async def tap(self, userid: str, msgid: str, key: str, **more: Any) -> dict[str, Any]:
        answer: dict[str, Any] = await self.post(
            "/sandbox/taps", {"by": userid, "msgid": msgid, "event_key": key, **more}
        )
        await self.bot.settle()
        return answer

    async def clock(self, **how: str) -> datetime:
        """`advance`, `set` or `jump`, as the control API takes them."""
        return datetime.fromisoformat((await self.post("/sandbox/clock", how))["now"])

    async def fault(self, **fault: Any) -> None:
        await self.post("/sandbox/faults", fault)

    async def inbox(self, userid: str) -> list[dict[str, Any]]:
        """What the member sees of what the app sent, oldest first."""
        messages: list[dict[str, Any]] = (await self.get(f"/sandbox/inbox/{userid}"))["messages"]
        latest = {entry["msgid"]: entry for entry in messages}
        return list(latest.values())

    async def card(self, userid: str) -> Card:
        """The newest card."""
        cards = [
            entry["body"]["template_card"] for entry in await self.inbox(userid) if "template_card" in entry["body"]
        ]
        assert cards, f"{userid} got no card: {await self.seen(userid)}"
        return dict(cards[-1])

    async def text(self, userid: str) -> str:
        """The newest text."""
        texts = [entry["body"]["text"]["content"] for entry in await self.inbox(userid) if "text" in entry["body"]]
        assert texts, f"{userid} got no text: {await self.seen(userid)}"
        return str(texts[-1])

    async def seen(self, userid: str) -> str:
        return "\n".join(words(entry) for entry in await self.inbox(userid))

    async def get(self, path: str) -> Any:
        async with self.session.get(self.url + path) as answer:
            return await answer.json()

    async def post(self, path: str, body: dict[str, Any]) -> Any:
        async with self.session.post(self.url + path, json=body) as answer:
            told = await answer.json()
            assert answer.status < 400, told
            return told


def rows(card: Card) -> dict[str, str]:
    return {row["keyname"]: row["value"] for row in card.get("horizontal_content_list", ())}


def buttons(card: Card) -> list[str]:
    return [button["text"] for button in card.get("button_list", ())]


def words(entry: dict[str, Any]) -> str:
    """Everything that a message says, for a test to look into."""
    body = entry["body"]
    if "template_card" not in body:
        return str(body.get("text", body.get("markdown", body)).get("content", body))
    card = body["template_card"]
    parts = [
        *card["main_title"].values(),
        card.get("sub_title_text", ""),
        *(f"{k}：{v}" for k, v in rows(card).items()),
    ]
    return "\n".join([*parts, f"[{' | '.join(buttons(card)) or card.get('replace_text', '')}]"])


@asynccontextmanager
async def talking(
    url: str, folder: Path, *, seed: str = "demo", now: datetime = MONDAY, root_scope: bool = True
) -> AsyncIterator[Chat]:
    """A bot that works only when told to: no loop runs beside the test."""
    async with AsyncExitStack() as stack:
        stand_in = await sandbox.start(folder / "world", seed=seed, port=0, now=now)
        stack.push_async_callback(stand_in.stop)
        stand_in.root_scope = root_scope
        await db.start(url, migrate=False)
        stack.push_async_callback(db.close)
        known = Wecom(wire.CORP_ID, wire.AGENT_ID, wire.SECRET, wire.TOKEN, wire.AES_KEY, stand_in.url)
        bot = app.build(Settings(folder, url, known, listen=("127.0.0.1", 0)), stand_in.clock.now)
        stack.push_async_callback(bot.wecom.close)
        stack.push_async_callback(bot.stop)
        await bot.open(lambda at: seeding.plant(seed, at))
        stand_in.callback = f"http://127.0.0.1:{bot.port}/wecom/callback"
        stand_in.driver = bot
        session = await stack.enter_async_context(ClientSession())
        yield Chat(stand_in.url, session, bot, stand_in)
