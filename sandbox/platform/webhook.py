"""The group robot: a key instead of a token, twenty messages a minute."""

from __future__ import annotations

import base64
import binascii
import hashlib

from sandbox import cards
from sandbox.cards.sight import WEBHOOK_LENGTHS
from sandbox.limits import cut
from sandbox.messages import APP
from sandbox.platform import bodies, files
from sandbox.platform.frame import Call, Endpoint
from sandbox.stage import Stage
from sandbox.wire import ApiError, Json

# The box where `/sandbox/inbox` shows what the robot said; its key is the robot's.
ROBOTS = {"sandbox-robot-key": "robot"}
_BYTES = {"text": 2048, "markdown": 4096, "markdown_v2": 4096}
_NOTICES = ("text_notice", "news_notice")
_IMAGE = 2 * 1024 * 1024


async def send(stage: Stage, call: Call) -> Json:
    box = _robot(call)
    posted = _checked(stage, call.body)
    if not stage.webhook_allowance.admit(box, stage.clock.epoch()):
        raise ApiError(45009, "api freq out of limit")
    (kind,) = posted
    seen = {kind: _seen(kind, posted[kind])}
    with stage.store.together():
        msgid = stage.messages.keep(0, kind, posted, [box])
        stage.messages.show(box, msgid, APP, kind, seen, "shown" if seen == posted else "cut")
    return {}


async def upload(stage: Stage, call: Call) -> Json:
    _robot(call)
    kind = call.query.get("type", "")
    if kind not in ("file", "voice"):
        raise ApiError(40004, "invalid media type")
    file = await files.received(stage, call, kind)
    return {"type": kind, "media_id": file.media_id, "created_at": str(int(file.created))}


def _robot(call: Call) -> str:
    box = ROBOTS.get(call.query.get("key", ""))
    if box is None:
        raise ApiError(93000, "invalid webhook url")
    return box


def _checked(stage: Stage, body: Json) -> Json:
    kind = body.get("msgtype")
    content = body.get(kind) if isinstance(kind, str) else None
    if kind in ("image", "markdown_v2") and isinstance(content, dict):
        return {str(kind): _picture(content) if kind == "image" else _words(content)}
    if kind == "template_card" and isinstance(content, dict) and content.get("card_type") not in _NOTICES:
        raise ApiError(42031, "invalid template_card card_type")
    types = {name: bodies.TYPES[name] for name in ("text", "markdown", "news", "file", "voice", "template_card")}
    return bodies.check(stage, body, types)


def _words(content: Json) -> Json:
    if not content.get("content"):
        raise ApiError(44004, "empty content")
    return content


def _picture(content: Json) -> Json:
    try:
        data = base64.b64decode(str(content.get("base64", "")), validate=True)
    except binascii.Error:
        raise ApiError(40123, "broken image") from None
    if not data or len(data) > _IMAGE:
        raise ApiError(40009, "image size out of limit")
    if content.get("md5") != hashlib.md5(data, usedforsecurity=False).hexdigest():
        raise ApiError(40058, "invalid param md5")
    return content


def _seen(kind: str, content: Json) -> Json:
    if kind == "template_card":
        return cards.cut(content, WEBHOOK_LENGTHS)[0]
    if kind in _BYTES:
        return {**content, "content": cut(str(content["content"]), _BYTES[kind])}
    return content


ENDPOINTS = (
    Endpoint("POST", "webhook/send", send, open=True),
    Endpoint("POST", "webhook/upload_media", upload, open=True),
)
