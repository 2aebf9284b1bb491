"""What the words of a message as a whole speak of: the model is asked for the text, its sentences and its clauses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from bot.understanding.clauses import Clause
from bot.understanding.elsewhere import is_of_work, is_private
from bot.understanding.intents import Likelihoods, likelihoods
from bot.understanding.lazy import lazy
from bot.understanding.marks import COLLEAGUE, CONTACT, CONTRACT, CUSTOMER, MODEL, QUOTE
from bot.understanding.once import once
from bot.understanding.strangers import UNKNOWN
from domain.command import Command

if TYPE_CHECKING:
    from bot.understanding.scene import Scene

# Below this nothing in the message speaks of a command: the words that a rule saw mean something else. Where a
# customer, a colleague or a document of ours is named, the rule is trusted longer.
DOUBTFUL = 0.05
FAINT = 0.01
# Above this it is meant, though no rule has a word for it.
SURE = 0.75
# What says itself what it is for is trusted longer.
_SAYS_SO = lazy(
    "^@|(?:行程|日程|待办)[^,，。]{0,2}(?:列|查|看)(?:一?下|看|出来)|闹[钟铃](?:定|设|调|上)|(?:新|潜在|意向)客户|联系人|不是[^,，。]{1,10}[,，]?(?:而|应该)?是|^\ue002\ue010*→\ue002|[\ue007\ue008]"
)
_DECIDES = frozenset(("approve", "reject", "withdraw_quote"))
# Among words of private life, and where a word of our work stands beside them.
_AMONG_THEM, _BESIDE_WORK = 0.97, 0.5
# Whatever one is reminded of, and whatever was said by mistake.
_OF_ANYTHING = frozenset(("set_reminder", "list_tasks", "undo"))
_OURS = frozenset((CUSTOMER, COLLEAGUE, QUOTE, CONTRACT, MODEL))
_ASKED = 16  # sentences, and clauses, of a message: a counted budget


@dataclass(frozen=True)
class Heard:
    """A message for the model, which is asked for all its clauses only where a rule has seen something."""

    painted: str
    clauses: Sequence[Clause]

    @cached_property
    def likely(self) -> Likelihoods:
        """For each command its likelihood where it is likeliest: in the whole, in a sentence or in a clause."""
        parts = (*_sentences(self.painted, self.clauses), *_clauses(self.painted, self.clauses))
        asked = [likelihoods(text) for text in (self.painted, *parts)]
        return {command: max(one[command] for one in asked) for command in asked[0]}


def may_mean(scene: Scene, kind: type[Command]) -> bool:
    """Whether something in the message speaks of a command that a rule saw."""
    command = kind.key()
    if command not in _DECIDES and _is_english(scene):
        return True
    elsewhere = 0.0 if command in _OF_ANYTHING else _needed_elsewhere(scene)
    if command in _DECIDES and elsewhere == _AMONG_THEM:  # 同意，这部综艺更好看
        return False
    return scene.heard.likely.get(command, 1.0) >= max(_needed(scene), elsewhere)


@once
def _needed(scene: Scene) -> float:
    named = any(mark.kind in _OURS and mark.why != UNKNOWN for mark in scene.marks)
    trusted = named or _SAYS_SO.search(scene.painted) is not None  # @采购部 … is said to somebody
    return FAINT if trusted else DOUBTFUL


@once
def _needed_elsewhere(scene: Scene) -> float:
    """How likely a command must be among words of private life, unless somebody of ours, or of theirs with a title, is
    named; a part number is nobody."""
    if not is_private(scene.mended) or any(
        (mark.kind in _OURS - {MODEL} and mark.why != UNKNOWN) or (mark.kind == CONTACT and mark.why == "title")
        for mark in scene.marks
    ):
        return 0.0
    return _BESIDE_WORK if is_of_work(scene.mended) else _AMONG_THEM


@once
def _is_english(scene: Scene) -> bool:
    """No Chinese word beside the names: the model was taught too little of that to overrule a rule."""
    return not any(
        min(pair) >= "\u3400" and max(pair) <= "\u9fff" for pair in zip(scene.text, scene.painted, strict=True)
    )


def surest(painted: str, clauses: Sequence[Clause]) -> Mapping[str, int]:
    """The commands that the text or a sentence of it surely holds, each with the number of the clause that says so."""
    asked = [likelihoods(text) for text in (painted, *_sentences(painted, clauses))]
    sure = [command for command in asked[0] if max(one[command] for one in asked) > SURE]
    if not sure or not clauses:
        return {}
    said = [likelihoods(text) for text in _clauses(painted, clauses)] or asked[:1]
    return {command: max(range(len(said)), key=lambda number: said[number][command]) for command in sure}


def spoken_of(scene: Scene, kind: type[Command]) -> bool:
    """The message as a whole surely speaks of the command, not only a sentence by itself: 客户 钜沛 in a form asks nothing."""
    return likelihoods(scene.painted)[kind.key()] > SURE


def _sentences(painted: str, clauses: Sequence[Clause]) -> Iterator[str]:
    """Where there are several."""
    spans: dict[int, tuple[int, int]] = {}
    for clause in clauses:
        start, _ = spans.get(clause.sentence, (clause.start, clause.end))
        spans[clause.sentence] = (start, clause.end)
    yield from _texts(painted, spans.values())


def _clauses(painted: str, clauses: Sequence[Clause]) -> Iterator[str]:
    yield from _texts(painted, [(clause.start, clause.end) for clause in clauses])


def _texts(painted: str, spans: Iterable[tuple[int, int]]) -> Iterator[str]:
    several = list(spans)
    for start, end in several[:_ASKED] if len(several) > 1 else ():
        yield painted[start:end]
