"""The sandbox as a server: its faces on one loopback port."""

from __future__ import annotations

import socket
from datetime import datetime
from pathlib import Path

from aiohttp import web

from sandbox import control, page, platform
from sandbox.people import company as company_of
from sandbox.stage import Stage

# Photos come in base64, so the largest file of 20 MB needs more room than that.
_LARGEST_BODY = 64 * 1024 * 1024
# A face is one line here: a function from the stage to its routes.
FACES = (platform.routes, control.routes, page.routes, control.rest)


class Sandbox(Stage):
    """The running sandbox. Its settings may be changed at any time."""

    def __init__(self, data: Path, now: datetime | None) -> None:
        super().__init__(data, now)
        self._runner: web.AppRunner | None = None

    async def listen(self, host: str, port: int) -> None:
        app = web.Application(client_max_size=_LARGEST_BODY)
        for face in FACES:
            app.add_routes(face(self))
        # Held connections (long-polls, the fault `timeout`) must not delay the end.
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        listening = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
        await web.SockSite(self._runner, listening).start()
        shown = f"[{host}]" if ":" in host else host
        self.url = f"http://{shown}:{listening.getsockname()[1]}"

    async def stop(self) -> None:
        self.messages.wake_all()
        self.waiting.stop()
        if self._runner:
            await self._runner.cleanup()
        await self.callbacks.close()
        self.remember_clock()
        self.store.close()


async def start(
    data: Path,
    *,
    seed: str = "demo",
    host: str = "127.0.0.1",
    port: int = 8600,
    callback: str | None = None,
    now: datetime | None = None,
    shared_clock: bool = True,
    people: Path | None = None,
) -> Sandbox:
    company = company_of(seed, people)
    sandbox = Sandbox(data, now)
    sandbox.callback = callback
    sandbox.shared_clock = shared_clock
    sandbox.members.found(company)
    sandbox.remember_clock()
    try:
        await sandbox.listen(host, port)
    except OSError:
        await sandbox.stop()
        raise
    return sandbox
