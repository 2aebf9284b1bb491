"""Deals that move on: 博泽轴套项目到需求确认了."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.understanding.clauses import Clause
from bot.understanding.lazy import lazy
from bot.understanding.marks import CUSTOMER, C, P, Q
from bot.understanding.readers.deal_words import STAGE, firm, for_each, stage_in
from bot.understanding.readers.scopes import given
from bot.understanding.readers.titles import alone, spoken_of, title
from bot.understanding.readers.ways import WAYS
from bot.understanding.reading import Found, reads
from bot.understanding.scene import Scene
from domain.opportunities import AdvanceStage

_S = re.sub(r"\?P<[a-z]+>", "?:", STAGE)
_FULL = "需求确认|技术方案设计?|报价审批|合同签订|订单交付|回款结算"
_AT = r"(?:阶段|环节|这一步|那一步|这步|流程|状态)"
_MOVES = "推进|推|进展|进|转|走|升|挪|调|跳|移|切换|切|更新|变更|改|流转|进行|提升|拉|前进|过渡|整|弄|搞|标|设|定|置|划|赶|滚|来|move|moved|advance|push"
# A verb of moving and the stage behind it, the stage and a verb behind it, or an arrow: each stage is a group `s…`.
_WAYS = (
    rf"(?<=[\ue001\ue010])[ ]+(?P<s0>{_FULL})$",
    rf"(?![改引促]进)(?:{_MOVES})(?:一下|了|记|[ ])?(?:阶段|状态)?(?:到|至|入|为|成|去|进| to )[ ]?了?(?:下一步的?|了|的|[ ])?(?P<s1>{_S}){_AT}?",
    rf"(?:到|(?<![改跟引先促])进入?|在走|走到|上)了?(?P<s2>{_S}){_AT}?(?:了|啦|咯|喽|吧|$)",
    rf"(?:准备|可以|要|开始|在|已经?|进入|直接|去|就|同意|答应|愿意|肯|能|该|得)(?:走|转|进|签)(?:到)?(?P<s3>{_S})(?:流程|了|阶段|环节)?",
    rf"(?:^|(?<=[,，。;；:!！?\n ]))(?:然后|接着|并且?|再|可以|准备|直接|就|先|下一?步|接下来|[下后]面|[让叫]我们?|让)?(?:可以|就)?(?:(?:转|走|进)|推(?=[^,，。;]{{2,6}}(?:$|[,，。; ])))(?P<s4>{_S})(?:了|吧|阶段)?",
    rf"(?:项目|商机|单子?)[^,，。;]{{0,4}}(?:现在|目前|已经?)(?:是|在|处于|到)?(?P<s5>{_S})(?:阶段|了)?$",
    rf"(?:往|向|朝)(?P<s6>{_S})(?:阶段|那边|流程|上)?(?:走|推|去|转|进|靠|赶)",
    rf"(?:下一?步|接下来)(?:就|可以|准备|要|是)?签(?P<s16>{_S})",
    r"(?P<s7>需求确认)(?:完成|完毕)$",
    rf"(?P<s15>{_FULL})(?:阶段)?(?:走起|走一波|搞起|安排上|启动|开启|(?:可以|能|就|该)(?:走|转|进|开始|启动)了)",
    rf"从(?:{_S})(?:阶段)?(?:直接|可以|要)?(?:转|推|进|到|至|改)(?:进|到|入|为)?(?P<s14>{_S})",
    r"(?<!不)(?:可以|能)(?:开始)?(?:做|出|走|上)(?P<s13>方案|报价|合同)了",
    rf"(?:阶段|状态)[^,，。;\ue001-\ue010]{{0,5}}?(?:成|为|到|至|是|->|→|=|[:：])[ ]?(?P<s8>{_S})",
    rf"(?:阶段|状态)(?:转|改|调|进|更新|推|变)(?P<s11>{_S})",
    rf"(?:退|打|倒|跳|拉)回(?:到)?了?(?P<s12>{_FULL}|(?:{_S})(?={_AT}))",
    rf"(?:→|->|=>|➡)[ ]?(?P<s9>{_S}){_AT}?$",
    r"(?:已经?|正式|都|就)?开始(?:走|做|进行)?(?P<s10>订单交付|生产交付|交付|发货|技术方案|方案设计|需求确认|回款结算)(?:了|阶段|$)",
)
_ADVANCE = lazy("|".join(_WAYS))
_DONE_WITH = lazy(
    rf"认可|接受|认了|同意|确认|{Q}|(?:交|做|发|签|谈|聊|确认|搞|对)(?:清楚|完|好|定)|通过|点头|拍板|松口|没问题|没意见|(?<![a-z])ok"
)
# 下一步走合同 is a plan unless they have agreed.
_NEXT_STEP = lazy(r"下一?步|接下来")
_SAID = lazy(r"认可|同意|说|拜访|电话|微信")
_ONWARD = lazy(
    r"(?<!订单)(?<!交期)(?<!时间)(?<!计划)(?<!量产)(?:往|向)(?:下|后|前)(?:推进|推动|推|走|移|挪|进|赶|拱|迈|跳|升|提)(?!了?[一两三四五六七八九十半几\d]{1,3}个?(?:月|周|星期|礼拜|天|年|季))(?:了|一|1|进|动)?(?:步|下|个?阶段|个?环节|格)?|[升进跳推走]一?(?:个阶段|格|个环节)|推(?:进)?(?:到|至|"
    r"入)?下一?个?(?:步|阶段|环节)|(?:进入?|转|走|到)(?:到)?下一?个?(?:阶段|步|环节)|(?:阶段|项目|"
    r"商机)推进(?:一下|一步|下)|推进一(?:步|格|个阶段)|往前推|阶段(?:更新|调整|变更|改|推)(?:一下|下)|(?:商机|项目|单子)的?(?:阶段|状态)(?:已经?|又|有)?(?:变了|变化了?|动了|不对了|该改了)$"
)
_STILL = lazy(
    r"(?:还没|没有?|未|尚未|别|不要|不能|什么时候|何时|卡在|停在|还差|争取|希望|打算|计划|下周|明天|"
    r"下个?月|预计)[^,，。;]{0,6}$"
)


# Q2026-0203 他们老板同意了, 泓珩接受了Q2026-0240: what they agree to becomes a contract.
_WHO = rf"(?:{C}|客户|[他她]们|对方|人家|那边|甲方|采购)(?:那边|这边|公司|的)*(?:老板|领导|采购|老总|经理|{P})?(?:也|都|已经?|终于|刚刚?|今天|昨天|说|全部|基本|口头){{0,3}}"
_AGREED = r"(?:同意|认可|点头|接受|确认|认|拍板|没意见|没问题)"
_ASSENT = lazy(
    rf"{Q}(?:号|的?报价单?|[那这][份个单张]|[ ,，的]){{0,4}}{_WHO}{_AGREED}(?:了|啦)(?!吗|么|没)|{_WHO}{_AGREED}了?(?:我们的?|咱们?的?|报价单?)?{Q}(?![^,，。;]{{0,6}}[吗么?？])"
)


@reads(AdvanceStage, _ASSENT)
def assent(scene: Scene) -> Iterator[Found]:
    for cue in _ASSENT.finditer(scene.painted):
        clause = scene.clause_at(cue.end() - 1)
        if firm(scene, clause) and not _moves_later(scene, clause):
            customer = scene.customer_in((scene.clause_at(cue.start()).start, clause.end))
            slots = given(customer=customer, stage="contract")
            yield Found(AdvanceStage, cue.span(), slots, 84.0, scene.numbers_of(cue.span()), "they agree to it")


@reads(AdvanceStage, (_ADVANCE, _ONWARD))
def advance(scene: Scene) -> Iterator[Found]:
    for clause in scene.clauses:
        cue = _moved(scene, clause)
        if (
            not cue
            or _moves_later(scene, clause)
            or not firm(scene, clause)
            or (_NEXT_STEP.match(cue[0]) and not _assent(scene, clause))
            or _STILL.search(scene.painted[clause.start : cue.start()])
        ):
            continue
        named = next((cue.span(name) for name, value in cue.groupdict().items() if value), None)
        near = scene.numbers_of((clause.start, cue.end())) | _assent(scene, clause)
        before = _before(scene, clause)
        slots = given(
            customer=scene.customer_in((clause.start, clause.end)),
            stage=stage_in(scene, named) if named else _reached(scene, clause, cue),
            title=title(scene, (clause.start, clause.end), cue.span())
            or alone(scene, before)
            or spoken_of(scene, before),
        )
        score = 81.0 if cue[0].startswith("阶段") else 72.0  # 阶段更新一下 is no question about the customer
        yield from for_each(scene, Found(AdvanceStage, cue.span(), slots, score, near, "moves on"))


def _moved(scene: Scene, clause: Clause) -> re.Match[str] | None:
    """The words that move it, over the colon of 更新阶段：订单交付."""
    colon = scene.mended[clause.end : clause.end + 1] == ":"
    end = scene.clauses[min(clause.number + 1, len(scene.clauses) - 1)].end if colon else clause.end
    found = scene.find(_ADVANCE, (clause.start, end))
    return found if found and clause.holds(found.start()) else scene.find(_ONWARD, (clause.start, clause.end))


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
    return any(scene.find(_ADVANCE, (c.start, c.end)) and not scene.of_kind(CUSTOMER, (c.start, c.end)) for c in later)


def _before(scene: Scene, clause: Clause) -> list[Clause]:
    return [c for c in scene.sentence(clause) if c.number < clause.number]


def _assent(scene: Scene, clause: Clause) -> frozenset[int]:
    """Q2026-0118 他们认可了 before it belongs to it."""
    before = [c for c in scene.clauses if c.number == clause.number - 1 and c.sentence == clause.sentence]
    told = any(
        _is_contact(scene, c) for c in _before(scene, clause)[:-1]
    )  # …打电话来，苏总松口了: part of what was told
    return frozenset(
        c.number for c in before if not told and _DONE_WITH.search(scene.part(c)) and not _is_contact(scene, c)
    )


def _is_contact(scene: Scene, clause: Clause) -> bool:
    """跟奇岳电话对完价 before it is an activity of its own, and so is what they said behind one."""
    way = any(kind != "other" and scene.find(pattern, (clause.start, clause.end)) for kind, pattern in WAYS)
    return way or (clause.number > 0 and _SAID.search(scene.part(clause)) is not None)
