"""What is known about a customer, set right: 把博泽的行业改成新能源汽车."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from bot.understanding.clauses import Clause
from bot.understanding.jobs import DEPARTMENT, JOB
from bot.understanding.lazy import lazy
from bot.understanding.marks import CUSTOMER, C, P
from bot.understanding.mood import asks, is_rumour, is_wish
from bot.understanding.once import once
from bot.understanding.readers.deal_words import STAGE_SAID
from bot.understanding.readers.fields import FIELDS, slot_of, value_of
from bot.understanding.readers.new_values import CHANGE, CHANGES, HEAD_AT_MOST, TAIL, new_value, plain_value, value_from
from bot.understanding.readers.scopes import given
from bot.understanding.reading import Found, reads
from bot.understanding.scene import Scene, Span
from domain.cities import REGIONS
from domain.customers import UpdateCustomer

# What a customer's card holds beside the slots that have names.
_ON_CARD = (
    "客户等级|客户级别|客户分级|信用等级|信用额度|账期(?=字段|那?一?栏)|备注|结算币种|币种|采购模式|员工人数|开票抬头|公司总机|总机|传真号?|新址|等级|级别|分级|办公地址|公司地址|收货地址|注册地址|通讯地址|地址|厂址|税号|规模|性质|类型|主营业务|主营|主要产品|官网|网址|"
    "邮编|法人|简称|开户行|账号|address|level"
)
_CARD_SLOTS = frozenset("industry region phone email source name contact".split())
_NAMED = "|".join(sorted((label for label, slot in FIELDS.items() if slot in _CARD_SLOTS), key=len, reverse=True))
FACT = rf"(?P<label>(?:(?<=的)(?:公司|开票|收货))?(?:{_ON_CARD})|{_NAMED}|industry|region|source|phone|email)"
_LABEL = lazy(rf"{FACT}(?:信息|字段|归属)?(?:[那这]?一?[栏项格]|那块)?")
# 地址搬了，新地址成都…
_AGAIN = lazy(rf"(?:新的?|现在的?|正确的?|最新){FACT}(?:[是为叫在]|[:： ])*(?=[^,，。;]{{2}})")
# A telephone or a person is somebody's where it stands behind the name, and no way to talk.
_TALKED = lazy(
    r"[里中上]|[打聊讲说谈通](?:了|过|完|得|到(?=[一-龥]))|(?:沟通|[聊谈说讲问催]|告知|反馈|联系|拜访|确认)(?!错)"
)
_REACHED = lazy(r"[\ue007\ue008]")
_OF_A_PERSON = lazy(r"(?:联系人|通讯录)[里中]?(?:面)?(?:去|吧|[,，。;])*$|名片")
_OF_HIS = lazy(rf"{P}的?(?:联系|办公)?$")
_REACHES = lazy(r"[\ue007\ue008@]|\d[\d -]{5}")
_REACH = lazy(r"(?:[\ue001\ue010的]|^|[,，;: ]|联系|把|公司|那边|那个|办公|座机)$")
_ABOUT = lazy(rf"{C}(?:公司|这个客户|这家|那边|这边)?的?(?:客户)?(?:信息|资料|档案|字段)")
# 一般不说改什么: the customer goes to another region, or moves to another place.
_REGION = rf"(?P<value>(?:{'|'.join(REGIONS)})(?:大?区)?)(?!的|同事|团队|那边|公司|分|仓|市场)"
_TO_REGION = lazy(
    rf"{C}(?:公司|这个客户|这家)?[^,，。;\ue001-\ue010]{{0,8}}?(?:调整|改|划|转|归|分|并|挪|移|调)(?:到|去|给|归|为|成|入|进|至)*{_REGION}"
)
_BELONGS = lazy(rf"{C}[^,，。;\ue001-\ue010]{{0,16}}?(?:归属?|属于?|(?:应该?|其实|实际)(?:是|归|属|在|挂)+){_REGION}")
# 楚昀升级成A类客户, 钜沛升A类吧: the level is meant though not named.
_GRADED = lazy(
    rf"{C}(?:公司|这个客户|这家)?(?:可以|得|要|该|给我|帮我|先|[ ])*(?:升级?|降级?|定级?|评级?|调)(?:成|为|到|至|[ ])*(?P<value>[a-d]类?(?![a-z0-9])|vip|(?:重点|战略|核心|普通|一般)(?=客户|级|$|[,，。;吧]))"
)
_MEANT_REGION = lazy(rf"(?<!不[在是属])(?<!不属于)(?<!从)(?<!由)(?:{'|'.join(REGIONS)})(?:大?区)?")
# 甬砺改名了，现在叫…
_RENAMED = lazy(
    rf"{C}(?:公司|那边|这家)?(?:已经|刚|最近)?(?:改|更|换)(?:了)?(?:公司)?名[字称]?(?:了|[,， ]|现在|以后|成|为|叫|是|改)*(?:叫|为|成|是)(?P<value>[^,，。;\n]{{4,30}})"
)
_MOVED = lazy(rf"{C}[^,，。;\ue001-\ue010]{{0,8}}?搬(?:到|去|至)了?(?P<value>[^,，。;\n了]{{2,20}})")
_ANY_LABEL = lazy(
    rf"{C}(?:那边|这边|公司)?(?:这个客户)?(?:的)?(?P<label>[\u4e00-\u9fff]{{2,6}}?)(?:[从由][^,，。;]{{1,10}})?(?:(?:改|换|更新|调整|变更|修改|设)(?:成|为|到)|调[成为])"
)
# Who asks what is written, or says what still is, changes nothing.
_ENQUIRES = lazy(r"还(?:挂|写|填|标|显示|登记)[着的在是成]|谁|要不要|是不是|该不该|啥|什么|怎么|为何|哪|几时|多久")
_JOB = lazy(rf"(?:{DEPARTMENT}|{JOB})(?:部|那边)?")
_NO_LABEL = lazy(
    r"的人$|方案|报价|需求|回款|款$|那笔|上次|刚才|图纸|项目|商机|合同|阶段|交期|技术|单子|价格|版本|提醒|那[个单]|轴|产品|[了过着从把给]|下次|跟进|拜访|时间|日期|图$|件$|会$|会议|见面|碰面|交流|培训|行程|预约|付$|饭|发货|货期|要求|希望|想|说|提出"
)
# 另外把他们的账期改成45天
_THEIR_LABEL = lazy(
    r"(?:把|将)(?:他们|她们|他家|她家|对方)(?:家|公司)?的(?P<label>[\u4e00-\u9fff]{2,6}?)(?:改|换|变更|调整|更新|调)(?:成|为|到)"
)
_ROW = lazy(rf"(?:(?:和|跟|与|及|、|还有|,|，| )+{C})+")
_OPEN_ORDER = lazy(rf"(?:{CHANGE})[一]?下?$")
_RECORD = lazy(r"刚才|刚刚那|那条|上一?条|刚录|刚记|拜访记录|跟进记录")
_SURE, _CARRIED, _OPEN = 82.0, 60.0, 83.0


@reads(UpdateCustomer, (_LABEL, _ANY_LABEL, _ABOUT, _TO_REGION, _BELONGS, _MOVED, _RENAMED, _GRADED))
def update(scene: Scene) -> list[Found]:
    """One for each fact that is to be changed."""
    made: list[Found] = []
    for clause in scene.clauses:
        if not _is_meant(scene, clause) or _RECORD.search(_sentence(scene, clause)):
            continue
        found = (
            _moved(scene, clause) or _labelled(scene, clause) or _of_any_name(scene, clause) or _about(scene, clause)
        )
        if found and ("value" in found.slots or not made):
            made += _for_each(scene, clause, found)
    return [one for one in made if "value" in one.slots] or made


def field_of(label: str) -> str:
    """The slot, or the label itself: 类型 of a customer is no kind of contact."""
    slot = slot_of(label)
    return slot if slot in _CARD_SLOTS else label


def value_at(scene: Scene, field: str, span: Span) -> str | None:
    """The words there as a value of the field, without what only asks: 改一下."""
    value = value_from(scene, *span)
    return value_of(scene, field, value) if value else None


def _is_meant(scene: Scene, clause: Clause) -> bool:
    return not (is_rumour(scene, clause) or is_wish(scene, clause) or _ENQUIRES.search(scene.part(clause)))


def _for_each(scene: Scene, clause: Clause, found: Found) -> Iterator[Found]:
    """津舸、甬砺的等级都改成A: the same for each of them."""
    marks = scene.of_kind(CUSTOMER, (clause.start, clause.end))
    joined = [one for one in marks[1:] if _ROW.fullmatch(scene.painted[marks[0].end : one.end])]
    values = [scene.value(mark) for mark in (*marks[:1], *joined)]
    if not joined or found.slots.get("customer") not in values:
        yield found
        return
    for place, (mark, value) in enumerate(zip((marks[0], *joined), values, strict=True)):
        at = (mark.start, mark.end) if place else (joined[-1].end, found.at[1])
        slots = {**found.slots, "customer": value}
        yield replace(found, at=at, slots=slots, clauses=found.clauses if not place else frozenset())


def _labelled(scene: Scene, clause: Clause) -> Found | None:
    label = scene.find(_LABEL, (clause.start, clause.end))
    if not label or not _is_fact(scene, clause, label):
        return None
    field, end = field_of(label["label"]), _end(scene, clause)
    ordered = CHANGES.search(scene.painted, _head(scene, clause), end)
    value = new_value(scene, field, label.end(), end) or (
        plain_value(scene, field, label.end(), end) or _which_region(scene, field, (label.end(), end))
        if ordered
        else None
    )
    if value and field in ("phone", "email") and not _REACHES.search(scene.painted, *value):
        return None  # 电话 说要降到18块
    customer, score, numbers = _whose(scene, clause)
    if customer is None or (value is None and (asks(scene, clause) or not _is_ordered(scene, clause, label))):
        return None
    again = scene.find(_AGAIN, value) if value else None
    value = (again.end(), value[1]) if value and again and again.start() == value[0] else value
    typed = value_of(scene, field, value) if value else None
    if typed is None and asks(scene, clause):
        return None
    span = (clause.start, max(value[1] if value else 0, label.end()))
    numbers |= scene.numbers_of(span) | _asked_behind(scene, span[1])
    slots = given(customer=customer, field=field, value=typed)
    return Found(UpdateCustomer, span, slots, score if typed else _OPEN, numbers, "a fact about a customer")


def _which_region(scene: Scene, field: str, span: Span) -> Span | None:
    """地区写错啦，在华中不在华东; 区域不对，挪到华东: the region that is not denied."""
    found = scene.find(_MEANT_REGION, span) if field == "region" else None
    return found.span() if found else None


def _head(scene: Scene, clause: Clause) -> int:
    """更新： before it belongs to it."""
    before = [c for c in scene.sentence(clause) if c.number < clause.number]
    short = all(c.end - c.start <= HEAD_AT_MOST or _OPEN_ORDER.search(scene.part(c)) for c in before)
    return before[0].start if before and short else clause.start


def _is_fact(scene: Scene, clause: Clause, label: re.Match[str]) -> bool:
    reach = slot_of(label["label"]) in ("phone", "email", "contact")
    if reach and _TALKED.match(scene.painted, label.end(), clause.end):
        return False  # 电话里说要改包装
    if reach and _OF_A_PERSON.search(_sentence(scene, clause)) and slot_of(label["label"]) != "contact":
        return False  # …，电话139…，更新到联系人
    if slot_of(label["label"]) == "phone" and _OF_HIS.search(scene.painted, clause.start, label.start()):
        return False  # 周工电话变了
    if slot_of(label["label"]) == "contact" and _REACHED.search(
        scene.painted, label.end(), _sentence_end(scene, clause)
    ):
        return False  # 对接人换成曹阳，电话139… is a new person
    return not reach or _REACH.search(scene.painted[clause.start : label.start()]) is not None


def _is_ordered(scene: Scene, clause: Clause, label: re.Match[str]) -> bool:
    """Somebody is to change it, in this clause or right behind it: 行业改一下."""
    behind = scene.painted[label.end() : _sentence_end(scene, clause)]
    before = scene.painted[clause.start : label.start()]
    return bool(
        re.match(rf"[^,，。;]{{0,6}}{CHANGE}", behind) or re.search(rf"{CHANGE}(?:一下|下)?(?:客户)?{C}的?$", before)
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
    label = scene.find(_ANY_LABEL, (clause.start, clause.end)) or scene.find(_THEIR_LABEL, (clause.start, clause.end))
    if (
        not label
        or _NO_LABEL.search(label["label"])
        or _JOB.fullmatch(label["label"])
        or slot_of(label["label"]) != label["label"]
        or (label["label"][:2] in ("对接", "联系", "负责") and _REACHED.search(_sentence(scene, clause)))
    ):
        return None
    value = value_from(scene, label.end(), clause.end)
    if not value or STAGE_SAID.match(scene.painted, *value):
        return None  # 把后副车架调到报价审批阶段 moves a deal
    if any(when.span[0] == value[0] for when in scene.dates(value, past=False)):
        return None  # 楚昀的会改到周五了
    slots = given(
        customer=scene.customer_in(label.span()) or _whose(scene, clause)[0],
        field=label["label"],
        value=value_of(scene, label["label"], value),
    )
    return Found(
        UpdateCustomer, (label.start(), value[1]), slots, _SURE, frozenset((clause.number,)), "a fact about a customer"
    )


def _moved(scene: Scene, clause: Clause) -> Found | None:
    span = (clause.start, clause.end)
    renamed = scene.find(_RENAMED, (clause.start, _sentence_end(scene, clause)))
    found, field = (renamed, "name") if renamed else (scene.find(_TO_REGION, span), "region")
    if not found and "级别" not in (said := _sentence(scene, clause)) and "等级" not in said:
        found, field = scene.find(_GRADED, span), "等级"
    if not found and re.search(r"改|更新|变更|修改", scene.painted[clause.start : _sentence_end(scene, clause)]):
        found = scene.find(_BELONGS, span)
        found, field = (found, "region") if found else (scene.find(_MOVED, span), "地址")
    if not found:
        return None
    slots = given(customer=scene.customer_in(span), field=field, value=value_of(scene, field, found.span("value")))
    numbers = scene.numbers_of(found.span()) | _asked_behind(scene, found.end())
    return Found(UpdateCustomer, found.span(), slots, _SURE, numbers, "a fact about a customer")


def _about(scene: Scene, clause: Clause) -> Found | None:
    """Something is to be changed, and nobody has said what: 把博泽的信息改一下."""
    part = scene.part(clause)
    if not scene.find(_ABOUT, (clause.start, clause.end)) or not CHANGES.search(part) or asks(scene, clause):
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
    return frozenset((tail.number,)) if tail and TAIL.fullmatch(scene.part(tail)) else frozenset()


def _end(scene: Scene, clause: Clause) -> int:
    """Up to the next clause with a fact of its own."""
    later = (c for c in scene.sentence(clause) if c.number > clause.number and _tells(scene, c))
    return next((c.start for c in later), _sentence_end(scene, clause))


@once
def _tells(scene: Scene, clause: Clause) -> bool:
    label = scene.find(_LABEL, (clause.start, clause.end))
    return bool(label and new_value(scene, field_of(label["label"]), label.end(), clause.end))


def _sentence_end(scene: Scene, clause: Clause) -> int:
    return scene.sentence(clause)[-1].end


def _sentence(scene: Scene, clause: Clause) -> str:
    clauses = scene.sentence(clause)
    return scene.painted[clauses[0].start : clauses[-1].end]
