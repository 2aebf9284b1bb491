"""What stands in domain/tables, made anew from pypinyin; `python -m tests.reading_tables` writes it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from pypinyin import Style, pinyin
from pypinyin.constants import PHRASES_DICT

import domain

TABLES = Path(domain.__file__).parent / "tables"
_PAIR = re.compile(r"[\u3400-\u9fff]{2}")


def syllables() -> str:
    """`zhong 中忠…`: a line for each syllable."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for char, read in readings():
        found[read].append(char)
    return "".join(f"{syllable} {''.join(found[syllable])}\n" for syllable in sorted(found))


def words() -> str:
    """`重量要…`: a line for each first character, with all that make a word behind it."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for word in sorted(filter(_PAIR.fullmatch, PHRASES_DICT)):
        found[word[0]].append(word[1])
    return "".join(f"{first}{''.join(found[first])}\n" for first in sorted(found))


def readings() -> Iterator[tuple[str, str]]:
    """Every character that has a reading, with the commonest."""
    for char in map(chr, range(0x3400, 0xA000)):
        read = pinyin(char, style=Style.NORMAL)[0][0]
        if read != char:
            yield char, read


if __name__ == "__main__":
    (TABLES / "syllables.txt").write_text(syllables(), encoding="utf-8")
    (TABLES / "words.txt").write_text(words(), encoding="utf-8")
