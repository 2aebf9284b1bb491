"""Visits, calls and messages: what took place with which customer, what was said, what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from bot.understanding.clauses import Clause
from bot.understanding.jobs import ROLE
from bot.understanding.lazy import lazy
from bot.understanding.marks import CONTACT, CUSTOMER, C, P, W
from bot.understanding.readers.fields import kind_in
from bot.understanding.readers.followups import follow_up
from bot.understanding.readers.kinds import Head, head_of, told_before
from bot.understanding.readers.met import met, place
from bot.understanding.readers.notes import is_only_a_day, note
from bot.understanding.readers.several import Story
from bot.understanding.readers.standing import where_they_stand
from bot.understanding.readers.stories import stories
from bot.understanding.reading import Found, Slots
from bot.understanding.scene import Scene, Span
from bot.understanding.strangers import UNKNOWN
from bot.understanding.when import When, as_slot
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
_AGREES = lazy(r"约(?:了|好|定)?[^,。;]{0,14}$")
_JUST = lazy(r"刚(?:刚|才)?|啱啱|头先")
_NAMES_A_DAY = lazy(r"[今昨前天日号周月年]|星期|礼拜|\d[./-]\d")
_FEAST = lazy("国庆|春节|过年|元旦|五一|端午|中秋|清明|节")
_WHEN = lazy(r"^(?:拜访|跟进|发生|联系)?(?:时间|日期)(?![定改待约没就还])")
_OPENS_WITH = lazy(rf"(?:另外|然后|还有|至于|而)?(?P<name>{C})")
# Somebody of theirs speaks or acts at the head of a clause.
_TELLS = lazy(rf"(?:{C}(?:那边)?的?)?(?:(?!联系人|对接人){ROLE}的?)?(?P<who>{P})(?!\ue010|的|不在|没[来在空])[^,。;]")
# 昨天约的廖总今天见上了, 周二发的邮件今天才回: the first day is that of something else.
_OF_BEFORE = lazy(r"[^,。;]{0,10}?(?:发|寄|送|约|报|定|说)好?的")
_BACK_FROM = lazy(r"(?:[放长]?假期?)?[以之]?后?刚?(?:回来|过完|收假|[返复开]工|上班|[第头首]一?[趟次回站家])")
# 李工说这周下单: what they said of a day.
_THEY_SAID = lazy(r"(?:说|讲|表示|反馈|答应|承诺|透露|[让要]我们?)[^,，。;]{0,4}$")
# 上个月那批货 dates the goods.
_OF_A_THING = lazy(r"那[批单个份张台套]|的?(?:货|样品|样件|账|款|订单|单子|发票|报价)")


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
    happened, gone = _happened(scene, story)
    slots: Slots = {"kind": _by_its_form(scene, story) or head.kind, "occurred_on": happened}
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


def _happened(scene: Scene, story: Story) -> tuple[date | datetime, Span | None]:
    """The day gone by in the clause that tells it, else the one at the head of the message, else today."""
    today = scene.now.date()
    if day := _own_day(scene, story) or _signed(scene, story):
        return as_slot(day), day.span
    clause, told = story.head.clause, [(c.start, c.end) for c in story.clauses if _WHEN.match(scene.part(c))]
    found: tuple[date | datetime, Span] | None = None  # 下午: of the day at the head of the message, if there is one
    for span in (*told, *_said_in(scene, story)):
        for when in scene.dates(span, past=True):
            slot = as_slot(when)
            gone = slot <= scene.now if isinstance(slot, datetime) else slot <= today
            behind = span not in told and (when.span[0] > story.head.at[1] + 2 or scene.is_nearer_ahead(when))
            if (
                not gone
                or when.relation == "by"
                or _is_feast_under_way(scene, when)
                or _is_idle(scene, clause, story.head, when)
            ):
                continue
            if behind and scene.may_be_ahead(when) and not _is_long_ahead(scene, when):
                continue
            leads = when.part and not when.has_clock and when.span[1] <= story.head.at[0]
            if not leads or _NAMES_A_DAY.search(when.text):
                return (_date(slot) if found else slot), when.span  # 下午 of that day, not its hour
            found = found or (slot, when.span)
    return found or _at_the_clock(scene, story) or (today, None)


def _at_the_clock(scene: Scene, story: Story) -> tuple[datetime, Span] | None:
    """成都飞贵阳，下午三点在筑隆跟熊总当面讲了方案: the hour opens a later clause that tells of the contact itself."""
    for clause in (c for c in story.clauses if c.number > story.head.clause.number):
        for when in scene.dates((clause.start, clause.start + 8), past=True):
            slot = as_slot(when)
            today = isinstance(slot, datetime) and slot <= scene.now and slot.date() == scene.now.date()
            if isinstance(slot, datetime) and today and when.span[0] == clause.start:
                return (slot, when.span) if head_of(scene, clause, backfill=False) else None
    return None


def _said_in(scene: Scene, story: Story) -> list[Span]:
    """Where the day may stand: in the clause itself, alone behind it, before it, at the head of the message."""
    clause = story.head.clause
    behind = [c for c in story.clauses if c.number > clause.number and _is_a_day(scene, c)]
    return [
        (clause.start, clause.end),
        *((c.start, c.end) for c in behind),
        (min(story.span[0], clause.start), clause.end),
        (0, scene.clauses[0].end),
    ]


def _is_a_day(scene: Scene, clause: Clause) -> bool:
    """周三 or 12月2日下午的; 这周就要 is a wish."""
    rest = scene.part(clause)
    for when in reversed(scene.dates((clause.start, clause.end), past=True)):
        rest = rest[: when.span[0] - clause.start] + rest[when.span[1] - clause.start :]
    return is_only_a_day(scene, clause, named=True) and not rest.strip("的了过是在去 ()（）时候")


def _is_feast_under_way(scene: Scene, when: When) -> bool:
    """国庆还在加班: today is among its days off, and the feast is no day of its own."""
    first, last = scene.directory.calendar.block(_date(as_slot(when)))
    return _FEAST.search(when.text) is not None and first <= scene.now.date() <= last


def _is_long_ahead(scene: Scene, when: When) -> bool:
    """10月26日 said a day later is not next year's."""
    ahead = [_date(as_slot(other)) for other in scene.coming if other.span == when.span]
    today = scene.now.date()
    if when.grain != "day" or not ahead:
        return False
    return (ahead[0] - today).days > 200 and (today - _date(as_slot(when))).days < 60


