"""Messages of a few words, whole: 撤, 归档博泽, 博泽50w到, 没批的, 博泽机封→报价."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.understanding.dates import find_periods
from bot.understanding.lazy import lazy
from bot.understanding.marks import COLLEAGUE, CONTRACT, CUSTOMER, QUOTE
from bot.understanding.readers.deal_words import STAGE_WORDS
from bot.understanding.readers.fields import plain
from bot.understanding.readers.scopes import given, period, region
from bot.understanding.reading import Found, Slots, reads
from bot.understanding.scene import Scene
from domain.command import Command
from domain.contracts import RecordPayment, SignContract
from domain.customers import AddContact, Handover, ListCustomers, QueryCustomer
from domain.dialogue import AmendLast, Undo
from domain.opportunities import AdvanceStage, ListOpportunities, LoseOpportunity, OpenOpportunity
from domain.quotes import Approve, ListQuotes, Reject
from domain.reminders import ListTasks
from domain.solutions import ArchiveRequirement, RecordSolutionVersion, RequestHelp, RequestReview

# Longer messages have sentences of their own, and their readers.
MOST = 30
# What another reader is sure of, it reads better.
SCORE = 55.0
_BLANK = lazy(r"[ ,，。!！~、:：;；\ue010]|\.(?!\d)")
_TAIL = lazy(r"(?:了|啦|咯|吧|哈|啊|呀|哦|一下)+$")
_STAGE = "(?:" + "|".join(f"(?P<{name}>{words})" for name, words in STAGE_WORDS.items()) + ")"
_ARROW = r"(?:→|➡|-+>|=+>|>+)"
_NOUN = "(?:单子|单|项目|商机)"
_DEPARTMENT = r"(?P<department>[\u4e00-\u9fff]{1,4}(?:部|组|中心))"
_VERSION = r"(?P<version>v\d{1,2}(?:\.\d{1,2}){0,2})"
# One sign for each mark, $ for a sum, @ for a region, # for a time; words as they are, blanks and particles left out.
_C, _W, _Q, _H = CUSTOMER, COLLEAGUE, QUOTE, CONTRACT
_SHAPES: tuple[tuple[type[Command], str, Slots], ...] = (
    (Approve, rf"[过准]{_Q}", {}),
    (Approve, rf"{_C}(?:那|这)[单份张](?:报价)?(?:批|准|同意|过)", {}),
    (Reject, rf"{_Q}(?P<reason>[^\ue001-\ue010]{{2,12}}?)[先就]?驳(?:回|掉)?", {}),
    (OpenOpportunity, rf"{_C}(?:有|来)?(?:个)?新(?:单子?|项目|商机)\$", {}),
    (ListTasks, r"#(?:要)?(?:的)?(?:跟进|待办|安排|任务)(?:安排|计划|谁|看)?", {}),
    (Reject, rf"驳(?:回|掉|了)?(?:{_Q}|{_C})(?:的报价)?(?P<reason>[^\ue001-\ue010]{{2,12}})", {}),
    (RequestHelp, rf"{_C}(?:要|需要|求|请|找|喊)?{_DEPARTMENT}(?:支持|支援|帮忙|协助|来人)", {}),
    (RequestHelp, rf"{_DEPARTMENT}(?:支持|支援|帮忙|协助){_C}", {}),
    (RequestReview, rf"{_C}的?(?:方案)?(?:请|让|找)?{_DEPARTMENT}评审", {}),
    (Undo, r"撤|作废|回退", {}),
    (Undo, r"撤#?(?P<receipt>\d{5,12})", {}),
    (RecordPayment, rf"收?(?:{_C}|{_H})\$(?:已?到账?|入账|进账|收到|到手|收)|收(?:{_C}|{_H})\$|收\$(?:{_C}|{_H})|\${_C}到账?", {}),
    (SignContract, rf"签(?:定|下|掉)?(?:{_C}|{_Q})\$?|{_Q}(?:已经?)?签(?:定|下|约|掉)?\$?|{_C}(?:合同\$|\$签)", {}),
    (QueryCustomer, rf"{_C}(?:呢|现在呢)?[?？]", {}),
    (ListQuotes, r"(?:还)?(?:没|未|待)(?:我)?[批审]的?(?:报价)?(?:有)?|(?:有)?哪些(?:报价)?(?:还)?没[批审]|报价单?(?:还)?(?:没|未|待)[批审]的?", {"status": "pending"}),
    (ListQuotes, r"被?(?:驳|打|退)(?:回|掉)?的报价单?", {"status": "rejected"}),
    (ListQuotes, rf"(?P<of>{_C})的?报价单?(?:呢|进度|情况|状态|列表|[?？])+", {}),
    (ListCustomers, r"@大?区?的?客户", {}),
    (ListOpportunities, rf"{_STAGE}(?:阶段|环节)的?{_NOUN}", {}),
    (LoseOpportunity, rf"{_C}(?:那?单子?|项目)?(?:输单?|丢单?|失单|飞|没戏)|(?:输|丢){_C}", {}),
    (LoseOpportunity, rf"{_C}(?!.*[要会快怕没不别想能差点估])(?P<title>[\u4e00-\u9fff]{{2,6}}?)(?:那?单|项目)?(?:丢|黄|输)", {}),
    (AdvanceStage, rf"{_C}(?P<title>[\u4e00-\u9fff]{{2,8}}?)?{_NOUN}?{_ARROW}{_STAGE}(?:阶段|环节)?", {}),
    (AdvanceStage, rf"{_C}{_NOUN}?{_STAGE}阶段", {}),
    (ArchiveRequirement, rf"归档{_C}(?:的?需求)?|{_C}(?:的?需求)?归档", {}),
    (RecordSolutionVersion, rf"{_C}(?P<title>[\u4e00-\u9fff]{{2,8}}?)?的?方案(?:定稿|出|是|到|改到|更新到)?{_VERSION}", {}),
    (AmendLast, r"(?:改|应为|是|改为|改成)\$(?:才对)?|金额\$改|\$改金额", {"field": "amount"}),
    (Handover, rf"(?P<from>{_W})的?(?:客户)?(?:都)?[转给交](?:给)?(?P<to>{_W})", {}),
)  # fmt: skip
_KINDS = list(dict.fromkeys(kind for kind, _, _ in _SHAPES))
# Those of one command together: of two that fit, the command that comes first wins.
_TABLE = tuple(
    (kind, re.compile(shape), fixed) for kind, shape, fixed in sorted(_SHAPES, key=lambda row: _KINDS.index(row[0]))
)
_ADDED = lazy(
    rf"{_C}\ue010*[ ]?(?:加人|加个人|加联系人|联系人)[ :：]+(?P<name>[\u4e00-\u9fff\ue002\ue010]{{2,4}})(?:[ ,，]+(?P<title>[\u4e00-\u9fff]{{2,6}}))?"
)


@reads(Command)
def telegram(scene: Scene) -> Iterator[Found]:
    """Of each command the first shape that the whole message has."""
    shape = _shape(scene) if len(scene.painted) <= MOST else ""
    seen: set[type[Command]] = set()
    for kind, pattern, fixed in _TABLE if shape else ():
        found = None if kind in seen else pattern.fullmatch(shape)
        if found:
            seen.add(kind)
            slots = {**fixed, **_slots(scene, kind, found)}
            numbers = frozenset(clause.number for clause in scene.clauses)
            yield Found(kind, (0, len(scene.text)), slots, SCORE, numbers, "a telegram")


@reads(AddContact)
def added(scene: Scene) -> Iterator[Found]:
    """綦翔加人 向辉 品质员: a name alone behind the words."""
    found = _ADDED.fullmatch(scene.painted.strip())
    if found:
        slots = given(
            customer=scene.customer_in((0, len(scene.text))),
            contact=scene.said(found.span("name")),
            title=scene.said(found.span("title")) if found["title"] else None,
        )
        numbers = frozenset(clause.number for clause in scene.clauses)
        yield Found(AddContact, (0, len(scene.text)), slots, SCORE, numbers, "a telegram")


def _shape(scene: Scene) -> str:
    """The whole message without blanks, and without particles at its end."""
    chars = list(scene.painted)
    sums = [(amount.span, "$") for amount in scene.amounts_in((0, len(chars)))]
    sums += [(one.span, "#") for one in find_periods(scene.hidden, scene.now, past=False)][:1]
    named = region(scene, (0, len(chars)))
    at = scene.painted.find(named) if named else -1
    for (start, end), sign in [*sums, *([((at, at + len(named)), "@")] if named else [])]:
        chars[start:end] = [sign, *("\ue010" * (end - start - 1))]
    shape = _BLANK.sub("", "".join(chars))
    tail = _TAIL.search(shape)
    return shape[: tail.start()] if tail and tail.start() else shape


def _slots(scene: Scene, kind: type[Command], found: re.Match[str]) -> Slots:
    """What the marks and the named words of a shape give."""
    named = {name: value for name, value in found.groupdict().items() if value}
    amounts = scene.amounts if "$" in found[0] else []
    if kind is AmendLast:
        return {"value": plain(amounts[0].value)}
    whole = (0, len(scene.text))
    slots = given(
        customer=scene.customer_in(whole) if _C in found[0] else None,
        quote_no=_number(scene, QUOTE) if _Q in found[0] else None,
        contract_no=_number(scene, CONTRACT) if _H in found[0] else None,
        amount=amounts[0].value if amounts else None,
        region=region(scene, whole) if "@" in found[0] else None,
        period=period(scene, whole, past=False) if "#" in found[0] and "receipt" not in named else None,
        stage=next((name for name in named if name in STAGE_WORDS), None),
        version=named["version"].upper() if "version" in named else None,
        title=named.get("title"),
        reason=named.get("reason"),
        department=named.get("department"),
        receipt=int(named["receipt"]) if "receipt" in named else None,
    )
    if "from" in named:
        people = [str(scene.value(mark)) for mark in scene.of_kind(COLLEAGUE)]
        slots |= {"from_person": people[0], "to_person": people[-1]}
    return slots


def _number(scene: Scene, kind: str) -> str:
    return scene.of_kind(kind)[0].value[0]
