"""Several people about one contract at the same instant, on a real server."""

from __future__ import annotations

import asyncio
from decimal import Decimal

import pytest

from domain.contracts import RecordPayment
from domain.quotes import Approve
from domain.solutions import PASSED, DecideReview
from storage.models import Member, Payment
from tests.at_once import done
from tests.chat import Chat
from tests.contract_side import newest, signed
from tests.databases import only_postgres

pytestmark = only_postgres


@pytest.mark.parametrize("first", ["approver", "engineer"])
async def test_the_last_consent_and_the_last_gate_together_sign_it(chat: Chat, first: str) -> None:
    """Neither may rely on the other having seen it."""
    contract = await signed(chat, "屹然签了，合同35万，下月底交货")
    await chat.says("zhangsan", "屹然需求文档归档了，在共享盘")
    await chat.says("zhangsan", "屹然方案定稿 V1")
    await chat.says("zhangsan", "请工程部评审屹然的方案")
    await chat.says("wujun", f"同意 {contract.number}")
    acts = [
        done(chat, "qianwei", Approve(contract_no=contract.number)),
        done(chat, "fengtao", DecideReview(verdict=PASSED, customer=f"#{contract.customer_id}")),
    ]
    assert await asyncio.gather(*(acts if first == "approver" else reversed(acts))) == ["done", "done"]
    contract = await newest()
    assert (contract.state, contract.opportunity.state) == ("signed", "won")


async def test_two_payments_at_once_are_never_more_than_is_owed(chat: Chat) -> None:
    await Member.filter(key="hanmei").update(role="finance")
    contract = await signed(chat)
    command = RecordPayment(amount=Decimal(200_000), contract_no=contract.number)
    came = await asyncio.gather(done(chat, "chuyan", command), done(chat, "hanmei", command))
    assert sorted(came) == [f"{contract.number}只差 150,000 元，比这笔少。这份合同记多少？", "done"]
    assert [payment.amount for payment in await Payment.filter(contract_id=contract.id)] == [Decimal(200_000)]
