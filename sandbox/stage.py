"""The little world as one: its clock, its people, what was said in it, and what goes wrong next."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sandbox.callbacks import Callbacks
from sandbox.chats import Chats
from sandbox.clock import Clock, iso, moment_of
from sandbox.codes import Codes
from sandbox.faults import Faults
from sandbox.limits import A_MINUTE, AN_HOUR, WEBHOOK_A_MINUTE, Window
from sandbox.media import Media
from sandbox.members import Members
from sandbox.messages import Messages
from sandbox.settings import Settings
from sandbox.store import Store
from sandbox.tokens import Tokens
from sandbox.waiting import Waiting
from sandbox.wire import Json

_CALLS_KEPT = 50_000


@dataclass(frozen=True, slots=True)
class ApiCall:
    """A call that the platform received; queries and bodies hold secrets and are not kept."""

    seq: int
    at: datetime
    method: str
    path: str
    errcode: int | None
    ms: int

    def as_json(self) -> Json:
        return {
            "seq": self.seq, "at": iso(self.at), "time": iso(self.at), "method": self.method, "path": self.path,
            "errcode": self.errcode, "ms": self.ms,
        }  # fmt: skip


class Stage(Settings):
    def __init__(self, data: Path, now: datetime | None) -> None:
        super().__init__()
        self.url = ""
        self.store = Store(data)
        self.clock = Clock(_start(self.store, now))
        self.members = Members(self.store)
        self.chats = Chats(self.store)
        self.messages = Messages(self.store, self.clock)
        self.codes = Codes(self.store, self.clock)
        self.tokens = Tokens(self.store, self.clock)
        self.media = Media(self.store, self.clock)
        self.faults = Faults(self.clock)
        self.waiting = Waiting(self.clock)
        self.callbacks = Callbacks(self, self.clock, self.faults, self.waiting)
        self.allowance = Window(A_MINUTE, AN_HOUR)
        self.webhook_allowance = Window(WEBHOOK_A_MINUTE, AN_HOUR)
        self.moving = asyncio.Lock()  # one hand on the clock at a time
        self.calls: deque[ApiCall] = deque(maxlen=_CALLS_KEPT)
        self._remember_allowance()

    def note_call(self, method: str, path: str, errcode: int | None, ms: int) -> None:
        self.calls.append(ApiCall(self.store.number("call"), self.clock.now(), method, path, errcode, ms))

    def remember_clock(self) -> None:
        self.store.remember("clock", self.clock.now().isoformat())

    def _remember_allowance(self) -> None:
        recent = self.store.rows(
            "SELECT box, at FROM entries WHERE sender = 'app' AND state <> 'dropped' AND at > ? ORDER BY at",
            self.clock.epoch() - 3600,
        )
        for row in recent:
            self.allowance.seen(row["box"].lower(), row["at"])


def _start(store: Store, now: datetime | None) -> datetime | None:
    """Where the clock stood, or real time when that is later; `now` counts in a new world only."""
    stood = store.fact("clock", None)
    if stood is None:
        return now
    latest = store.row("SELECT max(at) AS at FROM entries")
    spoken = latest["at"] if latest and latest["at"] else 0.0
    real = Clock().now()
    return max(real, moment_of(stood), datetime.fromtimestamp(spoken, real.tzinfo))
