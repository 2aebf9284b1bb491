"""Questions and answers: what is missing is asked for, and what was written is never lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage.models import Activity, Customer, CustomerKey, Draft, JournalEntry, Receipt
from tests.chat import Chat, buttons, rows, talking

UNKNOWN = "今天拜访了鹏睿，谈了下样件"
BOTH = "汇川对价格敏感，下周三再谈"


async def noted(words: str) -> Activity:
    return await Activity.get(note__contains=words).select_related("customer", "member")


async def test_an_ambiguous_customer_is_chosen_by_a_tap(chat: Chat) -> None:
    """W3: at most three candidates as rows and buttons; the full names are shown."""
    await chat.says("jiangzong", "汇川什么情况")
    card = await chat.card("jiangzong")
    assert card["main_title"]["title"] == "是哪一家？"
    assert rows(card) == {"1": "深圳市汇川技术股份有限公司", "2": "苏州汇川技术有限公司"}
    assert buttons(card)[:3] == ["选 1", "选 2", "都不是"]
    await chat.taps("jiangzong", "选 2")
    assert (await chat.card("jiangzong"))["main_title"]["title"] == "苏州汇川技术有限公司"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("1", "深圳市汇川技术股份有限公司"),
        ("选2", "苏州汇川技术有限公司"),
        ("苏州汇川技术有限公司", "苏州汇川技术有限公司"),
        ("深圳汇川", "深圳市汇川技术股份有限公司"),
    ],
)
async def test_a_candidate_may_be_typed_by_its_number_or_its_name(chat: Chat, typed: str, meant: str) -> None:
    await chat.says("jiangzong", "汇川什么情况")
    await chat.says("jiangzong", typed)
    assert (await chat.card("jiangzong"))["main_title"]["title"] == meant


async def test_ones_own_customer_breaks_the_tie(chat: Chat) -> None:
    """`commands.md`: when several fit equally and exactly one is the sender's own, it is that one."""
    await chat.says("zhangsan", BOTH)
    assert (await noted("价格敏感，下周三")).customer.name == "苏州汇川技术有限公司"


async def test_an_unknown_customer_is_created_by_one_tap_and_the_record_kept(empty_chat: Chat) -> None:
    """A company with an empty database starts with its first visit."""
    chat = empty_chat
    await chat.says("zhangsan", UNKNOWN)
    asked = await chat.card("zhangsan")
    assert asked["main_title"]["title"] == "没找到“鹏睿”。新建，还是换个名字再说？"
    assert "谈了下样件" in asked["sub_title_text"]
    await chat.taps("zhangsan", "新客户 “鹏睿”")
    activity = await noted("谈了下样件")
    assert (activity.customer.name, activity.customer.owner_id) == ("鹏睿", activity.member_id)
    card = await chat.card("zhangsan")
    assert card["main_title"]["title"] == "已记录 2 条 · 鹏睿"
    await chat.taps("zhangsan", "撤销")
    assert not await Customer.exists()
    assert not await CustomerKey.exists()


async def test_a_pick_becomes_the_persons_alias(chat: Chat) -> None:
    await chat.says("zhangsan", UNKNOWN)
    await chat.says("zhangsan", "常州谨和精密机械有限公司")
    assert (await noted("谈了下样件")).customer.name == "常州谨和精密机械有限公司"
    await chat.says("jiangzong", "汇川什么情况")
    await chat.taps("jiangzong", "选 2")
    await chat.says("jiangzong", "汇川什么情况")
    assert (await chat.card("jiangzong"))["main_title"]["title"] == "苏州汇川技术有限公司"


async def test_none_of_these_asks_for_the_name(chat: Chat) -> None:
    await chat.says("jiangzong", "汇川什么情况")
    await chat.taps("jiangzong", "都不是")
    assert (await chat.card("jiangzong"))["main_title"]["title"] == "那是哪家？发客户全称给我"
    await chat.says("jiangzong", "上海博泽汽车部件有限公司")
    assert (await chat.card("jiangzong"))["main_title"]["title"] == "上海博泽汽车部件有限公司"


async def test_small_talk_answers_no_question(chat: Chat) -> None:
    await chat.says("zhangsan", UNKNOWN)
    await chat.says("zhangsan", "讲个笑话")
    draft = await Draft.get()
    assert draft.state == "open"
    assert "没把握" in await chat.seen("zhangsan")
    await chat.says("zhangsan", "谢谢")
    assert await chat.text("zhangsan") == "不客气，有进展随时发我。"


async def test_a_command_is_no_name(chat: Chat) -> None:
    await chat.says("zhangsan", "新建一个客户")
    await chat.says("zhangsan", "新建一个客户")
    assert (await chat.card("zhangsan"))["main_title"]["title"] == "新客户的全称是？"
    await chat.says("zhangsan", "苏州新锐精密机械有限公司")
    assert "已建客户 · 苏州新锐精密机械有限公司" in await chat.seen("zhangsan")


