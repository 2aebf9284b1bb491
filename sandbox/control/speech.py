"""What a member sends, as the callback tells it and as their own phone shows it."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass

from sandbox import media
from sandbox.control.frame import ControlError
from sandbox.stage import Stage
from sandbox.wire import Json
from sandbox.xml import Node

_KINDS_OF_FILE = ("image", "voice", "video", "file")
_NAMES = {"image": "photo.jpg", "voice": "voice.amr", "video": "video.mp4", "file": "file.bin"}


@dataclass(frozen=True, slots=True)
class Said:
    kind: str
    fields: dict[str, Node]
    body: Json


def said_by(stage: Stage, order: Json) -> Said:
    """A text, a file, a place or a link; an order that no phone could send is refused."""
    kind = order.get("type")
    if kind == "text":
        return _text(order)
    if kind in _KINDS_OF_FILE:
        return _file(stage, str(kind), order)
    if kind == "location":
        return _location(order)
    if kind == "link":
        return _link(order)
    raise ControlError(400, f"unknown type: {kind}")


def uploaded(stage: Stage, kind: str, order: Json) -> media.File:
    """The file of an order, in base64; a data: URL will do as well."""
    text = order.get("file")
    if not isinstance(text, str) or not text:
        raise ControlError(400, "file: base64 expected")
    try:
        data = base64.b64decode(text.rpartition(",")[2], validate=True)
    except (binascii.Error, ValueError):
        raise ControlError(400, "file: not base64") from None
    if not data:
        raise ControlError(400, "file: empty")
    if len(data) > media.SIZES[kind]:
        raise ControlError(400, f"file: at most {media.SIZES[kind] // media.MEGABYTE} MB")
    return stage.media.keep(kind, str(order.get("filename") or _NAMES[kind]), data)


def picture_url(stage: Stage, file: media.File) -> str:
    return f"{stage.url}/sandbox/media/{file.media_id}"


def place(order: Json) -> dict[str, Node]:
    """Where the order is, in the fields that messages and menu events share."""
    latitude, longitude = (_degrees(order, name) for name in ("latitude", "longitude"))
    scale = order.get("scale", 15)
    if isinstance(scale, bool) or not isinstance(scale, int | float):
        raise ControlError(400, "scale is a number")
    return {
        "Location_X": latitude, "Location_Y": longitude, "Scale": int(scale), "Label": str(order.get("label") or ""),
    }  # fmt: skip


def _text(order: Json) -> Said:
    text = order.get("text")
    if not isinstance(text, str) or not text:
        raise ControlError(400, "text: a text expected")
    return Said("text", {"Content": text}, {"text": {"content": text}})


def _file(stage: Stage, kind: str, order: Json) -> Said:
    file = uploaded(stage, kind, order)
    body: Json = {"media_id": file.media_id, "filename": file.filename}
    fields: dict[str, Node] = {"MediaId": file.media_id}
    if kind == "image":
        body["pic_url"] = picture_url(stage, file)
        fields = {"PicUrl": picture_url(stage, file), **fields}
    if kind == "voice":
        fields["Format"] = "speex" if file.filename.lower().endswith((".spx", ".speex")) else "amr"
    if kind == "video":
        fields["ThumbMediaId"] = file.media_id
    if kind == "file":
        # The documentation does not list this type; two connectors read these fields.
        fields["FileName"] = file.filename
    return Said(kind, fields, {kind: body})


def _location(order: Json) -> Said:
    fields = place(order)
    body = {
        "latitude": fields["Location_X"], "longitude": fields["Location_Y"], "scale": fields["Scale"],
        "label": fields["Label"],
    }  # fmt: skip
    return Said("location", {**fields, "AppType": "wxwork"}, {"location": body})


def _link(order: Json) -> Said:
    body = {name: str(order.get(name) or "") for name in ("title", "description", "url", "picurl")}
    fields: dict[str, Node] = {
        "Title": body["title"], "Description": body["description"], "Url": body["url"], "PicUrl": body["picurl"],
    }  # fmt: skip
    return Said("link", fields, {"link": body})


def _degrees(order: Json, name: str) -> float:
    value = order.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ControlError(400, f"{name} is a number")
    if not -180 <= value <= 180:
        raise ControlError(400, f"{name} is out of range")
    return value
