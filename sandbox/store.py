"""The world file DATA/sandbox.db: everything that must stand after a restart, and numbers that never repeat."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sandbox.wire import Json

_BLOCK = 10_000
_SCHEMA = """
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS departments (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, parentid INTEGER NOT NULL, path TEXT NOT NULL UNIQUE);
CREATE TABLE IF NOT EXISTS members (
    userid TEXT PRIMARY KEY COLLATE NOCASE, name TEXT NOT NULL, position TEXT NOT NULL, department INTEGER NOT NULL,
    leader INTEGER NOT NULL, gone INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS chats (
    chatid TEXT PRIMARY KEY, name TEXT NOT NULL, owner TEXT NOT NULL, agentid INTEGER NOT NULL, members TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS sent (
    msgid TEXT PRIMARY KEY, agentid INTEGER NOT NULL, at REAL NOT NULL, msgtype TEXT NOT NULL, posted TEXT NOT NULL,
    task_id TEXT, digest TEXT, receivers TEXT NOT NULL, answer TEXT NOT NULL DEFAULT '{}');
CREATE INDEX IF NOT EXISTS sent_task ON sent (task_id) WHERE task_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS sent_digest ON sent (digest) WHERE digest IS NOT NULL;
CREATE TABLE IF NOT EXISTS entries (
    box TEXT NOT NULL, msgid TEXT NOT NULL, seq INTEGER NOT NULL, born INTEGER NOT NULL, at REAL NOT NULL,
    sender TEXT NOT NULL, msgtype TEXT NOT NULL, body TEXT NOT NULL, earlier TEXT NOT NULL DEFAULT '[]',
    state TEXT NOT NULL, updates INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (box, msgid)) WITHOUT ROWID;
CREATE UNIQUE INDEX IF NOT EXISTS entries_seq ON entries (box, seq);
CREATE INDEX IF NOT EXISTS entries_msgid ON entries (msgid);
CREATE TABLE IF NOT EXISTS codes (
    code TEXT PRIMARY KEY, msgid TEXT NOT NULL, expires REAL NOT NULL, used INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS tokens (token TEXT PRIMARY KEY, secret TEXT NOT NULL, expires REAL NOT NULL);
CREATE TABLE IF NOT EXISTS media (
    media_id TEXT PRIMARY KEY, type TEXT NOT NULL, filename TEXT NOT NULL, content_type TEXT NOT NULL,
    created REAL NOT NULL, bytes BLOB NOT NULL);
"""


class Store:
    """SQLite, synchronous and cheap: WAL without an fsync per write survives a killed process, not a power cut."""

    def __init__(self, data: Path) -> None:
        data.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(data / "sandbox.db", isolation_level=None)
        self._db.row_factory = sqlite3.Row
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        self._db.executescript(_SCHEMA)
        self._numbers: dict[str, tuple[int, int]] = {}

    def close(self) -> None:
        self._db.close()

    def extend(self, schema: str) -> None:
        """A face with tables of its own (the ERP) adds them here."""
        self._db.executescript(schema)

    def run(self, sql: str, *values: object) -> int:
        """Execute, and say how many rows changed."""
        return self._db.execute(sql, values).rowcount

    def rows(self, sql: str, *values: object) -> list[sqlite3.Row]:
        return self._db.execute(sql, values).fetchall()

    def row(self, sql: str, *values: object) -> sqlite3.Row | None:
        found = self._db.execute(sql, values).fetchone()
        return found if isinstance(found, sqlite3.Row) else None

    @contextmanager
    def together(self) -> Iterator[None]:
        """Several statements, one write; never awaited inside. Nested ones join the outer one."""
        if self._db.in_transaction:
            yield
            return
        with self._db:
            self._db.execute("BEGIN IMMEDIATE")
            yield

    def number(self, name: str) -> int:
        """The next number of a series; blocks are reserved, so that a killed process repeats none."""
        last, reserved = self._numbers.get(name, (0, 0))
        if last >= reserved:
            last = self.fact(f"number.{name}", _first(name))
            reserved = last + _BLOCK
            self.remember(f"number.{name}", reserved)
        self._numbers[name] = last + 1, reserved
        return last + 1

    def fact(self, name: str, default: Any) -> Any:
        found = self.row("SELECT value FROM facts WHERE name = ?", name)
        return json.loads(found["value"]) if found else default

    def remember(self, name: str, value: object) -> None:
        self.run("INSERT OR REPLACE INTO facts (name, value) VALUES (?, ?)", name, dumped(value))

    def forget(self, name: str) -> None:
        self.run("DELETE FROM facts WHERE name = ?", name)


def dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"))


def loaded(text: str) -> Json:
    value = json.loads(text)
    return value if isinstance(value, dict) else {}


def _first(name: str) -> int:
    # MsgIds of two worlds must differ too: a bot may keep its database while the sandbox starts afresh.
    return time.time_ns() if name == "MsgId" else 0
