"""Questions about figures: funnel, ranking, payments, target; and taking data out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from bot.understanding.clauses import Clause
from bot.understanding.cues import Apart
from bot.understanding.lazy import lazy
from bot.understanding.marks import COLLEAGUE, C, P, W
from bot.understanding.mood import is_wish
from bot.understanding.readers.nearby import near
from bot.understanding.readers.scopes import (
    asked_before,
    customer,
    given,
    joined_periods,
    owner,
    period,
    period_near,
    region,
    rest,
)
from bot.understanding.reading import Found, Slots, reads
from bot.understanding.scene import Scene, Span
from domain.cities import REGIONS
from domain.command import Command
from domain.contracts import QueryPayments
from domain.reports import Export, QueryFunnel, QueryRanking, QueryTarget

_LOOK = r"(?:看|查|统计|汇总|列|拉|报|算|调|搜)(?:一?下|看|查|出来?|一?算|个数)?"
_MUCH = (
    r"(?:多少|几|情况|怎么样|咋样|如何|啥样|统计|汇总|明细|列|哪些|完成了|总共|总额|总数|合计|金额是|数据|数字|进度|了吗|了没|没有|记录|给我|发我|"
    r"看看|看下|看一下|报一下|拉一?[下个]|怎样)"
)
# How much money: 几个w, 多少万.
_SUM = r"(?:(?:多少|几)[十百千]?个?(?:钱|款|[十百千]?万|[百千]?w(?![a-z])|货款))"
_PAID = r"(?:回款|收款|到账|汇款|货款|进账|回笼|回的款|收的款|收到的款|回的钱|收的钱)"
_METRIC = (
    r"(?:转化率|赢单率|赢单|成交率|业绩|回款|拜访量?|签单|签约|成交|跟进|销售额?|合同额|商机数?|单量|开单|丢单|走访)"
)
_TOP = r"(?:最[高多好低差少快猛强]|第一|冠军|垫底|倒数|第几|几名|名次|领先|前[三五十\d]{1,2}|top ?\d{0,2})"
# 吴经理问我们回款情况, 聊了下排名: what was talked about with a customer is asked of nobody here.
_TOLD = lazy(
    rf"{P}+(?!(?:让|叫|要|催)我|[要想]看)|(?:{C}|客户|他们?|她们?|对方|人家)[^,，。;]{{0,6}}(?:说|讲|问|聊|提到|表示|反馈|要求)|[聊谈](?:了|到|起)|(?:^|[ ,，])(?:还|又|都)?(?:说|讲|夸|表扬|批评)(?:了|[他她])|"
    r"[看查翻瞄对理]了(?:一?[下眼遍会]|看)(?![^,，。;]*(?:多少|[几谁吗]|怎么))"
)


@dataclass(frozen=True, slots=True)
class _Question:
    """One kind of question: how it sounds, what sounds like it and is none, and what its slots are read from.

    `noun` is the question where nothing but its time, its region and its person stands beside it: 上月的回款.
    """

    kind: type[Command]
    cue: re.Pattern[str]
    noun: re.Pattern[str]
    never: re.Pattern[str]
    slots: Callable[[Scene, Clause], Slots | None]
    score: float
    why: str


def _funnel(scene: Scene, clause: Clause) -> Slots:
    return given(period=near(scene, clause, period), region=near(scene, clause, region))


_BY_REGION = lazy(
    r"区域|大区|各区|地区|片区|分区|[哪边]个区|by (?:region|area|district)|团队|哪个(?:大)?区|各(?:个)?区|部门|各地|按区|[几各]个区"
)
_BY_PERSON = lazy(
    r"个人|每个人|人员|人头|(?:业绩|销|签单)冠|by (?:person|rep|people|owner)|边个(?!区)|啥人|哪几位|业务员|销售员|各销售|按人|谁|每人|同事|各销售|销售代表|哪个销售|各人|按销售|哪位|大家"
)
_AFTER_ALL = lazy(r"^(?:要|就|都|请)?(?:按|分|以|用|各)|^[^,，。;]{2,4}(?:维度|口径)")


def is_another_matter(kind: type[Command], words: str) -> bool:
    """What sounds like one of these questions and is none: 富豪排行榜, 导出的表收到了."""
    return kind in _NEVER and (_NEVER[kind].search(words) or _DECLINED.search(words)) is not None


def about_ranking(scene: Scene, span: Span) -> Slots:
    """What is ranked by the words of a whole stretch."""
    return given(period=period(scene, span), by=_by(scene.painted[span[0] : span[1]]))


def _by(words: str) -> str | None:
    return "region" if _BY_REGION.search(words) else "person" if _BY_PERSON.search(words) else None


def _ranking(scene: Scene, clause: Clause) -> Slots:
    words = scene.part(clause)
    by = _by(words)
    if by is None:  # 上月转化率排行榜，按销售员
        after = [c for c in scene.sentence(clause) if c.number > clause.number]
        by = next((_by(scene.part(c)) for c in after if _AFTER_ALL.search(scene.part(c))), None)
    return given(period=near(scene, clause, period), by=by) or about_ranking(scene, asked_before(scene, clause))


def _payments(scene: Scene, clause: Clause) -> Slots | None:
    said = scene.clauses[clause.number + 1].end if scene.mended[clause.end : clause.end + 1] == ":" else clause.end
    if scene.amounts_in((clause.start, said)):  # 汇总今天的进账：沪铮23万
        return None
    return given(
        period=near(scene, clause, period),
        customer=near(scene, clause, customer),
        region=near(scene, clause, region),
    )


def _target(scene: Scene, clause: Clause) -> Slots:
    return given(period=near(scene, clause, period_near), owner=near(scene, clause, owner))


_WHAT = (
    ("opportunities", re.compile(r"商机|项目|机会|opportunit|deals?")),
    ("quotes", re.compile(r"报价|quotes?")),
    ("contracts", re.compile(r"合同|签约|签单|contracts?")),
    ("payments", re.compile(r"回款|收款|到账|汇款|payments?|打款")),
    ("activities", re.compile(r"拜访|跟进|活动|走访|联系记录|沟通记录|activit|visits?|行程|电话记录")),
    ("customers", re.compile(r"客户|customers?|公司名单")),
)  # fmt: skip
_NOUN = lazy(r"商机|报价|合同|回款|拜访|客户")
_ENUMERATED = lazy(
    rf"(?P<first>{_NOUN.pattern})(?:的|记录|明细|数据|表|清单|列表|单)*(?:(?:和|跟|与|及|以及|还有|加上?|、)(?:{_NOUN.pattern})(?:记录|明细|数据|表|清单|列表|单)*){{1,5}}"
)


def _export(scene: Scene, clause: Clause) -> Slots | None:
    listed = scene.find(_ENUMERATED, (clause.start, clause.end))
    what = what_in(scene, listed.span("first")) if listed else near(scene, clause, what_in)
    if not what and not re.search(r"导出|excel|export|导[^,，。;]{0,3}表|表格?(?:导|下载)", scene.part(clause)):
        return None
    return given(what=what, period=near(scene, clause, period), region=near(scene, clause, region))


def what_in(scene: Scene, span: Span) -> str | None:
    return next((name for name, pattern in _WHAT if pattern.search(scene.painted, *span)), None)


_QUESTIONS = (
    _Question(
        QueryFunnel,
        lazy(r"漏斗|转化(?:情况|数据|[怎咋]么?样|如何|(?:什么|啥)样)|各(?:个)?阶段(?:的)?(?:转化|数量|分布|商机|单子)|funnel|阶段分布"),
        lazy(r"漏斗图?|转化"),
        lazy(r"排行|排名|榜|导出|建议|怎么看|堵了|实验室|化学|是什么|加油站|厨房|倒油|倒进|洒|滤|咖啡|滤[纸网杯]|沙漏|用完|冰淇淋|游戏|漏斗云"),
        _funnel, 84.0, "asks for the funnel",
    ),
    _Question(
        QueryRanking,
        lazy(
            rf"(?:我|咱们?|我们组?|本[组区]|本人)[^,，。;]{{0,8}}(?:排(?:名|在|到)?第几|第几名)|^(?:[,，]|那)*排(?:名|在)?第几|排行榜?|排名(?!第)|龙虎榜|名次(?!第)|ranking|榜单|红黑榜|(?:签单|业绩|回款|成交|拜访|开单)(?:王|状元|冠军|大王|之星)|比[一下]?比[^,，。;]{{0,6}}{_METRIC}|(?:{_METRIC}[^,，。;]{{0,8}}|谁[^,，。;]{{0,8}})排(?:个[名序]|一?排|一下|序|第)|"
            rf"(?:谁|哪[个位])[^,，。;]{{0,8}}{_METRIC}[^,，。;]{{0,4}}排(?:在)?最?[前后末头]|{_METRIC}[^,，。;]{{0,6}}(?:谁|哪[个位])[^,，。;]{{0,3}}排(?:在)?最?[前后末头]|"
            rf"排个名|{_METRIC}[^,，。;]{{0,8}}(?:榜|谁{_TOP}|{_TOP})|谁(?:是)?[^,，。;]{{0,8}}{_METRIC}[^,，。;]{{0,4}}{_TOP}|"
            rf"(?:谁|哪[个位])[^,，。;]{{0,8}}{_TOP}[^,，。;]{{0,6}}{_METRIC}|top ?\d+|"
            rf"排(?:个序|一?排|一下)[^,，。;]{{0,12}}{_METRIC}|{_METRIC}[^,，。;]{{0,6}}(?:比一?比|对比|比较一?下|pk)"
        ),
        lazy(rf"{_METRIC}?(?:排行|排名)榜?"),
        lazy(
            r"歌|音乐|人气|杂志|唱片|电影|步数|[学友乡]会|奥运|丢标|落标|微信运动|成绩(?!最)|段位|荣耀|热榜|奶茶|手游|游戏|世界|国家|学校|大学|城市|富豪|热搜|小说|排行榜第一的|餐厅|球|联赛|nba|积分|我们排队|竞标|客户说|停滞|看得"
        ),
        _ranking, 85.0, "asks for the ranking",
    ),
    _Question(
        QueryPayments,
        lazy(
            rf"{_PAID}[^,，。;]{{0,14}}?{_MUCH}|(?:有没有|有无|是否有|有多少|几笔)[^,，。;]{{0,4}}(?:{_PAID}|(?:款|钱|账)[^,，。;]{{0,3}}(?:进|来|到|入|打|收|回))|{_LOOK}[^,，。;]{{0,16}}{_PAID}(?!(?:排|目标|率|了\d))|(?:回|收)(?:到|上来|回来)?了?(?:{_SUM}|"
            rf"(?:多少|几)(?:笔(?!单)|(?=$|[ 啊呀呢了?？])))|(?:到|进|付|打|结)(?:账|款)?了?(?:{_SUM}|(?:多少|几)账)|(?:多少|几|哪些|什么|啥)(?:钱|款|笔)?{_PAID}|欠(?:我们?|着|了)*(?:多少|几)|"
            rf"(?:还有|还剩|还差|差)(?:着|了|我们?|咱们?)*(?:多少|几)[^,，。;]{{0,6}}(?:没回|没付|没收|未回|未收|没到账|货款|尾款|没打)|"
            rf"{C}[^,，。;]{{0,10}}(?:付|打|回|结|给)(?:款|账)?了?(?:我们|咱们?|我)?(?:多少|几)(?!天|次|个|张|份)|欠款[^,，。;]{{0,6}}多少|(?:打款|付款|打钱|付钱)了?(?:没有?|吗|么|了没)|(?:款|钱|账)[^,，。;]{{0,4}}(?:到|来|付|打|回|结|收|清|齐)(?:账|了|齐|清|完|过来)*(?:没有?|吗|么|了没)|(?:款子?|钱|账)[^,，。;]{{0,3}}(?:到|进|来|收|回|打)(?:账|了|过来|进来)*(?:多少|几)"
        ),
        lazy(r"(?:回款|收款|货款|进账)(?:情况|统计|汇总|明细|数据|总额)?"),
        lazy(
            r"工资|奖金|退款|报销|快递|排行|排名|榜|目标|完成率|导出|导个|提醒|阶段|推进|建议|催|承诺|怎么(?:录|记)|漏斗|商机|完成(?:了)?多少|排一?[下排]|"
            r"排号|外卖|红包|基金|理财|房租|话费|麻将|打牌|彩票"
        ),
        _payments, 83.0, "asks for payments",
    ),
    _Question(
        QueryTarget,
        lazy(
            r"(?:完成|达成|做)(?:了|到)?(?:多少|几成|百分之几|几个点|得怎么样|得如何|情况|进度)|(?:完成率|达成率|达标率)|达标(?:了)?(?:吗|没)|(?:离|距离?|差)[^,，。;]{0,4}(?:达标|完成|目标线|及格)[^,，。;]{0,6}(?:多少|几|多远)|"
            r"(?:目标|任务|指标)(?:完成|达成)(?:了)?(?:吗|没)|(?:目标|指标|业绩|任务|kpi|quota)[^,，。;]{0,12}?(?:多少|几|完成|达成|差|进度|进展|怎么样|"
            r"如何|情况|还剩|咋样|达标|完了|够)|(?:离|距离?|差|还差)[^,，。;]{0,8}(?:目标|指标|任务)(?:还)?(?:差|有)?(?:多少|多远|几|(?=$|[呢啊?？]))|(?:业绩|目标)(?:查询|进度)|"
            r"my (?:target|quota|kpi)|(?:target|quota|kpi)s? (?:of|for|this|last|progress|status)|(?:看|查)(?:一?下|看|查)?[^,，。;]{0,10}(?:目标|业绩|指标)(?!客户|行业|价)|业绩(?:怎么样|如何|咋样)"
        ),
        lazy(r"(?:销售|回款|拜访|签单)?(?:目标|业绩|指标|任务完成|kpi)(?:完成|达成)?(?:情况|率|进度)?"),
        lazy(
            r"排行|排名|榜|导出|目标价|目标客户|建议|作业|减肥|健身|步数|客户说|嫌|商机|游戏|怎么(?:设|定|改)|做(?:了)?(?:多少|几)(?:年|个月|件|套)|拜访(?!目标|量|完成)"
        ),
        _target, 63.0, "asks for the target",
    ),
    _Question(
        Export,
        lazy(
            r"导出|把[^,，。;]{1,10}导了|导(?:给|发)(?:我|你|他|财务|老板)|(?:^|(?<=[,，。 ]))(?:要|用|发)?excel(?:版|格式|的|就行)*(?=$|[,，。])|导(?:个|一?份|一?下|成|出来|一?张|到|一?个|点)|导(?=[^,，。;]{0,6}(?:商机|客户|合同|报价|回款|拜访|表))|下载|(?:台账|明细表|清单表|表格)[^,，。;]{0,6}(?:拉|导|发|来|要|出|整)(?:一|个|给)|拉(?:个|一?份|一?张|出)[^,，。;]{0,16}(?:excel|表格?|明细|xls|台账|表)|"
            r"(?:生成|做|出|整|弄|发|给|要|来)(?:个|一?份|一?张|我)+[^,，。;]{0,20}(?:excel|表格|xlsx?|明细表|清单表|台账|导出|表(?=$|[,，。 吧啊呢来]))|export|"
            r"转(?:成|为)?excel|(?:excel|表格)(?:形式|格式)?(?:发|给|导)"
        ),
        lazy(r"(?!)"),
        lazy(
            r"建议|能不能(?:直接)?(?:支持|增加)|怎么|咋|如何|聊天记录|笔记|备忘录|kindle|相册|截图|录音|歌|电影|app|软件|视频|音乐|照片|导航|导致|导向|导轨|导管|导热|导柱|导套|引导|领导|指导|辅导|主导|"
            r"督导|传导|半导|编导|教导|误导|导购|导电|导师|导游|导弹|导演|导入"
        ),
        _export, 86.0, "takes data out",
    ),
)  # fmt: skip
# 不用给我看排行, 导出的表收到了
_DECLINED = lazy(
    r"(?:不必|不用|不要|不需要|别|莫|不想|懒得)(?:再|给我|帮我|去)*(?:看|导|查|动|列|发|排)|(?<![能可])(?<!还没)不看|导出?的[^,，。;]{0,6}(?:收到|看到|拿到|里|[能要]带|加上)|是不是[^,，。;]{0,4}错|这个?功能"
)
# 报价、合同、回款，天天就这三样
_GRUMBLED = lazy(r"(?:天天|整天|每天)[^,，。;]{0,4}(?:就?这|[都也]是这)|头[都也]大|烦死")
_NEVER = {question.kind: question.never for question in _QUESTIONS}
_JOINED = lazy(rf"{W}(?:[、,和跟与及]|还有){W}")
_ONE_REGION = lazy("|".join(REGIONS))
_JOINED_REGIONS = lazy(rf"(?:{'|'.join(REGIONS)})(?:大?区)?(?:[、,和跟与及 ]|还有)?(?:{'|'.join(REGIONS)})")
# 昨天回款多少，今天呢: the same of another day, region or person.
_AND_NOW = lazy(r"呢$")


def _asked(scene: Scene, question: _Question) -> Iterator[Found]:
    """The clauses that ask so, each for something of its own."""
    asked: list[Slots] = []
    for clause in () if scene.find(_GRUMBLED) else scene.clauses:
        cue = scene.find(question.cue, (clause.start, clause.end))
        part = scene.part(clause)
        if any(never.search(part) for never in (question.never, _TOLD, _DECLINED)) or _is_dreamt(scene, clause):
            continue
        goes_on = bool(asked) and _AND_NOW.search(scene.part(clause)) and not rest(scene, clause)
        if cue is None and not goes_on and (scene.amounts or question.noun.fullmatch(rest(scene, clause)) is None):
            continue
        slots = question.slots(scene, clause)
        slots = {**asked[-1], **slots} if goes_on and slots else slots
        if slots is None or any(slots.items() <= other.items() for other in asked):
            continue
        asked.append(slots)
        at = cue.span() if cue else (clause.start, clause.end)
        beside = _beside(scene, clause) if question.kind is Export else []
        others = list(_others(scene, clause, slots))
        at = (clause.start, clause.start + 1) if beside or others else at
        yield Found(
            question.kind, at, slots, question.score, _claims(scene, clause, slots), question.why, carries=False
        )
        for at, other in others:
            yield Found(question.kind, at, {**slots, **other}, question.score, why=question.why, carries=False)
        for noun, what in beside:
            yield Found(Export, noun, {**slots, "what": what}, question.score, why=question.why, carries=False)


def _others(scene: Scene, clause: Clause, slots: Slots) -> Iterator[tuple[Span, Slots]]:
    """黄志锋、苏铭本月目标完成多少, 华南和西南的漏斗: who and where is asked about beside the first."""
    span = (clause.start, clause.end)
    if "owner" in slots and scene.find(_JOINED, span):
        for mark in scene.of_kind(COLLEAGUE, span):
            if mark.value[0] != slots["owner"]:
                yield (mark.start, mark.end), {"owner": mark.value[0]}
    if "region" in slots and scene.find(_JOINED_REGIONS, span):
        for found in _ONE_REGION.finditer(scene.painted, *span):
            if found[0] != slots["region"]:
                yield found.span(), {"region": found[0]}
    for where, other in joined_periods(scene, span) if "period" in slots else ():
        if other != slots["period"]:
            yield where, {"period": other}


def _is_dreamt(scene: Scene, clause: Clause) -> bool:
    """岑海要是能签，这个月目标就完成了."""
    return "就" in scene.part(clause) and scene.part(clause).endswith("了") and is_wish(scene, clause)


def _beside(scene: Scene, clause: Clause) -> list[tuple[Span, str]]:
    """导出华南区的客户和商机: what else is taken out, each as a command of its own."""
    found = scene.find(_ENUMERATED, (clause.start, clause.end))
    nouns = [noun.span() for noun in _NOUN.finditer(scene.painted, *found.span())] if found else []
    return [(noun, what) for noun in nouns[1:] if (what := what_in(scene, noun))]


def _claims(scene: Scene, clause: Clause, slots: Slots) -> frozenset[int]:
    """我要上月的回款明细表，导出: the clause before says what is taken out, and asks for nothing itself."""
    mine = frozenset((clause.number,))
    if "what" not in slots or what_in(scene, (clause.start, clause.end)):
        return mine
    told = [c.number for c in scene.sentence(clause) if what_in(scene, (c.start, c.end))]
    return mine | frozenset(told[-1:])


for _question in _QUESTIONS:
    reads(_question.kind, (_question.cue, Apart(_question.noun)))(partial(_asked, question=_question))
