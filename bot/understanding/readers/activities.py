"""Visits, calls and messages: what took place with which customer, what was said, what comes next."""

from __future__ import annotations

from collections.abc import Sequence

from bot.understanding.clauses import Clause
from bot.understanding.jobs import ROLE
from bot.understanding.lazy import lazy
from bot.understanding.marks import CONTACT, CUSTOMER, C, P, W
from bot.understanding.readers.fields import kind_in
from bot.understanding.readers.followups import follow_up
from bot.understanding.readers.happened import happened
from bot.understanding.readers.kinds import head_of, told_before
from bot.understanding.readers.met import met, place
from bot.understanding.readers.notes import note
from bot.understanding.readers.several import Story
from bot.understanding.readers.standing import where_they_stand
from bot.understanding.readers.stories import stories
from bot.understanding.reading import Found, Slots
from bot.understanding.scene import Scene, Span
from bot.understanding.strangers import UNKNOWN
from domain.activities import LogActivity
from domain.customers import AddContact, CreateCustomer
from domain.opportunities import AdvanceStage, LoseOpportunity, OpenOpportunity
from domain.quotes import SubmitQuote
from domain.solutions import RecordSolutionVersion, RequestReview

_BUSINESS = lazy(
    r"需求|产品|技术|(?<![家个些位])客户|客户(?=电话|微信|消息)|对方|拜访|走访|采购|样品|样件|报价|价格|合同|图纸|订单|交期|货款|回款|方案|项目"
)
_OPEN_WORDS = ("走访", "客户")
# What happens among ourselves, and what only sounds like a meeting or a visit.
_OURS = lazy(
    rf"(?:跟|和|与|同|陪|请|约|找){W}(?=[^\ue002]*$)|聚餐|团建|年会|聚会|没声音|听不[见到清]|掉线|卡[住顿]?了|黑屏|会议(?:室|号|链接)|客户[^,。;]{0, 3}跑[了光]|[部组司]的?人?(?:今天|今晚|明天|周[一-日])"
)
_OPENS_WITH = lazy(rf"(?:另外|然后|还有|至于|而)?(?P<name>{C})")
# Somebody of theirs speaks or acts at the head of a clause.
_TELLS = lazy(rf"(?:{C}(?:那边)?的?)?(?:(?!联系人|对接人){ROLE}的?)?(?P<who>{P})(?!\ue010|的|不在|没[来在空])[^,。;]")


# Commands whose clause may tell first how one came to them: 跟博泽聊下来有个新项目.
_BESIDE = (OpenOpportunity, LoseOpportunity, AddContact, SubmitQuote, RequestReview, RecordSolutionVersion)
# What was said in the same breath is told in the note as well.
_ALSO_TOLD = (OpenOpportunity, RecordSolutionVersion, AdvanceStage)
_PIECE = lazy(r"[|｜/ ]")
_FORM = lazy(r"(?:电话|微信|企微|短信|邮件|视频会议|线上会议)(?:回访|沟通)?")
_WITH = lazy("[\ue001\ue002]")
_WHEN_THERE = lazy(r"[\ue001\ue002\ue010访见聊谈]的?时候?(?!间)")


def read(scene: Scene, others: Sequence[Found]) -> list[Found]:
    """The activities in what the other commands leave."""
    taken = frozenset(number for one in others for number in one.clauses if not _tells_first(scene, one, number))
    told = [story for story in stories(scene, taken) if _is_business(scene, story)]
    shared = frozenset(number for one in others if one.kind in _ALSO_TOLD for number in one.clauses)
    found = [activity for story in told for activity in _activities(scene, story, taken, shared & taken)]
    if told or taken:
        return found
    return where_they_stand(scene)


def _tells_first(scene: Scene, one: Found, number: int) -> bool:
    """The words of the command stand behind those that say how one was in touch."""
    clause = scene.clauses[number]
    if one.kind not in _BESIDE:
        # 陌拜了一家叫佛山恒立的，建个档: the name of the new customer ends its words.
        place = one.at[1] - 1 if one.kind is CreateCustomer else one.at[0]
        told = one.kind is not LogActivity and clause.holds(place)
        return told and told_before(scene, clause, place) is not None
    head = head_of(scene, clause, backfill=False)
    if head is None or head.at[1] > one.at[0] or _WHEN_THERE.search(scene.painted, head.at[0], one.at[0]):
        return False
    return head.sure or _WITH.search(scene.painted, clause.start, head.at[1]) is not None


