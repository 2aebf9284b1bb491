"""The slots of what is kept about customers, where the words as a whole say that it is meant."""

from __future__ import annotations

from bot.understanding.jobs import DEPARTMENT
from bot.understanding.lazy import lazy
from bot.understanding.marks import COLLEAGUE, C
from bot.understanding.persons import NAME
from bot.understanding.readers.customer_facts import field_of, value_at
from bot.understanding.readers.customers import industry_in, source_in
from bot.understanding.readers.fields import CUSTOMER_FIELDS, LABEL, slot_of
from bot.understanding.readers.handovers import name_of, people_in
from bot.understanding.readers.job_titles import JOB, person_in
from bot.understanding.readers.scopes import given, region
from bot.understanding.reading import Slots
from bot.understanding.scene import Scene, Span

_LABEL = lazy(LABEL)
# 孔丽 in a piece of its own, or behind 叫: a name though nothing else shows it.
_A_NAME = lazy(rf"(?:^|(?<=[,，。;:： ])|(?<=叫))(?P<name>{NAME})(?=[,，。; (（\ue007\ue008]|$)")
_NO_NAME = lazy(rf"(?:{JOB}|{DEPARTMENT})|登|存|加|录|记|收|补|添|改")
# 湘骐的规模填一千二百人, 档案里备注一句“只收承兑”: a field by any name.
_ANY_FACT = lazy(
    rf"(?:{C}(?:公司)?的?|(?:资料|档案|卡片)[里中]?(?:头)?的?|[把将])(?P<label>[\u4e00-\u9fff]{{2,6}}?)"
    r"(?:那?一?[栏项行]|字段)?(?:(?:填|写|换|更|调|改|设|降|升)(?:成|为|到|上|叫)?|(?:再?加|添)(?:一?个|一[句条])|一[句条])(?P<value>(?!一?[下档级])[^,，。;\n]{1,24})"
)
_NO_LABEL = lazy(r"资料|档案|信息|报价|方案|合同|项目|[了过把给的从由]")
_OF_THE_GIVER = lazy("的?(?:全部|所有)?(?:客户|户头|单位|名下|盘子|资源)")


def person(scene: Scene, span: Span) -> Slots:
    """Somebody of theirs: the name, the job, how to reach them."""
    said = person_in(scene, span)
    if "contact" not in said:
        alone = scene.find(_A_NAME, span)
        said |= given(contact=scene.said(alone.span("name")) if alone and not _NO_NAME.search(alone["name"]) else None)
    return given(customer=scene.customer_in(span), **said)


def newcomer(scene: Scene, span: Span) -> Slots:
    """A customer that nobody has entered."""
    said = person(scene, span)
    name, _ = said.pop("customer", None), said.pop("title", None)
    return said | given(
        name=name if isinstance(name, str) else None, region=region(scene, span),
        industry=industry_in(scene, span), source=source_in(scene, span),
    )  # fmt: skip


def passed_on(scene: Scene, span: Span) -> Slots:
    """Who gives and who gets: of two in a row the first gives; of one, what stands behind the name says it."""
    givers, takers = people_in(scene, span)
    ours = [(one.start, one.end) for one in scene.of_kind(COLLEAGUE, span)]
    if len(ours) > 1 and not (givers and takers):
        givers, takers = ours[:1], ours[-1:]
    elif ours and (not givers or givers == takers):
        gives = _OF_THE_GIVER.match(scene.painted, ours[0][1]) is not None
        givers, takers = (ours[:1], []) if gives else (givers, takers or ours[:1])
    return given(
        customer=scene.customer_in(span),
        from_person=name_of(scene, givers[0] if givers else None),
        to_person=name_of(scene, takers[0] if takers else None),
    )


def fact(scene: Scene, span: Span) -> Slots:
    """Which field is meant, and its new value where one stands behind it."""
    customer = given(customer=scene.customer_in(span))
    found = scene.find(_ANY_FACT, span)
    if found and not _NO_LABEL.search(found["label"]):
        field = field_of(found["label"])
        return customer | given(field=field, value=value_at(scene, field, found.span("value")))
    labels = [slot_of(label[0]) for label in _LABEL.finditer(scene.painted, *span)]
    return customer | given(field=next((one for one in labels if one in CUSTOMER_FIELDS), None))
