"""Patterns that are tried only where they may begin: it saves most of the time that a search takes.

Python tries each way of a pattern at each place of a text. What must stand next to a beginning is derived from the
pattern itself and put before it, so that one look at a character is enough nearly everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache
from importlib import import_module
from typing import Any, NamedTuple, cast

_parser: Any = import_module("re._parser")
_compiler: Any = import_module("re._compiler")
_COMMON = frozenset(" ,，。的了我下一个天月上要给去到有来客户他不人")
_COMMON_COST, _DEAREST = 8, 1000
_NARROW, _WIDE = (r"\d", r"\s"), (r"\w", r"\D", r"\S", r"\W")
_CATEGORIES = {
    "CATEGORY_DIGIT": r"\d", "CATEGORY_NOT_DIGIT": r"\D", "CATEGORY_SPACE": r"\s", "CATEGORY_NOT_SPACE": r"\S",
    "CATEGORY_WORD": r"\w", "CATEGORY_NOT_WORD": r"\W",
}  # fmt: skip
_WRITTEN: dict[str, Callable[[Any], str]] = {
    "LITERAL": lambda code: re.escape(chr(code)),
    "RANGE": lambda ends: "-".join(re.escape(chr(code)) for code in ends),
    "CATEGORY": lambda category: _CATEGORIES[category.name],
}


class _Entry(NamedTuple):
    """One of these stands next, or one of those right before; each as it is written in a class of characters."""

    ahead: frozenset[str] = frozenset()
    behind: frozenset[str] = frozenset()


class _Way(NamedTuple):
    """Where a part of a pattern may begin (none: anywhere), whether it may take no room, and whether it never does."""

    entry: _Entry | None = None
    void: bool = False
    flat: bool = False


class _Swift:
    """Compiled when it is first looked for: most messages need few of all patterns, and the start none."""

    def __init__(self, written: str) -> None:
        self.pattern = written
        self.flags = re.UNICODE.value

    def __getattr__(self, name: str) -> Any:
        asked = getattr(_compiled(self.pattern), name)
        setattr(self, name, asked)  # from now on it is found at once
        return asked


def swift(pattern: str) -> re.Pattern[str]:
    """The same matches as of `re.compile`; which pattern it was is not asked of a match (`found.re`)."""
    return cast(re.Pattern[str], _Swift(pattern))


@cache
def _compiled(pattern: str) -> Any:
    tree = _parser.parse(pattern)
    for place, look in enumerate(_parser.parse(beginning(tree))):
        tree.insert(place, look)
    return _compiler.compile(tree)


def beginning(tree: Any) -> str:
    """The look at a character, as a pattern; nothing where it would spare nothing."""
    entry = _sequence(tree).entry
    if entry is None or _cost(entry) > _DEAREST:
        return ""
    looks = [f"(?=[{_listed(entry.ahead)}])"] if entry.ahead else []
    looks += [f"(?<=[{_listed(entry.behind)}])"] if entry.behind else []
    return looks[0] if len(looks) == 1 else f"(?:{'|'.join(looks)})"


def _sequence(items: Iterable[tuple[Any, Any]]) -> _Way:
    """The surest of what is known: all that looks about before the first character, and that character."""
    best: _Entry | None = None
    passed: _Entry | None = _Entry()  # by parts that may be left out
    flat = True
    for name, what in items:
        way = _way(name.name, what)
        if way.flat:
            best = best if passed != _Entry() else _surer(best, way.entry)
            continue
        flat, passed = False, _either(passed, way.entry)
        if not way.void:
            return _Way(_surer(best, passed))
        if passed is None:
            return _Way(best, void=True)
    return _Way(best, void=True, flat=flat)


def _way(name: str, what: Any) -> _Way:
    match name:
        case "LITERAL" | "IN":
            signs = _class(name, what)
            return _Way(_Entry(signs) if signs is not None else None)
        case "BRANCH":
            ways = [_sequence(way) for way in what[1]]
            entry: _Entry | None = _Entry()
            for way in ways:
                entry = _either(entry, way.entry)
            return _Way(entry, any(way.void for way in ways), all(way.flat for way in ways))
        case "SUBPATTERN":
            return _sequence(what[-1])
        case "ATOMIC_GROUP":
            return _sequence(what)
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            inner = _sequence(what[2])
            return inner._replace(void=inner.void or not what[0], flat=False)
        case "ASSERT":
            return _Way(_sequence(what[1]).entry if what[0] > 0 else _behind(what[1]), void=True, flat=True)
        case "AT" | "ASSERT_NOT":
            return _Way(void=True, flat=True)
    return _Way()


def _behind(items: Any) -> _Entry | None:
    """What a look back ends with, where that is one character."""
    name, what = items[-1]
    if name.name == "BRANCH":
        entry: _Entry | None = _Entry()
        for way in what[1]:
            entry = _either(entry, _behind(way) if len(way) else None)
        return entry
    signs = _class(name.name, what) if name.name in ("LITERAL", "IN") else None
    return _Entry(behind=signs) if signs is not None else None


def _class(name: str, what: Any) -> frozenset[str] | None:
    if name == "LITERAL":
        return frozenset((re.escape(chr(what)),))
    if any(kind.name not in _WRITTEN for kind, _ in what):
        return None
    return frozenset(_WRITTEN[kind.name](one) for kind, one in what)


def _either(one: _Entry | None, other: _Entry | None) -> _Entry | None:
    return None if one is None or other is None else _Entry(one.ahead | other.ahead, one.behind | other.behind)


def _surer(one: _Entry | None, other: _Entry | None) -> _Entry | None:
    return min((entry for entry in (one, other) if entry is not None), key=_cost, default=None)


def _cost(entry: _Entry) -> int:
    return sum(map(_cost_of, (*entry.ahead, *entry.behind)))


def _cost_of(sign: str) -> int:
    """By how many characters it stands for, and how often one meets them."""
    if len(sign) == 3 and sign[1] == "-":
        return ord(sign[2]) - ord(sign[0])
    return 2 * _DEAREST if sign in _WIDE else _COMMON_COST if sign in _COMMON or sign in _NARROW else 1


def _listed(signs: Iterable[str]) -> str:
    return "".join(sorted(signs))
