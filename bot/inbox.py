"""The group commit: deliveries that come together are stored in one transaction, and each 200 waits for it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

from bot.envelope import Delivery
from storage import inbox

Waiting = tuple[Delivery, "asyncio.Future[None]"]


class Inbox:
    """`wake` is called whenever something new was stored."""

    def __init__(self, clock: Callable[[], datetime], wake: Callable[[], None]) -> None:
        self._clock = clock
        self._wake = wake
        self._waiting: list[Waiting] = []
        self._draining: asyncio.Task[None] | None = None

    async def keep(self, delivery: Delivery) -> None:
        """Returns once the delivery is durably stored, or stood there already; raises what the database raised."""
        stored = asyncio.get_running_loop().create_future()
        self._waiting.append((delivery, stored))
        if self._draining is None or self._draining.done():
            self._draining = asyncio.create_task(self._drain())
        await stored

    @property
    def pressing(self) -> bool:
        """Callbacks wait for their 200: the worker lets them go first."""
        return bool(self._waiting)

    async def _drain(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting, []
            try:
                await inbox.insert([self._row(delivery) for delivery, _ in batch])
            except Exception as failed:  # each waiting callback answers 500 and is repeated by WeCom
                _settle(batch, failed)
            else:
                _settle(batch, None)
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
