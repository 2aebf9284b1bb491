"""Which clauses tell of which customer: a message cut into its stories, each with the way of being in touch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from bot.understanding.clauses import Clause
from bot.understanding.lazy import lazy
from bot.understanding.marks import CUSTOMER, C, Mark, W
from bot.understanding.mood import OUR_DESK
from bot.understanding.readers.kinds import Head, head_of
from bot.understanding.readers.several import (
    NOT_REACHED,
    NUMBER,
    Story,
    first_person_of,
    named_in,
    opener_of,
    parted,
    people_in,
    told_of,
    with_shared,
)
from bot.understanding.readers.ways import WAYS
from bot.understanding.scene import Scene
from domain.cities import CITY

_BACKFILL = lazy(
    r"(?:^|\n)(?:客户|方式|拜访方式|跟进方式|拜访时间|日期)[:：]|(?:拜访|跟进|工作|走访|沟通)记录[:：]|"
    r"补录|补记|补登|补一?[条个笔下]|后补|(?:^|\n)补[ :：]|"
    r"(?:^|[\n;；,， ])(?:拜访|跟进|沟通|联系)?方式[:： ]?(?:微信|电话|拜访|上门|邮件|会议|短信|面谈|来访)"
)
# 代记：…, 帮张三记一条：…
_FOR_OTHERS = lazy(rf"^[ ]*(?:代(?:记|录|登|填)|[帮替]{W}(?:代)?(?:记|录|补|登))")
_LISTED = lazy(rf"\s*{NUMBER}")
_NUMBERED = lazy(
    r"(?:^|[\s,，。;；:：])(?:\d{1,2}|[一二三四五六七八九])[.、:)）] ?$|第[二三四五六七八][家个站户](?:是|[,，、:： ])?$"
)
_SEVERAL = lazy(
    r"(?:[一二两三四五六七八九几]|\d{1,2})[家个站户场](?:地方|客户|公司|厂家?|单位|老客户|新客户)?(?:的?情况)?(?:(?:全|都|今天)+[跑走拜访转见去]{1,2}[完过遍到]了)?$"
)
_MEAL = lazy("[吃喝饭酒茶餐球]")
_TRAVEL = lazy(rf"(?:到|飞|去|跑|赶)[了的到去]?(?:一?趟)?{CITY}")
_SAID = ("call", "message", "email")
_SOON = 4  # characters behind the word for it: 跟温工吃了个饭
# 今天计划：上午拜访博泽，下午…
_PLANS = lazy(
    r"\s*(?:今[天日]|明[天日]|后天|[本下这]周[一二三四五六日]?|周[一二三四五六日]|上午|下午)*的?(?:工作|出差|拜访|外出|行程)?(?:计划|安排|打算|待办)(?:如下)?[:：\n]"
)
# 补录昨天的：…；补录前天的：…
_DAY_TO_FILL = lazy(
    r"(?:再|还要|另外)?(?:补录|补记|补登|补)(?:一下|一条|一笔)?[^,，。;:：\ue001]{1,8}的?(?:拜访|记录)?"
)
# 澄朗老秦也打了: in touch as the one before.
_LIKEWISE = lazy(
    rf"\s*(?:另外|然后|接着|还有|下午|晚上|上午|顺便|顺路|后来|又)*(?P<how>{C}[^,。;]{{0,8}}?也(?:是|都|顺便|顺路|一起)?"
    r"(?:去|打|聊|问|见|发|跑|约|通|回|访|走|谈|说|联系|催|拜访|沟通|碰)(?:了|过|完|的|到))"
)
# 再记滨垚: the next one is told of, in a breath with the one before.
_NEXT_TOLD = lazy(rf"(?:再|然后|接着|最后)(?:是|来)?(?:记|说|讲|录|写|补)(?:一?下|一?条|说)?{C}")
# 国庆前拜访过一次，今天又去了: the first is only told for the second.
_BEFORE_THAT = lazy(r"[访去见聊谈打来]过(?![来去])|上次|之前")
_IS_DONE = lazy(r"了|过(?!去|来)|[去聊谈发打见]的|拜访|微信|电话|邮件")


@dataclass(slots=True)
class _Draft:
    head: Head | None = None
    clauses: list[Clause] = field(default_factory=list)
    names: set[tuple[str, ...]] = field(default_factory=set)
    people: set[object] = field(default_factory=set)
    carried: tuple[Mark, ...] = ()


def stories(scene: Scene, taken: frozenset[int]) -> list[Story]:
    """The stories of a message in the clauses that no other command has taken."""
    if _PLANS.match(scene.painted) or OUR_DESK.match(scene.painted):
        return []
    drafts, rows = _drafts(scene, taken)
    found = [
        story
        for head, draft in _complete(scene, drafts, rows)
        for story in told_of(scene, head, draft.clauses, draft.carried)
    ]
    return with_shared(scene, [part for story in found for part in parted(scene, story)])


def _drafts(scene: Scene, taken: frozenset[int]) -> tuple[list[_Draft], list[Head]]:
    """The clauses in the stories that they belong to, and the heads of rows."""
    backfill = bool(_BACKFILL.search(scene.mended) or _FOR_OTHERS.search(scene.painted))
    drafts, rows = [_Draft()], list[Head]()
    current = drafts[0]
    for clause in scene.clauses:
        if clause.number in taken:
            continue
        days = scene.dates((clause.start, clause.end), past=True)
        told = head_of(scene, clause, backfill=backfill) or _likewise(scene, clause, current)
        heading = _heads_a_row(scene, clause, told)
        filled = current.head and _DAY_TO_FILL.fullmatch(scene.part(clause))
        if days and (filled or (heading and rows)):
            current = _Draft()
            drafts.append(current)
        if told and current.head and _is_only_a_trip(scene, current.head, told):
            current.head = None
        current = _home(scene, clause, told, drafts, current, in_a_row=bool(rows))
        current = _on_another_day(scene, clause, told, drafts, current)
        current = _by_another_way(scene, clause, told, drafts, current)
        current.head = _better(scene, current.head, told)
        current.clauses.append(clause)
        rows += [heading] if heading else []
        current.names |= named_in(scene, clause)
        current.people |= _people(scene, clause)
    return drafts, rows


def without_frame(part: str) -> str:
    """A clause without the words that only ask for a backfill."""
    return _BACKFILL.sub("", part)


def _people(scene: Scene, clause: Clause) -> set[object]:
    return people_in(scene, (clause.start, clause.end))


def _heads_a_row(scene: Scene, clause: Clause, told: Head | None) -> Head | None:
    """今天跑了三家：博泽…，延锋…，拓普…."""
    listed = scene.mended[clause.end : clause.end + 1] == ":" or _SEVERAL.search(scene.part(clause))
    return told if told and listed and not named_in(scene, clause) else None


def _home(
    scene: Scene, clause: Clause, told: Head | None, drafts: list[_Draft], current: _Draft, *, in_a_row: bool
) -> _Draft:
    """Where a clause belongs: to the story under way, to an earlier one, or to a new one."""
    names, opener = named_in(scene, clause), opener_of(scene, clause)
    person = first_person_of(scene, clause)
    if not names and person and person not in current.people:
        return next((draft for draft in drafts if draft.head and person in draft.people), current)
    if in_a_row and names and told and current.head and not current.names and current.head.clause.end < clause.start:
        heads = _heads_a_row(scene, current.head.clause, current.head)
        drafts += [_Draft()] if heads else []
        return drafts[-1] if heads else current
    if in_a_row and opener and not any(opener & draft.names for draft in drafts):
        drafts.append(_Draft())
        return drafts[-1]
    if not names or not current.names or names & current.names:
        return current
    earlier = next((draft for draft in drafts if draft is not current and draft.head and opener & draft.names), None)
    if earlier and not (told and told.sure):
        return earlier
    under_way = current.head or any(draft.head for draft in drafts)
    if (current.head and told) or (under_way and opener and _begins(scene, clause)):
        drafts.append(_Draft())
        return drafts[-1]
    return current


def _on_another_day(scene: Scene, clause: Clause, told: Head | None, drafts: list[_Draft], current: _Draft) -> _Draft:
    """周四开会…；周五我又发了邮件: a second record, of the same customer unless another is named."""
    if told is None or current.head is None:
        return current
    named = bool(named_in(scene, clause) or (current.people and _people(scene, clause) - current.people))
    named = named or (told.kind == "visit" and current.head.kind in ("call", "message"))  # 我下午就过去了
    if not _differ(_day_of(scene, current.head, sure=True), _day_of(scene, told), named=named):
        return current
    before = scene.painted[current.head.clause.start : current.head.clause.end]
    if _BEFORE_THAT.search(before):
        current.head = None
        return current
    return _next_of_same(scene, drafts, current)


def _by_another_way(scene: Scene, clause: Clause, told: Head | None, drafts: list[_Draft], current: _Draft) -> _Draft:
    """微信上跟邝经理确认了数量，电话里跟骆姐核对了发票: somebody else in another way is a record of its own."""
    head = current.head
    if told is None or head is None or not head.sure or told.kind == head.kind or not current.people:
        return current
    fresh = _people(scene, clause) - current.people
    if not fresh or not (_is_a_meal(scene, told) or told.kind in _SAID) or named_in(scene, clause) - current.names:
        return current
    return _next_of_same(scene, drafts, current)


def _next_of_same(scene: Scene, drafts: list[_Draft], current: _Draft) -> _Draft:
    """A new story of the customer that the one under way is told of."""
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
    if _NEXT_TOLD.match(scene.part(clause)):
        return True
    if sentence[0] != clause:
        return False
    later = any(head for one in sentence[1:] if (head := head_of(scene, one, backfill=False)) and head.sure)
    numbered = _LISTED.match(scene.part(clause)) or _NUMBERED.search(
        scene.painted, max(0, clause.start - 5), clause.start
    )
    return bool(numbered) or later


def _is_only_a_trip(scene: Scene, head: Head, told: Head) -> bool:
    """前天到苏州，泓珩的孙总请我喝茶; 周一飞广州，第二天到禾曜: how one came there is not yet the contact."""
    named = scene.of_kind(CUSTOMER, (head.clause.start, head.clause.end))
    if named or head.kind != "visit" or not _TRAVEL.match(scene.painted, head.at[0]):
        return False
    return _is_a_meal(scene, told) or (told.kind == "visit" and bool(named_in(scene, told.clause)))


def _is_a_meal(scene: Scene, head: Head) -> bool:
    return head.kind == "other" and _speaks_of_a_meal(scene, head)


def _speaks_of_a_meal(scene: Scene, head: Head) -> bool:
    return _MEAL.search(scene.painted, head.at[0], head.at[1] + _SOON) is not None


def _likewise(scene: Scene, clause: Clause, current: _Draft) -> Head | None:
    found = _LIKEWISE.match(scene.painted, clause.start, clause.end) if current.head else None
    return Head(clause, current.head.kind, found.span("how"), sure=True) if found and current.head else None


def _complete(scene: Scene, drafts: Sequence[_Draft], rows: Sequence[Head]) -> Iterator[tuple[Head, _Draft]]:
    """A numbered line without a way of its own has that of the line before, one of a row that of the row."""
    before: Head | None = None
    ways: set[str] = set()
    for draft in drafts:
        row = _row_of(draft, rows)
        if draft.head and draft.head in rows and not draft.names and len(drafts) > 1:
            before = draft.head  # the head of the row is of no customer
            continue
        first = draft.clauses[0] if draft.clauses else None
        head = draft.head
        if head is None and before and first:
            kind = before.kind if len(ways) < 2 else "other"  # each line has its own way but this one
            head = Head(first, kind, (first.start, first.start), sure=False)
        elif head and row and not head.sure and not _speaks_of_a_meal(scene, head):
            head = replace(head, kind=row.kind, at=(head.clause.start, head.clause.start))
        before = head or before
        ways |= {head.kind} if head else set()
        alone = len(draft.clauses) == 1 and row is not None
        if head and not (alone and NOT_REACHED.search(scene.part(draft.clauses[0]))):
            yield head, draft


def _row_of(draft: _Draft, rows: Sequence[Head]) -> Head | None:
    """The head that a story of a row stands under: 上午视频会：…；下午电话：…."""
    before = [row for row in rows if draft.clauses and row.clause.number <= draft.clauses[0].number]
    return before[-1] if before else None


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
