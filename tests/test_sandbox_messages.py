"""Messages to members: who gets them, what each one sees, and what is dropped, cut, repeated or recalled."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.sandbox_visit import AGENT, OTHER_AGENT, OTHER_SECRET, Json, Visit, visiting


@pytest.fixture
async def visit(tmp_path: Path) -> AsyncIterator[Visit]:
    async with visiting(tmp_path) as opened:
        yield opened


async def test_a_message_arrives_as_it_was_posted(visit: Visit) -> None:
    answer = await visit.text("zhangsan", '你好\n<a href="https://a.cn">看</a>')
    (seen,) = await visit.inbox("zhangsan")
    assert seen["msgid"] == answer["msgid"]
    assert seen["body"] == seen["posted"] == {"text": {"content": '你好\n<a href="https://a.cn">看</a>'}}
    assert (seen["msgtype"], seen["state"], seen["updates"]) == ("text", "shown", 0)
    assert seen["at"].startswith("2026-11-24T09:00:")
    assert seen["at"].endswith("+08:00")


async def test_some_receivers_bad_are_named_in_lower_case(visit: Visit) -> None:
    answer = await visit.text("ZhangSan|NoBody", "你好")
    assert (answer["errcode"], answer["invaliduser"]) == (0, "nobody")
    assert len(await visit.inbox("zhangsan")) == 1


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"touser": "nobody"}, 81013),
        ({"touser": ""}, 82001),
        ({}, 82001),
        ({"touser": "|".join(f"u{n}" for n in range(1001))}, 40032),
        ({"toparty": "|".join(str(n) for n in range(101))}, 82002),
        ({"totag": "|".join(str(n) for n in range(101))}, 82003),
        ({"toparty": "99999999999999999999"}, 81013),
        ({"touser": ["zhangsan"]}, 40035),
        ({"touser": "\ud800"}, 81013),
        ({"touser": "zhangsan", "agentid": None}, 41011),
        ({"touser": "zhangsan", "agentid": "one"}, 40056),
        ({"touser": "zhangsan", "agentid": OTHER_AGENT}, 301002),
        ({"touser": "zhangsan", "msgtype": "poem"}, 40008),
        ({"touser": "zhangsan", "text": {}}, 44004),
        ({"touser": "zhangsan", "text": "你好"}, 40063),
        ({"touser": "zhangsan", "enable_duplicate_check": 1, "duplicate_check_interval": 14401}, 40058),
    ],
)
async def test_a_send_is_refused_with_its_code(visit: Visit, body: Json, code: int) -> None:
    whole = {"msgtype": "text", "agentid": AGENT, "text": {"content": "你好"}, **body}
    answer = await visit.post("message/send", whole)
    assert answer["errcode"] == code
    assert f"?e={code}" in answer["errmsg"]


CONTENTS: list[tuple[str, Json, int]] = [
    ("markdown", {"content": "# 标题\n> 引用"}, 0),
    ("markdown", {"content": ""}, 44004),
    ("textcard", {"title": "周报", "description": "好", "url": "https://a.cn"}, 0),
    ("textcard", {"description": "好", "url": "https://a.cn"}, 41016),
    ("textcard", {"title": "周报", "url": "https://a.cn"}, 41033),
    ("textcard", {"title": "周报", "description": "好"}, 41010),
    ("textcard", {"title": "周报", "description": "好", "url": "https://a.cn/" + "x" * 2048}, 40039),
    ("news", {"articles": [{"title": "周报", "url": "https://a.cn"}]}, 0),
    ("news", {"articles": []}, 45008),
    ("news", {"articles": [{"title": "周报", "url": "https://a.cn"}] * 9}, 45008),
    ("news", {"articles": [{"title": "周报"}]}, 41010),
    ("mpnews", {"articles": [{"title": "周报", "content": "好", "thumb_media_id": "gone"}]}, 40007),
    ("image", {}, 41006),
    ("image", {"media_id": "unknown"}, 40007),
]


@pytest.mark.parametrize(("kind", "content", "code"), CONTENTS)
async def test_each_type_has_its_rules(visit: Visit, kind: str, content: Json, code: int) -> None:
    assert (await visit.send("zhangsan", kind, content))["errcode"] == code


async def test_news_cannot_be_confidential(visit: Visit) -> None:
    articles = {"articles": [{"title": "周报", "url": "https://a.cn"}]}
    assert (await visit.send("zhangsan", "news", articles, safe=1))["errcode"] == 40074


@pytest.mark.parametrize("kind", ["text", "markdown"])
async def test_a_long_text_is_cut_at_2048_bytes(visit: Visit, kind: str) -> None:
    """Bytes, not characters: 683 Chinese characters are one too many."""
    answer = await visit.send("zhangsan", kind, {"content": "长" * 683})
    (seen,) = await visit.inbox("zhangsan")
    assert answer["errcode"] == 0
    assert seen["state"] == "cut"
    assert seen["body"][kind]["content"] == "长" * 682
    assert seen["posted"][kind]["content"] == "长" * 683


async def test_a_text_of_2048_bytes_is_whole(visit: Visit) -> None:
    await visit.text("zhangsan", "x" * 2048)
    assert (await visit.inbox("zhangsan"))[0]["state"] == "shown"


async def test_the_thirty_first_in_a_minute_is_dropped_in_silence(visit: Visit) -> None:
    answers = [await visit.text("zhangsan", f"第{n}条") for n in range(31)]
    assert {answer["errcode"] for answer in answers} == {0}
    seen = await visit.inbox("zhangsan")
    assert [message["state"] for message in seen] == ["shown"] * 30 + ["dropped"]
    assert seen[-1]["body"] == {}
    await visit.text("lisi", "别人不受影响")
    assert (await visit.inbox("lisi"))[0]["state"] == "shown"
    await visit.moves(advance="PT1M")
    await visit.text("zhangsan", "又可以了")
    assert (await visit.inbox("zhangsan"))[-1]["state"] == "shown"


async def test_the_thousand_and_first_in_an_hour_is_dropped(visit: Visit) -> None:
    for _ in range(34):
        await asyncio.gather(*(visit.text("zhangsan", "又一条") for _ in range(30)))
        await visit.moves(jump="PT1M")
    states = [message["state"] for message in await visit.inbox("zhangsan")]
    assert states.count("shown") == 1000
    assert states[-1] == "dropped"
    await visit.moves(jump="PT1H")
    await visit.text("zhangsan", "下一个小时")
    assert (await visit.inbox("zhangsan"))[-1]["state"] == "shown"


async def test_an_equal_send_within_the_interval_is_answered_and_not_shown(visit: Visit) -> None:
    """It answers 0 with the first msgid."""
    check: dict[str, Any] = {"enable_duplicate_check": 1, "duplicate_check_interval": 600}
    first = await visit.text("zhangsan", "你好", **check)
    assert await visit.text("zhangsan", "你好", **check) == first
    assert len(await visit.inbox("zhangsan")) == 1
    await visit.text("zhangsan", "您好", **check)
    await visit.text("zhangsan", "你好")
    assert len(await visit.inbox("zhangsan")) == 3


async def test_after_the_interval_an_equal_send_is_new(visit: Visit) -> None:
    check: dict[str, Any] = {"enable_duplicate_check": 1, "duplicate_check_interval": 600}
    first = await visit.text("zhangsan", "你好", **check)
    await visit.moves(advance="PT11M")
    assert (await visit.text("zhangsan", "你好", **check))["msgid"] != first["msgid"]
    assert len(await visit.inbox("zhangsan")) == 2


async def test_a_repeated_card_is_the_first_one_and_no_repeated_task_id(visit: Visit) -> None:
    first = await visit.card("zhangsan", enable_duplicate_check=1)
    assert await visit.card("zhangsan", enable_duplicate_check=1) == first


async def test_everybody_and_whole_departments_can_be_addressed(visit: Visit) -> None:
    departments = {row["name"]: row["id"] for row in (await visit.get("department/list"))["department"]}
    body = {"agentid": AGENT, "msgtype": "text", "text": {"content": "开会"}}
    await visit.post("message/send", body | {"toparty": f"{departments['华东']}|777", "totag": "1"})
    for userid in ("zhangsan", "sunqi", "wujun"):
        assert len(await visit.inbox(userid)) == 1
    assert await visit.inbox("wangwu") == []
    await visit.text("@all", "全体")
    assert len(await visit.inbox("wangwu")) == 1


async def test_ids_become_names_when_asked(visit: Visit) -> None:
    await visit.text("lisi", "找 $userName=zhangsan$，或 $userName=nobody$", enable_id_trans=1)
    assert (await visit.inbox("lisi"))[0]["body"]["text"]["content"] == "找 张三，或 $userName=nobody$"


async def test_a_recalled_message_is_gone(visit: Visit) -> None:
    answer = await visit.text("zhangsan", "发错了")
    assert (await visit.post("message/recall", {"msgid": answer["msgid"]}))["errcode"] == 0
    (seen,) = await visit.inbox("zhangsan")
    assert (seen["state"], seen["body"], seen["updates"]) == ("recalled", {}, 1)


async def test_what_was_never_seen_is_not_recalled(visit: Visit) -> None:
    answers = [await visit.text("zhangsan", f"第{n}条") for n in range(31)]
    for _ in range(2):
        for answer in (answers[0], answers[-1]):
            assert (await visit.post("message/recall", {"msgid": answer["msgid"]}))["errcode"] == 0
    seen = {message["msgid"]: message for message in await visit.inbox("zhangsan")}
    first, last = seen[answers[0]["msgid"]], seen[answers[-1]["msgid"]]
    assert (first["state"], first["updates"]) == ("recalled", 1)
    assert (last["state"], last["updates"]) == ("dropped", 0)


async def test_what_cannot_be_recalled(visit: Visit) -> None:
    answer = await visit.text("zhangsan", "发错了")
    assert (await visit.post("message/recall", {"msgid": "unknown"}))["errcode"] == 40058
    foreign = await visit.post("message/recall", {"msgid": answer["msgid"]}, secret=OTHER_SECRET)
    assert foreign["errcode"] == 40058
    await visit.moves(advance="PT25H")
    assert (await visit.post("message/recall", {"msgid": answer["msgid"]}))["errcode"] == 42052


async def test_the_inbox_is_read_onward_and_history_shows_both_directions(visit: Visit) -> None:
    await visit.says("zhangsan", "在吗")
    await visit.text("zhangsan", "在")
    await visit.text("zhangsan", "请讲")
    first, second = await visit.inbox("zhangsan")
    assert await visit.inbox("zhangsan", first["seq"]) == [second]
    history = (await visit.control("GET", "history/zhangsan"))["messages"]
    assert [message["from"] for message in history] == ["zhangsan", "app", "app"]
    assert history[0]["body"] == {"text": {"content": "在吗"}}
    assert "posted" not in history[0]


async def test_a_long_poll_ends_when_something_comes(visit: Visit) -> None:
    waiting = asyncio.create_task(visit.control("GET", "inbox/zhangsan?wait=30"))
    await visit.inbox("zhangsan")
    await visit.text("zhangsan", "来了")
    assert [m["body"]["text"]["content"] for m in (await waiting)["messages"]] == ["来了"]


async def test_a_long_poll_ends_empty_when_its_time_is_up(visit: Visit) -> None:
    assert (await visit.control("GET", "inbox/zhangsan?wait=0.01"))["messages"] == []
