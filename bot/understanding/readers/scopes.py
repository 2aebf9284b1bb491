"""What a question is about: the time, the region, the person."""

from __future__ import annotations

import itertools
import re

from bot.understanding.clauses import Clause
from bot.understanding.dates import find_periods
from bot.understanding.lazy import lazy
from bot.understanding.marks import COLLEAGUE, CONTACT, CUSTOMER
from bot.understanding.mood import asks
from bot.understanding.numbers import Amount
from bot.understanding.once import once
from bot.understanding.reading import Slots
from bot.understanding.scene import Scene, Span
from bot.understanding.when import Period
from domain.cities import REGIONS

_REGION = lazy(rf"({'|'.join(REGIONS)})(?:大?区|片区|地区|市场|团队|这边)?")
_ROW = lazy(r"(?:的?(?:漏斗|回款|业绩|排行|目标|转化率))?的?[ ]*(?:和|跟|与|及|以及|还有|、)[ ]*")
_MONTH = lazy(r"\d{4}-\d{2}")
_HIM = lazy(r"(?<!其)[他她](?!们|家)")
THEM = lazy(r"他们|他家|它|[这那]家|[这该]个?客户")
# 月底了 and 寄端午粽子 say why it is asked, not for when.
_OCCASION = lazy(r"了|的?(?:粽子|月饼|礼|福利|贺卡|慰问|年货|放假)")
_SOON = 6  # months
_IDLE = lazy(
    r"(?:我要|我想|我|想|要|请|麻烦|帮我|帮忙|给我|发我|来个|来份|来一?[个份]|也|一[并起块]|发|还有|另外|以及|加上|顺便|顺带|然后|同时|再|把|你|咱们?|公司|团队|那组|这组|那边|手下|的|这边|一下|下|看|看看|查|查查|查询|统计|汇总|列|拉个数|拉|报|调|"
    r"出来|出|吧|呢|啊|呀|哈|呗|有没有|是|都|所有|全部|整个|一共|大?区|片区|总的?|[个一份 ?？!。,，:：\ue003\ue001\ue010])+"
)


def period(scene: Scene, span: Span, *, past: bool = True) -> str | None:
    """The first period named in a span."""
    return next((p.value for p in _periods(scene, span, past=past)), None)


def period_near(scene: Scene, span: Span) -> str | None:
    """The same, where a month to come may be meant: 五月份的商机 in April is this year's May."""
    gone, ahead = (next(iter(_periods(scene, span, past=past)), None) for past in (True, False))
    if gone is None or ahead is None or not _MONTH.fullmatch(ahead.value):
        return gone.value if gone else None
    year, month = map(int, ahead.value.split("-"))
    months = (year - scene.now.year) * 12 + month - scene.now.month
    return ahead.value if 0 <= months <= _SOON and year == scene.now.year else gone.value


def _periods(scene: Scene, span: Span, *, past: bool) -> list[Period]:
    found = find_periods(scene.hidden, scene.now, past=past)
    return [
        one
        for one in found
        if span[0] <= one.span[0] and one.span[1] <= span[1] and not _OCCASION.match(scene.painted, one.span[1])
    ]


def joined_periods(scene: Scene, span: Span) -> list[tuple[Span, str]]:
    """上半年和三季度的漏斗: each of the periods that stand in a row."""
    found = _periods(scene, span, past=True)
    joined = [_ROW.fullmatch(scene.mended, one.span[1], other.span[0]) for one, other in itertools.pairwise(found)]
    return [(one.span, one.value) for one in found] if joined and all(joined) else []


def region(scene: Scene, span: Span) -> str | None:
    """The sales region, without 区; one that is part of a customer's name is painted over already."""
    found = scene.find(_REGION, span)
    return found[1] if found else None


def owner(scene: Scene, span: Span) -> str | None:
    """The colleague who is named, or whom 他 means; the sender is left out."""
    found = [mark for mark in scene.of_kind(COLLEAGUE, span) if mark.why == "our own"]
    if not found and scene.find(_HIM, span) and not scene.of_kind(CONTACT, (0, span[0])):
        found = [mark for mark in scene.of_kind(COLLEAGUE, (0, span[0])) if mark.why == "our own"][-1:]
    leads = re.compile(r"(?:的)?(?:团队|小组|组|部门|手下)")
    single = [mark for mark in found if not leads.match(scene.painted, mark.end)] or found
    return single[0].value[0] if single else None


def customer(scene: Scene, span: Span) -> object | None:
    """The customer who is named, or whom 他们 means."""
    named = scene.of_kind(CUSTOMER, span)[:1]
    if not named and scene.find(THEM, span):
        named = scene.of_kind(CUSTOMER, (0, span[0]))[-1:]
    return scene.value(named[0]) if named else None


def asked_before(scene: Scene, clause: Clause) -> Span:
    """去年哪个区域排第一？看下排行: where the sentence before says what is asked; empty if it does not."""
    first = scene.sentence(clause)[0].number
    before = scene.clauses[first - 1] if first else None
    return (before.start, before.end) if before and asks(scene, before) else (0, 0)


def given(**slots: object) -> Slots:
    """The slots that hold something."""
    return {name: value for name, value in slots.items() if value not in (None, "", ())}


def money(amount: Amount | None) -> Slots:
    """The sum, and its currency unless it is yuan."""
    if amount is None:
        return {}
    return given(amount=amount.value, currency=amount.currency if amount.currency != "CNY" else None)


@once
def rest(scene: Scene, clause: Clause) -> str:
    """What remains of a clause without its times, regions, names and idle words: of 看下第三季度华南区的回款, 回款."""
    span = (clause.start, clause.end)
    chars = list(scene.part(clause))
    taken = [p.span for p in find_periods(scene.hidden, scene.now, past=True)]
    taken += [found.span() for found in _REGION.finditer(scene.painted, *span)]
    for start, end in taken:
        if span[0] <= start and end <= span[1]:
            chars[start - span[0] : end - span[0]] = " " * (end - start)
    return _IDLE.sub("", "".join(chars))
