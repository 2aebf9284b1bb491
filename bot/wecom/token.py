"""The app's access token: fetched once however many ask, renewed before it ends, shared with other processes."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.wecom.errors import UNANSWERED, WecomError, no_token
from storage import db

EARLY = timedelta(minutes=5)

_log = logging.getLogger(__name__)


class TokenStore(Protocol):
    """Where processes share a token; `name` tells the app without telling its secret."""

    async def get(self, name: str) -> tuple[str, datetime] | None: ...

    async def put(self, name: str, token: str, expires_at: datetime) -> None: ...

    async def drop(self, name: str, token: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Fetched:
    token: str
    lasts: timedelta


class AccessToken:
    """`fetch` asks the platform for a token; it raises WecomError where it gets none."""

    def __init__(
        self,
        name: str,
        fetch: Callable[[], Awaitable[Fetched]],
        clock: Callable[[], datetime],
        store: TokenStore | None,
    ) -> None:
        self._name = name
        self._fetch = fetch
        self._clock = clock
        self._store = store
        self._held: tuple[str, datetime] | None = None
        self._under_way: asyncio.Task[str] | None = None
        self._refused: tuple[WecomError, datetime] | None = None

    async def get(self) -> str:
        if self._held and self._clock() < self._held[1]:
            return self._held[0]
        if self._under_way is None:
            self._under_way = asyncio.create_task(self._renew())
            self._under_way.add_done_callback(self._landed)
        # Shielded: one caller that gives up must not take the token from the others.
        return await asyncio.shield(self._under_way)

    async def drop(self, token: str) -> None:
        """The platform no longer takes it. Somebody may have renewed it meanwhile: then that one stays."""
        if self._held and self._held[0] == token:
            self._held = None
        if self._store:
            try:
                await self._store.drop(self._name, token)
            except db.TRANSIENT:
                _log.warning("the shared token could not be dropped: the database does not answer")

    def _landed(self, task: asyncio.Task[str]) -> None:
        self._under_way = None
        if not task.cancelled():
            task.exception()  # seen, also where every caller has given up

    async def _renew(self) -> str:
        self._held = await self._shared()
        if self._held is None:
            self._wait_out_a_refusal()
            fetched = await self._asked()
            self._held = (fetched.token, self._clock() + max(fetched.lasts - EARLY, fetched.lasts / 2))
            await self._share(*self._held)
        return self._held[0]

    async def _asked(self) -> Fetched:
        try:
            return await self._fetch()
        except WecomError as refused:
            if refused.code == UNANSWERED:
                raise WecomError(refused.code, "no access token: no answer") from None
            self._refused = (no_token(refused), self._clock())
            raise self._refused[0] from None

    def _wait_out_a_refusal(self) -> None:
        """What the platform has just refused it is not asked again within `retry_after`, whoever needs a token."""
        if self._refused:
            refused, since = self._refused
            assert refused.retry_after is not None, "no_token gives one"
            if since <= self._clock() < since + refused.retry_after:
                raise WecomError(refused.code, str(refused), retry_after=refused.retry_after)
            self._refused = None

    async def _shared(self) -> tuple[str, datetime] | None:
        if self._store is None:
            return None
        try:
            shared = await self._store.get(self._name)
        except db.TRANSIENT:
            _log.warning("the shared token could not be read: the database does not answer")
            return None
        return shared if shared and self._clock() < shared[1] else None

    async def _share(self, token: str, until: datetime) -> None:
        if self._store is None:
            return
        try:
            await self._store.put(self._name, token, until)
        except db.TRANSIENT:
            _log.warning("the token could not be shared: the database does not answer")
