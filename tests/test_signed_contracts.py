"""What a signed contract still allows: no undo, cancelling with a reason, another day of delivery (R12, R37)."""

from __future__ import annotations

from tests.chat import Chat
from tests.contract_side import moves, newest, signed


async def test_signed_it_has_no_undo_and_the_answer_says_what_to_do(chat: Chat) -> None:
    contract = await signed(chat)
    await chat.says("zhangsan", "撤销")
    assert await chat.text("zhangsan") == (
        f"{contract.number}已经签成，不能撤销。\n改交期或付款计划：发“合同进度 {contract.number}”；"
        f"签错了请主管发“作废合同 {contract.number} 理由”。"
    )
    assert (await newest()).state == "signed"


async def test_whoever_leads_the_owner_cancels_it_with_a_reason(chat: Chat) -> None:
    """The deal is open again, so that it may be signed anew on the same quote; all who work for it hear of it."""
    contract = await signed(chat)
    for nobody in ("zhangsan", "zhouba", "chuyan"):
        await chat.says(nobody, f"作废合同 {contract.number} 签错了")
    assert (await newest()).state == "signed"
    await chat.says("sunqi", f"作废合同 {contract.number} 签错了")
    await chat.taps("sunqi", "确认")
    contract = await newest()
    assert (contract.state, contract.opportunity.state, contract.opportunity.stage) == ("cancelled", "open", "contract")
    for who in ("zhangsan", "weimin", "chuyan"):
        assert f"合同 {contract.number} 已作废" in await chat.seen(who)
    again = await signed(chat, "转合同 Q2026-0008")
    assert (again.number, again.state) == ("HT2026-009", "signed")


async def test_a_contract_off_the_books_is_no_longer_won(chat: Chat) -> None:
    """R12: 成交 follows the deal's state, not the move it left behind; signed anew it is counted once."""
    contract = await signed(chat)
    await chat.says("zhangsan", "流程图 博泽")
    assert "成交 4" in await chat.text("zhangsan")
    await chat.says("sunqi", f"作废合同 {contract.number} 签错了")
    await chat.taps("sunqi", "确认")
    assert "won" in await moves(contract)
    await chat.says("zhangsan", "流程图 博泽")
    assert "成交 3" in await chat.text("zhangsan")
    assert "合同签订 1" in await chat.text("zhangsan")
    await chat.says("zhangsan", "商机 博泽")
    assert (await chat.card("zhangsan"))["main_title"]["desc"] == "第 5 步，共 7 步 · 今天刚到这一步"
    await signed(chat, "转合同 Q2026-0008")
    await chat.says("zhangsan", "流程图 博泽")
    assert "成交 4" in await chat.text("zhangsan")
    await chat.says("zhangsan", "商机 博泽")
    assert (await chat.card("zhangsan"))["main_title"]["desc"] == "已成交 11月23日 周一"


async def test_a_signed_contracts_delivery_date_changes_by_keyword_or_button(chat: Chat) -> None:
    contract = await signed(chat)
    await chat.says("zhangsan", f"改交期 {contract.number} 1月20号")
    await contract.refresh_from_db()
    assert str(contract.delivery_on) == "2027-01-20"
    await chat.says("zhangsan", f"合同进度 {contract.number}")
    await chat.taps("zhangsan", "改交期")
    await chat.says("zhangsan", "1月25号")
    await contract.refresh_from_db()
    assert str(contract.delivery_on) == "2027-01-25"
