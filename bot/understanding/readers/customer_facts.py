"""What is known about a customer, set right: 把博泽的行业改成新能源汽车."""

from __future__ import annotations

import re

from bot.understanding.clauses import Clause
from bot.understanding.marks import CUSTOMER, EMAIL, PHONE, C
from bot.understanding.mood import asks, is_rumour
from bot.understanding.readers.deal_words import STAGE_SAID
from bot.understanding.readers.fields import FIELDS, slot_of, value_of
from bot.understanding.readers.scopes import given
from bot.understanding.reading import Found, reads
from bot.understanding.scene import Scene, Span
from domain.cities import REGIONS
from domain.customers import UpdateCustomer

# What a customer's card holds beside the slots that have names.
_ON_CARD = (
    "客户等级|客户级别|客户分级|信用等级|等级|级别|办公地址|公司地址|收货地址|注册地址|通讯地址|地址|厂址|税号|规模|性质|类型|主营业务|主营|主要产品|官网|网址|"
    "邮编|法人|简称|开户行|账号|address|level"
)
_CARD_SLOTS = frozenset("industry region phone email source name contact".split())
_NAMED = "|".join(sorted((label for label, slot in FIELDS.items() if slot in _CARD_SLOTS), key=len, reverse=True))
_LABEL = re.compile(
    rf"(?P<label>(?:(?<=的)(?:公司|开票|收货))?(?:{_ON_CARD})|{_NAMED}|industry|region|source|phone|email)(?:信息|字段|归属)?(?:[那这]?一?[栏项格]|那块)?"
)
# A telephone or a person is somebody's where it stands behind the name, and no way to talk.
_TALKED = re.compile(
    r"[里中上]|[打聊讲说谈通](?:了|过|完|得|到(?=[一-龥]))|(?:沟通|[聊谈说讲问催]|告知|反馈|联系|拜访|确认)(?!错)"
)
_REACHED = re.compile(r"[\ue007\ue008]")
_REACH = re.compile(r"(?:[\ue001\ue010的]|^|[,，;: ]|联系|把|公司|那边|办公|座机)$")
# Words after which the new value stands: they say a change alone, or only where a change is ordered.
_SET = re.compile(
    r"(?:更改|更新|调整|变更|修改|修正|更正|订正|设置?|改|换|变|调|写|填|标|定|升|降|记|挪|划|归)(?:成|为|到|作|做|至|入|回)了?|提[升高]到?|(?<=[a-z])提到|(?<=[a-z]) to |"
    r"(?:应该|应当|实际|其实|现在|目前|正确的?|新的?|最新的?|真正|已经)(?:的|上)?(?:应该)?(?:是|为|叫|在)|应[是为]|不是[^,，。;]{1,10}[,，]?是|→|->|=>|(?:change|set|update)d? to"
)
_STRAIGHT = re.compile(
    r"(?:给我|帮我|帮忙|要|得|需要|直接|全部|统一|[ ])*(?:改|换|调|变更|更新|填|设|升|降|补)(?:上|[ ])?(?![一下了吧成为到个过动正回改新善整至作做]|$)"
)
_VALUE = re.compile(r"[ :：“”\"'「」]*(?P<value>[^,，。;；\n!！]{1,40})")
_CHANGE = (
    r"(?:修改|更新|更改|变更|更正|纠正|修正|订正|调整|完善|维护|编辑|补充|补(?:一?下|上)|刷新|"
    r"(?<!整)改(?!善|进|造|天|日|期|款|单|模|版)|(?:写|填|录|登|搞|弄|记|选)错|不对|有误|错了|变了|换了|搬[了到去至家]|update|change|edit)"
)
_CHANGES = re.compile(_CHANGE)
_ONLY_IS = re.compile(rf"(?:{_CHANGE}(?:一下|下|了)?)?(?:是|为|叫|=|[:：,， ])+")
_ACROSS = re.compile(rf"[^,，。;]{{0,12}}(?:{_CHANGE})?[^,，。;]{{0,6}}[,，](?:他们|就|那就|[ ])*")
_ABOUT = re.compile(rf"{C}(?:公司|这个客户|这家|那边|这边)?的?(?:客户)?(?:信息|资料|档案|字段)")
# 一般不说改什么: the customer goes to another region, or moves to another place.
_TO_REGION = re.compile(
    rf"{C}(?:公司|这个客户|这家)?[^,，。;\ue001-\ue010]{{0,8}}?(?:调整|改|划|转|归|分|并|挪|移|调)(?:到|去|给|归|为|成|入|进|至)+(?P<value>(?:{'|'.join(REGIONS)})(?:大?区)?)"
)
_BELONGS = re.compile(
    rf"{C}(?:这个客户|这家)?(?:现在|以后)?(?:归属?|属于?)(?P<value>(?:{'|'.join(REGIONS)})(?:大?区)?)"
)
_MOVED = re.compile(rf"{C}[^,，。;\ue001-\ue010]{{0,8}}?搬(?:到|去|至)了?(?P<value>[^,，。;\n了]{{2,20}})")
_ANY_LABEL = re.compile(
    rf"{C}(?:那边|这边|公司)?(?:这个客户)?(?:的)?(?P<label>[\u4e00-\u9fff]{{2,6}}?)(?:从[^,，。;]{{1,10}})?(?:改|换|更新|调整|变更|修改|设)(?:成|为|到)"
)
_NO_LABEL = re.compile(
    r"方案|报价|需求|回款|款$|那笔|上次|刚才|图纸|项目|商机|合同|阶段|交期|技术|单子|价格|版本|提醒|那[个单]|轴|产品|[了过着从把给]|下次|跟进|拜访|时间|日期|图$|件$|要求|希望|想|说|提出"
)
_RECORD = re.compile(r"刚才|刚刚那|那条|上一?条|刚录|刚记|拜访记录|跟进记录")
_TAIL = re.compile(rf"(?:[ ,，]|帮我|麻烦|请|给我|谢谢|了|吧|就行|即可|才对|{_CHANGE}(?:一下|下|过来|一改|啦)?)+$")
_REACHES = re.compile(r"[\ue007\ue008@]|\d[\d -]{5}")
_HEAD_AT_MOST = 8
_SURE, _CARRIED, _OPEN = 82.0, 60.0, 83.0


