"""How a reading compares with what a row of `tests/data/messages` expects."""

from __future__ import annotations

import itertools
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.understanding import as_json, directory_from_json, understand
from domain.directory import Directory

DATA = Path(__file__).parent / "data" / "messages"
FREE = ("note", "reason", "text")
# Slots whose expected words only have to be in the answer.
HOLDS = ("title", "topic", "place", "source", "industry", "keyword")


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DATA / name).read_text(encoding="utf-8").splitlines()]


def directory(name: str = "directory.json") -> Directory:
    return directory_from_json(json.loads((DATA / name).read_text(encoding="utf-8")))


def wrong(row: Mapping[str, Any], names: Directory) -> list[str]:
    """What differs, in words; an empty list: the row reads right."""
    got = as_json(row["text"], understand(row["text"], datetime.fromisoformat(row["now"]), names))
    commands, expected = got["commands"], row["expect"]
    if sorted(c["command"] for c in commands) != sorted(c["command"] for c in expected):
        return [f"commands {[c['command'] for c in commands]}"]
    kinds = [c["command"] for c in expected]
    orders = [order for order in itertools.permutations(commands) if [c["command"] for c in order] == kinds]
    best = min((list(_differences(row, order)) for order in orders), key=len, default=[])
    missing = [] if set(got["missing"]) == set(row["missing"]) else [f"missing {got['missing']}"]
    return [*best, *missing]


def _differences(row: Mapping[str, Any], commands: tuple[dict[str, Any], ...]) -> Iterator[str]:
    for place, (want, got) in enumerate(zip(row["expect"], commands, strict=True)):
        slots = got["slots"]
        for name, value in want["slots"].items():
            if not _same(want["command"], name, value, slots.get(name)):
                yield f"{name}: {slots.get(name)!r} is not {value!r}"
        yield from (
            f"extra {name}: {slots[name]!r}" for name in slots if name not in want["slots"] and name not in FREE
        )
        yield from _words(row["must_contain"], place, slots)


def _words(wanted: Mapping[str, list[str]], place: int, slots: Mapping[str, Any]) -> Iterator[str]:
    for key, words in wanted.items():
        index, _, slot = key.rpartition(".")
        if int(index or 0) == place:
            said = _plain(slots.get(slot, ""))
            yield from (f"{slot} lacks {word}" for word in words if not any(_plain(w) in said for w in word.split("|")))


def _same(command: str, name: str, want: Any, got: Any) -> bool:
    if got is None:
        return False
    if name == "customer":
        return _names(want) == _names(got)
    if name == "lines":
        return len(want) == len(got) and all(_same_line(a, b) for a, b in zip(want, got, strict=True))
    if name in HOLDS and not (name == "title" and command == "add_contact"):
        return _plain(want) in _plain(got)
    if isinstance(want, bool | int | float):
        return type(got) is not str and abs(want - got) < 1e-9
    return _plain(want) == _plain(got)


def _names(value: Any) -> set[str]:
    return {_plain(name) for name in (value if isinstance(value, list) else [value])}


def _same_line(want: Mapping[str, Any], got: Mapping[str, Any]) -> bool:
    named = "name" not in want or _plain(want["name"]) in _plain(got.get("name", ""))
    return named and all(_same("", key, want[key], got.get(key)) for key in want if key != "name")


def _plain(value: Any) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", str(value))).lower()
