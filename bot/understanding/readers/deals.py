"""Deals: what a project is called, which stage is meant, opening one, moving it on, losing it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.understanding.clauses import Clause
from bot.understanding.marks import CUSTOMER, C, Q
from bot.understanding.mood import asks, is_rumour, is_wish
from bot.understanding.readers.scopes import given
from bot.understanding.reading import Found, reads
from bot.understanding.scene import Scene, Span
from bot.understanding.when import as_slot
from domain.opportunities import AdvanceStage, LoseOpportunity, OpenOpportunity

STAGE_WORDS = {
    "inquiry": "客户咨询|咨询|询盘|询价阶段",
    "requirement": "需求确认|确认需求|需求调研|需求对接|需求沟通|需求",
    "solution": "技术方案设计|技术方案|方案设计|方案制定|设计方案|技术设计|方案|设计",
    "quotation": "报价审批|报价|审批",
    "contract": "合同签订|签合同|签订合同|合同签署|合同|签约|签单",
    "delivery": "订单交付|生产交付|交付|交货|发货|订单",
    "settlement": "回款结算|回款|结算|收款|收尾款|结款",
}
STAGE = "(?:" + "|".join(f"(?P<{name}>{words})" for name, words in STAGE_WORDS.items()) + ")"
_STAGE_SAID = re.compile(STAGE)

_TITLE = re.compile(
    rf"{C}(?:那边|这边)?(?:的|那个|这个|有个?|有一个)*(?P<a>[^,，。;\n\ue001-\ue010]{{1,16}}?)(?:这个|那个|的)*(?:新)?(?:项目|商机|单子|机会|那单|这单|的单|订单|业务|方案|需求文档|需求资料|需求)|"
    rf"(?:^|(?<=[,，。;:!\n ])|把|将)(?:那个|这个)?(?P<b>[^,，。;\n\ue001-\ue010]{{1,12}}?)(?:这个|那个|的)*(?:新)?(?:项目|商机|单子)"
)
_NO_TITLE = re.compile(
    r"^(?:登记|录入|新建|新增|建|的|那个|这个|那|这|新|老|个|一个|有|有个|把|将|在|和|跟|就|都|也|技术|需求|报价|方案|最新|所有|全部|今天|昨天|刚|请|让|麻烦|对|该|上个|客户|合同|丢|了|说|上次|目前|现在|之前|最近|去年|今年|又|还|推进|推|几个|两个|我们?|他们?|到|帮我|唉|哎|可惜)*$|"
    r"[了吗呢吧？?]|评审|归档|定稿|我们|他们|阶段|改成|改为|推|顺便|聊|谈|说|有没有|请|让|麻烦|哪些|多少|停滞"
)
_EDGES = re.compile(
    r"^(?:.{0,2}(?:提到|说到|聊到|讲到|谈到)的|登记|录入|新建|新增|建|的|那个|这个|那|这|个|一个|有个?|新的?|把|将|在|有|了|我们?的?|又|还|来了?|来|最近|刚|接到|下|一笔|一批|一)+|(?:的|那个|这个|那|这|新|一个|有|个|要|大)+$"
)

_OPEN = re.compile(
    r"商机(?:登记|录入|报备|新增|新建)|(?:想|要|准备|打算)(?:做|上|开发|开|搞)(?:一?[款个批])?新[^,，。;]{2,10}$|(?:开|建|新建|新增|立|录|创建|加|登记|报备|建立|增加|录入|起|添加)(?:了|一)?(?:一?个|一下|一条|下|条)?(?:新的?)?(?:商机|机会)|新的?商机|(?:^|(?<=[,，。;；:!！?\n ]))商机[ :：]|(?:有|来了|来(?=个)|接了|接到了?|接(?=个)|谈了|谈(?=个)|出了|出(?=个)|冒出来?|多了|启动了?|拿到了?|发现了?|想(?:做|上|开发|开))(?:一?[个批笔款])?(?:潜在的?|大的?)?(?:[^,，。;\n]{0,16}?)(?:新项目|新的项目|新机会|新商机|新需求|商机|项目|机会|意向单|单子|订单机会)|新(?:项目|需求|机会)(?=[ :：,，\d]|$)|立项(?:了)?|open(?:ed)? (?:an? )?opportunity|new (?:deal|opportunity)"
)
_LABEL = re.compile(r"(?:^|(?<=[,，。;；:!！?\n ]))(?:新)?(?:商机|机会|项目)$")
_OPENS_SURELY = re.compile(r"商机|机会|新项目|新的项目|新机会|新需求|opportunity")
_NOT_OPEN = re.compile(
    r"哪些|多少|列|查|导出|停滞|漏斗|丢了|黄了|推进|推到|进到|转到|进入|多久|谁|什么|吗|呢\?|没戏|看看|建议|统计|排行|没有|没什么|怎么"
)
_CLOSE = re.compile(
    r"签|定(?!点价)|下单|成交|拿下|落地|落单|下订|敲定|收单|出单|关单|close|结单|拍板|能成|搞定|决标|定标|定点"
)
_EXPECT = re.compile(r"预计|预期|有望|争取|计划|估计|大概|力争|目标|应该|可能|能|要|想")
_IN_STAGE = re.compile(
    rf"(?:还是|还在|现在|目前|处于|当前|正在|阶段|刚到|在)[是在到:： ]*(?:{STAGE})|(?:{STAGE.replace('(?P<', '(?P<x')})阶段"
)
_DESCRIBES = re.compile(
    r"万|块|元|\d|[一二三四五六七八九十百]+(?:多)?万|签|定|单|预计|阶段|商机|项目|金额|规模|年用量|预算|美金|美元|usd|k|w|客户(?:是|:)|^\ue001\ue010*$"
)

_ADVANCE = re.compile(
    rf"(?:推进|推|进展|进|转|走|升|挪|调|跳|移|切|更新|变更|改|流转|进行|提升|拉|前进|过渡)(?:一下|了)?(?:到|至|入|为|成|去)了?(?:下一步的?|了)?(?:{STAGE})(?:阶段|环节|这一步|那一步|流程)?|(?:到|进入?|在走)了?(?:{STAGE.replace('(?P<', '(?P<y')})(?:阶段|环节|这一步|这步|流程)?(?:了|啦|咯|吧|$)|"
    rf"(?:准备|可以|要|开始|在|已经?|进入|直接|去|就|同意)(?:走|转|进|签)(?:到)?(?:{STAGE.replace('(?P<', '(?P<z')})(?:流程|了|阶段|环节)?|(?:^|(?<=[,，。;；:!！?\n ]))(?:可以|准备|直接|就|先)?转(?:{STAGE.replace('(?P<', '(?P<v')})(?:了|吧|阶段)?|(?:项目|商机|单子?)[^,，。;]{{0,4}}(?:现在|目前|已经?)(?:是|在|处于|到)?(?:{STAGE.replace('(?P<', '(?P<u')})(?:阶段|了)?$|阶段(?:改成|改为|更新为|更新到|变更为|推进到|推到|到|是|为|换成|调到)(?:{STAGE.replace('(?P<', '(?P<w')})"
)
_DONE_WITH = re.compile(rf"认可|认了|同意|确认|{Q}|(?:交|做|发|签|谈|聊|确认|搞|对)(?:清楚|完|好|定)|通过|归档")
_SAID = re.compile(r"认可|同意|说|拜访|电话|微信")
_ONWARD = re.compile(
    r"(?:往|向)(?:下|后|前)(?:推|走|推进|推动|移)(?:一|进|动)?(?:步|下|个阶段|格)?|推(?:进)?(?:到|至|入)?下一?个?(?:步|阶段|环节)|(?:进入?|转|走|到)(?:到)?下一?个?(?:阶段|步|环节)|(?:阶段|项目|商机)推进(?:一下|一步|下)|推进一(?:步|格|个阶段)|往前推"
)
_STILL = re.compile(
    r"(?:还没|没有?|未|尚未|别|不要|不能|什么时候|何时|卡在|停在|还差|争取|希望|打算|计划|下周|明天|下个?月|预计)[^,，。;]{0,6}$"
)

_LOST = re.compile(
    r"(?<!别)(?<!弄)丢(?:了|掉|单)|失单|黄了|黄掉|没戏了?|输(?:了|掉|给)|飞了|泡汤|没拿下|没拿到(?:单|订单|项目)?|没中标?|落标|流标|流单|丢标|没成(?!本)|凉了|死单|败给|败了|不做了|不跟了|(?:给|被|让)[^,，。;]{1,14}?(?:抢(?:走|去|了)|拿走|拿下|截胡|撬走|撬了|做了去|中了|夺走)|lost|丢失|告吹|吹了|跑单|没谈成|没谈拢(?=.*单)|终止了?|战败|出局|失败|落选|淘汰|没机会了|没希望了|没选(?:上|中)?我们|没选上|(?<=[单目标户])没了|选了(?:别家|别人|其他|竞争对手|对手)|定了(?:别家|别人|其他家|对手)|给了(?:别家|别人|对手)"
)
_LOST_WHAT = re.compile(rf"{C}|单|项目|商机|标|订单|客户|{Q}|业务")
_NOT_LOST = re.compile(
    r"(?:没|别|不会|怕|担心|差点|万一|会不会|可能|不能|不想|险些|避免|防止|快|要)[^,，。;丢黄]{0,4}$"
)
_LOST_OTHER = re.compile(r"手机|钱包|钥匙|电脑|u盘|快递|样品丢|货丢|身份证|名片丢|发票丢|图纸丢|行李|密码")
_BECAUSE = re.compile(r"(?:因为|由于|原因(?:是|:|：)?|理由(?:是|:)?|主要(?:是|因为))")


def title(scene: Scene, span: Span) -> str | None:
    """What the deal is called: 轴套 in 博泽那个轴套项目; the words of the command are no title."""
    for found in _TITLE.finditer(scene.painted, *span):
        name = "a" if found["a"] else "b"
        start, end = found.span(name)
        words = _EDGES.sub("", scene.painted[start:end])
        if words and len(words) > 1 and not _NO_TITLE.search(words):
            begin = start + scene.painted[start:end].index(words)
            return scene.said((begin, begin + len(words)))
    return None


def stage_in(scene: Scene, span: Span, pattern: re.Pattern[str] = _STAGE_SAID) -> str | None:
    """The stage that is named there."""
    found = scene.find(pattern, span)
    if not found:
        return None
    return next(name.lstrip("xyzwvu") for name, value in found.groupdict().items() if value)


def firm(scene: Scene, clause: Clause) -> bool:
    """Told as a fact: no question, rumour or wish."""
    return not (asks(scene, clause) or is_rumour(scene, clause) or is_wish(scene, clause))


@reads(OpenOpportunity)
def open_deal(scene: Scene) -> Iterator[Found]:
    for clause in scene.clauses:
        cue = scene.find(_OPEN, (clause.start, clause.end)) or _labelled(scene, clause)
        if not cue or _NOT_OPEN.search(scene.part(clause)) or not firm(scene, clause):
            continue
        clauses = _deal_clauses(scene, clause)
        span = (clauses[0].start, clauses[-1].end)
        amounts, close = scene.amounts_in(span), _expected(scene, clauses)
        if not ((_OPENS_SURELY.search(cue[0]) and cue[0] not in ("新项目", "新需求", "新机会")) or amounts or close):
            continue
        slots = given(
            customer=scene.customer_in(span), title=_opened(scene, clauses, cue), amount=amounts[0].value if amounts else None,
            currency=amounts[0].currency if amounts and amounts[0].currency != "CNY" else None, expected_close=close,
            stage=stage_in(scene, span, _IN_STAGE),
        )  # fmt: skip
        yield Found(OpenOpportunity, cue.span(), slots, 75.0, frozenset(c.number for c in clauses), "a new deal")
        return


def _labelled(scene: Scene, clause: Clause) -> re.Match[str] | None:
    """商机：楚昀，激光器外壳，15万左右."""
    return scene.find(_LABEL, (clause.start, clause.end)) if scene.mended[clause.end : clause.end + 1] == ":" else None


def _deal_clauses(scene: Scene, first: Clause) -> list[Clause]:
    kept = [*_told_before(scene, first), first]
    for clause in scene.clauses[first.number + 1 :]:
        part = scene.part(clause)
        if clause.sentence > first.sentence + 1 or re.search(
            r"提醒|联系人|拜访|报价|回款|到账|首款|评审|再[谈聊约]|归档", part
        ):
            break
        if not _DESCRIBES.search(part) and not (
            clause.number <= first.number + 4 and len(part) <= 14 and _bare_noun(part)
        ):
            break
        kept.append(clause)
    return kept


def _told_before(scene: Scene, first: Clause) -> list[Clause]:
    """帮我建个商机 may stand behind the words that describe it."""
    if not re.search(r"商机吧?$", scene.part(first)) or scene.of_kind(CUSTOMER, (first.start, first.end)):
        return []
    before = [c for c in scene.sentence(first) if c.number < first.number]
    return before if any(re.search(r"项目|需求", scene.part(c)) for c in before) else []


def _bare_noun(part: str) -> bool:
    return not re.search(r"[了吗呢吧我他你的是在说要]", part)


def _expected(scene: Scene, clauses: list[Clause]) -> object | None:
    for clause in clauses:
        for when in scene.dates((clause.start, clause.end), past=False):
            near = scene.painted[max(clause.start, when.span[0] - 8) : when.span[0]]
            after = scene.painted[when.span[1] : min(clause.end, when.span[1] + 10)]
            if _CLOSE.search(after) or _EXPECT.search(near) or _CLOSE.search(near):
                return as_slot(when)
    return None


def _opened(scene: Scene, clauses: list[Clause], cue: re.Match[str]) -> str | None:
    named = re.search(r"(?:做|上|开发|开|搞)(?:一?[款个批])?新(?P<t>[^,，。;\n]{2,12})$", cue[0])
    named = named or re.search(
        r"(?:有|来了?|接到?了?|谈了?|出了?|冒出来?|启动了?|多了|拿到了?)(?:了)?(?:一?[个批笔款])?(?P<t>[^,，。;\n\ue001-\ue010]{2,16}?)(?:的)?(?:新)?(?:项目|商机|机会|需求|单子)",
        cue[0],
    )
    if named:
        words = _EDGES.sub("", named["t"])
        if len(words) > 1:
            start = cue.start() + named.start("t") + named["t"].index(words)
            return scene.said((start, start + len(words)))
    return (
        _noun_behind(scene, (cue.end(), clauses[-1].end))
        or title(scene, (clauses[0].start, clauses[-1].end))
        or _noun_behind(scene, (clauses[0].start, cue.start()))
    )


def _noun_behind(scene: Scene, span: Span) -> str | None:
    """The first piece that is neither customer, sum, day nor stage."""
    dated = [w.span for w in scene.dates(span, past=False)] + [a.span for a in scene.amounts_in(span)]
    for piece in re.finditer(r"[^,，。;:：\n \ue001-\ue010]{2,24}", scene.painted[span[0] : span[1]]):
        start, end = span[0] + piece.start(), span[0] + piece.end()
        if any(s < end and start < e for s, e in dated):
            cut = min(s for s, e in dated if s < end and start < e)
            end = max(start, cut)
        words = re.sub(
            r"(?:大概|大约|约|预计|金额|左右|总|的|项目|年|共)+$", "", _EDGES.sub("", scene.painted[start:end])
        )
        if (
            len(words) > 1
            and not re.search(r"预计|阶段|现在|目前|金额|预算|客户|左右|大概", words)
            and not _STAGE_SAID.fullmatch(words)
        ):
            begin = start + scene.painted[start:end].index(words)
            return scene.said((begin, begin + len(words)))
    return None


@reads(AdvanceStage)
def advance(scene: Scene) -> Iterator[Found]:
    for clause in scene.clauses:
        cue = scene.find(_ADVANCE, (clause.start, clause.end)) or scene.find(_ONWARD, (clause.start, clause.end))
        if not cue or not firm(scene, clause) or _STILL.search(scene.painted[clause.start : cue.start()]):
            continue
        groups = {name.lstrip("xyzwvu"): value for name, value in cue.groupdict().items() if value}
        span = (scene.sentence(clause)[0].start, clause.end)
        near = frozenset((clause.number,)) | _assent(scene, clause)
        slots = given(
            customer=scene.customer_in((clause.start, clause.end)),
            stage=next(iter(groups), None),
            title=title(scene, span),
        )
        yield Found(AdvanceStage, cue.span(), slots, 72.0, near, "moves on")
        return


def _assent(scene: Scene, clause: Clause) -> frozenset[int]:
    """Q2026-0118 他们认可了 before it belongs to it."""
    before = [c for c in scene.clauses if c.number == clause.number - 1 and c.sentence == clause.sentence]
    return frozenset(
        c.number
        for c in before
        if _DONE_WITH.search(scene.part(c)) and (c.number == 0 or not _SAID.search(scene.part(c)))
    )


@reads(LoseOpportunity)
def lose(scene: Scene) -> Iterator[Found]:
    for clause in scene.clauses:
        cue = scene.find(_LOST, (clause.start, clause.end))
        if not cue or not firm(scene, clause) or _LOST_OTHER.search(scene.part(clause)):
            continue
        if _NOT_LOST.search(scene.painted[clause.start : cue.start()]) or not _LOST_WHAT.search(scene.part(clause)):
            continue
        reason, numbers = _reason(scene, clause, cue.span())
        slots = given(
            customer=scene.customer_in((clause.start, clause.end)),
            reason=reason,
            title=_lost_title(scene, clause, cue.start(), numbers),
        )
        yield Found(LoseOpportunity, cue.span(), slots, 74.0, numbers, "lost")
        return


def _lost_title(scene: Scene, clause: Clause, cue: int, numbers: frozenset[int]) -> str | None:
    """In the clause itself, or alone behind the customer: 渝峤支架."""
    named = title(scene, (clause.start, clause.end))
    before = re.search(rf"{C}(?:的)?(?P<t>[\u4e00-\u9fff]{{2,6}})$", scene.painted[clause.start : cue])
    if (
        before
        and not named
        and not re.search(r"单|项目|客户|那|这|的|商机|我们|他们|都|也|又|就|最后|终于|可惜", before["t"])
    ):
        named = scene.said((clause.start + before.start("t"), clause.start + before.end("t")))
    for other in [c for c in scene.clauses if c.number in numbers and not named]:
        alone = re.fullmatch(rf"{C}(?:的)?(?P<t>[\u4e00-\u9fff]{{2,8}})", scene.part(other))
        if alone and not re.search(r"丢|单|输|没|了|项目|失败|黄|出局", alone["t"]):
            named = scene.said((other.start + alone.start("t"), other.start + alone.end("t")))
    return named


def _reason(scene: Scene, clause: Clause, cue: Span) -> tuple[str | None, frozenset[int]]:
    """Why: what follows in the sentence, else the words before the cue, else who took it."""
    rest = [
        c for c in scene.clauses if clause.number < c.number <= clause.number + 4 and c.sentence <= clause.sentence + 1
    ]
    kept: list[Clause] = []
    for later in rest:
        if re.search(
            r"提醒|报价 |拜访了|签了|回款|再[谈约聊]|^(?:另外|顺便|还有|再|同时|然后|对了)|改成|加个", scene.part(later)
        ):
            break
        kept.append(later)
    numbers = frozenset((clause.number, *(c.number for c in kept)))
    if kept and re.match(r"选了|定了|给了|[给被让]", scene.painted[cue[0] : cue[1]]):
        return scene.said((cue[0], kept[-1].end)), numbers
    if kept:
        words = scene.said((kept[0].start, kept[-1].end))
        return re.sub(r"^(?:因为|由于|原因是?[:：]?|理由是?|主要是|主要因为)", "", words).strip(" ：:，,"), numbers
    inside = _BECAUSE.search(scene.part(clause))
    if inside:
        return scene.said((clause.start + inside.end(), clause.end)).strip(" ：:"), numbers
    who = scene.said(cue)
    after = scene.said((cue[1], clause.end)).strip(" 了，,吧")
    before = [c for c in scene.sentence(clause) if c.number == clause.number - 1]
    if before and re.search(r"高|低|贵|慢|长|选|抢|没|不", scene.part(before[0])):
        return scene.said((before[0].start, before[0].end)), numbers | {before[0].number}
    return (after or (who if len(who) > 3 else None)), numbers
