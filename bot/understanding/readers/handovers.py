"""Customers passing from one colleague to another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.understanding.clauses import Clause
from bot.understanding.lazy import lazy
from bot.understanding.marks import COLLEAGUE, CONTACT, CUSTOMER, C, Mark, P, W
from bot.understanding.mood import asks, is_rumour, is_wish
from bot.understanding.persons import NAME
from bot.understanding.readers.scopes import given
from bot.understanding.reading import Found, reads
from bot.understanding.scene import Scene, Span
from domain.customers import Handover

# What passes on: all customers of somebody, or one that is named and of which no thing is meant (博泽的样品).
_ALL = r"(?<!新)客户(?!的?(?:电话|来电|投诉|需求|意见|要求|参观|关系))|customers?|accounts?|盘子|单位资源|单位(?=都|全|统|先|[移转划交归])|资源|业务|公司|单子|摊子|名下的|手[上里头]的"
_WHOLE = r"(?!\ue010)(?!(?:那边|这边|公司|家)?的(?!客户|业务|事|对接|跟进|维护|单子|负责人|负责销售|销售(?=从|由|换|改)|业务员|归属|归口))"
_OBJECT = lazy(rf"{_ALL}|{C}{_WHOLE}")
_THING = lazy(
    r"样[品件]|资料|图纸|图给|报价单?[给交转发]|名片|合同[给交转]|怎么|没(?!定|想好|确定|安排|找|交接|移交|转)|钱|文件|方案|提醒|电话给|名单|清单|列表|签(?:字|一?下|$|[,，。;])"
)
_WHOM = lazy(rf"{_OBJECT.pattern}|{W}|接手|移交|交接")
# Words by which it passes on. The long ones say it alone; the short ones need somebody who gets it.
_GIVES = lazy(
    r"交接|hand ?over|transfer|reassign|移交|转交|接手|接管|接替|承接|划转|过户|交出|交给|转给|划给|分给|移给|让给|派给|拨给|丢给|过给|调给|归给|给到|让渡|"
    r"[交转划移分调拨过归挂放挪](?:到|去|过去|一下|下|给|至)|→|->|(?:由|归|让|给|换|请|叫|安排|以后|今后|往后|之后|改|都|先|这[几段两]|暂时?|期间|临时)[^,，。;]{0,6}"
    r"(?:接|管|负责|跟进?|对接|维护|顶|盯|带|来|代[看跟管]|看着?(?=$|[,，。;吧]))|[给归交转][ ]?(?=\ue003)|转(?=给我)|(?:变更|调整|更改|[改换])[为成](?=\ue003)|(?<=[\ue003\ue010])来?[跟管接](?=$|[,，。;了吧])|接(?=\ue003|\ue002|我)|(?<=[\ue003\ue010])接(?!待|电话|到|触|人|受|下来)|接过|顶着|代管|代跟"
)
_LEAVES = (
    r"(?:他|她|提了?|办了?|递了?|要|快|马上|已经?|就|准备|打算|这个?月|下个?月|月底|下周|本周|明天|今天|年底|年后|因为|请|去|\d{1,2}月|[底初中份])*"
    r"(?:离职|走[了人,，]|要走|调走|调[去到岗动离任]|休[产长病婚陪]?假|辞职|转岗|退休|离开|不[干做]了|产假|病假|交接)"
)
_SOMEBODY = lazy(rf"{W}|{P}|(?:(?<![给帮替提])|(?<=[转交移划过拨]给))我(?![们司方])")
# What passes on, or the word for it: without either nothing does.
PASSED_ON = lazy(rf"{_OBJECT.pattern}|{_GIVES.pattern}|户头|跟进|对接|负责|离职|调[走岗]|休假|产假")
# 由陈晓彤移交至林嘉豪: 由 leads to the giver there.
_PASSES_ON = lazy(
    r"(?:那边|这边|名下|手[上里头])?(?:移交|转交|划转|交接|调整|变更|更改|[改转划交移调])(?:到|至|给|出|去|过|为|成)"
)
# People whom the directory does not hold, where a giver or a receiver stands: 把张三的客户都交给李四.
_STRANGER_FROM = lazy(
    rf"(?:把|将|从|^|[,，。; ])(?P<who>{NAME})(?=的(?:所有|全部)?(?:客户|{C})|名下|手[上里头]|{_LEAVES}(?=$|[,，。;了]))"
)
_STRANGER_TO = lazy(rf"(?:[交转移划分归让]给|移交|由|归|让|给)(?P<who>{NAME})(?=$|[,，。;! ]|来|接|负责|跟|管|吧|了)")
_THEIR_WISH = lazy(rf"(?:[他她]|{W})[^,，。;]{{0,6}}(?:想|打算|考虑|准备)")
_TO_BEFORE = lazy(
    r"(?:[交转划移分派让拨过调归]?给|归|由|让|转|移交|交接?到|[划转移调挂挪放分]到|交|请|叫|安排|换成?|→|->|接手人是?|改由|改成|改为|变更[为成]|调整[为成]|接给|->|[交移接转划]至|(?<![a-z])to)[ :：]*$"
)
_TO_BEHIND = lazy(
    r"(?:来|以后|先|去|今后|负责|那边|暂时|都|全部|统一|[ ])*(?:接手|接管|接替|接过|承接|接(?!待|电话|到|触|受)|负责(?!的)|跟进|管|对接|维护|顶|盯|代[看跟管]?|看着|跟(?=$|[,，。;了吧着进]))|名下$|名下(?=[去吧了,，。;!])"
)
_FROM_BEHIND = lazy(
    rf"{_LEAVES}|(?:这边|那边)?(?:名下|手[上里头]|那[几些]|这[几些]|负责|跟进?|管|原来|以前|之前|的|所有|全部|[ ])+(?:的|几|[个家]|些|全部|所有|[ ])*(?:客户|{C}|单子|资源|公司|盘子|业务)|的(?=[给归由交转])|名下的|手[上里头]"
)
_FROM_BEFORE = lazy(
    r"(?:不要?给|不再?由|不让|不归|别给|from|(?<![a-z])of|从|接手|接管|接替|接过|承接|接|把|将|原来是)[ ]?$"
)


@reads(Handover, _GIVES, _OBJECT)
def handover(scene: Scene) -> Iterator[Found]:
    """One for each customer that is named, else one for all that somebody has."""
    for sentence in dict.fromkeys(clause.sentence for clause in scene.clauses):
        clauses = [clause for clause in scene.clauses if clause.sentence == sentence]
        span = (clauses[0].start, clauses[-1].end)
        cue = _cue(scene, clauses)
        if not cue or not scene.find(_OBJECT, span) or not _is_meant(scene, clauses):
            continue
        givers, takers = people_in(scene, span)
        known = [person for person in (*givers[:1], *takers[:1]) if scene.of_kind(COLLEAGUE, person)]
        if not known and not (givers and takers and _are_strangers(scene, givers[0], takers[0])):
            continue
        if not takers and not re.search(
            r"交接|移交|转交|划转|[交转][出移]|[交转移]一?下", scene.painted[span[0] : span[1]]
        ):
            continue
        yield from _each(scene, cue.span(), clauses, givers, takers)
        return


def _cue(scene: Scene, clauses: list[Clause]) -> re.Match[str] | None:
    """The first word that passes on in a clause that speaks of no thing: 样品, 图纸."""
    spans = [(c.start, c.end) for c in clauses]
    about = [span for span in spans if scene.find(_WHOM, span) and not scene.find(_THING, span)]
    found = (scene.find(_GIVES, span) for span in about)
    return next((one for one in found if one), None)


def _are_strangers(scene: Scene, giver: Span, taker: Span) -> bool:
    """Neither of them ourselves, nor somebody of theirs: 采购何姐退休了，交接给小莫."""
    theirs = [
        mark for who in (giver, taker) for mark in scene.of_kind(CONTACT, who) if mark.why in ("title", "familiar")
    ]
    return not theirs and "我" not in (scene.said(giver), scene.said(taker))


def _each(
    scene: Scene, cue: Span, clauses: list[Clause], givers: Sequence[Span], takers: Sequence[Span]
) -> Iterator[Found]:
    """岑海给林嘉豪，墨桁给苏铭: a customer goes to who is named next, from who was named last."""
    span = (clauses[0].start, clauses[-1].end)
    passed = [mark for mark in scene.of_kind(CUSTOMER, span) if _is_passed_on(scene, mark)]
    named = list({mark.value: mark for mark in reversed(passed)}.values())[::-1]
    numbers = frozenset(clause.number for clause in clauses)
    if not named and len(givers) == len(takers) > 1:
        yield from _pairs(scene, numbers, givers, takers)
        return
    for place, mark in enumerate(named or [None]):
        at = (mark.start, mark.end) if mark and len(named) > 1 else span if not mark else cue
        here = mark.start if mark and len(named) > 1 else span[0]
        giver = next((one for one in reversed(givers) if one[0] <= here), givers[0] if givers else None)
        taker = next((one for one in takers if one[0] >= here), takers[-1] if takers else None)
        slots = given(
            from_person=name_of(scene, giver),
            to_person=name_of(scene, taker),
            customer=scene.value(mark) if mark else None,
        )
        own = numbers if not place else frozenset[int]()
        yield Found(Handover, at, slots, 88.0, own, "a handover", carries=False)


def _pairs(scene: Scene, numbers: frozenset[int], givers: Sequence[Span], takers: Sequence[Span]) -> Iterator[Found]:
    """黄志锋的客户给梁婉仪，林嘉豪的给陈晓彤: each of the givers has a receiver of his own."""
    for place, (giver, taker) in enumerate(zip(givers, takers, strict=True)):
        slots = given(from_person=name_of(scene, giver), to_person=name_of(scene, taker))
        own = numbers if not place else frozenset[int]()
        at = (min(giver[0], taker[0]), max(giver[1], taker[1]))
        yield Found(Handover, at, slots, 88.0, own, "a handover", carries=False)


def _is_passed_on(scene: Scene, mark: Mark) -> bool:
    return scene.find(re.compile(rf"{C}{_WHOLE}"), (mark.start, len(scene.painted))) is not None


def _is_meant(scene: Scene, clauses: list[Clause]) -> bool:
    return not any(
        _THEIR_WISH.search(scene.part(c)) or asks(scene, c) or is_wish(scene, c) or is_rumour(scene, c) for c in clauses
    )


def people_in(scene: Scene, span: Span) -> tuple[list[Span], list[Span]]:
    """Who gives and who gets, each by the word beside the name; who has no such word takes the place that is free."""
    givers: list[Span] = []
    takers: list[Span] = []
    rest: list[Span] = []
    for found in _SOMEBODY.finditer(scene.painted, *span):
        before, behind = scene.painted[span[0] : found.start()], scene.painted[found.end() : span[1]]
        left = _FROM_BEFORE.search(before) or _PASSES_ON.match(behind)
        gives = left or (not before.endswith("给") and (_LEAVING.match(behind) or _HAS.match(behind)))
        if not gives and (_TO_BEFORE.search(before) or _TO_BEHIND.match(behind)):
            takers.append(found.span())
        elif gives or _FROM_BEHIND.match(behind):
            givers.append(found.span())
        else:
            rest.append(found.span())
    givers = givers or _stranger(scene, _STRANGER_FROM, span, takers)
    takers = takers or _stranger(scene, _STRANGER_TO, span, givers)
    rest = [one for one in rest if scene.of_kind(COLLEAGUE, one)]
    if not givers and rest and takers:
        givers = rest[:1] if rest[0][0] < takers[0][0] or len(rest) == 1 else []
    elif not takers and rest and givers:
        takers = rest[-1:]
    return givers, takers


_LEAVING = lazy(_LEAVES)
_HAS = lazy(r"(?:负责|跟进?|管|维护|对接)的[^,，。;]{0,6}?(?:客户|单位|业务|\ue001)")


def _stranger(scene: Scene, pattern: re.Pattern[str], span: Span, others: Sequence[Span]) -> list[Span]:
    found = scene.find(pattern, span)
    who = found.span("who") if found else None
    return [who] if who and all(who[1] <= other[0] or other[1] <= who[0] for other in others) else []


def name_of(scene: Scene, span: Span | None) -> str | None:
    """The colleague's name as our directory has it; 我 is left out."""
    if span is None:
        return None
    ours = scene.of_kind(COLLEAGUE, span)
    said = ours[0].value[0] if ours and ours[0].why == "our own" else scene.said(span)
    return None if said == "我" else said
