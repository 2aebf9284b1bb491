"""Retries, repeats, bugs, restarts and a platform that is down: nothing acknowledged is lost or done twice."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot import bus
from bot.bus import Handler
from bot.context import Context
from domain.activities import LogActivity
from domain.command import Command
from storage import inbox
from storage.models import Activity, Inbox, JournalEntry, Outbox, Receipt
from tests.chat import Chat, talking
from tests.databases import only_postgres

SAID = "今天拜访了博泽的王经理，嫌铜价高，下周三再谈"


async def visits() -> int:
    return await Activity.filter(note__contains="嫌铜价高").count()


@pytest.fixture
def replaced_handler() -> Any:
    """Puts another handler of a command in place for one test, as a bug would."""
    kept = dict(bus.HANDLERS)
    yield lambda kind, run: bus.HANDLERS.update(
        {kind: Handler(run, kept[kind].needs, writes=True, revise=None, fields=(), confirm=None)}
    )
    bus.HANDLERS.update(kept)


@pytest.mark.parametrize("fault", ["duplicate_callback", "shuffle_callbacks", "late_ack", "delay_callback"])
async def test_a_callback_that_comes_again_is_one_record(chat: Chat, fault: str) -> None:
    """W1, F2: one MsgId, one row, one record, one answer, one line of the journal."""
    await chat.fault(kind=fault, times=4)
    await chat.says("zhangsan", SAID)
    await chat.clock(advance="PT2H")
    assert await visits() == 1
    assert await JournalEntry.filter(action="log_activity").count() == 1
    assert (await chat.seen("zhangsan")).count("已记录拜访") == 1


async def test_a_delivery_that_the_door_has_seen_runs_once_whatever_became_of_its_row(chat: Chat) -> None:
    """F9: a repeat while the first row waits, and after it was done."""
    await chat.fault(kind="duplicate_callback", times=1)
    await chat.post("/sandbox/messages", {"from": "zhangsan", "type": "text", "text": SAID})
    row = await Inbox.get(done_at=None)
    assert row.done_at is None  # marked by nobody before it ran
    await chat.bot.settle()
    await row.refresh_from_db()
    assert (row.outcome, await visits()) == ("done", 1)
    values = (row.key, row.sender, row.said_at, row.msgid, row.received_at, row.body)
    await inbox.insert([values])
    await chat.bot.settle()
    assert await visits() == 1


async def test_a_bug_after_the_write_leaves_nothing_behind_and_the_person_hears_a_number(
    chat: Chat, replaced_handler: Any, caplog: pytest.LogCaptureFixture
) -> None:
    """F11: three tries, then closed with a number; what comes behind goes on."""
    tries = 0

    async def writes_then_breaks(command: LogActivity, ctx: Context) -> str:
        nonlocal tries
        tries += 1
        customer = await Activity.all().first()
        assert customer is not None
        await Activity.create(
            customer_id=customer.customer_id,
            member_id=ctx.actor.id,
            kind="visit",
            occurred_on=ctx.today,
            note="嫌铜价高",
            created_at=ctx.now,
        )
        raise RuntimeError("a bug after the write")

    replaced_handler(LogActivity, writes_then_breaks)
    with caplog.at_level(logging.CRITICAL):
        await chat.says("zhangsan", SAID)
    row = await Inbox.get(outcome="failed")
    assert (tries, await visits()) == (3, 0)
    assert "a bug after the write" in (row.error or "")
    assert f"编号 {row.id}" in await chat.text("zhangsan")
    await chat.says("zhangsan", "帮助")
    assert "直接说就行" in await chat.seen("zhangsan")


async def test_a_row_that_kills_the_process_each_time_is_closed_without_another_try(chat: Chat) -> None:
    """F11: attempts are counted before the work; a restart does not try it for ever."""
    await chat.post("/sandbox/messages", {"from": "zhangsan", "type": "text", "text": SAID})
    await Inbox.all().update(attempts=4)
    await chat.bot.settle()
    assert (await Inbox.get()).outcome == "failed"
    assert await visits() == 0
    assert "没处理成" in await chat.text("zhangsan")


async def test_a_text_that_would_break_a_template_is_only_text(chat: Chat) -> None:
    """F11, S5: braces, quotes, tags and marks are what somebody wrote."""
    nasty = "拜访了博泽，嫌铜价高 {{ 7*7 }} {% raw %} \"引号\" <a href='x'>x</a> \\n \u202e\u0000 =HYPERLINK(1)"
    await chat.says("zhangsan", nasty)
    assert await visits() == 1
    assert "{{ 7*7 }}" in (await chat.card("zhangsan"))["sub_title_text"]


async def test_a_hundred_kilobytes_of_text(chat: Chat) -> None:
    """S5: the note keeps the whole text, the card what fits."""
    await chat.says("zhangsan", SAID + "铜" * 32_000)
    activity = await Activity.filter(note__contains="嫌铜价高").get()
    assert (activity.note or "").count("铜") == 32_001
    assert len((await chat.card("zhangsan"))["sub_title_text"]) <= 160


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "server_error", "times": 3},
        {"kind": "rate_limit", "times": 2},
        {"kind": "expire_token", "times": 1},
        {"kind": "garbage", "times": 2},
        {"kind": "drop_answer", "times": 1},
    ],
    ids=lambda fault: str(fault["kind"]),
)
async def test_every_reply_arrives_once_when_the_platform_fails_for_a_while(chat: Chat, fault: dict[str, Any]) -> None:
    """F3: down, refusing, limiting, expiring, answering rubbish, or hanging up after it was done."""
    await chat.fault(path="/cgi-bin/message/send", **fault)
    await chat.says("zhangsan", SAID)
    await chat.says("zhangsan", "我的权限")
    await chat.clock(advance="PT10M")
    words = await chat.seen("zhangsan")
    assert (words.count("已记录拜访"), words.count("张三 · 销售员")) == (1, 1)
    assert words.index("已记录拜访") < words.index("张三 · 销售员")
    assert not await Outbox.filter(state__in=("waiting", "dead")).exists()


async def test_what_exceeds_thirty_a_minute_waits_on_our_side(chat: Chat) -> None:
    """S7, F3: the platform would drop it silently; ours arrive in order, all of them, others unaffected."""
    for number in range(34):
        await chat.post("/sandbox/messages", {"from": "zhangsan", "type": "text", "text": f"建议加字段第{number}号"})
    await chat.bot.settle()
    await chat.says("lisi", "我的权限")
    assert "李四 · 销售员" in await chat.seen("lisi")
    assert len(await chat.inbox("zhangsan")) == 30
    await chat.clock(advance="PT2M")
    entries = await chat.inbox("zhangsan")
    assert [entry["state"] for entry in entries] == ["shown"] * 34
    assert [f"第{n}号" in str(entry["body"]) for n, entry in enumerate(entries)] == [True] * 34


async def test_a_person_out_of_scope_gets_nothing_and_holds_up_nobody(chat: Chat) -> None:
    await chat.fault(kind="user_out_of_scope", userid="zhangsan", **{"for": "PT1H"})
    await chat.says("zhangsan", "我的权限")
    await chat.says("lisi", "我的权限")
    assert await Outbox.filter(receiver="zhangsan", state="dead").count() == 1
    assert "李四 · 销售员" in await chat.seen("lisi")


async def test_a_stranger_is_asked_about_once_the_platform_answers(chat: Chat) -> None:
    """An unknown sender waits for user/get: found, the row runs."""
    await chat.post(
        "/sandbox/members",
        {
            "userid": "newbie",
            "name": "新人",
            "position": "销售员",
            "department": "销售部/华东/华东一组",
            "leader": False,
        },
    )
    await chat.fault(kind="server_error", path="/cgi-bin/user/get", times=50)
    await chat.says("newbie", "我的权限")
    assert await chat.seen("newbie") == ""
    await chat.fault(kind="none")
    await chat.clock(advance="PT1M")
    assert "新人 · 销售员" in await chat.seen("newbie")


async def test_who_left_gets_no_answer_and_loses_nothing(chat: Chat) -> None:
    """R67: no access at once; what they had stays with the company."""
    await chat.says("zhangsan", SAID)
    async with chat.session.delete(chat.url + "/sandbox/members/zhangsan") as answer:
        assert answer.status < 300
    await chat.bot.settle()
    before = await Inbox.all().count()
    await inbox.insert(
        [("forged-1", "zhangsan", chat.bot.clock(), 1, chat.bot.clock(), {"MsgType": "text", "Content": "我的客户"})]
    )
    await chat.bot.settle()
    assert await Inbox.all().count() == before + 1
    assert (await Inbox.get(key="forged-1")).outcome == "closed"
    assert await visits() == 1


async def test_after_a_restart_everything_goes_on(database_url: str, tmp_path: Path) -> None:
    """F1: acknowledged before the stop, answered after the start."""
    async with talking(database_url, tmp_path) as chat:
        await chat.post("/sandbox/messages", {"from": "zhangsan", "type": "text", "text": SAID})
        assert await visits() == 0
    async with talking(database_url, tmp_path) as chat:
        await chat.bot.settle()
        assert await visits() == 1
        assert "已记录拜访" in await chat.seen("zhangsan")


async def test_rows_of_one_sender_run_by_the_time_they_were_written(chat: Chat) -> None:
    """W15: by CreateTime, then MsgId, whatever order they came in; each keeps its own time."""
    now = chat.bot.clock()
    rows = [
        (
            f"late-{n}",
            "zhangsan",
            now - timedelta(minutes=n),
            n,
            now,
            {"MsgType": "text", "Content": f"电话联系了博泽，嫌铜价高{n}"},
        )
        for n in (1, 3, 2)
    ]
    await inbox.insert(rows)
    await chat.bot.settle()
    notes = await Activity.filter(note__contains="嫌铜价高").order_by("id").values_list("note", flat=True)
    assert [str(note)[-1] for note in notes] == ["3", "2", "1"]


@only_postgres
async def test_two_workers_never_hold_one_senders_lane(chat: Chat) -> None:
    """F6: a lane has one holder; who sleeps past the lease loses it and finds out before anything is written."""
    now = chat.bot.clock()
    await chat.post("/sandbox/messages", {"from": "zhangsan", "type": "text", "text": SAID})
    assert [row.sender for row in await inbox.take("first", now, 5)] == ["zhangsan"]
    assert await inbox.take("second", now, 5) == []
    assert await inbox.still_held("first", ["zhangsan"], now) == {"zhangsan"}
    later = now + inbox.LEASE * 2
    assert [row.sender for row in await inbox.take("second", later, 5)] == ["zhangsan"]
    assert await inbox.still_held("first", ["zhangsan"], later) == set()
    await inbox.release("second")


async def test_a_closed_row_is_closed_by_one_only(chat: Chat) -> None:
    await chat.post("/sandbox/messages", {"from": "zhangsan", "type": "text", "text": SAID})
    row = await Inbox.get()
    assert await inbox.close(row.id, chat.bot.clock(), "done")
    assert not await inbox.close(row.id, chat.bot.clock(), "done")


async def test_many_people_at_once(chat: Chat) -> None:
    """A batch of different senders shares a transaction; each has the own savepoint, record and answer."""
    people = ["zhangsan", "lisi", "wangwu", "zhaoliu", "sunqi", "wujun"]
    sent = [
        chat.post("/sandbox/messages", {"from": userid, "type": "text", "text": f"建议加字段{n}"})
        for userid in people
        for n in range(5)
    ]
    await asyncio.gather(*sent)
    await chat.bot.settle()
    assert await Receipt.all().count() == 30
    for userid in people:
        assert [f"加字段{n}" in str(e["body"]) for n, e in enumerate(await chat.inbox(userid))] == [True] * 5


def test_every_command_has_its_handler_or_the_start_fails() -> None:
    class Orphan(Command):
        pass

    try:
        with pytest.raises(RuntimeError, match="no handler for orphan"):
            bus.check()
    finally:
        del Command.BY_NAME["orphan"]
    bus.check()


def test_a_need_that_no_policy_names_stops_the_start() -> None:
    async def run(command: Command, ctx: Context) -> str:
        return ""

    with pytest.raises(RuntimeError, match="POLICY does not name"):
        bus.handles(Command, needs="nothing.known")(run)
