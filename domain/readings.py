"""How each character is read, and which two characters are a word: small tables of our own, see tables/README.md."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from sys import intern

_TABLES = Path(__file__).parent / "tables"
# Read otherwise in names than a dictionary reads them first.
_IN_NAMES = {"晟": "sheng", "珩": "heng", "焯": "zhuo", "崴": "wei", "峤": "qiao", "曾": "zeng"}


@cache
def readings() -> dict[str, str]:
    """The commonest reading of each Chinese character that has one, without its tone."""
    lines = (line.split(" ") for line in _read("syllables.txt"))
    return {char: intern(syllable) for syllable, chars in lines for char in chars} | _IN_NAMES


def is_word(pair: str) -> bool:
    """Two characters that stand in a dictionary of Chinese, or are a word of everyday sales talk."""
    return len(pair) == 2 and (pair[1] in _words().get(pair[0], "") or pair in _sales_words())


@cache
def _words() -> dict[str, str]:
    """By the first character, all that may follow."""
    return {line[0]: line[1:] for line in _read("words.txt")}


@cache
def _sales_words() -> frozenset[str]:
    return frozenset(word for line in _read("sales_words.txt") for word in line.split(" "))


def _read(name: str) -> list[str]:
    return (_TABLES / name).read_text(encoding="utf-8").splitlines()
