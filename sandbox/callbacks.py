"""Callbacks to the bot: encrypted anew for every try, five seconds to answer, three retries."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import aiohttp

from sandbox import crypto, xml
from sandbox.clock import Clock
from sandbox.faults import Faults
from sandbox.settings import Settings
from sandbox.waiting import Waiting
from sandbox.wire import AES_KEY, AGENT_ID, CORP_ID, TOKEN, Json

DEADLINE = 5.0
# WeCom's real spacing is not documented; this is short enough to wait for and long enough for a restart.
PAUSES = (0.2, 0.4, 0.8)
_LONGEST_WAIT = 10.0


@dataclass(frozen=True, slots=True)
class Delivered:
    """How a callback ended: the last HTTP status (none: nobody answered), the tries, the last one's milliseconds."""

    status: int | None
    tries: int
    ms: int

    def as_json(self) -> Json:
        return {"status": self.status, "tries": self.tries, "ms": self.ms}


@dataclass(frozen=True, slots=True)
class _Address:
    url: str
    token: str
    aes_key: str
    agentid: int | None


class Callbacks:
    def __init__(self, settings: Settings, clock: Clock, faults: Faults, waiting: Waiting) -> None:
        self._settings = settings
        self._clock = clock
        self._faults = faults
        self._waiting = waiting
        self._session: aiohttp.ClientSession | None = None

    async def close(self) -> None:
        if self._session:
            await self._session.close()

    async def to_app(self, text: str) -> Delivered | None:
        """Deliver to the bot; None when no callback is configured."""
        url = self._settings.callback
        return await self._bring(_Address(url, TOKEN, AES_KEY, AGENT_ID), text) if url else None

    async def to_contacts(self, text: str) -> Delivered | None:
        """Deliver a change of the directory; None when nobody listens for those."""
        there = self._settings.contact_callback
        return await self._bring(_Address(there.url, there.token, there.aes_key, None), text) if there else None

    async def _bring(self, address: _Address, text: str) -> Delivered:
        async def deliver() -> Delivered:
            return await self._deliver(address, text)

        delay = self._faults.take("delay_callback")
        if delay:
            return await self._later(deliver, 3.0 if delay.seconds is None else delay.seconds)
        if self._faults.take("shuffle_callbacks"):
            return await self._waiting.shuffled(deliver, last=not self._faults.left("shuffle_callbacks"))
        return await self._waiting.counted(deliver())

    async def _later(self, deliver: Callable[[], Awaitable[Delivered]], seconds: float) -> Delivered:
        coming = self._waiting.at(self._clock.epoch() + seconds, deliver)
        # Who waits for an hour's delay moves the clock; the call that sent the message must not hang that long.
        done, _ = await asyncio.wait([coming], timeout=_LONGEST_WAIT if seconds <= _LONGEST_WAIT else 0)
        return coming.result() if done else Delivered(None, 0, 0)

    async def _deliver(self, address: _Address, text: str) -> Delivered:
        done = await self._tries(address, text, 0)
        if self._faults.take("duplicate_callback"):
            again = await self._tries(address, text, 0)
            return Delivered(done.status, done.tries + again.tries, done.ms)
        return done

    async def _tries(self, address: _Address, text: str, before: int) -> Delivered:
        status, ms = await self._once(address, text)
        tries = before + 1
        late = self._faults.take("late_ack") is not None
        again = late or status is None or (status != 200 and self._settings.retry_on_non_200)
        if not again or before >= len(PAUSES):
            return Delivered(status, tries, ms)
        await asyncio.sleep(PAUSES[before])
        return await self._tries(address, text, tries)

    async def _once(self, address: _Address, text: str) -> tuple[int | None, int]:
        query, body = _sealed(address, text, str(int(self._clock.epoch())))
        began = time.perf_counter()
        try:
            async with (
                asyncio.timeout(DEADLINE),
                self._client().post(address.url, params=query, data=body, headers=_HEADERS) as answer,
            ):
                await answer.read()
                status: int | None = answer.status
        except (aiohttp.ClientError, TimeoutError, OSError):
            status = None
        return status, round((time.perf_counter() - began) * 1000)

    def _client(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
        return self._session


_HEADERS = {"Content-Type": "text/xml", "User-Agent": "Mozilla/4.0"}


def _sealed(address: _Address, text: str, timestamp: str) -> tuple[dict[str, str], bytes]:
    nonce = str(secrets.randbelow(10**10))
    encrypted = crypto.encrypt(text.encode(), address.aes_key, CORP_ID)
    signed = crypto.signature(address.token, timestamp, nonce, encrypted)
    query = {"msg_signature": signed, "timestamp": timestamp, "nonce": nonce}
    return query, xml.envelope(encrypted, address.agentid).encode()
