"""The control face: what the chat page uses and what tests drive."""

from aiohttp import web

from sandbox.control import clock, faults, members, messages, reading, taps
from sandbox.control.frame import framed, unknown
from sandbox.stage import Stage

_SUBJECTS = (reading, messages, taps, clock, faults, members)


def routes(stage: Stage) -> list[web.RouteDef]:
    return [
        web.route(method, f"/sandbox/{path}", framed(stage, answer))
        for subject in _SUBJECTS
        for method, path, answer in subject.ENDPOINTS
    ]


def rest(stage: Stage) -> list[web.RouteDef]:
    """What no face knows; it must come after all of them."""
    return [web.route("*", "/sandbox/{path:.*}", framed(stage, unknown))]