@reads(UpdateCustomer)
def update(scene: Scene) -> list[Found]:
    """One for each fact that is to be changed."""
    made: list[Found] = []
    for clause in scene.clauses:
        if is_rumour(scene, clause) or _RECORD.search(_sentence(scene, clause)):
            continue
        found = (
            _moved(scene, clause) or _labelled(scene, clause) or _of_any_name(scene, clause) or _about(scene, clause)
        )
        if found and ("value" in found.slots or not made):
            made.append(found)
    return made


def _labelled(scene: Scene, clause: Clause) -> Found | None:
    label = scene.find(_LABEL, (clause.start, clause.end))
    if not label or not _is_fact(scene, clause, label):
        return None
    field, end = _field(label["label"]), _end(scene, clause)
    ordered = _CHANGES.search(scene.painted, _head(scene, clause), end)
    value = _new_value(scene, field, label.end(), end) or (
        _plain_value(scene, field, label.end(), end) if ordered else None
    )
    if value and field in ("phone", "email") and not _REACHES.search(scene.painted, *value):
        return None  # 电话 说要降到18块
    customer, score, numbers = _whose(scene, clause)
    if customer is None or (value is None and (asks(scene, clause) or not _is_ordered(scene, clause, label))):
        return None
    typed = value_of(scene, field, value) if value else None
    span = (clause.start, max(value[1] if value else 0, label.end()))
    numbers |= scene.numbers_of(span) | _asked_behind(scene, span[1])
    slots = given(customer=customer, field=field, value=typed)
    return Found(UpdateCustomer, span, slots, score if typed else _OPEN, numbers, "a fact about a customer")


