"""What people read about a quote on its way: why it goes where it goes, what it still lacks, and what helps on."""

from __future__ import annotations

from decimal import Decimal

from bot.quotes import offering
from storage.models import Quote
from tests.chat import Chat, buttons, rows
from tests.quote_side import submitted

UNRATED = "没设美元汇率，按最高一档审批"


async def test_a_foreign_quote_says_why_it_goes_so_high(chat: Chat) -> None:
    """Without a rate it counts above every threshold: submitter and approvers read that, before and after."""
    await chat.says("zhangsan", "报价 博泽 总价100美元")
    assert rows(await chat.card("zhangsan"))["汇率"] == UNRATED
    await chat.taps("zhangsan", "确认提交")
    assert rows(await chat.card("zhangsan"))["汇率"] == UNRATED
    assert rows(await chat.card("wujun"))["汇率"] == UNRATED
    await chat.taps("wujun", "全部明细")
    assert f"汇率 {UNRATED}" in await chat.text("wujun")


async def test_a_foreign_contract_says_so_too(chat: Chat) -> None:
    await chat.says("zhangsan", "屹然签了，合同2万美元，下月底交货")
    await chat.taps("zhangsan", "确认")
    assert rows(await chat.card("zhangsan"))["汇率"] == UNRATED
    assert rows(await chat.card("wujun"))["汇率"] == UNRATED


def test_yuan_needs_no_rate() -> None:
    assert offering.rate_words(Decimal(100), "CNY") is None
    assert offering.rate_words(Decimal(100), "SEK") == "没设SEK汇率，按最高一档审批"


async def test_a_quote_that_waits_says_what_lets_it_go(chat: Chat) -> None:
    """待补材料: who will be asked, and 缺什么 names what the quote lacks, not what the next stage does."""
    await submitted(chat, "报价 屹然 JM-2087A 100件 175")
    assert rows(await chat.card("zhangsan"))["审批"] == "补齐后自动送孙琦"
    await chat.says("zhangsan", "缺什么 屹然")
    card = await chat.card("zhangsan")
    assert card["main_title"] == {"title": "屹然还缺 4 项", "desc": "补齐后 Q2026-0008 自动送审"}
    assert buttons(card)[:3] == ["归档需求文档", "请工程部评审", "记方案版本"]


async def test_a_requested_review_offers_what_else_is_missing(chat: Chat) -> None:
    """Its receipt takes the place of the one that offered it; nothing on the way is lost from sight."""
    await chat.says("zhangsan", "屹然需求文档归档了，在共享盘")
    await chat.taps("zhangsan", "请工程部评审")
    card = await chat.card("zhangsan")
    assert rows(card)["还缺"] == "方案版本编号留存"
    assert buttons(card) == ["记方案版本", "撤销"]
    await chat.taps("zhangsan", "记方案版本")
    await chat.says("zhangsan", "V1")
    card = await chat.card("zhangsan")
    assert rows(card)["报价还缺"] == "工程部协同评审"
    assert buttons(card) == ["撤销"]  # under way: nothing is asked for twice


async def test_while_one_is_with_its_approvers_no_other_quote_is_offered(chat: Chat) -> None:
    quote = await submitted(chat)
    for asked in ("商机 博泽", "缺什么 博泽", "博泽推进到合同签订"):
        await chat.says("zhangsan", asked)
        offered = buttons(await chat.card("zhangsan"))
        assert offered[0] == "看审批进度", asked
        assert "报价" not in offered
    await chat.taps("zhangsan", "看审批进度")
    card = await chat.card("zhangsan")
    assert card["main_title"]["title"].startswith(f"进度 · {quote.number}")
    assert rows(card)["时限"] == "11月25日 周三 10:00"


async def test_consent_and_its_stage_come_in_one_message_with_what_leads_on(chat: Chat) -> None:
    """R39, R14: the submitter hears of the last consent and of 合同签订 at once, then gets the paper."""
    await submitted(chat)
    before = len(await chat.inbox("zhangsan"))
    await chat.taps("sunqi", "同意")
    told, paper = (await chat.inbox("zhangsan"))[before:]
    card = told["body"]["template_card"]
    assert card["main_title"]["title"] == "Q2026-0008 已批准"
    assert card["sub_title_text"] == "已进入合同签订。给客户的报价单随后发来，转发就行。"
    assert buttons(card) == ["转合同", "进度"]
    assert paper["msgtype"] == "file"
    await chat.taps("zhangsan", "转合同")
    assert (await chat.card("zhangsan"))["main_title"]["title"] == "什么时候交货？"


async def test_details_may_be_typed_without_a_number(chat: Chat) -> None:
    """As whoever reads in WeChat does: the one that waits for them; where several do, which."""
    await submitted(chat)
    await chat.says("sunqi", "全部明细")
    assert "Q2026-0008 上海博泽汽车部件有限公司" in await chat.text("sunqi")
    await submitted(chat, "报价 苏州汇川 5万")
    await chat.says("sunqi", "全部明细")
    assert (await chat.card("sunqi"))["main_title"]["title"] == "哪一张？"
    await chat.taps("sunqi", "选 2")
    assert f"{(await Quote.get(number='Q2026-0009')).title} 苏州汇川技术有限公司" in await chat.text("sunqi")
    await chat.says("zhaoliu", "全部明细")
    assert "没有等你审批的单子" in await chat.text("zhaoliu")
