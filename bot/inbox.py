"""The group commit: deliveries that come together are stored in one transaction, and each 200 waits for it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

from bot.envelope import Delivery
from storage import inbox

MANY = 16  # callbacks stored together: as many as come at once in a flood, and never else
AFTER = 0.05  # seconds that a flood is remembered, from one such group to the next
MOMENT = 0.005  # seconds before the worker hears of something new, in which the rest of a flood shows

Waiting = tuple[Delivery, "asyncio.Future[None]"]


class Inbox:
    """`wake` is called whenever something new was stored."""

    def __init__(self, clock: Callable[[], datetime], wake: Callable[[], None]) -> None:
        self._clock = clock
        self._wake = wake
        self._waiting: list[Waiting] = []
        self._draining: asyncio.Task[None] | None = None
        self._later: asyncio.TimerHandle | None = None
        self._flood_until = 0.0  # by the loop's clock

    async def keep(self, delivery: Delivery) -> None:
        """Returns once the delivery is durably stored, or stood there already; raises what the database raised."""
        stored = asyncio.get_running_loop().create_future()
        self._waiting.append((delivery, stored))
        if self._draining is None or self._draining.done():
            self._draining = asyncio.create_task(self._drain())
        await stored

    @property
    def pressing(self) -> bool:
        """A flood of callbacks: each waits for its 200, so the worker lets them go first."""
        return len(self._waiting) >= MANY or asyncio.get_running_loop().time() < self._flood_until

    async def _drain(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting, []
            if len(batch) >= MANY:
                self._flood_until = asyncio.get_running_loop().time() + AFTER
            try:
                await inbox.insert([self._row(delivery) for delivery, _ in batch])
            except Exception as failed:  # each waiting callback answers 500 and is repeated by WeCom
                _settle(batch, failed)
            else:
                _settle(batch, None)
                self._ring()

    def _ring(self) -> None:
        """Once for all that comes within a moment."""
        if self._later is None:
            self._later = asyncio.get_running_loop().call_later(AFTER if self.pressing else MOMENT, self._ring_later)

    def _ring_later(self) -> None:
        self._later = None
        self._wake()

    def _row(self, delivery: Delivery) -> tuple[str, str, datetime, int, datetime, dict[str, object]]:
        sender = delivery.sender.lower()
        return delivery.key, sender, delivery.created_at, delivery.msgid, self._clock(), dict(delivery.body)


def _settle(batch: list[Waiting], failed: Exception | None) -> None:
    for _, stored in batch:
        if stored.done():  # its peer hung up
            continue
        if failed:
            stored.set_exception(failed)
        else:
            stored.set_result(None)
