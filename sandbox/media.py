"""Files that travel: three days of life, size limits per kind, and the kinds told by their first bytes."""

from __future__ import annotations

import mimetypes
import secrets
import sqlite3
from dataclasses import dataclass

from sandbox.clock import Clock
from sandbox.store import Store
from sandbox.wire import ApiError

LIFE = 3 * 86400
MEGABYTE = 1024 * 1024
SIZES = {"image": 10 * MEGABYTE, "voice": 2 * MEGABYTE, "video": 10 * MEGABYTE, "file": 20 * MEGABYTE}
_TOO_BIG = {"image": 40009, "voice": 45001, "video": 40011, "file": 45001}
_LEAST = 5


@dataclass(frozen=True, slots=True)
class File:
    media_id: str
    type: str
    filename: str
    content_type: str
    created: float
    data: bytes


class Media:
    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def keep(self, kind: str, filename: str, data: bytes, content_type: str | None = None) -> File:
        guessed = mimetypes.guess_type(filename)[0] or "application/octet-stream"
        file = File(f"1{secrets.token_urlsafe(32)}", kind, filename, content_type or guessed, self._clock.epoch(), data)
        self._store.run(
            "INSERT INTO media VALUES (?, ?, ?, ?, ?, ?)",
            file.media_id, file.type, file.filename, file.content_type, file.created, file.data,
        )  # fmt: skip
        return file

    def find(self, media_id: object) -> File | None:
        """The file, however old: what a phone has shown it goes on showing."""
        row = self._store.row("SELECT * FROM media WHERE media_id = ?", media_id) if media_id else None
        return _file(row) if row else None

    def alive(self, media_id: object) -> bool:
        since = self._clock.epoch() - LIFE
        return isinstance(media_id, str) and bool(
            self._store.row("SELECT 1 FROM media WHERE media_id = ? AND created > ?", media_id, since)
        )

    def get(self, media_id: object) -> File:
        file = self.find(media_id) if self.alive(media_id) else None
        if file is None:
            raise ApiError(40007, "invalid media_id")
        return file


def check(kind: str, data: bytes) -> None:
    """Refuse an upload as the platform does."""
    if not data:
        raise ApiError(44001, "empty media data")
    if len(data) <= _LEAST:
        raise ApiError(40006, "invalid media size")
    if len(data) > SIZES[kind]:
        raise ApiError(_TOO_BIG[kind], "media size out of limit")
    if kind == "image" and not data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        raise ApiError(40123, "broken image")
    if kind == "voice" and not data.startswith(b"#!AMR"):
        raise ApiError(40004, "invalid media type: voice is AMR")
    if kind == "video" and data[4:8] != b"ftyp":
        raise ApiError(40004, "invalid media type: video is MP4")


def _file(row: sqlite3.Row) -> File:
    return File(row["media_id"], row["type"], row["filename"], row["content_type"], row["created"], row["bytes"])
