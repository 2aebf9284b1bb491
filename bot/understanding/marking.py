"""Who and what is named in a message: every mark, the surest first."""

from __future__ import annotations

from collections.abc import Iterator

from bot.understanding.codes import codes
from bot.understanding.companies import customers, index, misheard, resembling
from bot.understanding.lazy import lazy
from bot.understanding.marks import CONTACT, CUSTOMER, Mark, paint
from bot.understanding.newcomers import newcomers
from bot.understanding.persons import persons
from bot.understanding.strangers import UNKNOWN, expected, others
from domain.directory import Directory

_FORMER = lazy("前者|后者")


def find_marks(mended: str, directory: Directory) -> list[Mark]:
    """All marks in the order of the text: those with a shape of their own first, then names, then who must stand there."""
    marks = newcomers(mended, index(directory).customers, index(directory).spelled)
    marks += [mark for mark in codes(mended, directory) if _clear(mark, marks)]
    marks += customers(mended, marks, directory)
    marks += persons(paint(mended, marks), directory)
    marks = _heard(mended, marks, directory)
    marks = sorted(_persons_again(mended, marks, directory), key=lambda mark: mark.start)
    return sorted([*marks, *_named_again(mended, marks)], key=lambda mark: mark.start)


def with_names(plain: str, mended: str, directory: Directory) -> str:
    """The mended text with the names of customers as they were written: in 跟晋炀 stands no 跟进."""
    for mark in customers(plain, [], directory) if plain != mended else ():
        mended = mended[: mark.start] + plain[mark.start : mark.end] + mended[mark.end :]
    return mended


def _named_again(mended: str, marks: list[Mark]) -> Iterator[Mark]:
    """前者 and 后者 are the two customers named last before them."""
    for found in _FORMER.finditer(mended):
        before = [mark for mark in marks if mark.kind == CUSTOMER and mark.end <= found.start()]
        if len(before) > 1:
            meant = before[-2] if found[0] == "前者" else before[-1]
            yield Mark(CUSTOMER, found.start(), found.end(), meant.value, meant.why)


def _heard(mended: str, marks: list[Mark], directory: Directory) -> list[Mark]:
    """With the customers found by guessing. Where none is named, what looked like a bare name may be one: 吴擎的洪经理."""
    found = _guessed(mended, marks, directory)
    if any(mark.kind == CUSTOMER and mark.why != UNKNOWN for mark in (*marks, *found)):
        return [*marks, *found]
    certain = [mark for mark in marks if mark.kind != CONTACT or mark.why != "name"]
    again = _guessed(mended, certain, directory) if len(certain) < len(marks) else []
    if not any(mark.why != UNKNOWN for mark in again):
        return [*marks, *found]
    return [*again, *(mark for mark in marks if _clear(mark, again))]


def _guessed(mended: str, marks: list[Mark], directory: Directory) -> list[Mark]:
    """Customers that are misspelt, then those that nobody knows, where one must stand."""
    painted = paint(mended, marks)
    places = tuple(expected(painted))
    named = any(mark.kind == CUSTOMER for mark in marks)
    found = misheard(painted, directory, places) if places or not named else []
    named = named or bool(found)
    more = others(painted) if named else []
    for start, end in (*places, *(place for place in more if place not in places)):
        span = Mark(CUSTOMER, start, end, (), UNKNOWN)
        if not _clear(span, [*marks, *found]):
            continue
        alike, until = _alike(mended, start, end, directory)
        if alike:
            found.append(Mark(CUSTOMER, start, until, alike, "looks so"))
        elif not named or (start, end) in more:
            found.append(Mark(CUSTOMER, start, end, (mended[start:end],), UNKNOWN))
    return found


def _alike(mended: str, start: int, end: int, directory: Directory) -> tuple[tuple[str, ...], int]:
    """Who is written so, at least as the words begin: 衡泰见, where 衡泰 is a slip for 珩泰."""
    for until in (end, end - 1, end - 2):
        alike = resembling(mended[start:until], directory) if until - start > 1 else ()
        if alike:
            return alike, until
    return (), end


def _persons_again(mended: str, marks: list[Mark], directory: Directory) -> list[Mark]:
    """Persons that are recognised as such only beside a customer found by guessing."""
    more = [mark for mark in persons(paint(mended, marks), directory) if _clear(mark, marks)]
    return [*marks, *more]


def _clear(mark: Mark, marks: list[Mark]) -> bool:
    return all(other.end <= mark.start or mark.end <= other.start for other in marks)
