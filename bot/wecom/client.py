"""The calls to WeCom that we make, each once: repeating is the outbox's business."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from mimetypes import guess_type

from aiohttp import ClientSession, ClientTimeout, FormData

from bot.wecom.errors import NO_MENU, RENEW, UNSEEN, WecomError
from bot.wecom.token import AccessToken, Fetched, TokenStore
from bot.wecom.wire import MEDIA_PATIENCE, PATIENCE, Got, Json, Media, Wire

__all__ = ["Media", "Sent", "TokenStore", "Wecom", "WecomError"]

SAME_WITHIN = 14_400  # seconds, the longest that the duplicate check takes


@dataclass(frozen=True, slots=True)
class Sent:
    msgid: str
    response_code: str
    invalid: tuple[str, ...]  # lower-cased by WeCom; whoever is named here got nothing


class Wecom:
    """One app, known by its secret. The clock decides when a token is old; the session is ours unless one is given."""

    def __init__(
        self,
        api: str,
        corp_id: str,
        agent_id: int,
        secret: str,
        *,
        clock: Callable[[], datetime],
        session: ClientSession | None = None,
        token_store: TokenStore | None = None,
    ) -> None:
        self._wire = Wire(api, session)
        self._credentials = {"corpid": corp_id, "corpsecret": secret}
        self._agent_id = agent_id
        name = hashlib.sha256(f"{corp_id}\n{secret}".encode()).hexdigest()
        self._token = AccessToken(name, self._fetch_token, clock, token_store)

    async def close(self) -> None:
        await self._wire.close()

    async def call(
        self,
        method: str,
        path: str,
        *,
        params: dict[str, str | int] | None = None,
        json: Json | None = None,
        data: Callable[[], FormData] | None = None,
        patience: ClientTimeout = PATIENCE,
    ) -> Json:
        """The answer, or WecomError. A token that died is renewed and the call repeated, once."""

        async def attempt(token: str) -> Json:
            query = {**(params or {}), "access_token": token}
            form = data() if data else None
            return await self._wire.ask(method, path, params=query, json=json, data=form, timeout=patience)

        return await self._with_token(attempt)

    async def send(self, touser: str, message: Json, *, dedupe: bool) -> Sent:
        """`message` is {"msgtype": "text", "text": {…}} and the like. With `dedupe` WeCom drops an equal one that
        comes again within four hours."""
        body = {"touser": touser, "agentid": self._agent_id, **message}
        if dedupe:
            body |= {"enable_duplicate_check": 1, "duplicate_check_interval": SAME_WITHIN}
        answer = await self.call("POST", "message/send", json=body)
        named = f"{answer.get('invaliduser') or ''}|{answer.get('unlicenseduser') or ''}".split("|")
        return Sent(str(answer.get("msgid", "")), str(answer.get("response_code", "")), tuple(filter(None, named)))

    async def update_card(self, userids: Sequence[str], response_code: str, card: Json) -> None:
        """Replaces a card for these people. The code works once, within 72 hours: 60140 after that."""
        body = {
            "userids": list(userids),
            "agentid": self._agent_id,
            "response_code": response_code,
            "template_card": card,
        }
        await self.call("POST", "message/update_template_card", json=body)

    async def recall(self, msgid: str) -> None:
        await self.call("POST", "message/recall", json={"msgid": msgid})

    async def upload(self, kind: str, filename: str, content: bytes) -> str:
        """The media_id of an image, voice, video or file, good for three days."""
        ascii_name = re.sub(r"[^0-9A-Za-z._-]+", "_", filename)  # others have been seen refused
        content_type = guess_type(ascii_name)[0] or "application/octet-stream"

        def form() -> FormData:
            filled = FormData()
            filled.add_field("media", content, filename=ascii_name, content_type=content_type)
            return filled

        params: dict[str, str | int] = {"type": kind}
        answer = await self.call("POST", "media/upload", params=params, data=form, patience=MEDIA_PATIENCE)
        return str(answer["media_id"])

    async def download(self, media_id: str) -> Media:
        """Within three days of its coming; later 40007."""

        async def attempt(token: str) -> Media:
            return await self._wire.fetch("media/get", {"media_id": media_id, "access_token": token})

        return await self._with_token(attempt)

    async def create_chat(self, name: str, owner: str, members: Sequence[str], chatid: str) -> str:
        body = {"name": name, "owner": owner, "userlist": list(members), "chatid": chatid}
        return str((await self.call("POST", "appchat/create", json=body))["chatid"])

    async def update_chat(
        self, chatid: str, *, name: str = "", owner: str = "", add: Sequence[str] = (), remove: Sequence[str] = ()
    ) -> None:
        wanted = {
            "name": name,
            "owner": owner,
            "add_user_list": list(add),
            "del_user_list": list(remove),
        }
        body = {"chatid": chatid, **{field: value for field, value in wanted.items() if value}}
        await self.call("POST", "appchat/update", json=body)

    async def get_chat(self, chatid: str) -> Json:
        """Its name, owner and userlist."""
        return dict((await self.call("GET", "appchat/get", params={"chatid": chatid}))["chat_info"])

    async def send_chat(self, chatid: str, message: Json) -> None:
        """Groups take no cards and have no duplicate check."""
        await self.call("POST", "appchat/send", json={"chatid": chatid, **message})

    async def user(self, userid: str) -> Json | None:
        """None: nobody is called so, or not in our scope."""
        try:
            return await self.call("GET", "user/get", params={"userid": userid})
        except WecomError as refused:
            if refused.code in UNSEEN:
                return None
            raise

    async def departments(self) -> list[Json]:
        """All that the app may see."""
        return list((await self.call("GET", "department/list"))["department"])

    async def users(self, department_id: int) -> list[Json]:
        """With details; of this department alone, not of those below it."""
        return list((await self.call("GET", "user/list", params={"department_id": department_id}))["userlist"])

    async def create_menu(self, menu: Json) -> None:
        await self.call("POST", "menu/create", params={"agentid": self._agent_id}, json=menu)

    async def menu(self) -> Json | None:
        try:
            return await self.call("GET", "menu/get", params={"agentid": self._agent_id})
        except WecomError as refused:
            if refused.code == NO_MENU:
                return None
            raise

    async def agent(self) -> Json:
        """The app's name and whom it sees."""
        return await self.call("GET", "agent/get", params={"agentid": self._agent_id})

    async def callback_ips(self) -> list[str]:
        return list((await self.call("GET", "getcallbackip"))["ip_list"])

    async def date(self) -> datetime | None:
        """The platform's clock, to the second; needs no token."""
        return await self._wire.date()

    async def _with_token(self, attempt: Callable[[str], Awaitable[Got]]) -> Got:
        token = await self._token.get()
        try:
            return await attempt(token)
        except WecomError as refused:
            if refused.code not in RENEW:
                raise
        await self._token.drop(token)
        return await attempt(await self._token.get())

    async def _fetch_token(self) -> Fetched:
        answer = await self._wire.ask("GET", "gettoken", params=self._credentials)
        return Fetched(str(answer["access_token"]), timedelta(seconds=int(answer["expires_in"])))
