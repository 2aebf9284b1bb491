"""The keyword grammar: a message that begins with one of these words, alone or before a space, is that command."""

from __future__ import annotations

import re

# The word, and what may follow it (for the help page). `docs/keywords.md` has a row for each.
WORDS = {
    "我的权限": "",
    "文字回执": "开 | 关",
}
# 反馈 is a wish like any other.
SUGGESTS = ("反馈",)

_FIRST = re.compile(r"\s*(\S{1,12})(?:\s+(.*))?\s*", re.DOTALL)


def keyword(text: str) -> tuple[str, str] | None:
    """The word of the grammar that a message begins with, and the rest of it."""
    found = _FIRST.fullmatch(text)
    if not found or found[1] not in WORDS:
        return None
    return found[1], (found[2] or "").strip()


def feedback(text: str) -> str | None:
    """What follows 反馈 at the head of a message."""
    found = _FIRST.fullmatch(text)
    return found[2].strip() if found and found[1] in SUGGESTS and found[2] else None
