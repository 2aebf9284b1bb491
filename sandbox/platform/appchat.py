"""Group chats: created by the app, written to by it, never heard by it."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from typing import Any

from sandbox.chats import Chat
from sandbox.messages import APP
from sandbox.platform import bodies
from sandbox.platform.frame import Call, Endpoint
from sandbox.stage import Stage
from sandbox.wire import ApiError, Json

_CHATID = re.compile(r"[0-9A-Za-z]{1,32}", re.ASCII)
_NAME_LENGTH = 50


async def create(stage: Stage, call: Call) -> Json:
    agentid = _whole_company(stage, call)
    members = _members(stage, call.body.get("userlist"))
    if not 2 <= len(members) <= 2000:
        raise ApiError(86006, "chat member count")
    chatid = call.body.get("chatid") or secrets.token_hex(12)
    if not isinstance(chatid, str) or not _CHATID.fullmatch(chatid):
        raise ApiError(86001, "invalid chatid")
    if stage.chats.get(chatid):
        raise ApiError(86215, "chatid existed")
    owner = call.body.get("owner") or secrets.choice(members)
    stage.chats.keep(Chat(chatid, _name(call.body.get("name")), _owner(stage, owner, members), agentid, tuple(members)))
    return {"chatid": chatid}


async def update(stage: Stage, call: Call) -> Json:
    chat = _own(stage, call, call.body.get("chatid"))
    leaving = {userid.lower() for userid in _members(stage, call.body.get("del_user_list"))}
    joining = _members(stage, call.body.get("add_user_list"))
    if chat.owner.lower() in leaving and not call.body.get("owner"):
        raise ApiError(86005, "invalid chat owner: it leaves")
    members = [userid for userid in dict.fromkeys((*chat.members, *joining)) if userid.lower() not in leaving]
    if not 2 <= len(members) <= 2000:
        raise ApiError(86006, "chat member count")
    name = _name(call.body["name"]) if call.body.get("name") else chat.name
    owner = _owner(stage, call.body.get("owner") or chat.owner, members)
    stage.chats.keep(Chat(chat.chatid, name, owner, chat.agentid, tuple(members)))
    return {}


async def get(stage: Stage, call: Call) -> Json:
    chat = _own(stage, call, call.query.get("chatid"))
    return {
        "chat_info": {
            "chatid": chat.chatid, "name": chat.name, "owner": chat.owner, "userlist": list(chat.members),
            "chat_type": 0,
        }
    }  # fmt: skip


async def send(stage: Stage, call: Call) -> Json:
    chat = _own(stage, call, call.body.get("chatid"))
    posted = bodies.check(stage, call.body, bodies.CHAT_TYPES)
    seen, state = bodies.shown(stage, posted)
    with stage.store.together():
        msgid = stage.messages.keep(chat.agentid, call.body["msgtype"], posted, [chat.chatid])
        stage.messages.show(chat.chatid, msgid, APP, call.body["msgtype"], seen, state)
    return {}


def _whole_company(stage: Stage, call: Call) -> int:
    if not stage.root_scope or call.agentid is None:
        raise ApiError(48002, "api forbidden: the app's visible scope is not the root department")
    return call.agentid


def _own(stage: Stage, call: Call, chatid: Any) -> Chat:
    agentid = _whole_company(stage, call)
    if not isinstance(chatid, str) or not _CHATID.fullmatch(chatid):
        raise ApiError(86001, "invalid chatid")
    chat = stage.chats.get(chatid)
    if chat is None:
        raise ApiError(86003, "chatid not found")
    if chat.agentid != agentid:
        raise ApiError(86008, "chat not created by this app")
    return chat


def _members(stage: Stage, userids: Any) -> list[str]:
    if userids in (None, []):
        return []
    if not isinstance(userids, list):
        raise ApiError(86207, "invalid user list")
    found = [stage.members.get(userid) for userid in userids]
    if not all(found):
        raise ApiError(86216, "illegal chat member")
    return list(dict.fromkeys(member.userid for member in found if member))


def _owner(stage: Stage, userid: Any, members: Iterable[str]) -> str:
    member = stage.members.get(userid)
    if member is None or member.userid not in members:
        raise ApiError(86005, "invalid chat owner")
    return member.userid


def _name(name: Any) -> str:
    if name is not None and not isinstance(name, str):
        raise ApiError(86004, "invalid chat name")
    return (name or "")[:_NAME_LENGTH]  # an over-long name is cut, not refused


ENDPOINTS = (
    Endpoint("POST", "appchat/create", create),
    Endpoint("POST", "appchat/update", update),
    Endpoint("GET", "appchat/get", get),
    Endpoint("POST", "appchat/send", send),
)