def _is_business(scene: Scene, story: Story) -> bool:
    """Without a customer or a counterpart it must at least speak of one: 去了趟超市 is no activity."""
    if not scene.of_kind(CUSTOMER) and _OURS.search(scene.painted):
        return False
    known = (
        bool(scene.created)
        or any(mark.why != UNKNOWN for mark in story.marks)
        or any(mark.kind == CONTACT and mark.why == "title" for mark in scene.marks)
        or (story.head.sure and any(m.kind == CUSTOMER and m.end <= story.head.at[0] for m in scene.marks))
    )
    words = _BUSINESS.findall(scene.painted[story.span[0] : story.span[1]])
    open_words = (
        _OPEN_WORDS if story.marks else ("拜访", "走访", *(("客户", "对方") if story.head.kind == "other" else ()))
    )
    return known or any(word not in open_words for word in words)


def _activities(scene: Scene, story: Story, taken: frozenset[int], shared: frozenset[int]) -> list[Found]:
    slots = _slots(scene, story)
    said = _said_of_a_deal(scene, story, shared)
    slots |= {"note": "，".join(filter(None, (said, str(slots.get("note", "")))))} if said else {}
    told = None if "contact" in slots else _told_by(scene, story, taken)
    slots |= {"contact": told} if told else {}
    numbers = frozenset(clause.number for clause in story.clauses)
    names = [scene.value(mark) for mark in story.marks] or [None]
    why = f"{story.head.kind}: {scene.said(story.head.at)}"
    return [
        Found(LogActivity, story.head.at, {**slots, **({"customer": name} if name else {})}, 50.0, numbers, why)
        for name in names
    ]


def _said_of_a_deal(scene: Scene, story: Story, shared: frozenset[int]) -> str | None:
    """刚开完会，定了方案V1.5，8月3号再开: what was told there, though a command of its own is made of it."""
    behind = [c for c in scene.sentence(story.head.clause) if c.number == story.head.clause.number + 1]
    return scene.said((behind[0].start, behind[0].end)) if behind and behind[0].number in shared else None


def _slots(scene: Scene, story: Story) -> Slots:
    head = story.head
    took_place, gone = happened(scene, story)
    slots: Slots = {"kind": _by_its_form(scene, story) or head.kind, "occurred_on": took_place}
    where = place(scene, story.clauses, head.clause)
    values = {
        "contact": met(scene, *(story.scopes or _runs(story))),
        "note": note(scene, story, where),
        "next_follow_up": follow_up(scene, _of_its_own(scene, story), head.at[0], gone),
        "place": scene.said(where) if where else None,
    }
    return slots | {slot: value for slot, value in values.items() if value}


def _by_its_form(scene: Scene, story: Story) -> str | None:
    """回访记录 | 渝骞 | 电话 | 韦主任: how one called again stands as a piece of its own."""
    if scene.painted[slice(*story.head.at)] != "回访":
        return None
    pieces = (piece.strip() for c in story.clauses for piece in _PIECE.split(scene.part(c)))
    return next((kind for piece in pieces if _FORM.fullmatch(piece) and (kind := kind_in(piece))), None)


def _told_by(scene: Scene, story: Story, taken: frozenset[int]) -> object | None:
    """Who told what another command is made of: 去了趟津舸，采购邬姐说尾款打过来了六万."""
    own = {mark.value for mark in story.marks}
    for clause in [c for c in scene.sentence(story.head.clause) if c.number > story.head.clause.number]:
        said = _TELLS.match(scene.painted, clause.start, clause.end)
        named = {mark.value for mark in scene.of_kind(CUSTOMER, (clause.start, clause.end))}
        if clause.number in taken and said and named <= own:
            return scene.said(said.span("who"))
    return None


def _of_its_own(scene: Scene, story: Story) -> list[Clause]:
    """Its clauses up to one that begins with another customer: …。顺辰那边还没说，明天打电话."""
    own = {mark.value for mark in story.marks}
    kept: list[Clause] = []
    for clause in story.clauses:
        first = _OPENS_WITH.match(scene.painted, clause.start, clause.end)
        named = scene.of_kind(CUSTOMER, first.span("name")) if first else []
        if own and kept and clause.number > story.head.clause.number and named and named[0].value not in own:
            break
        kept.append(clause)
    return kept


def _runs(story: Story) -> list[Span]:
    """The stretches of text that a story is told in."""
    runs: list[Span] = []
    number = -1
    for clause in story.clauses:
        if runs and clause.number == number + 1:
            runs[-1] = (runs[-1][0], clause.end)
        else:
            runs.append((clause.start, clause.end))
        number = clause.number
    return runs