async def test_a_new_message_leaves_the_question_open(chat: Chat) -> None:
    await chat.says("zhangsan", UNKNOWN)
    await chat.says("zhangsan", "电话联系了博泽，下周二再谈")
    assert (await noted("下周二再谈")).customer.name == "上海博泽汽车部件有限公司"
    assert (await Draft.get()).state == "open"


@pytest.mark.parametrize("words", ["取消", "不要了", "算了"])
async def test_a_question_is_dropped_by_words(chat: Chat, words: str) -> None:
    await chat.says("zhangsan", UNKNOWN)
    await chat.says("zhangsan", words)
    assert (await Draft.get()).state == "dropped"
    assert await chat.text("zhangsan") == "好的，这条不记了。"
    entry = await JournalEntry.filter(action="log_activity").get()
    assert "鹏睿" in (entry.refused or "")


async def test_after_half_an_hour_words_are_a_new_message_and_buttons_still_answer(chat: Chat) -> None:
    await chat.says("zhangsan", UNKNOWN)
    await chat.clock(advance="PT31M")
    await chat.says("zhangsan", "1")
    assert (await Draft.get()).state == "open"
    await chat.taps("zhangsan", "新客户 “鹏睿”")
    assert (await noted("谈了下样件")).customer.name == "鹏睿"


async def test_the_unfiled_is_offered_once_at_six_and_found_among_the_tasks(chat: Chat) -> None:
    """What a person wrote is never lost by an unanswered question."""
    await chat.says("zhangsan", UNKNOWN)
    await chat.clock(set="2026-11-23T18:01:00+08:00")
    card = await chat.card("zhangsan")
    assert card["main_title"]["title"] == "还有 1 条没归档"
    assert rows(card) == {"1": UNKNOWN}
    await chat.clock(set="2026-11-24T18:01:00+08:00")
    assert (await chat.seen("zhangsan")).count("没归档") == 1
    await chat.says("zhangsan", "我今天要跟进谁")
    assert rows(await chat.card("zhangsan"))["未归档"] == UNKNOWN
    await chat.taps("zhangsan", next(b for b in buttons(await chat.card("zhangsan")) if b.startswith("补：")))
    await chat.taps("zhangsan", "新客户 “鹏睿”")
    assert (await noted("谈了下样件")).customer.name == "鹏睿"


async def test_a_question_about_a_query_leaves_nothing_unfiled(chat: Chat) -> None:
    await chat.says("jiangzong", "汇川什么情况")
    await chat.clock(set="2026-11-23T18:01:00+08:00")
    assert "没归档" not in await chat.seen("jiangzong")


async def test_the_unfiled_has_a_row_and_a_button_for_each(chat: Chat) -> None:
    """Of a button that was tapped the row says what it was for; the seventh is offered the next day."""
    await chat.says("zhangsan", "价格跟项目的事情")
    await chat.taps("zhangsan", "做份报价")
    for customer in ("鹏睿", "岚森", "恺拓", "昱朔", "锡暄", "渝峤"):
        await chat.says("zhangsan", f"今天拜访了{customer}，谈了下样件")
    await chat.clock(set="2026-11-23T18:01:00+08:00")
    card = await chat.card("zhangsan")
    assert card["main_title"]["title"] == "还有 7 条没归档"
    assert card["main_title"]["desc"].endswith("共 7 条，先列 6 条")
    assert rows(card)["1"] == "报价：是哪家客户？"
    assert [label.split(" ")[0] for label in buttons(card)] == list(rows(card)) == list("123456")
    assert all(len(label) > 2 for label in buttons(card))
    await chat.clock(set="2026-11-24T18:01:00+08:00")
    assert rows(await chat.card("zhangsan")) == {"1": "今天拜访了渝峤，谈了下样件"}


async def test_what_is_sent_again_and_stored_is_unfiled_no_longer(chat: Chat) -> None:
    await chat.says("zhangsan", UNKNOWN)
    await chat.says("zhangsan", "新客户 鹏睿")
    await chat.says("zhangsan", UNKNOWN)
    assert (await noted("谈了下样件")).customer.name == "鹏睿"
    assert not await Draft.filter(state="open").exists()


@pytest.mark.parametrize("said", ["请假委托 周八", "驳回"])
async def test_a_decision_or_a_leave_that_was_not_finished_is_not_unfiled(chat: Chat, said: str) -> None:
    for quote in ("JM-2087A 1000件 单价38", "JM-2087A 2000件 单价38"):
        await chat.says("zhangsan", f"报价 博泽 {quote}")
        await chat.taps("zhangsan", "确认提交")
    await chat.says("sunqi", said)
    assert await Draft.filter(state="open", member__userid="sunqi").exists()
    await chat.clock(set="2026-11-23T18:01:00+08:00")
    assert "没归档" not in await chat.seen("sunqi")


async def test_the_unfiled_ends_after_thirty_days(chat: Chat) -> None:
    await chat.says("zhangsan", UNKNOWN)
    await chat.clock(jump="P31D")
    await chat.clock(set="2026-12-24T18:01:00+08:00")
    assert (await Draft.get()).state == "dropped"


