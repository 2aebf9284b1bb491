"""Facts about a customer changed by a form: 客户资料更新 客户：博泽 行业：风电 区域：华北."""

from __future__ import annotations

from collections.abc import Iterator

from bot.understanding.lazy import lazy
from bot.understanding.marks import CUSTOMER, MARK, C
from bot.understanding.readers.customer_facts import FACT, field_of
from bot.understanding.readers.fields import value_of
from bot.understanding.reading import Found, reads
from bot.understanding.scene import Scene, Span
from domain.customers import UpdateCustomer

_CHANGE = r"(?:修改|更新|变更|更正|调整|编辑)"
_RECORD = r"客户(?:的)?(?:基本|主)?(?:信息|资料|档案|数据|字段)?"
_HEAD = lazy(
    rf"^[ 【\[#]*(?:请|帮我?|麻烦|提交|申请)*(?:{_CHANGE}(?:一下|下)?{_RECORD}|{_RECORD}{_CHANGE}(?:申请|单|表|登记)?|{_CHANGE}字段)(?=[】\]:：,，|/\n ]|{MARK})"
)
# One fact in two fields: 字段：行业 新值：风电.
_PAIR = lazy(
    rf"(?:字段|变更项|修改项|项目|内容)(?:名称?)?[:= ]*{FACT}[^:]{{0,3}}?(?:[,;|\n ]+(?:原值|旧值|原|旧|变更前|修改前)[:= ]*[^,，;|\n ]{{1,20}})?[,，;|\n ]+(?:新值|新|变更后|修改后|改[成为]|变更为|值|更新为)[:= ]*(?P<value>[^,，;|\n]{{1,40}})"
)
_FIELD = lazy(
    rf"{FACT}(?:[ ]*(?:[:=]|改[成为]|变更为|→|->|=>)[ ]*|[ ]+)(?:改[成为]|变更为)?(?P<value>[^,，;；|\n ]{{1,40}})"
)
# 客户等级调整：甬砺 B→A，锡暄 A→C
_ONE_FACT = lazy(rf"^(?:请|帮我?|麻烦)*{FACT}(?:{_CHANGE})(?:一下|下|如下)?[:：\n ]+(?={C})")
_OF_EACH = lazy(rf"{C}(?:的|由|从|改[成为到]|[:： ])*(?P<value>[^,，;；、。\n\ue001]{{1,40}})")
_OLD = lazy(r"[^,，;|\n]{1,20}?(?:→|->|=>|改[成为]|变更为|变成)[ ]*")


@reads(UpdateCustomer, _HEAD)
def changed_by_a_form(scene: Scene) -> Iterator[Found]:
    """One for each field behind the head."""
    head = _HEAD.match(scene.painted)
    marks = scene.of_kind(CUSTOMER)
    if not head or len(marks) != 1:
        return
    pairs = list(_PAIR.finditer(scene.painted, head.end()))
    numbers = scene.numbers_of((0, len(scene.painted)))
    for place, found in enumerate(pairs or _FIELD.finditer(scene.painted, head.end())):
        field, span = field_of(found["label"]), _new(scene, found.span("value"))
        value = value_of(scene, field, span)
        at = (0 if not place else found.start(), found.end())
        slots = {"customer": scene.value(marks[0]), "field": field, "value": value}
        if value:
            yield Found(UpdateCustomer, at, slots, 94.0, numbers if not place else frozenset(), "a form")


@reads(UpdateCustomer, _ONE_FACT)
def one_fact_of_several(scene: Scene) -> Iterator[Found]:
    """The fact is named once, and each customer behind it with its value."""
    head = _ONE_FACT.match(scene.painted)
    field = field_of(head["label"]) if head else ""
    each = list(_OF_EACH.finditer(scene.painted, head.end())) if head else []
    for found in each if len(each) > 1 else ():
        value = value_of(scene, field, _new(scene, found.span("value")))
        slots = {"customer": scene.customer_in(found.span()), "field": field, "value": value}
        yield Found(UpdateCustomer, found.span(), slots, 94.0, scene.numbers_of(found.span()), "a fact of each")


def _new(scene: Scene, span: Span) -> Span:
    """Of B→A the A."""
    old = _OLD.match(scene.painted, *span)
    return (old.end(), span[1]) if old else span
