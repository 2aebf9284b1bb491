"""The platform face: the part of WeCom's server API that an app uses."""

from aiohttp import web

from sandbox.platform import agent, appchat, contacts, files, menu, message, token, update, webhook
from sandbox.platform.frame import framed, unknown
from sandbox.stage import Stage

_SUBJECTS = (token, message, update, appchat, files, menu, contacts, agent, webhook)


def routes(stage: Stage) -> list[web.RouteDef]:
    known = [
        web.route(endpoint.method, f"/cgi-bin/{endpoint.path}", framed(stage, endpoint))
        for subject in _SUBJECTS
        for endpoint in subject.ENDPOINTS
    ]
    return [*known, web.route("*", "/cgi-bin/{path:.*}", framed(stage, unknown))]
