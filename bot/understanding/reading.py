"""What a reader gives back, and what a message gives in the end."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.understanding.cues import Cue, Signs, needed
from domain.command import Command

if TYPE_CHECKING:
    from bot.understanding.scene import Scene

Slots = dict[str, object]
# A sure command of this strength leaves nothing else in the message.
WHOLE = 100.0


@dataclass(frozen=True, slots=True)
class Found:
    """A command that a reader sees: where its cue stands, the clauses it takes, and how sure it is.

    `score` says who wins where two cannot both be meant; `carries` whether a customer named before is meant as well.
    """

    kind: type[Command]
    at: tuple[int, int]
    slots: Slots
    score: float
    clauses: frozenset[int] = frozenset()
    why: str = ""
    carries: bool = True


@dataclass(frozen=True, slots=True)
class Reading:
    """One recognised command with the slots it has, and the names of those that it lacks."""

    kind: type[Command]
    slots: Slots = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    span: tuple[int, int] = (0, 0)
    score: float = 0.0
    why: str = ""


Read = Callable[["Scene"], Iterable[Found]]


@dataclass(frozen=True, slots=True)
class Reader:
    """A pure function that picks its command out of a scene, or nothing, and what it cannot do without: signs, of each
    set one at least."""

    kind: type[Command]
    read: Read
    needs: tuple[Signs, ...] = ()

    def is_asked(self, scene: Scene) -> bool:
        return not any(map(scene.signs.isdisjoint, self.needs))


READERS: list[Reader] = []


def reads(kind: type[Command], *cues: Cue) -> Callable[[Read], Read]:
    """Register a reader. `cues`: patterns each of which it must find somewhere; of several in a tuple, one."""
    needs = tuple(signs for cue in cues if (signs := needed(cue)) is not None)

    def register(read: Read) -> Read:
        READERS.append(Reader(kind, read, needs))
        return read

    return register
