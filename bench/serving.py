"""A small server as a process of its own, until it is stopped."""

from __future__ import annotations

import asyncio

from aiohttp import web


def run(app: web.Application, port: int) -> None:
    asyncio.run(_serve(app, port))


async def _serve(app: web.Application, port: int) -> None:
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    print("ready", flush=True)
    await asyncio.Event().wait()
