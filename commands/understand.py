"""`crm understand`: what messages would become, a JSON object a line; changes nothing."""

from __future__ import annotations

import json
import sys
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import config
from bot.understanding import as_json, directory_from_json, understand
from domain.directory import Directory
from domain.people import Actor, Role
from storage import customer_keys, db, queries

SHANGHAI = ZoneInfo("Asia/Shanghai")
ALL_SEEING = Actor(id=0, userid="", name="", role=Role.EXECUTIVE)  # without `from`: everybody's customers


async def understand_lines(now: datetime | None, directory: Path | None, *, explain: bool) -> int:
    """Reads stdin, writes one line for each line at once, so that a pipe sees each answer."""
    if directory:
        known = directory_from_json(json.loads(directory.read_text(encoding="utf-8")))
        for line in sys.stdin.buffer:
            message = _message(line, now)
            _write(message, known, explain)
        return 0
    settings = config.read(config.environment(Path.cwd()))
    await db.start(settings.database_url)
    try:
        async for message, seen in _with_database(now):
            _write(message, seen, explain)
    finally:
        await db.close()
    return 0


async def _with_database(now: datetime | None) -> AsyncIterator[tuple[dict[str, Any], Directory]]:
    for line in sys.stdin.buffer:
        message = _message(line, now)
        sender = await queries.actor(str(message.get("from") or "")) or ALL_SEEING
        yield message, await customer_keys.candidates_and_own(message["text"], sender)


def _write(message: dict[str, Any], directory: Directory, explain_it: bool) -> None:
    text, now = message["text"], message["now"]
    if explain_it:
        print(explain(text, now, directory), flush=True)
        return
    print(json.dumps(as_json(text, understand(text, now, directory)), ensure_ascii=False), flush=True)


def _message(line: bytes, now: datetime | None) -> dict[str, Any]:
    """A line of text, or a JSON object; a `{` line that is no object with a text is text."""
    text = line.decode("utf-8", errors="replace").rstrip("\r\n")
    default = now or datetime.now(SHANGHAI)
    if text.startswith("{"):
        try:
            given = json.loads(text)
            moment = datetime.fromisoformat(given["now"]) if given.get("now") else default
            moment = moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)
            if isinstance(given["text"], str):
                return {"text": given["text"], "now": moment.astimezone(SHANGHAI), "from": given.get("from")}
        except (ValueError, KeyError, TypeError, AttributeError):
            pass
    return {"text": text, "now": default.astimezone(SHANGHAI)}