async def test_questions_survive_a_restart(database_url: str, tmp_path: Path) -> None:
    async with talking(database_url, tmp_path) as chat:
        await chat.says("zhangsan", UNKNOWN)
    async with talking(database_url, tmp_path) as chat:
        await chat.taps("zhangsan", "新客户 “鹏睿”")
        assert (await noted("谈了下样件")).customer.name == "鹏睿"


async def test_a_second_tap_on_a_settled_question_changes_nothing(chat: Chat) -> None:
    """W5."""
    await chat.says("zhangsan", UNKNOWN)
    entry = (await chat.inbox("zhangsan"))[-1]
    key = entry["body"]["template_card"]["button_list"][0]["key"]
    await chat.tap("zhangsan", entry["msgid"], key)
    await chat.tap("zhangsan", entry["msgid"], key, stale=True)
    assert await Activity.filter(note__contains="谈了下样件").count() == 1
    assert "已经处理过了" in await chat.text("zhangsan")


async def test_one_message_one_receipt(chat: Chat) -> None:
    """Its commands run in order; what must ask takes nothing from the others."""
    await chat.says("zhangsan", "上午拜访了博泽，客户要得急；提醒我给王经理寄样")
    card = await chat.card("zhangsan")
    assert len([entry for entry in await chat.inbox("zhangsan") if "template_card" in entry["body"]]) == 1
    assert await Activity.filter(note__contains="要得急").exists()
    assert card["main_title"]["title"].startswith("已记录 1 条")
    assert "什么时候提醒你？" in card["sub_title_text"]
    assert buttons(card) == ["1小时后", "明天 9:00", "明天 15:00", "撤销"]
    await chat.taps("zhangsan", "明天 9:00")
    card = await chat.card("zhangsan")
    assert card["main_title"]["title"].startswith("已记录 2 条")
    assert buttons(card) == ["改一下", "撤销"]


async def test_a_receipt_of_several_says_with_whom(chat: Chat) -> None:
    """What 不对，是… has changed can be seen on it."""
    await chat.says("zhangsan", "今天跟博泽的陈总吃了个饭，聊到二期要扩产，提醒我明天下午三点给他寄样")
    assert rows(await chat.card("zhangsan"))["1 跟进"].endswith("陈总 吃了个饭，聊到二期要扩产")
    await chat.says("zhangsan", "不对，是程总")
    assert rows(await chat.card("zhangsan"))["1 跟进"].endswith("程总 吃了个饭，聊到二期要扩产")


async def test_the_same_question_of_one_message_is_asked_once(chat: Chat) -> None:
    await chat.says("wujun", "新客户 苏州汇川电子有限公司")
    await chat.says("wujun", "今天拜访了汇川，谈了样件；另外提醒我明天上午十点给汇川寄样")
    while (open_one := await Draft.filter(state="open").first()) and len(buttons(await chat.card("wujun"))) > 2:
        await chat.taps("wujun", "选 1")
        assert not await Draft.filter(state="open", options=open_one.options).exists()
    assert await Draft.filter(state="open").count() == 0


async def test_a_list_of_several_is_undone_newest_first(chat: Chat) -> None:
    await chat.says("wangwu", "今天上午拜访了拓普，要我们降价3%；另外给拓普加个联系人 钟倩 品质主管 138-0013-8000")
    receipt = await Receipt.get()
    assert (await chat.card("wangwu"))["main_title"]["title"] == "已记录 2 条 · 宁波拓普集团股份有限公司"
    await chat.says("wangwu", "撤销 2")
    assert "已撤销：联系人" in await chat.text("wangwu")
    assert await Activity.filter(note__contains="降价3%").exists()
    await chat.says("wangwu", f"撤销 #{receipt.number}")
    assert not await Activity.filter(note__contains="降价3%").exists()
    await chat.says("wangwu", f"撤销 #{receipt.number}")
    assert await chat.text("wangwu") == "这条已经撤销过了。"


async def test_a_whole_command_answers_no_question_about_a_value(chat: Chat) -> None:
    """It is a new message with its own currency and without the other's discount; the question stays open."""
    await chat.says("zhangsan", "报价 博泽 打九五折")
    assert (await chat.card("zhangsan"))["main_title"]["title"].startswith("报什么？")
    await chat.says("zhangsan", "报价 博泽 JM-2087A 1000件 单价10美元")
    assert rows(await chat.card("zhangsan"))["总价"].startswith("10,000 美元")
    assert "折扣" not in rows(await chat.card("zhangsan"))
    assert await Draft.filter(state="open", slot="lines").exists()


async def test_lines_alone_answer_the_question_for_them(chat: Chat) -> None:
    await chat.says("zhangsan", "报价 博泽 打九五折")
    await chat.says("zhangsan", "JM-2087A 1000件 单价10元")
    assert rows(await chat.card("zhangsan"))["总价"].startswith("9,500 元")
    assert not await Draft.filter(state="open", slot="lines").exists()
