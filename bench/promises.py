"""The delivery promise, counted in the bot's database and on people's phones."""

from __future__ import annotations

import asyncio
import re
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from bench.ledger import Ledger
from bench.people import Crowd

NUMBER = re.compile(r"第 (\d+) 条")
STANDSTILL = 100  # seconds without any progress: longer than the longest wait for a sending limit
GLANCE = 0.03  # seconds between two looks at the database
ENDS = ("done", "asked", "unplaced")


@dataclass(frozen=True, slots=True)
class Promise:
    what: str
    broken: int  # how many times


async def counted(crowd: Crowd, ledger: Ledger) -> list[Promise]:
    records = await _records(ledger)
    numbers = Counter(number for listed in records.values() for number in listed)
    answers = {userid: await _answers(crowd, userid) for userid in sorted(set(crowd.written.values()))}
    shown = Counter(number for listed in answers.values() for number in listed)
    return [
        Promise("消息没有记录", len(crowd.written.keys() - numbers.keys())),
        Promise("记录重复", sum(count - 1 for count in numbers.values())),
        Promise("记在别人名下", sum(crowd.written.get(n) != who for who, listed in records.items() for n in listed)),
        Promise("同一人顺序颠倒", sum(_falls(listed) for listed in records.values())),
        Promise("收件没有唯一终态", await _unsettled(ledger)),
        Promise("记录与流水不是一对一", await _unjournaled(ledger)),
        Promise("消息没有回执", len(crowd.written.keys() - shown.keys())),
        Promise("回执重复", sum(count - 1 for count in shown.values())),
        Promise("同一人回执顺序颠倒", sum(_falls(listed) for listed in answers.values())),
    ]


async def waiting(ledger: Ledger) -> tuple[int, int]:
    """Messages kept and not yet worked on, answers not yet sent."""
    inbox = await ledger.rows("SELECT COUNT(*) FROM inbox WHERE done_at IS NULL")
    outbox = await ledger.rows("SELECT COUNT(*) FROM outbox WHERE state = 'waiting'")
    return int(inbox[0][0]), int(outbox[0][0])


async def settled(ledger: Ledger) -> None:
    """Until nothing waits any more; what stands still is left for the count to find."""
    before, since = (-1, -1), time.monotonic()
    while (left := await waiting(ledger)) != (0, 0):
        if left != before:
            before, since = left, time.monotonic()
        if time.monotonic() - since > STANDSTILL:
            return
        await asyncio.sleep(GLANCE)


async def reached(ledger: Ledger, count: int) -> None:
    """Waits until so many messages have come to an end."""
    ended = "SELECT COUNT(*) FROM inbox WHERE done_at IS NOT NULL"
    while (await ledger.rows(ended))[0][0] < count:  # noqa: ASYNC110 - another process's database is watched
        await asyncio.sleep(GLANCE)


async def outcomes(ledger: Ledger) -> dict[str, int]:
    rows = await ledger.rows("SELECT COALESCE(outcome, 'waiting'), COUNT(*) FROM inbox GROUP BY outcome")
    return {str(outcome): int(count) for outcome, count in rows}


async def _records(ledger: Ledger) -> dict[str, list[int]]:
    """By person, the numbers of what was recorded, in the order of the records."""
    rows = await ledger.rows(
        "SELECT member.userid, note FROM activity JOIN member ON member.id = activity.member_id ORDER BY activity.id"
    )
    return _numbered((str(userid), str(note)) for userid, note in rows)


async def _answers(crowd: Crowd, userid: str) -> list[int]:
    cards = [message["body"].get("template_card", {}) for message in await crowd.seen(userid)]
    return _numbered((userid, str(card.get("sub_title_text", ""))) for card in cards).get(userid, [])


async def _unsettled(ledger: Ledger) -> int:
    """One key, one row, one end: done, asked, not understood, or failed for a stated reason."""
    rows = await ledger.rows("SELECT key, outcome, error, done_at FROM inbox")
    keys = Counter(row[0] for row in rows)
    ended = [row for row in rows if row[3] and (row[1] in ENDS or (row[1] == "failed" and row[2]))]
    return len(rows) - len(ended) + len(rows) - len(keys)


async def _unjournaled(ledger: Ledger) -> int:
    rows = await ledger.rows("SELECT record, source FROM journal WHERE action = 'log_activity' AND refused IS NULL")
    records, sources = Counter(row[0] for row in rows), Counter(row[1] for row in rows)
    stored = {f"activity:{row[0]}" for row in await ledger.rows("SELECT id FROM activity")}
    several = sum(count - 1 for count in [*records.values(), *sources.values()])
    return several + len(stored ^ records.keys())


def _numbered(notes: Iterable[tuple[str, str]]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for userid, note in notes:
        if match := NUMBER.search(note):
            found.setdefault(userid, []).append(int(match[1]))
    return found


def _falls(numbers: list[int]) -> int:
    return sum(later <= earlier for earlier, later in pairwise(numbers))
