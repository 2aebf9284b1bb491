"""Papers and pictures: what a receiver gets as a file, drawn outside every transaction."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

FONT = Path(__file__).with_name("fonts") / "wqy-microhei.ttc"  # Chinese and Latin; see the README beside it

Facts = TypeVar("Facts")
Read = Callable[[Mapping[str, Any]], Awaitable[Facts | None]]


@dataclass(frozen=True, slots=True)
class Made:
    """`kind` is the platform's: file or image."""

    kind: str
    filename: str
    content: bytes


MAKERS: dict[str, Callable[[Mapping[str, Any]], Awaitable[Made | None]]] = {}


def makes(name: str, draw: Callable[[Facts], Made]) -> Callable[[Read[Facts]], Read[Facts]]:
    """Registers how `Context.file(…, name, …)` is made: the decorated function reads the facts that its values name
    (None: there is nothing to show any more), `draw` turns them into bytes, in a thread."""

    def register(read: Read[Facts]) -> Read[Facts]:
        if name in MAKERS:
            raise RuntimeError(f"{name} is made twice")

        async def make(about: Mapping[str, Any]) -> Made | None:
            facts = await read(about)
            return None if facts is None else await asyncio.to_thread(draw, facts)

        MAKERS[name] = make
        return read

    return register


async def make(payload: Mapping[str, Any]) -> Made | None:
    """What an outbox row of operation `file` asks for: {"make": "quote_paper", "of": 31}."""
    about = {name: value for name, value in payload.items() if name not in ("make", "media")}
    return await MAKERS[payload["make"]](about)
