"""What the clock wants: calendar jobs by slot, and rows with a due time; each once, whoever is first."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from apscheduler.triggers.cron import CronTrigger

from bot.context import Context
from domain.people import Actor, Role
from storage import db, holidays
from storage.models import JobRun

ZONE = "Asia/Shanghai"
CLOCK = Actor(id=0, userid="", name="", role=Role.ADMIN)  # nobody: jobs push, they do not command

Run = Callable[[Context], Awaitable[None]]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """`catch_up` is how late a missed slot may still be done; an older one is skipped."""

    name: str
    trigger: CronTrigger
    catch_up: timedelta
    run: Run
    outside: bool = False  # talks to the network: its slot is claimed first, and it opens its own transactions

    def slot(self, now: datetime) -> datetime | None:
        """The newest slot not after `now` and not older than the window."""
        newest, at = None, now - self.catch_up
        while (fires := self.trigger.get_next_fire_time(None, at)) is not None and fires <= now:
            newest, at = fires, fires + timedelta(seconds=1)
        return newest

    def next_slot(self, now: datetime) -> datetime:
        fires = self.trigger.get_next_fire_time(None, now + timedelta(microseconds=1))
        if not isinstance(fires, datetime):
            raise RuntimeError(f"job {self.name} never fires")
        return fires


@dataclass(frozen=True, slots=True)
class DueRows:
    """Work that hangs on rows: which are due, the one thing to do with each, and when the next one will be."""

    due: Callable[[datetime], Awaitable[list[int]]]
    do: Callable[[int, datetime], Awaitable[None]]
    next_due: Callable[[], Awaitable[datetime | None]]


JOBS: dict[str, Job] = {}
DUE: list[DueRows] = []


def job(*, catch_up: timedelta, **cron: str | int) -> Callable[[Run], Run]:
    """A calendar job by APScheduler's cron fields, in Shanghai; weekdays by name, 1 is Tuesday."""

    def register(run: Run) -> Run:
        name = getattr(run, "__name__", "")
        if name in JOBS:
            raise RuntimeError(f"two jobs are called {name}")
        JOBS[name] = Job(name, CronTrigger(timezone=ZONE, **cron), catch_up, run)
        return run

    return register


class Runner:
    def __init__(self, clock: Callable[[], datetime], *more: Job) -> None:
        self.jobs = [*JOBS.values(), *more]
        self._clock = clock
        self._turn = asyncio.Lock()
        self._done: dict[str, datetime] = {}  # slots seen done: spares a question a second, decides nothing

    async def begin(self) -> None:
        """On the very first start nothing was missed: slots from before there was a company are not caught up."""
        if await JobRun.exists():
            return
        now = self._clock()
        slots = [(one.name, slot) for one in self.jobs if (slot := one.slot(now))]
        runs = [JobRun(job=name, slot=slot, ran_at=now) for name, slot in slots]
        await JobRun.bulk_create(runs, ignore_conflicts=True)

    async def tick(self) -> bool:
        """Does what is due, each piece in a transaction of its own. True: something was done."""
        worked = False
        async with self._turn:
            for one in self.jobs:
                worked |= await self._job(one)
            for rows in DUE:
                for key in await rows.due(self._clock()):
                    worked |= await self._row(rows, key)
        return worked

    async def next_due(self) -> datetime | None:
        now = self._clock()
        moments = [one.next_slot(now) for one in self.jobs]
        moments += [at for rows in DUE if (at := await rows.next_due()) is not None]
        return min(moments, default=None)

    async def _job(self, one: Job) -> bool:
        now = self._clock()
        slot = one.slot(now)
        if slot is None or self._done.get(one.name) == slot:
            return False
        try:
            async with db.transaction():
                _, fresh = await JobRun.get_or_create(job=one.name, slot=slot, defaults={"ran_at": now})
                if fresh and not one.outside:
                    await self._run(one, slot, now)
            if fresh and one.outside:
                await self._run(one, slot, now)
        except db.TRANSIENT:
            raise
        except Exception:  # the slot was rolled back with it: the next tick repeats it
            log.exception("job %s of %s", one.name, slot)
            return False
        self._done[one.name] = slot
        return fresh

    async def _run(self, one: Job, slot: datetime, now: datetime) -> None:
        ctx = Context(CLOCK, now, f"{one.name}-{slot:%Y%m%dT%H%M}", now, calendar=await holidays.calendar())
        await one.run(ctx)
        await ctx.flush()

    async def _row(self, rows: DueRows, key: int) -> bool:
        try:
            async with db.transaction():
                await rows.do(key, self._clock())
        except db.TRANSIENT:
            raise
        except Exception:  # one bad row must not stop the others: it is tried again at the next tick
            log.exception("due row %s of %s", key, rows.do.__module__)
            return False
        return True
