"""Logging visits and the like, through the wire."""

from __future__ import annotations

from storage.models import Activity
from tests.chat import Chat, buttons, rows

SAID = "今天拜访了博泽的王经理，客户对价格敏感，下周三再谈"


async def test_a_visit_is_kept_and_answered_with_a_card(chat: Chat) -> None:
    """R50, R102: one message, stored at once, answered with what was stored under whom and what comes next."""
    await chat.says("zhangsan", SAID)
    card = await chat.card("zhangsan")
    assert card["main_title"] == {"title": "已记录拜访 · 上海博泽汽车部件有限公司", "desc": "11月23日 周一"}
    assert rows(card)["联系人"] == "王经理"
    assert rows(card)["下次跟进"] == "12月2日 周三"
    assert buttons(card) == ["改一下", "撤销"]
    activity = await Activity.filter(note="客户对价格敏感，下周三再谈").get().select_related("customer", "member")
    assert (activity.customer.name, activity.member.userid) == ("上海博泽汽车部件有限公司", "zhangsan")


async def test_a_tap_on_undo_takes_the_visit_back_and_changes_the_card(chat: Chat) -> None:
    """W4."""
    before = await Activity.all().count()
    await chat.says("zhangsan", SAID)
    await chat.taps("zhangsan", "撤销")
    assert await Activity.all().count() == before
    card = await chat.card("zhangsan")
    assert card["replace_text"] == "已撤销"
    assert buttons(card) == []


async def test_undo_and_amend_by_words(chat: Chat) -> None:
    """W4."""
    before = await Activity.all().count()
    await chat.says("zhangsan", SAID)
    await chat.says("zhangsan", "不对，是李经理")
    assert (await Activity.filter(note__contains="价格敏感，下周三").get()).contact == "李经理"
    assert rows(await chat.card("zhangsan"))["联系人"] == "李经理"
    await chat.says("zhangsan", "撤销")
    assert await Activity.all().count() == before
    assert (await chat.text("zhangsan")).startswith("已撤销：拜访 上海博泽汽车部件有限公司")


async def test_a_promise_that_was_kept_is_no_next_follow_up(chat: Chat) -> None:
    await chat.says("zhangsan", "今天拜访了博泽的王经理，下周三再谈")
    await chat.says("zhangsan", "查一下博泽")
    assert rows(await chat.card("zhangsan"))["下次跟进"].startswith("12月2日")
    await chat.says("zhangsan", "电话联系了博泽的王经理，聊了聊价格")
    await chat.says("zhangsan", "查一下博泽")
    assert rows(await chat.card("zhangsan"))["下次跟进"] == "还没定"
