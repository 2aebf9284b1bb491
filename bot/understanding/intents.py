"""How likely each command is by the words alone: a linear model over short runs of signs. It computes no value.

The weights are learnt from labelled messages by `training.intents`; readers find commands and their slots by rules, and
the model says of which rule to be doubtful, and where a command is meant for which no rule has a word.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from bot.understanding.marks import FILLER

LONGEST = 3  # signs in a run
# A weight is stored as a whole number of these.
STEP = 1 / 8
WEIGHTS = Path(__file__).with_name("intents.tsv")
_DIGITS = re.compile(r"\d+")
_BLANKS = re.compile(r"\s+")

Likelihoods = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Model:
    """`biases`: one for each command, in its order; `weights`: for a run of signs, by turns a command's place and its
    weight in steps."""

    commands: tuple[str, ...]
    biases: tuple[float, ...]
    weights: Mapping[str, tuple[int, ...]]


@lru_cache(maxsize=256)  # the parts of a message are asked for more than once
def likelihoods(painted: str) -> Likelihoods:
    """The probability of each command, 0 to 1, each on its own, for a text in which marks are painted as their signs."""
    learnt = model()
    runs = runs_of(painted)
    sums = [0] * len(learnt.commands)
    for run in runs & learnt.weights.keys():
        pairs = iter(learnt.weights[run])
        for place, weight in zip(pairs, pairs, strict=True):
            sums[place] += weight
    scale = STEP * length_factor(runs)
    return {
        command: 1 / (1 + math.exp(-(bias + scale * total)))
        for command, bias, total in zip(learnt.commands, learnt.biases, sums, strict=True)
    }


def runs_of(painted: str) -> set[str]:
    """All runs of up to `LONGEST` signs, the text's edges as signs of their own, a number as one 0, a mark as one sign."""
    said = _DIGITS.sub("0", painted.replace(FILLER, ""))
    text = f"^{_BLANKS.sub(' ', said)}$"
    return {text[start : start + size] for size in range(1, LONGEST + 1) for start in range(len(text) - size + 1)}


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
        weights[run] = tuple(int(number) for pair in pairs for number in pair.split(":"))
    return Model(tuple(command for command, _ in biased), tuple(float(bias) for _, bias in biased), weights)
