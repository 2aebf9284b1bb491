"""The whole bot, put together: the only file that knows all the others."""

from __future__ import annotations

import asyncio
import logging
import os
import socket
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime, timedelta

from aiohttp import web
from apscheduler.triggers.cron import CronTrigger

import bot.handlers  # noqa: F401 - registers every handler
import scheduler  # noqa: F401 - registers every job
from bot import bus, callback
from bot.callback import Callback, Door
from bot.cards.render import templates
from bot.contacts import Contacts
from bot.context import Context
from bot.deliver import Deliver
from bot.inbox import Inbox
from bot.understanding import intents
from bot.wecom import groups
from bot.wecom.advice import advice
from bot.wecom.client import Wecom, WecomError
from bot.wecom.menu import MENU
from bot.worker import Worker
from config import Settings
from domain import names
from health import Health
from scheduler.runner import ZONE, Job, Runner
from storage import db, inbox, outbox
from storage.models import Member
from storage.tokens import DatabaseTokens

IDLE = 1.0  # seconds: the longest that a loop sleeps; what arrives wakes it at once
AWAY = 2.0  # seconds between two tries while the database or the platform does not answer
LONGEST_AWAY = 60.0  # … where the platform refuses us again and again: somebody has to change a setting first

log = logging.getLogger(__name__)
Clock = Callable[[], datetime]
Seed = Callable[[datetime], Awaitable[None]]


