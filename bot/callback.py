"""The door WeCom knocks at: check, decrypt, keep, answer 200."""

import asyncio
import base64
import binascii
import hashlib
import hmac
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import TypeAlias

from aiohttp import web
from multidict import MultiMapping
from wechatpy.crypto.base import WeChatCipher
from wechatpy.work.crypto import PrpCrypto, WeChatCrypto

from bot.envelope import Delivery, Malformed, delivery, read_xml, text_of

Keep: TypeAlias = Callable[[Delivery], Awaitable[object]]

PATH = "/wecom/callback"
LARGEST = 256 * 1024
FRESH = timedelta(hours=2)
PATIENCE = 5.0  # seconds for a body to come; WeCom itself waits no longer for the whole answer

_BLOCK = 32  # WeCom pads to 32 bytes, not to AES's 16
_RANDOM = 16

_log = logging.getLogger(__name__)


class TurnedAway(Exception):
    """A knock that is not let in: the status says enough to the peer, the reason is for our counters."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


class Door:
    """One set of callback credentials: the app's, or those of contact synchronisation (which has no agent)."""

    def __init__(self, token: str, aes_key: str, receive_id: str, agent_id: int | None = None) -> None:
        try:
            self._key = WeChatCrypto(token, aes_key, receive_id).key
        except (AssertionError, binascii.Error, UnicodeEncodeError):
            raise ValueError("the EncodingAESKey must be the 43 letters and digits of the admin page") from None
        self._cipher = WeChatCipher(self._key)
        self._token = token.encode()
        self._receive_id = receive_id.encode()
        self._agent_id = "" if agent_id is None else str(agent_id)

    def signed(self, signature: str, timestamp: str, nonce: str, encrypt: str) -> bool:
        expected = self._signature(timestamp, nonce, encrypt)
        return hmac.compare_digest(expected.encode(), signature.encode(errors="replace"))

    def knock(self, plain: str, timestamp: str, nonce: str) -> dict[str, str]:
        """The query of a URL check, as WeCom would ask it: so that we can try our own door."""
        encrypt: str = PrpCrypto(self._key).encrypt(plain, self._receive_id).decode()
        signature = self._signature(timestamp, nonce, encrypt)
        return {"msg_signature": signature, "timestamp": timestamp, "nonce": nonce, "echostr": encrypt}

    def serves(self, agent_id: str) -> bool:
        return not (agent_id and self._agent_id) or agent_id == self._agent_id

    def decrypt(self, encrypt: str) -> bytes:
        """The message alone; blocks, padding, length and receive id are checked before it is believed."""
        try:
            sealed = base64.b64decode(encrypt, validate=True)
        except ValueError as error:
            raise Malformed("base64") from error
        if not sealed or len(sealed) % _BLOCK:
            raise Malformed("blocks")
        plain: bytes = self._cipher.decrypt(sealed)
        content = _unpad(plain)[_RANDOM:]
        end = 4 + int.from_bytes(content[:4], "big")
        if content[end:] != self._receive_id:  # nothing is left of it either where the length is a lie
            raise TurnedAway(403, "receive_id")
        return content[4:end]

    def _signature(self, *parts: str) -> str:
        joined = b"".join(sorted([self._token, *(part.encode(errors="replace") for part in parts)]))
        return hashlib.sha1(joined, usedforsecurity=False).hexdigest()


def runner(app: web.Application) -> web.AppRunner:
    """How the application must be served: aiohttp would unpack compressed bodies before we could refuse them (WeCom
    sends none), and its access log would write every signature down."""
    return web.AppRunner(app, auto_decompress=False, access_log=None)


class Callback:
    """The doors behind one address: the one whose token signed the knock opens."""

    def __init__(self, doors: Sequence[Door], clock: Callable[[], datetime], keep: Keep) -> None:
        self.counted: Counter[str] = Counter()
        self._doors = doors
        self._clock = clock
        self._keep = keep

    def routes(self, path: str = PATH) -> list[web.RouteDef]:
        return [web.get(path, self.check, allow_head=False), web.post(path, self.receive)]

    async def check(self, request: web.Request) -> web.Response:
        """Saving the address in the admin page asks this: the plaintext, bare, within a second."""
        try:
            # Base64 has no blanks: one that is there was a plus sign that somebody forgot to encode.
            plain = self.echo(request.query, request.query.get("echostr", "").replace(" ", "+"))
        except TurnedAway as turned:
            return self._turn_away(turned)
        self.counted["checked"] += 1
        return web.Response(body=plain, content_type="text/plain")

    async def receive(self, request: web.Request) -> web.Response:
        try:
            came = self.read(request.query, await _bounded(request))
        except TurnedAway as turned:
            return self._turn_away(turned)
        if came is None:
            self.counted["ignored"] += 1
            return web.Response()
        failure = await self._stored(came)
        if failure:
            # Its name only: a database error quotes the row, and the row is somebody's message.
            _log.error("a callback was not stored (%s); WeCom will repeat it", failure)
            self.counted["not_stored"] += 1
            return web.Response(status=500)
        self.counted["kept"] += 1
        return web.Response()

    def echo(self, query: MultiMapping[str], encrypt: str) -> bytes:
        try:
            return self._door(query, encrypt).decrypt(encrypt)
        except Malformed:
            raise TurnedAway(400, "malformed") from None

    def read(self, query: MultiMapping[str], raw: bytes) -> Delivery | None:
        try:
            sealed = read_xml(raw)
            encrypt = text_of(sealed, "Encrypt")
            door = self._door(query, encrypt)
            if not door.serves(text_of(sealed, "AgentID")):
                raise TurnedAway(403, "agent")
            return delivery(read_xml(door.decrypt(encrypt)))
        except Malformed:
            raise TurnedAway(400, "malformed") from None

    def _door(self, query: MultiMapping[str], encrypt: str) -> Door:
        signature, timestamp, nonce = (query.get(name, "") for name in ("msg_signature", "timestamp", "nonce"))
        if not (signature and timestamp and nonce and encrypt):
            raise Malformed("query")
        door = next((door for door in self._doors if door.signed(signature, timestamp, nonce, encrypt)), None)
        if door is None:
            raise TurnedAway(403, "signature")
        if not (timestamp.isascii() and timestamp.isdecimal() and len(timestamp) <= 11):
            raise Malformed("timestamp")
        if abs(self._clock().timestamp() - int(timestamp)) > FRESH.total_seconds():
            raise TurnedAway(403, "stale")
        return door

    async def _stored(self, came: Delivery) -> str | None:
        try:
            await self._keep(came)
        except Exception as error:  # whatever the storage raises, the peer is told 500 and repeats
            return type(error).__name__
        return None

    def _turn_away(self, turned: TurnedAway) -> web.Response:
        self.counted[turned.reason] += 1
        return web.Response(status=turned.status)


async def _bounded(request: web.Request) -> bytes:
    if (request.content_length or 0) > LARGEST:
        raise TurnedAway(413, "too_large")
    raw = b""
    try:
        async with asyncio.timeout(PATIENCE):
            # Counted while it comes: a body sent in chunks announces no length.
            while chunk := await request.content.readany():
                raw += chunk
                if len(raw) > LARGEST:
                    raise TurnedAway(413, "too_large")
    except TimeoutError:
        raise TurnedAway(408, "too_slow") from None
    except ConnectionError:
        raise TurnedAway(400, "hung_up") from None
    return raw


def _unpad(plain: bytes) -> bytes:
    pad = plain[-1]
    if not 1 <= pad <= _BLOCK or plain[-pad:] != bytes([pad]) * pad:
        raise Malformed("padding")
    return plain[:-pad]
