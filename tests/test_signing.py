"""Signing: at once on the approved version, approved first in every other case, and past no gate (R23, R30, R37)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from storage.models import (
    Approval,
    Contract,
    JournalEntry,
    Opportunity,
    Quote,
    QuoteLine,
)
from tests.chat import Chat, buttons, rows
from tests.contract_side import approved, moves, newest, signed

BOZE, YIRAN = "上海博泽汽车部件有限公司", "杭州屹然底盘技术有限公司"
WITHOUT = "屹然签了，合同35万，下月底交货"  # a deal at 客户咨询 that no quote was made for


async def title(chat: Chat, who: str = "zhangsan") -> str:
    return str((await chat.card(who))["main_title"]["title"])


async def test_the_approved_version_becomes_a_contract(chat: Chat) -> None:
    """R30, R12: asked for the delivery date, shown, then signed; the deal is won and goes on to delivery."""
    quote = await approved(chat)
    await chat.says("zhangsan", f"转合同 {quote.title}")
    assert await title(chat) == "什么时候交货？"
    assert buttons(await chat.card("zhangsan")) == ["30天", "45天", "60天", "还没定", "不要了"]
    await chat.says("zhangsan", "12月20号")
    assert await title(chat) == f"待确认 · {BOZE}"
    assert not await Contract.filter(quote_id=quote.id).exists()
    await chat.taps("zhangsan", "确认")
    card = await chat.card("zhangsan")
    assert card["main_title"]["title"] == f"已签合同 HT2026-008 · {BOZE}"
    assert rows(card) | {"回执": ""} == {
        "金额": "350,000 元",
        "报价": quote.title,
        "交期": "12月20日 周日",
        "回执": "",
    }
    contract = await newest()
    assert (contract.state, contract.quote_id, contract.amount) == ("signed", quote.id, Decimal(350_000))
    assert (contract.opportunity.state, contract.opportunity.stage) == ("won", "delivery")
    assert (await moves(contract))[-3:] == ["contract", "won", "delivery"]
    assert "博泽 进入订单交付" in await chat.seen("weimin")


async def test_a_quote_becomes_one_contract(chat: Chat) -> None:
    contract = await signed(chat)
    await chat.says("zhangsan", "转合同 Q2026-0008")
    assert f"Q2026-0008已经转成合同 {contract.number}了" in await chat.seen("zhangsan")
    await chat.says("zhangsan", f"合同进度 {contract.number}")
    assert await Contract.filter(quote_id=contract.quote_id).count() == 1


@pytest.mark.parametrize("act", ["", "withdraw"])
async def test_only_an_approved_quote_becomes_a_contract(chat: Chat, act: str) -> None:
    """Waiting for its material, or taken back."""
    await chat.says("zhangsan", "报价 屹然 JM-2087A 100件 38.5" if not act else "报价 博泽 JM-2087A 100件 38.5")
    await chat.taps("zhangsan", "确认提交")
    if act:
        await chat.says("zhangsan", "撤回 Q2026-0008")
    await chat.says("zhangsan", "转合同 Q2026-0008")
    assert "批准的报价才能转合同" in await chat.seen("zhangsan")
    assert not await Contract.filter(number="HT2026-008").exists()


async def test_what_was_changed_behind_the_approvers_back_is_no_contract(chat: Chat) -> None:
    """R30, R40: only the hashed version."""
    quote = await approved(chat)
    await QuoteLine.filter(quote_id=quote.id).update(unit_price=Decimal(174))
    await chat.says("zhangsan", f"转合同 {quote.title}")
    assert "和批准时的内容对不上" in await chat.seen("zhangsan")
    assert not await Contract.filter(quote_id=quote.id).exists()


async def test_somebody_elses_quote_reads_like_none(chat: Chat) -> None:
    quote = await approved(chat)
    await chat.says("wangwu", f"转合同 {quote.title}")
    await chat.says("lisi", "转合同 Q2026-0999")
    assert (await chat.text("wangwu")).replace(quote.title, "…") == (await chat.text("lisi")).replace("Q2026-0999", "…")
    await chat.says("sunqi", f"转合同 {quote.title}")
    assert await chat.text("sunqi") == f"{quote.title}由张三负责，要转合同请找张三。"


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ("博泽签了，合同35万，下月底交货", "signed"),
        ("博泽签了，合同34.3万，下月底交货", "signed"),  # 2 % below
        ("博泽签了，合同342999元，下月底交货", "pending"),
        ("博泽签了，合同36万，下月底交货", "signed"),  # above, on the same side of every threshold
        ("博泽签了，合同120万，下月底交货", "pending"),  # across 1,000,000
    ],
)
async def test_an_amount_that_differs_too_much_is_approved_first(chat: Chat, said: str, state: str) -> None:
    quote = await approved(chat)
    contract = await signed(chat, said)
    assert (contract.state, contract.quote_id) == (state, quote.id)
    assert (await Opportunity.get(id=contract.opportunity_id)).state == ("won" if state == "signed" else "open")
    assert await Approval.filter(subject=f"contract:{contract.id}").exists() is (state == "pending")


async def test_without_a_quote_the_contract_is_approved_and_its_gates_are_met(chat: Chat) -> None:
    """R37, R23, R12: both approvers agree, and still it counts for nothing until the three sub-steps are there."""
    contract = await signed(chat, WITHOUT)
    assert await title(chat) == f"合同 HT2026-008 待审批 · {YIRAN}"
    missing = "书面需求、客户需求文档归档、工程部协同评审、方案版本编号留存"
    assert rows(await chat.card("zhangsan"))["还缺"] == missing
    assert rows(await chat.card("wujun"))["还缺"] == missing
    await chat.taps("wujun", "同意")
    await chat.taps("qianwei", "同意")
    assert (await newest()).state == "pending"
    assert await title(chat) == "HT2026-008 批下来了，还差材料"
    await chat.says("zhangsan", "屹然需求文档归档了，在共享盘")
    await chat.says("zhangsan", "屹然方案定稿 V1")
    assert (await newest()).opportunity.state == "open"
    await chat.says("zhangsan", "请工程部评审屹然的方案")
    await chat.says("fengtao", "评审通过 屹然 结构没问题")
    contract = await newest()
    assert (contract.state, contract.opportunity.state, contract.opportunity.stage) == ("signed", "won", "delivery")
    assert "屹然 进入订单交付" in await chat.seen("weimin")


async def test_an_admin_lets_it_past_its_gates_with_a_reason(chat: Chat) -> None:
    """R23: the one way past, in the journal."""
    await signed(chat, WITHOUT)
    await chat.taps("wujun", "同意")
    await chat.taps("qianwei", "同意")
    await chat.says("zhangsan", f"放行 {YIRAN} 合同签订 老客户续单")
    assert "不能做这件事" in await chat.seen("zhangsan")
    await chat.says("shenhui", f"放行 {YIRAN} 合同签订 老客户续单")
    await chat.taps("shenhui", "确认")
    contract = await newest()
    assert (contract.state, contract.opportunity.state) == ("signed", "won")
    assert await JournalEntry.filter(action="override_gate", refused=None).exists()


async def test_no_word_moves_a_deal_past_signing(chat: Chat) -> None:
    """R23: neither words nor taps."""
    await approved(chat)
    for said in ("博泽推进到订单交付", "博泽到回款结算了"):
        await chat.says("zhangsan", said)
    deal = await Opportunity.get(customer__name=BOZE, state="open")
    assert deal.stage == "contract"


@pytest.mark.parametrize("verdict", ["驳回", "退回修改"])
async def test_a_contract_that_was_not_approved_counts_for_nothing(chat: Chat, verdict: str) -> None:
    await signed(chat, WITHOUT)
    await chat.taps("wujun", verdict)
    await chat.says("wujun", "毛利太低")
    contract = await newest()
    assert (contract.state, contract.opportunity.state) == ("rejected", "open")
    again = await signed(chat, "屹然签了，合同36万，下月底交货")
    assert (again.number, again.state) == ("HT2026-009", "pending")


async def test_a_quote_under_way_is_not_asked_about_twice(chat: Chat) -> None:
    """The contract waits for its quote's approvers and is signed with their consent."""
    await chat.says("zhangsan", "报价 博泽 JM-2087A 2000件 单价175")
    await chat.taps("zhangsan", "确认提交")
    contract = await signed(chat, "博泽签了，合同35万，下月底交货")
    assert (contract.state, await title(chat)) == ("pending", f"合同 HT2026-008 待审批 · {BOZE}")
    assert not await Approval.filter(subject=f"contract:{contract.id}").exists()
    await chat.taps("wujun", "同意")
    await chat.says("zhangsan", "合同进度 HT2026-008")
    assert "等 钱伟" in (await chat.card("zhangsan"))["sub_title_text"]
    await chat.taps("qianwei", "同意")
    assert (await newest()).state == "signed"


