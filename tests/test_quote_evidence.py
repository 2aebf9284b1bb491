"""What is told about quotes, and to whom: approvers, lists, the card of their customer."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from storage.models import Asked, Contract, Customer, Installment, Member, Outbox
from tests.approval_side import asked
from tests.chat import Chat, buttons, rows
from tests.quote_side import BOZE, submitted


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


async def test_no_paper_leaves_before_the_approval(chat: Chat) -> None:
    """R131."""
    await submitted(chat)
    assert not await Outbox.filter(operation="file").exists()


async def test_making_and_delivering_reads_no_prices(chat: Chat) -> None:
    """Supply chain, asked about the customer: the quote reads like one that nobody has."""
    await asked(chat, "350000.00", lines=[("JM-2087A", "2000", "175")])
    boze, asked_one = await Customer.get(name=BOZE), await Member.get(key="weimin")
    await Asked.create(subject="request:1", customer_id=boze.id, member_id=asked_one.id)
    for said in ("全部明细 Q2026-0118", "进度 Q2026-0118", "我的报价", f"查一下{BOZE}"):
        await chat.says("weimin", said)
    seen = await chat.seen("weimin")
    assert "没找到 Q2026-0118" in seen
    assert not any(word in seen for word in ("350,000", "175", "底价", "毛利", "77,000"))


async def test_finance_reads_the_quotes_behind_contracts_alone(chat: Chat) -> None:
    await asked(chat, "350000.00")
    await chat.says("chuyan", "进度 Q2026-0118")
    assert "没找到 Q2026-0118" in await chat.text("chuyan")
    await chat.says("chuyan", "我的报价")
    assert "350,000" not in await chat.seen("chuyan")


async def test_who_is_only_asked_a_question_answers_it_without_the_figures(chat: Chat) -> None:
    await asked(chat, "1000.00", lines=[("JM-2087A", "25", "40")])
    await chat.says("sunqi", "沟通 Q2026-0118 卫民 月底能交吗")
    await chat.says("weimin", "全部明细 Q2026-0118")
    await chat.says("weimin", "进度 Q2026-0118")
    assert "等 孙琦" in await chat.seen("weimin")
    await chat.taps("weimin", "回复")
    await chat.says("weimin", "能交")
    assert "卫民 回复：能交" in await chat.seen("sunqi")
    seen = await chat.seen("weimin")
    assert not any(word in seen for word in ("1,000", "底价", "毛利"))
