"""A quote is changed only as a new version, and what was agreed to or asked before is void."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.quotes import quoting
from storage.models import Opportunity, Quote, QuoteLine
from tests.chat import Chat, buttons, rows
from tests.chat import words as written
from tests.quote_side import BOZE, SAID, submitted


async def test_undo_withdraws_and_the_number_stays_used(chat: Chat) -> None:
    quote = await submitted(chat)
    await chat.taps("zhangsan", "撤销")
    await quote.refresh_from_db()
    assert quote.state == "withdrawn"
    assert (await submitted(chat)).number == "Q2026-0009"


async def test_a_quote_is_withdrawn_by_words_and_its_approvers_card_closes(chat: Chat) -> None:
    quote = await submitted(chat)
    await chat.says("zhangsan", "撤回给博泽的报价")
    await quote.refresh_from_db()
    assert quote.state == "withdrawn"
    card = await chat.card("zhangsan")
    assert card["main_title"]["title"] == f"已撤回报价 Q2026-0008 · {BOZE}"
    assert buttons(card) == ["改单价", "改数量", "改折扣", "改有效期", "原样重提"]
    closed = await chat.card("sunqi")
    assert closed["main_title"]["title"].startswith("已撤回")
    await chat.says("zhangsan", "撤回 Q2026-0008")
    assert await chat.text("zhangsan") == "Q2026-0008已经撤回，不用撤回。"


async def test_of_several_quotes_it_is_asked_which_to_withdraw(chat: Chat) -> None:
    await submitted(chat)
    second = await submitted(chat, "报价 博泽 5万")
    await chat.says("zhangsan", "撤回给博泽的报价")
    assert rows(await chat.card("zhangsan")) == {"1": "Q2026-0009 50,000 元", "2": "Q2026-0008 77,000 元"}
    await chat.says("zhangsan", "1")
    await second.refresh_from_db()
    assert second.state == "withdrawn"


@pytest.mark.parametrize(
    ("words", "change"),
    [
        ("单价改成37.5元", "JM-2087A 单价 38.50→37.50"),
        ("数量改成3000件", "JM-2087A 数量 2000→3000"),
        ("折扣改成九折", "折扣 无→9折"),
        ("有效期改成下月底", "有效期 11月30日 周一→12月31日 周四"),
        ("总价改成7.6万", "JM-2087A 单价 38.50→38.00"),
    ],
)
async def test_a_change_is_a_new_version_that_says_what_changed(chat: Chat, words: str, change: str) -> None:
    first = await submitted(chat)
    await chat.says("zhangsan", words)
    card = await chat.card("zhangsan")
    assert card["main_title"]["title"] == f"已提交报价 Q2026-0008-v2 · {BOZE}"
    assert change in card["sub_title_text"]
    await first.refresh_from_db()
    second = await Quote.get(number=first.number, version=2)
    assert (first.state, second.state) == ("superseded", "pending")
    assert first.digest != second.digest


async def test_changes_add_up_and_undo_takes_the_newest_version_back(chat: Chat) -> None:
    await submitted(chat)
    await chat.says("zhangsan", "单价改成37.5元")
    await chat.says("zhangsan", "数量改成3000件")
    third = await Quote.get(number="Q2026-0008", version=3)
    assert third.total == Decimal("112500")
    await chat.says("zhangsan", "撤销")
    await third.refresh_from_db()
    assert third.state == "withdrawn"


async def test_a_correction_builds_on_the_newest_version_however_it_came_about(chat: Chat) -> None:
    await submitted(chat)
    await chat.says("zhangsan", "撤回给博泽的报价")
    await chat.taps("zhangsan", "改数量")
    await chat.says("zhangsan", "3000")
    await chat.taps("zhangsan", "确认提交")
    await chat.says("zhangsan", "折扣改成九折")
    third = await Quote.get(number="Q2026-0008", version=3)
    assert third.total == Decimal("103950")
    await chat.says("zhangsan", "折扣改成九折")
    assert await chat.text("zhangsan") == "和原来一样，没有改动。"


async def test_a_withdrawn_quote_goes_again_as_a_new_version(chat: Chat) -> None:
    await submitted(chat)
    await chat.says("zhangsan", "撤回给博泽的报价")
    await chat.taps("zhangsan", "改单价")
    await chat.says("zhangsan", "37.5")
    assert rows(await chat.card("zhangsan"))["总价"].startswith("75,000 元")
    assert not await Quote.filter(number="Q2026-0008", version=2).exists()
    await chat.taps("zhangsan", "确认提交")
    assert (await Quote.get(number="Q2026-0008", version=2)).state == "pending"


async def test_a_price_changed_after_the_approval_voids_it_and_says_so(chat: Chat) -> None:
    """R40: the version that was agreed to is no offer any more; the new one is approved anew."""
    first = await submitted(chat)
    await chat.says("sunqi", "同意 Q2026-0008")
    await first.refresh_from_db()
    assert (first.state, first.decided_at is not None) == ("approved", True)
    await chat.says("zhangsan", "单价改成37.5元")
    assert (await chat.card("zhangsan"))["sub_title_text"].startswith("原来的批准作废，重新审批。")
    second = await Quote.get(number="Q2026-0008", version=2)
    await first.refresh_from_db()
    assert (first.state, second.state) == ("superseded", "pending")
    assert await quoting.approved_quote(await Opportunity.get(id=first.opportunity_id)) is None
    assert (await chat.card("sunqi"))["main_title"]["title"] == "Q2026-0008-v2 · 博泽"


async def test_what_is_not_what_was_submitted_is_not_approved(chat: Chat) -> None:
    """The approved version is hashed: a row that was changed behind our back stops the approval."""
    quote = await submitted(chat)
    await QuoteLine.filter(quote_id=quote.id).update(unit_price=Decimal("3.85"))
    await chat.says("sunqi", "同意 Q2026-0008")
    assert "是我们的问题" in await chat.text("sunqi")
    assert (await Quote.get(id=quote.id)).state == "pending"


async def test_a_returned_quote_goes_again_and_resumes_with_words_of_the_change(chat: Chat) -> None:
    """R38: returned, changed by a button, submitted as a new version."""
    first = await submitted(chat)
    await chat.says("sunqi", "退回 Q2026-0008 价格太高")
    await first.refresh_from_db()
    assert first.state == "returned"
    await chat.taps("zhangsan", "改单价")
    await chat.says("zhangsan", "37.5")
    assert "JM-2087A 单价 38.50→37.50" in (await chat.card("zhangsan"))["sub_title_text"]
    await chat.taps("zhangsan", "确认提交")
    assert rows(await chat.card("sunqi"))["变化"].startswith("JM-2087A 单价 38.50→37.50")


async def test_after_a_return_whoever_agreed_to_the_same_prices_is_not_asked_again(chat: Chat) -> None:
    """R126: only the validity changes; the new version resumes at the approver who returned it."""
    await submitted(chat, "报价 博泽 JM-2087A 9000件 38.5")
    await chat.says("wujun", "同意 Q2026-0008")
    await chat.says("qianwei", "退回 Q2026-0008 有效期太短")
    await chat.taps("zhangsan", "改有效期")
    await chat.says("zhangsan", "下月底")
    await chat.taps("zhangsan", "确认提交")
    assert "不用再批" in (await chat.card("wujun"))["sub_title_text"]
    assert (await chat.card("qianwei"))["main_title"]["title"] == "Q2026-0008-v2 · 博泽"
    await chat.says("qianwei", "同意 Q2026-0008")
    assert (await Quote.get(number="Q2026-0008", version=2)).state == "approved"


async def test_an_approved_quote_is_withdrawn_only_when_confirmed_and_its_approvers_hear_of_it(chat: Chat) -> None:
    quote = await submitted(chat)
    await chat.taps("sunqi", "同意")
    await chat.says("zhangsan", f"撤回 {quote.title}")
    await quote.refresh_from_db()
    assert quote.state == "approved", "asked first"
    await chat.taps("zhangsan", "确认")
    await quote.refresh_from_db()
    assert quote.state == "withdrawn"
    assert f"张三 撤回了已批准的 {quote.title}，批准作废" in await chat.seen("sunqi")


async def test_of_several_approved_quotes_it_is_asked_which_to_withdraw(chat: Chat) -> None:
    for said in (SAID, "报价 博泽 5万"):
        await submitted(chat, said)
        await chat.taps("sunqi", "同意")
    await chat.says("zhangsan", "撤回给博泽的报价")
    shown = rows(await chat.card("zhangsan"))
    assert (shown["1"], shown["2"]) == ("Q2026-0009 50,000 元", "Q2026-0008 77,000 元")
    assert await Quote.filter(state="withdrawn").count() == 0


async def test_a_change_by_words_after_a_return_is_confirmed(chat: Chat) -> None:
    quote = await submitted(chat)
    await chat.says("sunqi", f"退回 {quote.title} 单价太高")
    await chat.says("zhangsan", "单价改成37.5元")
    assert not await Quote.filter(number=quote.number, version=2).exists()
    await chat.taps("zhangsan", "提交新的一版")
    await chat.taps("zhangsan", "确认提交")
    assert (await Quote.get(number=quote.number, version=2)).state == "pending"


async def test_the_card_of_a_version_that_came_back_leaves_the_next_one_alone(chat: Chat) -> None:
    quote = await submitted(chat)
    await chat.says("sunqi", f"退回 {quote.title} 单价太高")
    back = next(entry for entry in await chat.inbox("zhangsan") if "请修改" in written(entry))
    again = next(one["key"] for one in back["body"]["template_card"]["button_list"] if one["text"] == "原样重提")
    await chat.tap("zhangsan", back["msgid"], again)
    await chat.taps("zhangsan", "确认提交")
    await chat.tap("zhangsan", back["msgid"], again, stale=True)
    assert f"这是 {quote.title} 的卡片" in await chat.seen("zhangsan")
    assert [row.state for row in await Quote.filter(number=quote.number).order_by("version")] == [
        "superseded",
        "pending",
    ]
