"""The JSON side of the contract: a directory in, one object for each message out."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from bot.understanding.reading import Reading
from domain.directory import Directory, KnownCustomer, KnownPerson

# Fields whose value is a number: `amend_last` carries it as text, the contract shows it as a number.
_NUMBERS = frozenset(("amount", "unit_price", "qty", "discount", "stalled_days"))


def as_json(text: str, readings: Iterable[Reading]) -> dict[str, Any]:
    """The object that `crm understand` prints for a message."""
    found = list(readings)
    commands = [{"command": one.kind.key(), "slots": _slots(one.slots)} for one in found]
    missing = dict.fromkeys(slot for one in found for slot in one.missing)
    return {"text": text, "commands": commands, "missing": list(missing)}


def directory_from_json(given: Mapping[str, Any]) -> Directory:
    """The `--directory` file. ValueError: it is none."""
    try:
        return Directory(
            customers=tuple(
                KnownCustomer(c["name"], tuple(c.get("short_names") or ()), c.get("region"))
                for c in given.get("customers") or ()
            ),
            people=tuple(KnownPerson(p["name"], p["userid"], p.get("role") or "") for p in given.get("people") or ()),
            quotes=tuple(given.get("quotes") or ()),
            contracts=tuple(given.get("contracts") or ()),
            departments=tuple(given.get("departments") or ()),
        )
    except (AttributeError, KeyError, TypeError) as wrong:
        raise ValueError(f"no directory: {wrong!r}") from wrong


def _slots(slots: Mapping[str, object]) -> dict[str, Any]:
    plain = {name: _plain(value) for name, value in slots.items() if value is not None}
    if plain.get("field") in _NUMBERS and isinstance(plain.get("value"), str):
        plain["value"] = _number_in(plain["value"])
    return plain


def _plain(value: object) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {name: _plain(part) for name, part in dataclasses.asdict(value).items() if part is not None}
    return value


def _number_in(text: str) -> Any:
    try:
        return _plain(Decimal(text))
    except InvalidOperation:
        return text
