"""Talking about what was said: amending, undoing, help, and the keyword grammar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from domain.command import Command

QUESTION_OPEN = timedelta(minutes=30)  # typed words answer it
UNFILED_KEPT = timedelta(days=30)  # its buttons do
UNPLACED_KEPT = timedelta(days=90)  # a quarter of weekly health cards


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer(Command):
    """A tap on one of the options of an open question, counted from 0."""

    draft: int
    choice: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Drop(Command):
    """不要了: the question falls, the words stay in the journal."""

    draft: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopen(Command):
    """Shows an unfiled question again, with its buttons."""

    draft: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tour(Command):
    """The two-minute start: steps 1 to 3."""

    step: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainReceipts(Command):
    """文字回执 on or off for oneself."""

    on: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MyRights(Command):
    """我的权限."""
