"""A template and its values become a card, checked here against the limits that the platform would refuse it for."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Undefined

from domain.command import Command
from domain.words import clipped

Card = dict[str, Any]

TITLE, DESC, SUB, VALUE, KEYNAME, BUTTON, OPTION = 36, 44, 160, 30, 5, 10, 16
ROWS, BUTTONS, MENU, OPTIONS = 6, 6, 3, 10
KEY_BYTES, OPTION_BYTES = 1024, 128


class Unrenderable(Exception):
    """A card that the platform would refuse: a bug of ours, found before anything is stored or sent."""


def card(name: str, **values: object) -> Card:
    """The card `name`.j2 with these values. Unrenderable: it breaks a limit of `wecom.md` 5.1."""
    made: Card = json.loads(_ENVIRONMENT.get_template(f"{name}.j2").render(values))
    _check(name, made)
    return made


def templates() -> list[str]:
    """The names of all cards; each is parsed at start."""
    names = sorted(path.stem for path in _FOLDER.glob("*.j2"))
    for name in names:
        _ENVIRONMENT.get_template(f"{name}.j2")
    return names


def button(label: str, command: Command | str, style: int = 1) -> dict[str, object]:
    """A button whose key is the packed command: tapping is the same as typing."""
    key = command if isinstance(command, str) else command.pack()
    if len(key.encode()) > KEY_BYTES:
        raise Unrenderable(f"button {label}: {len(key.encode())} bytes of key")
    return {"text": clipped(label, BUTTON), "style": style, "key": key}


def rows(pairs: Mapping[str, object] | Iterable[tuple[str, object]], **more: object) -> list[dict[str, str]]:
    """Label and value of each pair that has one, clipped to what the client shows, six at the most."""
    items = [*(pairs.items() if isinstance(pairs, Mapping) else pairs), *more.items()]
    shown = [(name, str(value)) for name, value in items if value not in (None, "")]
    return [{"keyname": name[:KEYNAME], "value": clipped(value, VALUE)} for name, value in shown[:ROWS]]


def selection(title: str, slot: str, answers: Sequence[str]) -> dict[str, object] | None:
    """Ready answers for one slot of whatever button is tapped beside it; none: no selection."""
    if not answers:
        return None
    options = [{"id": answer, "text": answer} for answer in answers]
    return {"question_key": slot, "title": title, "option_list": options}


def _check(name: str, made: Card) -> None:
    for place in ("sub_title_text", "button_selection"):
        if not made.get(place):
            made.pop(place, None)
    title = made.get("main_title", {})
    if not title.get("title"):
        raise Unrenderable(f"{name}: no title")
    title["title"] = clipped(title["title"], TITLE)
    title["desc"] = clipped(title.get("desc") or "", DESC)
    if "sub_title_text" in made:
        made["sub_title_text"] = _cut(made["sub_title_text"], SUB)
    if not made.get("horizontal_content_list"):
        made.pop("horizontal_content_list", None)
    keys = [item["key"] for item in made.get("button_list", ())]
    if not 1 <= len(keys) <= BUTTONS or len(set(keys)) != len(keys):
        raise Unrenderable(f"{name}: {len(keys)} buttons with {len(set(keys))} keys")
    if len(made.get("horizontal_content_list", ())) > ROWS:
        raise Unrenderable(f"{name}: too many rows")
    if "button_selection" in made:
        _check_selection(name, made["button_selection"]["option_list"])


def _check_selection(name: str, options: list[dict[str, str]]) -> None:
    ids = [option["id"] for option in options]
    if not 1 <= len(ids) <= OPTIONS or len(set(ids)) != len(ids):
        raise Unrenderable(f"{name}: {len(ids)} options with {len(set(ids))} ids")
    for option in options:
        if len(option["id"].encode()) > OPTION_BYTES or not 1 <= len(option["text"]) <= OPTION:
            raise Unrenderable(f"{name}: option {option['text']!r}")


def _cut(text: str, limit: int) -> str:
    """As `clipped`, but lines stay lines."""
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def _dumps(value: object) -> str:
    if isinstance(value, Undefined):
        raise TypeError(f"a card needs {value._undefined_name}")
    return json.dumps(value, ensure_ascii=False, allow_nan=False, default=_plain)


def _plain(value: object) -> str:
    if isinstance(value, date | datetime | Decimal):
        raise TypeError(f"say {value!r} in words first")
    raise TypeError(f"{type(value).__name__} is no part of a card")


_FOLDER = Path(__file__).parent
_ENVIRONMENT = Environment(
    loader=FileSystemLoader(_FOLDER),
    auto_reload=False,
    undefined=StrictUndefined,
    finalize=_dumps,
    autoescape=False,  # noqa: S701 - the output is JSON, every value passes through dumps
)
_ENVIRONMENT.globals.update(button=button, rows=rows, selection=selection)
