"""改一下 and 撤销: for 24 hours, in place, by words and by button, journaled (W4, W9)."""

from __future__ import annotations

import pytest

from storage.models import Activity, JournalEntry, Receipt
from tests.chat import Chat, buttons, rows

SAID = "今天拜访了博泽的王经理，客户嫌铜价高，下周三再谈"


async def visit() -> Activity:
    return await Activity.filter(note__contains="铜价").get().select_related("customer")


@pytest.mark.parametrize(
    ("words", "field", "value"),
    [
        ("不对，是李经理", "contact", "李经理"),
        ("联系人改成李经理", "contact", "李经理"),
        ("日期写错了，应该是上周五", "occurred_on", "2026-11-20"),
        ("下次跟进改成下周五", "next_on", "2026-12-04"),
        ("客户改成苏州汇川", "customer", "苏州汇川技术有限公司"),
    ],
)
async def test_words_put_a_field_of_the_last_record_right(chat: Chat, words: str, field: str, value: str) -> None:
    await chat.says("zhangsan", SAID)
    before = await visit()
    await chat.says("zhangsan", words)
    after = await visit()
    assert after.id == before.id
    assert str(after.customer.name if field == "customer" else getattr(after, field)) == value
    entry = await JournalEntry.get(action="amend")
    assert entry.record == f"activity:{after.id}"
    assert entry.before != entry.after


async def test_the_button_asks_which_field_and_takes_the_value(chat: Chat) -> None:
    await chat.says("zhangsan", SAID)
    await chat.taps("zhangsan", "改一下")
    assert (await chat.card("zhangsan"))["main_title"]["title"] == "改哪一项？"
    assert buttons(await chat.card("zhangsan"))[:2] == ["联系人", "日期"]
    await chat.taps("zhangsan", "日期")
    assert (await chat.card("zhangsan"))["main_title"]["title"] == "日期改成什么？"
    await chat.says("zhangsan", "上周五")
    assert str((await visit()).occurred_on) == "2026-11-20"
    assert (await chat.card("zhangsan"))["main_title"]["title"].startswith("已补录拜访")


async def test_an_amendment_that_is_not_wanted_leaves_the_record(chat: Chat) -> None:
    await chat.says("zhangsan", SAID)
    await chat.taps("zhangsan", "改一下")
    await chat.taps("zhangsan", "联系人")
    await chat.taps("zhangsan", "不要了")
    assert (await visit()).contact == "王经理"
    assert rows(await chat.card("zhangsan"))["联系人"] == "王经理"


async def test_two_amendments_in_a_row_keep_the_first(chat: Chat) -> None:
    await chat.says("zhangsan", SAID)
    await chat.says("zhangsan", "联系人改成李经理")
    await chat.says("zhangsan", "下次跟进改成下周五")
    changed = await visit()
    assert (changed.contact, str(changed.next_on)) == ("李经理", "2026-12-04")


async def test_the_same_rule_holds_for_an_amendment(chat: Chat) -> None:
    await chat.says("zhangsan", SAID)
    await chat.says("zhangsan", "日期改成明天")
    assert "日期还没到" in await chat.text("zhangsan")
    assert str((await visit()).occurred_on) == "2026-11-23"


async def test_on_several_records_it_first_asks_which(chat: Chat) -> None:
    await chat.says("wangwu", "今天上午拜访了拓普，嫌铜价高；另外给拓普加个联系人 钟倩 品质主管 138-0013-8000")
    await chat.taps("wangwu", "改一下")
    assert buttons(await chat.card("wangwu")) == ["改 1", "改 2"]
    await chat.taps("wangwu", "改 2")
    await chat.taps("wangwu", "电话")
    await chat.says("wangwu", "13900000002")
    assert "13900000002" in str((await Receipt.get()).lines)


async def test_nothing_is_amended_or_undone_after_a_day(chat: Chat) -> None:
    await chat.says("zhangsan", SAID)
    await chat.clock(jump="PT25H")
    await chat.says("zhangsan", "联系人改成李经理")
    assert (await visit()).contact == "王经理"
    await chat.says("zhangsan", f"撤销 #{(await Receipt.get()).number}")
    assert "超过 24 小时" in await chat.text("zhangsan")
    assert await visit()


async def test_an_old_card_says_that_it_is_undone(chat: Chat) -> None:
    """W5: a phone that has not refreshed."""
    await chat.says("zhangsan", SAID)
    entry = (await chat.inbox("zhangsan"))[-1]
    amend, undo = (button["key"] for button in entry["body"]["template_card"]["button_list"])
    await chat.tap("zhangsan", entry["msgid"], undo)
    await chat.tap("zhangsan", entry["msgid"], undo, stale=True)
    assert await chat.text("zhangsan") == "这条已经撤销过了。"
    await chat.tap("zhangsan", entry["msgid"], amend, stale=True)
    assert await chat.text("zhangsan") == "这张回执上没有能改的记录了。"
    assert await JournalEntry.filter(action="undo", refused=None).count() == 1


async def test_undo_with_nothing_to_undo(chat: Chat) -> None:
    await chat.says("zhangsan", "撤销")
    assert await chat.text("zhangsan") == "没有可以撤销的记录。"
    await chat.says("zhangsan", "联系人改成李经理")
    assert await chat.text("zhangsan") == "24 小时内没有你记的内容。先记一条，记错了随时能改。"


async def test_who_reads_in_wechat_corrects_by_typing(chat: Chat) -> None:
    """文字回执: no button can be tapped there; the number says which receipt, also when another came after it."""
    await chat.says("zhangsan", "文字回执 开")
    await chat.says("zhangsan", SAID)
    number = rows(await chat.card("zhangsan"))["回执"]
    assert f"可以回复：“改一下 {number}”、“撤销 {number}”" in await chat.text("zhangsan")
    await chat.says("zhangsan", "电话联系了汇川的周工")
    await chat.says("zhangsan", f"改一下 {number}")
    assert "可以回复：“联系人”、“日期”" in await chat.text("zhangsan")
    await chat.says("zhangsan", "联系人")
    await chat.says("zhangsan", "李经理")
    assert (await visit()).contact == "李经理"


async def test_a_number_of_somebody_elses_receipt_is_none_of_yours(chat: Chat) -> None:
    await chat.says("zhangsan", SAID)
    number = rows(await chat.card("zhangsan"))["回执"]
    await chat.says("lisi", f"改一下 {number}")
    assert "没找到这张回执" in await chat.text("lisi")
