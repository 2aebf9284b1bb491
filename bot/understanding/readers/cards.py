"""Questions about one customer: where it stands, who looks after it, what was said last."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.understanding.clauses import Clause
from bot.understanding.marks import CUSTOMER, C
from bot.understanding.reading import Found, reads
from bot.understanding.scene import Scene
from domain.customers import QueryCustomer

_NOW = (
    r"(?:公司|这客户|这公司|客户|这个客户|这家|那边|这边|现在|目前|最近|近来|今年|的|到底|跟进得?|这个月|项目|"
    r"单子|进展|合作|情况|啊|,|，|呢|[ ])*"
)
_LOOK = (
    r"(?:查(?:一?下|查|看|询|找)?|(?<![去看])看(?:一?下|看|一眼|一看)?|瞅(?:一?下|瞅|一眼)|瞧(?:一?下|瞧|一眼)|瞄(?:一?下|一眼)|睇(?:一?下|睇|吓)|翻翻|扒一下|了解(?:一?下)?|介绍(?:一?下)?|调出?(?:一?下)?|打开|显示|"
    r"搜(?:一?下|索)?|找(?:一?下)?|给我看看?|我要看|我想看|我想了解|想看看?|想了解(?:一下)?|说说|讲讲|发(?:我|"
    r"一下)?|调取|翻一?下|show|check)"
)
_ABOUT = (
    r"(?:详细|基本|全部|最新|完整|具体)?(?:的)?(?:情况|资料|档案|信息|卡片|记录|近况|进展|详情|背景|历史|概况|"
    r"客户卡|状态|基本信息|跟进记录|拜访记录|往来记录|客户资料|客户档案|客户信息|最新情况|最新进展|联系人|"
    r"联系方式|动态|跟进情况|现状)"
)
_QUERY = (
    re.compile(rf"{C}{_NOW}(?:是)?(?:个)?(?:什么|啥|咋|怎么|怎样|如何|咋个|么子|啷个)(?:个)?(?:情况|样子?|样了|回事|"
rf"进展|状况|状态|动静|说|了$|$|来头|名堂|背景|底细|公司|客户)"),
    re.compile(rf"{_LOOK}(?:我)?(?:的)?(?:客户)?{C}(?:这个客户|这家客户|这家公司|公司|客户|那边|这家)?(?:现在|目前|"
rf"最近|最新)?(?:的)?{_ABOUT}?(?:一下|吧|呗|看看|给我|看|我看看|发我|是|有哪些|[ ?。!,，])*$"),
    re.compile(rf"{C}(?:这个客户|公司|客户|那边)?(?:现在|目前|最近|最新)?(?:的)?{_ABOUT}(?:是什么|有哪些|呢|怎么样|"
rf"如何|给我|发我|发一下|调出来|调一下|调给我|拉一下|翻一下|发来|说说|说一下|说下|讲讲|讲一下|聊聊|汇报一下|看一下|看下|看看|查一下|查下|一下|"
rf"我看看|是谁|有没有更新|[ ?。!])*$"),
    re.compile(rf"{C}{_NOW}(?:联系人|对接人|负责人|采购|电话|联系方式|地址|行业|等级|级别)(?:是|在|有)?(?:谁|哪些|"
rf"哪位|多少|什么|哪里|哪|几个)"),
    re.compile(rf"(?:谁|哪位|哪个)(?:在)?(?:负责|跟|管|对接)(?:的)?{C}|{C}{_NOW}(?:是)?(?:谁|哪位)(?:在)?(?:负责|跟|"
rf"管|的客户|对接)|{C}(?:的客户)?(?:归谁|归属)"),
    re.compile(rf"{C}[^,，。;]{{0,8}}?{_NOW}(?:跟|谈|走|进行|推进|做|进展)?(?:到)?(?:哪(?:一?步|个?阶段|了|儿了|里了)|"
rf"什么(?:阶段|程度|地步|进度))"),
    re.compile(rf"(?:上次|上一次|最近一?次|最后一?次)[^,，。]{{0,10}}{C}[^,，。]{{0,10}}(?:什么时候|哪天|啥时候|几号|"
rf"谈了?(?:什么|啥)|聊了?(?:什么|啥)|说了?(?:什么|啥))|{C}[^,，。]{{0,8}}(?:上次|上一次|最近一?次|"
rf"最后一?次)[^,，。]{{0,12}}(?:什么时候|哪天|啥时候|几号|谈了?(?:什么|啥)|聊了?(?:什么|啥)|"
rf"说了?(?:什么|啥))"),
    re.compile(rf"{C}[^,，。;]{{0,6}}(?:上次|上回|最近一?次|最后一?次|之前|以前)?(?:是|都是?)?(?:谁|哪位|哪个(?:人|同事)?)(?:去|跟|见|拜访|跑|谈|联系|对接|负责|管)(?:的|过|了|着|吗|呢|[ ?？])*$"),
    re.compile(rf"{C}[^,，。;]{{0,6}}(?:最近|近来|上次|这个月|本月|这周|今年)[^,，。;]{{0,4}}(?:联系|拜访|跟进|去|见|走动)过?(?:吗|么|没有?|了没)[?？ ]*$|{C}[^,，。;]{{0,4}}(?:多久|几天|好久)没(?:有)?(?:联系|拜访|跟进|去|见)"),
    re.compile(rf"(?:^|(?<=[,，。;；:!！?\n ]))客户[ :：]+{C}\s*$"),
    re.compile(rf"{C}{_NOW}有(?:没有|什么|啥)(?:什么|啥)?(?:新|最新)?(?:的)?(?:进展|动静|消息|动态|情况|变化|更新)|(?:what(?:'s)? |how "
rf")[^,]{{0,20}}{C}|{C} ?(?:status|info|update)\b"),
)  # fmt: skip
# 下午要去蜀锐，先给我看看他家的资料
_THEIR_CARD = re.compile(
    rf"{_LOOK}(?:给我)?(?:下)?(?:他们?家?|她们?|它|这家|那家|该|这个|这)(?:客户|公司)?(?:的)?{_ABOUT}|(?:他们?家|他们|这家|这个客户)(?:现在|目前|最近)?(?:是)?(?:什么|啥|咋|怎么)(?:个)?(?:情况|样)"
)
_PLANNED = re.compile(r"去|见|拜访|跑")
_DONE = re.compile(r"了|过|完|刚")
_NOT_QUERY = re.compile(r"报价(?:批|单|哪|没)|漏斗|排行|回了?多少|回款(?:多少|了吗|情况)|导出|提醒我|天气")


@reads(QueryCustomer)
def query(scene: Scene) -> Iterator[Found]:
    for clause in scene.clauses:
        span = (clause.start, clause.end)
        if _NOT_QUERY.search(scene.part(clause)) or scene.mended[clause.end : clause.end + 1] == ":":
            continue
        cue = next((found for pattern in _QUERY if (found := scene.find(pattern, span))), None)
        if cue and not (len(scene.clauses) > 2 and cue[0].startswith("客户")):
            yield from _named(scene, clause, cue)
            return
        if scene.find(_THEIR_CARD, span) and not scene.of_kind(CUSTOMER, span):
            yield from _pointed_at(scene, clause)
            return


def _named(scene: Scene, clause: Clause, cue: re.Match[str]) -> Iterator[Found]:
    marks = scene.of_kind(CUSTOMER, cue.span())
    for mark in marks[:3]:
        numbers = frozenset((clause.number,) if mark is marks[0] else ())
        at = (mark.start, mark.end)
        yield Found(QueryCustomer, at, {"customer": scene.value(mark)}, 65.0, numbers, "asks about a customer")


def _pointed_at(scene: Scene, clause: Clause) -> Iterator[Found]:
    """The customer that was named before: 下午要去蜀锐，先给我看看他家的资料."""
    before = scene.of_kind(CUSTOMER, (0, clause.start))
    if before:
        slots: dict[str, object] = {"customer": scene.value(before[-1])}
        told = scene.clause_at(before[-1].start)
        plan = bool(_PLANNED.search(scene.part(told))) and not _DONE.search(scene.part(told))
        numbers = frozenset((clause.number, told.number) if plan else (clause.number,))
        yield Found(QueryCustomer, (clause.start, clause.end), slots, 65.0, numbers, "asks about that customer")
