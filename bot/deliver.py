"""The outbox loop: lease, send, record; back off, give up, or say that it is in doubt."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from bot import making
from bot.wecom.client import Wecom, WecomError
from storage import outbox
from storage.models import Outbox
from storage.outbox import Outcome, Row

AT_ONCE = 40
MAKING = timedelta(minutes=2)  # drawing and uploading take longer than the lease of a message
LONGEST_WAIT = timedelta(seconds=60)
SPENT = 60140  # a response code that is wrong, used or expired
TASK_ID_STANDS = 42014

log = logging.getLogger(__name__)


class Deliver:
    """The sender of one channel to WeCom: `wecom`, or `files`, whose slow work delays no reply."""

    def __init__(self, clock: Callable[[], datetime], wecom: Wecom, channel: str = "wecom") -> None:
        self._clock = clock
        self._wecom = wecom
        self._channel = channel
        self._turn = asyncio.Lock()
        self._recovered = False
        self._operations = {"send": self._send, "update": self._update, "chat": self._chat, "file": self._file}

    async def drain(self) -> bool:
        """Sends until nothing is due. True: something was tried."""
        tried = False
        async with self._turn:
            if not self._recovered:
                await outbox.recover(self._channel)
                self._recovered = True
            while rows := await outbox.lease(self._channel, self._clock(), AT_ONCE):
                tried = True
                outcomes = await asyncio.gather(*(self._try(row) for row in rows))
                await outbox.record(outcomes, self._clock())
        return tried

    async def _try(self, row: Row) -> Outcome:
        try:
            return await self._operations[row.operation](row)
        except WecomError as refused:
            return self._refused(row, refused)
        except Exception as bug:  # one bad row must not stop the others
            log.exception("outbox row %s", row.id)
            return Outcome(row.id, "dead", error=repr(bug))

    async def _send(self, row: Row) -> Outcome:
        message = row.payload["message"]
        sent = await self._wecom.send(row.receiver, message, dedupe=message["msgtype"] != "text")
        if sent.invalid:
            return Outcome(row.id, "dead", error="the receiver is not in the app's scope")
        return Outcome(row.id, "sent", {"msgid": sent.msgid, "response_code": sent.response_code})

    async def _update(self, row: Row) -> Outcome:
        """With the click's code, or the send code of an earlier card; a spent one is said by a new card."""
        of = row.payload.get("of")
        code = await outbox.code_of(of) if of else row.payload["code"]
        if not code:
            return Outcome(row.id, "dropped", error="the card's code is spent")
        try:
            await self._wecom.update_card([row.receiver], code, row.payload["card"])
        except WecomError as refused:
            if refused.code != SPENT or of:
                raise
            await self._say_anew(row)
            return Outcome(row.id, "dropped", error="the click's code is spent; a new card says it")
        return Outcome(row.id, "sent")

    async def _say_anew(self, row: Row) -> None:
        card = {**row.payload["card"], "task_id": row.payload["task_id"]}
        now = self._clock()
        await Outbox.create(
            receiver=row.receiver,
            operation="send",
            subject=row.subject,
            payload={"message": {"msgtype": "template_card", "template_card": card}},
            created_at=now,
            not_before=now,
        )

    async def _file(self, row: Row) -> Outcome:
        """Made and uploaded once; the media id is kept with the row, so that a repeat is the same message and WeCom
        drops it where the first one had arrived."""
        media = row.payload.get("media")
        if not media:
            await outbox.hold(row.id, self._clock() + MAKING)
            made = await making.make(row.payload)
            if made is None:
                return Outcome(row.id, "dropped", error="there is nothing to show any more")
            media = [made.kind, await self._wecom.upload(made.kind, made.filename, made.content)]
            await Outbox.filter(id=row.id).update(payload={**row.payload, "media": media})
        kind, media_id = media
        sent = await self._wecom.send(row.receiver, {"msgtype": kind, kind: {"media_id": media_id}}, dedupe=True)
        return Outcome(row.id, "dead" if sent.invalid else "sent", {"msgid": sent.msgid})

    async def _chat(self, row: Row) -> Outcome:
        await self._wecom.send_chat(row.receiver, row.payload["message"])
        return Outcome(row.id, "sent")

    def _refused(self, row: Row, refused: WecomError) -> Outcome:
        if refused.code == TASK_ID_STANDS and row.attempts > 1:
            return Outcome(row.id, "sent", error="an earlier attempt had arrived")
        if refused.permanent:
            log.warning("outbox row %s is refused for good: %s", row.id, refused.code)
            return Outcome(row.id, "dead", error=str(refused))
        if refused.unknown_outcome and row.operation == "chat":  # groups have no duplicate check
            log.warning("outbox row %s is in doubt", row.id)
            return Outcome(row.id, "doubt", error=str(refused))
        wait = refused.retry_after or min(timedelta(seconds=2 ** min(row.attempts - 1, 6)), LONGEST_WAIT)
        return Outcome(row.id, "waiting", error=str(refused), retry_at=self._clock() + wait)
