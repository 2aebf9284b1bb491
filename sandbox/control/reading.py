"""Reading the little world: who and what there is, what each one sees, which calls came in."""

from __future__ import annotations

from urllib.parse import quote

from aiohttp import web

from sandbox.clock import iso
from sandbox.control.frame import ControlError, number_of, said
from sandbox.platform.menu import standing
from sandbox.platform.webhook import ROBOTS
from sandbox.stage import Stage
from sandbox.wire import AGENT_ID


async def state(stage: Stage, request: web.Request) -> web.StreamResponse:
    return said(
        {
            "now": iso(stage.clock.now()),
            "members": [member.as_json() for member in stage.members.all()],
            "chats": [chat.as_json() for chat in stage.chats.all()],
            "menu": standing(stage, AGENT_ID),
        }
    )


async def inbox(stage: Stage, request: web.Request) -> web.StreamResponse:
    return await _entries(stage, request, both_ways=False)


async def history(stage: Stage, request: web.Request) -> web.StreamResponse:
    return await _entries(stage, request, both_ways=True)


async def calls(stage: Stage, request: web.Request) -> web.StreamResponse:
    after = number_of(request, "after")
    return said({"calls": [call.as_json() for call in list(stage.calls) if call.seq > after]})


async def media(stage: Stage, request: web.Request) -> web.StreamResponse:
    file = stage.media.find(request.match_info["media_id"])
    if file is None:
        raise ControlError(404, "no such file")
    headers = {
        "Content-Type": file.content_type,
        "Content-Disposition": f"inline; filename*=UTF-8''{quote(file.filename)}",
        # A file that somebody sent must never run as a page of this origin.
        "Content-Security-Policy": "sandbox",
        "X-Content-Type-Options": "nosniff",
    }
    return web.Response(body=file.data, headers=headers)


async def _entries(stage: Stage, request: web.Request, *, both_ways: bool) -> web.StreamResponse:
    box = _box(stage, request.match_info["box"])
    after, wait = int(number_of(request, "after")), number_of(request, "wait")
    entries = await stage.messages.wait(box, after, wait, both_ways=both_ways)
    return said({"messages": [entry.as_json(both_ways=both_ways) for entry in entries]})


def _box(stage: Stage, name: str) -> str:
    """A member, a group or the robot; one who left keeps their conversation."""
    member = stage.members.get(name)
    if member:
        return member.userid
    if stage.chats.get(name) or name in ROBOTS.values() or stage.messages.exists(name):
        return name
    raise ControlError(404, f"no such member or chat: {name}")


ENDPOINTS = (
    ("GET", "state", state),
    ("GET", "inbox/{box}", inbox),
    ("GET", "history/{box}", history),
    ("GET", "calls", calls),
    ("GET", "media/{media_id}", media),
)
