"""What the bot could not place: the nearest commands as buttons, no record, and a note of what followed."""

from __future__ import annotations

import pytest

from domain.dialogue import UNPLACED_KEPT
from storage.models import Activity, JournalEntry, Reminder, Unplaced
from tests.chat import Chat, buttons

PLAN = "明天打算去趟博泽"
HEARSAY = "听说博泽要换供应商了"


async def newest() -> Unplaced:
    return await Unplaced.all().order_by("-id").select_related("member").first() or pytest.fail("nothing was noted")


async def test_a_text_is_noted_with_what_was_offered_and_nothing_else_is_stored(chat: Chat) -> None:
    before = await Activity.all().count()
    await chat.says("zhangsan", HEARSAY)
    card = await chat.card("zhangsan")
    assert card["main_title"]["title"] == "这句我没把握，没有记下来"
    assert buttons(card) == ["记成跟进", "查这家客户", "帮助"]
    noted = await newest()
    assert (noted.member.userid, noted.text, noted.then, noted.command) == ("zhangsan", HEARSAY, None, None)
    assert noted.offered == ["log_activity", "query_customer", "help"]
    assert (await Activity.all().count(), await JournalEntry.filter(member_id=noted.member_id).count()) == (before, 0)


async def test_a_plan_becomes_a_reminder_of_its_day_by_one_tap(chat: Chat) -> None:
    await chat.says("zhangsan", PLAN)
    await chat.taps("zhangsan", "到时提醒我")
    reminder = await Reminder.get(text=PLAN).select_related("customer")
    assert (reminder.due_at.isoformat(), reminder.customer and reminder.customer.short) == (
        "2026-11-24T09:00:00+08:00",
        "博泽",
    )
    noted = await newest()
    assert (noted.then, noted.command) == ("tapped", "set_reminder")


async def test_a_button_s_label_may_be_typed_and_counts_as_tapped(chat: Chat) -> None:
    await chat.says("zhangsan", HEARSAY)
    await chat.says("zhangsan", "记成跟进")
    assert await Activity.filter(note=HEARSAY).exists()
    noted = await newest()
    assert (noted.then, noted.command) == ("tapped", "log_activity")


async def test_a_tap_counts_however_late(chat: Chat) -> None:
    await chat.says("zhangsan", PLAN)
    offered = (await chat.inbox("zhangsan"))[-1]
    keys = [button["key"] for button in offered["body"]["template_card"]["button_list"]]
    await chat.clock(advance="PT5H")
    await chat.tap("zhangsan", offered["msgid"], keys[-1])
    assert ((await newest()).then, (await newest()).command) == ("tapped", "help")


async def test_words_that_are_understood_afterwards_are_what_was_meant(chat: Chat) -> None:
    await chat.says("zhangsan", HEARSAY)
    await chat.says("zhangsan", "拜访了博泽，说要换供应商")
    noted = await Unplaced.get()
    assert (noted.then, noted.command) == ("said", "log_activity")


async def test_words_that_are_not_understood_either_are_noted_one_by_one(chat: Chat) -> None:
    await chat.says("zhangsan", HEARSAY)
    await chat.says("zhangsan", "博泽那边不太妙啊")
    first, second = await Unplaced.all().order_by("id")
    assert ((first.then, first.command), second.then) == (("said", None), None)


async def test_after_half_an_hour_it_stays_without_an_answer(chat: Chat) -> None:
    """What somebody else says, or the same person much later, is no answer."""
    await chat.says("zhangsan", HEARSAY)
    await chat.says("wangwu", "拜访了拓普，聊了交期")
    await chat.clock(advance="PT31M")
    await chat.says("zhangsan", "拜访了博泽，聊了交期")
    assert (await Unplaced.get()).then is None


@pytest.mark.parametrize("small", ["谢谢", "你好", "好的收到"])
async def test_greetings_and_thanks_are_answered_and_not_noted(chat: Chat, small: str) -> None:
    await chat.says("zhangsan", small)
    assert not await Unplaced.exists()


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("老地方见，电话 138 0013 8000", "老地方见，电话 …"),
        ("发我邮箱 w.ang@example.com 谢了老兄弟们都辛苦", "发我邮箱 … 谢了老兄弟们都辛苦"),
        ("随便" + "说" * 400, "随便" + "说" * 197 + "…"),
    ],
)
async def test_numbers_of_people_are_not_kept_and_long_texts_are_cut(chat: Chat, text: str, kept: str) -> None:
    """S6."""
    await chat.says("zhangsan", text)
    assert (await newest()).text == kept


async def test_it_is_forgotten_after_a_quarter(chat: Chat) -> None:
    """W10: kept for its purpose only; and a person's own go with one DELETE."""
    await chat.says("zhangsan", HEARSAY)
    young = await newest()
    at = young.at - UNPLACED_KEPT
    await Unplaced.create(member_id=young.member_id, task_id="aged", text=HEARSAY, offered=[], at=at)
    await chat.clock(advance="P1D")
    assert await Unplaced.all().values_list("id", flat=True) == [young.id]
    assert await Unplaced.filter(member_id=young.member_id).delete() == 1


async def test_the_buttons_are_those_that_the_person_may_use(chat: Chat) -> None:
    for userid, offered in (("zhangsan", ["做份报价", "开个商机", "帮助"]), ("shiyun", ["帮助"])):
        await chat.says(userid, "价格跟项目的事情")
        assert buttons(await chat.card(userid)) == offered


async def test_a_half_made_command_asks_for_what_it_lacks(chat: Chat) -> None:
    await chat.says("zhangsan", "价格跟项目的事情")
    await chat.taps("zhangsan", "做份报价")
    assert (await chat.card("zhangsan"))["main_title"]["title"] == "是哪家客户？"
    await chat.says("zhangsan", "博泽")
    assert "报什么？" in await chat.seen("zhangsan")
