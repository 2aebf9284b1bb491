"""The smallest platform that a bot can live with: some people, and a yes to whatever it sends."""

from __future__ import annotations

import itertools
import sys
from typing import Any

from aiohttp import web

from bench import serving

REPS = 60
TEAMS = {4: "华东一组", 6: "华南一组"}
DEPARTMENTS = [
    {"id": 1, "name": "测速公司", "parentid": 0},
    {"id": 2, "name": "销售部", "parentid": 1},
    {"id": 3, "name": "华东", "parentid": 2},
    {"id": 4, "name": TEAMS[4], "parentid": 3},
    {"id": 5, "name": "华南", "parentid": 2},
    {"id": 6, "name": TEAMS[6], "parentid": 5},
]
SENT = web.AppKey("sent", list[int])
_numbers = itertools.count(1)


def userids() -> list[str]:
    return [f"rep{number:03}" for number in range(1, REPS + 1)]


def users(department: int) -> list[dict[str, Any]]:
    """Half of the people in each team."""
    if department not in TEAMS:
        return []
    mine = userids()[::2] if department == min(TEAMS) else userids()[1::2]
    common = {"position": "销售员", "department": [department], "main_department": department, "status": 1}
    return [{"userid": userid, "name": f"销售{userid[3:]}", "is_leader_in_dept": [0], **common} for userid in mine]


async def _answer(request: web.Request) -> web.Response:
    told: dict[str, Any] = {"errcode": 0, "errmsg": "ok"}
    path = request.path.removeprefix("/cgi-bin/")
    if path == "gettoken":
        told |= {"access_token": "bench", "expires_in": 7200}
    elif path == "department/list":
        told["department"] = DEPARTMENTS
    elif path == "user/list":
        told["userlist"] = users(int(request.query["department_id"]))
    elif path == "message/send":
        request.app[SENT].append(1)
        told |= {"msgid": f"sent-{next(_numbers)}", "response_code": f"code-{next(_numbers)}"}
    elif path == "appchat/get":
        told |= {"errcode": 86003, "errmsg": "no such chat"}
    elif path == "appchat/create":
        told["chatid"] = (await request.json())["chatid"]
    return web.json_response(told)


async def _sent(request: web.Request) -> web.Response:
    """How many messages the bot has sent."""
    return web.json_response(len(request.app[SENT]))


def main(port: int) -> None:
    app = web.Application()
    app[SENT] = []
    app.add_routes([web.get("/sent", _sent), web.route("*", "/cgi-bin/{path:.*}", _answer)])
    serving.run(app, port)


if __name__ == "__main__":
    main(int(sys.argv[1]))
