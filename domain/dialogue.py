"""Talking about what was said: amending, undoing, help, and the keyword grammar."""

from __future__ import annotations

from dataclasses import dataclass

from domain.command import Command


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendLast(Command):
    """`value` travels as text; the slot that `field` names gives it its type (ISO dates, plain numbers)."""

    field: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Undo(Command):
    receipt: int | None = None
    nth: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggest(Command):
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Help(Command):
    topic: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyword(Command):
    """A message that begins with a word of the keyword grammar: `进度 Q2026-0118`."""

    word: str
    rest: str | None = None
