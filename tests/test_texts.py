"""Long texts in pieces that WeCom does not cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.texts import LIMIT, split_text

LINK = '<a href="https://crm.example.com/c/31">打开客户</a>'


@pytest.mark.parametrize(
    ("text", "limit", "pieces"),
    [
        ("", 9, []),
        ("好" * 3, 9, ["好好好"]),
        ("好" * 4, 9, ["好好好", "好"]),
        ("ab好", 4, ["ab", "好"]),
        ("第一行\n第二行", 20, ["第一行\n第二行"]),
        ("第一行\n第二行", 15, ["第一行", "第二行"]),
        ("第一行\n\n\n第二行", 12, ["第一行", "第二行"]),
        ("一句。二句，三句", 18, ["一句。", "二句，三句"]),
        ("一二，三四五六七八", 12, ["一二，", "三四五六", "七八"]),
        ("一二三四五六七，八", 12, ["一二三四", "五六七，", "八"]),
        ("看这里 " + LINK, 60, ["看这里 ", LINK]),
        ("😀😀", 5, ["😀", "😀"]),
        ("a\ud800b", 2, ["a\ud800", "b"]),
        ("\n" * 5000, 2048, []),
    ],
)
def test_pieces(text: str, limit: int, pieces: list[str]) -> None:
    """Line ends first, then sentences, then commas; never inside a character or a link."""
    assert split_text(text, limit) == pieces


def test_a_link_longer_than_a_message_is_cut_all_the_same() -> None:
    assert "".join(split_text(LINK, 20)) == LINK


@given(st.lists(st.sampled_from(["好", "a", "。", "，", "\n", " ", LINK, "<a href=x>", "</a>", "😀"]), max_size=600))
def test_nothing_is_lost_and_nothing_too_long(parts: list[str]) -> None:
    """S5: 2,048 bytes, whatever is said."""
    text = "".join(parts)
    pieces = split_text(text)
    assert all(piece and len(piece.encode()) <= LIMIT for piece in pieces)
    assert "".join(pieces).replace("\n", "") == text.replace("\n", "")
    assert all(piece.count(LINK) == piece.count("打开客户") for piece in pieces)
