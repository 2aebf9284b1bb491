"""Deals that move on: 博泽轴套项目到需求确认了."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.understanding.clauses import Clause
from bot.understanding.marks import Q
from bot.understanding.readers.deal_words import STAGE, firm, stage_in
from bot.understanding.readers.kinds import WAYS
from bot.understanding.readers.scopes import given
from bot.understanding.readers.titles import alone, spoken_of, title
from bot.understanding.reading import Found, reads
from bot.understanding.scene import Scene
from domain.opportunities import AdvanceStage

_ADVANCE = re.compile(
    rf"(?<=[\ue001\ue010])[ ]+(?:(?P<requirement3>需求确认)|(?P<solution3>技术方案设计?)|(?P<quotation3>报价审批)|(?P<contract3>合同签订)|"
    rf"(?P<delivery3>订单交付)|(?P<settlement3>回款结算))$|(?:推进|推|进展|进|转|走|升|挪|调|跳|移|切|更新|变更|改|流转|进行|提升|拉|前进|过渡)(?:一下|"
    rf"了)?(?:到|至|入|为|成|去)了?(?:下一步的?|了)?(?:{STAGE})(?:阶段|环节|这一步|那一步|流程)?|(?:到|"
    rf"进入?|在走)了?(?:{STAGE.replace('(?P<', '(?P<y')})(?:阶段|环节|这一步|这步|流程)?(?:了|啦|咯|吧|$)|"
    rf"(?:准备|可以|要|开始|在|已经?|进入|直接|去|就|同意)(?:走|转|进|"
    rf"签)(?:到)?(?:{STAGE.replace('(?P<', '(?P<z')})(?:流程|了|阶段|环节)?|(?:^|"
    rf"(?<=[,，。;；:!！?\n ]))(?:可以|准备|直接|就|先)?(?:转|走|进)(?:{STAGE.replace('(?P<', '(?P<v')})(?:了|吧|"
    rf"阶段)?|(?:项目|商机|单子?)[^,，。;]{{0,4}}(?:现在|目前|已经?)(?:是|在|处于|"
    rf"到)?(?:{STAGE.replace('(?P<', '(?P<u')})(?:阶段|了)?$|(?:往|向|朝)(?:{STAGE.replace('(?P<', '(?P<t')})(?:阶段|那边|流程)?(?:走|推|去|转|进|靠)|需求确认(?P<requirement2>完成|完毕)$|阶段(?:改成|改为|更新为|更新到|变更为|推进到|"
    rf"推到|到|是|为|换成|调到)(?:{STAGE.replace('(?P<', '(?P<w')})"
)
_DONE_WITH = re.compile(rf"认可|认了|同意|确认|{Q}|(?:交|做|发|签|谈|聊|确认|搞|对)(?:清楚|完|好|定)|通过|归档")
_SAID = re.compile(r"认可|同意|说|拜访|电话|微信")
_ONWARD = re.compile(
    r"(?<!订单)(?<!交期)(?<!时间)(?<!计划)(?<!量产)(?:往|向)(?:下|后|前)(?:推|走|推进|推动|移)(?:一|进|"
    r"动)?(?:步|下|个阶段|格)?|推(?:进)?(?:到|至|"
    r"入)?下一?个?(?:步|阶段|环节)|(?:进入?|转|走|到)(?:到)?下一?个?(?:阶段|步|环节)|(?:阶段|项目|"
    r"商机)推进(?:一下|一步|下)|推进一(?:步|格|个阶段)|往前推|阶段(?:更新|调整|变更|改|推)(?:一下|下)"
)
_STILL = re.compile(
    r"(?:还没|没有?|未|尚未|别|不要|不能|什么时候|何时|卡在|停在|还差|争取|希望|打算|计划|下周|明天|"
    r"下个?月|预计)[^,，。;]{0,6}$"
)


@reads(AdvanceStage)
def advance(scene: Scene) -> Iterator[Found]:
    for clause in scene.clauses:
        cue = scene.find(_ADVANCE, (clause.start, clause.end)) or scene.find(_ONWARD, (clause.start, clause.end))
        if (
            not cue
            or _moves_later(scene, clause)
            or not firm(scene, clause)
            or _STILL.search(scene.painted[clause.start : cue.start()])
        ):
            continue
        groups = {name.lstrip("xyzwvut").rstrip("23"): value for name, value in cue.groupdict().items() if value}
        near = frozenset((clause.number,)) | _assent(scene, clause)
        before = _before(scene, clause)
        slots = given(
            customer=scene.customer_in((clause.start, clause.end)),
            stage=next(iter(groups), None) or _reached(scene, clause, cue),
            title=title(scene, (clause.start, clause.end), cue.span())
            or alone(scene, before)
            or spoken_of(scene, before),
        )
        score = 81.0 if cue[0].startswith("阶段") else 72.0  # 阶段更新一下 is no question about the customer
        yield Found(AdvanceStage, cue.span(), slots, score, near, "moves on")
        return


def _reached(scene: Scene, clause: Clause, cue: re.Match[str]) -> str | None:
    """需求已经确认，阶段更新一下: the stage that was just reached. 往下推一步 names none."""
    if not cue[0].startswith("阶段"):
        return None
    before = scene.painted[scene.sentence(clause)[0].start : cue.start()]
    return (
        "requirement"
        if re.search(r"需求(?:都|已经?|全部)*确认", before)
        else stage_in(scene, (scene.sentence(clause)[0].start, cue.start()))
    )


def _moves_later(scene: Scene, clause: Clause) -> bool:
    """需求已确认，推进技术方案: the last step of the sentence counts."""
    later = [c for c in scene.sentence(clause) if c.number > clause.number]
    return any(scene.find(_ADVANCE, (c.start, c.end)) for c in later)


def _before(scene: Scene, clause: Clause) -> list[Clause]:
    return [c for c in scene.sentence(clause) if c.number < clause.number]


def _assent(scene: Scene, clause: Clause) -> frozenset[int]:
    """Q2026-0118 他们认可了 before it belongs to it."""
    before = [c for c in scene.clauses if c.number == clause.number - 1 and c.sentence == clause.sentence]
    return frozenset(c.number for c in before if _DONE_WITH.search(scene.part(c)) and not _is_contact(scene, c))


def _is_contact(scene: Scene, clause: Clause) -> bool:
    """跟奇岳电话对完价 before it is an activity of its own, and so is what they said behind one."""
    way = any(kind != "other" and scene.find(pattern, (clause.start, clause.end)) for kind, pattern in WAYS)
    return way or (clause.number > 0 and _SAID.search(scene.part(clause)) is not None)