def _head(scene: Scene, clause: Clause) -> int:
    """更新： before it belongs to it."""
    before = [c for c in scene.sentence(clause) if c.number < clause.number]
    short = all(c.end - c.start <= _HEAD_AT_MOST for c in before)
    return before[0].start if before and short else clause.start


def _is_fact(scene: Scene, clause: Clause, label: re.Match[str]) -> bool:
    reach = slot_of(label["label"]) in ("phone", "email", "contact")
    if reach and _TALKED.match(scene.painted, label.end(), clause.end):
        return False  # 电话里说要改包装
    if slot_of(label["label"]) == "contact" and _REACHED.search(
        scene.painted, label.end(), _sentence_end(scene, clause)
    ):
        return False  # 对接人换成曹阳，电话139… is a new person
    return not reach or _REACH.search(scene.painted[clause.start : label.start()]) is not None


def _field(label: str) -> str:
    """The slot, or the label itself: 类型 of a customer is no kind of contact."""
    slot = slot_of(label)
    return slot if slot in _CARD_SLOTS else label


def _new_value(scene: Scene, field: str, start: int, end: int) -> Span | None:
    """Behind the last word that sets it, else right behind 改."""
    words = [
        found.end()
        for found in _SET.finditer(scene.painted, start, end)
        if "," not in (between := scene.painted[start : found.start()].replace("，", ",")) or _ACROSS.fullmatch(between)
    ]
    straight = _STRAIGHT.match(scene.painted, start, end) if field != "contact" else None
    for place in (*reversed(words), *((straight.end(),) if straight else ())):
        value = _from(scene, place, end)
        if value:
            return value
    return None


def _plain_value(scene: Scene, field: str, start: int, end: int) -> Span | None:
    """更新博泽资料：行业 汽车; 地址是苏州，改一下; 邮箱更新下，pm@…."""
    reach = scene.of_kind(PHONE if field == "phone" else EMAIL, (start, end)) if field in ("phone", "email") else []
    if reach:
        return reach[0].start, reach[0].end
    if field == "contact":
        return None
    link = _ONLY_IS.match(scene.painted, start, end)
    value = _from(scene, link.end() if link else start, end)
    if not link and (
        scene.clause_at(start).start == scene.clauses[0].start or (value and value[1] - value[0] > _HEAD_AT_MOST)
    ):
        return None
    return value if value and not _CHANGES.match(scene.painted, value[0]) else None


def _from(scene: Scene, place: int, end: int) -> Span | None:
    found = _VALUE.match(scene.painted, place, end)
    if not found:
        return None
    start, stop = found.span("value")
    tail = _TAIL.search(scene.painted, start, stop)
    stop = tail.start() if tail else stop
    return (start, stop) if scene.painted[start:stop].strip() else None


def _is_ordered(scene: Scene, clause: Clause, label: re.Match[str]) -> bool:
    """Somebody is to change it, in this clause or right behind it: 行业改一下."""
    behind = scene.painted[label.end() : _sentence_end(scene, clause)]
    before = scene.painted[clause.start : label.start()]
    return bool(
        re.match(rf"[^,，。;]{{0,6}}{_CHANGE}", behind) or re.search(rf"{_CHANGE}(?:一下|下)?(?:客户)?{C}的?$", before)
    )


def _whose(scene: Scene, clause: Clause) -> tuple[object | None, float, frozenset[int]]:
    """The customer of the clause, of the one before that only names it, or of the message."""
    here = scene.customer_in((clause.start, clause.end))
    if here:
        return here, _SURE, frozenset()
    before = [c for c in scene.sentence(clause) if c.number < clause.number]
    named = [c for c in before if _only_names(scene, c)]
    if named:
        return scene.customer_in((named[-1].start, named[-1].end)), _SURE, frozenset(c.number for c in named)
    behind = scene.of_kind(CUSTOMER, (clause.end, _sentence_end(scene, clause)))
    earlier = scene.of_kind(CUSTOMER, (0, clause.start))
    marks = earlier[-1:] or behind[:1]
    return (scene.value(marks[0]) if marks else None), _CARRIED, frozenset()


