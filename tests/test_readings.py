"""The tables of readings and words: what the dictionary says, character for character."""

from __future__ import annotations

import pytest

from domain.names import joined_pinyin, sound, syllable
from domain.readings import is_word
from tests import reading_tables


def test_the_tables_are_those_of_the_dictionary() -> None:
    assert (reading_tables.TABLES / "syllables.txt").read_text(encoding="utf-8") == reading_tables.syllables()
    assert (reading_tables.TABLES / "words.txt").read_text(encoding="utf-8") == reading_tables.words()


@pytest.mark.parametrize(
    ("char", "read"),
    [("名", "ming"), ("重", "zhong"), ("曾", "zeng"), ("珩", "heng"), ("A", "a"), ("㗒", "ai"), ("㐂", "㐂")],
)
def test_a_character_has_one_reading(char: str, read: str) -> None:
    """A surname is read as in names; what is no Chinese stays as it is."""
    assert syllable(char) == read


def test_names_that_sound_alike_have_one_key() -> None:
    assert sound("澜祺") == sound("兰琪") == "lan-qi"
    assert joined_pinyin("重庆") == "zhongqing"


@pytest.mark.parametrize(
    ("pair", "word"), [("简单", True), ("单间", True), ("澜祺", False), ("单", False), ("AB", False)]
)
def test_two_characters_are_a_word_or_none(pair: str, word: bool) -> None:
    assert is_word(pair) is word
