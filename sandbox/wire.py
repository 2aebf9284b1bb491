"""What all faces share: the fixed constants, the shape of JSON, and how an API call is refused."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any, NoReturn

Json = dict[str, Any]
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")

CORP_ID = "wwsandbox00000001"
AGENT_ID = 1000002
SECRET = "sandbox-app-secret"  # noqa: S105 - a public constant of the stand-in, it opens nothing
TOKEN = "sandboxToken"  # noqa: S105 - likewise
AES_KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY"

# A second app and the contact synchronisation exist so that "another app's" errors can be met at all.
OTHER_AGENT_ID = 1000003
CONTACT_SECRET = "sandbox-contact-secret"  # noqa: S105 - likewise
APPS: dict[str, int | None] = {SECRET: AGENT_ID, "sandbox-other-secret": OTHER_AGENT_ID, CONTACT_SECRET: None}


@dataclass
class ApiError(Exception):
    """The platform refuses a call: it answers HTTP 200 with this errcode."""

    errcode: int
    errmsg: str

    def __str__(self) -> str:
        return f"{self.errcode} {self.errmsg}"


def parsed(raw: bytes) -> Json:
    """The JSON object that a body holds, {} for an empty one; anything else is a ValueError."""
    value = json.loads(raw, parse_constant=_no_number) if raw else {}
    if not isinstance(value, dict):
        raise ValueError("no JSON object")
    if b"\\u" in raw:
        # Half a character can be written in JSON and nowhere else: not in UTF-8, not in XML, not in the store.
        value = json.loads(_LONE_SURROGATE.sub("\ufffd", json.dumps(value, ensure_ascii=False)))
    return dict(value)


def _no_number(word: str) -> NoReturn:
    raise ValueError(f"no JSON number: {word}")
