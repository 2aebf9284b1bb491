"""Group chats of the app, which hear no one, and the robot with a key."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.sandbox_visit import OTHER_SECRET, QUESTION, Json, Visit, visiting

ROBOT = "sandbox-robot-key"
GROUP: Json = {"name": "华东销售群", "owner": "wujun", "userlist": ["wujun", "ZhangSan", "lisi"], "chatid": "east"}


@pytest.fixture
async def visit(tmp_path: Path) -> AsyncIterator[Visit]:
    async with visiting(tmp_path) as opened:
        yield opened


async def test_a_group_is_made_written_to_and_listed(visit: Visit) -> None:
    assert (await visit.post("appchat/create", GROUP))["chatid"] == "east"
    body = {"chatid": "east", "msgtype": "markdown", "markdown": {"content": "# 晨报"}}
    assert (await visit.post("appchat/send", body))["errcode"] == 0
    state = await visit.control("GET", "state")
    assert state["chats"] == [{"chatid": "east", "name": "华东销售群", "members": ["wujun", "zhangsan", "lisi"]}]
    (seen,) = await visit.inbox("east")
    assert seen["body"] == {"markdown": {"content": "# 晨报"}}
    info = (await visit.get("appchat/get", chatid="east"))["chat_info"]
    assert (info["name"], info["owner"], info["userlist"]) == ("华东销售群", "wujun", ["wujun", "zhangsan", "lisi"])


async def test_what_is_written_in_a_group_reaches_no_app(visit: Visit) -> None:
    await visit.post("appchat/create", GROUP)
    said = await visit.sends("zhangsan", "text", text="收到", chatid="east")
    assert said["callback"] is None
    assert visit.heard == []
    assert await visit.inbox("east") == []
    (seen,) = (await visit.control("GET", "history/east"))["messages"]
    assert (seen["from"], seen["body"]) == ("zhangsan", {"text": {"content": "收到"}})


async def test_strangers_cannot_write_in_a_group(visit: Visit) -> None:
    await visit.post("appchat/create", GROUP)
    order = {"from": "wangwu", "type": "text", "text": "我也在", "chatid": "east"}
    await visit.control("POST", "messages", order, 404)
    await visit.control("POST", "messages", order | {"chatid": "west"}, 404)


async def test_a_group_changes_its_people_and_its_name(visit: Visit) -> None:
    await visit.post("appchat/create", GROUP)
    change: Json = {"chatid": "east", "name": "华东", "add_user_list": ["sunqi"], "del_user_list": ["LISI"]}
    assert (await visit.post("appchat/update", change))["errcode"] == 0
    (chat,) = (await visit.control("GET", "state"))["chats"]
    assert (chat["name"], chat["members"]) == ("华东", ["wujun", "zhangsan", "sunqi"])
    leaving: Json = {"chatid": "east", "del_user_list": ["wujun"]}
    assert (await visit.post("appchat/update", leaving))["errcode"] == 86005
    assert (await visit.post("appchat/update", leaving | {"owner": "sunqi"}))["errcode"] == 0


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"userlist": ["wujun"]}, 86006),
        ({"userlist": None}, 86006),
        ({"userlist": "wujun|lisi"}, 86207),
        ({"userlist": ["wujun", "nobody"]}, 86216),
        ({"owner": "wangwu"}, 86005),
        ({"owner": "nobody"}, 86005),
        ({"name": 7}, 86004),
        ({"chatid": "华东"}, 86001),
        ({"chatid": "x" * 33}, 86001),
    ],
)
async def test_a_group_is_refused_with_its_code(visit: Visit, change: Json, code: int) -> None:
    assert (await visit.post("appchat/create", GROUP | change))["errcode"] == code
    assert (await visit.control("GET", "state"))["chats"] == []


async def test_a_group_gets_a_chatid_and_an_owner_and_a_name_that_fits(visit: Visit) -> None:
    """An over-long name is cut, not refused; without an owner somebody becomes it."""
    made = await visit.post("appchat/create", {"name": "群" * 51, "userlist": ["wujun", "lisi"]})
    info = (await visit.get("appchat/get", chatid=made["chatid"]))["chat_info"]
    assert info["name"] == "群" * 50
    assert info["owner"] in ("wujun", "lisi")


async def test_a_group_exists_once_and_for_its_app(visit: Visit) -> None:
    await visit.post("appchat/create", GROUP)
    assert (await visit.post("appchat/create", GROUP))["errcode"] == 86215
    body = {"chatid": "east", "msgtype": "text", "text": {"content": "你好"}}
    assert (await visit.post("appchat/send", body, secret=OTHER_SECRET))["errcode"] == 86008
    assert (await visit.post("appchat/send", body | {"chatid": "west"}))["errcode"] == 86003


async def test_a_group_takes_no_card(visit: Visit) -> None:
    await visit.post("appchat/create", GROUP)
    body = {"chatid": "east", "msgtype": "template_card", "template_card": QUESTION}
    assert (await visit.post("appchat/send", body))["errcode"] == 40008


async def test_an_app_that_does_not_see_the_whole_company_makes_no_groups(visit: Visit) -> None:
    visit.sandbox.root_scope = False
    assert (await visit.post("appchat/create", GROUP))["errcode"] == 48002


PIXELS = b"\x89PNG\r\n\x1a\n picture"
ROBOT_SAYS: list[tuple[str, Json, int]] = [
    ("text", {"content": "日报", "mentioned_list": ["@all"]}, 0),
    ("markdown_v2", {"content": "|a|b|"}, 0),
    ("markdown_v2", {}, 44004),
    ("text", {}, 44004),
    ("image", {"base64": base64.b64encode(PIXELS).decode(), "md5": hashlib.md5(PIXELS).hexdigest()}, 0),
    ("image", {"base64": base64.b64encode(PIXELS).decode(), "md5": "0" * 32}, 40058),
    ("image", {"base64": "***"}, 40123),
    ("template_card", QUESTION, 42031),
    ("textcard", {"title": "周报"}, 40008),
]


@pytest.mark.parametrize(("kind", "content", "code"), ROBOT_SAYS)
async def test_the_robot_says_what_a_robot_may(visit: Visit, kind: str, content: Json, code: int) -> None:
    answer = await visit.raw("POST", "webhook/send", {"msgtype": kind, kind: content}, key=ROBOT)
    assert answer["errcode"] == code
    assert len(await visit.inbox("robot")) == (0 if code else 1)


async def test_the_robot_has_a_key_and_twenty_messages_a_minute(visit: Visit) -> None:
    body: dict[str, Any] = {"msgtype": "text", "text": {"content": "日报"}}
    assert (await visit.raw("POST", "webhook/send", body, key="wrong"))["errcode"] == 93000
    codes = [(await visit.raw("POST", "webhook/send", body, key=ROBOT))["errcode"] for _ in range(21)]
    assert codes == [0] * 20 + [45009]


async def test_a_robot_card_has_less_room(visit: Visit) -> None:
    card = {
        "card_type": "text_notice",
        "main_title": {"title": "题" * 30},
        "card_action": {"type": 1, "url": "https://a.cn"},
    }
    await visit.raw("POST", "webhook/send", {"msgtype": "template_card", "template_card": card}, key=ROBOT)
    (seen,) = await visit.inbox("robot")
    assert seen["state"] == "cut"
    assert seen["body"]["template_card"]["main_title"]["title"] == "题" * 26


async def test_the_robot_uploads_files_of_its_own(visit: Visit) -> None:
    uploaded = await visit.upload("file", b"report", "a.txt", path="webhook/upload_media")
    body = {"msgtype": "file", "file": {"media_id": uploaded["media_id"]}}
    assert (await visit.raw("POST", "webhook/send", body, key=ROBOT))["errcode"] == 0
