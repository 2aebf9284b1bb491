"""Versions: after a return, after a change of price, after a withdrawal; cards with the longest data."""

from __future__ import annotations

from storage.models import Approval, Quote
from tests.approval_side import asked, asks
from tests.chat import Chat, buttons, rows

OFFER = "报价 博泽 JM-2087A 30000件 单价38.5，有效期到月底"  # 1,155,000: three approvers in two rounds


async def submitted(chat: Chat) -> str:
    await chat.says("zhangsan", OFFER)
    await chat.taps("zhangsan", "确认提交")
    return (await Quote.all().order_by("-id").limit(1))[0].number


async def returned(chat: Chat) -> str:
    """Both of the first round agreed, the executive wants a change."""
    number = await submitted(chat)
    await chat.taps("wujun", "同意")
    await chat.taps("qianwei", "同意")
    await chat.taps("jiangzong", "退回修改", selected={"reason": ["付款条件不合适"]})
    return number


async def newest() -> Approval:
    return (await Approval.all().order_by("-id").limit(1))[0]


async def test_a_return_goes_on_where_it_was_returned(chat: Chat) -> None:
    """R126: only the validity changed; those who agreed are told, not asked."""
    number = await returned(chat)
    await chat.taps("zhangsan", "改有效期")
    await chat.says("zhangsan", "12月31日")
    await chat.taps("zhangsan", "确认提交")
    assert (await newest()).title == f"{number}-v2"
    assert await asks(chat, "jiangzong")
    assert not await asks(chat, "wujun")
    assert f"{number}-v2 已重新提交" in await chat.seen("wujun")
    assert "不用再批" in await chat.seen("qianwei")
    assert "接着上次的批" in (await asks(chat, "jiangzong"))[0]["sub_title_text"]
    await chat.taps("jiangzong", "同意")
    assert (await newest()).state == "approved"


async def test_another_price_starts_anew(chat: Chat) -> None:
    """R40, R126: what others agreed to has changed."""
    number = await returned(chat)
    await chat.taps("zhangsan", "改单价")
    await chat.says("zhangsan", "39")
    await chat.taps("zhangsan", "确认提交")
    assert (await newest()).title == f"{number}-v2"
    for userid in ("wujun", "qianwei"):
        assert "单价 38.50→39.00" in rows((await asks(chat, userid))[0])["变化"]
    assert not await asks(chat, "jiangzong")


async def test_a_resumed_approval_follows_who_sits_there_today(chat: Chat) -> None:
    """R126, R127: whoever returned it is away by then."""
    number = await returned(chat)
    await chat.says("jiangzong", "请假委托 冯涛 到周五")
    await chat.taps("zhangsan", "原样重提")
    await chat.taps("zhangsan", "确认提交")
    assert (await newest()).title == f"{number}-v2"
    assert await asks(chat, "fengtao")
    assert await asks(chat, "jiangzong")


async def test_a_tap_on_an_older_versions_card_decides_nothing(chat: Chat) -> None:
    """R40: approval is by version."""
    await submitted(chat)
    entry = (await chat.inbox("wujun"))[-1]
    key = entry["body"]["template_card"]["button_list"][0]["key"]
    await chat.says("zhangsan", "单价改成39元")
    new, old = await Approval.all().order_by("-id").limit(2)
    await chat.tap("wujun", entry["msgid"], key, stale=True)
    assert "已撤回" in await chat.text("wujun")
    assert new.title == f"{old.title}-v2"
    assert (await newest()).state == "pending"


async def test_the_longest_card_keeps_the_limits(chat: Chat) -> None:
    """Seven long models, figures of eight digits, a name of many characters: the platform takes it, uncut."""
    lines = [(f"JM-{n}087A-ZINC-NICKEL-PLATED-LONG-{n}", "123456.789", "12345.6789") for n in range(1, 8)]
    await asked(chat, "9999999999.99", lines=lines, number="Q2026-123456", version=12)
    for userid in ("wujun", "qianwei"):
        card = (await asks(chat, userid))[0]
        assert card["sub_title_text"].endswith("共 7 行")
        assert len(card["sub_title_text"]) <= 160
        assert len(rows(card)) <= 6
        assert all(len(value) <= 30 for value in rows(card).values())
        assert len(card["main_title"]["desc"]) <= 44
        assert "…" not in card["main_title"]["desc"]
        assert len(buttons(card)) == 6
    assert all(entry["state"] == "shown" for entry in await chat.inbox("wujun"))
