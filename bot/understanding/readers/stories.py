"""Which clauses tell of which customer: a message cut into its stories, remarks about several put into each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from bot.understanding.clauses import Clause
from bot.understanding.marks import CONTACT, CUSTOMER, C, Mark, P
from bot.understanding.readers.kinds import Head, head_of
from bot.understanding.readers.ways import WAYS
from bot.understanding.scene import Scene, Span

_BACKFILL = re.compile(
    r"(?:^|\n)(?:客户|方式|拜访方式|跟进方式|拜访时间|日期)[:：]|(?:拜访|跟进|工作|走访|沟通)记录[:：]|"
    r"补录|补记|补登|补一?[条个笔下]|后补|(?:^|\n)补[ :：]|"
    r"(?:^|[\n;；,， ])(?:拜访|跟进|沟通|联系)?方式[:： ]?(?:微信|电话|拜访|上门|邮件|会议|短信|面谈|来访)"
)
_NUMBER = r"(?:(?:\d{1,2}|[一二三四五六七八九])[.、:)）]|[①-⑨]|[-•*·])"
_LISTED = re.compile(rf"\s*{_NUMBER}")
_OPENER = re.compile(
    rf"\s*(?:{_NUMBER})?\s*(?:另外|然后|还有|接着|至于|再就是|而|那|还是|反正|其中|后来)?\s*(?P<name>{C})"
)
_PERSON_FIRST = re.compile(rf"\s*(?P<name>{P})")
_SEVERAL = re.compile(r"(?:[一二两三四五六七八九几]|\d{1,2})[家个](?:客户|公司|厂家?|单位|老客户|新客户)?(?:的?情况)?$")
_ALSO = re.compile(
    rf"{C}(?:的)?(?:{P})?(?:和|跟|与|、|及|还有|以及|[,，](?:上午|下午|晚上|中午|傍晚)?|(?:那边|那儿|出来|回来|结束|之后|完)?(?:又|再|接着|然后|就|直接)(?:去|跑|到|拜访|见|打给|联系|[拐转绕折赶奔杀][去到])(?:了|完)?){C}"
)
# 昱朔没人接: one of those that were called was not spoken with.
_NOT_REACHED = re.compile(r"(?:没人接|没接|打不通|没打通|关机|占线|没联系上|没回)(?:电话|呢|了)?$")
# 澄朗老秦也打了: in touch as the one before.
_LIKEWISE = re.compile(
    rf"\s*(?:另外|然后|接着|还有|下午|晚上|上午|顺便|顺路|后来|又)*(?P<how>{C}[^,。;]{{0,8}}?也(?:是|都|顺便|顺路|一起)?"
    r"(?:去|打|聊|问|见|发|跑|约|通|回|访|走|谈|说|联系|催|拜访|沟通|碰)(?:了|过|完|的|到))"
)
# 国庆前拜访过一次，今天又去了: the first is only told for the second.
_BEFORE_THAT = re.compile(r"[访去见聊谈打来]过(?![来去])|上次|之前")
_IS_DONE = re.compile(r"了|过(?!去|来)|[去聊谈发打见]的|拜访|微信|电话|邮件")
_SHARED = re.compile(
    r"^(?:反正|总之|结果|不过|但是?|目前)*(?:都(?!快|市)|均|全都|两家|双方|[三四五几]家|两边|他们都|这[两三几]家|大家都)"
)
_BOTH = re.compile(r"^[^,。;]{1,16}都(?:要|说|在|没|想|嫌|等|希望|还|得|催|让|是|有|提|问)")


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


@dataclass(slots=True)
class _Draft:
    head: Head | None = None
    clauses: list[Clause] = field(default_factory=list)
    names: set[tuple[str, ...]] = field(default_factory=set)
    people: set[object] = field(default_factory=set)
    carried: tuple[Mark, ...] = ()


def stories(scene: Scene, taken: frozenset[int]) -> list[Story]:
    """The stories of a message in the clauses that no other command has taken."""
    backfill = bool(_BACKFILL.search(scene.mended))
    drafts = [_Draft()]
    current = drafts[0]
    row: Head | None = None
    for clause in scene.clauses:
        if clause.number in taken:
            continue
        told = head_of(scene, clause, backfill=backfill) or _likewise(scene, clause, current)
        current = _home(scene, clause, told, drafts, current, row=row)
        current = _on_another_day(scene, clause, told, drafts, current)
        current.head = _better(scene, current.head, told)
        current.clauses.append(clause)
        row = row or _heads_a_row(scene, clause, told)
        current.names |= _named(scene, clause)
        current.people |= _people(scene, clause)
    found = [
        story for head, draft in _complete(drafts, row) for story in _told(scene, head, draft.clauses, draft.carried)
    ]
    return _with_shared(scene, [part for story in found for part in _parts(scene, story)])


def without_frame(part: str) -> str:
    """A clause without the words that only ask for a backfill."""
    return _BACKFILL.sub("", part)


def _named(scene: Scene, clause: Clause) -> set[tuple[str, ...]]:
    return {mark.value for mark in scene.of_kind(CUSTOMER, (clause.start, clause.end))}


def _people(scene: Scene, clause: Clause) -> set[object]:
    return _people_in(scene, (clause.start, clause.end))


def _people_in(scene: Scene, span: Span) -> set[object]:
    return {scene.value(mark) for mark in scene.of_kind(CONTACT, span)}


def _first_person(scene: Scene, clause: Clause) -> object | None:
    """Somebody with whose name a clause begins."""
    found = _PERSON_FIRST.match(scene.painted, clause.start, clause.end)
    return scene.said(found.span("name")) if found else None


def _opener(scene: Scene, clause: Clause) -> set[tuple[str, ...]]:
    """The customer with which a clause begins."""
    found = _OPENER.match(scene.painted, clause.start, clause.end)
    return {mark.value for mark in scene.of_kind(CUSTOMER, found.span("name"))} if found else set()


def _heads_a_row(scene: Scene, clause: Clause, told: Head | None) -> Head | None:
    """今天跑了三家：博泽…，延锋…，拓普…."""
    listed = scene.mended[clause.end : clause.end + 1] == ":" or _SEVERAL.search(scene.part(clause))
    return told if told and listed and not _named(scene, clause) else None


def _home(
    scene: Scene, clause: Clause, told: Head | None, drafts: list[_Draft], current: _Draft, *, row: Head | None
) -> _Draft:
    """Where a clause belongs: to the story under way, to an earlier one, or to a new one."""
    names, opener = _named(scene, clause), _opener(scene, clause)
    person = _first_person(scene, clause)
    if not names and person and person not in current.people:
        return next((draft for draft in drafts if draft.head and person in draft.people), current)
    if not names or not current.names or names & current.names:
        return current
    if row and opener and not any(opener & draft.names for draft in drafts):
        drafts.append(_Draft())
        return drafts[-1]
    earlier = next((draft for draft in drafts if draft is not current and draft.head and opener & draft.names), None)
    if earlier and not (told and told.sure):
        return earlier
    if current.head and (told or (opener and _begins(scene, clause))):
        drafts.append(_Draft())
        return drafts[-1]
    return current


def _on_another_day(scene: Scene, clause: Clause, told: Head | None, drafts: list[_Draft], current: _Draft) -> _Draft:
    """周四开会…；周五我又发了邮件: a second record, of the same customer unless another is named."""
    if told is None or current.head is None:
        return current
    named = bool(_named(scene, clause))
    if not _differ(_day_of(scene, current.head, sure=True), _day_of(scene, told), named=named):
        return current
    before = scene.painted[current.head.clause.start : current.head.clause.end]
    if _BEFORE_THAT.search(before):
        current.head = None
        return current
    before_it = [mark for c in current.clauses for mark in scene.of_kind(CUSTOMER, (c.start, c.end))]
    carried = tuple(before_it[:1]) or current.carried
    drafts.append(_Draft(carried=carried, names={mark.value for mark in carried}))
    return drafts[-1]


def _day_of(scene: Scene, head: Head, *, sure: bool = False) -> tuple[str, str, str] | None:
    """The day gone by that stands before the word in its clause, the part of it, and the way of being in touch."""
    days = scene.dates((head.clause.start, head.at[1]), past=True)
    done = sure or _IS_DONE.search(scene.part(head.clause)) is not None
    today = scene.now.date().isoformat()
    gone = [
        when
        for when in days
        if str(when.start)[:10] <= today and (done or not scene.may_be_ahead(when)) and not scene.is_nearer_ahead(when)
    ]
    return (str(gone[0].start)[:10], gone[0].part or "", head.kind) if gone else None


def _differ(one: tuple[str, str, str] | None, two: tuple[str, str, str] | None, *, named: bool) -> bool:
    """Two days, or two parts of one with two ways and the customer named again."""
    if one is None or two is None:
        return False
    return one[0] != two[0] or bool(named and one[1] and two[1] and one[1] != two[1] and one[2] != two[2])


def _begins(scene: Scene, clause: Clause) -> bool:
    """A new line or sentence about another customer, numbered or with its own way of being in touch behind it."""
    sentence = scene.sentence(clause)
    if sentence[0] != clause:
        return False
    later = any(head for one in sentence[1:] if (head := head_of(scene, one, backfill=False)) and head.sure)
    return bool(_LISTED.match(scene.part(clause))) or later


def _likewise(scene: Scene, clause: Clause, current: _Draft) -> Head | None:
    found = _LIKEWISE.match(scene.painted, clause.start, clause.end) if current.head else None
    return Head(clause, current.head.kind, found.span("how"), sure=True) if found and current.head else None


def _complete(drafts: Sequence[_Draft], row: Head | None) -> Iterator[tuple[Head, _Draft]]:
    """A numbered line without a way of its own has that of the line before, one of a row that of the row."""
    before: Head | None = None
    for draft in drafts:
        first = draft.clauses[0] if draft.clauses else None
        head = draft.head
        if head is None and before and first:
            head = Head(first, before.kind, (first.start, first.start), sure=False)
        elif head and row and not head.sure:
            head = replace(head, kind=row.kind, at=(head.clause.start, head.clause.start))
        before = head or before
        if head:
            yield head, draft


def _better(scene: Scene, head: Head | None, told: Head | None) -> Head | None:
    """The named form of a contact wins over its place, and any way over a bare talk."""
    if head is None or told is None:
        return head or told
    if told.clause.sentence != head.clause.sentence and head.sure:
        return head
    order = [kind for kind, _ in WAYS]
    firm = told.kind == "meeting" or not head.sure
    return (
        Head(head.clause, told.kind, head.at, sure=True)
        if firm and order.index(told.kind) < order.index(head.kind)
        else head
    )


def _told(scene: Scene, head: Head, clauses: list[Clause], carried: tuple[Mark, ...]) -> list[Story]:
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
    opener = _opener(scene, clause)
    person = _first_person(scene, clause)
    for place, (mark, scope) in enumerate(zip(marks, scopes, strict=True)):
        if mark.value in opener or (person and person in _people_in(scene, scope)):
            return place
    return None


def _parts(scene: Scene, story: Story) -> list[Story]:
    """今天电话跟了三家：昱朔说…，锡暄还没…: one activity for each customer that opens a clause."""
    if story.place_in_row is not None or scene.of_kind(CUSTOMER, (story.head.clause.start, story.head.clause.end)):
        return [story]
    opening = [
        (c, scene.of_kind(CUSTOMER, (c.start, c.end))[0])
        for c in story.clauses
        if re.match(rf".{{0,3}}?{C}", scene.part(c))
    ]
    opening = [(c, mark) for c, mark in opening if not _NOT_REACHED.search(scene.part(c))] or opening
    if len({mark.value for _, mark in opening}) < 2:
        return [story]
    numbers = [clause.number for clause, _ in opening]
    ends = [*numbers[1:], story.clauses[-1].number + 1]
    return [
        Story(story.head, tuple(c for c in story.clauses if first <= c.number < end), (mark,))
        for first, end, (_, mark) in zip(numbers, ends, opening, strict=True)
    ]


def _with_shared(scene: Scene, told: list[Story]) -> list[Story]:
    """A last remark about all of them goes to each: 都在等总部批预算."""
    if len(told) < 2 or not told[-1].marks:
        return told
    last = told[-1]
    tail = [c for c in last.clauses if c.number > last.head.clause.number and not _named(scene, c)]
    bare = all(len(story.clauses) == 1 for story in told[:-1])
    first = next(
        (c.number for c in tail if _SHARED.match(scene.part(c)) or (bare and _BOTH.match(scene.part(c)))), None
    )
    if first is None:
        return told
    shared = tuple(c for c in tail if c.number >= first)
    return [*(replace(story, clauses=(*story.clauses, *shared)) for story in told[:-1] if story.marks), last]
