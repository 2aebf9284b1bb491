"""Response codes of cards: one per send and one per click, each good for one update within 72 hours."""

from __future__ import annotations

import secrets

from sandbox.clock import Clock
from sandbox.store import Store
from sandbox.wire import ApiError

LIFE = 72 * 3600


class Codes:
    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def issue(self, msgid: str) -> str:
        code = secrets.token_urlsafe(24)
        self._store.run(
            "INSERT INTO codes (code, msgid, expires) VALUES (?, ?, ?)", code, msgid, self._clock.epoch() + LIFE
        )
        return code

    def message_of(self, code: object) -> str:
        """The message that the code may change; the code is not spent by asking."""
        row = self._store.row("SELECT * FROM codes WHERE code = ?", code) if isinstance(code, str) else None
        if row is None or row["used"] or row["expires"] <= self._clock.epoch():
            raise ApiError(60140, "invalid response_code")
        return str(row["msgid"])

    def spend(self, code: str) -> None:
        self._store.run("UPDATE codes SET used = 1 WHERE code = ?", code)
