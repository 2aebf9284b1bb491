"""A pattern that looks at a character first fits where it fitted before."""

from __future__ import annotations

import re
from re._parser import parse  # type: ignore[import-not-found, unused-ignore]

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.swift import beginning, swift

PATTERNS = [
    *("漏斗|转化率?", "(?:查|看)?(?:一下)?漏", "(?<![不没])批(?!次)|通过", "(?<=[跟和])[^,]{1,3}?聊", "(?=[上下]午)"),
    *(r"\d{1,3}(?:万|千)", r"(?:^|(?<=,))查|(?<=\d)万", "(?P<a>上)(?P<b>午)?|下(?P<c>午)", "(?>上?)午"),
    *(
        "[^上]午",
        "",
        "(?!)",
        "[-^]上",
        r"\]|-",
        "(?:(?=上)|(?<=下))午",
        "(?:查(?=看)|看)一?",
        "(?:[上下](?:午)?)?了|[a-c]",
    ),
]
SIGNS = "漏斗转化率查看一下批次通过不没跟和聊上下午,1万千-^] "


@pytest.mark.parametrize("pattern", PATTERNS)
@given(text=st.text(alphabet=SIGNS, max_size=12))
def test_it_fits_where_the_plain_pattern_fits(pattern: str, text: str) -> None:
    plain, quick = re.compile(pattern), swift(pattern)
    assert [one.span() for one in quick.finditer(text)] == [one.span() for one in plain.finditer(text)]
    assert [one.groupdict() for one in quick.finditer(text)] == [one.groupdict() for one in plain.finditer(text)]


@pytest.mark.parametrize(
    ("pattern", "begins"),
    [
        ("漏斗|转化", "(?=[漏转])"),
        ("查?漏", "(?=[查漏])"),
        ("(?<=跟).{2}聊", "(?<=[跟])"),
        (r"\d万", r"(?=[\d])"),
        ("查看|(?<=跟).", "(?:(?=[查])|(?<=[跟]))"),
        *((pattern, "") for pattern in (".漏", "[^漏]", "(?:漏)?", r"\w漏", "[一-龥]漏")),
    ],
)
def test_what_it_may_begin_with_is_looked_at_first(pattern: str, begins: str) -> None:
    assert beginning(parse(pattern)) == begins


def test_it_is_called_what_was_written() -> None:
    """Other patterns are built of its words."""
    assert swift("漏斗|转化").pattern == "漏斗|转化"
