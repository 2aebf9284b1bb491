"""A story told of several customers: which clause is whose, and what is said of all of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.understanding.clauses import Clause
from bot.understanding.lazy import lazy
from bot.understanding.marks import CONTACT, CUSTOMER, C, Mark, P
from bot.understanding.readers.kinds import Head
from bot.understanding.scene import Scene, Span

NUMBER = r"(?:(?:\d{1,2}|[一二三四五六七八九])[.、:)）]|[①-⑨]|[-•*·])"
_OPENER = lazy(
    rf"\s*(?:{NUMBER})?\s*(?:[先再](?:记|说|讲|录|写|补)(?:一?下|一?条|说)?|另外|然后|还有|接着|至于|再就是|而|那|还是|反正|其中|后来)?\s*(?:(?:[上下这本]个?)?(?:周|星期|礼拜)[一二三四五六日天]|\d{{1,2}}[号日]|[上下]午|早上|晚上|中午)?\s*(?P<name>{C})"
)
_PERSON_FIRST = lazy(rf"\s*(?P<name>{P})")
_ALSO = lazy(
    rf"{C}(?:的)?(?:{P}|\({P}\))?(?:和|跟|与|、还有|、|及|还有|以及|[,，](?:上午|下午|晚上|中午|傍晚)?|(?:那边|那儿|出来|回来|结束|之后|完)?(?:又|再|接着|然后|就|直接|顺[道路便]又?)(?:去|跑|到|看|拜访|见|打给|联系|[拐转绕折赶奔杀][去到])(?:了|完|的|了?一?下|了?趟)?(?:(?:隔壁|对面)的?)?){C}"
)
# 昱朔没人接: one of those that were called was not spoken with.
NOT_REACHED = lazy(r"(?:没人接|没接|打不通|没打通|关机|占线|没联系上|没回)(?:电话|呢|了)?[)）]?$")
_SHARED = lazy(
    r"^(?:反正|总之|结果|不过|但是?|目前)*(?:都(?!快|市)|均|全都|两家|双方|[三四五几]家|两边|他们都|这[两三几]家|大家都)"
)
_BOTH = lazy(r"^[^,。;]{1,16}都(?:要|说|在|没|想|嫌|等|希望|还|得|催|让|是|有|提|问)")


@dataclass(frozen=True, slots=True)
class Story:
    """The clauses that tell of one customer, the one that says how we were in touch, and where its persons stand."""

    head: Head
    clauses: tuple[Clause, ...]
    marks: tuple[Mark, ...]
    scopes: tuple[Span, ...] = ()
    place_in_row: int | None = None

    @property
    def span(self) -> Span:
        return self.clauses[0].start, self.clauses[-1].end


def told_of(scene: Scene, head: Head, clauses: list[Clause], carried: tuple[Mark, ...]) -> list[Story]:
    """One story, or one for each of several customers that the head names together: 分别去了渝驰和蜀锐."""
    inside = [mark for clause in clauses for mark in scene.of_kind(CUSTOMER, (clause.start, clause.end))]
    here = [mark for mark in inside if head.clause.holds(mark.start)] or inside[:1] or list(carried)
    if here and here[0] in inside[:1]:
        own = scene.clause_at(here[0].start)
        here = [mark for mark in inside if own.holds(mark.start)]
    first = here[:1]
    for mark in here[1:]:
        if _ALSO.fullmatch(scene.painted[first[-1].start : mark.end]):
            first.append(mark)
    if len(first) < 2:
        return [Story(head, tuple(clauses), tuple(first))]
    return [_one_of(scene, head, clauses, first, place) for place in range(len(first))]


def _one_of(scene: Scene, head: Head, clauses: list[Clause], marks: list[Mark], place: int) -> Story:
    """What is told of one of several: not the clauses that begin with another, or with a person of another."""
    own = scene.clause_at(marks[0].start)
    ends = [*(mark.start for mark in marks[1:]), own.end]
    scopes = [(mark.start, end) for mark, end in zip(marks, ends, strict=True)]
    kept: list[Clause] = []
    mine = True
    for clause in clauses:
        owner = None if clause == own else _owner(scene, clause, marks, scopes)
        mine = owner == place if owner is not None else mine
        if mine or clause in (head.clause, own):
            kept.append(clause)
    persons = scene.of_kind(CONTACT, (marks[0].start, marks[-1].end))
    spans = tuple(scopes[place] if c == own and persons else (c.start, c.end) for c in kept)
    return Story(head, tuple(kept), (marks[place],), spans, place)


def _owner(scene: Scene, clause: Clause, marks: list[Mark], scopes: list[Span]) -> int | None:
    """Whose clause it is, when it begins with one of these customers or with somebody named beside one."""
    opener = opener_of(scene, clause)
    person = first_person_of(scene, clause)
    for place, (mark, scope) in enumerate(zip(marks, scopes, strict=True)):
        if mark.value in opener or (person and person in people_in(scene, scope)):
            return place
    return None


def parted(scene: Scene, story: Story) -> list[Story]:
    """今天电话跟了三家：昱朔说…，锡暄还没…: one activity for each customer that opens a clause."""
    if story.place_in_row is not None or scene.of_kind(CUSTOMER, (story.head.clause.start, story.head.clause.end)):
        return [story]
    opening = [
        (c, scene.of_kind(CUSTOMER, (c.start, c.end))[0])
        for c in story.clauses
        if re.match(rf".{{0,3}}?{C}", scene.part(c))
    ]
    opening = [(c, mark) for c, mark in opening if not NOT_REACHED.search(scene.part(c))] or opening
    if len({mark.value for _, mark in opening}) < 2:
        return [story]
    numbers = [clause.number for clause, _ in opening]
    ends = [*numbers[1:], story.clauses[-1].number + 1]
    told: dict[tuple[str, ...], tuple[Mark, list[Clause]]] = {}
    for first, end, (_, mark) in zip(numbers, ends, opening, strict=True):
        told.setdefault(mark.value, (mark, []))[1].extend(c for c in story.clauses if first <= c.number < end)
    return [Story(story.head, tuple(clauses), (mark,)) for mark, clauses in told.values()]


def with_shared(scene: Scene, told: list[Story]) -> list[Story]:
    """A last remark about all of them goes to each: 都在等总部批预算."""
    if len(told) < 2 or not told[-1].marks:
        return told
    last = told[-1]
    tail = [c for c in last.clauses if c.number > last.head.clause.number and not named_in(scene, c)]
    bare = all(len(story.clauses) == 1 for story in told[:-1])
    first = next(
        (c.number for c in tail if _SHARED.match(scene.part(c)) or (bare and _BOTH.match(scene.part(c)))), None
    )
    if first is None:
        return told
    shared = tuple(c for c in tail if c.number >= first)
    return [
        *(
            replace(story, clauses=(*story.clauses, *(c for c in shared if c not in story.clauses)))
            for story in told[:-1]
            if story.marks
        ),
        last,
    ]


def named_in(scene: Scene, clause: Clause) -> set[tuple[str, ...]]:
    return {mark.value for mark in scene.of_kind(CUSTOMER, (clause.start, clause.end))}


def people_in(scene: Scene, span: Span) -> set[object]:
    return {scene.value(mark) for mark in scene.of_kind(CONTACT, span)}


def first_person_of(scene: Scene, clause: Clause) -> object | None:
    """Somebody with whose name a clause begins."""
    found = _PERSON_FIRST.match(scene.painted, clause.start, clause.end)
    return scene.said(found.span("name")) if found else None


def opener_of(scene: Scene, clause: Clause) -> set[tuple[str, ...]]:
    """The customer with which a clause begins."""
    found = _OPENER.match(scene.painted, clause.start, clause.end)
    return {mark.value for mark in scene.of_kind(CUSTOMER, found.span("name"))} if found else set()
