"""What a person wants, as one frozen value, and the two ways in which it may not go through."""

from __future__ import annotations

import dataclasses
import functools
import json
import re
import types
import typing
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, ClassVar, Self


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One wish, typed or tapped. A field without a default is a required slot (`commands.md`).

    `slots` may travel as a button's key or a draft: `pack` and `unpack` are each other's inverse.
    """

    BY_NAME: ClassVar[dict[str, type[Command]]] = {}

    def __init_subclass__(cls) -> None:
        # dataclass(slots=True) creates the class a second time; the last one is the real one.
        Command.BY_NAME[cls.key()] = cls

    @classmethod
    @functools.cache
    def key(cls) -> str:
        """The contract's name: `LogActivity` is `log_activity`."""
        return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()

    @classmethod
    def required(cls) -> tuple[str, ...]:
        """The slots without which the command cannot run, in the order in which they are asked for."""
        return tuple(f.name for f in dataclasses.fields(cls) if f.default is dataclasses.MISSING)

    @classmethod
    def lacking(cls, slots: typing.Mapping[str, object]) -> tuple[str, ...]:
        """What is still missing; a command with alternatives (lines or amount) says so itself."""
        return tuple(slot for slot in cls.required() if slots.get(slot) in (None, "", ()))

    def given(self) -> dict[str, Any]:
        """The slots that hold something."""
        values = {f.name: getattr(self, f.name) for f in dataclasses.fields(self)}
        return {name: value for name, value in values.items() if value is not None}

    def given_as_json(self) -> dict[str, Any]:
        """As `given`, in JSON values."""
        slots: dict[str, Any] = json.loads(self.pack())[1]
        return slots

    def pack(self) -> str:
        return pack(type(self), self.given())

    @classmethod
    def make(cls, slots: typing.Mapping[str, object]) -> Self:
        """From slots that may be JSON values. ValueError: an unknown slot, or a value of the wrong kind."""
        hints = _hints(cls)  # type: ignore[arg-type]
        unknown = set(slots) - set(hints)
        if unknown:
            raise ValueError(f"{cls.key()} has no slot {', '.join(sorted(unknown))}")
        try:
            return cls(**{name: _typed(value, hints[name]) for name, value in slots.items() if value is not None})
        except TypeError as wrong:
            raise ValueError(str(wrong)) from wrong


def pack(kind: type[Command], slots: typing.Mapping[str, object]) -> str:
    """A whole or half-made command as text: `["log_activity", {"kind": "visit"}]`."""
    given = {name: value for name, value in slots.items() if value is not None}
    return json.dumps([kind.key(), given], ensure_ascii=False, separators=(",", ":"), default=_plain)


def unpack(packed: str) -> tuple[type[Command], dict[str, Any]]:
    """The kind and the JSON values of its slots. ValueError: not a packed command that we know."""
    try:
        name, slots = json.loads(packed)
        kind = Command.BY_NAME[name]
    except (ValueError, TypeError, KeyError, RecursionError) as wrong:
        raise ValueError(f"no packed command: {packed[:80]!r}") from wrong
    if not isinstance(slots, dict):
        raise ValueError(f"no slots: {packed[:80]!r}")
    return kind, slots


class Refused(Exception):
    """No, in the words that the person reads. Rolls back to the command's savepoint; nothing else is affected.

    `offers` are buttons that help on: a label, and a packed command, whole or half-made.
    """

    def __init__(self, words: str, *offers: tuple[str, str]) -> None:
        super().__init__(words)
        self.offers = offers


@dataclass(frozen=True, slots=True)
class Option:
    """A button of a question: what it reads, and the slots that tapping it fills."""

    label: str
    slots: typing.Mapping[str, object]
    text: str | None = None  # a full line for the card's rows, where the label is only 选 1


class Ask(Exception):
    """One thing is unclear: keep the half-made command and ask for `slot` in the words of `question`."""

    def __init__(
        self, kind: type[Command], slots: typing.Mapping[str, object], slot: str, question: str, *options: Option
    ) -> None:
        super().__init__(question)
        self.kind, self.slots, self.slot, self.question, self.options = kind, dict(slots), slot, question, options


@cache
def _hints(cls: type[Command]) -> dict[str, Any]:
    names = {f.name for f in dataclasses.fields(cls)}
    return {name: hint for name, hint in typing.get_type_hints(cls).items() if name in names}


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {k: v for k, v in dataclasses.asdict(value).items() if v is not None}
    raise TypeError(f"{type(value).__name__} cannot travel in a command")


def _typed(value: object, hint: Any) -> object:
    """A JSON value as the slot's type; a value that has it already passes."""
    if typing.get_origin(hint) in (types.UnionType, typing.Union):
        kinds = [kind for kind in typing.get_args(hint) if kind is not type(None)]
        return _moment(value) if date in kinds else _typed(value, kinds[0])
    if typing.get_origin(hint) is tuple:
        if not isinstance(value, list | tuple):
            raise ValueError(f"{value!r} is no list")
        return tuple(_typed(item, typing.get_args(hint)[0]) for item in value)
    if hint is str and isinstance(value, date | Decimal | int) and not isinstance(value, bool):
        return str(_plain(value)) if not isinstance(value, int) else str(value)
    if hint is datetime:
        return _clock(value)
    if hint is Decimal and not isinstance(value, bool):
        return _decimal(value)
    if dataclasses.is_dataclass(hint) and isinstance(value, dict):
        parts = typing.get_type_hints(hint)
        return hint(**{name: _typed(part, parts[name]) for name, part in value.items()})  # type: ignore[operator]
    if not isinstance(value, hint) or (hint is int and isinstance(value, bool)):
        raise ValueError(f"{value!r} is no {hint.__name__}")
    return value


def _decimal(value: object) -> Decimal:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        raise ValueError(f"{value!r} is no number") from None
    if not number.is_finite():
        raise ValueError(f"{value!r} is no number")
    return number


def _clock(value: object) -> datetime:
    moment = _moment(value)
    if not isinstance(moment, datetime):
        raise ValueError(f"{value!r} has no clock time")
    return moment


def _moment(value: object) -> date | datetime:
    if isinstance(value, date):
        return value
    if not isinstance(value, str):
        raise ValueError(f"{value!r} is no date")
    return date.fromisoformat(value) if len(value) == 10 else datetime.fromisoformat(value)
