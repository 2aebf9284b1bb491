"""Cancels work exactly where it waits for the n-th time, so that every such place can be tried."""

import asyncio
from collections.abc import Coroutine, Generator
from types import coroutine
from typing import Any


@coroutine
def cancelled_at(step: int, work: Coroutine[Any, Any, Any], times: int = 1) -> Generator[Any, Any, bool]:
    """Whether the work was done before it came to wait for that time. `times` counts on: what cleans up is cancelled
    where it waits, too."""
    task = asyncio.current_task()
    assert task is not None
    waited = 0
    resume = work.send
    value: Any = None
    while True:
        try:
            future = resume(value)
        except StopIteration:
            return waited <= step
        if step <= waited < step + times:
            task.cancel()
        waited += 1
        try:
            value = yield future
            resume = work.send
        except BaseException as error:
            resume, value = work.throw, error
