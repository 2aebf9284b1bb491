"""New deals: 博泽有个轴套新项目，大概80万，预计12月签."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.understanding.clauses import Clause
from bot.understanding.lazy import lazy
from bot.understanding.marks import CUSTOMER, C
from bot.understanding.mood import asks
from bot.understanding.numbers import Amount
from bot.understanding.readers.deal_words import (
    STAGE,
    firm,
    stage_in,
)
from bot.understanding.readers.scopes import given, money
from bot.understanding.readers.titles import first_phrase, title, wanted
from bot.understanding.readers.ways import ANY_WAY
from bot.understanding.reading import Found, reads
from bot.understanding.scene import Scene, Span
from bot.understanding.when import as_slot
from domain.opportunities import OpenOpportunity

# A deal by any name, and how it comes to us or into the system: in either order.
_ENTERS = "新建|新增|新开|新立|创建|登记|报备|申报|建立|增加|录入|添加|补录|开|建|立|录|加|起|记|挂|弄|补|报|放"
_ONE = r"(?:了|一)?(?:一?[个条笔单]|一下|下|上|进)?"
_COMES = (
    "有|给了|来了|来(?=[个了])|接了|接到了?|接(?=个)|谈了|谈(?=个)|出了|出(?=个)|冒出来?了?|冒了?|多了|启动了?|拿到了?|发现了?|挖到了?|碰到了?|跟到了?|找到了?|"
    "想(?:做|上|开发|开)"
)
_NEWS = "新询盘|新项目|新的项目|新机会|新商机|新需求|新活儿?|新品(?![牌质发])|商机|项目|机会|意向单|单子|[急大新小]单|订单机会|案子"
_NOT_SEASON = "(?!个?(?:季|月|周|星期|礼拜|半|次|回))"
_OPEN = lazy(
    rf"(?:{_ENTERS}){_ONE}(?:(?<=[个条笔单])[^,，。;\n\ue001-\ue010]{{0,10}}?)?(?:新的?|潜在的?)?(?:商机|机会)|(?:商机|机会)(?:给我|帮我|帮忙|麻烦|请|先|也|[ ])*(?:{_ENTERS})(?:一下|下|上|一?[个条]|进去?|$)|"
    rf"(?:{_ENTERS})(?:了)?一?(?:个|条|笔)[^,，。;\n\ue001-\ue010]{{0,12}}?(?:项目|单子|案子)|"
    rf"(?:项目|单子|案子)[^,，。;\ue001-\ue010]{{0,4}}?(?:录|建|挂|登记|立)(?:一下|下|上|进)|"
    rf"(?:想|要|准备|打算|有意向?|计划|考虑)(?:做|上{_NOT_SEASON}|开发|采购|订|开|搞|换)(?:(?:一?[款个批台套条])?新[^,，。;]{{1,10}}|一?[款个批台套条][^,，。;]{{2,10}})$|"
    rf"(?:机会|项目|单子|需求)来了|新的?商机|(?:^|(?<=[,，。;；:!！?\n ]))商机[ :：]|"
    rf"(?:{_COMES})(?:一?[个批笔款条])?(?:潜在的?|大的?)?(?:[^,，。;\n]{{0,16}}?)(?:{_NEWS}|的活儿?(?=[,，。;]|$))|新(?:项目|需求|机会)(?=[ :：,，\d]|$)|"
    r"(?<=[\ue001\ue010])(?:有个?)?新项目|(?:给|帮我)(?:整|搞|弄)一?个(?:商机|机会)|新(?:开|增|建|接|录)了?一单(?=[ ,，:：]|$)|(?:录|建|挂|转|记|登)(?:成|为|作)[个条]?商机|多了?一?[条个]线索|立(?:个|了|一?下)?项(?!目)(?:了)?|open(?:ed)?(?: an?)?(?: new)? (?:opportunity|opp|deal)|(?:new|add|create)(?: an?)?(?: new)? (?:deal|opportunity|opp)(?![a-z])"
)
_ORDER = lazy(rf"(?:{_ENTERS}){_ONE}(?:新的?)?(?:商机|机会)")
# 桂翎刀座项目35万，预计1月签: a project with its sum and the day on which it is expected, and nothing that has happened.
_STATED = lazy(r"(?:项目|商机|机会)[ ]?(?:大概|大约|约|预计|金额|总额|估计|有|[:： ])*(?=[\d一二两三四五六七八九十])")
_HAPPENED = lazy(r"签了|签订|回款|到账|丢|推|进|阶段|中标|报价|交付|没|还")
# How large a deal may be, guessed; and what shows that the words are about one that is known or was heard of.
_GUESSED = lazy(
    r"(?:大概|大约|约摸?|预计|预估|估计|估摸着?|粗估|盘子|体量|规模|差不多|上下|目测)[^,，。;\d]{0,6}(?=[\d一二两三四五六七八九十])"
)
_HAPPENED_SURELY = lazy(
    r"签了|签订|签完|回款|到账|付|丢|阶段|中标|报价|报了|交付|没|还|那[个台套批单笔]|合同|降|砍|已经"
)
_THEY_SAY = lazy(r"说|问|嫌|觉得|预算|要求|目标|对手")
_OF_ONE = lazy(r"(?:[一每][套件台个只把根吨支条]|单价)[要是约 ]?$")
_SIGNS = ("", " ", ",", "，", "/", "|", ";", "；", "。", "\n")
_LABEL = lazy(r"(?:^|(?<=[,，。;；:!！?\n ]))(?:新)?(?:商机|机会|项目)$|(?<=[\ue001\ue010])(?:新)?(?:商机|机会)$")
_OPENS_SURELY = lazy(rf"商机|立[个了]项|(?:{_ENTERS})[^,，。;]{{0,4}}机会|新的机会|opportunity|opp|deal|立项")
_NOT_OPEN = lazy(
    r"(?:客户|对方|他们|人家|甲方)[^,，。;]{0,4}立项|哪些|多少|[^第]几[条个笔]|卡在|列|查|导出|停滞|漏斗|丢了|黄了|推进|推到|进到|转到|进入|多久|谁|什么|吗|呢\?|没戏|看看|"
    r"(?<!特)(?:别(?!的|家|人)|不要|莫|先不)[^,，。;]{0,8}(?:建|开|录|立|挂)|取消立项|商机的事|建议|统计|排行|没有|没什么|怎么|(?:有|还有|没有?)机会(?:再|的话|去|就|一起|合作|下次)|还有机会|(?:没|未|没有|不)立项|有新项目(?:会|再|就|的话)|有戏吗"
)
# 下个月想给墨桁开个商机
_IS_PLANNED = lazy(
    r"(?:下个?[周月]|明天|后天|回头|改天|过[几两]天|年后|节后|以后)(?:我|再)*(?:想|打算|准备|计划|再|会|要)[^,，。;]{0,8}$"
)
_CLOSE = lazy(
    r"签|定(?!点价)|下单|成交|拿下|落地|落单|下订|敲定|收单|出单|关单|close|结单|拍板|能成|搞定|决标|定标|定点"
)
_EXPECT = lazy(r"预计|预期|有望|争取|计划|估计|大概|力争|目标|应该|可能|能|要|想")
_IN_STAGE = lazy(
    rf"(?:还是|还在|现在|目前|处于|当前|正在|阶段|刚到|在|(?:先|就|直接)[记挂放填录归])[是在到成为做:： ]*(?:{STAGE})|"
    rf"(?:{STAGE.replace('(?P<', '(?P<x')})阶段"
)
_EARLY = ("inquiry", "requirement")  # 有个散热模组的机会，还在咨询阶段
_DESCRIBES = lazy(
    r"万|块|元|\d|[一二三四五六七八九十百]+(?:多)?万|签|定|单|预计|阶段|商机|项目|金额|规模|年用量|预算|"
    r"美金|美元|usd|k|w|客户(?:是|:)|^\ue001\ue010*$"
)
_SMALL_WORDS = 6  # signs beside the order: 我先把…, 帮我…一下
_SAYS_WHAT = lazy(
    r"(?:要|想|准备|打算|计划)(?:做|上(?![线班])|开发|换|采购|定制|订|搞)|(?:一年|年用?量|每年|每月)[^,，。;]{0,8}[\d一二两三四五六七八九十百千万]"
)
_TOLD = lazy(r"了|今天|昨天|前天|刚|上午|下午|上周|周[一二三四五六日]")


@reads(OpenOpportunity, (_OPEN, _LABEL, _STATED, _GUESSED))
def open_deal(scene: Scene) -> Iterator[Found]:
    taken: set[int] = set()
    for clause in scene.clauses:
        cue = (
            scene.find(_OPEN, (clause.start, clause.end))
            or _labelled(scene, clause)
            or _stated(scene, clause)
            or _sized(scene, clause)
        )
        if not cue or _IS_PLANNED.search(scene.painted, clause.start, cue.start()):
            continue
        if clause.number in taken or _NOT_OPEN.search(scene.part(clause)) or not _meant(scene, clause, cue):
            continue
        clauses = _deal_clauses(scene, clause, cue)
        span = (clauses[0].start, clauses[-1].end)
        sure = _OPENS_SURELY.search(cue[0])
        amounts, close = _sums(scene, span), expected(scene, clauses) or (bare_day(scene, span) if sure else None)
        stage = stage_in(scene, span, _IN_STAGE)
        if not (sure or amounts or close or stage in _EARLY or _is_named(scene, clause, cue)):
            continue
        slots = given(
            customer=scene.customer_in(span), title=_opened(scene, clauses, cue), expected_close=close,
            stage=stage, **money(amounts[0] if amounts else None),
        )  # fmt: skip
        yield Found(OpenOpportunity, cue.span(), slots, 75.0, frozenset(c.number for c in clauses), "a new deal")
        taken |= {c.number for c in clauses}


def _meant(scene: Scene, clause: Clause, cue: re.Match[str]) -> bool:
    """争取春节前拿下，开个商机: what is hoped of the deal leaves the order to enter it as firm as it is."""
    if _ORDER.fullmatch(cue[0]) and len(cue[0]) == clause.end - clause.start:
        return not asks(scene, clause)
    return firm(scene, clause)


def _stated(scene: Scene, clause: Clause) -> re.Match[str] | None:
    found = scene.find(_STATED, (clause.start, clause.end))
    if not found or not scene.amounts_in((clause.start, clause.end)) or _HAPPENED.search(scene.part(clause)):
        return None
    return found if expected(scene, _deal_clauses(scene, clause, found)) else None


def _sized(scene: Scene, clause: Clause) -> re.Match[str] | None:
    """钜沛托盘二期启动了，盘子大概三百万，争取年底拿下: a guess at its size and the day on which it is expected."""
    near = scene.sentence(clause)
    span = (near[0].start, near[-1].end)
    guess = scene.find(_GUESSED, (clause.start, clause.end))
    named = [mark.end for mark in scene.of_kind(CUSTOMER, span) if mark.end <= clause.end]
    if not guess or not named or scene.find(_OPEN) or not scene.amounts_in((guess.start(), clause.end)):
        return None
    words = scene.painted[span[0] : span[1]]
    told = _HAPPENED_SURELY.search(words) or ANY_WAY.search(words) or _THEY_SAY.search(words)
    return None if told or not expected(scene, list(near)) or not title(scene, span) else guess


def bare_day(scene: Scene, span: Span) -> object | None:
    """新商机 泓珩 热轧辊 80万 明年3月底: the only day, alone between signs."""
    days = scene.dates(span, past=False)
    edges = [scene.painted[days[0].span[0] - 1 : days[0].span[0]], scene.painted[days[0].span[1] :][:1]] if days else []
    alone = len(days) == 1 and all(sign in _SIGNS for sign in edges)
    return as_slot(days[0]) if alone and days[0].grain != "minute" else None


def _is_named(scene: Scene, clause: Clause, cue: re.Match[str]) -> bool:
    """Without a sum or a day a new project must be named, behind a colon or in the words themselves: 来了个托盘的新项目."""
    colon = scene.mended[clause.end : clause.end + 1] == ":" and cue.end() == clause.end
    named = re.search(
        r"(?:有|来了?|接到?了?|出了?|冒出来?|启动了?|拿到了?|多了)一?[个批笔款][^,，。;\n\ue001-\ue010]{2,12}?的?新",
        cue[0],
    )
    return bool(re.search(r"新(?:项目|的项目|需求|机会)$", cue[0]) and (colon or named))


def _sums(scene: Scene, span: Span) -> list[Amount]:
    """一套四百多，大概85万: the price of one piece is not the deal's."""
    found = scene.amounts_in(span)
    return [one for one in found if not _OF_ONE.search(scene.painted, span[0], one.span[0])] or found


