"""Which rows of the inbox come next: whose turn it is, what is counted, and who is not held up by others."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from storage import db, inbox
from storage.models import Inbox
from tests.moments import moment

NOW = moment("2026-11-24T10:00:00+08:00")
pytestmark = pytest.mark.usefixtures("database")


async def keep(*senders: str, first: int = 1, at: datetime = NOW) -> None:
    rows: list[Any] = [(str(n), sender, at, n, at, {"n": n}) for n, sender in enumerate(senders, first)]
    await inbox.insert(rows)


async def taken(holder: str = "us", *, limit: int = 20, now: datetime = NOW) -> list[int]:
    return [row.msgid for row in await inbox.take(holder, now, limit)]


async def done(*msgids: int) -> None:
    await Inbox.filter(msgid__in=msgids).update(done_at=NOW, outcome="done")
    await inbox.leave("us", ["a", "b", "c"])


async def attempts() -> list[int]:
    return [row.attempts for row in await Inbox.all().order_by("msgid")]


async def test_each_senders_oldest_row_comes_first() -> None:
    """W15: a sender's rows one after the other, however many wait."""
    await keep("a", "b", "a", "b")
    assert await taken() == [1, 2]
    await done(1, 2)
    assert await taken() == [3, 4]


async def test_a_row_whose_attempt_never_ended_comes_alone_and_counts_for_itself() -> None:
    """F11: a crash while many rows were under way must not use up the tries of those that are not even begun."""
    await keep("a", "b", "c")
    assert await taken() == [1, 2, 3]
    assert await taken() == [1]
    assert await attempts() == [2, 1, 1]


async def test_of_several_such_rows_the_one_with_the_fewest_attempts_comes_first() -> None:
    """A process that is killed again and again by somebody else does not use up the tries of one row (F1)."""
    await keep("a", "b", "c")
    order = [await taken() for _ in range(7)]
    assert order == [[1, 2, 3], [1], [2], [3], [1], [2], [3]]


async def test_an_attempt_that_the_database_ended_says_nothing_against_the_row() -> None:
    """F4."""
    await keep("a", "b")
    row_ids = [row.id for row in await inbox.take("us", NOW, 20)]
    await inbox.uncount(row_ids)
    assert await attempts() == [0, 0]
    assert await taken() == [1, 2]


async def test_rows_that_wait_for_the_platform_hold_up_their_own_sender_only() -> None:
    """More of them than a batch takes, and older: the others have their turn."""
    strangers = [f"s{n}" for n in range(30)]
    await keep(*strangers)
    for row in await Inbox.all():
        await inbox.put_off(row.id, NOW + timedelta(seconds=5), "away")
    await keep("s0", "a", first=101)
    assert await taken(limit=5) == [102]


async def test_one_person_who_floods_us_holds_up_nobody_else() -> None:
    """S7: more rows than a look at the oldest shows."""
    await keep(*["a"] * 100, "b")
    assert await taken() == [1, 101]


async def test_lanes_are_free_again_once_the_work_is_done() -> None:
    """P5: another process goes on with the same sender at once; and nobody takes a lane that is held."""
    await keep("a", "a", "b")
    assert await taken("us", limit=1) == [1]
    if db.is_postgres():
        assert await taken("them") == [3]
    await done(1, 3)
    assert await taken("them") == [2]
