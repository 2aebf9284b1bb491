"""A member writes, opens the chat or uses the menu; the answer waits for the bot's acknowledgement."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping

from aiohttp import web

from sandbox import xml
from sandbox.callbacks import Delivered
from sandbox.control.frame import ControlError, member_of, order_of, said
from sandbox.control.speech import Said, place, said_by
from sandbox.members import Member
from sandbox.platform.menu import standing
from sandbox.stage import Stage
from sandbox.wire import AGENT_ID, Json
from sandbox.xml import Node


async def post(stage: Stage, request: web.Request) -> web.StreamResponse:
    order = await order_of(request)
    who = member_of(stage, order.get("from"))
    if order.get("chatid"):
        return said(_into_group(stage, who, order))
    if order.get("type") == "enter":
        delivered = await event(stage, who, {"Event": "enter_agent", "EventKey": ""})
        return said(outcome(None, delivered))
    if order.get("type") == "menu":
        return said(await _menu(stage, who, order))
    return said(await _speak(stage, who, said_by(stage, order)))


def outcome(msgid: str | None, delivered: Delivered | None) -> Json:
    return {"msgid": msgid, "callback": delivered.as_json() if delivered else None}


async def event(stage: Stage, who: Member, fields: Mapping[str, Node]) -> Delivered | None:
    return await stage.callbacks.to_app(xml.message(who.userid, int(stage.clock.epoch()), "event", fields, AGENT_ID))


async def _speak(stage: Stage, who: Member, speech: Said) -> Json:
    number = stage.store.number("MsgId")
    stage.messages.show(who.userid, str(number), who.userid, speech.kind, speech.body)
    at = int(stage.clock.epoch())
    text = xml.message(who.userid, at, speech.kind, speech.fields, AGENT_ID, number)
    return outcome(str(number), await stage.callbacks.to_app(text))


def _into_group(stage: Stage, who: Member, order: Json) -> Json:
    """What is written in a group reaches no app."""
    chat = stage.chats.get(order["chatid"])
    if chat is None:
        raise ControlError(404, f"no such chat: {order['chatid']}")
    if who.userid not in chat.members:
        raise ControlError(404, f"{who.userid} is not in this chat")
    speech = said_by(stage, order)
    msgid = str(stage.store.number("MsgId"))
    stage.messages.show(chat.chatid, msgid, who.userid, speech.kind, speech.body)
    return outcome(msgid, None)


async def _menu(stage: Stage, who: Member, order: Json) -> Json:
    """The entry's event first, then the pictures or the place as an ordinary message."""
    entry = _entry(stage, order.get("key"))
    kind = entry["type"]
    if kind.startswith("pic_"):
        return await _picture(stage, who, entry, order)
    fields: dict[str, Node] = {"Event": kind, "EventKey": _event_key(entry)}
    if kind == "location_select":
        where = place(order)
        fields |= {"SendLocationInfo": {**where, "Poiname": ""}, "AppType": "wxwork"}
        await event(stage, who, fields)
        return await _speak(stage, who, said_by(stage, order | {"type": "location"}))
    if kind.startswith("scancode_"):
        fields["ScanCodeInfo"] = {"ScanType": "qrcode", "ScanResult": str(order.get("result") or "")}
    return outcome(None, await event(stage, who, fields))


async def _picture(stage: Stage, who: Member, entry: Json, order: Json) -> Json:
    speech = said_by(stage, order | {"type": "image"})
    file = stage.media.find(speech.body["image"]["media_id"])
    digest = hashlib.md5(file.data if file else b"", usedforsecurity=False).hexdigest()
    pictures: dict[str, Node] = {"Count": 1, "PicList": {"item": {"PicMd5Sum": digest}}}
    await event(stage, who, {"Event": entry["type"], "EventKey": entry["key"], "SendPicsInfo": pictures})
    return await _speak(stage, who, speech)


def _entry(stage: Stage, key: object) -> Json:
    for entry in _entries(stage):
        if key and key in (entry.get("key"), entry.get("url"), entry.get("pagepath")):
            return entry
    raise ControlError(400, f"no such menu entry: {key}")


def _entries(stage: Stage) -> Iterator[Json]:
    for button in standing(stage, AGENT_ID).get("button", []):
        yield from button.get("sub_button") or [button]


def _event_key(entry: Json) -> str:
    if entry["type"] == "view":
        return str(entry["url"])
    return str(entry["pagepath"] if entry["type"] == "view_miniprogram" else entry["key"])


ENDPOINTS = (("POST", "messages", post),)
