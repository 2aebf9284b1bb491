"""What follows a signature: its delivery date and payment plan, its progress, and delivery as supply chain says it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from storage.models import Installment
from tests.chat import Chat, rows
from tests.contract_side import approved, newest, signed


async def title(chat: Chat, who: str = "zhangsan") -> str:
    return str((await chat.card(who))["main_title"]["title"])


async def test_the_delivery_date_may_come_later(chat: Chat) -> None:
    quote = await approved(chat)
    await chat.says("zhangsan", f"转合同 {quote.title}")
    await chat.taps("zhangsan", "还没定")
    await chat.taps("zhangsan", "确认")
    contract = await newest()
    assert (contract.state, contract.opportunity.stage) == ("signed", "contract")
    await chat.taps("zhangsan", "补交期")
    await chat.says("zhangsan", "12月20号")
    contract = await newest()
    assert (contract.delivery_on, contract.opportunity.stage) == (date(2026, 12, 20), "delivery")


async def test_the_payment_plan_is_read_from_the_message_or_said_later(chat: Chat) -> None:
    await approved(chat)
    contract = await signed(chat, "博泽签了，合同35万，下月底交货，首款30% 12月10日，尾款70%")
    plan = await Installment.filter(contract_id=contract.id).order_by("position")
    assert [(part.label, part.amount, part.due_on) for part in plan] == [
        ("首款", Decimal(105_000), date(2026, 12, 10)),
        ("尾款", Decimal(245_000), None),
    ]
    await chat.says("zhangsan", f"付款计划 {contract.number} 首款50%，尾款40%")
    assert "加起来是 315,000 元，比合同少 35,000 元" in await chat.text("zhangsan")
    await chat.says("zhangsan", f"付款计划 {contract.number} 首款50%，尾款")
    assert (await chat.card("zhangsan"))["sub_title_text"] == "首款 175,000 元、尾款 175,000 元"
    assert await Installment.filter(contract_id=contract.id).count() == 2


async def test_progress_shows_steps_delivery_and_money(chat: Chat) -> None:
    """R119: the approval's steps like a quote's; who may not see money does not."""
    contract = await signed(chat)
    await chat.says("zhangsan", "合同进度 008")
    card = await chat.card("zhangsan")
    assert card["main_title"]["title"] == f"{contract.number} 已签"
    assert "钱伟 11月23日 10:00 同意" in card["sub_title_text"]
    assert rows(card)["金额"] == "350,000 元"
    await chat.says("weimin", f"合同进度 {contract.number}")
    assert rows(await chat.card("weimin")) == {
        "负责人": "张三",
        "签约": "11月23日 周一",
        "交期": "12月23日 周三",
    }
    await chat.says("zhangsan", "合同进度")
    assert await title(chat) == "在走的合同 1 份"
    await chat.says("wangwu", f"合同进度 {contract.number}")
    assert await chat.text("wangwu") == f"没找到合同 {contract.number}。发“合同进度”看看有哪些。"


async def test_the_customer_card_shows_the_contract(chat: Chat) -> None:
    """R31."""
    await signed(chat)
    await chat.says("zhangsan", "博泽什么情况")
    assert rows(await chat.card("zhangsan"))["合同"] == "HT2026-008 350,000 元 已签"


async def test_supply_chain_says_delivered_and_a_rep_asks_them(chat: Chat) -> None:
    contract = await signed(chat)
    await chat.says("zhangsan", f"交付完成 {contract.number}")
    assert await title(chat) == f"已请卫民确认 {contract.number} 交付完成"
    assert (await newest()).state == "signed"
    await chat.taps("weimin", "还没交完")
    assert await title(chat) == f"{contract.number} 还没交完"
    await chat.says("zhangsan", f"交付完成 {contract.number}")
    await chat.taps("weimin", "交付完成")
    contract = await newest()
    assert (contract.state, contract.delivered_on) == ("delivered", date(2026, 11, 23))
    assert contract.opportunity.stage == "settlement"
    assert "博泽 进入回款结算" in await chat.seen("chuyan")
    await chat.says("weimin", f"交付完成 {contract.number}")
    assert f"{contract.number}已交付，不用再报交付" in await chat.seen("weimin")


async def test_a_wrong_delivery_is_taken_back(chat: Chat) -> None:
    contract = await signed(chat)
    await chat.says("weimin", f"交付完成 {contract.number}")
    await chat.says("weimin", "撤销")
    contract = await newest()
    assert (contract.state, contract.delivered_on, contract.opportunity.stage) == ("signed", None, "delivery")
    for who in ("zhangsan", "chuyan"):
        assert await title(chat, who) == f"{contract.number} 的交付完成报错了，已撤销"


async def test_a_delivery_that_money_came_for_stands(chat: Chat) -> None:
    contract = await signed(chat)
    await chat.says("chuyan", "博泽回款10万")  # before it: no reason to keep a wrong delivery
    await chat.says("weimin", f"交付完成 {contract.number}")
    await chat.says("chuyan", "博泽回款5万")
    await chat.says("weimin", "撤销")
    assert "交付以后已经登记了回款" in await chat.seen("weimin")
    assert (await newest()).state == "delivered"
    await chat.says("chuyan", "撤销")
    await chat.says("weimin", "撤销")
    assert (await newest()).state == "signed"


async def test_who_may_not_deliver_is_told_who_is_responsible(chat: Chat) -> None:
    contract = await signed(chat)
    await chat.says("chuyan", f"交付完成 {contract.number}")
    assert await chat.text("chuyan") == f"{contract.number}由张三负责，要报交付请找张三。"
