"""What every control call goes through: a JSON object in, JSON out, and errors said in words."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiohttp import web

from sandbox.members import Member
from sandbox.stage import Stage
from sandbox.wire import Json, parsed


@dataclass
class ControlError(Exception):
    """The call cannot be done: a 4xx status and the reason."""

    status: int
    reason: str

    def __str__(self) -> str:
        return f"{self.status} {self.reason}"


Control = Callable[[Stage, web.Request], Awaitable[web.StreamResponse]]


def framed(stage: Stage, answer: Control) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def handle(request: web.Request) -> web.StreamResponse:
        try:
            _own_page(request)
            return await answer(stage, request)
        except ControlError as problem:
            return said({"error": problem.reason}, problem.status)

    return handle


def said(answer: Json, status: int = 200) -> web.Response:
    body = json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace")
    return web.Response(body=body, status=status, content_type="application/json", charset="utf-8")


async def order_of(request: web.Request) -> Json:
    """The JSON object that the call carries; no body is an empty one."""
    try:
        return parsed(await request.read())
    except web.HTTPRequestEntityTooLarge:
        raise ControlError(413, "too large") from None
    except ValueError:
        raise ControlError(400, "the body is no JSON object") from None


def number_of(request: web.Request, name: str) -> float:
    try:
        value = float(request.query.get(name) or 0)
    except ValueError:
        raise ControlError(400, f"{name} is a number") from None
    if not 0 <= value < 2**63:
        raise ControlError(400, f"{name} is out of range")
    return value


def member_of(stage: Stage, userid: object) -> Member:
    member = stage.members.get(userid)
    if member is None:
        raise ControlError(404, f"no such member: {userid}")
    return member


async def unknown(stage: Stage, request: web.Request) -> web.StreamResponse:
    raise ControlError(404, "no such call")


def _own_page(request: web.Request) -> None:
    """A web site that somebody has open elsewhere must not drive the sandbox through their browser."""
    origin = request.headers.get("Origin")
    if origin is not None and origin.partition("://")[2] != request.host:
        raise ControlError(403, "this page is not the sandbox's")
