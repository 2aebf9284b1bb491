"""The people's face: the chat page and its files."""

from __future__ import annotations

from pathlib import Path

from aiohttp import web

from sandbox.stage import Stage

STATIC = Path(__file__).resolve().parent / "static"


def routes(stage: Stage) -> list[web.AbstractRouteDef]:
    return [web.get("/", _index), web.get("/favicon.ico", _no_icon), web.static("/static", STATIC)]


async def _index(request: web.Request) -> web.StreamResponse:
    page = STATIC / "index.html"
    if not page.is_file():
        raise web.HTTPNotFound(text="the chat page is not installed")
    return web.FileResponse(page, headers={"Cache-Control": "no-cache"})


async def _no_icon(request: web.Request) -> web.StreamResponse:
    return web.Response(status=204)
