"""What a pattern cannot do without, and that no reader is left out of a message in which it would see something."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import pytest

from bot.understanding.cues import Apart, Cue, needed, signs_in
from bot.understanding.readers import READERS
from bot.understanding.scene import Scene
from tests.message_rules import DATA, directory, rows

SETS = sorted(DATA.glob("*.jsonl"))


@pytest.mark.parametrize(
    ("cue", "signs"),
    [
        (re.compile("漏斗"), "漏斗"),
        (re.compile("漏斗|转化率?"), "漏斗 转化"),
        (re.compile("(?:查|看)(?:一下)?漏"), "查一 查漏 看一 看漏"),
        (re.compile("撤(?:回|销)?[了掉]?报价"), "报价"),
        (re.compile(r"[^,]{0,4}?斗"), "斗"),
        (re.compile(r"(?<=批)了?"), "批"),
        (re.compile(r"(?<!不)批(?!次)准"), "批准"),
        (re.compile("(?>驳回?)掉+"), "回掉 驳掉"),
        (Apart(re.compile("漏斗")), "漏"),
        ((re.compile("漏斗"), re.compile("排行")), "漏斗 排行"),
    ],
)
def test_a_pattern_needs_the_rarest_of_its_signs(cue: Cue, signs: str) -> None:
    assert needed(cue) == frozenset(signs.split())


@pytest.mark.parametrize("pattern", [r"\d+", "(?:漏斗)?", "漏斗|.+", "[^了]", "", r"(.)\1"])
def test_where_anything_may_fit_nothing_is_needed(pattern: str) -> None:
    assert needed(re.compile(pattern)) is None


def test_what_fits_nowhere_is_never_asked() -> None:
    assert needed(re.compile("(?!)")) == frozenset()


def test_the_signs_of_texts_are_their_characters_and_neighbours() -> None:
    assert signs_in("漏斗", "图") == set("漏斗图") | {"漏斗"}


@pytest.mark.parametrize("file", SETS, ids=[file.stem for file in SETS])
def test_who_is_not_asked_sees_nothing(file: Path) -> None:
    """A reader that finds what none of its cues can fit has a cue too few."""
    own = file.with_name(f"{file.stem}_directory.json")
    names = directory(own.name) if own.exists() else directory()
    for row in rows(file.name):
        scene = Scene.of(row["text"], datetime.fromisoformat(row["now"]), names)
        for read in [scene, scene.flattened()] if scene.clauses else []:
            left_out = [reader for reader in READERS if not reader.is_asked(read)]
            assert [(one, row["text"]) for reader in left_out for one in reader.read(read)] == []
