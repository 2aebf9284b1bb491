"""New customers: 新客户 苏州汇川技术，联系人赵敏 13800138000，展会认识的."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.understanding.clauses import Clause
from bot.understanding.lazy import lazy
from bot.understanding.marks import CONTACT, CUSTOMER, PHONE, P, T
from bot.understanding.mood import is_rumour
from bot.understanding.readers.job_titles import JOB
from bot.understanding.readers.scopes import given, region
from bot.understanding.readers.ways import ANY_WAY
from bot.understanding.reading import Found, reads
from bot.understanding.scene import Scene, Span
from bot.understanding.strangers import NEW
from domain.customers import CreateCustomer

_MADE = lazy(
    r"(?:行业(?!名录|协会|群|网|展|会)|主营|从事|主要(?:做|生产)|专(?:业)?做|是做|做|搞|干|生产|卖|供)(?:是|为|"
    r"[:：])?(?P<a>[\u4e00-\u9fffa-zA-Z0-9]{2,14}?)(?:的|这块|方面|行业|配套|为主|生意)*(?=[,，。;\n ]|$|"
    r"客户|公司)|industry(?:is|[:： ])+(?P<e>[a-z][a-z ]{1,20})|(?P<b>[\u4e00-\u9fff]{2,8}?)(?:行业|领域)(?:的)?(?=[,，。;\n ]|$)"
)
# 冶金, 汽车泵: a field of business in a piece of its own.
_FIELD = lazy(
    r"(?:汽车|汽配|摩配|摩托车|电子|电器|家电|电机|电气|机械|机床|农机|冶金|钢铁|电力|能源|光伏|风电|锂电|储能|医疗|器械|制药|医药|食品|包装|印刷|化工|石化|石油|纺织|服装|造纸|"
    r"建材|陶瓷|玻璃|塑料|塑胶|注塑|模具|五金|航空|航天|军工|船舶|轨道交通|铁路|矿山|煤炭|水泵|阀门|泵阀|轴承|齿轮|机器人|自动化|半导体|通信|光电|仪器|仪表|环保|水处理|照明|玩具|家具|"
    r"卫浴|电梯|无人机|物流|农业|橡胶|铸造|锻造|压铸)(?:设备|装备|零部件|部件|配件|制造|行业|器械|仪器|电池|机械)?"
)
_PIECE = lazy(r"[^ ,，、;；|/\n]+")
_SOURCE = (
    re.compile(r"source(?:is|[:： ])+(?P<s>[a-z][a-z ]{1,20})|met (?:at|in) (?P<at>[a-z][a-z ]{1,20})"),
    re.compile(r"来源(?:是|为|[:：])?[ ]?(?P<s>[\u4e00-\u9fffA-Za-z0-9]{2,12}?)(?=[,，。;\n ]|$)"),
    re.compile(r"(?:在|从|通过|经|由|是|今天|昨天|前天|上周|这次|刚|刚才)*(?P<s>(?:[\u4e00-\u9fff]{0,8}?(?:展会|展览会|博览会|车展|论坛|沙龙|行业会|"
r"峰会|交流会|[\u4e00-\u9fff]博会|广交会|进博会|[a-z]{2,10} ?展会?|[\u4e00-\u9fff]{2,8}展(?!会))))(?:上|那边|现场|里)?(?:认识|"
r"加|碰|遇|来|拿|聊|接触|获)?"),
    re.compile(r"(?P<s>转介绍|介绍(?=来的|过来)|[老]?客户(?:转)?(?:介绍|推荐)|(?:朋友|同行|同事|同学|亲戚|\ue001\ue010*|\ue002\ue010*|"
r"\ue003\ue010*|供应商|领导|老板|熟人)(?:的)?(?:转?介绍|推荐))"),
    re.compile(r"(?:\ue001|\ue002|[他她])\ue010*[^,，。;]{0,8}?(?P<s>转?介绍|推荐|引荐)(?:了|过|来|给)+(?:我们?)?(?:一?[家个]|新客户)"),
    re.compile(r"(?P<s>黄页|114|(?:高德|百度|腾讯|谷歌)?地图|(?:行业|企业|会员|协会|商会)?(?:名录|名册)|报纸|报刊|杂志|广告牌|路牌|招牌|展板|传单|宣传册|(?:同城|行业|老乡|同学|校友|商会)群|招聘网站?)"
r"(?:上|里|中)?面?(?:翻|查|搜|找|看|捡|挖|扒|淘|认识|加|抄|瞄|刷|拿|来)"),
    re.compile(r"(?P<s>(?:官网|网上|网站|抖音|百度|阿里)(?:询盘|咨询|留言|广告|搜索)|官网|公司网站|网站|网上|百度|阿里巴巴国际站|阿里国际站|国际站|阿里巴巴|阿里|1688|抖音|微信群|微信|朋友圈|公众号|小红书|领英|"
r"linkedin|电话开发|陌生(?:拜访|电话)|陌拜|扫街|扫楼|自己上门|主动上门|线上|线下|海关数据|招标网|"
r"企查查|天眼查|名片|地推|广告|询盘|电话咨询|400电话|市场部)(?:上|那边)?(?:的|来|进来|打进|刷到|看到|联系|问|找|认识|加|询|咨询|"
r"留|拓|开发|搜|推|分配|给|过来|线索|获|(?=[,。;\n ]|$))"),
)  # fmt: skip
_CONTACT = lazy(
    rf"(?:联系人|对接人|负责人|接口人|contact|(?:采购|老板|技术|财务|品质)(?:经理|主管)?(?=是|叫))(?:是|叫|为|[:： ])*(?P<name>{P}|(?!姓)[\u4e00-\u9fff]{{2,3}}?|"
    rf"[A-Za-z]{{2,12}}(?: [A-Za-z]{{2,12}})?)(?=[ ,，。;\n\ue007(（]|$|电话|手机|是|\d)|(?:找|叫)?(?P<name2>{P}|"
    rf"(?<![\u4e00-\u9fff])(?!电话|手机|联系|[建录加存立][个一下档])[\u4e00-\u9fff]{{2,3}}?)(?:{JOB})?[ ,，:：(（]*(?:电话|手机|"
    rf"联系方式|tel)?[:： ]*(?={T})"
)

_ANNOUNCES = lazy(
    r"客户(?:档案|建档|登记)?$|客户吧?$|新客户|(?:认识|接触|开发|拓展|加|碰到|挖到|遇到|扫到|找到|来|建|录|登记|新增)(?:了|到)?一?[家个]|系统里?|建个?档|来源|介绍|展会?|名片|"
    r"(?:录|登记|新增|添加)(?:一下|下)?$"
)
# Without a name: 新建一个客户.
_ORDER = lazy(
    r"(?:我|想|要|请|帮我?|麻烦|给我|再)*+(?:新建|新增|新加|添加|加|建|录入?|登记|创建|建立|增加)(?:一?[个家]|一下|下)*新?(?:的)?客户(?:档案|资料)?(?:吧|一下|进来|进去|[ !])*|新客户(?:建|录|登记|加)(?:一?下|个|档)(?:吧|呗)?|(?:我|这边|又)*有一?[个家]新客户(?:要|得|需要)(?:建|录入?|登记|加)(?:一?下|进来|个?档)?"
)

_ANNOUNCED_ALONE = lazy(
    r"(?:今天|昨天|上午|下午|刚才?|又|我|这里|这边|有|来|新?开发|新?认识|新增|新建|新加|录入?|登记|加|接触|多|谈|了|到|一?[个家]|下)*"
    r"(?<!更)新(?:的)?客户(?:要?录入?|登记|建档|一[个家枚]|来了|进来)?"
)
# 粤磐的朱总给介绍了一家，叫…: how the new customer came, no talk of its own.
_PASSES_ON = lazy(
    r"^[^,，。;见访聊谈吃喝信话去时]{0,24}(?:\ue002|[他她])[^,，。;见访聊谈吃喝信话去时]{0,12}(?:介绍|推荐|引荐)[^,，。;]{0,5}(?:一?[家个]|新客户)"
)
# 别给我建客户, 没有新客户
_REFUSED = lazy(r"(?:别|不用|不要|甭|无需|先不)(?:急着|给我|帮我|先|再)*(?:新?[建录登加]|新增)|没有?(?:什么|啥)?新客户")


@reads(CreateCustomer)
def create(scene: Scene) -> Iterator[Found]:
    for mark in scene.of_kind(CUSTOMER):
        home = scene.clause_at(mark.start)
        if mark.why != NEW or is_rumour(scene, home) or _REFUSED.search(scene.painted[: home.end]):
            continue
        clauses = [*_announced(scene, mark.start), *_described(scene, scene.clause_at(mark.start))]
        span = (clauses[0].start, clauses[-1].end)
        after = (mark.end, span[1])
        person = _contact(scene, after)
        phones = scene.of_kind(PHONE, span)
        slots = given(
            name=scene.value(mark), region=region(scene, span), industry=industry_in(scene, span), source=source_in(scene, span),
            contact=person, phone=phones[0].value[0] if phones else None,
        )  # fmt: skip
        numbers = frozenset(c.number for c in clauses)
        yield Found(CreateCustomer, (clauses[0].start, mark.end), slots, 85.0, numbers, "new customer")
        return
    yield from _nameless(scene)


def industry_in(scene: Scene, span: Span) -> str | None:
    for found in _MADE.finditer(scene.painted, *span):
        name = found.lastgroup or "a"
        if not re.search(r"[\ue001-\ue010]|什么|我们|了|需求|样品", found[name]):
            return scene.said(found.span(name))
    alone = (piece.span() for piece in _PIECE.finditer(scene.painted, *span) if _FIELD.fullmatch(piece[0]))
    return next((scene.said(one) for one in alone), None)


def source_in(scene: Scene, span: Span) -> str | None:
    for pattern in _SOURCE:
        found = scene.find(pattern, span)
        if found:
            return (
                scene.said(found.span(found.lastgroup or "s")).removeprefix("在").removeprefix("从").removeprefix("是")
            )
    return None


def _nameless(scene: Scene) -> Iterator[Found]:
    """新建一个客户; 新客户，工博会认识的，做注塑的: the name is asked for."""
    for clause in scene.clauses:
        ordered, announced = _ORDER.fullmatch(scene.part(clause)), _ANNOUNCED_ALONE.fullmatch(scene.part(clause))
        described = [clause]
        if (announced or ordered) and not scene.of_kind(CUSTOMER):
            described = [c for c in _described(scene, clause) if c.sentence == clause.sentence]
        span = (described[0].start, described[-1].end)
        phones = scene.of_kind(PHONE, span)
        slots = (
            given(
                industry=industry_in(scene, span),
                source=source_in(scene, span),
                contact=_contact(scene, (clause.end, span[1])),
                phone=phones[0].value[0] if phones else None,
            )
            if len(described) > 1
            else {}
        )
        if ordered or {"industry", "source"} & slots.keys():
            numbers = frozenset(c.number for c in described)
            score = 85.0 if "contact" in slots else 60.0  # the person is the new customer's
            yield Found(CreateCustomer, (clause.start, clause.end), slots, score, numbers, "new customer")
            return


def _announced(scene: Scene, place: int) -> list[Clause]:
    """今天开发了一个新客户, 展会上认识一家做散热的: before the clause with the name."""
    own = scene.clause_at(place)
    kept: list[Clause] = []
    for clause in reversed(scene.clauses[: own.number]):
        named = scene.of_kind(CUSTOMER, (clause.start, clause.end))
        if not _PASSES_ON.search(scene.part(clause)) and (not _ANNOUNCES.search(scene.part(clause)) or named):
            break
        kept.append(clause)
    return kept[::-1]


def _described(scene: Scene, first: Clause) -> list[Clause]:
    """The clauses that describe the new customer: up to the one that tells of a contact or asks for something else."""
    kept = [first]
    for clause in scene.clauses[first.number + 1 :]:
        part = scene.part(clause)
        told = ANY_WAY.search(part) and re.search(r"了|今天|昨天|刚|第一次|上门|拜访", part) and not _from_there(part)
        other = re.search(r"提醒|商机|报价|项目(?!经理|主管)|需求(?!不)|再[谈聊约]|签|\ue006", part)
        reminder = scene.painted.startswith("提醒", clause.end)
        if told or reminder or (other and not _from_there(part)):
            break
        kept.append(clause)
    return kept


def _from_there(part: str) -> bool:
    """展会上聊过, 微信上认识的: how the customer came, not a contact of its own."""
    return bool(re.search(r"认识|介绍|来源|加的|来的$|找来|找过来|展会?(?:上|来)", part))


def _contact(scene: Scene, span: Span) -> str | None:
    for found in _CONTACT.finditer(scene.painted, *span):
        where = found.span("name") if found["name"] else found.span("name2")
        return scene.said(where)
    people = scene.of_kind(CONTACT, span)
    told = [mark for mark in people if not re.match(r"(?:介绍|推荐|转介绍)", scene.painted[mark.end : mark.end + 4])]
    return str(scene.value(told[0])) if told else None
