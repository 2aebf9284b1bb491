"""Moving the shared clock: through every due moment in order, or in one leap."""

from __future__ import annotations

import logging
from datetime import datetime

from aiohttp import web

from sandbox.clock import duration_of, iso, moment_of
from sandbox.control.frame import ControlError, order_of, said
from sandbox.stage import Stage
from sandbox.wire import Json

_log = logging.getLogger(__name__)
# So many pieces of overdue work are done one after another before the clock moves on.
_PATIENCE = 1000


async def post(stage: Stage, request: web.Request) -> web.StreamResponse:
    order = await order_of(request)
    if not stage.shared_clock:
        raise ControlError(409, "the sandbox keeps real time here: the bot has a clock of its own")
    async with stage.moving:
        now = stage.clock.now()
        target = _target(order, now)
        stage.clock.stand(now)
        try:
            if "jump" not in order:
                await _step(stage, target)
            stage.clock.stand(target)
            await _settle(stage)
        finally:
            stage.clock.release()
            stage.remember_clock()
    return said({"now": iso(stage.clock.now())})


async def _step(stage: Stage, target: datetime) -> None:
    """Stand at each due moment until its work is done."""
    last, patience = None, _PATIENCE
    while (due := await _next_due(stage)) is not None and due <= target:
        if due > stage.clock.now():
            stage.clock.stand(due)
            patience = _PATIENCE
        elif due == last or not patience:
            # Settled, and due all the same: it must not hold the clock for ever.
            _log.warning("work due at %s is still due after it was done; the clock goes on without it", iso(due))
            return
        patience -= 1
        last = due
        await _settle(stage)


async def _settle(stage: Stage) -> None:
    await stage.waiting.settle()
    if stage.driver is not None:
        await stage.driver.settle()


async def _next_due(stage: Stage) -> datetime | None:
    theirs = await stage.driver.next_due() if stage.driver is not None else None
    moments = [moment for moment in (theirs, stage.waiting.next_due()) if moment is not None]
    return min(moments, default=None)


def _target(order: Json, now: datetime) -> datetime:
    asked = [name for name in ("advance", "set", "jump") if name in order]
    if len(asked) != 1:
        raise ControlError(400, "one of advance, set, jump")
    try:
        if asked == ["set"]:
            target = moment_of(order["set"])
        else:
            target = now + duration_of(order[asked[0]])
    except (ValueError, OverflowError) as wrong:
        raise ControlError(400, str(wrong)) from None
    if target < now:
        raise ControlError(400, f"backwards: it is {iso(now)}")
    return target


ENDPOINTS = (("POST", "clock", post),)
