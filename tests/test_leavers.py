"""What somebody who left had under way is told to whoever has it now: the new owner, else who leads the leaver."""

from __future__ import annotations

from storage.models import Customer, Member
from tests.approval_side import left
from tests.chat import Chat
from tests.contract_side import signed
from tests.quote_side import BOZE, submitted

BIG = "报价 博泽 JM-2087A 2000件 单价175"


async def approve(chat: Chat) -> None:
    for who in ("wujun", "qianwei"):
        await chat.taps(who, "同意")


async def test_the_paper_goes_to_the_supervisor(chat: Chat) -> None:
    """R131, R127: a quote whose owner left is agreed to; nobody writes to the leaver."""
    quote = await submitted(chat, BIG)
    before = await chat.seen("zhangsan")
    await left(chat, "zhangsan")
    await approve(chat)
    told = await chat.seen("sunqi")
    assert f"{quote.number}.pdf" in told
    assert f"{quote.number} 已批准" in told
    assert "已进入合同签订" in told
    assert await chat.seen("zhangsan") == before


async def test_the_new_owner_comes_before_the_supervisor(chat: Chat) -> None:
    quote = await submitted(chat, BIG)
    await left(chat, "zhangsan")
    await Customer.filter(name=BOZE).update(owner_id=(await Member.get(key="lisi")).id)
    await approve(chat)
    assert f"{quote.number}.pdf" in await chat.seen("lisi")
    assert f"{quote.number}.pdf" not in await chat.seen("sunqi")


async def test_without_a_supervisor_it_is_the_director(chat: Chat) -> None:
    quote = await submitted(chat, BIG)
    await left(chat, "zhangsan")
    await left(chat, "sunqi")
    await approve(chat)
    assert f"{quote.number}.pdf" in await chat.seen("wujun")


async def test_deliveries_and_payments_of_a_leavers_contract(chat: Chat) -> None:
    contract = await signed(chat)
    await chat.says("zhangsan", f"交付完成 {contract.number}")
    await left(chat, "zhangsan")
    await chat.says("chuyan", "博泽回款10万")
    assert "到账 100,000 元" in await chat.seen("sunqi")
    await chat.taps("weimin", "还没交完")
    assert f"{contract.number} 还没交完" in await chat.seen("sunqi")
    await chat.says("weimin", f"交付完成 {contract.number}")
    assert "博泽 进入回款结算" in await chat.seen("sunqi")
    await chat.says("chuyan", "博泽回款25万")
    assert (await chat.seen("sunqi")).count(f"结清 {contract.number}") == 1


async def test_a_contract_that_waits_says_what_is_missing_to_the_supervisor(chat: Chat) -> None:
    await chat.says("zhangsan", "屹然签了，合同35万，下月底交货")
    await chat.taps("zhangsan", "确认")
    await left(chat, "zhangsan")
    await approve(chat)
    assert "批下来了，还差材料" in await chat.seen("sunqi")
