"""Papers and pictures on their way out: a channel of their own, under the same limits as every message to a person."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from storage import outbox
from storage.models import Outbox, Quote
from tests.chat import MONDAY, Chat
from tests.databases import only_sqlite


async def waiting(payload: dict[str, Any], *, channel: str = "files", leased: datetime | None = None) -> Outbox:
    return await Outbox.create(
        channel=channel,
        receiver="zhangsan",
        operation="file",
        payload=payload,
        created_at=MONDAY,
        not_before=MONDAY,
        lease_until=leased,
    )


async def test_papers_count_in_the_limit_of_messages_to_one_person(chat: Chat) -> None:
    """The platform drops the 31st message within a minute, silently: it waits here instead."""
    quote = await Quote.get(number="Q2026-0007")
    for _ in range(outbox.A_MINUTE + 1):
        await waiting({"make": "quote_paper", "of": quote.id})
    await chat.bot.settle()
    assert await Outbox.filter(operation="file", state="sent").count() == outbox.A_MINUTE
    await chat.clock(advance="PT2M")
    assert not await Outbox.filter(operation="file", state="waiting").exists()


async def test_a_paper_that_nobody_can_make_is_dead_and_stops_no_other(chat: Chat) -> None:
    quote = await Quote.get(number="Q2026-0007")
    broken = await waiting({"make": "no_such_paper"})
    whole = await waiting({"make": "quote_paper", "of": quote.id})
    await chat.bot.settle()
    states = [(await Outbox.get(id=row.id)).state for row in (broken, whole)]
    assert states == ["dead", "sent"]


async def test_a_paper_is_held_for_longer_than_a_message(chat: Chat) -> None:
    """Drawing and uploading may outlast a message's lease: nobody else may begin on it meanwhile."""
    row = await waiting({"make": "quote_paper", "of": 0})
    [leased] = await outbox.lease("files", MONDAY, 1)
    await outbox.hold(leased.id, MONDAY + timedelta(minutes=2))
    assert await outbox.lease("files", MONDAY + outbox.LEASE + timedelta(seconds=1), 1) == []
    assert [again.id for again in await outbox.lease("files", MONDAY + timedelta(minutes=3), 1)] == [row.id]


@only_sqlite
async def test_one_channels_start_takes_no_row_from_the_others_sender(database: str) -> None:
    """Each channel's loop starts by itself, the other may be sending already."""
    later = MONDAY + timedelta(seconds=20)
    sending = await waiting({"make": "quote_paper", "of": 1}, channel="wecom", leased=later)
    left = await waiting({"make": "quote_paper", "of": 1}, leased=later)
    await outbox.recover("files")
    assert (await Outbox.get(id=sending.id)).lease_until == later
    assert (await Outbox.get(id=left.id)).lease_until is None
