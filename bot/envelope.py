"""What WeCom delivers: the XML of a message or an event as plain values, and the key that makes its retries one."""

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

Field: TypeAlias = "str | list[Field] | dict[str, Field]"
Body: TypeAlias = dict[str, Field]

SHANGHAI = ZoneInfo("Asia/Shanghai")

# Answered with 200 and not stored: they belong to features that are not ours, or (LOCATION) would collect
# where people are each time they open the app, which nobody asked for.
IGNORED = frozenset(
    {
        "LOCATION",
        "view",
        "view_miniprogram",
        "switch_workbench_mode",
        "modify_calendar",
        "delete_calendar",
        "add_schedule",
        "modify_schedule",
        "delete_schedule",
        "change_external_contact",
        "change_external_chat",
        "change_external_tag",
        "open_approval_change",
        "share_agent_change",
        "share_chain_change",
    }
)

_DEEPEST = 8  # the deepest known event (SelectedItems) has five levels
_LARGEST_MSGID = 2**63 - 1
# A document type may stand only before the root element. Demanding the root first leaves no place for one,
# and without it no entity but the five predefined ones can be declared.
_STRAIGHT_TO_ROOT = re.compile(r"\ufeff?\s*(?:<\?xml[^<>]{0,80}\?>\s*)?<xml[\s>]")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class Malformed(Exception):
    """What came is no delivery of WeCom's: answer 400 and keep nothing."""


@dataclass(frozen=True, slots=True)
class Delivery:
    key: str
    sender: str
    created_at: datetime
    msgid: int
    body: Body


def delivery(body: Body) -> Delivery | None:
    """None: known not to concern us, answered like the rest and forgotten."""
    if _is_ignored(body):
        return None
    kind = text_of(body, "MsgType")
    if not kind or (kind == "event" and not text_of(body, "Event")):
        raise Malformed("kind")
    sender = text_of(body, "FromUserName")
    if not sender or len(sender) > 64:
        raise Malformed("sender")
    return Delivery(delivery_key(body), sender, _moment(text_of(body, "CreateTime")), _msgid(body), body)


def delivery_key(body: Body) -> str:
    """A message is its MsgId. An event has none, and two can share sender and second: everything in it is its key."""
    if _msgid(body):
        return str(_msgid(body))
    canonical = json.dumps(body, sort_keys=True, separators=(",", ":"))
    return "e" + hashlib.sha256(canonical.encode()).hexdigest()[:40]


def selected(body: Body) -> dict[str, tuple[str, ...]]:
    """What was ticked on a card: question key → option ids."""
    items = _inside(body, "SelectedItems", "SelectedItem")
    return {
        text_of(item, "QuestionKey"): tuple(
            option for option in _inside(item, "OptionIds", "OptionId") if isinstance(option, str) and option
        )
        for item in items
        if isinstance(item, dict)
    }


def text_of(body: Body, name: str) -> str:
    """The text of a field, empty where it is absent. A tag that came twice is nobody's guess."""
    value = body.get(name, "")
    if not isinstance(value, str):
        raise Malformed(name)
    return value


def read_xml(raw: bytes) -> Body:
    """Bytes that are no UTF-8 and characters that XML forbids become U+FFFD: one odd sign must not lose a message."""
    text = raw.decode(errors="replace")
    if not _STRAIGHT_TO_ROOT.match(text):
        raise Malformed("root")
    fields = _fields(_root(text), _DEEPEST)
    if not isinstance(fields, dict):
        raise Malformed("empty")
    return fields


def _root(text: str) -> ElementTree.Element:
    try:
        return _parsed(text)
    except ElementTree.ParseError:
        cleaned = _NOT_XML.sub("\ufffd", text)  # only now: nearly every text is clean, and this is the hot path
    try:
        return _parsed(cleaned)
    except ElementTree.ParseError as error:
        raise Malformed("xml") from error


def _parsed(text: str) -> ElementTree.Element:
    return ElementTree.fromstring(text)  # noqa: S314 - no document type can be in it, see _STRAIGHT_TO_ROOT


def _fields(element: ElementTree.Element, levels: int) -> Field:
    if not len(element):
        return (element.text or "").strip()
    if not levels:
        raise Malformed("depth")
    fields: Body = {}
    for child in element:
        value = _fields(child, levels - 1)
        fields[child.tag] = value if child.tag not in fields else _several(fields[child.tag], value)
    return fields


def _several(before: Field, value: Field) -> Field:
    if isinstance(before, list):
        before.append(value)
        return before
    return [before, value]


def _inside(body: Body, outer: str, inner: str) -> list[Field]:
    box = body.get(outer)
    found = box.get(inner, []) if isinstance(box, dict) else []
    return found if isinstance(found, list) else [found]


def _is_ignored(body: Body) -> bool:
    third_party = "InfoType" in body and "MsgType" not in body and "Event" not in body
    return third_party or text_of(body, "Event") in IGNORED


def _msgid(body: Body) -> int:
    digits = text_of(body, "MsgId")
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= 20):
        return 0
    return min(int(digits), _LARGEST_MSGID)


def _moment(seconds: str) -> datetime:
    if not (seconds.isascii() and seconds.isdecimal() and len(seconds) <= 11):
        raise Malformed("CreateTime")
    return datetime.fromtimestamp(int(seconds), SHANGHAI)
