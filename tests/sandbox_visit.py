"""A visit to the sandbox: phones that type and tap, an app's server that hears callbacks, and its calls to the API."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import aiohttp
import xmltodict
from aiohttp import web
from wechatpy.work.crypto import WeChatCrypto

import sandbox

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
CORP, AGENT, SECRET = "wwsandbox00000001", 1000002, "sandbox-app-secret"
OTHER_AGENT, OTHER_SECRET = 1000003, "sandbox-other-secret"
TOKEN, KEY = "sandboxToken", "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY"

Json = dict[str, Any]
QUESTION: Json = {
    "card_type": "button_interaction",
    "task_id": "quote-1",
    "main_title": {"title": "报价 Q2026-0001"},
    "button_list": [{"text": "同意", "key": "yes"}, {"text": "驳回", "key": "no"}],
}


class App:
    """The app's server, as its callbacks see it: it answers 200, or what it is told to answer next."""

    def __init__(self) -> None:
        self.heard: list[Json] = []
        self.queries: list[dict[str, str]] = []
        self.envelopes: list[Json] = []
        self.next: list[int] = []
        self._crypto = WeChatCrypto(TOKEN, KEY, CORP)

    async def receive(self, request: web.Request) -> web.Response:
        body, query = await request.text(), dict(request.query)
        plain = self._crypto.decrypt_message(body, query["msg_signature"], query["timestamp"], query["nonce"])
        self.queries.append(query)
        self.envelopes.append(xmltodict.parse(body)["xml"])
        self.heard.append(xmltodict.parse(plain)["xml"])
        return web.Response(status=self.next.pop(0) if self.next else 200)


class Visit:
    def __init__(self, here: sandbox.Sandbox, app: App, client: aiohttp.ClientSession) -> None:
        self.sandbox, self.app, self.client = here, app, client

    @property
    def heard(self) -> list[Json]:
        return self.app.heard

    async def control(self, method: str, path: str, order: Json | None = None, status: int = 200) -> Json:
        async with self.client.request(method, f"/sandbox/{path}", json=order) as answer:
            said: Json = await answer.json()
            assert answer.status == status, said
            return said

    async def says(self, userid: str, text: str) -> Json:
        return await self.control("POST", "messages", {"from": userid, "type": "text", "text": text})

    async def sends(self, userid: str, kind: str, **order: Any) -> Json:
        return await self.control("POST", "messages", {"from": userid, "type": kind, **order})

    async def taps(self, userid: str, msgid: str, key: str, status: int = 200, **order: Any) -> Json:
        order = {"by": userid, "msgid": msgid, "event_key": key, **order}
        return await self.control("POST", "taps", order, status)

    async def inbox(self, box: str, after: int = 0) -> list[Json]:
        messages: list[Json] = (await self.control("GET", f"inbox/{box}?after={after}"))["messages"]
        return messages

    async def moves(self, **order: str) -> str:
        return str((await self.control("POST", "clock", order))["now"])

    async def arms(self, kind: str, **how: Any) -> list[Json]:
        armed: list[Json] = (await self.control("POST", "faults", {"kind": kind, **how}))["armed"]
        return armed

    async def token(self, secret: str = SECRET) -> str:
        answer = await self.raw("GET", "gettoken", corpid=CORP, corpsecret=secret)
        return str(answer["access_token"])

    async def raw(self, method: str, path: str, body: Any = None, **query: Any) -> Json:
        async with self.client.request(method, f"/cgi-bin/{path}", json=body, params=query) as answer:
            assert answer.status == 200
            said: Json = await answer.json()
            return said

    async def get(self, path: str, **query: Any) -> Json:
        return await self.raw("GET", path, access_token=await self.token(), **query)

    async def post(self, path: str, body: Json, secret: str = SECRET, **query: Any) -> Json:
        return await self.raw("POST", path, body, access_token=await self.token(secret), **query)

    async def send(self, touser: str, msgtype: str, content: Json, **more: Any) -> Json:
        body = {"touser": touser, "msgtype": msgtype, "agentid": AGENT, msgtype: content, **more}
        return await self.post("message/send", body)

    async def text(self, touser: str, text: str, **more: Any) -> Json:
        return await self.send(touser, "text", {"content": text}, **more)

    async def card(self, touser: str, card: Json = QUESTION, **more: Any) -> Json:
        answer = await self.send(touser, "template_card", card, **more)
        assert answer["errcode"] == 0, answer
        return answer

    async def update(self, code: str, **change: Any) -> Json:
        return await self.post("message/update_template_card", {"agentid": AGENT, "response_code": code, **change})

    async def upload(self, kind: str, data: bytes, filename: str = "a.jpg", path: str = "media/upload") -> Json:
        form = aiohttp.FormData(quote_fields=False)
        form.add_field("media", io.BytesIO(data), filename=filename, content_type="application/octet-stream")
        query = {"access_token": await self.token(), "type": kind, "key": "sandbox-robot-key"}
        async with self.client.post(f"/cgi-bin/{path}", data=form, params=query) as answer:
            said: Json = await answer.json()
            return said


@asynccontextmanager
async def visiting(data: Path, **how: Any) -> AsyncIterator[Visit]:
    """A sandbox on a free port, with an app that listens to it."""
    app, server = App(), web.Application()
    server.router.add_post("/wecom/callback", app.receive)
    runner = web.AppRunner(server, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    callback = f"http://127.0.0.1:{runner.addresses[0][1]}/wecom/callback"
    here = await sandbox.start(data, **{"port": 0, "now": NOW, "callback": callback, **how})
    try:
        async with aiohttp.ClientSession(here.url) as client:
            yield Visit(here, app, client)
    finally:
        await here.stop()
        await runner.cleanup()
