"""Quotes by chat: shown before they are stored, asked about where unclear, waiting or on their way."""

from __future__ import annotations

from decimal import Decimal

import pytest

from storage.models import JournalEntry, Opportunity, Quote, QuoteLine, StageMove
from tests.chat import Chat, buttons, rows
from tests.quote_side import BOZE, SAID, YANFENG, asked, submitted


async def test_a_quote_is_shown_with_its_total_and_its_approvers_before_it_is_stored(chat: Chat) -> None:
    """R29: a line and a total; nothing is stored and no number used until the tap."""
    before = await Quote.all().count()
    await chat.says("zhangsan", SAID)
    card = await chat.card("zhangsan")
    assert card["main_title"]["title"] == f"待确认 · {BOZE}"
    assert card["sub_title_text"] == "JM-2087A ×2000 @38.50"
    assert rows(card) == {"总价": "77,000 元（含税 13%）", "审批": "孙琦", "有效期": "到 11月30日 周一"}
    assert buttons(card) == ["确认提交", "不要了"]
    assert await Quote.all().count() == before
    assert "Q2026-0008" not in await chat.seen("sunqi")
    await chat.taps("zhangsan", "确认提交")
    quote = await Quote.get(number="Q2026-0008").select_related("customer", "owner", "opportunity")
    line = await QuoteLine.get(quote_id=quote.id)
    assert (line.model, line.amount, quote.total) == ("JM-2087A", Decimal(77000), Decimal(77000))
    assert (line.qty, line.unit_price) == (Decimal(2000), Decimal("38.5"))
    assert (quote.state, quote.opportunity.stage) == ("pending", "quotation")


async def test_a_quote_is_bound_to_its_customer_its_owner_and_its_deal_without_asking(chat: Chat) -> None:
    """R32."""
    quote = await submitted(chat)
    await quote.fetch_related("customer", "owner", "opportunity")
    assert (quote.customer.name, quote.owner.userid, quote.opportunity.title) == (BOZE, "zhangsan", "门锁轴套")


async def test_numbers_go_on_without_gaps_over_what_was_not_confirmed(chat: Chat) -> None:
    await chat.says("zhangsan", SAID)
    await chat.taps("zhangsan", "不要了")
    first = await submitted(chat)
    second = await submitted(chat, "报价 苏州汇川 JM-6208 100件 140")
    assert (first.number, second.number) == ("Q2026-0008", "Q2026-0009")


@pytest.mark.parametrize(
    ("said", "approvers"),
    [
        ("报价 博泽 30万", "孙琦"),
        ("报价 博泽 300000.01元", "吴军、钱伟"),
        ("报价 博泽 35万", "吴军、钱伟"),
        ("报价 博泽 120万", "吴军、钱伟 → 蒋总"),
        ("报价 博泽 JM-2087A 2000件 单价34.9", "孙琦、吴军"),  # below the floor adds the director
        ("报价 博泽 JM-2087A 10000件 单价34.9", "吴军、钱伟"),  # who is asked only once
        ("报价 博泽 JM-2087A 2000件 单价9.5美元", "吴军、钱伟 → 蒋总"),  # without a rate above every threshold
        ("报价 博泽 JM-NEW 2000件 单价0.5", "孙琦"),  # no floor: nobody is added
        ("报价 博泽 JM-2087A 7000件 单价38.5，不含税", "吴军、钱伟"),  # 269,500 is 304,535 with tax
    ],
)
async def test_who_must_approve_is_said_before_the_tap(chat: Chat, said: str, approvers: str) -> None:
    """R33, R35: 300,000 passes by the normal rule; 300,000.01 starts multi-level."""
    await chat.says("zhangsan", said)
    assert rows(await chat.card("zhangsan"))["审批"] == approvers


async def test_without_tax_both_sums_are_shown(chat: Chat) -> None:
    await chat.says("zhangsan", "报价 博泽 JM-2087A 2000件 单价38.5，未税")
    card = await chat.card("zhangsan")
    assert "不含税 77,000 元，税 10,010 元" in card["sub_title_text"]
    assert rows(card)["总价"] == "87,010 元（含税 13%）"


async def test_a_price_below_its_floor_is_said_without_the_floor(chat: Chat) -> None:
    await chat.says("zhangsan", "报价 博泽 JM-2087A 2000件 单价34.9")
    shown = rows(await chat.card("zhangsan"))
    assert shown["低于底价"[:5]] == "JM-2087A，加总监审批"
    assert "35" not in await chat.seen("zhangsan")


async def test_a_price_without_a_quantity_asks_the_yearly_volume(chat: Chat) -> None:
    """The threshold then applies to price × 年用量."""
    await chat.says("zhangsan", "报价 博泽 JM-2087A 单价38.5")
    assert await asked(chat) == "JM-2087A 的年用量是多少？"
    await chat.says("zhangsan", "20万件")
    card = await chat.card("zhangsan")
    assert card["sub_title_text"] == "JM-2087A ×200000/年 @38.50"
    assert rows(card)["审批"] == "吴军、钱伟 → 蒋总"
    await chat.taps("zhangsan", "确认提交")
    assert (await QuoteLine.all().order_by("-id").first()).yearly  # type: ignore[union-attr]