async def test_a_contract_falls_with_the_quote_it_waited_for(chat: Chat) -> None:
    await chat.says("zhangsan", "报价 博泽 JM-2087A 2000件 单价175")
    await chat.taps("zhangsan", "确认提交")
    await signed(chat, "博泽签了，合同35万，下月底交货")
    await chat.taps("wujun", "驳回")
    await chat.says("wujun", "毛利太低")
    assert (await newest()).state == "rejected"


async def test_a_contract_of_another_amount_takes_the_place_of_the_quote_under_way(chat: Chat) -> None:
    """Its approval stands in for the quote's: nobody is asked about that one any more."""
    await chat.says("zhangsan", "报价 博泽 JM-2087A 2000件 单价175")
    await chat.taps("zhangsan", "确认提交")
    contract = await signed(chat, "博泽签了，合同30万，下月底交货")
    assert (await Quote.get(number="Q2026-0008")).state == "withdrawn"
    await chat.taps("sunqi", "同意")
    contract = await newest()
    assert (contract.state, contract.amount) == ("signed", Decimal(300_000))


async def test_it_is_signed_once(chat: Chat) -> None:
    await signed(chat, WITHOUT)
    await chat.says("zhangsan", "屹然签了，合同36万，下月底交货")
    assert "HT2026-008还在审批，不用再签一次" in await chat.seen("zhangsan")


