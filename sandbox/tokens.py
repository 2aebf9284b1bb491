"""Access tokens: one per app, the same one until it expires or dies."""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from sandbox.clock import Clock
from sandbox.store import Store
from sandbox.wire import APPS, CORP_ID, ApiError

LIFE = 7200


class Tokens:
    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def fetch(self, query: Mapping[str, str]) -> str:
        """The token of the app whose secret this is."""
        corpid, secret = query.get("corpid"), query.get("corpsecret")
        if not corpid:
            raise ApiError(41002, "corpid missing")
        if not secret:
            raise ApiError(41004, "corpsecret missing")
        if corpid != CORP_ID:
            raise ApiError(40013, "invalid corpid")
        if secret not in APPS:
            raise ApiError(40001, "invalid credential")
        return self._standing(secret) or self._new(secret)

    def app(self, token: str | None) -> int | None:
        """The agentid that the token speaks for; None is the contact synchronisation."""
        if not token:
            raise ApiError(41001, "access_token missing")
        row = self._store.row("SELECT * FROM tokens WHERE token = ?", token)
        if row is None:
            raise ApiError(40014, "invalid access_token")
        if row["expires"] <= self._clock.epoch():
            raise ApiError(42001, "access_token expired")
        return APPS[row["secret"]]

    def expire(self, token: str) -> None:
        self._store.run("UPDATE tokens SET expires = 0 WHERE token = ?", token)

    def _standing(self, secret: str) -> str | None:
        row = self._store.row("SELECT token FROM tokens WHERE secret = ? AND expires > ?", secret, self._clock.epoch())
        return str(row["token"]) if row else None

    def _new(self, secret: str) -> str:
        token = secrets.token_urlsafe(96)
        self._store.run(
            "INSERT INTO tokens (token, secret, expires) VALUES (?, ?, ?)", token, secret, self._clock.epoch() + LIFE
        )
        return token
