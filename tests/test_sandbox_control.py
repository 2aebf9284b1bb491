"""The control face: state, errors in words, the log of calls, the page, and who may drive it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

import sandbox
from tests.sandbox_visit import OTHER_SECRET, SECRET, Json, Visit, visiting


@pytest.fixture
async def visit(tmp_path: Path) -> AsyncIterator[Visit]:
    async with visiting(tmp_path) as opened:
        yield opened


async def test_the_state_has_the_people_with_their_places(visit: Visit) -> None:
    state = await visit.control("GET", "state")
    assert set(state) == {"now", "members", "chats", "menu"}
    assert state["now"].startswith("2026-11-24T09:00:")
    assert state["now"].endswith("+08:00")
    assert {
        "userid": "sunqi", "name": "孙琦", "position": "主管", "department": "销售部/华东/华东一组", "leader": True,
    } in state["members"]  # fmt: skip


@pytest.mark.parametrize(
    ("order", "status"),
    [
        ({"from": "nobody", "type": "text", "text": "你好"}, 404),
        ({"type": "text", "text": "你好"}, 404),
        ({"from": ["zhangsan"], "type": "text", "text": "你好"}, 404),
        ({"from": "zhangsan", "type": "poem"}, 400),
        ({"from": "zhangsan"}, 400),
        ({"from": "zhangsan", "type": "text"}, 400),
        ({"from": "zhangsan", "type": "text", "text": 7}, 400),
        ({"from": "zhangsan", "type": "location", "latitude": 31.2}, 400),
        ({"from": "zhangsan", "type": "location", "latitude": 31.2, "longitude": 121.4, "scale": "big"}, 400),
        ({"from": "zhangsan", "type": "file"}, 400),
    ],
)
async def test_a_message_that_no_phone_could_send(visit: Visit, order: Json, status: int) -> None:
    assert "error" in await visit.control("POST", "messages", order, status)
    assert visit.heard == []


async def test_unknown_fields_are_ignored(visit: Visit) -> None:
    await visit.sends("ZhangSan", "text", text="你好", mood="good")
    assert visit.heard[0]["FromUserName"] == "zhangsan"


@pytest.mark.parametrize("body", [b"{", b"[]", b'"text"', b"\xff\xfe"])
async def test_a_body_that_is_no_json_object_is_400(visit: Visit, body: bytes) -> None:
    async with visit.client.post("/sandbox/messages", data=body) as answer:
        assert answer.status == 400
        assert "error" in await answer.json()


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("inbox/nobody", 404),
        ("history/nobody", 404),
        ("inbox/zhangsan?after=first", 400),
        ("inbox/zhangsan?wait=-1", 400),
        ("inbox/zhangsan?after=nan", 400),
        ("calls?after=99999999999999999999", 400),
        ("weather", 404),
    ],
)
async def test_errors_are_said_in_words(visit: Visit, path: str, status: int) -> None:
    assert set(await visit.control("GET", path, status=status)) == {"error"}


async def test_calls_are_logged_without_their_secrets(visit: Visit) -> None:
    await visit.text("zhangsan", "保密")
    await visit.get("user/get", userid="nobody")
    calls = (await visit.control("GET", "calls"))["calls"]
    assert [(c["method"], c["path"], c["errcode"]) for c in calls] == [
        ("GET", "/cgi-bin/gettoken", 0),
        ("POST", "/cgi-bin/message/send", 0),
        ("GET", "/cgi-bin/gettoken", 0),
        ("GET", "/cgi-bin/user/get", 60111),
    ]
    assert SECRET not in str(calls)
    assert await visit.token() not in str(calls)
    assert (await visit.control("GET", f"calls?after={calls[-2]['seq']}"))["calls"][0] == calls[-1]


async def test_a_foreign_web_page_cannot_drive_the_sandbox(visit: Visit) -> None:
    """A browser says where the page came from; ours comes from here."""
    order = {"from": "zhangsan", "type": "text", "text": "你好"}
    for origin, status in (("https://evil.example", 403), ("null", 403), (visit.sandbox.url, 200)):
        async with visit.client.post("/sandbox/messages", json=order, headers={"Origin": origin}) as answer:
            assert answer.status == status
    assert len(visit.heard) == 1


async def test_the_page_is_at_the_root(visit: Visit) -> None:
    async with visit.client.get("/") as answer:
        assert answer.status == 200
        assert answer.content_type == "text/html"
    async with visit.client.get("/static/../server.py") as answer:
        assert answer.status == 404


async def test_a_port_that_is_taken_is_said_at_once(visit: Visit, tmp_path: Path) -> None:
    taken = int(visit.sandbox.url.rpartition(":")[2])
    with pytest.raises(OSError, match="in use"):
        await sandbox.start(tmp_path / "second", port=taken)
    assert not (tmp_path / "second" / "sandbox.db-wal").exists()  # closed: nothing is left open behind it


async def test_two_apps_have_their_own_tokens(visit: Visit) -> None:
    assert await visit.token(OTHER_SECRET) != await visit.token()
