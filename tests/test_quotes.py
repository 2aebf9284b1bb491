"""Quotes by chat: shown before they are stored, waiting or on their way, changed only as a new version."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from bot import quoting
from storage.models import Contract, Installment, JournalEntry, Opportunity, Outbox, Quote, QuoteLine, StageMove
from tests.chat import Chat, buttons, rows

BOZE, YANFENG = "上海博泽汽车部件有限公司", "延锋汽车饰件系统有限公司"
SAID = "报价 博泽 JM-2087A 2000件 单价38.5，有效期到月底"


async def submitted(chat: Chat, said: str = SAID, by: str = "zhangsan") -> Quote:
    """Said and confirmed; the newest quote."""
    await chat.says(by, said)
    await chat.taps(by, "确认提交")
    quote = await Quote.all().order_by("-id").first()
    assert quote is not None
    return quote


async def asked(chat: Chat, by: str = "zhangsan") -> str:
    return str((await chat.card(by))["main_title"]["title"])


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


@pytest.mark.parametrize("who", ["lisi", "wangwu"])
async def test_nobody_withdraws_or_learns_of_others_quotes(chat: Chat, who: str) -> None:
    """S3: hidden and absent read the same."""
    quote = await submitted(chat)
    for number in (quote.number, "Q2026-0999"):
        await chat.says(who, f"撤回 {number}")
        assert await chat.text(who) == f"没找到报价 {number}。发“我的报价”看看有哪些。"
    await quote.refresh_from_db()
    assert quote.state == "pending"


async def test_a_supervisor_sees_a_quote_and_does_not_withdraw_it(chat: Chat) -> None:
    await submitted(chat)
    await chat.says("sunqi", "撤回 Q2026-0008")
    assert await chat.text("sunqi") == "Q2026-0008由张三负责，要撤回请找张三。"


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


async def test_the_full_text_names_others_only_to_who_may_see_them(chat: Chat) -> None:
    """Section 5: price history within the approver's sight."""
    await submitted(chat, "报价 博泽 JM-2087A 9000件 38.5")
    for who, named in (("wujun", True), ("qianwei", False)):
        await chat.taps(who, "全部明细")
        words = await chat.text(who)
        assert "本客户：38.50（8月25日 周二），38.80" in words
        assert ("别家：延锋 39.50" in words) is named


async def test_lists_of_quotes_by_state_owner_and_customer(chat: Chat) -> None:
    await submitted(chat)
    await chat.says("zhangsan", "还有哪些报价没批")
    card = await chat.card("zhangsan")
    assert card["main_title"]["title"] == "没批完的报价 1 张"
    assert rows(card) == {"0008": "博泽 77,000 元 待审批"}
    assert buttons(card) == ["Q2026-0008"]
    await chat.says("lisi", "还有哪些报价没批")
    assert await chat.text("lisi") == "没有符合的报价。要报价就说：报价 博泽 JM-2087A 2000件 38.5"
    await chat.says("sunqi", "张三的报价有哪些没批")
    assert (await chat.card("sunqi"))["main_title"]["title"] == "没批完的报价 1 张"


async def test_the_customers_card_shows_the_quotes_under_way(chat: Chat) -> None:
    """R31."""
    await submitted(chat)
    await chat.says("zhangsan", "博泽什么情况")
    assert rows(await chat.card("zhangsan"))["报价"] == "Q2026-0008 77,000 元 待审批"


async def test_the_evidence_stands_on_the_approvers_card(chat: Chat) -> None:
    """Section 5: margin, last three prices, review, splitting; within the card's limits."""
    await submitted(chat, "报价 博泽 28万")
    await submitted(chat)
    card = await chat.card("sunqi")
    assert card["main_title"]["title"] == "Q2026-0009 · 博泽"
    assert card["sub_title_text"] == "JM-2087A ×2000 @38.50"
    shown = rows(card)
    assert shown["毛利"] == "10.0%"
    assert shown["近三次价"[:5]] == "39.80→38.80→38.50 别家 39.50"
    assert shown["评审"].startswith("通过 冯涛")
    assert shown["拆单"] == "30天内 2 张，合计 357,000 元"


