"""All that a handler gets besides its command: who, when, and how to say something."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from bot.cards import Card
from bot.cards.plain import as_text
from bot.texts import split_text
from domain.calendar import OFFICIAL, Calendar
from domain.people import Actor
from domain.quiet import quiet_until
from storage.models import Member, Outbox


@dataclass(frozen=True, slots=True)
class Tap:
    """The click that brought the command: its code replaces the tapped card, once; `selected` is what was ticked."""

    code: str
    task_id: str
    selected: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(slots=True)
class Context:
    """`source` is the inbox row's key or the job's slot: with a counter it names each card, the same on a repeat.

    `now` is the moment of processing, from which deadlines count; `said_at` is when the message was written, which its
    words are read by. `calendar` tells working days, as the database has them now.
    """

    actor: Actor
    now: datetime
    source: str
    said_at: datetime
    tap: Tap | None = None
    calendar: Calendar = OFFICIAL
    _out: list[Outbox] = field(default_factory=list)
    _count: int = 0

    @property
    def today(self) -> date:
        return self.said_at.date()

    @property
    def next_task(self) -> str:
        """The task_id that the next card will have."""
        return f"{_task(self.source)}-{self._count + 1}"

    def say(self, text: str) -> None:
        """Words in answer to the actor's own message; long ones in several texts."""
        for part in split_text(text):
            self._put(self.actor.userid, "send", {"message": _text(part)}, self.now)

    def answer(self, reply: Card | str, subject: str | None = None) -> None:
        """To the actor: said, it is sent; tapped, a card replaces the tapped one."""
        if isinstance(reply, str):
            self.say(reply)
        elif self.tap:
            self.replace(reply, subject)
        else:
            self.send(self.actor.userid, reply, subject=subject)

    def send(
        self, userid: str, card: Card, *, subject: str | None = None, push: bool = False, urgent: bool = False
    ) -> None:
        """A card. A push waits for the end of the quiet hours, an urgent one and an answer do not."""
        named = {**card, "task_id": self.next_task}
        self._count += 1
        when = quiet_until(self.now) if push and not urgent else self.now
        self._put(userid, "send", {"message": {"msgtype": "template_card", "template_card": named}}, when, subject)

    def file(self, userid: str, make: str, *, push: bool = False, **about: Any) -> None:
        """A paper or picture that `bot.making` knows by this name; it is drawn once the transaction is over."""
        when = quiet_until(self.now) if push else self.now
        self._put(userid, "file", {"make": make, **about}, when, channel="files")

    def post(self, chatid: str, markdown: str) -> None:
        """Into a group, which takes no cards."""
        message = {"msgtype": "markdown", "markdown": {"content": markdown}}
        self._put(chatid, "chat", {"message": message}, quiet_until(self.now))

    def replace(self, card: Card, subject: str | None = None) -> None:
        """The tapped card becomes this one; where its code is spent, a new card says it."""
        assert self.tap is not None, "nothing was tapped"
        payload = {"code": self.tap.code, "card": card, "task_id": self.next_task}
        self._count += 1
        self._put(self.actor.userid, "update", payload, self.now, subject)

    async def close(self, subject: str, card: Card, *, but: str | None = None, push: bool = False) -> None:
        """Every copy of the subject's cards that was sent becomes this one; what still waits is not sent at all.
        `but` is the task_id of a copy that is left as it is; a push waits for the end of the quiet hours."""
        when = quiet_until(self.now) if push else self.now
        waiting = Outbox.filter(
            subject__in=(subject, _in_words(subject)), operation="send", state="waiting", attempts=0
        )
        await waiting.update(state="dropped")
        for sent in await Outbox.filter(subject=subject, operation="send", state__in=("waiting", "sent")):
            if but is None or sent.payload["message"]["template_card"]["task_id"] != but:
                self._put(sent.receiver, "update", {"of": sent.id, "card": card}, when)

    def put(self, channel: str, fact: Mapping[str, Any]) -> None:
        """A fact for another channel's sender."""
        self._put("", "fact", dict(fact), self.now, channel=channel)

    def mark(self) -> int:
        return len(self._out)

    def rewind(self, mark: int) -> None:
        """Forgets what was said since the mark: its savepoint was rolled back."""
        del self._out[mark:]

    async def flush(self) -> None:
        """Writes what was said, inside the transaction of what it is about."""
        rows = [row for said in self._out for row in (said, *await self._in_words(said))]
        self._out.clear()
        if len(rows) == 1:
            await rows[0].save(force_create=True)
        elif rows:
            await Outbox.bulk_create(rows)

    async def _in_words(self, said: Outbox) -> list[Outbox]:
        """文字回执: the card again as text, for a receiver who reads in WeChat."""
        card = said.payload.get("card") or said.payload.get("message", {}).get("template_card")
        if not card or said.channel != "wecom" or "of" in said.payload or not await self._reads_words(said.receiver):
            return []
        parts = [{"message": _text(part)} for part in split_text(as_text(card))]
        about = said.subject and _in_words(said.subject)
        return [self._row(said.receiver, "send", part, said.not_before, about, "wecom") for part in parts]

    async def _reads_words(self, userid: str) -> bool:
        if userid == self.actor.userid:
            return self.actor.plain
        return await Member.filter(key=userid.lower(), plain_receipts=True).exists()

    def _put(
        self,
        receiver: str,
        operation: str,
        payload: dict[str, Any],
        when: datetime,
        subject: str | None = None,
        channel: str = "wecom",
    ) -> None:
        self._out.append(self._row(receiver, operation, payload, when, subject, channel))

    def _row(
        self, receiver: str, operation: str, payload: dict[str, Any], when: datetime, subject: str | None, channel: str
    ) -> Outbox:
        return Outbox(
            channel=channel,
            receiver=receiver,
            operation=operation,
            subject=subject,
            payload=payload,
            created_at=self.now,
            not_before=when,
        )


def _in_words(subject: str) -> str:
    """What the same card's words are about: dropped with it while they wait, and never replaced."""
    return f"{subject}~"


def _text(words: str) -> dict[str, Any]:
    return {"msgtype": "text", "text": {"content": words}}


def _task(source: str) -> str:
    """The platform takes letters, digits and _-@ in a task_id."""
    return re.sub(r"[^0-9A-Za-z_@-]", "", source)[:100]
