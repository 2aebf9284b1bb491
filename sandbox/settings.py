"""What the surrounding process may set or change while the sandbox runs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sandbox.wire import AES_KEY, TOKEN


class Driver(Protocol):
    """The work that shares our clock: when it is due next, and doing it until nothing is due."""

    async def next_due(self) -> datetime | None: ...

    async def settle(self) -> None: ...


@dataclass(frozen=True, slots=True)
class ContactCallback:
    """Where changes of the directory are told, with keys of its own."""

    url: str
    token: str = TOKEN
    aes_key: str = AES_KEY


@dataclass(kw_only=True)
class Settings:
    callback: str | None = None
    contact_callback: ContactCallback | None = None
    driver: Driver | None = None
    shared_clock: bool = True
    # The two points that the documentation leaves open; tests run with both values.
    strict_task_ids: bool = True
    retry_on_non_200: bool = True
    # How the app is set up in the admin console.
    root_scope: bool = True
    disabled: bool = False
    trusted_ips: frozenset[str] | None = None
