"""The callback door behind a real server on loopback, and a list of what it kept."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from aiohttp import ClientResponse, ClientSession, web

from bot.callback import PATH, Callback, Door, runner
from bot.envelope import Delivery
from tests.wecom_side import AGENT, NOW, envelope, seal, signed


@dataclass
class Bell:
    """The door behind a real server, and what it kept."""

    kept: list[Delivery] = field(default_factory=list)
    broken: bool = False
    now: datetime = NOW
    callback: Callback = field(init=False)
    host: str = field(init=False)
    port: int = field(init=False)
    client: ClientSession = field(init=False)
    serving: web.AppRunner = field(init=False)

    async def keep(self, came: Delivery) -> None:
        if self.broken:
            raise OSError("disk full while storing 今天拜访了博泽")
        self.kept.append(came)

    async def rings(self, doors: list[Door]) -> None:
        self.callback = Callback(doors, lambda: self.now, self.keep)
        app = web.Application()
        app.add_routes(self.callback.routes())
        self.serving = runner(app)
        await self.serving.setup()
        await web.TCPSite(self.serving, "127.0.0.1", 0).start()
        host, port = self.serving.addresses[0][:2]
        self.host, self.port = str(host), int(port)
        self.client = ClientSession(f"http://{host}:{port}")

    async def closes(self) -> None:
        await self.client.close()
        await self.serving.cleanup()

    async def post(self, query: dict[str, str], body: Any, **more: Any) -> ClientResponse:
        return await self.client.post(PATH, params=query, data=body, **more)

    async def says(self, text: str | bytes, agent: str = str(AGENT), **bent: Any) -> ClientResponse:
        encrypt = seal(text, **bent)
        return await self.post(signed(encrypt), envelope(encrypt, agent))