def _labelled(scene: Scene, clause: Clause) -> re.Match[str] | None:
    """商机：楚昀，激光器外壳，15万左右. 项目：装修 without a customer is none."""
    sign = scene.mended[clause.end : clause.end + 1]
    later = [c for c in scene.sentence(clause) if c.number == clause.number + 1] if sign in (",", "，") else []
    summed = scene.part(clause) == "商机" and any(
        scene.amounts_in((c.start, c.end)) for c in later
    )  # 散热壳：商机，24万
    found = scene.find(_LABEL, (clause.start, clause.end)) if sign == ":" or summed else None
    return found if found and (found[0].endswith(("商机", "机会")) or scene.of_kind(CUSTOMER)) else None


def _deal_clauses(scene: Scene, first: Clause, cue: re.Match[str]) -> list[Clause]:
    kept = [*_told_before(scene, first, cue), first]
    for clause in scene.clauses[first.number + 1 :]:
        part = scene.part(clause)
        if clause.sentence > first.sentence + 1 or re.search(
            r"提醒|联系人|拜访|报价|回款|到账|首款|评审|再[谈聊约]|归档", part
        ):
            break
        names = clause.number == first.number + 1 and title(scene, (clause.start, clause.end))
        at_a_stage = scene.find(_IN_STAGE, (clause.start, clause.end))
        again = scene.find(_OPEN, (clause.start, clause.end)) and CUSTOMER not in part
        if not (_DESCRIBES.search(part) or names or at_a_stage or again) and not (
            clause.number <= first.number + 4
            and len(part) <= (30 if scene.text[clause.start : clause.end].isascii() else 14)
            and _bare_noun(part)
        ):
            break
        kept.append(clause)
    return kept


