"""Deliveries under way: counted until they end, held back until their moment, or gathered and shuffled."""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import Awaitable, Callable
from datetime import datetime
from itertools import count
from typing import TypeVar

from sandbox.clock import SHANGHAI, Clock

T = TypeVar("T")
_GATHERING = 0.5


class Waiting:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._order = count()
        self._held: list[tuple[float, int, Callable[[], None]]] = []
        self._timer: asyncio.TimerHandle | None = None
        self._gathered: list[Callable[[], None]] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._running: set[asyncio.Future[None]] = set()

    def next_due(self) -> datetime | None:
        return datetime.fromtimestamp(self._held[0][0], SHANGHAI) if self._held else None

    async def settle(self) -> None:
        """Let go what is due or gathered, and wait until what is under way has ended."""
        self._release()
        self._scatter()
        # Those of this moment: somebody who goes on talking must not keep the clock waiting.
        under_way = [*self._tasks, *self._running]
        if under_way:
            await asyncio.wait(under_way)

    def stop(self) -> None:
        if self._timer:
            self._timer.cancel()
        for task in self._tasks:
            task.cancel()

    async def counted(self, delivery: Awaitable[T]) -> T:
        mark: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._running.add(mark)
        try:
            return await delivery
        finally:
            self._running.discard(mark)
            mark.set_result(None)

    def at(self, due: float, deliver: Callable[[], Awaitable[T]]) -> asyncio.Future[T]:
        """Deliver when the clock gets there, whether it runs there or is moved."""
        coming, start = self._prepared(deliver)
        heapq.heappush(self._held, (due, next(self._order), start))
        self._watch()
        return coming

    async def shuffled(self, deliver: Callable[[], Awaitable[T]], *, last: bool) -> T:
        """Hold until the last one or half a second has come, then deliver newest first."""
        coming, start = self._prepared(deliver)
        self._gathered.append(start)
        if last:
            self._scatter()
        elif len(self._gathered) == 1:
            asyncio.get_running_loop().call_later(_GATHERING, self._scatter)
        return await coming

    def _prepared(self, deliver: Callable[[], Awaitable[T]]) -> tuple[asyncio.Future[T], Callable[[], None]]:
        coming: asyncio.Future[T] = asyncio.get_running_loop().create_future()

        async def run() -> None:
            try:
                done = await deliver()
            except BaseException:
                coming.cancel()  # whoever waits must not wait for ever
                raise
            if not coming.done():
                coming.set_result(done)

        def start() -> None:
            task = asyncio.create_task(run())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

        return coming, start

    def _scatter(self) -> None:
        gathered, self._gathered = self._gathered, []
        for start in reversed(gathered):
            start()

    def _release(self) -> None:
        while self._held and self._held[0][0] <= self._clock.epoch():
            heapq.heappop(self._held)[2]()
        self._watch()

    def _watch(self) -> None:
        if self._timer:
            self._timer.cancel()
            self._timer = None
        if self._held:
            wait = max(0.0, self._held[0][0] - self._clock.epoch())
            self._timer = asyncio.get_running_loop().call_later(wait, self._release)
