"""The inbox loop: take, understand, execute, answer, all in one transaction."""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import datetime, timedelta

from bot import dispatch
from bot.contacts import Contacts
from bot.context import Context
from domain.calendar import OFFICIAL
from domain.people import Actor
from storage import db, holidays, inbox, queries
from storage.inbox import Row

BATCH = 20  # rows of different senders that share one transaction
TRIES = 3  # of a row with a bug, at once; the first together with other rows
DEATHS = 4  # attempts that never ended: the row kills the process
PATIENCE, GLANCES = 1.0, 50  # seconds between two rows in a flood of callbacks, and how often it is looked at
AWAY = timedelta(seconds=5)
CONTACT_NEWS = ("subscribe", "unsubscribe", "change_contact")

log = logging.getLogger(__name__)


class Lost(Exception):
    """Somebody else closed the row, or has its lane: what we did is rolled back."""


class Worker:
    """`holder` names the lanes that are ours; `pressing` tells whether callbacks wait for their 200."""

    def __init__(
        self, clock: Callable[[], datetime], contacts: Contacts, holder: str, pressing: Callable[[], bool]
    ) -> None:
        self._clock = clock
        self._contacts = contacts
        self._holder = holder
        self._pressing = pressing
        self._turn = asyncio.Lock()
        self._calendar = OFFICIAL  # as the transaction under way sees it
        self._survived: list[int] = []  # rows whose last attempt ended with the database: not their doing

    async def drain(self) -> bool:
        """Works until nothing is due. True: something was done."""
        worked = False
        async with self._turn:
            await self._give_way()
            while await self._batch():
                worked = True
                await self._give_way()
        return worked

    async def release(self) -> None:
        await inbox.release(self._holder)

    async def _give_way(self) -> None:
        """A flood of callbacks goes first: it is worked on when it ebbs, row by row before that, so that neither side
        starves."""
        for _ in range(GLANCES):
            if not self._pressing():
                return
            await asyncio.sleep(PATIENCE / GLANCES)

    async def _batch(self) -> bool:
        if self._survived:
            await inbox.uncount(self._survived)
            self._survived.clear()
        rows = await inbox.take(self._holder, self._clock(), 1 if self._pressing() else BATCH)
        ready = await self._prepared(rows) if rows else []
        if ready:
            await self._work(ready)
        return bool(rows)

    async def _prepared(self, rows: Sequence[Row]) -> list[Row]:
        """What needs the network, before the transaction: who are these, and is somebody gone?"""
        known = await queries.actors([row.sender for row in rows])
        ready = []
        for row in rows:
            news = str(row.body.get("Event", "")) in CONTACT_NEWS
            if (row.sender in known and not news) or await self._asked(row, news=news):
                ready.append(row)
        return ready

    async def _asked(self, row: Row, *, news: bool) -> bool:
        try:
            if news:
                await self._contacts.changed(row.body, self._clock())
            else:
                await self._contacts.refresh(row.sender, self._clock())
        except db.TRANSIENT:
            raise
        except Exception as failed:  # the platform does not answer: the row waits, and holds its sender's lane
            log.warning("asked who %s is: %s", row.id, type(failed).__name__)
            await inbox.put_off(row.id, self._clock() + AWAY, type(failed).__name__)
            return False
        return True

    async def _work(self, rows: Sequence[Row]) -> None:
        """All of them together; where one fails, once more with a savepoint each. A database error repeats the batch
        (the loop above us does)."""
        try:
            if any(row.attempts >= DEATHS for row in rows) or not await self._together(rows):
                await self._apart(rows)
        except db.TRANSIENT:
            self._survived += [row.id for row in rows]
            raise

    async def _together(self, rows: Sequence[Row]) -> bool:
        """What nearly always goes well, with the fewest statements. False: one failed, and nothing is written."""
        try:
            async with db.transaction():
                now, ended = self._clock(), defaultdict[str, list[int]](list)
                async for row, actor in self._in_turn(rows, now):
                    ended[await self._run(row, actor, now)].append(row.id)
                for outcome, keys in ended.items():
                    if not await inbox.close_all(keys, now, outcome):
                        raise Lost
        except db.TRANSIENT:
            raise
        except Exception as failed:  # it is met again, and told of, when each row is on its own
            log.warning("a batch of %s rows is done again row by row: %s", len(rows), type(failed).__name__)
            return False
        return True

    async def _apart(self, rows: Sequence[Row]) -> None:
        async with db.transaction():
            now = self._clock()
            async for row, actor in self._in_turn(rows, now):
                await self._process(row, actor, now)

    async def _in_turn(self, rows: Sequence[Row], now: datetime) -> AsyncIterator[tuple[Row, Actor | None]]:
        """The rows whose lanes are still ours, with who sent them; the lanes are left afterwards."""
        senders = [row.sender for row in rows]
        held = await inbox.still_held(self._holder, senders, now)
        actors = await queries.actors(senders)
        self._calendar = await holidays.calendar()
        for at, row in enumerate(rows):
            await asyncio.sleep(0)  # the door has its turn, however little a row waits for the database
            if at and self._pressing():  # the callbacks wait for this transaction to end: what is left comes again
                await inbox.uncount([left.id for left in rows[at:]])
                break
            if row.sender in held:
                yield row, actors.get(row.sender)
        await inbox.leave(self._holder, senders)

    async def _process(self, row: Row, actor: Actor | None, now: datetime) -> None:
        if row.attempts >= DEATHS:
            await self._fail(row, actor, now, "each attempt ended with the process")
            return
        for attempt in range(2, TRIES + 1):
            try:
                async with db.transaction():
                    await self._alone(row, actor, now)
                return
            except db.TRANSIENT:
                raise
            except Lost:
                return
            except Exception as bug:
                log.exception("row %s, attempt %s: %s", row.id, attempt, type(bug).__name__)
                trace = traceback.format_exc()
        await self._fail(row, actor, now, trace)

    async def _alone(self, row: Row, actor: Actor | None, now: datetime) -> None:
        if not await inbox.close(row.id, now, await self._run(row, actor, now)):
            raise Lost

    async def _run(self, row: Row, actor: Actor | None, now: datetime) -> str:
        if actor is None:  # nobody whom the contacts know, or an event of no one person
            return "ignored" if row.body.get("MsgType") == "event" else "closed"
        ctx = Context(actor, now, row.key, row.said_at, calendar=self._calendar)
        outcome = await dispatch.handle(row.body, ctx)
        await ctx.flush()
        return outcome

    async def _fail(self, row: Row, actor: Actor | None, now: datetime, error: str) -> None:
        """Closed for good, visibly: the person gets a number, the row keeps the trace, the lane goes on (F11)."""
        async with db.transaction():
            await inbox.close(row.id, now, "failed", error)
            if actor:
                ctx = Context(actor, now, row.key, row.said_at)
                ctx.say(f"这条没处理成，是我们的问题，已经记下（编号 {row.id}）。换个说法再发一次试试。")
                await ctx.flush()