def _date(slot: date | datetime) -> date:
    return slot.date() if isinstance(slot, datetime) else slot


def _own_day(scene: Scene, story: Story) -> When | None:
    """上周三和上周四分别去了渝驰和蜀锐: the second customer has the second day."""
    if story.place_in_row is None:
        return None
    days = scene.dates((story.head.clause.start, story.head.at[0]), past=True)
    return days[story.place_in_row] if 1 < len(days) > story.place_in_row else None


def _signed(scene: Scene, story: Story) -> When | None:
    """A day gone by that stands alone at the very end, like the date of a letter: …参观压铸线 10月26日."""
    last = story.clauses[-1]
    end = len(scene.painted[: last.end].rstrip(" )）。.!"))
    days = [when for when in scene.dates((last.start, last.end), past=True) if when.span[1] == end]
    alone = days and scene.painted[days[0].span[0] - 1] in " (（,。"
    return days[0] if alone and _is_long_ahead(scene, days[0]) else None


def _is_idle(scene: Scene, clause: Clause, head: Head, when: When) -> bool:
    """约了周四见面 is a plan, and with 周末加班 刚跟… 刚 is the time."""
    of_a_thing = when.span[0] >= head.at[1] or when.grain in ("month", "quarter", "year")
    if of_a_thing and _OF_A_THING.match(scene.painted, when.span[1]):
        return True
    own = scene.clause_at(when.span[0])
    days = scene.dates((when.span[1], own.end), past=True)
    if when.grain == "year" or (when.grain == "week" and days) or _BACK_FROM.match(scene.painted, when.span[1]):
        return True  # 去年的老客户; 这周的：26号…; 五一回来第一天
    if _OF_BEFORE.match(scene.painted, when.span[1]) and days:
        return True
    before = scene.painted[own.start : when.span[0]]
    if _AGREES.search(before) and scene.may_be_ahead(when):
        return True
    if when.span[0] > head.at[1] and _THEY_SAID.search(before):
        return True
    just = _JUST.search(scene.painted, when.span[1], head.at[0]) if when.span[1] <= head.at[0] else None
    return just is not None and clause.holds(just.start()) and just.start() - when.span[1] > 2