class App:
    """`settle` finishes all that is due, `next_due` tells when anything will be; tests and the sandbox use the pair."""

    def __init__(self, settings: Settings, clock: Clock, wecom: Wecom) -> None:
        assert settings.wecom is not None, "the sandbox's credentials stand in where there are none"
        self.settings, self.clock, self.wecom = settings, clock, wecom
        credentials = settings.wecom
        self._bells: list[asyncio.Event] = []  # one a loop, so that no loop eats another's ring
        self._door_bells: list[asyncio.Event] = []  # those of the workers: only they care for what comes in
        self._inbox = Inbox(clock, lambda: _ring(self._door_bells))
        self.contacts = Contacts(
            wecom, sales=settings.sales_department, admins=settings.admins, letterhead=settings.letterhead
        )
        holder = f"{socket.gethostname()}-{os.getpid()}-{os.urandom(4).hex()}"
        lanes = 1 if settings.database_url.startswith("sqlite") else settings.workers
        self._workers = [
            Worker(clock, self.contacts, f"{holder}-{n}", lambda: self._inbox.pressing) for n in range(lanes)
        ]
        self._senders = [Deliver(clock, wecom), Deliver(clock, wecom, "files")]
        sync = Job("contact_sync", CronTrigger(timezone=ZONE, minute=20), timedelta(hours=1), self._sync, outside=True)
        self._runner = Runner(clock, sync)
        doors = [Door(credentials.token, credentials.aes_key, credentials.corp_id, credentials.agent_id)]
        if credentials.contact:
            doors.append(Door(credentials.contact[1], credentials.contact[2], credentials.corp_id))
        self.callback = Callback(doors, clock, self._inbox.keep)
        self.health = Health(clock, self._runner, self.callback)
        self._tasks: list[asyncio.Task[None]] = []
        self._stopping = False
        self._web: web.AppRunner | None = None

    async def open(self, seed: Seed) -> None:
        """The door first, whose address must answer before the platform lets us read anything; then the members, and
        seeds for an empty database. What comes meanwhile is kept; nothing is worked on yet."""
        await self._listen()
        await asyncio.to_thread(names.warm)
        await asyncio.to_thread(intents.model)
        await self._members()
        await seed(self.clock())
        await self._runner.begin()
        await self._set_up()

    async def start(self, seed: Seed) -> None:
        """Opens, then works by itself."""
        await self.open(seed)
        workers = [worker.drain for worker in self._workers]
        others = [*(sender.drain for sender in self._senders), self._runner.tick]
        self._bells = [asyncio.Event() for _ in (*workers, *others)]
        self._door_bells = self._bells[: len(workers)]
        loops = zip((*workers, *others), self._bells, strict=True)
        self._tasks = [asyncio.create_task(self._loop(work, bell)) for work, bell in loops]

    async def stop(self) -> None:
        """Closes the door, then lets what is under way finish: a transaction is never cut off."""
        self._stopping = True
        if self._web:
            await self._web.cleanup()
        _ring(self._bells)
        await asyncio.gather(*self._tasks, return_exceptions=True)
        with suppress(*db.TRANSIENT):
            for worker in self._workers:
                await worker.release()

    async def settle(self) -> None:
        """Until inbox, outbox and due jobs are empty."""
        busy = True
        while busy:
            worked = [await worker.drain() for worker in self._workers]
            worked += [await self._runner.tick(), *[await sender.drain() for sender in self._senders]]
            busy = any(worked)

    async def next_due(self) -> datetime | None:
        """The next moment at which anything happens."""
        now = self.clock()
        moments = [await self._runner.next_due(), await inbox.next_due(now), await outbox.next_due(now)]
        return min((moment for moment in moments if moment), default=None)

    async def _members(self) -> None:
        """Until they are loaded; known ones serve while the platform does not answer."""
        wait = AWAY
        while (trouble := await self._unread()) and not await Member.exists():
            self.health.unopened = f"the door is open, but the contacts cannot be read: {trouble}"
            await asyncio.sleep(wait)
            wait = min(wait * 2, LONGEST_AWAY)
        self.health.unopened = ""

    async def _unread(self) -> str:
        """Why the contacts could not be read, and what to do about it; empty: they were."""
        try:
            log.info("%s members", await self.contacts.sync(self.clock()))
        except (WecomError, OSError) as away:
            trouble = f"{away}; {advice(away.code)}" if isinstance(away, WecomError) else str(away)
            log.warning("the contacts cannot be read: %s", trouble)
            return trouble
        return ""

    async def _listen(self) -> None:
        site = web.Application()
        site.add_routes([*self.callback.routes(), *self.health.routes()])
        self._web = callback.runner(site)
        await self._web.setup()
        host, port = self.settings.listen
        await web.TCPSite(self._web, host, port).start()

    @property
    def port(self) -> int:
        assert self._web is not None, "not started"
        return int(self._web.addresses[0][1])

    async def _set_up(self) -> None:
        """Menu and groups; a platform that refuses them stops nobody from talking."""
        try:
            await self.wecom.create_menu(MENU)
            await groups.keep(self.wecom)
        except (WecomError, OSError) as refused:
            log.warning("menu and groups: %s", refused)

    async def _sync(self, ctx: Context) -> None:
        await self.contacts.sync(ctx.now)
        await groups.keep(self.wecom)

    async def _loop(self, work: Callable[[], Awaitable[bool]], bell: asyncio.Event) -> None:
        """Works while there is something, else sleeps until woken; an outside failure is waited out."""
        while not self._stopping:
            bell.clear()  # before the work: what rings during it is not lost
            try:
                if await work():
                    _ring(self._bells)
            except Exception:
                log.exception("a loop failed and goes on")
                await asyncio.sleep(AWAY)
            with suppress(TimeoutError):
                await asyncio.wait_for(bell.wait(), IDLE)


def build(settings: Settings, clock: Clock) -> App:
    """Raises where the deployment is wrong: a command without a handler, a card that does not parse, an impossible
    cron, a need that POLICY does not name."""
    bus.check()
    templates()
    assert settings.wecom is not None, "credentials are settled before"
    credentials = settings.wecom
    wecom = Wecom(
        credentials.api,
        credentials.corp_id,
        credentials.agent_id,
        credentials.secret,
        clock=clock,
        token_store=DatabaseTokens(),
    )
    return App(settings, clock, wecom)


def _ring(bells: list[asyncio.Event]) -> None:
    for bell in bells:
        bell.set()
