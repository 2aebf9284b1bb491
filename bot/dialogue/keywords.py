"""The keyword grammar: a word that answers for itself, or stands for a command of its own."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from bot.cards import Card
from bot.context import Context
from domain.command import Command
from domain.dialogue import Keyword

Speak = Callable[[str, Context], Awaitable[Card | str]]
Wish = tuple[type[Command], Mapping[str, object]]
Mean = Callable[[str, Context], Awaitable[Wish]]
ANSWERS: dict[str, Speak] = {}
MEANINGS: dict[str, Mean] = {}


def keyword(word: str) -> Callable[[Speak], Speak]:
    """Registers the answer to a word of `commands.md`'s keyword commands."""

    def register(speak: Speak) -> Speak:
        _once(word)
        ANSWERS[word] = speak
        return speak

    return register


def stands_for(word: str) -> Callable[[Mean], Mean]:
    """Registers a word that is another command, whole or half-made: from there on it is asked for, confirmed, stored
    and undone as that one. Its slots may be missing, or hold what was typed; nothing is refused here."""

    def register(mean: Mean) -> Mean:
        _once(word)
        MEANINGS[word] = mean
        return mean

    return register


async def meant(kind: type[Command], slots: Mapping[str, object], ctx: Context) -> Wish:
    """The command that a reading asks for: itself, or the one that its keyword stands for."""
    mean = MEANINGS.get(str(slots.get("word"))) if kind is Keyword else None
    return await mean(str(slots.get("rest") or "").strip(), ctx) if mean else (kind, slots)


def _once(word: str) -> None:
    if word in ANSWERS or word in MEANINGS:
        raise RuntimeError(f"{word} has two answers")
