"""Arming faults, and seeing which are armed."""

from __future__ import annotations

from aiohttp import web

from sandbox.control.frame import ControlError, order_of, said
from sandbox.stage import Stage


async def arm(stage: Stage, request: web.Request) -> web.StreamResponse:
    try:
        stage.faults.arm(await order_of(request))
    except ValueError as wrong:
        raise ControlError(400, str(wrong)) from None
    return said({"armed": stage.faults.armed()})


async def armed(stage: Stage, request: web.Request) -> web.StreamResponse:
    return said({"armed": stage.faults.armed()})


ENDPOINTS = (("POST", "faults", arm), ("GET", "faults", armed))
