"""The sums that came in, when there are several in a message, and the days on which they came."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from datetime import date, datetime

from bot.understanding.clauses import Clause
from bot.understanding.lazy import lazy
from bot.understanding.marks import CONTRACT, CUSTOMER, Mark
from bot.understanding.numbers import Amount
from bot.understanding.readers.scopes import given, money
from bot.understanding.reading import Found, Slots
from bot.understanding.scene import Scene, Span
from bot.understanding.when import as_slot
from domain.contracts import RecordPayment

# What is paid.
PAID = (
    r"(?:(?:货|尾|首付?|首批|首笔|预付|进度|余|欠|账|样品|模具|质保|[一二三四]期|全|保证|发货|提货|剩下的?)?款(?:子|项)?|"
    r"定金|订金|质保金|保证金|回款|钱|电汇|承兑(?:汇票)?|支票)"
)
# 一笔8万，一笔12万5; 首款30万和模具款5万, 首款30万尾款5万.
_ONE_SUM = lazy(r"(?:其中|还有|另外?|第)?[一二三四另][笔张]")
_COUNTED = lazy(r"[两二三四几][笔次]")
_AND_ANOTHER = lazy(
    rf"(?:元|整|块钱?|[ ])*(?:[一二三另][笔张]|(?:和|与|跟|及|以及|、|加上?|外加|再加|又|还有|另外?|\+)(?:还有)?(?:一笔)?(?:[\u4e00-\u9fff]{{0,3}}{PAID}|[\u4e00-\u9fff]{{2,3}}费)?|(?:[\u4e00-\u9fff]{{0,3}}{PAID}|[\u4e00-\u9fff]{{2,3}}费))(?:又|了|是|到账|入账|进账|打来|到了?|收到?了?|[: ])*"
)
_OF_THE_DEBT = lazy(rf"(?:份)?(?:的?(?:{PAID}|账)|的(?=[\d一二两三四五六七八九十]))")
_EACH = lazy("各(?!位|种|家|地|项)|分别")
_OF_ALL = lazy("都|均|全")
_HEAD = 2
_HEADING = lazy(r"(?:[早晚日周例]会|今日|本日|本周)?(?:汇报|小结|总结|播报|战报|日报|进展)")
_OF_A_PAPER = lazy(r"的(?:票|单|订单|合同|货(?!款))")


def several(scene: Scene, clause: Clause, cue: re.Match[str]) -> list[Found]:
    """今天回款两笔，昱朔8万，锡暄12万, a line for each, or 首款30万和模具款5万: one for each sum."""
    span = (clause.start, clause.end)
    named, own = scene.of_kind(CUSTOMER, span), scene.amounts_in(span)
    if shared := _shared(scene, clause):
        return shared
    if own:
        return _joined(scene, clause, cue, own)
    pairs: list[Clause] = []
    counted = _COUNTED.search(scene.part(clause))
    behind = [
        c
        for c in scene.sentence(clause)
        if c.number == clause.number + 1 and (counted or _ONE_SUM.match(scene.part(c)) or _begins_with_a_day(scene, c))
    ]
    together = [one for c in behind for one in scene.amounts_in((c.start, c.end))]
    if len(together) > 1:  # 回款两笔，一笔6万一笔9万5
        return _joined(scene, behind[0], cue, together)
    for later in scene.clauses[clause.number + 1 :]:
        inside = (later.start, later.end)
        fits = _ONE_SUM.match(scene.part(later)) if named else scene.of_kind(CUSTOMER, inside)
        if fits and scene.amounts_in(inside):
            pairs.append(later)
        elif later.sentence != clause.sentence:
            break
    if len(pairs) < 2:
        return []
    day = received(scene, span) or _day_of_all(scene, pairs[-1])
    made = [(_one_sum(scene, named or None, c, received(scene, (c.start, c.end)) or day), c) for c in pairs]
    return [_one_of_several(slots, c, clause) for slots, c in made]


def _begins_with_a_day(scene: Scene, clause: Clause) -> bool:
    """骏沅回款，昨天5万今天3万"""
    return any(when.span[0] == clause.start for when in scene.dates((clause.start, clause.end), past=True))


def on_the_day_of_all(scene: Scene, made: list[Found]) -> list[Found]:
    """…到款6万，…到款31万8，都是今天到的: the day said of all of them behind the last."""
    last = max((number for one in made for number in one.clauses), default=0)
    day = _day_of_all(scene, scene.clauses[last]) if len(made) > 1 else None
    return [replace(one, slots={"received_on": day, **one.slots}) for one in made] if day else made


def _day_of_all(scene: Scene, last: Clause) -> date | datetime | None:
    """泓珩25万，甬砺12万，都是今天到的."""
    after = [c for c in scene.sentence(last) if c.number == last.number + 1]
    return next((received(scene, (c.start, c.end)) for c in after if _OF_ALL.match(scene.part(c))), None)


def _shared(scene: Scene, clause: Clause) -> list[Found]:
    """泓珩和锡暄各回款5万, 钜沛和昱朔的货款都到了，分别是10万和6万."""
    near = [c for c in scene.sentence(clause) if clause.number <= c.number <= clause.number + 1]
    span = (clause.start, near[-1].end)
    named, amounts = scene.of_kind(CUSTOMER, span), scene.amounts_in(span)
    each = scene.find(_EACH, span)
    named = named if len(named) > 1 or not each else scene.of_kind(CONTRACT, span)
    if len(named) < 2 or not (each or any(_in_pairs(scene, c) for c in near)):
        return []
    amounts = amounts * len(named) if each and each[0] == "各" and len(amounts) == 1 else amounts
    if len(amounts) != len(named):
        return []
    day, numbers = received(scene, span), frozenset(c.number for c in near)
    made: list[Found] = []
    for mark, amount in zip(named, amounts, strict=True):
        whose = "contract_no" if mark.kind == CONTRACT else "customer"
        slots = given(**money(amount), received_on=day) | {whose: scene.value(mark)}
        at, taken = (mark.start, mark.end), frozenset[int]() if made else numbers
        made.append(Found(RecordPayment, at, slots, 70.0, taken, "money came in", carries=False))
    return made


def _in_pairs(scene: Scene, clause: Clause) -> bool:
    """昱朔6万、岑海12.7万、锡暄18.8万: a sum behind each name."""
    span = (clause.start, clause.end)
    named, amounts = scene.of_kind(CUSTOMER, span), scene.amounts_in(span)
    ordered = [place for m, a in zip(named, amounts, strict=False) for place in (m.start, a.span[0])]
    return len(named) == len(amounts) > 1 and ordered == sorted(ordered)


def _joined(scene: Scene, clause: Clause, cue: re.Match[str], own: list[Amount]) -> list[Found]:
    """Sums in one clause with 和, a day or another word for the money between them."""
    span = (clause.start, clause.end)
    if len(own) < 2 or not all(_AND_ANOTHER.fullmatch(_between(scene, *two)) for two in itertools.pairwise(own)):
        return []
    contracts = scene.of_kind(CONTRACT, span)
    whole = {
        "customer": scene.customer_in(span),
        "contract_no": contracts[0].value[0] if contracts else None,
        "received_on": received(scene, span),
    }
    main = next((one for one in own if one.span[1] > cue.start()), own[0])
    made: list[Found] = []
    for place, one in enumerate(own):
        since = own[place - 1].span[1] if place else clause.start
        whole["received_on"] = received(scene, (since, one.span[0])) or whole["received_on"]
        slots = given(**whole, **money(one))
        at, numbers = (cue.span(), frozenset((clause.number,))) if one is main else (one.span, frozenset[int]())
        made.append(Found(RecordPayment, at, slots, 70.0, numbers, "money came in", carries=not contracts))
    return made


def _between(scene: Scene, one: Amount, other: Amount) -> str:
    """The words between two sums, each day among them as a sign that joins."""
    words, since = "", one.span[1]
    for when in scene.dates((one.span[1], other.span[0]), past=True):
        words, since = words + scene.painted[since : when.span[0]] + "、", when.span[1]
    return words + scene.painted[since : other.span[0]]


def _one_sum(scene: Scene, named: list[Mark] | None, clause: Clause, day: date | datetime | None) -> Slots:
    span = (clause.start, clause.end)
    customer = scene.value(named[0]) if named else scene.customer_in(span)
    return given(customer=customer, **money(scene.amounts_in(span)[0]), received_on=day)


def _one_of_several(slots: Slots, clause: Clause, head: Clause) -> Found:
    first = clause.number == head.number + 1
    numbers = frozenset((clause.number, *((head.number,) if first else ())))
    at = (head.start, clause.end) if first else (clause.start, clause.end)
    return Found(RecordPayment, at, slots, 70.0, numbers, "money came in", carries=False)


def is_ahead(scene: Scene, span: Span) -> bool:
    """A day that is named as one to come, in either reading."""
    days = [when for when in scene.gone if when.span == span]
    return bool(days) and str(as_slot(days[0]))[:10] > scene.now.date().isoformat()


def received(scene: Scene, span: Span) -> date | datetime | None:
    """The day on which it came; 上个月的货款 only names the debt."""
    for when in scene.dates(span, past=True):
        if scene.said(when.span).startswith("当"):  # 当天 is the day of something else
            continue
        of_a_debt = when.grain not in ("day", "minute") and _OF_THE_DEBT.match(scene.painted, when.span[1])
        if not (is_ahead(scene, when.span) or of_a_debt or _OF_A_PAPER.match(scene.painted, when.span[1])):
            return as_slot(when)
    return None


def at_the_head(scene: Scene, clause: Clause) -> date | datetime | None:
    """昨天瑞崎到账7万2，京澈到账31万: a day at the head of the sentence holds for all that came in."""
    near = scene.sentence(clause)
    first = near[1] if len(near) > 1 and _HEADING.fullmatch(scene.part(near[0])) else near[0]
    head = [when for when in scene.dates((first.start, first.end), past=True) if when.span[0] - first.start <= _HEAD]
    paid = first != clause and scene.amounts_in((first.start, first.end))
    return received(scene, head[0].span) if head and paid else None
