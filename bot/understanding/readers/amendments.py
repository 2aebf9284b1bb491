"""Correcting the last record by words: 不对，是李经理; 金额改成35万."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.understanding.marks import CONTACT, CUSTOMER, PHONE, C, P, Q
from bot.understanding.readers.fields import CUSTOMER_FIELDS, LABEL, iso, kind_in, plain, slot_of, value_of
from bot.understanding.reading import Found, reads
from bot.understanding.resolve import WHOLE
from bot.understanding.scene import Scene, Span
from bot.understanding.when import as_slot
from domain.dialogue import AmendLast

_LAST = r"(?:刚才|刚刚|刚|上面|上一?条|上条|那条|前面|上)(?:我)?(?:那|的|一|条|个|次|记录|说|写|记|录)*"
_WRONG = (
    r"(?:不对|不是|错了|搞错了?|弄错了?|记错了?|说错了?|写错了?|打错了?|输错了?|填错了?|录错了?|更正(?:一下)?|"
    r"纠正(?:一下)?|改一下|改下|修改(?:一下)?|修正(?:一下)?|口误|笔误|哦不|不不|等等|更新一下|订正)"
)
_TO = (
    r"(?:改成|改为|改到|改作|改|换成|换为|更正为|修改为|修改成|修正为|调整为|调成|变成|更新为|更新成|应该是|"
    r"应为|应当是|其实是|实际是|实际上是|是|写成|为|调到|推迟到|提前到|设为|填)"
)
_OPEN = re.compile(
    rf"^(?:哦|呃|哎|唉|啊|嗯|不好意思|抱歉|那个|等下|"
    rf"[, !。])*(?:{_LAST})?(?:的)?(?P<label>{LABEL})?(?:是)?(?:我)?{_WRONG}(?:了)?[,。!:: ]*(?:{_LAST})?(?:的)?(?:应该|"
    rf"其实|实际上?|确切说)?[,]?(?:(?P<label2>{LABEL})(?:{_TO})?|(?:{_TO}))?[ :]*(?P<value>.{{1,40}}?)$"
)
_FIELD = re.compile(
    rf"^(?:(?:不对|错了|更正)[,，][^,，。]{{0,10}}[,，])?(?:哦|呃|哎|那个|请|麻烦|帮我|你|不对|错了|更正|"
    rf"[, !。:])*(?:把|将)?(?:{_LAST})?(?:的|里的?|"
    rf"里面的?)?(?:那个)?(?P<label>{LABEL})(?:[,:]| )*(?:写错了?|错了|不对|记错了?|搞错了?|说错了?|填错了?|"
    rf"有误|要改|改一下|改下)?[,。: ]*(?P<to>{_TO})[ :]*(?P<value>.{{1,40}}?)$"
)
_NOT_BUT = re.compile(
    r"^(?:哦|呃|哎|那个|不对|错了|搞错了|说错了|[, !。])*(?:是|"
    r"应该是)?(?P<right>[^,。是不]{1,20}?)[,]?(?:而)?不是(?P<wrong>[^,。]{1,20})$"
)
_BUT = re.compile(
    r"^(?:哦|呃|哎|那个|不对|错了|搞错了|说错了|"
    r"[, !。])*(?P<label>)?不是(?P<wrong>[^,。]{1,20}?)[, ]*(?:应该)?(?:而)?是(?P<right>[^,。]{1,20})$"
)
_ASIDE = re.compile(
    r"[,，]?(?:而)?不是.{1,16}$|(?:吧|啊|哈|呀|谢谢|哦|麻烦(?:改|你)?.{0,4}|帮我?改.{0,4}|才对|[。! ])+$"
)
_OTHER_WORK = re.compile(rf"{C}的?{LABEL}|{Q}|提醒|拜访了|报价 |导出|查")


@reads(AmendLast)
def amend(scene: Scene) -> Iterator[Found]:
    whole = scene.painted.rstrip(" 。!~,")
    start = len(whole) - len(whole.lstrip())
    for pattern in (_BUT, _NOT_BUT, _FIELD, _OPEN):
        found = pattern.match(whole[start:])
        read = _read(scene, found, start) if found and not _OTHER_WORK.search(whole) else None
        if read:
            slots: dict[str, object] = {"field": read[0], "value": read[1]}
            yield Found(AmendLast, (0, len(scene.text)), slots, WHOLE, why="corrects the last record", carries=False)
            return


def _read(scene: Scene, found: re.Match[str], start: int) -> tuple[str, str] | None:
    group = found.groupdict()
    name = "value" if "value" in group else "right"
    span = (start + found.start(name), start + found.end(name))
    tail = _ASIDE.search(scene.painted[span[0] : span[1]])
    span = (span[0], span[0] + tail.start()) if tail and tail.start() else span
    label = group.get("label") or group.get("label2")
    if label:
        field = slot_of(label)
        if field in CUSTOMER_FIELDS - {"phone"} and scene.of_kind(CUSTOMER):
            return None
        value = value_of(scene, field, span)
        return (field, value) if value else None
    return _guessed(scene, span)


def _guessed(scene: Scene, span: Span) -> tuple[str, str] | None:
    """The field that a value alone belongs to: a person, a customer, a day, a sum, a kind."""
    part = scene.painted[span[0] : span[1]]
    if re.fullmatch(rf"(?:{C}的?)?(?:{P}[和、]?)+", part):
        return "contact", "、".join(str(scene.value(mark)) for mark in scene.of_kind(CONTACT, span))
    if re.fullmatch(C, part):
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
        return ("occurred_on", iso(as_slot(days[0]))) if gone else ("next_follow_up", iso(ahead))
    if amounts and len(part) - (amounts[0].span[1] - amounts[0].span[0]) <= 3:
        return "amount", plain(amounts[0].value)
    kind = kind_in(part)
    return ("kind", kind) if kind and len(part) <= 6 else None
