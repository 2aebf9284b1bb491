"""What stands where in a message: names, numbers of documents, part numbers, each as one mark with its span."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

# Each kind of mark has a character that no message holds. Patterns are written with these names.
FILLER = "\ue010"  # what follows it until the mark ends
NEXT = f"{FILLER}*"
CUSTOMER, CONTACT, COLLEAGUE = "\ue001", "\ue002", "\ue003"
QUOTE, CONTRACT, MODEL = "\ue004", "\ue005", "\ue006"
PHONE, EMAIL, URL = "\ue007", "\ue008", "\ue009"
KINDS = (CUSTOMER, CONTACT, COLLEAGUE, QUOTE, CONTRACT, MODEL, PHONE, EMAIL, URL)
C, P, W, Q, H, M, T, E = (kind + NEXT for kind in (CUSTOMER, CONTACT, COLLEAGUE, QUOTE, CONTRACT, MODEL, PHONE, EMAIL))
# One character of any mark.
MARK = "[\ue001-\ue010]"


@dataclass(frozen=True, slots=True)
class Mark:
    """`value` is a tuple of full names for a customer (several: it is ambiguous), else the text that counts."""

    kind: str
    start: int
    end: int
    value: tuple[str, ...]
    why: str = ""


def paint(text: str, marks: Iterable[Mark]) -> str:
    """The text with each mark replaced by its character, in the same length."""
    chars = list(text)
    for mark in marks:
        chars[mark.start : mark.end] = mark.kind + FILLER * (mark.end - mark.start - 1)
    return "".join(chars)


def hide(text: str, marks: Iterable[Mark], hidden: str = "\ufffc") -> str:
    """The text with each mark made unreadable, for the readers of dates and figures."""
    chars = list(text)
    for mark in marks:
        chars[mark.start : mark.end] = hidden * (mark.end - mark.start)
    return "".join(chars)


def free(marks: Iterable[Mark], start: int, end: int) -> bool:
    """Nothing is marked there yet."""
    return all(mark.end <= start or end <= mark.start for mark in marks)


def longest_first(found: Iterable[Mark]) -> list[Mark]:
    """Marks that do not overlap, the longest of them first, then the earlier; in the order of the text."""
    chosen: list[Mark] = []
    for mark in sorted(found, key=lambda m: (m.start - m.end, m.start)):
        if free(chosen, mark.start, mark.end):
            chosen.append(mark)
    return sorted(chosen, key=lambda m: m.start)
