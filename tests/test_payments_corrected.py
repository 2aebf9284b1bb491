"""A payment put right, taken back or told twice: who hears of it, and what the contract then comes to (R16, W4)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from storage.models import Payment, StageMove
from tests.chat import Chat, rows
from tests.contract_side import another, newest, paid, signed


async def title(chat: Chat, who: str = "chuyan") -> str:
    return str((await chat.card(who))["main_title"]["title"])


async def test_a_wrong_day_is_put_right(chat: Chat) -> None:
    contract = await signed(chat)
    await chat.says("chuyan", f"{contract.number} 回款5万")
    await chat.says("chuyan", "到账日期改成11月20日")
    assert str((await Payment.get(contract_id=contract.id)).received_on) == "2026-11-20"


async def test_taken_back_it_is_settled_no_longer(chat: Chat) -> None:
    contract = await signed(chat)
    await chat.says("weimin", f"交付完成 {contract.number}")
    await chat.says("chuyan", "博泽回款35万")
    await chat.says("chuyan", "撤销")
    contract = await newest()
    assert (contract.state, contract.settled_at, await paid(contract)) == ("delivered", None, [])
    assert not await StageMove.filter(opportunity_id=contract.opportunity_id, stage="settled").exists()
    assert await title(chat, "zhangsan") == f"{contract.number} 的 350,000 元 登记错了，已撤销"


async def test_put_right_it_is_settled_or_no_longer(chat: Chat) -> None:
    contract = await signed(chat)
    await chat.says("chuyan", "博泽回款35万")
    await chat.says("chuyan", "金额改成30万")
    assert (await newest()).settled_at is None
    await chat.says("chuyan", "金额改成35万")
    assert (await newest()).settled_at is not None
    assert await paid(contract) == [Decimal(350_000)]


async def test_who_heard_that_it_is_settled_hears_that_it_is_so_no_longer(chat: Chat) -> None:
    """R16: put right or taken back, owner and supervisor are told; the receipt that was taken back claims nothing."""
    contract = await signed(chat)
    await chat.says("chuyan", "博泽回款35万")
    await chat.says("chuyan", "金额改成5万")
    for who in ("zhangsan", "sunqi"):
        assert await title(chat, who) == "回款 350,000 元 改成 50,000 元"
        assert (await chat.card(who))["main_title"]["desc"].endswith("不再是结清")
    await chat.says("chuyan", "金额改成35万")
    assert await title(chat, "sunqi") == f"结清 {contract.number}"
    await chat.says("chuyan", "撤销")
    assert await title(chat, "sunqi") == f"{contract.number} 的 350,000 元 登记错了，已撤销"
    undone = await chat.card("chuyan")
    assert undone["main_title"]["title"].startswith("已撤销")
    assert "已结清" not in str(undone)


async def test_of_a_sum_put_right_before_the_end_only_the_owner_hears(chat: Chat) -> None:
    await signed(chat)
    await chat.says("chuyan", "博泽回款3万")
    await chat.says("chuyan", "金额改成5万")
    assert await title(chat, "zhangsan") == "回款 30,000 元 改成 50,000 元"
    assert "改成" not in await chat.seen("sunqi")


async def test_undo_takes_what_was_written_last_not_what_was_said_last(chat: Chat) -> None:
    """W4: an amendment or an answer makes an older receipt the last one."""
    contract = await signed(chat)
    await chat.says("chuyan", "博泽回款29万")
    first = rows(await chat.card("chuyan"))["回执"]
    await chat.says("chuyan", "博泽回款1万")
    await chat.says("chuyan", f"改一下 {first}")
    await chat.taps("chuyan", "金额")
    await chat.says("chuyan", "5万")
    assert await paid(contract) == [Decimal(50_000), Decimal(10_000)]
    await chat.says("chuyan", "撤销")
    assert await paid(contract) == [Decimal(10_000)]
    await chat.says("chuyan", "撤销")
    assert await paid(contract) == []


@pytest.mark.parametrize("typed", ["HT2026-008 回款5万", "博泽回款5万"])
async def test_a_payment_typed_in_full_settles_the_question_about_it(chat: Chat, typed: str) -> None:
    """A bare sum said later books no second one."""
    contract = await signed(chat)
    await chat.says("chuyan", f"合同进度 {contract.number}")
    await chat.taps("chuyan", "登记回款")
    assert await title(chat) == "回款多少？"
    await chat.says("chuyan", typed)
    await chat.says("chuyan", "6万")
    assert await paid(contract) == [Decimal(50_000)]


async def test_a_payment_for_another_contract_leaves_the_question_open(chat: Chat) -> None:
    first, second = await signed(chat), await another(chat)
    await chat.says("chuyan", f"合同进度 {first.number}")
    await chat.taps("chuyan", "登记回款")
    await chat.says("chuyan", f"{second.number} 回款5万")
    await chat.says("chuyan", "6万")
    assert (await paid(first), await paid(second)) == ([Decimal(60_000)], [Decimal(50_000)])