async def test_a_yearly_volume_that_was_said_is_not_asked_for(chat: Chat) -> None:
    await chat.says("zhangsan", "报价 博泽 JM-2087A 年用量20万件 单价38.5")
    assert (await chat.card("zhangsan"))["sub_title_text"] == "JM-2087A ×200000/年 @38.50"


async def test_a_quantity_without_a_price_asks_the_price(chat: Chat) -> None:
    await chat.says("zhangsan", "报价 博泽 JM-2087A 2000件")
    assert await asked(chat) == "JM-2087A 的单价是多少？"
    await chat.says("zhangsan", "38.5")
    assert rows(await chat.card("zhangsan"))["总价"].startswith("77,000 元")


async def test_nothing_said_about_the_price_asks_what(chat: Chat) -> None:
    await chat.says("zhangsan", "给博泽报个价")
    assert await asked(chat) == "报什么？比如：JM-2087A 2000件 38.5"
    await chat.says("zhangsan", "JM-2087A 2000件 38.5")
    assert rows(await chat.card("zhangsan"))["总价"].startswith("77,000 元")


@pytest.mark.parametrize(("answer", "total"), [("折前", "294,500"), ("折后", "310,000")])
async def test_a_discount_asks_only_where_its_readings_lie_apart(chat: Chat, answer: str, total: str) -> None:
    await chat.says("zhangsan", "报价 博泽 31万 九五折")
    assert await asked(chat) == "说的价格是折后还是折前？折前再打9.5折是 294,500 元"
    await chat.taps("zhangsan", answer)
    assert rows(await chat.card("zhangsan"))["总价"].startswith(total)


async def test_a_discount_across_no_threshold_is_not_asked_about(chat: Chat) -> None:
    await chat.says("zhangsan", "报价 博泽 32万 九五折")
    assert rows(await chat.card("zhangsan"))["总价"].startswith("304,000")


@pytest.mark.parametrize(("answer", "total"), [("按明细", "110,000 元"), ("按总价", "109,000 元")])
async def test_a_total_that_does_not_add_up_asks_which(chat: Chat, answer: str, total: str) -> None:
    await chat.says("zhangsan", "报价 博泽 JM-2087A 2000件 单价38.5，JM-3110 500件 66，总价10.9万")
    assert await asked(chat) == "明细合计 110,000 元，总价说的是 109,000 元，按哪个？"
    await chat.taps("zhangsan", answer)
    assert rows(await chat.card("zhangsan"))["总价"].startswith(total)
    await chat.taps("zhangsan", "确认提交")
    quote = await Quote.all().order_by("-id").first()
    assert quote is not None
    assert sum([line.amount for line in await QuoteLine.filter(quote_id=quote.id)], Decimal(0)) == quote.total


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        ("报价 博泽 JM-2087A 0件 单价38.5", "JM-2087A 的数量要大于 0，改一下再发。"),
        ("报价 博泽 JM-2087A 2000件 单价0元", "JM-2087A 的单价要大于 0，改一下再发。"),
        ("报价 博泽 JM-2087A 2000件 单价38.12345元", "JM-2087A 的单价最多 4 位小数，改一下再发。"),
        ("报价 博泽 JM-2087A 1500.5件 单价38.5", "JM-2087A 的数量要是整数，改一下再发。"),
        ("报价 博泽 JM-2087A 2件 单价1000000000元", "JM-2087A 的单价太大了，看看是不是多打了几位。"),
    ],
)
async def test_figures_that_no_offer_can_hold_are_refused(chat: Chat, said: str, refused: str) -> None:
    before = await Quote.all().count()
    await chat.says("zhangsan", said)
    assert await chat.text("zhangsan") == refused
    assert await Quote.all().count() == before


async def test_an_expired_validity_is_asked_about(chat: Chat) -> None:
    await chat.says("zhangsan", "报价 博泽 JM-2087A 2000件 单价38.5，有效期到昨天")
    assert await asked(chat) == "有效期11月22日 周日已经过了，有效到哪天？"
    await chat.taps("zhangsan", "30天")
    assert rows(await chat.card("zhangsan"))["有效期"] == "到 12月23日 周三"


@pytest.mark.parametrize("customer", ["延锋", "鹏睿"])
async def test_a_foreign_customer_reads_like_an_unknown_one_and_nothing_is_stored(chat: Chat, customer: str) -> None:
    """R32, S3: a quote without a resolvable customer is not saved."""
    before = await Quote.all().count()
    await chat.says("zhangsan", f"报价 {customer} JM-2087A 2000件 单价38.5")
    assert await asked(chat) == f"没找到“{customer}”。新建，还是换个名字再说？"
    assert await Quote.all().count() == before


async def test_a_supervisor_quotes_no_reps_customer(chat: Chat) -> None:
    await chat.says("sunqi", SAID)
    assert await chat.text("sunqi") == f"{BOZE}由张三负责，要改请找张三。"


