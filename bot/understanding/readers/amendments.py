"""Correcting the last record by words: 不对，是李经理; 金额改成35万."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.understanding.jobs import ROLE
from bot.understanding.lazy import lazy
from bot.understanding.marks import CONTACT, CUSTOMER, PHONE, C, P, Q
from bot.understanding.mood import asks
from bot.understanding.numbers import read_number
from bot.understanding.readers.fields import CUSTOMER_FIELDS, LABEL, iso, kind_in, plain, slot_of, value_of
from bot.understanding.reading import WHOLE, Found, reads
from bot.understanding.scene import Scene, Span
from bot.understanding.when import as_slot
from domain.dialogue import AmendLast

_EACH, _WHY = 97.0, "corrects the last record"
# A correction is a short message; what is longer is a report.
_MOST = 80
_A_SUM = 1000
_LAST = r"(?:刚才|刚刚|刚|头先|啱啱|上面|上一?条|那条|嗰条|前面|上(?![周个星礼月午次回季半海]))(?:我)?(?:[那嗰的嘅一条个次笔说写记录填])*"
_WRONG = (
    r"(?:不对|不是|唔对|唔系|(?:[搞弄记说写打输填录报选听讲发改]?(?:错|混|串|岔)[了咧脱]*|唔啱|说早了|嘴瓢|动一下|瞧我这记性|再想想|wait(?=[, ])|[搞弄记说写填录选]反了?)|有误|有问题|要改|更正(?:一下)?|纠正(?:一下)?|改一下|改下|改改|"
    r"(?:that'?s |it'?s |i (?:got|had|made) |it |was |the )*(?:wrong|a mistake|my mistake|mistake|(?:a )?typo|correction|incorrect|not right|my bad|mixed up)|[少多](?:写|打|输|记|填|报|按)?了?(?:一|两|俩|几)?个?(?:零|0|位|万|千)|修改(?:一下)?|修正(?:一下)?|口误|笔误|手误|不不|不(?=[,，!])|等等|更新一下|更新下|订正|变了|调整一下|调一下)"
)
_TO = (
    r"(?:(?:要|给我|帮我|请|你)*(?:改[成为到做作回]|换[成为到]|更正[为成]|修改[为成]|修正为|调整[为到成]|调[成到]|变[成为]|更新[为成]|写成|"
    r"推迟到|(?:往后)?推到|延后到|延到|提前到|设[为成]|填成?|记成|定在|定为|改|写|换(?!个|了|人)|按(?=[\d九八七六五])|叫做?(?![我你他她])|→|->|=>)|"
    r"(?:应该?|应当|其实|实际上?|确切说|正确的?|准确的?|真正的?)*[是系为喺]|(?:actually )?(?:it(?:'s| is| was)|i meant?|it should(?:'ve| have) been|(?:it |that )?should (?:be|read)|(?:make|change|set) (?:it|that)(?: to)?|to) )"
)
_STOP = r"(?:[,，。!：: 了咧嘞啦喇咗啊哈哦])"
_FILLER = lazy(
    rf"sorry|oops|no(?=,| no)|hold on|嗐|噢|对了|还是|就是|眼花了?|看花了?眼|看错行了?|手滑了?|手抖了?|[那这]笔|哦|呃|哎呀?|唉|啊|嗯|不好意思|抱歉|对不起|那个|等下|麻烦|请|帮我|你|我|{_LAST}|{_STOP}|把|将|的|嘅|(?:pls |please |can you )?(?:change|update|correct|fix|set|amend) (?:the |its )|(?:please|pls|actually|i (?:got|put|wrote|entered|typed)|the)(?: |$)|里面?的?|记录|{C}[那这][个条次家]"
)
_SAID_WRONG = lazy(rf"{_WRONG}(?:名字?|人名?|字|日子|地方)?{_STOP}*")
_ONE_MORE = lazy(r"[^,，。]{1,10}[,，]")
# Words for a slot that mean it only in a correction.
_HERE = {
    **{one: one for one in ("型号", "amount", "contact", "customer", "qty", "discount")},
    "日子": "occurred_on",
    "人": "contact",
    "对象": "contact",
    "见的人": "contact",
    "date": "occurred_on",
    "price": "amount",
    "quantity": "qty",
}
_LABELLED = rf"(?:(?:拜访|走访|见面|会议)的?(?=[地时日方对]))?(?P<label>{LABEL}|日子|对象|(?<!见的)人(?=[改换写])|见的人|型号|(?<![a-z])(?:amount|date|price|contact|customer|quantity|qty|discount)(?![a-z]))(?:那栏|那里|那块)?"
_BUT = lazy(
    rf"(?:{_LABELLED}{_STOP}*(?:{_WRONG}{_STOP}*)?)?(?:不是(?!很|太|特别|非常|那么|这么|挺|多么)|唔系|错?(?:写|记|录|填|打|说|弄|搞|选|输)错?成了?|(?:写|记|录|填)?错?[到在](?=[^,，。]{{1,12}}(?:头上|名下|那边|那里)了?[,，]))(?P<wrong>[^,，。]{{1,20}}?)(?:{_STOP}*(?:应该|其实|实际上?|而|正确的?|改|要|更正)*[是系为成]|{_STOP}+)(?P<right>[^,，。]{{1,20}}?)(?:[,，。 ]+(?:帮我|麻烦你?|请|你|给)*(?:改|更正|修改|纠正)(?:一?下|过来|回来|改)?(?:吧|哈|啊|谢谢)*)?$"
)
_NOT_BUT = lazy(
    rf"(?:{_LABELLED}|对方|见的?人?|那边|那位)?(?:应该|其实)?[是系]?(?: ?(?:it'?s|is|it was|was|should be|it should be) (?:the )?)?(?P<right>[^,，。:是不]{{1,20}}?)(?:{_STOP}*而?(?:不是(?!很|太|特别|非常|那么|这么|挺|多么)|唔系)|,? not (?:the )?)(?P<wrong>[^,，。]{{1,20}})$"
)
# 冯工→封工
_ARROWS = ("→", "->", "=>")
_A_NAME = lazy(r"[\u4e00-\u9fff]{2,4}")
_ARROW = lazy(r"(?P<wrong>[^,，。→>]{1,20}?) ?(?:→|->|=>) ?(?P<right>[^,，。→>]{1,20})$")
_FIELD = lazy(rf"{_LABELLED}我?(?:{_STOP}*{_WRONG}{_STOP}*(?:{_TO})?|{_STOP}*{_TO})[ :]*(?P<value>.{{1,40}}?)$")
# Behind a word for the mistake the label may stand without a verb, and the value without either.
_OPEN = lazy(rf"(?:应该|其实|实际上?|确切说)?{_STOP}*(?:{_LABELLED}[ :]*(?:{_TO})?|{_TO})[ :]*(?P<value>.{{1,40}}?)$")
# 上一条改成电话: the value alone says which field is meant.
_CHANGED = lazy(
    r"(?:(?:改[成为到]|换成|更正为) *|(?:make|change|set) (?:it|that)(?: to)? |(?:it )?should (?:be|have been|read) )(?P<value>.{1,20}?)$"
)
_BARE = lazy(r"(?P<value>.{1,20}?)$")
# 刚刚的金额写错了，改一下: what it is to be is asked for.
_VALUELESS = lazy(
    rf"{_LABELLED}我?{_STOP}*(?:{_WRONG}|(?:{_FILLER.pattern}|要|得|想|重新|一下|下))*{_WRONG}(?:{_FILLER.pattern}|{_WRONG}|一下|下|吧|要|得|改|修改|更正)*$"
)
_CHANGE_ONLY = lazy(
    rf"(?:(?:我?(?:要|想|得))?(?:改|修改|更正|更新)(?:一?下)?){_LABELLED}(?:{_FILLER.pattern}|一下|下|吧)*$"
)
# 刚才那条要改一下: neither what nor how.
_SOMETHING = lazy(
    rf"(?:{_FILLER.pattern})*{_LAST}[^,，。]{{0,6}}?(?:要|得|想|需要|有问题[,，]?)*(?:改|修改|更正|修正|订正)(?:一?下|改)?(?:吧|哈|啊)?"
)
_ASIDE = lazy(
    r"[,，]?(?:而)?不是.{1,16}$|[, ]+not .{1,16}$|稳妥.{0,8}$|(?<=[折\d])记$|(?:吧|啊|哈|呀|谢谢|哦|才对|先啱|麻烦(?:改|你)?.{0,4}|帮我?改.{0,4}|[。! ])+$"
)
_OTHER_WORK = lazy(
    rf"{C}的?[ ,:]?{LABEL}|{Q}|提醒(?!时间)|拜访了|报价 |导出|查|的(?:客户|商机|单子|项目)[^,，。;]{{0,6}}(?:列|找|拉|有|哪|给|看)"
)
_COUNTED = lazy(r"(\d{1,7}) ?(?:件|只|套|台|个|根|片|支|吨|pcs)")
_CHANGES = lazy(rf"{_WRONG}|[改换]|应该|更正")
_CHANGED_HERE = lazy("[改换]|写成|不是")
_UNDOES = lazy(
    r"(?:先|就|给我|帮我|请|麻烦|把它?|直接)*(?:撤销|撤[掉了]|删[掉了除]|作废|undo)(?:它|了|掉|一下|吧|那?条|重[记来录])*"
)
_POLITE = lazy("(?:行|可以|好|对|能改|改得了|在)(?:吗|么|不)?$")
# 他们采购的苗姐
_THEIR_PEOPLE = lazy(
    rf"(?:[见找聊谈]的人?是)?(?:(?:{C}|[他她]们|对方|人家)(?:那边|公司|家)?的?)?(?:{ROLE}的?)?(?:{P}[和、]?)+"
)
_NAMES = {"contact": CONTACT, "customer": CUSTOMER}
_NO_VALUE = lazy(r"说|咋|要|嫌|问|没|不|觉得|让|了|电话|微信|笑|谁|哪|什么|啥|怎么|[这那]句|吗$|[,，]")


@reads(AmendLast, (_SAID_WRONG, _BUT, _NOT_BUT, _FIELD, _CHANGED, _ARROW, _VALUELESS, _CHANGE_ONLY, _SOMETHING))
def amend(scene: Scene) -> Iterator[Found]:
    whole = scene.painted.rstrip(" 。!~,")
    if len(whole) > _MOST or _OTHER_WORK.search(whole) or _asks_on(scene) or _takes_back(scene):
        return
    several = _each_its_own(scene)
    yield from several
    for pattern, start in () if several else _places(whole):
        found = pattern.match(whole, start)
        read = _read(scene, found) if found else None
        if read:
            slots: dict[str, object] = {"field": read[0], "value": read[1]}
            yield Found(AmendLast, (0, len(scene.text)), slots, WHOLE, why="corrects the last record", carries=False)
            return
    if _SOMETHING.fullmatch(whole):
        yield Found(AmendLast, (0, len(scene.text)), {}, WHOLE, why="corrects the last record", carries=False)
        return
    for at in _steps(whole, 0, _FILLER):
        found = _VALUELESS.match(whole, at) or _CHANGE_ONLY.match(whole, at)
        if found and not scene.of_kind(CUSTOMER):
            slots = {"field": slot_of(found["label"])}
            yield Found(AmendLast, (0, len(scene.text)), slots, WHOLE, why="corrects the last record", carries=False)
            return


def _takes_back(scene: Scene) -> bool:
    """…选错了，撤销。重新记：…: what is taken back first is not corrected."""
    return any(_UNDOES.fullmatch(scene.part(clause)) for clause in scene.clauses[:-1])


def _asks_on(scene: Scene) -> bool:
    """电话是010-…，这里能玩多久呢: who asks on tells, and corrects nothing."""
    told = any(_CHANGES.search(scene.part(clause)) for clause in scene.clauses)
    others = (c for c in scene.clauses if c.end - c.start > 4 and not _POLITE.search(scene.part(c)))
    return not told and any(asks(scene, clause) for clause in others)


def _each_its_own(scene: Scene) -> list[Found]:
    """金额改38万，日期改11月18: a correction in each of several clauses."""
    made: list[Found] = []
    for clause in scene.clauses:
        at = _steps(scene.painted[: clause.end], clause.start, _FILLER)[-1]
        found = _FIELD.match(scene.painted, at, clause.end) or _BUT.match(scene.painted, at, clause.end)
        read = _read(scene, found) if found and _CHANGED_HERE.search(found[0]) else None
        if read is None:
            return []
        slots: dict[str, object] = {"field": read[0], "value": read[1]}
        span = (clause.start, clause.end)
        made.append(Found(AmendLast, span, slots, _EACH, frozenset((clause.number,)), _WHY, carries=False))
    return made if len(made) > 1 else []


def _places(whole: str) -> Iterator[tuple[re.Pattern[str], int]]:
    """Each pattern with the place from which it is tried: behind the idle words, and behind those for the mistake."""
    idle = _steps(whole, 0, _FILLER)
    wrong = _steps(whole, idle[-1], _SAID_WRONG, _FILLER)
    for at in wrong:
        yield from ((pattern, at) for pattern in (_BUT, _NOT_BUT, _FIELD, _CHANGED, _ARROW))
    if len(wrong) > 1:
        aside = _ONE_MORE.match(whole, wrong[-1])
        yield from ((pattern, wrong[-1]) for pattern in (_OPEN, _BARE))
        yield from ((_FIELD, aside.end()),) if aside else ()


def _steps(whole: str, start: int, *words: re.Pattern[str]) -> list[int]:
    """`start`, and the place behind each such word that follows."""
    places = [start]
    while found := next((f for word in words if (f := word.match(whole, places[-1])) and f.end() > places[-1]), None):
        places.append(found.end())
    return places


def _read(scene: Scene, found: re.Match[str]) -> tuple[str, str] | None:
    group = found.groupdict()
    name = "value" if "value" in group else "right"
    span = found.span(name)
    tail = _ASIDE.search(scene.painted[span[0] : span[1]])
    span = (span[0], span[0] + tail.start()) if tail and tail.start() else span
    label = group.get("label")
    if label:
        field = _HERE.get(label) or slot_of(label)
        if field == "name":  # 名字打错了，是谌部长
            field = next((slot for slot, kind in _NAMES.items() if scene.of_kind(kind, span)), field)
        if field in CUSTOMER_FIELDS - {"phone"} and scene.of_kind(CUSTOMER):
            return None
        value = value_of(scene, field, span)
        return (field, value) if value and _fits(scene, field, span) else None
    if (
        _by_an_arrow(scene, found)
        and _A_NAME.fullmatch(scene.said(span))
        and scene.of_kind(CONTACT, found.span("wrong"))
    ):
        return "contact", scene.said(span)  # 冯工→封工: who stands for a person is one
    return _guessed(scene, span)


def _by_an_arrow(scene: Scene, found: re.Match[str]) -> bool:
    return (
        "wrong" in found.re.groupindex and scene.painted[found.end("wrong") : found.start("right")].strip() in _ARROWS
    )


def _fits(scene: Scene, field: str, span: Span) -> bool:
    """客户说价格太高 names no other customer."""
    kind = _NAMES.get(field)
    if kind is None or scene.of_kind(kind, span):
        return True
    meant = kind == CONTACT or _CHANGES.search(scene.painted) is not None  # 客户是上帝 corrects nothing
    return meant and span[1] - span[0] <= 12 and not _NO_VALUE.search(scene.painted[span[0] : span[1]])


def _guessed(scene: Scene, span: Span) -> tuple[str, str] | None:
    """The field that a value alone belongs to: a person, a customer, a day, a sum, a kind."""
    part = scene.painted[span[0] : span[1]]
    if _THEIR_PEOPLE.fullmatch(part):
        return "contact", "、".join(str(scene.value(mark)) for mark in scene.of_kind(CONTACT, span))
    if re.fullmatch(rf"(?:[\u4e00-\u9fff]{{2,3}}那家)?{C}", part):
        return "customer", scene.of_kind(CUSTOMER, span)[0].value[0]
    if scene.of_kind(PHONE, span):
        return "phone", scene.of_kind(PHONE, span)[0].value[0]
    return _value_alone(scene, span, part)


def _value_alone(scene: Scene, span: Span, part: str) -> tuple[str, str] | None:
    amounts, days = scene.amounts_in(span), scene.dates(span, past=True)
    if days:
        ahead = as_slot(scene.dates(span, past=False)[0])
        gone = iso(as_slot(days[0])) <= scene.now.strftime("%Y-%m-%dT%H:%M")
        if len(part) - (days[0].span[1] - days[0].span[0]) > 6:
            return None
        return (
            ("occurred_on", iso(as_slot(days[0])))
            if gone and not scene.is_nearer_ahead(days[0])
            else ("next_follow_up", iso(ahead))
        )
    if amounts and len(part) - (amounts[0].span[1] - amounts[0].span[0]) <= 3:
        return "amount", plain(amounts[0].value)
    counted = _COUNTED.fullmatch(part)
    if counted:
        return "qty", counted[1]
    bare = read_number(part) if len(part) > 1 else None  # 是两千五不是两千
    if bare is not None and bare >= _A_SUM and bare == int(bare) and not part.isdigit():
        return "amount", plain(bare)
    kind = kind_in(part)
    return ("kind", kind) if kind and len(part) <= 6 else None
