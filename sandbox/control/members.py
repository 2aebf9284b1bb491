"""People join and leave the company; the app and the contact callback are told."""

from __future__ import annotations

from collections.abc import Mapping

from aiohttp import web

from sandbox import xml
from sandbox.control.frame import ControlError, member_of, order_of, said
from sandbox.control.messages import event
from sandbox.members import is_userid
from sandbox.stage import Stage
from sandbox.wire import Json
from sandbox.xml import Node


async def join(stage: Stage, request: web.Request) -> web.StreamResponse:
    order = await order_of(request)
    userid, name, position, path = _checked(order)
    if stage.members.get(userid):
        raise ControlError(409, f"{userid} is a member already")
    with stage.store.together():
        member = stage.members.join(userid, name, position, path, leader=bool(order.get("leader")))
    await event(stage, member, {"Event": "subscribe", "EventKey": ""})
    await _change(stage, {"ChangeType": "create_user", "UserID": userid, "Department": str(member.department)})
    return said(member.as_json(), 201)


async def leave(stage: Stage, request: web.Request) -> web.StreamResponse:
    member = member_of(stage, request.match_info["userid"])
    stage.members.leave(member.userid)
    await event(stage, member, {"Event": "unsubscribe", "EventKey": ""})
    await _change(stage, {"ChangeType": "delete_user", "UserID": member.userid})
    return said(member.as_json())


def _checked(order: Json) -> tuple[str, str, str, str]:
    userid, name = order.get("userid"), order.get("name")
    position, path = order.get("position") or "", order.get("department")
    if not is_userid(userid):
        raise ControlError(400, "userid: 1-64 letters, digits, _-@., beginning with a letter or digit")
    if not isinstance(name, str) or not name:
        raise ControlError(400, "name: a text expected")
    if not isinstance(position, str):
        raise ControlError(400, "position: a text expected")
    if not isinstance(path, str) or not all(path.split("/")):
        raise ControlError(400, "department: a path like 销售部/华东 expected")
    return str(userid), name, position, path


async def _change(stage: Stage, fields: Mapping[str, Node]) -> None:
    at = int(stage.clock.epoch())
    await stage.callbacks.to_contacts(xml.message("sys", at, "event", {"Event": "change_contact", **fields}, None))


ENDPOINTS = (("POST", "members", join), ("DELETE", "members/{userid}", leave))
