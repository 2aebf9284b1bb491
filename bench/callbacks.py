"""Callbacks as WeCom would send them, encrypted beforehand: whole HTTP requests, ready for the wire."""

from __future__ import annotations

import itertools
import secrets
import time
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import urlencode

from sandbox import crypto, wire, xml

_msgids = itertools.count(7_300_000_000_000_000_000)


def requests(said: Iterable[tuple[str, str]]) -> list[str]:
    """One for each (userid, text), with a MsgId of its own."""
    return [_request(userid, text) for userid, text in said]


def visits(userids: Sequence[str], customers: dict[str, list[str]], count: int) -> Iterator[tuple[str, str]]:
    """So many messages, everybody in turn, about customers of their own."""
    turns = zip(range(1, count + 1), itertools.cycle(userids), strict=False)
    for number, userid in turns:
        own = customers[userid]
        yield userid, f"拜访了{own[number % len(own)]}，第 {number} 条，下周三再谈"


def _request(userid: str, text: str) -> str:
    now = int(time.time())
    message = xml.message(userid, now, "text", {"Content": text}, wire.AGENT_ID, next(_msgids))
    encrypted = crypto.encrypt(message.encode(), wire.AES_KEY, wire.CORP_ID)
    nonce = str(secrets.randbelow(10**10))
    signature = crypto.signature(wire.TOKEN, str(now), nonce, encrypted)
    query = urlencode({"msg_signature": signature, "timestamp": str(now), "nonce": nonce})
    body = xml.envelope(encrypted, wire.AGENT_ID)
    return (
        f"POST /wecom/callback?{query} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/xml\r\n"
        f"Content-Length: {len(body)}\r\n\r\n{body}"
    )
