"""Access tokens: the same until they expire, and every way to be refused."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.sandbox_visit import AGENT, CORP, OTHER_SECRET, SECRET, Visit, visiting


@pytest.fixture
async def visit(tmp_path: Path) -> AsyncIterator[Visit]:
    async with visiting(tmp_path) as opened:
        yield opened


async def test_a_token_stays_the_same_until_it_expires(visit: Visit) -> None:
    first = await visit.raw("GET", "gettoken", corpid=CORP, corpsecret=SECRET)
    assert (first["errcode"], first["errmsg"], first["expires_in"]) == (0, "ok", 7200)
    assert await visit.token() == first["access_token"]
    assert await visit.token(OTHER_SECRET) != first["access_token"]
    await visit.moves(advance="PT119M")
    assert await visit.token() == first["access_token"]
    await visit.moves(advance="PT2M")
    assert await visit.token() != first["access_token"]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"corpsecret": SECRET}, 41002),
        ({"corpid": CORP}, 41004),
        ({"corpid": "wwother", "corpsecret": SECRET}, 40013),
        ({"corpid": CORP, "corpsecret": "wrong"}, 40001),
    ],
)
async def test_a_token_is_refused(visit: Visit, query: dict[str, str], code: int) -> None:
    answer = await visit.raw("GET", "gettoken", **query)
    assert answer["errcode"] == code
    assert "access_token" not in answer


async def test_a_call_needs_a_token_that_lives(visit: Visit) -> None:
    assert (await visit.raw("GET", "user/get", userid="zhangsan"))["errcode"] == 41001
    assert (await visit.raw("GET", "user/get", userid="zhangsan", access_token="made-up"))["errcode"] == 40014
    token = await visit.token()
    await visit.moves(advance="PT2H")
    assert (await visit.raw("GET", "user/get", userid="zhangsan", access_token=token))["errcode"] == 42001


async def test_a_token_outside_the_query_does_not_count(visit: Visit) -> None:
    body = {"access_token": await visit.token(), "agentid": AGENT}
    assert (await visit.raw("POST", "message/send", body))["errcode"] == 41001


async def test_an_app_that_is_switched_off_is_refused(visit: Visit) -> None:
    token = await visit.token()
    visit.sandbox.disabled = True
    assert (await visit.raw("GET", "user/get", userid="zhangsan", access_token=token))["errcode"] == 50003


async def test_an_address_that_is_not_trusted_is_refused(visit: Visit) -> None:
    token = await visit.token()
    visit.sandbox.trusted_ips = frozenset({"203.0.113.7"})
    assert (await visit.raw("GET", "user/get", userid="lisi", access_token=token))["errcode"] == 60020
    answer = await visit.raw("GET", "gettoken", corpid=CORP, corpsecret=SECRET)
    assert answer["errcode"] == 60020
    assert "from ip: 127.0.0.1" in answer["errmsg"]


async def test_an_error_is_http_200_with_the_code_in_the_headers_too(visit: Visit) -> None:
    async with visit.client.get("/cgi-bin/user/get") as answer:
        assert answer.status == 200
        assert answer.headers["Error-Code"] == "41001"
        assert answer.headers["Content-Type"] == "application/json; charset=UTF-8"


@pytest.mark.parametrize("body", [b"{", b"[]", b"\xff", b'{"agentid": NaN}'])
async def test_a_body_that_is_no_json_object_is_47001(visit: Visit, body: bytes) -> None:
    query = {"access_token": await visit.token()}
    async with visit.client.post("/cgi-bin/message/send", data=body, params=query) as answer:
        assert (await answer.json())["errcode"] == 47001


async def test_what_is_not_stood_in_for_is_404(visit: Visit) -> None:
    async with visit.client.get("/cgi-bin/kf/account/list") as answer:
        assert answer.status == 404
