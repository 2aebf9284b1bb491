"""A pattern that is compiled when it is first looked for."""

import re

import pytest

from bot.understanding.lazy import lazy


def test_it_finds_what_the_plain_pattern_finds() -> None:
    plain, later = re.compile("(?P<a>漏)斗|转化"), lazy("(?P<a>漏)斗|转化")
    text = "看下漏斗和转化"
    assert [one.span() for one in later.finditer(text)] == [one.span() for one in plain.finditer(text)]
    assert [one.groupdict() for one in later.finditer(text)] == [one.groupdict() for one in plain.finditer(text)]


def test_other_patterns_are_built_of_its_words_without_its_being_compiled() -> None:
    later = lazy("漏斗|转化(")
    assert later.pattern == "漏斗|转化("
    with pytest.raises(re.error):
        later.search("漏斗")
