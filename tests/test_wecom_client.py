"""The calls to WeCom, against the sandbox: what arrives, and what each failure says about repeating it."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, ClientTimeout

import sandbox
from bot.wecom.client import Wecom, WecomError
from tests.wecom_office import AGENT, CORP, NOW, SECRET, Office

HELLO = {"msgtype": "text", "text": {"content": "今天要跟进 3 家"}}
CARD: dict[str, Any] = {
    "card_type": "button_interaction",
    "task_id": "quote-1",
    "main_title": {"title": "报价 Q2026-0001"},
    "button_list": [{"text": "同意", "key": "yes"}],
}
DONE = {**CARD, "replace_text": "已同意"}
MENU = {"button": [{"type": "click", "name": "我的客户", "key": '["my_customers", {}]'}]}
PICTURE = b"\x89PNG\r\n\x1a\n" + b"0" * 40


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    stand_in = await sandbox.start(tmp_path / "world", seed="empty", port=0, now=NOW)
    stand_in.clock.stand(NOW)
    office = Office(stand_in)
    yield office
    for client in office.clients:
        await client.close()
    await stand_in.stop()


@pytest.fixture
def wecom(office: Office) -> Wecom:
    return office.client()


async def seen(office: Office, box: str) -> list[dict[str, Any]]:
    async with ClientSession() as session, session.get(f"{office.stand_in.url}/sandbox/inbox/{box}") as answer:
        return list((await answer.json())["messages"])


async def refused(call: Any) -> WecomError:
    with pytest.raises(WecomError) as caught:
        await call
    return caught.value


async def test_a_text_arrives(office: Office, wecom: Wecom) -> None:
    sent = await wecom.send("zhangsan", HELLO, dedupe=False)
    (entry,) = await seen(office, "zhangsan")
    assert entry["posted"]["text"] == HELLO["text"]
    assert (sent.msgid, sent.response_code, sent.invalid) == (entry["msgid"], "", ())


@pytest.mark.parametrize(("dedupe", "shown"), [(True, 1), (False, 2)])
async def test_an_equal_message_within_four_hours(office: Office, wecom: Wecom, dedupe: bool, shown: int) -> None:
    """A repeated push is shown once; a repeated answer twice, which hurts nobody."""
    first = await wecom.send("zhangsan", HELLO, dedupe=dedupe)
    office.later(timedelta(hours=3, minutes=59))
    assert ((await wecom.send("zhangsan", HELLO, dedupe=dedupe)).msgid == first.msgid) is dedupe
    assert len(await seen(office, "zhangsan")) == shown


async def test_who_got_nothing_is_named(wecom: Wecom) -> None:
    sent = await wecom.send("zhangsan|NoBody", HELLO, dedupe=False)
    assert sent.invalid == ("nobody",)
    assert (await refused(wecom.send("NoBody", HELLO, dedupe=False))).code == 81013


async def test_a_card_is_replaced_once_by_its_code(office: Office, wecom: Wecom) -> None:
    sent = await wecom.send("zhangsan", {"msgtype": "template_card", "template_card": CARD}, dedupe=True)
    await wecom.update_card(["zhangsan"], sent.response_code, DONE)
    newest = (await seen(office, "zhangsan"))[-1]
    assert newest["body"]["template_card"]["replace_text"] == "已同意"
    spent = await refused(wecom.update_card(["zhangsan"], sent.response_code, DONE))
    assert (spent.code, spent.permanent) == (60140, True)


async def test_a_message_is_recalled(office: Office, wecom: Wecom) -> None:
    await wecom.recall((await wecom.send("zhangsan", HELLO, dedupe=False)).msgid)
    assert [entry["state"] for entry in await seen(office, "zhangsan")] == ["recalled"]


@pytest.mark.parametrize(
    ("kind", "filename", "content", "shown"),
    [
        ("image", "funnel.png", PICTURE, "funnel.png"),
        ("file", "周报 week 47.xlsx", b"0123456789", "_week_47.xlsx"),
        ("file", "answer.json", b'{"errcode": 40007}', "answer.json"),
        ("file", '../"x".txt', b"0123456789", ".._x_.txt"),
    ],
)
async def test_a_file_goes_and_comes(wecom: Wecom, kind: str, filename: str, content: bytes, shown: str) -> None:
    """A file that is JSON itself is no refusal."""
    media = await wecom.download(await wecom.upload(kind, filename, content))
    assert (media.content, media.filename) == (content, shown)


async def test_a_file_that_died_or_never_was(office: Office, wecom: Wecom) -> None:
    media_id = await wecom.upload("image", "a.png", PICTURE)
    office.fault("expire_token")
    assert (await wecom.download(media_id)).content_type == "image/png"
    office.later(timedelta(days=3, seconds=1))
    assert (await refused(wecom.download(media_id))).code == 40007


async def test_an_upload_is_repeated_whole_with_a_new_token(office: Office, wecom: Wecom) -> None:
    office.fault("expire_token")
    assert (await wecom.download(await wecom.upload("image", "a.png", PICTURE))).content == PICTURE


async def test_a_group_from_its_making_to_a_message(office: Office, wecom: Wecom) -> None:
    assert await wecom.create_chat("华东销售群", "wujun", ["wujun", "zhangsan"], "crmeast") == "crmeast"
    await wecom.update_chat("crmeast", owner="zhangsan", add=["lisi"], remove=["wujun"])
    chat = await wecom.get_chat("crmeast")
    assert (chat["owner"], set(chat["userlist"])) == ("zhangsan", {"zhangsan", "lisi"})
    await wecom.send_chat("crmeast", HELLO)
    assert [entry["body"]["text"] for entry in await seen(office, "crmeast")] == [HELLO["text"]]
    assert (await refused(wecom.get_chat("none"))).permanent


async def test_people_and_departments(office: Office, wecom: Wecom) -> None:
    sunqi = await wecom.user("sunqi")
    assert sunqi is not None
    assert sunqi["position"] == "主管"
    department = sunqi["department"][0]
    assert {user["userid"] for user in await wecom.users(department)} >= {"sunqi", "zhangsan", "lisi"}
    assert department in {one["id"] for one in await wecom.departments()}


@pytest.mark.parametrize("code", [60111, 301021, 46004, 60011, 60021, 50002])
async def test_nobody_or_nobody_whom_we_may_see(office: Office, wecom: Wecom, code: int) -> None:
    assert await wecom.user("nobody") is None
    office.fault("server_error", errcode=code, path="user/get")
    assert await wecom.user("zhangsan") is None
    office.fault("server_error", errcode=60020, path="user/get")
    assert (await refused(wecom.user("zhangsan"))).code == 60020


async def test_menu_app_and_addresses(wecom: Wecom) -> None:
    assert await wecom.menu() is None
    await wecom.create_menu(MENU)
    menu = await wecom.menu()
    assert menu is not None
    assert menu["button"][0]["name"] == "我的客户"
    assert (await wecom.agent())["agentid"] == AGENT
    assert await wecom.callback_ips() == ["127.0.0.1"]


@pytest.mark.parametrize(
    ("code", "permanent", "retry_after"),
    [
        *((-1, False, None), (45033, False, None), (45009, False, timedelta(minutes=1))),
        *((code, True, None) for code in (40003, 40007, 40058, 42014, 60020, 60140, 81013, 86008, 48006, 50003)),
        *((code, True, None) for code in (45001, 45002, 45029, 999999)),
    ],
)
async def test_what_a_code_says_about_repeating(
    office: Office, wecom: Wecom, code: int, permanent: bool, retry_after: timedelta | None
) -> None:
    office.fault("server_error", errcode=code, path="message/send")
    error = await refused(wecom.send("zhangsan", HELLO, dedupe=False))
    assert (error.code, error.permanent, error.unknown_outcome) == (code, permanent, False)
    assert error.retry_after == retry_after
    assert str(error) == f"{code} system error, from ip: 127.0.0.1"


@pytest.mark.parametrize(
    ("fault", "unknown", "shown"),
    [("server_error", False, 0), ("garbage", True, 0), ("timeout", True, 0), ("drop_answer", True, 1)],
)
async def test_where_no_answer_comes_the_error_says_so(
    office: Office, wecom: Wecom, fault: str, unknown: bool, shown: int
) -> None:
    """F3: a gateway without anything behind it did nothing; after a broken answer nobody knows."""
    await wecom.agent()
    office.fault(fault, path="message/send", seconds=0.01)
    error = await refused(wecom.send("zhangsan", HELLO, dedupe=False))
    assert (error.permanent, error.unknown_outcome) == (False, unknown)
    assert len(await seen(office, "zhangsan")) == shown


async def test_patience_ends(office: Office, wecom: Wecom) -> None:
    await wecom.agent()
    office.fault("slow", path="agent/get", seconds=5)
    error = await refused(wecom.call("GET", "agent/get", params={"agentid": AGENT}, patience=ClientTimeout(total=0.05)))
    assert error.unknown_outcome


async def test_neither_secret_nor_token_nor_words_are_written_down(
    office: Office, wecom: Wecom, caplog: pytest.LogCaptureFixture
) -> None:
    """S6"""
    told = []
    with caplog.at_level(logging.DEBUG):
        for fault in ("server_error", "garbage", "timeout", "drop_answer", "rate_limit", "expire_token"):
            office.fault(fault, path="message/send", seconds=0.01, times=2)
            told.append(str(await refused(wecom.send("zhangsan", HELLO, dedupe=False))))
            office.fault("none")
    token = office.stand_in.store.row("SELECT token FROM tokens ORDER BY expires DESC")
    assert token is not None
    for word in (SECRET, token["token"], "access_token=", "今天要跟进", json.dumps("今天要跟进")[1:-1]):
        assert word not in "\n".join([*told, caplog.text])


async def test_a_given_session_stays_open(office: Office) -> None:
    async with ClientSession() as session:
        client = Wecom(office.stand_in.url, CORP, AGENT, SECRET, clock=office.stand_in.clock.now, session=session)
        await asyncio.gather(client.agent(), client.callback_ips())
        await client.close()
        assert not session.closed
