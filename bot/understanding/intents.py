"""How likely each command is by the words alone: a linear model over short runs of signs. It computes no value.

The weights are learnt from labelled messages by `training.intents`; readers find commands and their slots by rules, and
the model says of which rule to be doubtful, and where a command is meant for which no rule has a word.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from operator import add
from pathlib import Path

from bot.understanding.lazy import lazy
from bot.understanding.marks import FILLER

LONGEST = 3  # signs in a run
# A weight is stored as a whole number of these.
STEP = 1 / 8
_LANE = 32  # bits
_MIDDLE = 1 << (_LANE - 1)
WEIGHTS = Path(__file__).with_name("intents.tsv")
_DIGITS = lazy(r"\d+")
_BLANKS = lazy(r"\s+")

Likelihoods = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Model:
    """`biases`: one for each command, in its order; `weights`: for a run of signs, its weights in steps, each in a lane
    of one whole number, so that the runs of a text are summed for all commands at once."""

    commands: tuple[str, ...]
    biases: tuple[float, ...]
    weights: Mapping[str, int]


@lru_cache(maxsize=256)  # the parts of a message are asked for more than once
def likelihoods(painted: str) -> Likelihoods:
    """The probability of each command, 0 to 1, each on its own, for a text in which marks are painted as their signs."""
    learnt = model()
    runs = runs_of(painted)
    sums = sum(map(learnt.weights.__getitem__, runs & learnt.weights.keys()))
    scale = STEP * length_factor(runs)
    return {
        command: 1 / (1 + math.exp(-(bias + scale * total)))
        for command, bias, total in zip(learnt.commands, learnt.biases, _lanes(sums, len(learnt.commands)), strict=True)
    }


def _lanes(sums: int, count: int) -> list[int]:
    """Each lane is signed, and far wider than any sum."""
    lifted = (sums + _middles(count)).to_bytes(count * _LANE // 8, "little")
    return [lane - _MIDDLE for lane in struct.unpack(f"<{count}I", lifted)]


@cache
def _middles(count: int) -> int:
    return sum(_MIDDLE << (_LANE * place) for place in range(count))


def runs_of(painted: str) -> set[str]:
    """All runs of up to `LONGEST` signs, the text's edges as signs of their own, a number as one 0, a mark as one sign."""
    said = _DIGITS.sub("0", painted.replace(FILLER, ""))
    text = f"^{_BLANKS.sub(' ', said)}$"
    begun = [*text]  # the runs of one length, by where they begin
    runs = set(begun)
    for size in range(1, LONGEST):
        begun = [*map(add, begun, text[size:])]
        runs.update(begun)
    return runs


def length_factor(runs: set[str]) -> float:
    """A long text weighs each of its runs less."""
    return 1 / math.sqrt(len(runs))


@cache
def model() -> Model:
    """The weights, read once."""
    head, *lines = WEIGHTS.read_text(encoding="utf-8").splitlines()
    biased = [pair.split("=") for pair in head.split("\t")]
    weights = {}
    for line in lines:
        run, *pairs = line.split("\t")
        numbers = [tuple(map(int, pair.split(":"))) for pair in pairs]
        weights[run] = sum(weight << (_LANE * place) for place, weight in numbers)
    return Model(tuple(command for command, _ in biased), tuple(float(bias) for _, bias in biased), weights)
