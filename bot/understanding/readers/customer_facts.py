"""What is known about a customer, set right: 把博泽的行业改成新能源汽车."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.understanding.clauses import Clause
from bot.understanding.marks import C
from bot.understanding.mood import asks
from bot.understanding.readers.deal_words import STAGE_SAID
from bot.understanding.readers.fields import LABEL, slot_of, value_of
from bot.understanding.readers.scopes import given
from bot.understanding.reading import Found, reads
from bot.understanding.scene import Scene
from domain.customers import UpdateCustomer

_SET = (
    r"(?:更改为|更改成|变为|换做|改成|改为|改到|改作|更新为|更新成|更新到|调整为|调整到|调到|变更为|"
    r"变更成|换成|换为|设为|设成|设置为|"
    r"修改为|修改成|修正为|更正为|写成|填成|填|标成|标为|定为|升到|升为|降为|降到)"
)
_WHOSE = rf"(?P<c>{C}|它|他们|她们|该客户|这个客户|这家)(?:那边|这边)?"
_UPDATE = (
    re.compile(rf"(?:把|将|帮我|请|麻烦)?(?:客户)?{_WHOSE}(?:公司)?(?:这个客户)?(?:的)?(?P<label>{LABEL}|"
rf"[\u4e00-\u9fff]{{2,6}}?)(?:信息|"
rf"一栏)?(?:从[^,。]{{1,10}})?[ ]?{_SET}(?:了)?[ :：]?(?P<value>[^,，。;\n]{{1,30}})"),
    re.compile(rf"(?P<c>{C})(?:的)?(?P<label>{LABEL}|等级|级别|地址|税号|规模|性质|类型)(?:应该)?(?:是|为|"
rf"[:：])(?P<value>[^,，。;\n]{{1,24}})[,， ]?(?:帮我|麻烦|请)?(?:改|更新|修正|修改|更正|补)(?:一下|下|"
rf"上|过来)"),
    re.compile(rf"(?:更新|修改|变更|更正|纠正|修正|改|调整|完善|补充)(?:一下|"
rf"下)?[:： ]?(?:客户)?(?P<c>{C})(?:的)?(?P<label>{LABEL}|"
rf"[\u4e00-\u9fff]{{2,6}}?)(?:信息)?(?:[:：,，]?[ ]?(?:为|成|到|是|改成|改为|换成|更新为|应该是)|"
rf"[:：,，]|[ ](?=[\ue007\ue008]))[ ]?(?P<value>[^,，。;\n]{{1,30}})"),
    re.compile(rf"(?P<c>{C})(?:的)?(?P<label>{LABEL}|等级|级别|地址|规模)(?:更新|修改|改|变更|调整)(?:一下|下|"
rf"了)?(?:[:：,，]|为|成)[ ]?(?:应该是|改成|是|现在是)?(?P<value>[^,，。;\n]{{1,30}})"),
    re.compile(rf"(?P<c>{C})(?:这个客户|这家)?(?:换|搬|改)(?P<label>地址|电话|行业|名字)了[,， ]*(?:改成|新的?(?:地址|"
rf"电话)?(?:是|:)?|是|现在(?:是|在))[ ]?(?P<value>[^,，。;\n]{{1,30}})"),
)  # fmt: skip
_MOVED = re.compile(
    rf"(?P<c>{C})(?:的)?(?:(?P<label>地址|办公地址|厂址|工厂|公司)(?:已经?)?搬|搬)(?:到|去|至)(?:了)?(?P<value>[^,，。;\n了]{{2,20}})(?:了)?[,， ]*(?:改|更新|修改|变更)"
)
# The order without the value: 把博泽的信息改一下.
_ABOUT = re.compile(
    rf"(?:请|帮我?|麻烦|我?想|我?要|把|将|给)*(?P<c>{C})(?:公司|这个客户|那边|这边)?的?(?:客户)?(?:信息|资料|档案|字段|(?P<label>{LABEL}|等级|级别|地址))"
    rf"(?:给我|帮我|要|得|需要)*(?:改|修改|更新|变更|调整|完善|更正)(?:一下|下|改)?(?:吧|[ !])*|"
    rf"(?:请|帮我?|麻烦|我?想|我?要)*(?:改|修改|更新|变更|调整|完善|更正)(?:一下|下)?(?P<c2>{C})的?(?:客户)?(?:信息|资料|档案|(?P<label2>{LABEL}|等级|级别|地址))(?:吧|[ !])*"
)
# 等级改成A where the customer stands in a clause before.
_BARE_FIELD = re.compile(
    rf"(?:^|(?<=[,，。;\n ]))(?:再|并|然后|同时|顺便|另外|还有|也|帮我|请)*(?:把|将)?(?:他们?|客户|它)?的?(?P<label>行业|区域|等级|级别|客户等级|地址|来源|"
    rf"规模)[ ]?{_SET}[ ]?(?P<value>[^,，。;\n]{{1,24}})"
)
_CHANGED = re.compile(
    rf"(?P<c>{C})(?:的)?(?P<label>行业|区域|等级|级别|来源|地址)(?:改|换|"
    rf"调)(?P<value>[^,，。;\n成为到作了一]{{1}}[^,，。;\n]{{0,20}})"
)
_MISTAKEN = re.compile(
    rf"(?P<c>{C})(?:的)?(?P<label>{LABEL}|等级|级别|地址)(?:写错|填错|录错|搞错|记错|错|不对|有误|"
    rf"变)(?:了)?[,， ]*(?:应该是|应为|改成|改为|是|现在是|实际是)[ ]?(?P<value>[^,，。;\n]{{1,30}})"
)
_MOVE = re.compile(
    rf"(?:把|将)?(?P<c>{C})(?:这个客户)?(?:要)?(?:调整?|划|转|归|分|并|改|挪|移)(?:到|去|给|归|为|成|入|"
    rf"进)(?P<value>(?:华东|华南|华北|华中|西南|西北|东北|海外)(?:大?区)?)"
)
_RECORD_FIELDS = frozenset(
    (
        "amount next_follow_up occurred_on expected_close delivery_on signed_on received_on valid_until due "
        "qty unit_price discount stage note kind reason"
    ).split()
)
_NOT_LABEL = re.compile(
    r"(?:方案|报价|需求|回款|款$|那笔|上次|刚才|图纸|项目|商机|合同|阶段|交期|技术|单子|价格|版本|提醒|那[个单]|轴|产品)|[了过着]"
)


@reads(UpdateCustomer)
def update(scene: Scene) -> Iterator[Found]:
    for pattern in (_MOVE, _MISTAKEN, *_UPDATE, _CHANGED, _MOVED):
        found = scene.find(pattern)
        read = _updated(scene, found) if found else None
        if found and read:
            span = found.span()
            tail = next((c for c in scene.clauses if c.start >= span[1]), None)
            more = (
                scene.numbers_of((tail.start, tail.end))
                if tail and re.search(r"改一下|更新一下|改改|修改", scene.part(tail))
                else frozenset()
            )
            slots = given(customer=scene.customer_in(found.span("c")), field=read[0], value=read[1])
            yield Found(UpdateCustomer, span, slots, 82.0, scene.numbers_of(span) | more, "a fact about a customer")
            return
    yield from _bare(scene)
    yield from _ordered(scene)


def _bare(scene: Scene) -> Iterator[Found]:
    """等级改成A: the customer stands before."""
    found = scene.find(_BARE_FIELD)
    before = scene.customer_in((0, found.start())) if found else None
    if not found or not before:
        return
    field = slot_of(found["label"])
    slots = given(customer=before, field=field, value=value_of(scene, field, found.span("value")))
    own = scene.clause_at(found.start())
    named = [c.number for c in scene.sentence(own) if c.number < own.number and _only_names(scene, c)]
    numbers = scene.numbers_of(found.span()) | frozenset(named)
    yield Found(UpdateCustomer, found.span(), slots, 60.0, numbers, "a fact about a customer")


def _only_names(scene: Scene, clause: Clause) -> bool:
    return bool(re.fullmatch(rf"(?:把|将)?{C}(?:公司|这个客户|这家|那边|的)*", scene.part(clause)))


def _ordered(scene: Scene) -> Iterator[Found]:
    """Something is to be changed, and nobody has said to what."""
    for clause in scene.clauses:
        found = _ABOUT.fullmatch(scene.part(clause))
        if not found or asks(scene, clause):
            continue
        label = found["label"] or found["label2"]
        if label and slot_of(label) == "stage":
            continue
        customer = scene.customer_in((clause.start, clause.end))
        slots = given(customer=customer, field=slot_of(label) if label else None)
        yield Found(
            UpdateCustomer, (clause.start, clause.end), slots, 83.0, frozenset((clause.number,)), "to be changed"
        )
        return


def _updated(scene: Scene, found: re.Match[str]) -> tuple[str, str] | None:
    label = found.groupdict().get("label")
    span = found.span("value")
    if found.re is _MOVED:
        label = "地址"
    if label is None:
        return "region", value_of(scene, "region", span) or found["value"]
    if label not in ("地址", "等级", "级别") and (_NOT_LABEL.search(label) and slot_of(label) == label):
        return None
    if slot_of(label) == "stage":
        return None  # the stage is the deal's
    field = label if slot_of(label) == "kind" else slot_of(label)  # 类型 of a customer is no kind of contact
    if field in _RECORD_FIELDS and field not in ("note", "kind") and re.search(r"刚才|那条|上一条", scene.painted):
        return None
    value = value_of(scene, field, span)
    if STAGE_SAID.match(scene.painted, *span) and slot_of(label) == label:
        return None  # 把后副车架调到报价审批阶段 moves a deal
    return (field, value) if value else None
