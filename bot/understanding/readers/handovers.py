"""Customers passing from one colleague to another."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.understanding.marks import COLLEAGUE, C, P, W
from bot.understanding.mood import asks, is_wish
from bot.understanding.persons import NAME
from bot.understanding.readers.scopes import given
from bot.understanding.reading import Found, reads
from bot.understanding.scene import Scene, Span
from domain.customers import Handover

_WHO = rf"(?:{W}|{P}|{NAME}|我)"
_GIVE = r"(?:交接|移交|转交|交|转|划|移|给|分配|分|过户|调|转移|划转|让渡|派|归)"
_HANDOVER = (
    re.compile(rf"(?:把|将)?(?P<f>{_WHO})(?:离职了?|要走了?|调岗了?|走了)?[,，]?(?:把)?(?:他|她)?(?:手上|名下|手里|"
rf"手头|负责|跟进?)*(?:华[东南北中]|[西东][南北]|海外)?(?:大?区)?(?:的)?(?:所有|全部|那些|几个|这些)?(?:的)?(?:客户|公司|资源|单子|{C})(?:公司|"
rf"这个客户)?(?:们)?(?:都|全部|全都|全|统统|一并|先|以后|就)*{_GIVE}(?:一下)?(?:给|到|由|归|"
rf"去)?(?:了)?(?:给)?(?P<t>{_WHO})"),
    re.compile(rf"(?P<f>{_WHO})(?:手上|名下|手里|手头|负责|跟)*(?:的)?(?:所有|全部|那几[个家]|那些|这几[个家]|几个)?(?:的)?(?:客户|{C})(?:都|全部|以后|从[^,，。;]{{1,4}}起|今后|往后|先|"
rf"改)*(?:(?:由|让|归|转由|改由|换|给)(?P<t>{_WHO})(?:来)?(?:接手|接管|负责|跟进|跟着?|接|对接|管)?|"
rf"(?P<t2>{W})(?:来)?(?:接手|接管|负责|跟进|对接))"),
    re.compile(rf"(?:让|由|安排|请)?(?P<t>{_WHO})(?:来)?(?:接手|接管|接替|接过|承接|接)(?P<f>{_WHO})(?:手上|名下|手里|"
rf"手头)*(?:的)?(?:所有|全部)?(?:客户|{C})?"),
    re.compile(rf"(?:客户)?(?:交接|移交|离职交接)[ :：,，]*(?:从)?(?P<f>{_WHO})[ ]?(?:到|给|->|→|-|转|交给|移交给|"
rf"[ ])+(?P<t>{_WHO})"),
    re.compile(rf"(?:把|将)?(?:客户)?{C}(?:公司|这个客户)?(?:从|由)(?P<f>{_WHO})(?:手上|名下|那里|那边|那儿|那|手里)*(?:转|交|"
rf"移交|划|改|调)(?:接)?(?:给|到|由|至)(?P<t>{_WHO})"),
    re.compile(rf"(?P<f>{W})(?:手上|名下)?的客户(?:从[^,，。;]{{1,4}}起|以后|今后|往后|都|全部|先)+(?:由|归|让|给)?(?P<t>{W})(?:来)?(?:负责|跟进|跟|接手|管|对接|维护)"),
    re.compile(rf"{C}(?:公司|这个客户|这家)?(?:(?:以后|今后|往后|之后|改|换|开始|就|都)+(?:由|归|让|给)?|由|归)(?P<t>{W})(?:来)?(?:负责|跟进|跟|接手|管|对接|维护)"),
    re.compile(rf"(?<![和、与跟])(?:把|将)?(?:客户)?{C}(?:公司|这个客户)?(?:都|全部)*{_GIVE}(?:一下)?(?:给|到)(?P<t>{W})"),
    re.compile(rf"(?P<f>{W})(?:要)?(?:离职|走|调走|调去[^,，。]{{1,4}}|调到[^,，。]{{1,4}}|调岗|休产假|辞职|调动|转岗)了?[^。;]{{0,8}}(?:客户|"
rf"交接)(?:[^。;]{{0,4}}(?:由|让|归)(?P<t2>{W})|[^。;]{{0,8}}(?:{_GIVE})(?:一下)?(?:给)?(?P<t>{W})?)"),
    re.compile(rf"(?:做|办|走|安排|需要|把|发起|搞)?(?:一下)?(?P<f>{W})(?:名下|手上|手里)?(?:的)?(?:客户)?(?:需要|"
rf"要)?(?:交接|移交)(?:一下|了|给)*(?P<t>{W})?"),
)  # fmt: skip


@reads(Handover)
def handover(scene: Scene) -> Iterator[Found]:
    for pattern in _HANDOVER:
        found = scene.find(pattern)
        if not found or not re.search(rf"客户|{C}|交接|移交|接手|接管|接替|公司|单子|资源", found[0]):
            continue
        clause = scene.clause_at(found.start())
        if (
            asks(scene, clause)
            or is_wish(scene, clause)
            or re.search(r"怎么|没|样品|资料|图纸|报价单?给|名片", found[0])
        ):
            continue
        groups = found.groupdict()
        if not scene.of_kind(COLLEAGUE, found.span()) and not _are_names(found):
            continue
        people = {name: _name(scene, found.span(name)) for name, value in groups.items() if value}
        slots = given(
            from_person=people.get("f"),
            to_person=people.get("t") or people.get("t2"),
            customer=scene.customer_in(found.span()),
        )
        yield Found(Handover, found.span(), slots, 88.0, scene.numbers_of(found.span()), "a handover", carries=False)
        return


def _are_names(found: re.Match[str]) -> bool:
    """Two names of people whom the directory does not hold: 把张三的客户都交给李四."""
    people = [value for value in found.groupdict().values() if value]
    return len(people) == 2 and not any(value == "我" or value[-1] in "的了给" for value in people)


def _name(scene: Scene, span: Span) -> str | None:
    """The colleague's name as our directory has it; 我 is left out."""
    ours = scene.of_kind(COLLEAGUE, span)
    said = ours[0].value[0] if ours and ours[0].why == "our own" else scene.said(span)
    return None if said == "我" else said
