"""The XML of callbacks as recorded on the wire: one line, texts in CDATA, numbers bare."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from sandbox.wire import CORP_ID

# Numbers stand bare, everything else in CDATA; a mapping nests, a sequence repeats its element.
Node = str | int | float | Mapping[str, "Node"] | Sequence["Node"]

_TRAILING = ("AppType", "SelectedItems")
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def document(fields: Mapping[str, Node]) -> str:
    return f"<xml>{_inside(fields)}</xml>"


def message(sender: str, at: int, kind: str, fields: Mapping[str, Node], agentid: int | None, msgid: int = 0) -> str:
    """A message or event from a member, in the recorded order of its fields."""
    inside: dict[str, Node] = {"ToUserName": CORP_ID, "FromUserName": sender, "CreateTime": at, "MsgType": kind}
    trailing = {name: fields[name] for name in _TRAILING if name in fields}
    inside |= {name: value for name, value in fields.items() if name not in trailing}
    if msgid:
        inside["MsgId"] = msgid
    if agentid is not None:
        inside["AgentID"] = agentid
    return document(inside | trailing)


def envelope(encrypted: str, agentid: int | None) -> str:
    fields: dict[str, Node] = {"ToUserName": CORP_ID, "Encrypt": encrypted}
    if agentid is not None:
        fields["AgentID"] = str(agentid)
    return document(fields)


def _inside(fields: Mapping[str, Node]) -> str:
    return "".join(_element(name, value) for name, value in fields.items())


def _element(name: str, value: Node) -> str:
    if isinstance(value, Mapping):
        return f"<{name}>{_inside(value)}</{name}>"
    if isinstance(value, str):
        return f"<{name}>{_cdata(value)}</{name}>"
    if isinstance(value, Sequence):
        return "".join(_element(name, one) for one in value)
    return f"<{name}>{value}</{name}>"


def _cdata(text: str) -> str:
    # What XML cannot hold (control characters, lone surrogates) does not reach the app.
    clean = _FORBIDDEN.sub("\ufffd", text).replace("]]>", "]]]]><![CDATA[>")
    return f"<![CDATA[{clean}]]>"
