"""A rep and an approver at the same instant, on a real server: quote and approval end in one and the same story."""

from __future__ import annotations

import asyncio
from decimal import Decimal

import pytest

from bot.worker import Worker
from domain.quotes import SubmitQuote
from domain.solutions import PASSED, DecideReview, RecordSolutionVersion
from storage import inbox
from storage.models import Approval, Inbox, Opportunity, Quote
from tests.approval_side import asked
from tests.at_once import overlapping
from tests.chat import Chat
from tests.databases import only_postgres
from tests.quote_side import submitted

pytestmark = only_postgres
MANY = 8
# The approver first: what stood is agreed to, and then withdrawn all the same. The rep first: nothing is left to agree.
STORIES = {("approved", "approved"), ("withdrawn", "approved"), ("withdrawn", "withdrawn")}


async def at_once(chat: Chat, *said: tuple[str, str]) -> None:
    """Two workers take what several people say in the same second."""
    now = chat.stand_in.clock.now()
    rows = [
        (f"{who}-{at}-{now:%H%M}", who, now, at, now, {"MsgType": "text", "Content": words})
        for at, (who, words) in enumerate(said)
    ]
    await inbox.insert(rows)
    workers = [Worker(chat.stand_in.clock.now, chat.bot.contacts, name, lambda: False) for name in ("one", "two")]
    while await inbox.oldest_waiting():
        await asyncio.gather(*(worker.drain() for worker in workers))
    assert not await Inbox.filter(outcome="failed").exists()


@pytest.mark.parametrize("first", ["rep", "approver"])
async def test_a_withdrawal_and_a_consent_leave_no_half_of_either(chat: Chat, first: str) -> None:
    rows = [await asked(chat, "77000.00", number=f"Q2026-03{n:02}") for n in range(MANY)]
    words = [[("zhangsan", f"撤回 {row.title}"), ("sunqi", f"同意 {row.title}")] for row in rows]
    await at_once(chat, *(one for pair in words for one in (pair if first == "rep" else reversed(pair))))
    for row in rows:
        quote = await Quote.get(number=row.title)
        assert (quote.state, (await Approval.get(id=row.id)).state) in STORIES


async def test_two_reps_numbers_follow_one_another(chat: Chat) -> None:
    """Confirmed side by side: no number twice, and none left out."""
    for _ in range(3):
        await chat.says("zhangsan", "报价 博泽 5万")
        await chat.says("wangwu", "报价 拓普 5万")
        await at_once(chat, ("zhangsan", "确认提交"), ("wangwu", "确认提交"))
        await chat.clock(advance="PT1M")
    numbers = [quote.number for quote in await Quote.all().order_by("number")]
    assert numbers == [f"Q2026-{n:04}" for n in range(1, 14)]


@pytest.mark.parametrize("first", ["reviewer", "rep"])
async def test_the_last_two_gates_together_send_a_waiting_quote(chat: Chat, first: str) -> None:
    """待补材料: neither of two who supply the last items may rely on the other having seen theirs."""
    quote = await submitted(chat, "报价 屹然 JM-2087A 100件 175")
    await chat.says("zhangsan", "屹然需求文档归档了，在共享盘")
    await chat.says("zhangsan", "请工程部评审屹然的方案")
    review = ("fengtao", DecideReview(verdict=PASSED, customer=f"#{quote.customer_id}"))
    version = ("zhangsan", RecordSolutionVersion(customer=f"#{quote.customer_id}", version="V1"))
    one, other = (review, version) if first == "reviewer" else (version, review)
    assert await overlapping(chat, one, other) == ["done", "done"]
    await quote.refresh_from_db()
    assert quote.state == "pending"
    assert await Approval.filter(subject=f"quote:{quote.id}", state="pending").count() == 1


@pytest.mark.parametrize("first", ["reviewer", "rep"])
async def test_a_quote_submitted_as_its_last_gate_opens_does_not_wait(chat: Chat, first: str) -> None:
    """The quote is not there yet for whoever supplies the item, nor the item for the quote."""
    await chat.says("zhangsan", "屹然需求文档归档了，在共享盘")
    await chat.says("zhangsan", "屹然方案定稿 V1")
    await chat.says("zhangsan", "请工程部评审屹然的方案")
    deal = await Opportunity.get(customer__name="杭州屹然底盘技术有限公司", state="open")
    whose = f"#{deal.customer_id}"
    review = ("fengtao", DecideReview(verdict=PASSED, customer=whose))
    quote = ("zhangsan", SubmitQuote(customer=whose, amount=Decimal(50_000)))
    one, other = (review, quote) if first == "reviewer" else (quote, review)
    assert await overlapping(chat, one, other) == ["done", "done"]
    assert (await Quote.get(opportunity_id=deal.id)).state == "pending"
