"""Work between departments: reviews of a solution, and help."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.understanding.clauses import Clause
from bot.understanding.lazy import lazy
from bot.understanding.marks import CUSTOMER
from bot.understanding.mood import is_rumour, is_wish
from bot.understanding.readers.deal_words import firm
from bot.understanding.readers.notes import is_only_a_day, weighed
from bot.understanding.readers.scopes import given
from bot.understanding.readers.titles import alone, title
from bot.understanding.readers.ways import ANY_WAY
from bot.understanding.reading import Found, reads
from bot.understanding.scene import Scene, Span
from domain.solutions import RequestHelp, RequestReview

_SECTION = r"(?:部门?|中心|组|科|处|室|团队|车间)"
_KNOWN = (
    "工程|技术|工艺|品质|质量|品管|品控|品保|质保|研发|生产|采购|财务|法务|市场|售后|物流|仓库|设计|模具|制造|供应链|"
    "项目|商务|客服|人事|行政|信息|it|实验|检测|样品|安环|单证|关务|国际|光学|生产技术|压铸工艺|测试|设备|计划|结构|电气|外贸|仓储|质检|质管|开发|体系|装配|工装|计量|热处理|机加|加工|运营|成本|包装|储运|资材|电控|软件|仿真"
)
# Said without 部: only where somebody is meant, and only what is no word of the customer's business.
_SHORT = "总经办|安环|关务|压铸工艺|工程|技术|工艺|品质|质量|品管|品控|品保|研发|采购|财务|法务|售后|物流|仓库|模具|商务|客服|供应链|it|实验室|质检|质量|生产|计划"
_MEANT = (
    r"(?=那边|这边|那头|大大|在吗|快派|急|(?:先)?过过?堂|把[把一]|寻|提支|的?(?:同事|兄弟|老师|同学|大佬|的人|帮|来|支持|协[助调]|配合|评|审|支援|出|给|安排|派|核|算|介入|优先|尽快|马上|立刻|立即|看|过|赶|抽|排|插|(?:今天|明天)(?=把|给|帮|能|先|要|出)|加急|能|可以|"
    r"[:：]|一起|协同|做|有没有|麻烦|把|去|复|确认|查|测|抓紧))"
)
_LISTED = lazy(rf"{_KNOWN}|{_SHORT}|实验室|技术委员会|研究|.{{2,3}}车间")
DEPARTMENT = lazy(
    rf"(?:{_KNOWN}){_SECTION}|实验(?:室|中心)|技术委员会|研究[所院](?!的?(?:项目|客户))|(?<![总分某])(?![请让找叫能由给把要])[\u4e00-\u9fff]{{2,3}}车间|(?<=[请让找叫烦])(?![我他你她客咱对])[\u4e00-\u9fff]{{2}}(?:部门?|组|科)(?=的?(?:同事)?(?:一下|来|帮|支[持援]|协助|配合|评|审|看))|(?<![\ue001\ue010]的)(?<![\ue001\ue010])(?:(?<!申请)|(?=.{{2,4}}支[援持]))(?<!发起)(?<!提交)(?<!启动)(?:(?<=[请让烦找叫@])|(?!(?:技术|工艺|设计)(?:评审|会审)))(?:{_SHORT}){_MEANT}|(?<![\u4e00-\u9fff])(?:{_SHORT})(?= )"
)
# Words that ask: after the first any wish may follow, after the others only a verb of help.
_BEGS = lazy(
    r"(?:帮忙(?=协调|联系|喊|叫|找)|请(?!了)|让|麻烦|找|叫|需要|需|求|请求|求助|拜托|辛苦|劳烦|喊|希望|想请|想让|得|@|恳请|烦请|有劳|呼叫)(?:安排|协调|通知|让|一下|下|我们|咱们?|公司|[ :：])*$"
)
_ASKS = lazy(
    r"(?:安排|提交|发给|交给|给|要|通知|转给?|申请|提请|发起|联系|协调|跟|向|对|派|由|催)(?:一下|下|我们|咱们?|[ ])*$"
)
_CAN = r"(?:谁(?:有空|能|方便)|麻烦|请|辛苦|拜托|申请|寻?求|[\ue001\ue010]|的|那边|这边|同事|兄弟|老师|同学|大佬|各位|们|的人|有没有|能不能|能否|可不可以|可以|能|尽快|马上|立刻|立即|今天|明天|抓紧|赶紧|帮忙|帮我们?|帮|来|一起|协同|优先|先|再|也|给|把|进行|安排|[ :：,，])*"
_HELPS = (
    r"(?:支[持援个招]|协[助同调]|出手|出面|寻|腾|给一?[个份张]|配合|帮|派|抽[个人调]|核|算|查|测|提供|介入|跟进|处理|解决|出[个一份张具面报方结]|做|打样|打[个一]|看|确认|安排|加[急班快]|插[个单队]|评估|分析|试|优化|改|开(?!会)|准备|"
    r"参与|到|去|复[核检测]|催|盯|排|回复|补|整理|过来|画|写|检|现场|上门|一下|对[一下]|优先|赶|搞|弄|保[证一]|顶|救|拉一把|搭把手|跑一趟|来[人个一]|有空|腾|借)"
)
_HELPS_AT_ONCE = lazy(_CAN + _HELPS)
_HELPING = lazy(rf"{_CAN}[^,，。;]{{0,4}}?{_HELPS}")
_URGES = lazy(r"劳驾|搭把手|出手|救|麻烦|请|帮|尽快|辛苦|[看查]一?下|支援|支持|加急|救急|能不能|可以.{0,6}[吗么不]")
_URGED = lazy(
    r"谁有空|安排|派[个人]|麻烦|辛苦|拜托|请|帮|能不能|能否|可以|可不可以|尽快|一?下(?!了|午|周|月|来)|支援|优先|加急|出个?人|支个?招|劳驾|出手|搭把手|快派|提支援|有没有|不$|吗$|赶紧|抓紧"
)
_NOT_HELP = lazy(
    r"安排加班$|(?:聊|谈|见|过|碰|说)了|(?:\ue001|\ue002|客户|他)\ue010*(?:那边)?(?:说|要|要求)?(?:让|请|找|叫)|"
    r"怎么|要不要|该不该|没有(?!人)|已经|谢谢|评审|归档|联系人|提醒我|客户的|对方|他们(?:的)?[^,，。;]{0,3}(?:部|科)|聊天|聊聊|吃饭|聚餐|骂|打球|喝|工资|催我|商机|经理|部长"
)
# What is reviewed, and how; words that only look at it need both a paper and a department.
_PAPER = lazy(r"方案|图纸|设计(?!部|院)|技术|工艺(?!部|科)|协议|dfm")
_REVIEWS = lazy(r"评审(?!会|委)|送审|会审|评一?[下评]|review(?!ed)|技术评估")
_LOOKS = lazy(
    r"把[一个]?脉|号脉|过过?堂|评阅|审阅|掌[掌个]?眼|论证|审一?[眼审]|把把关|丢给[^,。;]{1,6}评$|先评|上会|评估|审核|审查|把[一个]?[下关]|过一[下遍]|看[一看]?[下看]?|过目|(?<!评)审"
)
_ORDERS = lazy(
    r"请(?!了)|让|麻烦|找|叫|安排|提交|提请|发给|交给|需要?|要|辛苦|拜托|申请|求|希望|发起|启动|走|帮|做个|搞个|组织|开始|进行|送|给|得(?!有点|很|太|挺|不|好|慢|快|多|差)|一下|下(?=$|[,，。;吧])|^(?:方案|技术|图纸)评审|pls|please"
)
_REVIEWED = lazy(
    r"(?:无需|无须|不用|不必|不要|别|免)[^,。;]{0,4}评审|评审[^,，。;]{0,4}没意见|简历|绩效|职称|评审(?:会|已经?|都|也)?(?:过了|通过|完了|完成|结束|没过|不通过|意见|结果|报告|了$|了[,，])|(?:已经?|刚|上周|昨天)[^,，。]{0,6}评审|"
    r"开(?:了|过)[^,，。]{0,4}评审|评审(?:怎么样|到哪|进度|时间)|[约等]评审|去\ue001.{0,12}评审|主持|参加|评审[前后时]"
)
_THEY = lazy(r"(?:\ue001|\ue002|客户|对方|他们|人家)\ue010*(?:那边|公司)?(?:说|讲|要求|要|想|希望)[^,，。;]{0,8}$")
_IS_TOLD = lazy(r"\ue002\ue010*(?:那边)?(?:说|讲|反馈|反映|表示|抱怨|提)")
_OWN_MATTER = lazy(
    r"报价[ 单]|回款|签了|提醒|商机|阶段|推[到进]|丢了|归档|定稿|加个?联系人|导出|另外|顺便|建议|有效期|单价|[\ue004\ue006]"
)
_NEW_VERSION = lazy(r"(?:改|定|更新|升|出)[^,，。;]{0,6}(?<![a-z])v\d|(?<![a-z])v\d[.\d]{0,4}(?:定|出|改|更新)")
_TROUBLE = lazy(
    r"[\ue001\ue002]|客户|现场|模具|试[模样制装]|样[品件]|图纸|产线|机床|质量|故障|开裂|拉裂|漏|停[机线产]|报警|交期|不良"
)
# 请求支援！ with the department still to be asked for.
_CRIES = lazy(
    r"(?:紧急|急|十万火急|快|在线|各位|兄弟们?|大佬们?|现场|这边|我|[ !])*(?:请求|寻求|求|需要?|急需|申请|呼叫|谁能|找|派|来|安排|麻烦)(?:内部|公司|一下|个|各位|大佬|现场|技术|人|人手|[一两几]个|过来|帮忙|去|来)*"
    r"(?:支[援持]|救[援急命]|协助|增援|援助|帮手|搭把手|帮忙|看看|处理)(?:一下|下|啊|呀|吗|[ !?？])*"
)


@reads(RequestReview, (_REVIEWS, _LOOKS))
def review(scene: Scene) -> Iterator[Found]:
    """A verb of reviewing somewhere in the sentence, and an order or somebody of ours who is to do it."""
    for sentence in dict.fromkeys(clause.sentence for clause in scene.clauses):
        clauses = [clause for clause in scene.clauses if clause.sentence == sentence]
        span = (clauses[0].start, clauses[-1].end)
        cue = scene.find(_REVIEWS, span) or _looked_at(scene, span)
        home = scene.clause_at(cue.start()) if cue else clauses[0]
        if not cue or _REVIEWED.search(scene.painted[home.start : span[1]]) or not firm(scene, home):
            continue
        begin = _first(scene, clauses, home)
        department = scene.find(DEPARTMENT, (begin.start, span[1]))
        asked = scene.painted[begin.start : home.end]
        if not department and (not _ORDERS.search(asked) or _THEY.search(scene.painted[home.start : cue.start()])):
            continue
        note, numbers = _remark(scene, home)
        numbers |= frozenset(range(begin.number, home.number + 1))
        own = [c for c in clauses if c.number in numbers]
        slots = given(
            customer=_customer(scene, own), department=scene.said(department.span()) if department else None,
            title=_reviewed(scene, own), note=_focus(scene, own, home, note) or weighed(scene, home.end, cue, department),
        )  # fmt: skip
        yield Found(RequestReview, (min(home.start, cue.start()), cue.end()), slots, 78.0, numbers, "asks for a review")


def _looked_at(scene: Scene, span: Span) -> re.Match[str] | None:
    """请工艺部看看方案: less than a review without a paper and a department."""
    found = scene.find(_LOOKS, span)
    part = scene.painted[span[0] : span[1]]
    department = scene.find(DEPARTMENT, span)
    begged = department and (
        _BEGS.search(scene.painted, span[0], department.start())
        or re.search(r"帮|麻烦|请|一?下|先|得|交|发|丢|上会", part)
    )
    paper = re.search(r"方案(?!设计)|图纸|设计图|dfm|技术协议|v\d|那套", part)
    return found if found and begged and paper and not re.search(r"来个?人|有问题|支[持援]|协助", part) else None


def _first(scene: Scene, clauses: list[Clause], home: Clause) -> Clause:
    """The first clause that belongs to the order: one with the paper or the department right before it."""
    first = home
    for clause in reversed([c for c in clauses if c.number < home.number]):
        span, part = (clause.start, clause.end), scene.part(clause)
        if ANY_WAY.search(part) or _IS_TOLD.match(part) or _OWN_MATTER.search(part) or _NEW_VERSION.search(part):
            break
        if not (
            _PAPER.search(part)
            or scene.find(DEPARTMENT, span)
            or re.fullmatch(r"客户?[:： ]*|[\ue001\ue010]+.{0,6}", part)
        ):
            break
        first = clause
    return first


def _reviewed(scene: Scene, own: list[Clause]) -> str | None:
    found = (title(scene, (c.start, c.end)) for c in own)
    return next((one for one in found if one), None) or alone(scene, own)


def _focus(scene: Scene, own: list[Clause], home: Clause, note: str | None) -> str | None:
    before = [c for c in own if c.number < home.number and re.search(r"重点|关注|主要|关键", scene.part(c))]
    return "，".join([*(scene.said((c.start, c.end)) for c in before), *([note] if note else [])]) or None


@reads(RequestHelp, DEPARTMENT)
def help_from(scene: Scene) -> Iterator[Found]:
    """One for each sentence in which a department of ours is asked for something."""
    for clause in scene.clauses:
        department = scene.find(DEPARTMENT, (clause.start, clause.end))
        if not department or is_rumour(scene, clause) or is_wish(scene, clause):
            continue
        if not (_LISTED.match(department[0]) or scene.of_kind(CUSTOMER)):  # 请宣传部帮忙拍照
            continue
        before = scene.painted[clause.start : department.start()]
        rest = scene.painted[department.end() : _end(scene, clause)]
        called = before.endswith("@") or _is_vocative(scene, clause, department)
        if _NOT_HELP.search(before + rest) and not before.endswith("@"):
            continue
        if not (
            called
            or _BEGS.search(before)
            or (_ASKS.search(before) and _HELPS_AT_ONCE.match(rest) and "了" not in rest)
            or _offers(rest, before)
        ):
            continue
        note, numbers = _wanted(scene, clause, department)
        if len(note) < 2 and not before.endswith("@"):
            continue
        own = [c for c in scene.clauses if c.number in numbers]
        slots = given(customer=_customer(scene, own), department=scene.said(department.span()), note=note or None)
        yield Found(RequestHelp, department.span(), slots, 76.0, numbers, "asks for help")


_ELSE = lazy(r"提醒我|报价 |拜访了|签了|回款|商机|归档|定稿|导出|加个联系人|另外|顺便")
_CALLS = lazy(
    r"(?<!客户)(?<!他们)(?:(?:找|派|来|需要|要|安排|请|喊|叫|有没有)(?:个|一?个|几个|点)?(?:人|人手|同事|高手|师傅)(?:能)?|谁能|(?<![\ue001\ue002\ue010要])请?求)(?:来|去|过来|帮忙|跟我)*(?:支[持援]|协助|救急|帮忙?(?:看|处理|分析)?)(?:一?下|(?=\ue001)|$|[,，。])"
)


@reads(RequestHelp, (_CRIES, _CALLS))
def help_from_anybody(scene: Scene) -> Iterator[Found]:
    """A cry for help that names no department, and what the trouble is."""
    for clause in scene.clauses:
        if scene.find(DEPARTMENT, (0, len(scene.painted))):
            return
        called = _called(scene, clause)
        if called:
            yield called
            return
        if not _CRIES.fullmatch(scene.part(clause)):
            continue
        own = [c for c in scene.clauses if c.number != clause.number and abs(c.sentence - clause.sentence) < 2]
        if not _TROUBLE.search("".join(map(scene.part, own))) or any(_OWN_MATTER.search(scene.part(c)) for c in own):
            continue
        note = "，".join(scene.said((c.start, c.end)) for c in own)
        numbers = frozenset((clause.number, *(c.number for c in own)))
        span = (min(own[0].start, clause.start), clause.end)
        slots = given(customer=_customer(scene, [clause, *own]), note=note)
        yield Found(RequestHelp, span, slots, 76.0, numbers, "cries for help")
        return


def _called(scene: Scene, clause: Clause) -> Found | None:
    """找人支持一下博泽的送样测试: for whom stands in the clause itself."""
    cue = scene.find(_CALLS, (clause.start, clause.end))
    customer = scene.customer_in((clause.start, clause.end))
    if not cue or not customer or not (cue[0].startswith(("谁能", "有没有")) or firm(scene, clause)):
        return None
    trouble, numbers = _remark(scene, clause)
    slots = given(customer=customer, note=trouble or scene.said((clause.start, clause.end)))
    return Found(RequestHelp, cue.span(), slots, 76.0, numbers, "cries for help")


def _offers(rest: str, before: str) -> bool:
    """工艺部能不能派个人: no word that asks stands before it. What 工艺部看了 is told."""
    asked = _HELPING.match(rest) or re.match(r"(?:的|那边|同事|们)*(?:麻烦|辛苦|请|拜托)", rest)
    return bool(asked and _URGED.search(rest) and re.fullmatch(r"|.*[,，:： \ue001\ue010]", before))


def _is_vocative(scene: Scene, clause: Clause, department: re.Match[str]) -> bool:
    """工程部的同事，皖钧图纸有问题，麻烦看下: the wish stands in a later clause."""
    behind = scene.painted[department.end() : clause.end]
    whole = department.start() == clause.start and re.fullmatch(
        r"(?:的|那边)?(?:同事|兄弟|老师|各位|大佬|大大|同学|领导)?们?(?:在吗|在不在)?", behind
    )
    return bool(whole and _URGES.search(scene.painted[clause.end : scene.sentence(clause)[-1].end]))


def _wanted(scene: Scene, clause: Clause, department: re.Match[str]) -> tuple[str, frozenset[int]]:
    """What stands before the department, behind it, and in the clauses about the same trouble."""
    topic = re.sub(
        r"[\ue001-\ue010]+(?:那边|公司)?(?:的|这个|那个)*", "", scene.painted[clause.start : department.start()]
    )
    topic = _BEGS.sub("", topic) if _BEGS.search(topic) else _ASKS.sub("", topic)
    begin = clause.start + scene.painted[clause.start : department.start()].find(topic) if topic else 0
    behind = re.sub(r"^(?:的|那边|这边|同事|们|人员?|[ :：,，])+", "", scene.said((department.end(), clause.end)))
    before = _trouble(scene, clause)
    more, numbers = _remark(scene, clause)
    said = [
        *(scene.said((c.start, c.end)) for c in before),
        scene.said((begin, begin + len(topic))).strip() if len(topic.strip()) > 1 else "", behind, more or "",
    ]  # fmt: skip
    if not behind and not more and not before:
        later = [
            c for c in scene.clauses if c.sentence == clause.sentence + 1 and not _OWN_MATTER.search(scene.part(c))
        ]
        said += [scene.said((c.start, c.end)) for c in later]
        numbers |= frozenset(c.number for c in later)
    return "，".join(part for part in said if part), numbers | frozenset(c.number for c in before)


def _trouble(scene: Scene, clause: Clause) -> list[Clause]:
    """峡宸油缸内泄，求技术部支援: what is wrong, told before, and no contact of its own."""
    kept: list[Clause] = []
    for earlier in reversed([c for c in scene.sentence(clause) if c.number < clause.number]):
        part = scene.part(earlier)
        told = ANY_WAY.search(part) and re.search(r"了|过|今天|昨天|刚|上午|下午|来电|来访|打来", part)
        if told or _OWN_MATTER.search(part) or scene.find(DEPARTMENT, (earlier.start, earlier.end)):
            return []
        if _IS_TOLD.match(part) and _was_there(scene, earlier):
            return kept[::-1]
        kept.append(earlier)
    return kept[::-1]


def _was_there(scene: Scene, clause: Clause) -> bool:
    """昨天去了马韧。汪姐说裂纹的件退了: what they said belongs to the visit told before it."""
    before = [c for c in scene.clauses if c.sentence < clause.sentence]
    return any(ANY_WAY.search(scene.part(c)) and re.search(r"了|过", scene.part(c)) for c in before)


def _customer(scene: Scene, own: list[Clause]) -> object | None:
    return next(filter(None, (scene.customer_in((c.start, c.end)) for c in own)), None)


def _end(scene: Scene, clause: Clause) -> int:
    """Up to what is something else: …，周四提醒我要结果."""
    later = (c for c in scene.sentence(clause) if c.number > clause.number and _ELSE.search(scene.part(c)))
    return next((c.start for c in later), scene.sentence(clause)[-1].end)


def _remark(scene: Scene, clause: Clause) -> tuple[str | None, frozenset[int]]:
    """What is added in the rest of the sentence: 重点看壁厚."""
    kept: list[Clause] = []
    for later in scene.clauses[clause.number + 1 :]:
        if later.sentence != clause.sentence or _ELSE.search(scene.part(later)):
            if "提醒" in scene.part(later) and kept and is_only_a_day(scene, kept[-1]):
                kept.pop()  # 请工艺部评审，明天下午三点提醒我催
            break
        kept.append(later)
    note = scene.said((kept[0].start, kept[-1].end)) if kept else None
    return note, frozenset((clause.number, *(c.number for c in kept)))