async def test_while_it_waits_it_may_be_taken_back(chat: Chat) -> None:
    contract = await signed(chat, WITHOUT)
    await chat.says("zhangsan", "撤销")
    assert (await newest()).state == "cancelled"
    assert (await Approval.get(subject=f"contract:{contract.id}")).state == "withdrawn"
    assert (await newest()).opportunity.state == "open"


async def test_the_companys_own_number_is_unique(chat: Chat) -> None:
    await approved(chat)
    first = await signed(chat, "博泽签了，合同号HT2026-100，35万，下月底交货")
    assert first.number == "HT2026-100"
    await chat.says("zhangsan", "屹然签了，合同号HT2026-100，10万，下月底交货")
    assert "合同号 HT2026-100 已经用过了" in await chat.seen("zhangsan")


async def test_a_foreign_contract_without_a_rate_counts_above_every_threshold(chat: Chat) -> None:
    """吴军 and 钱伟, then 蒋总."""
    contract = await signed(chat, "屹然签了，合同2万美元，下月底交货")
    assert (contract.currency, contract.state) == ("USD", "pending")
    assert rows(await chat.card("wujun"))["还缺"]
    assert "20,000 美元" in (await chat.card("qianwei"))["main_title"]["desc"]


async def test_a_customer_nobody_knows_signs_nothing(chat: Chat) -> None:
    """R79."""
    await chat.says("zhangsan", "天外星辰签了，合同35万，下月底交货")
    assert not await Contract.filter(number="HT2026-008").exists()


async def test_another_amount_by_the_number_of_a_quote_under_way_asks_once(chat: Chat) -> None:
    await chat.says("zhangsan", "报价 博泽 JM-2087A 2000件 单价175")
    await chat.taps("zhangsan", "确认提交")
    contract = await signed(chat, "Q2026-0008 签了，合同30万，下月底交货")
    assert (contract.state, contract.quote_id) == ("pending", None)
    assert (await Quote.get(number="Q2026-0008")).state == "withdrawn"
