"""Two approvers in the same instant, on a real server: both consents count, and there is one outcome."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from bot.approvals import approving
from bot.approvals.approving import Step, outcome_of
from bot.approvals.evidence import OUTCOMES
from bot.context import Context
from bot.worker import Worker
from domain import approvals, seating
from domain.approvals import Standing, Verdict
from domain.command import Refused
from storage import db, inbox, queries
from storage.models import Approval, ApprovalStep, Quote
from tests.approval_side import asked
from tests.chat import Chat
from tests.databases import only_postgres

pytestmark = only_postgres
BLOCKED = "SELECT COUNT(*) AS n FROM pg_locks WHERE NOT granted"


@dataclass(frozen=True)
class Deed:
    """What somebody does to an approval."""

    userid: str
    verdict: Verdict


@pytest.fixture
async def outcomes() -> AsyncIterator[list[str]]:
    """Every outcome that a quote is told, in the order of their transactions."""
    before, told = OUTCOMES["quote"], []

    @outcome_of("quote")
    async def keep(key: int, state: str, ctx: Context, approval: Approval) -> None:
        told.append(state)
        await before(key, state, ctx, approval)

    yield told
    OUTCOMES["quote"] = before


async def do(row: Approval, deed: Deed, chat: Chat) -> None:
    actor = await queries.actor(deed.userid)
    assert actor
    now = chat.stand_in.clock.now()
    ctx = Context(actor, now, f"race-{deed.userid}-{deed.verdict}", now)

    def act(standing: Standing) -> Standing:
        if deed.verdict is Verdict.TRANSFERRED:
            return seating.transfer(standing, actor.id, (1,))
        return approvals.decide(standing, actor.id, deed.verdict)

    await approving.change(row.id, ctx, act, Step(deed.verdict))
    await ctx.flush()


async def at_once(row: Approval, first: Deed, second: Deed, chat: Chat) -> str | None:
    """The second reads before the first has committed, and must wait for it. What the second is told."""
    written, over = asyncio.Event(), asyncio.Event()

    async def ahead() -> None:
        async with db.transaction():
            await do(row, first, chat)
            written.set()
            while not over.is_set() and not (await db.fetch(BLOCKED))[0]["n"]:
                pass

    async def behind() -> str | None:
        await written.wait()
        try:
            async with db.transaction():
                await do(row, second, chat)
        except Refused as no:
            return str(no)
        finally:
            over.set()
        return None

    _, told = await asyncio.gather(ahead(), behind())
    return told


async def test_of_two_simultaneous_consents_both_count(chat: Chat, outcomes: list[str]) -> None:
    row = await asked(chat, "350000.00")
    told = await at_once(row, Deed("wujun", Verdict.AGREED), Deed("qianwei", Verdict.AGREED), chat)
    assert told is None
    again = await Approval.get(id=row.id)
    assert (again.state, again.edition) == ("approved", row.edition + 2)
    assert await ApprovalStep.filter(verdict="agreed").count() == 2
    assert outcomes == ["approved"]


@pytest.mark.parametrize(
    ("first", "second", "state", "words"),
    [
        (Deed("wujun", Verdict.REJECTED), Deed("qianwei", Verdict.AGREED), "rejected", "已经有结果了：已驳回"),
        (Deed("wujun", Verdict.REJECTED), Deed("qianwei", Verdict.REJECTED), "rejected", "已经有结果了：已驳回"),
        (Deed("wujun", Verdict.RETURNED), Deed("qianwei", Verdict.REJECTED), "returned", "已经有结果了"),
        (Deed("wujun", Verdict.AGREED), Deed("wujun", Verdict.AGREED), "pending", "你已经同意过了"),
        (Deed("wujun", Verdict.AGREED), Deed("wujun", Verdict.REJECTED), "pending", "你已经同意过了"),
        (Deed("wujun", Verdict.TRANSFERRED), Deed("wujun", Verdict.AGREED), "pending", "不在等你审批"),
    ],
)
async def test_who_comes_second_is_judged_on_what_the_first_left(
    chat: Chat, outcomes: list[str], first: Deed, second: Deed, state: str, words: str
) -> None:
    """Nobody decides twice, and no two outcomes."""
    row = await asked(chat, "350000.00", by="zhaoliu" if first.verdict is Verdict.TRANSFERRED else "zhangsan")
    if first.verdict is Verdict.TRANSFERRED:
        first, second = Deed("zhengjie", first.verdict), Deed("zhengjie", second.verdict)
    told = await at_once(row, first, second, chat)
    assert told
    assert words in told
    assert (await Approval.get(id=row.id)).state == state
    assert len(outcomes) == (state != "pending")


async def test_two_workers_carry_out_taps_side_by_side(chat: Chat, outcomes: list[str]) -> None:
    """Many approvals, two phones, two processes' workers: each consent once, each quote approved once."""
    rows = [await asked(chat, "350000.00", number=f"Q2026-02{n:02}") for n in range(8)]
    now = chat.stand_in.clock.now()
    taps = [
        (f"{userid}-{row.id}", userid, now, 0, now, {"MsgType": "text", "Content": f"同意 {row.title}"})
        for row in rows
        for userid in ("wujun", "qianwei")
    ]
    await inbox.insert(taps)
    workers = [Worker(chat.stand_in.clock.now, chat.bot.contacts, name, lambda: False) for name in ("one", "two")]
    while await inbox.oldest_waiting():
        await asyncio.gather(*(worker.drain() for worker in workers))
    assert {row.state for row in await Approval.filter(id__in=[row.id for row in rows])} == {"approved"}
    assert await ApprovalStep.filter(verdict="agreed").count() == 16
    assert outcomes == ["approved"] * 8
    assert await Quote.filter(number__startswith="Q2026-02", state="approved").count() == 8