def _told_before(scene: Scene, first: Clause, cue: re.Match[str]) -> list[Clause]:
    """帮我建个商机 may stand behind the words that describe it."""
    if _GUESSED.search(scene.part(first)):
        before = [c for c in scene.sentence(first) if c.number == first.number - 1]
        return [
            c for c in before if scene.of_kind(CUSTOMER, (c.start, c.end)) and not scene.amounts_in((c.start, c.end))
        ]
    only = _OPENS_SURELY.search(cue[0]) and first.end - first.start - len(cue[0]) <= _SMALL_WORDS
    if not (only or re.search(r"商机吧?$", scene.part(first))) or scene.of_kind(CUSTOMER, (first.start, first.end)):
        return []
    before = [c for c in scene.sentence(first) if c.number < first.number]
    named = [c.number for c in before if re.search(r"项目|需求|单子", scene.part(c))]
    named = named or [c.number for c in before if scene.amounts_in((c.start, c.end))][:1]
    told = [c.number for c in before if ANY_WAY.search(scene.part(c)) and _TOLD.search(scene.part(c))]
    begin = max([named[-1], *(n + 1 for n in told if n < named[-1])]) if told and named else 0
    while named and any(c.number == begin - 1 and _SAYS_WHAT.search(scene.part(c)) for c in before):
        begin -= 1  # 说他们要做水冷机壳，一年八千套，预算两百万
    return [c for c in before if c.number >= begin] if named else []


