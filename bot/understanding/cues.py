"""The signs that a pattern cannot do without: of those it names, any text that it fits has at least one.

A sign is a character, or two that stand side by side: 漏斗 is seldom in a message where 斗 is no surprise.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module
from operator import add
from typing import Any, NamedTuple

from bot.understanding.marks import KINDS

Signs = frozenset[str]
Item = tuple[Any, Any]


@dataclass(frozen=True, slots=True)
class Apart:
    """A pattern for words from which something was left out: what it has side by side may have stood apart."""

    pattern: re.Pattern[str]


Cue = re.Pattern[str] | Apart | tuple[re.Pattern[str] | Apart, ...]


class _Part(NamedTuple):
    """Of a pattern: what it needs, how it may begin and end (none: anyhow), and whether it may be nothing."""

    needs: Signs | None = None
    first: Signs | None = None
    last: Signs | None = None
    void: bool = False


_parser: Any = import_module("re._parser")
_MOST, _MOST_PAIRS = 300, 150  # signs of a set; more would spare nothing
# What a sign costs: one that stands in most messages spares little. This only weighs; it decides no reading.
_COMMON = frozenset(
    f"{''.join(KINDS)}\ue010 ,，。.-了的我下一个天月价上报要给去到回今跟有来客户他们那万说周不话机同人款工号午部单是新总"
)
_COMMON_COST, _RARE_COST, _PAIR_COST = 60, 6, 1
_NOTHING = _Part(void=True)


def signs_in(*texts: str) -> Signs:
    """All characters of some texts, and all pairs of neighbours."""
    return frozenset().union(*texts, *(map(add, text, text[1:]) for text in texts))


def needed(cue: Cue) -> Signs | None:
    """The rarest such set, for several patterns one of which is enough; none where any text may fit."""
    return _united(_needed_by(one) for one in (cue if isinstance(cue, tuple) else (cue,)))


def _needed_by(cue: re.Pattern[str] | Apart) -> Signs | None:
    pattern = cue.pattern if isinstance(cue, Apart) else cue
    if pattern.flags & re.IGNORECASE:
        return None
    return _sequence(_parser.parse(pattern.pattern, pattern.flags), paired=pattern is cue).needs


def _sequence(items: Iterable[Item], *, paired: bool) -> _Part:
    """What follows one upon the other must all fit: the rarest of what each needs, and of two beside each other."""
    needs: list[Signs] = []
    first: Signs | None = frozenset()
    follows: Signs | None = frozenset()
    ends: Signs | None = frozenset()
    tail: Signs | None = None
    void = True
    for name, what in items:
        part = _part(name.name, what, paired)
        needs += [part.needs] if part.needs is not None else []
        if part is _NOTHING or name.name == "ASSERT":
            continue
        first = _both(first, part.first) if void else first
        follows = _both(follows, part.first)
        if part.void:
            ends = _both(ends, part.last)
            continue
        needs += _pairs(tail, follows) if paired else []
        tail, follows, ends, void = part.last, frozenset(), part.last, False
    return _Part(min(needs, key=_cost, default=None), first, ends, void)


def _pairs(tail: Signs | None, follows: Signs | None) -> list[Signs]:
    if not tail or not follows or len(tail) * len(follows) > _MOST_PAIRS:
        return []
    return [frozenset(one + other for one in tail for other in follows)]


def _part(name: str, what: Any, paired: bool) -> _Part:
    match name:
        case "LITERAL" | "IN":
            signs = (
                frozenset(chr(what)) if name == "LITERAL" else _united(_of_class(kind.name, one) for kind, one in what)
            )
            return _Part(signs, signs, signs)
        case "BRANCH":
            ways = [_sequence(way, paired=paired) for way in what[1]]
            return _Part(
                _united(way.needs for way in ways), _united(way.first for way in ways), _united(way.last for way in ways),
                any(way.void for way in ways),
            )  # fmt: skip
        case "SUBPATTERN":
            return _sequence(what[-1], paired=paired)
        case "ATOMIC_GROUP":
            return _sequence(what, paired=paired)
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            part = _sequence(what[2], paired=paired)
            return part if what[0] else part._replace(needs=None, void=True)
        case "ASSERT":  # what it looks at stands in the text as well
            return _Part(_sequence(what[1], paired=paired).needs, void=True)
        case "ASSERT_NOT" if not what[1]:
            return _Part(frozenset())  # (?!) fits nowhere
        case "AT" | "ASSERT_NOT":
            return _NOTHING
    return _Part()


def _of_class(name: str, what: Any) -> Signs | None:
    if name == "LITERAL":
        return frozenset(chr(what))
    if name == "RANGE" and what[1] - what[0] < _MOST:
        return frozenset(map(chr, range(what[0], what[1] + 1)))
    return None


def _both(some: Signs | None, more: Signs | None) -> Signs | None:
    return None if some is None or more is None else some | more


def _united(found: Iterable[Signs | None]) -> Signs | None:
    every: set[str] = set()
    for one in found:
        if one is None or len(every) > _MOST:
            return None
        every |= one
    return frozenset(every)


def _cost(signs: Signs) -> int:
    return sum(_PAIR_COST if len(sign) > 1 else _COMMON_COST if sign in _COMMON else _RARE_COST for sign in signs)
