"""What was sent, and apart from it what each member sees: shown, cut, dropped, changed, recalled."""

from __future__ import annotations

import asyncio
import json
import secrets
import sqlite3
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sandbox.clock import SHANGHAI, Clock, iso
from sandbox.store import Store, dumped, loaded
from sandbox.wire import Json

APP = "app"
_LONGEST_POLL = 60.0


@dataclass(frozen=True, slots=True)
class Sent:
    """One message/send or appchat/send, word for word."""

    msgid: str
    agentid: int
    at: float
    msgtype: str
    posted: Json
    task_id: str | None
    receivers: tuple[str, ...]
    answer: Json


@dataclass(frozen=True, slots=True)
class Entry:
    """One message as one box (a member's conversation with the app, or a group) shows it."""

    box: str
    msgid: str
    seq: int
    born: int
    at: float
    sender: str
    msgtype: str
    body: Json
    earlier: tuple[Json, ...]
    state: str
    updates: int
    posted: Json | None

    def as_json(self, *, both_ways: bool) -> Json:
        moment = iso(datetime.fromtimestamp(self.at, SHANGHAI))
        said: Json = {"seq": self.seq, "msgid": self.msgid, "at": moment, "msgtype": self.msgtype, "body": self.body}
        if self.posted is not None:
            said["posted"] = self.posted
        if both_ways:
            said |= {"from": self.sender, "born": self.born}
        return said | {"state": self.state, "updates": self.updates}


class Messages:
    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._waiting: dict[str, set[asyncio.Event]] = defaultdict(set)

    # -- what was sent

    def keep(self, agentid: int, msgtype: str, posted: Json, receivers: list[str], *, digest: str | None = None) -> str:
        msgid = f"{self._store.number('msgid'):x}-{secrets.token_urlsafe(12)}"
        card = posted.get("template_card")
        self._store.run(
            "INSERT INTO sent (msgid, agentid, at, msgtype, posted, task_id, digest, receivers)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            msgid, agentid, self._clock.epoch(), msgtype, dumped(posted),
            card.get("task_id") if isinstance(card, dict) else None, digest, " ".join(receivers),
        )  # fmt: skip
        return msgid

    def remember_answer(self, msgid: str, answer: Json) -> None:
        self._store.run("UPDATE sent SET answer = ? WHERE msgid = ?", dumped(answer), msgid)

    def sent(self, msgid: object) -> Sent | None:
        row = self._store.row("SELECT * FROM sent WHERE msgid = ?", msgid) if isinstance(msgid, str) else None
        return _sent(row) if row else None

    def same(self, agentid: int, digest: str, since: float) -> Sent | None:
        row = self._store.row(
            "SELECT * FROM sent WHERE digest = ? AND agentid = ? AND at > ? ORDER BY at LIMIT 1", digest, agentid, since
        )
        return _sent(row) if row else None

    def has_task(self, agentid: int, task_id: str) -> bool:
        return bool(self._store.row("SELECT 1 FROM sent WHERE task_id = ? AND agentid = ?", task_id, agentid))

    # -- what is seen

    def show(self, box: str, msgid: str, sender: str, msgtype: str, body: Json, state: str = "shown") -> int:
        seq = self._store.number("seq")
        self._store.run(
            "INSERT INTO entries (box, msgid, seq, born, at, sender, msgtype, body, state)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            box, msgid, seq, seq, self._clock.epoch(), sender, msgtype, dumped(body), state,
        )  # fmt: skip
        self._wake(box)
        return seq

    def change(self, box: str, msgid: str, body: Json, state: str) -> None:
        self._store.run(
            "UPDATE entries SET earlier = json_insert(earlier, '$[#]', json(body)), body = ?, state = ?, seq = ?,"
            " updates = updates + 1 WHERE box = ? AND msgid = ?",
            dumped(body), state, self._store.number("seq"), box, msgid,
        )  # fmt: skip
        self._wake(box)

    def entry(self, box: str, msgid: str) -> Entry | None:
        row = self._store.row(f"{_ENTRIES} WHERE e.box = ? AND e.msgid = ?", box, msgid)
        return _entry(row) if row else None

    def exists(self, box: str) -> bool:
        return bool(self._store.row("SELECT 1 FROM entries WHERE box = ?", box))

    def boxes(self, msgid: str) -> list[str]:
        return [row["box"] for row in self._store.rows("SELECT box FROM entries WHERE msgid = ?", msgid)]

    def read(self, box: str, after: int, *, both_ways: bool) -> list[Entry]:
        only = "" if both_ways else f" AND e.sender = '{APP}'"
        rows = self._store.rows(f"{_ENTRIES} WHERE e.box = ? AND e.seq > ?{only} ORDER BY e.seq", box, after)
        return [_entry(row) for row in rows]

    async def wait(self, box: str, after: int, seconds: float, *, both_ways: bool) -> list[Entry]:
        """Long-poll: what is new in the box, at once or as soon as it comes; nothing when the time is up."""
        ends = asyncio.get_running_loop().time() + min(seconds, _LONGEST_POLL)
        while not (news := self.read(box, after, both_ways=both_ways)):
            left = ends - asyncio.get_running_loop().time()
            if left <= 0 or not await self._changed(box, left):
                break
        return news

    def wake_all(self) -> None:
        """End every long-poll, for the sandbox stops."""
        for box in list(self._waiting):
            self._wake(box)

    async def _changed(self, box: str, seconds: float) -> bool:
        bell = asyncio.Event()
        self._waiting[box].add(bell)
        try:
            await asyncio.wait_for(bell.wait(), seconds)
        except TimeoutError:
            return False
        finally:
            self._waiting[box].discard(bell)
        return True

    def _wake(self, box: str) -> None:
        for bell in self._waiting.get(box, ()):
            bell.set()


_ENTRIES = "SELECT e.*, s.posted FROM entries e LEFT JOIN sent s ON s.msgid = e.msgid"


def _sent(row: sqlite3.Row) -> Sent:
    return Sent(
        row["msgid"], row["agentid"], row["at"], row["msgtype"], loaded(row["posted"]), row["task_id"],
        tuple(row["receivers"].split()), loaded(row["answer"]),
    )  # fmt: skip


def _entry(row: sqlite3.Row) -> Entry:
    return Entry(
        row["box"], row["msgid"], row["seq"], row["born"], row["at"], row["sender"], row["msgtype"],
        loaded(row["body"]), tuple(json.loads(row["earlier"])), row["state"], row["updates"],
        loaded(row["posted"]) if row["posted"] else None,
    )  # fmt: skip
