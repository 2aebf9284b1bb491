"""What every API call goes through: armed faults, token, body, answer, and a line in the log of calls."""

from __future__ import annotations

import asyncio
import json
import secrets
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field

from aiohttp import web

from sandbox.faults import Fault
from sandbox.stage import Stage
from sandbox.wire import ApiError, Json, parsed

_LONGEST_SILENCE = 30.0
Answer = Json | web.StreamResponse


@dataclass(slots=True)
class Call:
    path: str
    query: Mapping[str, str]
    request: web.Request
    body: Json = field(default_factory=dict)
    agentid: int | None = None

    def users(self) -> frozenset[str]:
        """The members that the call is about, for faults armed on one of them."""
        return frozenset(userid.lower() for userid in self._users())

    def _users(self) -> Iterator[str]:
        yield from str(self.body.get("touser", "")).split("|")
        named = self.body.get("userids")
        yield from (str(userid) for userid in named) if isinstance(named, list) else ()
        yield str(self.query.get("userid", ""))

    def own_app(self, value: object) -> int:
        """The agentid that a call names: it must be the token's own."""
        if value in (None, ""):
            raise ApiError(41011, "agentid missing")
        if isinstance(value, bool) or not str(value).isdecimal():
            raise ApiError(40056, "invalid agentid")
        if self.agentid is None or int(str(value)) != self.agentid:
            raise ApiError(301002, "not allow operate another agent with this accesstoken")
        return self.agentid


@dataclass(frozen=True, slots=True)
class Endpoint:
    method: str
    path: str
    answer: Callable[[Stage, Call], Awaitable[Answer]]
    open: bool = False  # needs no access_token


def framed(stage: Stage, endpoint: Endpoint) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def handle(request: web.Request) -> web.StreamResponse:
        began = time.perf_counter()
        call = Call(request.path, request.query, request)
        try:
            answer = await _answered(stage, endpoint, call)
        except ApiError as refused:
            answer = _refusal(request, refused)
        errcode = answer.get("errcode", 0) if isinstance(answer, dict) else _status_as_code(answer)
        stage.note_call(request.method, request.path, errcode, round((time.perf_counter() - began) * 1000))
        if stage.faults.take("drop_answer", request.path, call.users()):
            return _hung_up(request)
        return _response(answer) if isinstance(answer, dict) else answer

    return handle


async def _answered(stage: Stage, endpoint: Endpoint, call: Call) -> Answer:
    if call.request.method == "POST" and not call.request.content_type.startswith("multipart/"):
        call.body = await _json(call.request)
    troubled = await _trouble(stage, call)
    if troubled is not None:
        return troubled
    if not endpoint.open:
        call.agentid = _admit(stage, call)
    return await endpoint.answer(stage, call)


async def _trouble(stage: Stage, call: Call) -> web.StreamResponse | None:
    """What armed faults do to the call before any work is done."""

    def armed(kind: str) -> Fault | None:
        return stage.faults.take(kind, call.path, call.users())

    if fault := armed("timeout"):
        await asyncio.sleep(min(fault.seconds or _LONGEST_SILENCE, _LONGEST_SILENCE))
        return _hung_up(call.request)
    if fault := armed("server_error"):
        if fault.errcode is not None:
            raise ApiError(fault.errcode, "system error")
        return web.Response(status=502, text="<html><h1>502 Bad Gateway</h1></html>", content_type="text/html")
    if armed("garbage"):
        return web.Response(text='<!DOCTYPE html>\n{"errcode": 0, "errm', content_type="text/html")
    if fault := armed("rate_limit"):
        raise ApiError(fault.errcode if fault.errcode is not None else 45009, "api freq out of limit")
    if "access_token" in call.query and (fault := armed("expire_token")):
        stage.tokens.expire(call.query["access_token"])
        raise ApiError(fault.errcode if fault.errcode is not None else 42001, "access_token expired")
    if fault := armed("slow"):
        await asyncio.sleep(2.0 if fault.seconds is None else fault.seconds)
    return None


def _admit(stage: Stage, call: Call) -> int | None:
    if stage.trusted_ips is not None and call.request.remote not in stage.trusted_ips:
        raise ApiError(60020, "not allow to access from your ip")
    agentid = stage.tokens.app(call.query.get("access_token"))
    if stage.disabled and agentid is not None:
        raise ApiError(50003, "app disabled")
    return agentid


async def _json(request: web.Request) -> Json:
    try:
        return parsed(await request.read())
    except ValueError:
        raise ApiError(47001, "data format error") from None


async def _unknown(stage: Stage, call: Call) -> Answer:
    return web.Response(status=404, text="<html><h1>404 Not Found</h1></html>", content_type="text/html")


unknown = Endpoint("*", "", _unknown, open=True)


def _refusal(request: web.Request, refused: ApiError) -> Json:
    hint = f"[{int(time.time())}_{secrets.randbelow(99)}_{secrets.token_hex(16)}]"
    more = f"https://open.work.weixin.qq.com/devtool/query?e={refused.errcode}"
    told = f"{refused.errmsg}, hint: {hint}, from ip: {request.remote}, more info at {more}"
    return {"errcode": refused.errcode, "errmsg": told}


def _response(answer: Json) -> web.Response:
    told = {"errcode": 0, "errmsg": "ok"} | answer
    headers = {"Server": "nginx", "Error-Code": str(told["errcode"]), "Error-Msg": str(told["errmsg"])}
    body = json.dumps(told, ensure_ascii=False).encode("utf-8", "replace")
    return web.Response(body=body, content_type="application/json", charset="UTF-8", headers=headers)


def _status_as_code(answer: web.StreamResponse) -> int | None:
    return 0 if answer.status < 300 and answer.content_type != "text/html" else None


def _hung_up(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=499)