def _bare_noun(part: str) -> bool:
    return not re.search(
        r"[了吗呢吧我他你的是在说要]", re.sub(rf"^(?:{C}(?:那边)?|[\u4e00-\u9fff]{{2,4}})的", "", part)
    )


def expected(scene: Scene, clauses: list[Clause]) -> object | None:
    for clause in clauses:
        for when in scene.dates((clause.start, clause.end), past=False):
            near = scene.painted[max(clause.start, when.span[0] - 10) : when.span[0]]
            after = scene.painted[when.span[1] : min(clause.end, when.span[1] + 10)]
            if _CLOSE.search(after) or _EXPECT.search(near) or _CLOSE.search(near):
                return as_slot(when)
    return None


def _valued(scene: Scene, clauses: list[Clause]) -> str | None:
    """壳体大概150万: what begins a clause that gives the sum."""
    summed = [(c, scene.amounts_in((c.start, c.end))) for c in clauses]
    nouns = (first_phrase(scene, (c.start, sums[0].span[0])) for c, sums in summed if sums)
    return next((noun for noun in nouns if noun and any(scene.text.startswith(noun, c.start) for c in clauses)), None)


def _opened(scene: Scene, clauses: list[Clause], cue: re.Match[str]) -> str | None:
    """What it is about: before a word for the deal, else behind the order to enter it, else before it."""
    span = (clauses[0].start, clauses[-1].end)
    before = [c for c in scene.sentence(clauses[0]) if c.number < clauses[0].number]
    order = cue.span() if _ORDER.fullmatch(cue[0]) else None
    return (
        title(scene, span, order)
        or first_phrase(scene, (cue.end(), span[1]))
        or _valued(scene, clauses)
        or wanted(scene, span)
        or first_phrase(scene, (span[0], cue.end()))
        or next((found for c in reversed(before) if (found := first_phrase(scene, (c.start, c.end)))), None)
    )
