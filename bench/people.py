"""Salespeople at their phones: everybody writes one message after the other, each with a number of its own."""

from __future__ import annotations

import asyncio
import itertools
import json
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientSession

from bench.ledger import Ledger

KEPT = 200


@dataclass(frozen=True, slots=True)
class Person:
    userid: str
    customers: tuple[str, ...]  # short names of the person's own, each of one customer alone


@dataclass(slots=True)
class Crowd:
    """`up` is set while the bot should answer; `until` is when everybody has written enough (monotonic)."""

    api: str
    session: ClientSession
    ledger: Ledger
    people: Sequence[Person]
    messages: int
    until: float
    up: asyncio.Event = field(default_factory=asyncio.Event)
    written: dict[int, str] = field(default_factory=dict)  # number → who wrote it
    unanswered: int = 0  # the platform gave up on these, though the bot had kept them
    again: int = 0  # … and on these, which it had not: the person wrote them once more
    _numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    async def write(self) -> None:
        async with asyncio.TaskGroup() as tasks:
            for person in self.people:
                tasks.create_task(self._write(person))

    async def seen(self, userid: str) -> list[dict[str, Any]]:
        """What this person's phone shows of the bot's messages, oldest first."""
        async with self.session.get(f"{self.api}/sandbox/inbox/{userid}") as answer:
            messages: list[dict[str, Any]] = (await answer.json())["messages"]
        return messages

    async def _write(self, person: Person) -> None:
        for customer in itertools.cycle(person.customers):
            number = next(self._numbers)
            if number > self.messages or time.monotonic() > self.until:
                return
            text = f"拜访了{customer}，第 {number} 条，下周三再谈"
            while not await self._arrives(person.userid, text):
                self.again += 1
            self.written[number] = person.userid

    async def _arrives(self, userid: str, text: str) -> bool:
        """Acknowledged, or kept without the acknowledgement having come through."""
        order = {"from": userid, "type": "text", "text": text}
        async with self.session.post(f"{self.api}/sandbox/messages", json=order) as answer:
            told = await answer.json()
        if told["callback"]["status"] == KEPT:
            return True
        await self.up.wait()
        kept = bool(await self.ledger.rows("SELECT 1 FROM inbox WHERE key = ?", told["msgid"]))
        self.unanswered += kept
        return kept


async def salespeople(ledger: Ledger, count: int) -> list[Person]:
    """The first so many who have customers whose short name is nobody else's."""
    rows = await ledger.rows(
        "SELECT member.userid, customer.short_names FROM customer JOIN member ON member.id = customer.owner_id"
        " ORDER BY member.id, customer.id"
    )
    shorts = [(userid, name) for userid, names in rows for name in json.loads(names)[:1]]
    times = Counter(name for _, name in shorts)
    own: dict[str, list[str]] = {}
    for userid, name in shorts:
        if times[name] == 1:
            own.setdefault(userid, []).append(name)
    return [Person(userid, tuple(names)) for userid, names in itertools.islice(own.items(), count)]