def _only_names(scene: Scene, clause: Clause) -> bool:
    return bool(
        re.fullmatch(
            rf"(?:把|将|客户|更新|修改|资料|信息|[:： ])*{C}(?:公司|这个客户|这家|那边|的|资料|信息|变更|更新|调整|修改)*",
            scene.part(clause),
        )
    )


def _of_any_name(scene: Scene, clause: Clause) -> Found | None:
    """A field that we do not know: 博泽的付款习惯改成月结."""
    label = scene.find(_ANY_LABEL, (clause.start, clause.end))
    if not label or _NO_LABEL.search(label["label"]) or slot_of(label["label"]) != label["label"]:
        return None
    value = _from(scene, label.end(), clause.end)
    if not value or STAGE_SAID.match(scene.painted, *value):
        return None  # 把后副车架调到报价审批阶段 moves a deal
    slots = given(
        customer=scene.customer_in(label.span()), field=label["label"], value=value_of(scene, label["label"], value)
    )
    return Found(
        UpdateCustomer, (label.start(), value[1]), slots, _SURE, frozenset((clause.number,)), "a fact about a customer"
    )


def _moved(scene: Scene, clause: Clause) -> Found | None:
    span = (clause.start, clause.end)
    found = scene.find(_TO_REGION, span)
    field = "region"
    if not found and re.search(r"改|更新|变更|修改", scene.painted[clause.start : _sentence_end(scene, clause)]):
        found = scene.find(_BELONGS, span)
        found, field = (found, "region") if found else (scene.find(_MOVED, span), "地址")
    if not found:
        return None
    slots = given(customer=scene.customer_in(span), field=field, value=value_of(scene, field, found.span("value")))
    numbers = frozenset((clause.number,)) | _asked_behind(scene, found.end())
    return Found(UpdateCustomer, found.span(), slots, _SURE, numbers, "a fact about a customer")


def _about(scene: Scene, clause: Clause) -> Found | None:
    """Something is to be changed, and nobody has said what: 把博泽的信息改一下."""
    part = scene.part(clause)
    if not scene.find(_ABOUT, (clause.start, clause.end)) or not _CHANGES.search(part) or asks(scene, clause):
        return None
    if (
        len(part) > 24
        or scene.find(_LABEL, (clause.end, _sentence_end(scene, clause)))
        or re.search(r"了[吧 ]?$", part)
    ):
        return None
    slots = given(customer=scene.customer_in((clause.start, clause.end)))
    return Found(UpdateCustomer, (clause.start, clause.end), slots, _OPEN, frozenset((clause.number,)), "to be changed")


def _asked_behind(scene: Scene, place: int) -> frozenset[int]:
    """帮我改一下 behind the value belongs to it."""
    tail = next((c for c in scene.clauses if c.start >= place), None)
    return frozenset((tail.number,)) if tail and _TAIL.fullmatch(scene.part(tail)) else frozenset()


def _end(scene: Scene, clause: Clause) -> int:
    """Up to the next clause with a fact of its own."""
    for later in scene.sentence(clause):
        label = scene.find(_LABEL, (later.start, later.end)) if later.number > clause.number else None
        if label and _new_value(scene, _field(label["label"]), label.end(), later.end):
            return later.start
    return _sentence_end(scene, clause)


def _sentence_end(scene: Scene, clause: Clause) -> int:
    return scene.sentence(clause)[-1].end


def _sentence(scene: Scene, clause: Clause) -> str:
    clauses = scene.sentence(clause)
    return scene.painted[clauses[0].start : clauses[-1].end]
