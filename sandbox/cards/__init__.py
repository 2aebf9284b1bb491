"""Template cards: what the platform refuses, what it shows, and how a member's copy changes."""

from sandbox.cards.check import check
from sandbox.cards.sight import cut, dead, keys, menu_keys, questions

__all__ = ["check", "cut", "dead", "keys", "menu_keys", "questions"]
