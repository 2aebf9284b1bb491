"""Questions about figures: funnel, ranking, payments, target; and taking data out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.understanding.clauses import Clause
from bot.understanding.marks import MARK
from bot.understanding.readers.scopes import given, owner, period, region
from bot.understanding.reading import Found, reads
from bot.understanding.scene import Scene, Span
from domain.contracts import QueryPayments
from domain.reports import Export, QueryFunnel, QueryRanking, QueryTarget

_FUNNEL = re.compile(r"漏斗|转化(?:情况|数据|怎么样|如何)|各阶段(?:转化|数量|分布|商机)|funnel|阶段分布")
_NOT_FUNNEL = re.compile(r"排行|排名|榜|导出|建议|怎么看|是什么|加油站|厨房")
_RANKING = re.compile(
    r"排行榜?|排名|龙虎榜|(?:转化率|业绩|回款|拜访量?|签单|成交|跟进|销售)[^,，。;]{0,8}(?:榜|谁最|"
    r"谁(?:是)?第一|第几|名次|最高|最多|最好|最低|最差|top)|谁(?:是)?[^,，。;]{0,8}(?:转化率|业绩|回款|"
    r"签单|成交|拜访)[^,，。;]{0,4}(?:第一|冠军|最)|谁(?:的)?(?:转化率|业绩|回款|签单|"
    r"成交)[^,，。;]{0,6}最|名次|ranking|top ?\d+|榜单|红黑榜"
)
_NOT_RANKING = re.compile(
    r"歌|音乐|电影|手游|游戏|世界|国家|学校|大学|城市|富豪|热搜|小说|排行榜第一的|餐厅|球|联赛|nba|积分"
)
_BY_REGION = re.compile(r"区域|大区|各区|地区|片区|分区|哪个区|团队|哪个(?:大)?区|各(?:个)?区|部门|各地")
_BY_PERSON = re.compile(r"个人|每个人|人员|业务员|销售员|各销售|按人|谁|每人|同事|销售代表|哪个销售|各人|按销售")

_PAYMENTS = re.compile(
    r"(?:回款|收款|到账|汇款|货款|进账|回的款|收的款|收到的款)[^,，。;]{0,14}?(?:多少|几|情况|怎么样|如何|"
    r"统计|汇总|明细|列|哪些|咋样|完成了|总共|总额|金额是|数据|进度|了吗|了没|没有|记录|给我|看看|看下|"
    r"看一下)|(?:查|看|统计|汇总|列|拉|报|算)(?:一?下|查|看|出|一?算)?[^,，。;]{0,16}(?:回款|收款|"
    r"到账)(?!(?:排|目标|率|了\d))|(?:回|收|进|到|付|打|结)了?(?:多少|几)(?:钱|款|万|货款|账)?|(?:多少|几)(?:钱|"
    r"款)?(?:回款|到账|进账)|回了?多少款?|收(?:到)?了?多少(?:款|钱)|(?:年|月|周|季度?|天|全年|"
    r"半年)(?:的)?回款(?:明细|数据)?$|(?:^|(?<=[,，。;；:!！?\n ]))回款(?:情况|统计|汇总)?$"
)
_NOT_PAYMENTS = re.compile(
    r"工资|奖金|退款|报销|快递|排行|排名|榜|目标|完成率|导出|导个|提醒|阶段|推进|建议|催|承诺|怎么(?:录|"
    r"记)|漏斗|完成(?:了)?多少"
)

_TARGET = re.compile(
    r"(?:完成|达成|做)(?:了)?(?:多少|几成|百分之几|几个点|得怎么样|得如何|情况|进度)|(?:完成率|达成率|"
    r"达标率)|达标(?:了)?(?:吗|没)|(?:目标|任务|指标)(?:完成|达成)(?:了)?(?:吗|没)|(?:目标|指标|业绩|任务|"
    r"kpi|quota)[^,，。;]{0,12}?(?:多少|几|完成|达成|差|进度|怎么样|如何|情况|还剩|咋样|达标|完了|够)|"
    r"(?:离|距离?|差|还差)[^,，。;]{0,8}(?:目标|指标|任务)(?:还)?(?:差|有|多少|多远)?|(?:业绩|"
    r"目标)(?:查询|进度)|(?:看|查)(?:一?下|看|查)?[^,，。;]{0,10}(?:目标|业绩|指标)(?!客户|行业|价)|"
    r"业绩(?:怎么样|如何|咋样)|(?:本|这个?)(?:月|季度?|年)(?:的)?(?:目标|业绩|指标)$"
)
_NOT_TARGET = re.compile(
    r"排行|排名|榜|导出|目标价|目标客户|建议|拜访|提醒|作业|减肥|健身|步数|客户说|嫌|商机|游戏|怎么(?:设|定|改)"
)

_EXPORT = re.compile(
    r"导出|导(?:个|一?份|一?下|成|出来|一?张|到|一?个|点)|下载|拉(?:个|一?份|一?张|"
    r"出)[^,，。;]{0,16}(?:excel|表格?|明细|xls|台账)|(?:生成|做|出|整|弄|发|给)(?:个|一?份|一?张|"
    r"我)+[^,，。;]{0,20}(?:excel|表格|xlsx?|明细表|清单表|台账|导出)|export|转(?:成|为)?excel|(?:excel|"
    r"表格)(?:形式|格式)?(?:发|给|导)"
)
_WHAT = (
    ("opportunities", re.compile(r"商机|项目|机会|opportunit|deals?")),
    ("quotes", re.compile(r"报价|quotes?")),
    ("contracts", re.compile(r"合同|签约|签单|contracts?")),
    ("payments", re.compile(r"回款|收款|到账|汇款|payments?|打款")),
    ("activities", re.compile(r"拜访|跟进|活动|走访|联系记录|沟通记录|activit|visits?|行程|电话记录")),
    ("customers", re.compile(r"客户|customers?|公司名单")),
)  # fmt: skip
_NOT_EXPORT = re.compile(
    r"建议|能不能(?:直接)?(?:支持|增加)|怎么|歌|电影|app|软件|视频|音乐|照片|导航|导致|导向|导轨|导管|"
    r"导热|导柱|导套|引导|领导|指导|辅导|主导|督导|传导|半导|编导|教导|误导|导购|导电|导师|导游|导弹|导演|"
    r"导入"
)


def _read(scene: Scene, cue: re.Pattern[str], no: re.Pattern[str]) -> tuple[Clause, re.Match[str]] | None:
    """The clause that asks, and its cue."""
    for clause in scene.clauses:
        found = scene.find(cue, (clause.start, clause.end))
        if found and not no.search(scene.part(clause)):
            return clause, found
    return None


def _scope(scene: Scene, clause: Clause) -> Span:
    """The sentence of the question, from its beginning; what a clause before tells of a customer is none of it."""
    sentence = scene.sentence(clause)
    told = [c for c in sentence if c.number < clause.number and re.search(rf"了|{MARK}", scene.part(c))]
    return (told[-1].end if told else sentence[0].start), sentence[-1].end


@reads(QueryFunnel)
def funnel(scene: Scene) -> Iterator[Found]:
    read = _read(scene, _FUNNEL, _NOT_FUNNEL)
    if read:
        clause, cue = read
        span = _scope(scene, clause)
        slots = given(period=period(scene, span), region=region(scene, span))
        yield Found(QueryFunnel, cue.span(), slots, 67.0, frozenset((clause.number,)), "asks for the funnel")


@reads(QueryRanking)
def ranking(scene: Scene) -> Iterator[Found]:
    read = _read(scene, _RANKING, _NOT_RANKING)
    if read:
        clause, cue = read
        span = _scope(scene, clause)
        words = scene.painted[span[0] : span[1]]
        by = "region" if _BY_REGION.search(words) else "person" if _BY_PERSON.search(words) else None
        slots = given(period=period(scene, span), by=by)
        yield Found(QueryRanking, cue.span(), slots, 68.0, frozenset((clause.number,)), "asks for the ranking")


@reads(QueryPayments)
def payments(scene: Scene) -> Iterator[Found]:
    read = _read(scene, _PAYMENTS, _NOT_PAYMENTS)
    if read and not scene.amounts_in((read[0].start, read[0].end)):
        clause, cue = read
        span = _scope(scene, clause)
        slots = given(
            period=period(scene, span), customer=_asked_about(scene, clause, span), region=region(scene, span)
        )
        yield Found(
            QueryPayments, cue.span(), slots, 69.0, frozenset((clause.number,)), "asks for payments", carries=False
        )


def _asked_about(scene: Scene, clause: Clause, span: Span) -> object | None:
    """他们回款多少 asks about the customer named before."""
    named = scene.customer_in(span)
    they = re.search(r"他们|它|这家|这个客户|该客户", scene.part(clause))
    return named or (scene.customer_in((0, clause.start)) if they else None)


@reads(QueryTarget)
def target(scene: Scene) -> Iterator[Found]:
    read = _read(scene, _TARGET, _NOT_TARGET)
    if read:
        clause, cue = read
        span = _scope(scene, clause)
        slots = given(period=period(scene, span), owner=owner(scene, span))
        yield Found(QueryTarget, cue.span(), slots, 63.0, frozenset((clause.number,)), "asks for the target")


@reads(Export)
def export(scene: Scene) -> Iterator[Found]:
    read = _read(scene, _EXPORT, _NOT_EXPORT)
    if read:
        clause, cue = read
        span = _scope(scene, clause)
        words = scene.painted[span[0] : span[1]]
        what = next((name for name, pattern in _WHAT if pattern.search(words)), None)
        if what or re.search(r"导出|excel|export", words):
            slots = given(what=what, period=period(scene, span), region=region(scene, span))
            yield Found(Export, cue.span(), slots, 81.0, frozenset((clause.number,)), "takes data out")
