"""The keyword grammar's answers: a word, then its arguments."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.cards import Card
from bot.context import Context

Speak = Callable[[str, Context], Awaitable[Card | str]]
ANSWERS: dict[str, Speak] = {}


def keyword(word: str) -> Callable[[Speak], Speak]:
    """Registers the answer to a word of `commands.md`'s keyword commands."""

    def register(speak: Speak) -> Speak:
        if word in ANSWERS:
            raise RuntimeError(f"{word} has two answers")
        ANSWERS[word] = speak
        return speak

    return register
