"""Commands that the words of a message surely speak of, though no rule has a word for them: slots by what stands there.

What decides, ends or takes back (同意, 驳回, 撤回, 撤销) is never read so: that needs a word of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.understanding.clauses import Clause
from bot.understanding.lazy import lazy
from bot.understanding.leanings import may_mean, spoken_of
from bot.understanding.marks import CONTACT, CONTRACT, CUSTOMER, MARK, QUOTE, P, W
from bot.understanding.mood import OUR_DESK, is_rumour
from bot.understanding.readers.customer_slots import fact, newcomer, passed_on, person
from bot.understanding.readers.deal_slots import advanced, lost, offered, opened, paid, signed
from bot.understanding.readers.deal_words import firm, stage_in
from bot.understanding.readers.departments import DEPARTMENT
from bot.understanding.readers.dialogue import TOPIC
from bot.understanding.readers.documents import version_in
from bot.understanding.readers.fields import DATES, LABEL, iso, plain, slot_of, value_of
from bot.understanding.readers.figures import about_ranking, is_another_matter, what_in
from bot.understanding.readers.followups import follow_up
from bot.understanding.readers.handovers import PASSED_ON
from bot.understanding.readers.lists import about_customers, about_deals, about_quotes
from bot.understanding.readers.met import met
from bot.understanding.readers.reminders import ALARM, reminder_at
from bot.understanding.readers.scopes import customer, given, owner, period, region
from bot.understanding.readers.titles import title
from bot.understanding.readers.ways import WAYS
from bot.understanding.reading import Found, Slots
from bot.understanding.resolve import rivals
from bot.understanding.scene import Scene, Span
from domain.activities import LogActivity
from domain.command import Command
from domain.contracts import QueryPayments, RecordPayment, SignContract
from domain.customers import AddContact, CreateCustomer, Handover, ListCustomers, QueryCustomer, UpdateCustomer
from domain.dialogue import AmendLast, Help, Suggest
from domain.opportunities import AdvanceStage, ListOpportunities, LoseOpportunity, OpenOpportunity
from domain.quotes import ListQuotes, SubmitQuote
from domain.reminders import ListTasks, SetReminder
from domain.reports import Export, QueryFunnel, QueryRanking, QueryTarget
from domain.solutions import ArchiveRequirement, RecordSolutionVersion, RequestHelp, RequestReview

Fill = Callable[[Scene, Span], Slots]
SCORE = 30.0
WHY = "its words as a whole"
_OF_ALL = (QueryPayments, ListQuotes)  # these name their customer
# 下周付款8万, 下周一签合同: neither came nor is signed; 给供应商打款20万了 is nobody's payment to us.
_DONE = (RecordPayment, SignContract, LoseOpportunity, AdvanceStage, OpenOpportunity)
_ORDERED = (RequestHelp, RequestReview, Export, Suggest)
_MARKS = lazy(rf"{MARK}|[ ,，。?？!！]")
# 小陈你下午去趟澜祺, 中午跟梁婉仪吃饭: not the rep, or not with a customer.
_ASKED_OF = lazy(
    rf"(?:{P}|{W})?你(?!们|好)|{W}(?![和跟与、])[^,。;\ue001\ue002我]{{0,6}}(?:拜访|走访|去|跑|见|约)|帮我(?:给|跟|问|发|约|催)|[^,。;\ue001\ue002]{{0,8}}[跟和与陪]{W}(?:一起|一块儿?)?[吃喝聊谈](?=[^ ,。;\ue001\ue002]*(?:[ ,。;]|$))"
)
# 不用提醒我, 别给我设, 还没签: the word is there to say that it is not meant.
_NOT = lazy(r"不(?:用|要|必|是|想)|别(?!的|人|家|忘)|甭|无需|先不|勿|还没|未|没(?!问题|错)")
_TO_COME = lazy(
    r"明天|后天|下[周个]|周[一二三四五六日天]|约|计划|打算|准备|安排|待会|等会|回头|晚点|今晚|可能|会来|要来|白跑|扑空|空跑"
)
_LABEL = lazy(LABEL)
# 福布斯富豪排行榜第一是谁
_RANKED = (QueryRanking, QueryTarget, QueryFunnel, QueryPayments)
_OF_THE_WORLD = lazy(
    r"富豪|福布斯|首富|世界|全球|国家|大学|高校|城市|歌曲|电影|票房|球队|联赛|奥运|手游|游戏|热搜|gdp|人口|彩票|股市|明星|综艺"
)
_HOW_LONG = lazy(r"(?:要|得|用|需要?|一般)(?:多久|几天|多长|几个工作日)")  # asks for no list
# 怎样做凉菜 and 怎么说呢 ask nothing of the tool.
_OF_THE_TOOL = lazy(
    r"[你用会能帮教?？]|系统|机器人|软件|工具|程序|操作|功能|指令|命令|菜单|手册|说明|教程|弄|搞|开始|上手|help|(?:怎么|咋|如何)[呀啊]?$"
)
_FINAL = lazy(r"定稿|定版|终稿|最终版|第[一二三四五六七八九十\d]+[版稿]|版本|初稿")
_TYPED = frozenset(("amount", "unit_price", "qty", "discount", "phone", "contact"))
_NOT_HIM = ("不是", "并非", "不叫", "不姓")


def with_leaned(scene: Scene, found: Sequence[Found]) -> list[Found]:
    """What is found and what the words surely speak of beside it, which is surer than a mere fact about a customer."""
    more = leaned(scene, found)
    kept = [one for one in found if one.score > SCORE or not any(rivals(one, other) for other in more)]
    return sorted([*kept, *more], key=lambda one: one.at)


def leaned(scene: Scene, found: Sequence[Found]) -> list[Found]:
    """One command for each that the words surely speak of and that nobody has read."""
    read = {one.kind for one in found}
    taken = frozenset(number for one in found if one.score > SCORE for number in one.clauses)
    made = [
        _made(scene, kind, fill, scene.clauses[scene.surest[kind.key()]], taken)
        for kind, fill in (*_TOLD.items(), *_ASKED.items())
        if kind.key() in scene.surest and kind not in read and may_mean(scene, kind)
    ]
    return [one for one in made if one]


def _made(scene: Scene, kind: type[Command], fill: Fill, clause: Clause, taken: frozenset[int]) -> Found | None:
    part = scene.part(clause)
    if clause.number in taken and not _stands_beside(scene, kind, part):
        return None
    if not _is_meant(scene, kind, clause):
        return None
    own = [c for c in scene.sentence(clause) if c.number not in taken] if clause.number not in taken else [clause]
    span, numbers = (own[0].start, own[-1].end), frozenset(c.number for c in own)
    return Found(kind, (clause.start, clause.end), fill(scene, span), SCORE, numbers, WHY, carries=kind not in _OF_ALL)


def _stands_beside(scene: Scene, kind: type[Command], part: str) -> bool:
    """In a clause of another command: the whole message speaks of it too, an activity has its way; no question does."""
    may = _has_a_way(part) if kind is LogActivity else kind in _TOLD or kind in _ORDERED
    return may and spoken_of(scene, kind)


def _is_meant(scene: Scene, kind: type[Command], clause: Clause) -> bool:
    part = scene.part(clause)
    if is_rumour(scene, clause) or is_another_matter(kind, part) or (kind in _TOLD and not firm(scene, clause)):
        return False
    if (kind in _TOLD or kind in _ORDERED) and _NOT.search(part):
        return False
    if (kind in _RANKED and _OF_THE_WORLD.search(scene.painted)) or (kind is ListQuotes and _HOW_LONG.search(part)):
        return False
    if kind is Handover and not scene.find(PASSED_ON, (0, len(scene.painted))):  # a row of names
        return False
    if kind is SetReminder and ALARM.search(part):  # what wakes one is a clock's business
        return False
    if kind is Help:
        return TOPIC.search(part) is not None or (_OF_THE_TOOL.search(part) is not None and "教你" not in part)
    if kind is LogActivity:
        return not OUR_DESK.match(scene.painted) and _is_told(scene, clause)
    if kind is RecordSolutionVersion:  # 昨晚又改了一稿 says which none
        return _FINAL.search(part) is not None or version_in(scene, (clause.start, clause.end)) is not None
    if kind is QueryCustomer:  # a name alone asks nothing
        return bool(scene.of_kind(CUSTOMER)) and len(_MARKS.sub("", part)) > 1
    return kind not in _DONE or (not _TO_COME.search(part) and _names_a_customer(scene))


def _names_a_customer(scene: Scene) -> bool:
    return bool(scene.of_kind(CUSTOMER) or scene.of_kind(CONTRACT) or scene.of_kind(QUOTE))


def _has_a_way(part: str) -> bool:
    return any(way != "other" and pattern.search(part) for way, pattern in WAYS)


def _is_told(scene: Scene, clause: Clause) -> bool:
    """Of somebody of theirs, and as done: what is arranged or still to come speaks of contacts as well."""
    named = scene.of_kind(CUSTOMER) or scene.of_kind(CONTACT)
    return (
        bool(named)
        and not _TO_COME.search(scene.part(clause))
        and not _ASKED_OF.match(scene.part(clause))
        and not _ASKED_OF.match(scene.painted)
    )


def _words(scene: Scene, span: Span) -> str:
    return scene.said(span).strip(" ,，。;；:：")


def _customer(scene: Scene, span: Span) -> Slots:
    return given(customer=scene.customer_in(span))


def _of_a_deal(scene: Scene, span: Span) -> Slots:
    return given(customer=scene.customer_in(span), title=title(scene, span))


def _department(scene: Scene, span: Span) -> str | None:
    found = scene.find(DEPARTMENT, span)
    return scene.said(found.span()) if found else None


def _activity(scene: Scene, span: Span) -> Slots:
    clauses = [scene.clauses[number] for number in sorted(scene.numbers_of(span))]
    kind = next((kind for kind, pattern in WAYS if scene.find(pattern, span)), "other")
    gone = [one for one in scene.dates(span, past=True) if not scene.may_be_ahead(one)]
    day = scene.date_in(gone[0].span, past=True) if gone else None
    return {"kind": kind, "occurred_on": day or scene.now.date(), "note": _words(scene, span)} | given(
        customer=scene.customer_in(span),
        contact=met(scene, span),
        next_follow_up=follow_up(scene, clauses, span[0], None),
    )


def _reminder(scene: Scene, span: Span) -> Slots:
    return reminder_at(scene, scene.clause_at(span[0]), (span[0], span[0])).slots


def _version(scene: Scene, span: Span) -> Slots:
    return _of_a_deal(scene, span) | given(version=version_in(scene, span))


def _corrected(scene: Scene, span: Span) -> Slots:
    """The field by its name, else by what the new value is: a person, a sum, a day."""
    label = _LABEL.search(scene.painted, *span)
    field = slot_of(label[0]) if label else None
    if label and field and (field in DATES or field in _TYPED):
        return given(field=field, value=value_of(scene, field, (label.end(), span[1])))
    if field:
        return {"field": field}
    people = [mark for mark in scene.of_kind(CONTACT, span) if not scene.painted[: mark.start].endswith(_NOT_HIM)]
    if people:
        return {"field": "contact", "value": str(scene.value(people[-1]))}
    amounts = scene.amounts_in(span)
    if amounts:
        return {"field": "amount", "value": plain(amounts[-1].value)}
    day = scene.date_in(span, past=True)
    return {"field": "occurred_on", "value": iso(day)} if day else {}


def _topic(scene: Scene, span: Span) -> Slots:
    found = scene.find(TOPIC, span)
    return given(topic=scene.said(found.span()) if found else None)


def _scope(*slots: str) -> Fill:
    """A question for these."""
    return lambda scene, span: given(**{slot: _SCOPES[slot](scene, span) for slot in slots})


_SCOPES: dict[str, Callable[[Scene, Span], object]] = {
    "period": period,
    "region": region,
    "owner": owner,
    "what": what_in,
    "customer": customer,
}
_TOLD: dict[type[Command], Fill] = {
    SubmitQuote: offered,
    SignContract: signed,
    RecordPayment: paid,
    OpenOpportunity: opened,
    AdvanceStage: advanced,
    LoseOpportunity: lost,
    ArchiveRequirement: _of_a_deal,
    RecordSolutionVersion: _version,
    UpdateCustomer: fact,
    AmendLast: _corrected,
    CreateCustomer: newcomer,
    AddContact: person,
    Handover: passed_on,
    SetReminder: _reminder,
    LogActivity: _activity,
}
_ASKED: dict[type[Command], Fill] = {
    RequestHelp: lambda scene, span: _customer(scene, span) | given(department=_department(scene, span), note=_words(scene, span)),
    RequestReview: lambda scene, span: _of_a_deal(scene, span) | given(department=_department(scene, span), note=_words(scene, span)),
    QueryCustomer: _customer,
    ListCustomers: about_customers,
    ListOpportunities: lambda scene, span: about_deals(scene, span, stage_in(scene, span)),
    ListQuotes: about_quotes,
    ListTasks: lambda scene, span: given(period=period(scene, span, past=False)),
    QueryFunnel: _scope("period", "region"),
    QueryRanking: about_ranking,
    QueryPayments: _scope("period", "customer", "region"),
    QueryTarget: _scope("period", "owner"),
    Export: _scope("what", "period", "region"),
    Help: _topic,
    Suggest: lambda scene, span: {"text": _words(scene, span)},
}  # fmt: skip
