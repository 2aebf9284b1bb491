"""Group chats that an app created."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from sandbox.store import Store
from sandbox.wire import Json


@dataclass(frozen=True, slots=True)
class Chat:
    chatid: str
    name: str
    owner: str
    agentid: int
    members: tuple[str, ...]

    def as_json(self) -> Json:
        return {"chatid": self.chatid, "name": self.name, "members": list(self.members)}


class Chats:
    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self) -> list[Chat]:
        return [_chat(row) for row in self._store.rows("SELECT * FROM chats ORDER BY rowid")]

    def get(self, chatid: object) -> Chat | None:
        row = self._store.row("SELECT * FROM chats WHERE chatid = ?", chatid) if isinstance(chatid, str) else None
        return _chat(row) if row else None

    def keep(self, chat: Chat) -> None:
        self._store.run(
            "INSERT INTO chats (chatid, name, owner, agentid, members) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (chatid) DO UPDATE SET name = excluded.name, owner = excluded.owner,"
            " members = excluded.members",
            chat.chatid, chat.name, chat.owner, chat.agentid, " ".join(chat.members),
        )  # fmt: skip


def _chat(row: sqlite3.Row) -> Chat:
    return Chat(row["chatid"], row["name"], row["owner"], row["agentid"], tuple(row["members"].split()))
