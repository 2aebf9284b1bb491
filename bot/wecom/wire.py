"""One exchange with WeCom over HTTP: an answer that can be read, or an error that says what it means."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any, TypeAlias, TypeVar

from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientResponse,
    ClientSession,
    ClientTimeout,
    ConnectionTimeoutError,
    DummyCookieJar,
    hdrs,
)

from bot.wecom.errors import WecomError, refusal, unanswered, unsent

Json: TypeAlias = dict[str, Any]
Got = TypeVar("Got")

# Token, call and repeated call together stay within the lease of a send.
PATIENCE = ClientTimeout(total=9, connect=4)
MEDIA_PATIENCE = ClientTimeout(total=60, connect=4)
LARGEST_MEDIA = 20 * 1024 * 1024
GATEWAY = frozenset({502, 503})  # what a gateway says when nothing stands behind it


@dataclass(frozen=True, slots=True)
class Media:
    content: bytes
    content_type: str
    filename: str


class Wire:
    """The session is ours, and closed by us, unless one is given."""

    def __init__(self, api: str, session: ClientSession | None) -> None:
        self._root = f"{api.rstrip('/')}/cgi-bin/"
        self._session = session
        self._ours = session is None

    async def ask(self, method: str, path: str, **options: Any) -> Json:
        return await self._exchange(method, path, _answer, {"timeout": PATIENCE, **options})

    async def fetch(self, path: str, params: dict[str, str]) -> Media:
        return await self._exchange("GET", path, _media, {"timeout": MEDIA_PATIENCE, "params": params})

    async def date(self) -> datetime | None:
        """The platform's own time, from the head of any answer."""
        return await self._exchange("GET", "gettoken", _date, {"timeout": PATIENCE})

    async def close(self) -> None:
        if self._session and self._ours:
            await self._session.close()
            self._session = None

    async def _exchange(
        self, method: str, path: str, read: Callable[[ClientResponse], Awaitable[Got]], options: dict[str, Any]
    ) -> Got:
        """Errors carry the kind of trouble only: aiohttp's own words may hold the address, and that holds the token."""
        if self._session is None:
            self._session = ClientSession(cookie_jar=DummyCookieJar())
        try:
            async with self._session.request(method, self._root + path, allow_redirects=False, **options) as answer:
                _check_status(answer.status)
                return await read(answer)
        except (ClientConnectorError, ConnectionTimeoutError) as trouble:
            raise unsent(type(trouble).__name__) from None
        except (ClientError, TimeoutError) as trouble:
            raise unanswered(type(trouble).__name__) from None


def _check_status(status: int) -> None:
    """WeCom answers 200 whatever it thinks; all else comes from something that stands in between."""
    if status in GATEWAY or 300 <= status < 500:
        raise unsent(f"HTTP {status}")
    if status >= 500:
        raise unanswered(f"HTTP {status}")


async def _answer(response: ClientResponse) -> Json:
    return _accepted(await response.read())


async def _date(response: ClientResponse) -> datetime | None:
    try:
        return parsedate_to_datetime(response.headers.get(hdrs.DATE, ""))
    except ValueError:
        return None


async def _media(response: ClientResponse) -> Media:
    """The file. A refusal is JSON, but so may a file be; only a file has a name."""
    raw = bytearray()
    async for chunk in response.content.iter_any():
        raw += chunk
        if len(raw) > LARGEST_MEDIA:
            raise WecomError(830002, "the file is larger than 20 MB", permanent=True)
    if hdrs.CONTENT_DISPOSITION not in response.headers:
        _accepted(bytes(raw))
    named = response.content_disposition
    filename = (named.filename if named else None) or "file"
    return Media(bytes(raw), response.content_type, filename.replace("\\", "/").rpartition("/")[2])


def _accepted(raw: bytes) -> Json:
    try:
        answer = json.loads(raw)
    except ValueError:
        answer = None
    if not isinstance(answer, dict) or not isinstance(answer.get("errcode"), int):
        raise unanswered("not the platform's JSON")
    if answer["errcode"]:
        raise refusal(answer)
    return answer