async def test_a_version_tells_its_approvers_what_changed(chat: Chat) -> None:
    await submitted(chat)
    await chat.says("zhangsan", "单价改成34元")
    shown = rows(await chat.card("wujun"))
    assert shown["毛利"] == "-2.9% 低于底价"
    assert shown["变化"].startswith("JM-2087A 单价 38.50→34.00")


async def test_beside_another_record_the_card_says_all_that_the_tap_confirms(chat: Chat) -> None:
    """One message, one receipt: the visit is stored, the quote waits for its tap."""
    await chat.says("zhangsan", "今天拜访了博泽的王经理，报价 JM-2087A 2000件 38.5，下周三再谈")
    card = await chat.card("zhangsan")
    assert "总价 77,000 元（含税 13%），审批 孙琦" in card["sub_title_text"]
    assert rows(card)["2 报价"] == "待确认 JM-2087A ×2000 @38.50"
    assert buttons(card) == ["确认提交", "撤销"]
    await chat.taps("zhangsan", "确认提交")
    assert await Quote.filter(number="Q2026-0008").exists()


async def test_the_longest_evidence_stays_within_the_card(chat: Chat) -> None:
    """Every row of section 5 at once, on the longest real names."""
    await submitted(chat, "报价 博泽 28万")
    await submitted(chat, "报价 博泽 JM-2087A 5000件 38.5，JM-3110 50件 66，JM-6208 8件 135，JM-4402 5件 95，不含税")
    await _owed(BOZE)
    await chat.says("sunqi", "退回 Q2026-0009 价格太低")
    await chat.taps("zhangsan", "改折扣")
    await chat.says("zhangsan", "九五折")
    await chat.taps("zhangsan", "确认提交")
    card = await chat.card("sunqi")
    assert list(rows(card)) == ["毛利", "近三次价"[:5], "逾期应收", "评审", "变化", "拆单"]
    assert rows(card)["逾期应收"] == "120,000 元"
    assert card["sub_title_text"].splitlines()[-1] == "共 4 行"
    assert card["main_title"]["desc"].endswith("前批")
    await chat.taps("sunqi", "全部明细")
    words = await chat.text("sunqi")
    assert "4. JM-4402 ×5 @95.00" in words
    assert "和上一版比：折扣 无→9.5折" in words
    assert "不含税" in words


async def _owed(customer: str) -> None:
    """An instalment of a signed contract that has been due for a week."""
    contract = await Contract.filter(customer__name=customer).order_by("-id").first()
    assert contract is not None
    await Contract.filter(id=contract.id).update(state="delivered", amount=contract.amount + 120_000)
    await Installment.create(
        contract_id=contract.id, position=2, label="尾款", amount=Decimal(120_000), due_on=date(2026, 11, 16)
    )


async def test_dollars_go_all_the_way_and_are_compared_with_no_floor(chat: Chat) -> None:
    await submitted(chat, "报价 博泽 JM-2087A 2000件 9.5美元")
    shown = rows(await chat.card("wujun"))
    assert shown["毛利"] == "外币报价，不比底价"
    for who in ("wujun", "qianwei", "jiangzong"):
        await chat.says(who, "同意 Q2026-0008")
    assert (await Quote.get(number="Q2026-0008")).state == "approved"


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("zhangsan", True),
        ("sunqi", True),
        ("wujun", True),
        ("jiangzong", True),
        ("qianwei", True),  # asked
        ("lisi", False),
        ("wangwu", False),
        ("zhouba", False),
        ("zhengjie", False),
        ("weimin", False),
        ("zhangheng", False),
        ("shenhui", False),
    ],
)
async def test_who_sees_a_quote_under_approval(chat: Chat, who: str, sees: bool) -> None:
    """R59, S3."""
    await submitted(chat, "报价 博泽 35万")
    await chat.says(who, "还有哪些报价没批")
    assert ("博泽 350,000 元" in await chat.seen(who)) is sees


async def test_a_refused_quote_is_in_the_journal(chat: Chat) -> None:
    """W9."""
    await chat.says("zhangsan", "报价 博泽 JM-2087A 0件 单价38.5")
    assert await JournalEntry.filter(action="submit_quote", refused__contains="数量").exists()


async def test_no_paper_leaves_before_the_approval(chat: Chat) -> None:
    """R131."""
    await submitted(chat)
    assert not await Outbox.filter(operation="file").exists()
