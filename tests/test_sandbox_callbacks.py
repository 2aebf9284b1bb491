"""What the bot hears of a member's doing, how often it is told, and what happens when it does not answer."""

from __future__ import annotations

import asyncio
import base64
import hashlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from sandbox import ContactCallback, callbacks
from tests.sandbox_visit import AGENT, CORP, NOW, Visit, visiting

PHOTO = b"\xff\xd8\xff\xe0 a photo"
FILE = base64.b64encode(PHOTO).decode()


@pytest.fixture
async def visit(tmp_path: Path) -> AsyncIterator[Visit]:
    async with visiting(tmp_path) as opened:
        yield opened


async def test_a_text_is_told_with_the_fields_of_the_wire(visit: Visit) -> None:
    said = await visit.says("zhangsan", "今天拜访了博泽")
    told = visit.heard[0]
    assert list(told) == ["ToUserName", "FromUserName", "CreateTime", "MsgType", "Content", "MsgId", "AgentID"]
    assert told["ToUserName"] == CORP
    assert told["FromUserName"] == "zhangsan"
    assert told["Content"] == "今天拜访了博泽"
    assert told["MsgId"] == said["msgid"]
    assert told["AgentID"] == str(AGENT)
    assert 0 <= int(told["CreateTime"]) - NOW.timestamp() < 60
    assert list(visit.app.envelopes[0]) == ["ToUserName", "Encrypt", "AgentID"]
    assert said["callback"]["status"] == 200
    assert said["callback"]["tries"] == 1


FIELDS: list[tuple[str, dict[str, Any], dict[str, str]]] = [
    ("voice", {"file": FILE}, {"Format": "amr"}),
    ("video", {"file": FILE}, {}),
    ("file", {"file": FILE, "filename": "询价.xlsx"}, {"FileName": "询价.xlsx"}),
    (
        "location",
        {"latitude": 31.230416, "longitude": 121.473701, "label": "人民大道200号", "scale": 16},
        {
            "Location_X": "31.230416",
            "Location_Y": "121.473701",
            "Scale": "16",
            "Label": "人民大道200号",
            "AppType": "wxwork",
        },
    ),
    ("link", {"title": "询价单", "url": "https://example.com/7"}, {"Title": "询价单", "Url": "https://example.com/7"}),
]


@pytest.mark.parametrize(("kind", "order", "fields"), FIELDS, ids=[row[0] for row in FIELDS])
async def test_every_kind_of_message_has_its_fields(
    visit: Visit, kind: str, order: dict[str, Any], fields: dict[str, str]
) -> None:
    await visit.sends("zhangsan", kind, **order)
    told = visit.heard[0]
    assert told["MsgType"] == kind
    assert {name: told[name] for name in fields} == fields


async def test_a_photo_can_be_fetched_by_its_id_and_by_its_link(visit: Visit) -> None:
    await visit.sends("zhangsan", "image", file=FILE, filename="单.jpg")
    told = visit.heard[0]
    query = {"access_token": await visit.token(), "media_id": told["MediaId"]}
    async with visit.client.get("/cgi-bin/media/get", params=query) as answer:
        assert await answer.read() == PHOTO
    async with visit.client.get(told["PicUrl"].removeprefix(visit.sandbox.url)) as answer:
        assert await answer.read() == PHOTO


async def test_entering_is_an_event_without_msgid(visit: Visit) -> None:
    said = await visit.sends("zhangsan", "enter")
    assert visit.heard[0]["Event"] == "enter_agent"
    assert visit.heard[0]["EventKey"] is None
    assert said["msgid"] is None


@pytest.mark.parametrize(
    ("text", "heard"),
    [("a]]>b", "a]]>b"), ("<&>'\"", "<&>'\""), ("a\x00b\x0bc", "a\ufffdb\ufffdc"), ("\ud800尾", "\ufffd尾")],
)
async def test_no_text_can_break_the_xml(visit: Visit, text: str, heard: str) -> None:
    """What XML cannot hold becomes a replacement character."""
    await visit.says("zhangsan", text)
    assert visit.heard[0]["Content"] == heard


async def test_each_retry_is_sealed_anew_and_keeps_its_msgid(visit: Visit) -> None:
    await visit.arms("late_ack", times=2)
    said = await visit.says("zhangsan", "在吗")
    assert said["callback"]["tries"] == 3
    assert {told["MsgId"] for told in visit.heard} == {said["msgid"]}
    assert len({told["CreateTime"] for told in visit.heard}) == 1
    assert len({query["nonce"] for query in visit.app.queries}) == 3
    assert len({sealed["Encrypt"] for sealed in visit.app.envelopes}) == 3


async def test_three_retries_and_no_more(visit: Visit) -> None:
    await visit.arms("late_ack", times=9)
    assert (await visit.says("zhangsan", "在吗"))["callback"]["tries"] == 4
    assert len(visit.heard) == 4


@pytest.mark.parametrize(("retry", "tries"), [(True, 2), (False, 1)])
async def test_a_refusal_is_repeated_or_not(visit: Visit, retry: bool, tries: int) -> None:
    """The documentation contradicts itself, so both are tried."""
    visit.sandbox.retry_on_non_200 = retry
    visit.app.next = [503]
    said = await visit.says("zhangsan", "在吗")
    assert said["callback"]["tries"] == tries
    assert said["callback"]["status"] == (200 if retry else 503)


async def test_nobody_listening_is_four_tries_without_a_status(visit: Visit, unused_tcp_port: int) -> None:
    visit.sandbox.callback = f"http://127.0.0.1:{unused_tcp_port}/wecom/callback"
    said = await visit.says("zhangsan", "在吗")
    assert said["callback"]["status"] is None
    assert said["callback"]["tries"] == 4


