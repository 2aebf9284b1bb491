"""`crm understand`: what messages would become, a JSON object a line; changes nothing."""

from __future__ import annotations

import json
import sys
from collections.abc import AsyncIterator, Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tortoise.exceptions import OperationalError

from bot.dialogue.reading import read
from bot.understanding import as_json, directory_from_json, understand
from bot.understanding.explain import explain
from config import Misconfigured, Settings
from domain.directory import Directory
from domain.people import Actor, Role
from storage import db, holidays, queries

SHANGHAI = ZoneInfo("Asia/Shanghai")
ALL_SEEING = Actor(id=0, userid="", name="", role=Role.EXECUTIVE)  # without `from`: everybody's customers


Show = Callable[[str, datetime, Directory], str]


def shown(*, explained: bool) -> Show:
    """How a message is printed: as the contract's one line, or with all that led to it and an empty line behind."""
    return _explained if explained else _line


def with_file(directory: Path, now: datetime | None, show: Show) -> int:
    """The names of a file: everybody's, and nobody's own."""
    try:
        known = directory_from_json(json.loads(directory.read_text(encoding="utf-8")))
    except (OSError, ValueError) as wrong:
        raise Misconfigured(f"--directory {directory} 读不了：{wrong}") from wrong
    for line in sys.stdin.buffer:
        message = _message(line, now)
        _write(show(message["text"], message["now"], known))
    return 0


async def with_database(settings: Settings, now: datetime | None, show: Show) -> int:
    """The names that the sender of each message may see."""
    file = settings.database_url.removeprefix("sqlite://")
    if file != settings.database_url and not Path(file).is_file():
        raise Misconfigured(f"还没有数据库 {file}。先运行一次 crm run，或用 --directory 给一个文件。")
    try:
        await db.start(settings.database_url, migrate=False)
        async for message, seen in _with_those_seen(now):
            _write(show(message["text"], message["now"], seen))
    except (db.DatabaseInUse, OperationalError) as wrong:
        raise Misconfigured(f"{wrong}\n读不了数据库；也可以用 --directory 给一个文件。") from wrong
    finally:
        await db.close()
    return 0


async def _with_those_seen(now: datetime | None) -> AsyncIterator[tuple[dict[str, Any], Directory]]:
    """With the names that the bot itself would read each message with."""
    calendar = await holidays.calendar()
    for line in sys.stdin.buffer:
        message = _message(line, now)
        sender = await queries.actor(str(message.get("from") or "")) or ALL_SEEING
        yield message, (await read(message["text"], sender, message["now"], calendar))[1]


def _line(text: str, now: datetime, directory: Directory) -> str:
    return json.dumps(as_json(text, understand(text, now, directory)), ensure_ascii=False)


def _explained(text: str, now: datetime, directory: Directory) -> str:
    return explain(text, now, directory) + "\n"


def _write(words: str) -> None:
    """At once, so that a pipe sees each answer."""
    print(words, flush=True)


def _message(line: bytes, now: datetime | None) -> dict[str, Any]:
    """A line of text, or a JSON object; a `{` line that is no object with a text is text."""
    text = line.decode("utf-8", errors="replace").rstrip("\r\n")
    default = (now or datetime.now(SHANGHAI)).astimezone(SHANGHAI)
    return (_object(text, default) if text.startswith("{") else None) or {"text": text, "now": default}


def _object(text: str, default: datetime) -> dict[str, Any] | None:
    try:
        given = json.loads(text)
        moment = datetime.fromisoformat(given["now"]) if given.get("now") else default
        said = given["text"]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    if not isinstance(said, str):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)
    return {"text": _whole(said), "now": moment.astimezone(SHANGHAI), "from": given.get("from")}


def _whole(text: str) -> str:
    """JSON may hold half characters (`\\ud83d`), which can be neither stored nor printed."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
