"""Learns the weights of `bot.understanding.intents` from the labelled messages: `python -m training.intents [SET …]`.

Named sets are left out, to be measured with what the others teach. The same messages give the same weights.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import MultiLabelBinarizer

from bot.understanding import directory_from_json
from bot.understanding.intents import STEP, WEIGHTS, length_factor, runs_of
from bot.understanding.mood import answered_part
from bot.understanding.scene import Scene
from domain.directory import Directory

DATA = Path(__file__).parents[1] / "tests" / "data" / "messages"
NOW = datetime.fromisoformat("2026-11-24T10:00:00+08:00")
# What the model never decides: the keyword grammar is read before it.
_NOT_LEARNT = frozenset(("keyword",))
# Messages that nobody looks at are not taught either: their figure says how far the others carry.
_HELD_OUT = frozenset(("unseen",))
_SEEN_AT_LEAST = 2  # messages
_LIGHTEST = 0.6  # weights below this say next to nothing, and are most of them
_LOOSENESS = 200.0  # the inverse of the regularisation


@dataclass(frozen=True)
class Labelled:
    """A message with its marks painted, and the commands that it holds."""

    painted: str
    commands: frozenset[str]


def messages(left_out: frozenset[str]) -> Iterator[Labelled]:
    """All that is labelled: rows with their slots, lines with their commands, and what people say all day."""
    for path in sorted(DATA.iterdir()):
        if path.stem in left_out | _HELD_OUT or path.stem.endswith("directory") or path.suffix == ".md":
            continue
        known = _directory_of(path)
        for line in path.read_text(encoding="utf-8").splitlines():
            text, now, commands = _label(path, line)
            painted = Scene.of(answered_part(text), now, known).painted
            yield Labelled(painted, frozenset(commands) - _NOT_LEARNT)


def _directory_of(path: Path) -> Directory:
    own = path.with_name(f"{path.stem}_directory.json")
    return directory_from_json(json.loads((own if own.exists() else DATA / "directory.json").read_text("utf-8")))


def _label(path: Path, line: str) -> tuple[str, datetime, list[str]]:
    if path.suffix == ".jsonl":
        row = json.loads(line)
        return row["text"], datetime.fromisoformat(row["now"]), [one["command"] for one in row["expect"]]
    commands, _, text = line.rpartition("\t")
    named = commands.replace("-", "").split(",")
    return text.replace("\\n", "\n"), NOW, [command for command in named if command]


def learn(labelled: list[Labelled]) -> str:
    """The weights as they are stored: a line of biases, then one for each run of signs that says something."""
    counted = CountVectorizer(analyzer=runs_of, min_df=_SEEN_AT_LEAST, binary=True)
    seen = counted.fit_transform([one.painted for one in labelled])
    scaled = sparse.diags([length_factor(runs_of(one.painted)) for one in labelled]) @ seen
    binarized = MultiLabelBinarizer()
    wanted = binarized.fit_transform([one.commands for one in labelled])
    models = [
        LogisticRegression(C=_LOOSENESS, solver="liblinear", max_iter=300, random_state=0).fit(scaled, column)
        for column in wanted.T
    ]
    weights = np.vstack([model.coef_[0] for model in models])
    steps = np.where(abs(weights) < _LIGHTEST, 0, np.round(weights / STEP)).astype(int)
    head = "\t".join(
        f"{command}={model.intercept_[0]:.3f}" for command, model in zip(binarized.classes_, models, strict=True)
    )
    return "\n".join([head, *_lines(counted.get_feature_names_out(), steps)]) + "\n"


def _lines(runs: np.ndarray, steps: np.ndarray) -> Iterator[str]:
    for run, column in zip(runs, steps.T, strict=True):
        places = np.flatnonzero(column)
        if places.size:
            yield "\t".join([run, *(f"{place}:{column[place]}" for place in places)])


if __name__ == "__main__":
    found = list(messages(frozenset(sys.argv[1:])))
    WEIGHTS.write_text(learn(found), encoding="utf-8")
    sys.stdout.write(f"{len(found)} messages, {WEIGHTS.stat().st_size // 1024} KB of weights\n")
