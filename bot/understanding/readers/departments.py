"""Work between departments: reviews, help, the requirement document, versions of the solution."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.understanding.clauses import Clause
from bot.understanding.marks import C
from bot.understanding.mood import is_rumour, is_wish
from bot.understanding.readers.deal_words import firm
from bot.understanding.readers.scopes import given
from bot.understanding.readers.titles import alone, title
from bot.understanding.reading import Found, reads
from bot.understanding.scene import Scene, Span
from domain.solutions import ArchiveRequirement, RecordSolutionVersion, RequestHelp, RequestReview

_NAMES = (
    "工程|技术|工艺|品质|质量|品管|品控|研发|生产|采购|财务|法务|市场|售后|物流|仓库|设计|模具|制造|供应链|"
    "项目|商务|客服|人事|行政|信息|it|实验室|检测|测试|设备|计划|结构|电气|外贸|仓储|质检"
)
_DEPARTMENT = (
    rf"(?P<d>(?:{_NAMES})(?:部门?|中心|组|科|处|团队|车间)|[\u4e00-\u9fff]{{2,4}}?车间|(?:{_NAMES})(?=(?:的)?(?:同事|那边|的人|帮|来|支持|协助|"
    rf"配合|评|审|支援|出|给|安排|派|核|算|介入|优先|尽快|看|过|[ :：]|一起|协同|做)))"
)
_ASK = (
    r"(?:请|让|麻烦|找|叫|安排|提交(?:给)?|发给|交给|给|需要|要|辛苦|拜托|通知|转给?|@|申请|求|请求|希望|想请|"
    r"想让|得|劳烦|喊|求助|想要|提请|发起|能不能让|联系|协调|呼叫|跟|向)"
)
_FILL = (
    r"(?:的)?(?:同事|那边|的人|老师|兄弟|们|这边)?(?:帮忙|帮我们?|帮|来|给|协同|抓紧|尽快|今天|明天|先|一起|"
    r"也|再|赶紧|们|出个?|申请|做个?|对|把|进行|安排|看看|[ :：,，])*"
)
_REVIEW = re.compile(
    rf"{_ASK}(?:一下)?{_DEPARTMENT}{_FILL}[^,，。;]{{0,12}}?(?:评审|会审|评估|审核|审一?下|评一?[下评]|审查|review|"
    rf"过一下方案|看一?下方案)|"
    rf"{_ASK}(?:一下)?{_DEPARTMENT.replace('(?P<d>', '(?P<d5>')}[^。;]{{0,20}}?方案[^。;]{{0,10}}?评审|"
    rf"(?:方案|图纸|设计)[^,，。;]{{0,10}}?{_ASK}{_DEPARTMENT.replace('(?P<d>', '(?P<d2>')}{_FILL}(?:评审|评一?[下评]|"
    rf"会审|评估|审核|审一?下|审查|review|过一下|看一?下)|"
    rf"(?:提交|发起|申请|安排|需要|要|请求|提请|请|启动|走)(?:一个|一下|个)?[^,，。;]{{0,14}}?(?:方案|技术|"
    rf"工程|协同)?(?:的)?评审(?!会)|方案(?:提交|发起|申请|安排|需要|要|请|"
    rf"麻烦)(?:一下)?(?:{_DEPARTMENT.replace('(?P<d>', '(?P<d3>')})?{_FILL}评审|"
    rf"{_DEPARTMENT.replace('(?P<d>', '(?P<d4>')}{_FILL}(?:评审|审|评估|会审)(?:一下|下)|(?:^|"
    rf"(?<=[,，。;；:!！?\n ]))(?:方案|"
    rf"技术|图纸)评审(?=$|[ :：])|方案评审(?:请|麻烦|帮忙)?(?:安排|发起|启动|走)"
)
_PLAN = re.compile(r"方案")
_REVIEWED = re.compile(
    r"评审(?:会|已经?|都|也)?(?:过了|通过|完了|完成|结束|没过|不通过|意见|结果|了$|了[,，])|"
    r"开了?[^,，。]{0,4}评审|评审(?:怎么样|到哪|进度)"
)
# After these any wish may follow; after the other words only one of the verbs below.
_BEG = r"(?:请|让|麻烦|找|叫|需要|请求|拜托|辛苦|劳烦|喊|希望)(?:安排|协调|通知|让)?"
_HELP = re.compile(
    rf"{_BEG}(?:一下)?{_DEPARTMENT.replace('(?P<d>', '(?P<d4>')}{_FILL}(?P<n4>[^。;\n]{{2,}})|"
    rf"(?:{_ASK}(?:一下)?{_DEPARTMENT}{_FILL}(?P<n>(?:支持|协助|配合|支援|帮助?|派|核|算|查|测|提供|介入|"
    rf"跟进|处理|解决|出|做|打|看|确认|协调|安排|加急|评估|分析|试|优化|改|报|开|准备|参与|到|去|把|给|"
    rf"复核|催|盯|排|回复|补|整理|过来|画|写|检|现场|上门|一下|对一下|加班|优先)[^。;\n]*))|(?:@|"
    rf"求助){_DEPARTMENT.replace('(?P<d>', '(?P<d2>')}[ :：,，]*(?P<n2>[^。;\n]*)|"
    rf"{_DEPARTMENT.replace('(?P<d>', '(?P<d3>')}(?:能不能|可以|能否|能|可不可以)?{_FILL}(?:麻烦|请|劳烦|"
    rf"辛苦|拜托|(?:支持|协助|支援|协调|看|查|核|测|算|处理|确认|安排|催|出|对)(?:一下|下)(?!了)|帮(?=[看查核算做出测催])|帮忙|帮我们?|[帮给](?={C}))(?P<n3>[^。;\n]*)"
)
_VOCATIVE = re.compile(
    rf"(?P<d>(?:{_NAMES})(?:部门?|中心|组|科|处|车间))(?:的)?(?:同事|兄弟|老师|各位|大佬|同学|领导)?们?"
)
_NOT_HELP = re.compile(
    r"(?:聊|谈|见|过|碰|说)了|(?:\ue001\ue010*|\ue002\ue010*|客户|他)(?:那边)?(?:说|要|要求)?(?:让|请|找|叫)|"
    r"怎么|没有|已经|谢谢|评审|归档|联系人|提醒我|客户的|对方|他们|聊天|聊聊|吃饭|聚餐|骂|打球|喝|工资"
)
_ARCHIVE = re.compile(
    r"需求(?:确认)?(?:文档|文件|资料|说明书?|规格书?|清单|表|书|单|报告|调研|材料|都|已经?|的|这块|"
    r"们)*[^,，。;]{0,8}?(?:归档|存档|归好档|入档|建档|归了档)|(?:归档|存档)[^,，。;]{0,12}?需求(?:文档|"
    r"资料|说明|书|文件|清单)?"
)
_NOT_DONE = re.compile(
    r"(?:还没|没有?|未|尚未|等|忘了|什么时候|怎么|要不要|没来得及)[^,，。;]{0,6}$|(?:还没|没|"
    r"未)(?:有)?(?:归档|存档|定稿)"
)
_V = (
    r"(?P<v>v[ .]?\d{1,3}(?:\.\d{1,3}){0,3}(?:[a-z](?![a-z]))?|\d{1,3}\.\d{1,3}(?:\.\d{1,3})?版?|"
    r"第[一二三四五六七八九十\d]{1,3}版|[一二三四五六七八九十]稿|rev ?[a-z0-9]{1,4}|[a-e]版)"
)
_VERSION = re.compile(
    rf"(?:方案|图纸|设计|定稿|终稿|版本|技术协议)[^,，。;\n]{{0,16}}?{_V}|"
    rf"{_V.replace('(?P<v>', '(?P<v2>')}[^,，。;\n]{{0,10}}?(?:方案|定稿|终稿|版本)(?!评审|发给)"
)
_FIXED = re.compile(
    r"定稿|定版|改到|更新|升级?到|出(?:到|了|来)?|到|是|版本|做到|做好|迭代|归档|发布|修订|变成|为|留存|"
    r"登记|记|存|确定|完成|终稿|定|改|ok|搞定|搞好|提交|新"
)
_UNNUMBERED = re.compile(
    r"方案(?:已经?)?(?:定稿|定版|终稿|改版|升版|更新)了?|(?:记|录|登记|更新)(?:一下|下|个)?方案(?:的)?版本"
)
_CN = dict(zip("一二三四五六七八九十", range(1, 11), strict=True))


@reads(RequestReview)
def review(scene: Scene) -> Iterator[Found]:
    for clause in scene.clauses:
        cue = scene.find(_REVIEW, (clause.start, clause.end)) or _review_across(scene, clause)
        if not cue or _REVIEWED.search(scene.part(clause)) or not firm(scene, clause):
            continue
        department = next((cue.span(name) for name in ("d", "d2", "d3", "d4", "d5") if cue[name]), None)
        department = department or _department(scene, (clause.start, scene.sentence(clause)[-1].end))
        note, numbers = _remark(scene, clause)
        span = (clause.start, clause.end)
        slots = given(
            customer=_customer(scene, numbers), department=scene.said(department) if department else None,
            title=title(scene, span) or alone(scene, _rest(scene, clause)), note=note,
        )  # fmt: skip
        yield Found(RequestReview, cue.span(), slots, 78.0, numbers, "asks for a review")
        return


def _review_across(scene: Scene, clause: Clause) -> re.Match[str] | None:
    """拜托工艺部看看方案，做个评审: the word itself stands behind a comma."""
    found = scene.find(_REVIEW, (clause.start, scene.sentence(clause)[-1].end))
    return found if found and clause.holds(found.start()) and _PLAN.search(scene.part(clause)) else None


@reads(RequestHelp)
def help_from(scene: Scene) -> Iterator[Found]:
    for clause in scene.clauses:
        cue = scene.find(_HELP, (clause.start, clause.end))
        called = cue is not None and cue[0].startswith("@")  # whatever follows @工程 is asked of them
        said = scene.painted[clause.start : scene.sentence(clause)[-1].end]
        cue = cue or _called_upon(scene, clause)
        if not cue or (_NOT_HELP.search(said) and not called) or is_rumour(scene, clause) or is_wish(scene, clause):
            continue
        groups = cue.groupdict()
        department = next(cue.span(name) for name in ("d", "d2", "d3", "d4") if groups.get(name))
        more, numbers = _remark(scene, clause)
        note = next((scene.said(cue.span(name)) for name in ("n", "n2", "n3", "n4") if groups.get(name)), "")
        words = "，".join(part for part in (_topic(scene, clause, cue), note.strip(" ，,：:的"), more) if part)
        slots = given(department=scene.said(department), note=words)
        slots = given(**slots) | given(customer=_customer(scene, numbers))
        yield Found(RequestHelp, cue.span(), slots, 76.0, numbers, "asks for help")


def _called_upon(scene: Scene, clause: Clause) -> re.Match[str] | None:
    """工程部的同事，皖钧图纸有问题，麻烦看下: the wish stands in a later clause."""
    found = _VOCATIVE.fullmatch(scene.painted, clause.start, clause.end)
    rest = scene.painted[clause.end : scene.sentence(clause)[-1].end]
    return found if found and re.search(r"麻烦|请|帮|尽快|辛苦|[看查]一?下", rest) else None


def _topic(scene: Scene, clause: Clause, cue: re.Match[str]) -> str:
    """What it is about, said before the department: 铎恒的打样要模具部排一下."""
    found = re.fullmatch(
        rf"{C}(?:那边)?(?:的|这个|那个)+(?P<t>[\u4e00-\u9fff]{{2,10}})", scene.painted[clause.start : cue.start()]
    )
    return scene.said((clause.start + found.start("t"), clause.start + found.end("t"))) if found else ""


@reads(ArchiveRequirement)
def archive(scene: Scene) -> Iterator[Found]:
    for clause in scene.clauses:
        cue = scene.find(_ARCHIVE, (clause.start, clause.end))
        if not cue or _NOT_DONE.search(scene.painted[clause.start : cue.end()]) or not firm(scene, clause):
            continue
        span = (clause.start, clause.end)
        slots = given(
            customer=scene.customer_in(span), title=title(scene, span) or alone(scene, _around(scene, clause))
        )
        yield Found(ArchiveRequirement, cue.span(), slots, 77.0, frozenset((clause.number,)), "requirement archived")


@reads(RecordSolutionVersion)
def version(scene: Scene) -> Iterator[Found]:
    for clause in scene.clauses:
        cue = scene.find(_VERSION, (clause.start, clause.end))
        if not cue or not _FIXED.search(scene.part(clause)) or not firm(scene, clause):
            continue
        if _NOT_DONE.search(scene.painted[clause.start : cue.end()]):
            continue
        where = cue.span("v") if cue["v"] else cue.span("v2")
        span = (clause.start, clause.end)
        slots = given(
            customer=scene.customer_in(span),
            version=_named(scene, where),
            title=title(scene, span) or alone(scene, _rest(scene, clause)),
        )
        yield Found(RecordSolutionVersion, cue.span(), slots, 73.0, _with_tail(scene, clause), "a version")
        return


@reads(RecordSolutionVersion)
def version_to_ask(scene: Scene) -> Iterator[Found]:
    """方案定稿了，记一下版本: which one is not said."""
    for clause in scene.clauses:
        rest = scene.painted[clause.start : scene.sentence(clause)[-1].end]
        cue = scene.find(_UNNUMBERED, (clause.start, clause.end))
        if not cue or _VERSION.search(rest) or not re.search(r"版本|记|登记|存|录", rest) or not firm(scene, clause):
            continue
        span = (clause.start, clause.end)
        slots = given(customer=scene.customer_in(span), title=title(scene, span) or alone(scene, _rest(scene, clause)))
        yield Found(RecordSolutionVersion, cue.span(), slots, 62.0, _with_tail(scene, clause), "a version to ask for")
        return


def _named(scene: Scene, where: Span) -> str:
    written = (
        scene.mended[where[0] : where[1]].replace(" ", "").replace("v.", "v").removesuffix("版").removesuffix("稿")
    )
    ordinal = written.removeprefix("第")
    if ordinal in _CN:
        return f"V{_CN[ordinal]}"
    if ordinal[:1].isdigit():
        return ordinal if "." in ordinal or written == scene.mended[where[0] : where[1]] else f"V{ordinal}"
    return ordinal.upper() if ordinal.startswith("v") else scene.said(where)


def _with_tail(scene: Scene, clause: Clause) -> frozenset[int]:
    after = [
        c
        for c in scene.clauses
        if c.number == clause.number + 1 and re.search(r"登记|记一下|版本|留存|备案|存一下", scene.part(c))
    ]
    return frozenset((clause.number, *(c.number for c in after)))


def _rest(scene: Scene, clause: Clause) -> list[Clause]:
    """What follows in the sentence: 需求归档：芯桥 探针座."""
    return [c for c in scene.sentence(clause) if c.number > clause.number]


def _around(scene: Scene, clause: Clause) -> list[Clause]:
    """The same, and what stands before: 调节阀的规格书签回来了，需求归档."""
    return [*_rest(scene, clause), *(c for c in scene.sentence(clause) if c.number == clause.number - 1)]


def _customer(scene: Scene, numbers: frozenset[int]) -> object | None:
    spans = [(c.start, c.end) for c in scene.clauses if c.number in numbers]
    return next((name for span in spans if (name := scene.customer_in(span))), None)


def _department(scene: Scene, span: Span) -> Span | None:
    found = scene.find(re.compile(rf"(?:{_NAMES})部门?"), span)
    return found.span() if found else None


def _remark(scene: Scene, clause: Clause) -> tuple[str | None, frozenset[int]]:
    """What is added in the rest of the sentence: 重点看壁厚."""
    kept: list[Clause] = []
    for later in scene.clauses[clause.number + 1 :]:
        if later.sentence != clause.sentence or re.search(
            r"提醒我|报价 |拜访了|签了|回款|商机|归档|定稿|导出|加个联系人|另外|顺便", scene.part(later)
        ):
            break
        kept.append(later)
    note = scene.said((kept[0].start, kept[-1].end)) if kept else None
    return note, frozenset((clause.number, *(c.number for c in kept)))