async def test_no_callback_configured_is_said(visit: Visit) -> None:
    visit.sandbox.callback = None
    assert (await visit.says("zhangsan", "在吗"))["callback"] is None


async def test_who_answers_after_the_deadline_is_asked_again(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    """The deadline is five seconds; here it has passed before anybody can answer."""
    assert callbacks.DEADLINE == 5.0
    monkeypatch.setattr(callbacks, "DEADLINE", 0.0)
    said = await visit.says("zhangsan", "在吗")
    assert said["callback"]["status"] is None
    assert said["callback"]["tries"] == 4


async def test_a_duplicate_is_the_same_message_twice(visit: Visit) -> None:
    await visit.arms("duplicate_callback")
    said = await visit.says("zhangsan", "一次")
    assert [told["MsgId"] for told in visit.heard] == [said["msgid"]] * 2
    await visit.says("zhangsan", "又一次")
    assert len(visit.heard) == 3


async def test_gathered_callbacks_come_in_another_order(visit: Visit) -> None:
    await visit.arms("shuffle_callbacks", times=3)
    answers = await asyncio.gather(*(visit.says("zhangsan", f"第{n}句") for n in range(3)))
    assert all(answer["callback"]["status"] == 200 for answer in answers)
    assert {told["Content"] for told in visit.heard} == {"第0句", "第1句", "第2句"}
    by_msgid = sorted(visit.heard, key=lambda told: int(told["MsgId"]))
    assert visit.heard != by_msgid


async def test_a_single_gathered_callback_is_not_kept_for_ever(visit: Visit) -> None:
    await visit.arms("shuffle_callbacks", times=5)
    assert (await visit.says("zhangsan", "独自"))["callback"]["status"] == 200


async def test_a_delayed_callback_comes_when_the_clock_gets_there(visit: Visit) -> None:
    await visit.arms("delay_callback", seconds=3600)
    said = await visit.says("zhangsan", "迟到")
    assert said["callback"] == {"status": None, "tries": 0, "ms": 0}
    await visit.moves(advance="PT59M")
    assert visit.heard == []
    await visit.moves(advance="PT2M")
    (told,) = visit.heard
    assert int(told["CreateTime"]) < NOW.timestamp() + 60
    assert 3600 <= int(visit.app.queries[0]["timestamp"]) - int(told["CreateTime"]) < 3660


async def test_a_short_delay_is_waited_for(visit: Visit) -> None:
    await visit.arms("delay_callback", seconds=0.01)
    assert (await visit.says("zhangsan", "马上"))["callback"]["status"] == 200


async def test_a_menu_photo_is_an_event_and_then_a_message(visit: Visit) -> None:
    """The MD5 in the event is that of the picture that follows."""
    await _menu(visit, {"type": "pic_photo_or_album", "name": "拍名片", "key": "upload_card"})
    said = await visit.sends("zhangsan", "menu", key="upload_card", file=FILE)
    event, picture = visit.heard
    assert event["Event"] == "pic_photo_or_album"
    assert event["SendPicsInfo"]["PicList"]["item"]["PicMd5Sum"] == hashlib.md5(PHOTO).hexdigest()
    assert picture["MsgType"] == "image"
    assert picture["MsgId"] == said["msgid"]


async def test_a_menu_place_is_an_event_and_then_a_message(visit: Visit) -> None:
    await _menu(visit, {"type": "location_select", "name": "签到", "key": "check_in"})
    await visit.sends("zhangsan", "menu", key="check_in", latitude=31.2, longitude=121.4, label="工厂")
    event, place = visit.heard
    assert event["Event"] == "location_select"
    assert event["EventKey"] == "check_in"
    assert event["SendLocationInfo"]["Location_X"] == "31.2"
    assert place["MsgType"] == "location"
    assert place["Label"] == "工厂"


@pytest.mark.parametrize(
    ("entry", "key"),
    [
        ({"type": "click", "name": "跟进", "key": "mine"}, "mine"),
        ({"type": "view", "name": "看板", "url": "https://example.com/"}, "https://example.com/"),
        ({"type": "scancode_waitmsg", "name": "扫码", "key": "scan"}, "scan"),
    ],
)
async def test_a_menu_click_is_an_event(visit: Visit, entry: dict[str, str], key: str) -> None:
    await _menu(visit, entry)
    said = await visit.sends("zhangsan", "menu", key=key)
    assert visit.heard[0]["Event"] == entry["type"]
    assert visit.heard[0]["EventKey"] == key
    assert said["msgid"] is None


async def test_joining_and_leaving_is_told_to_the_app_and_to_the_contacts(visit: Visit) -> None:
    visit.sandbox.contact_callback = ContactCallback(str(visit.sandbox.callback))
    person = {"userid": "xinren", "name": "新人", "position": "销售员", "department": "销售部/华东/华东二组"}
    await visit.control("POST", "members", person, 201)
    await visit.control("DELETE", "members/xinren")
    joined, created, left, deleted = visit.heard
    assert (joined["Event"], joined["FromUserName"]) == ("subscribe", "xinren")
    assert (created["Event"], created["ChangeType"]) == ("change_contact", "create_user")
    assert created["FromUserName"] == "sys"
    assert "AgentID" not in created
    assert "AgentID" not in visit.app.envelopes[1]
    assert (left["Event"], left["FromUserName"]) == ("unsubscribe", "xinren")
    assert (deleted["ChangeType"], deleted["UserID"]) == ("delete_user", "xinren")


async def _menu(visit: Visit, *entries: dict[str, str]) -> None:
    answer = await visit.post("menu/create", {"button": list(entries)}, agentid=AGENT)
    assert answer["errcode"] == 0
