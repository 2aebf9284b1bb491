"""Silence must be noticed: /healthz says 503 when something stands still, /metrics counts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from aiohttp import web

from bot.callback import Callback
from scheduler.runner import Runner
from storage import db, inbox, outbox
from storage.models import Inbox, JobRun, Outbox

LATE = timedelta(minutes=5)


class Health:
    def __init__(self, clock: Callable[[], datetime], runner: Runner, callback: Callback) -> None:
        self._clock, self._runner, self._callback = clock, runner, callback
        self._since = clock()
        self.unopened = ""  # why the bot does not work yet, and what to do about it

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/healthz", self._healthz), web.get("/metrics", self._metrics)]

    async def faults(self) -> list[str]:
        """What stands still, in words for the operator; empty: all is well."""
        now = self._clock()
        try:
            await db.healthy()
            waiting, unsent = await inbox.oldest_waiting(), await outbox.oldest_overdue(now)
            missed = await self._missed(now)
        except db.TRANSIENT:
            return ["the database does not answer"]
        late = [self.unopened] if self.unopened else []
        late += [f"a message waits since {waiting:%H:%M}"] if waiting and now - waiting > LATE else []
        late += [f"an answer waits since {unsent:%H:%M}"] if unsent and now - unsent > LATE else []
        return [*late, *(f"job {name} missed its slot" for name in missed)]

    async def _missed(self, now: datetime) -> list[str]:
        """Jobs whose newest slot has passed for five minutes, while we were up, and was not done."""
        slots = {job.name: slot for job in self._runner.jobs if (slot := job.slot(now - LATE))}
        done = set(await JobRun.filter(slot__in=list(slots.values())).values_list("job", "slot"))
        return [name for name, slot in slots.items() if slot > self._since and (name, slot) not in done]

    async def _healthz(self, request: web.Request) -> web.Response:
        faults = await self.faults()
        told = {"ok": not faults, "faults": faults, "now": self._clock().isoformat()}
        return web.json_response(told, status=503 if faults else 200)

    async def _metrics(self, request: web.Request) -> web.Response:
        """Prometheus text: the door's counters, and how many rows stand in each state."""
        lines = [f'crm_callbacks_total{{result="{name}"}} {count}' for name, count in self._callback.counted.items()]
        lines.append(f"crm_inbox_waiting {await Inbox.filter(done_at=None).count()}")
        lines.append(f"crm_inbox_failed {await Inbox.filter(outcome='failed').count()}")
        for state in ("waiting", "dead", "doubt"):
            lines.append(f'crm_outbox{{state="{state}"}} {await Outbox.filter(state=state).count()}')
        return web.Response(text="\n".join(lines) + "\n")