async def test_a_quote_waits_for_its_gate_and_goes_by_itself_when_the_last_item_is_there(chat: Chat) -> None:
    """待补材料: no approver is asked, the receipt supplies what is missing, the last item releases it (R19)."""
    quote = await submitted(chat, "报价 延锋 JM-5030 10000件 7.2", by="lisi")
    card = await chat.card("lisi")
    assert card["main_title"]["title"] == f"报价 Q2026-0008 待补材料 · {YANFENG}"
    assert rows(card)["还缺"] == "方案版本编号留存"
    assert buttons(card) == ["记方案版本", "改一下", "撤销"]
    assert quote.state == "waiting"
    for said in ("进度 Q2026-0008", "全部明细 Q2026-0008", "进度 延锋"):
        await chat.says("lisi", said)
        assert await asked(chat, "lisi") == "Q2026-0008 待补材料 · 延锋"
        assert rows(await chat.card("lisi"))["还缺"] == "方案版本编号留存"
        assert buttons(await chat.card("lisi")) == ["记方案版本", "刷新"]
    await chat.says("wangwu", "进度 Q2026-0008")
    assert "没找到" in await chat.text("wangwu"), "hidden reads like absent"
    assert "Q2026-0008 ·" not in await chat.seen("sunqi")
    await chat.says("lisi", "延锋方案定稿 V2.1")
    await quote.refresh_from_db()
    assert quote.state == "pending"
    assert "Q2026-0008 · 延锋" in await chat.seen("sunqi")
    assert await StageMove.filter(opportunity_id=quote.opportunity_id, stage="quotation").count() == 1


async def test_a_new_customers_quote_opens_a_deal_at_the_first_stage(chat: Chat) -> None:
    await chat.says("zhangsan", "新客户 昆山闻柏电子有限公司")
    quote = await submitted(chat, "报价 闻柏 8万")
    deal = await Opportunity.get(id=quote.opportunity_id)
    assert (deal.stage, quote.state) == ("inquiry", "waiting")
    missing = rows(await chat.card("zhangsan"))["还缺"]
    assert missing.startswith("联系人、至少一次跟进记录")


async def test_the_approval_moves_the_deal_and_two_decide_on_a_large_one(chat: Chat) -> None:
    """R33, R35."""
    quote = await submitted(chat, "报价 博泽 35万")
    await chat.says("wujun", "同意 Q2026-0008")
    await quote.refresh_from_db()
    assert quote.state == "pending"
    await chat.says("qianwei", "同意 Q2026-0008")
    await quote.refresh_from_db()
    assert quote.state == "approved"
    assert (await Opportunity.get(id=quote.opportunity_id)).stage == "contract"


async def test_beside_another_record_the_card_says_all_that_the_tap_confirms(chat: Chat) -> None:
    """One message, one receipt: the visit is stored, the quote waits for its tap."""
    await chat.says("zhangsan", "今天拜访了博泽的王经理，报价 JM-2087A 2000件 38.5，下周三再谈")
    card = await chat.card("zhangsan")
    assert "总价 77,000 元（含税 13%），审批 孙琦" in card["sub_title_text"]
    assert rows(card)["2 报价"] == "待确认 JM-2087A ×2000 @38.50"
    assert buttons(card) == ["确认提交", "撤销"]
    await chat.taps("zhangsan", "确认提交")
    assert await Quote.filter(number="Q2026-0008").exists()


async def test_dollars_go_all_the_way_and_are_compared_with_no_floor(chat: Chat) -> None:
    await submitted(chat, "报价 博泽 JM-2087A 2000件 9.5美元")
    shown = rows(await chat.card("wujun"))
    assert shown["毛利"] == "外币报价，不比底价"
    for who in ("wujun", "qianwei", "jiangzong"):
        await chat.says(who, "同意 Q2026-0008")
    assert (await Quote.get(number="Q2026-0008")).state == "approved"


async def test_a_refused_quote_is_in_the_journal(chat: Chat) -> None:
    """W9."""
    await chat.says("zhangsan", "报价 博泽 JM-2087A 0件 单价38.5")
    assert await JournalEntry.filter(action="submit_quote", refused__contains="数量").exists()


async def test_who_gets_the_approval_card_gets_no_second_message(chat: Chat) -> None:
    """R14, R34: the stage's responsible person who is to decide hears of both in one; who is not, of the stage, with
    the quote and those it waits for."""
    await submitted(chat, "报价 博泽 总价30万")
    assert [entry["body"]["template_card"]["main_title"]["title"] for entry in await chat.inbox("sunqi")] == [
        "Q2026-0008 · 博泽"
    ]
    await submitted(chat, "报价 苏州汇川 总价300000.01元")
    card = await chat.card("sunqi")
    assert card["main_title"] == {"title": "苏州汇川 进入报价审批", "desc": "这一步由你负责"}
    assert rows(card)["报价"] == "Q2026-0009 300,000.01 元"
    assert rows(card)["审批"] == "等 吴军、钱伟"
