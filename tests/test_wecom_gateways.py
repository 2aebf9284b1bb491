"""Answers that are not the platform's: proxies, gateways, a file without end, a server that has gone."""

from typing import Any

import pytest
from aiohttp import web

from bot.wecom.client import Wecom, WecomError
from tests.wecom_office import AGENT, CORP, NOW, SECRET

HELLO = {"msgtype": "text", "text": {"content": "好"}}


async def refused(call: Any) -> WecomError:
    with pytest.raises(WecomError) as caught:
        await call
    return caught.value


class Between:
    """A server that gives tokens and answers all else as it is told: proxies and gateways answer what they like."""

    def __init__(self, answer: web.Response) -> None:
        self._answer = answer

    async def __aenter__(self) -> Wecom:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._serve)
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        api = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        self._client = Wecom(api, CORP, AGENT, SECRET, clock=lambda: NOW)
        return self._client

    async def __aexit__(self, *_: object) -> None:
        await self._client.close()
        await self.stop()

    async def stop(self) -> None:
        await self._runner.cleanup()

    async def _serve(self, request: web.Request) -> web.Response:
        if request.path.endswith("gettoken"):
            return web.json_response({"errcode": 0, "access_token": "t", "expires_in": 7200})
        return self._answer


@pytest.mark.parametrize(
    ("status", "body", "unknown"),
    [
        *((200, "", True), (200, "[]", True), (200, "{}", True), (200, '{"errcode": "0"}', True), (200, "\xff", True)),
        *((500, "", True), (504, "", True), (502, "", False), (503, "", False), (404, "", False), (302, "", False)),
    ],
)
async def test_what_stands_between(status: int, body: str, unknown: bool) -> None:
    """A redirect is not followed: the address holds the token."""
    answer = web.Response(status=status, body=body.encode("latin-1"), headers={"Location": "/cgi-bin/gettoken"})
    async with Between(answer) as wecom:
        error = await refused(wecom.agent())
    assert (error.permanent, error.unknown_outcome) == (False, unknown)


async def test_nobody_listens_any_more() -> None:
    """Nothing was sent, so it may be repeated."""
    between = Between(web.json_response({"errcode": 0, "ip_list": []}))
    async with between as wecom:
        assert await wecom.callback_ips() == []
        await between.stop()
        error = await refused(wecom.callback_ips())
    assert (error.permanent, error.unknown_outcome) == (False, False)


async def test_a_member_without_a_licence_got_nothing() -> None:
    answer = {"errcode": 0, "invaliduser": "a|b", "unlicenseduser": "c", "msgid": "m"}
    async with Between(web.json_response(answer)) as wecom:
        assert (await wecom.send("a|b|c|d", HELLO, dedupe=False)).invalid == ("a", "b", "c")


async def test_a_file_that_never_ends_is_let_go() -> None:
    endless = web.Response(body=b"0" * (20 * 1024 * 1024 + 1), headers={"Content-Disposition": "attachment"})
    async with Between(endless) as wecom:
        error = await refused(wecom.download("m"))
    assert (error.code, error.permanent) == (830002, True)


@pytest.mark.parametrize(
    ("disposition", "filename"),
    [
        ('attachment; filename="../../crm.db"', "crm.db"),
        ('attachment; filename="C:/x/a.png"', "a.png"),
        ("attachment", "file"),
    ],
)
async def test_a_files_name_is_no_path(disposition: str, filename: str) -> None:
    async with Between(web.Response(body=b"0123456789", headers={"Content-Disposition": disposition})) as wecom:
        assert (await wecom.download("m")).filename == filename
