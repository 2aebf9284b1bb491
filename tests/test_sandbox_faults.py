"""Armed faults: what goes wrong, for whom, how often and how long."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.sandbox_visit import Json, Visit, visiting


@pytest.fixture
async def visit(tmp_path: Path) -> AsyncIterator[Visit]:
    async with visiting(tmp_path) as opened:
        yield opened


@pytest.mark.parametrize(
    ("kind", "errcode", "code"),
    [
        ("rate_limit", None, 45009),
        ("rate_limit", -1, -1),
        ("expire_token", None, 42001),
        ("expire_token", 40014, 40014),
    ],
)
async def test_a_fault_answers_with_its_code_once(visit: Visit, kind: str, errcode: int | None, code: int) -> None:
    token = await visit.token()
    await visit.arms(kind, errcode=errcode)
    assert (await visit.raw("GET", "user/get", access_token=token, userid="lisi"))["errcode"] == code
    assert (await visit.get("user/get", userid="lisi"))["errcode"] == 0


async def test_an_expired_token_stays_dead_and_a_new_one_lives(visit: Visit) -> None:
    token = await visit.token()
    await visit.arms("expire_token")
    assert (await visit.raw("GET", "user/get", access_token=token, userid="lisi"))["errcode"] == 42001
    assert (await visit.raw("GET", "user/get", access_token=token, userid="lisi"))["errcode"] == 42001
    assert await visit.token() != token


@pytest.mark.parametrize(("kind", "status"), [("server_error", 502), ("garbage", 200)])
async def test_an_answer_that_is_no_json(visit: Visit, kind: str, status: int) -> None:
    await visit.arms(kind)
    async with visit.client.get("/cgi-bin/gettoken") as answer:
        assert answer.status == status
        with pytest.raises(ValueError, match="Expecting"):
            await answer.json(content_type=None)


async def test_a_server_error_may_have_a_code(visit: Visit) -> None:
    await visit.arms("server_error", errcode=-1)
    assert (await visit.raw("GET", "gettoken"))["errcode"] == -1


async def test_a_dropped_answer_has_done_its_work(visit: Visit) -> None:
    token = await visit.token()
    await visit.arms("drop_answer", path="/cgi-bin/message/send")
    body = {"touser": "lisi", "msgtype": "text", "agentid": 1000002, "text": {"content": "到了吗"}}
    with pytest.raises(aiohttp.ClientError):
        await visit.raw("POST", "message/send", body, access_token=token)
    assert [m["body"]["text"]["content"] for m in await visit.inbox("lisi")] == ["到了吗"]


async def test_a_silent_server_hangs_up_and_has_done_nothing(visit: Visit) -> None:
    token = await visit.token()
    await visit.arms("timeout", seconds=0.01)
    body = {"touser": "lisi", "msgtype": "text", "agentid": 1000002, "text": {"content": "到了吗"}}
    with pytest.raises(aiohttp.ClientError):
        await visit.raw("POST", "message/send", body, access_token=token)
    assert await visit.inbox("lisi") == []


async def test_a_slow_server_answers_all_the_same(visit: Visit) -> None:
    await visit.arms("slow", seconds=0.01)
    assert (await visit.get("user/get", userid="lisi"))["errcode"] == 0


async def test_a_fault_may_be_kept_to_a_path(visit: Visit) -> None:
    await visit.arms("rate_limit", path="message/", times=2)
    assert (await visit.get("user/get", userid="lisi"))["errcode"] == 0
    assert (await visit.text("lisi", "你好"))["errcode"] == 45009
    await visit.arms("none")
    await visit.arms("rate_limit", path="/cgi-bin/user/get")
    assert (await visit.text("lisi", "你好"))["errcode"] == 0
    assert (await visit.get("user/get", userid="lisi"))["errcode"] == 45009


async def test_a_fault_may_be_kept_to_a_member(visit: Visit) -> None:
    await visit.arms("rate_limit", userid="LiSi", times=3)
    assert (await visit.text("zhangsan", "你好"))["errcode"] == 0
    assert (await visit.text("zhangsan|lisi", "你好"))["errcode"] == 45009
    assert (await visit.get("user/get", userid="lisi"))["errcode"] == 45009
    sent = await visit.card("zhangsan")
    refused = await visit.update(sent["response_code"], userids=["lisi"], button={"replace_name": "好"})
    assert refused["errcode"] == 45009


async def test_a_member_out_of_scope_gets_nothing(visit: Visit) -> None:
    await visit.arms("user_out_of_scope", userid="lisi", times=3)
    assert (await visit.get("user/get", userid="lisi"))["errcode"] == 60011
    assert (await visit.text("zhangsan|lisi", "你好"))["invaliduser"] == "lisi"
    assert (await visit.text("lisi", "你好"))["errcode"] == 81013
    assert (await visit.text("lisi", "你好"))["errcode"] == 0


async def test_a_fault_lasts_as_long_as_it_says(visit: Visit) -> None:
    """On the sandbox's own clock."""
    await visit.arms("rate_limit", **{"for": "PT10M"}, path="user/")
    for _ in range(3):
        assert (await visit.get("user/get", userid="lisi"))["errcode"] == 45009
    await visit.moves(advance="PT11M")
    assert (await visit.get("user/get", userid="lisi"))["errcode"] == 0
    assert (await visit.control("GET", "faults"))["armed"] == []


async def test_what_is_armed_can_be_seen_and_disarmed(visit: Visit) -> None:
    await visit.arms("slow", seconds=3, path="media/")
    armed = await visit.arms("erp_down", times=2)
    assert armed == [{"kind": "slow", "times": 1, "path": "media/", "seconds": 3}, {"kind": "erp_down", "times": 2}]
    assert (await visit.control("GET", "faults"))["armed"] == armed
    assert await visit.arms("none") == []


@pytest.mark.parametrize(
    "order",
    [
        {"kind": "earthquake"},
        {},
        {"kind": "slow", "for": "ten minutes"},
        {"kind": "slow", "for": 600},
        {"kind": "slow", "times": "twice"},
        {"kind": "slow", "seconds": True},
        {"kind": "slow", "path": 7},
    ],
)
async def test_an_order_that_makes_no_sense_is_400(visit: Visit, order: Json) -> None:
    assert "error" in await visit.control("POST", "faults", order, 400)


async def test_faults_do_not_touch_the_control_face(visit: Visit) -> None:
    how: dict[str, Any] = {"times": 5}
    await visit.arms("server_error", **how)
    assert (await visit.control("GET", "state"))["members"]
