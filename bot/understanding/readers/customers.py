"""New customers, their people, and what is known about them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.understanding.clauses import Clause
from bot.understanding.marks import CONTACT, CUSTOMER, PHONE, C, P, T
from bot.understanding.readers.fields import LABEL, slot_of, value_of
from bot.understanding.readers.job_titles import JOB
from bot.understanding.readers.kinds import ANY_WAY
from bot.understanding.readers.scopes import given, region
from bot.understanding.reading import Found, reads
from bot.understanding.scene import Scene, Span
from bot.understanding.strangers import NEW
from domain.customers import CreateCustomer, UpdateCustomer

_MADE = re.compile(
    r"(?:行业|主营|从事|主要(?:做|生产)|专(?:业)?做|是做|做|生产)(?:是|为|"
    r"[:：])?(?P<a>[\u4e00-\u9fffa-zA-Z0-9]{2,14}?)(?:的|这块|方面|行业|配套|为主|生意)*(?=[,，。;\n ]|$|"
    r"客户|公司)|(?P<b>[\u4e00-\u9fff]{2,8}?)(?:行业|领域)(?:的)?(?=[,，。;\n ]|$)"
)
_SOURCE = (
    re.compile(r"来源(?:是|为|[:：])?[ ]?(?P<s>[\u4e00-\u9fffA-Za-z0-9]{2,12}?)(?=[,，。;\n ]|$)"),
    re.compile(r"(?:在|从|通过|经|由|是)?(?P<s>(?:[\u4e00-\u9fff]{0,8}?(?:展会|展览会|博览会|车展|论坛|沙龙|行业会|"
r"峰会|交流会|[工车五机电材]博会|广交会|进博会|[\u4e00-\u9fff]{2,8}展)))(?:上|那边|现场|里)?(?:认识|"
r"加|碰|遇|来|拿|聊|接触|获)?"),
    re.compile(r"(?P<s>转介绍|[老]?客户(?:转)?(?:介绍|推荐)|(?:朋友|同行|同事|同学|亲戚|\ue001\ue010*|\ue002\ue010*|"
r"\ue003\ue010*|供应商|领导|老板|熟人)(?:的)?(?:转?介绍|推荐))"),
    re.compile(r"(?P<s>官网|公司网站|网站|网上|百度|阿里巴巴|阿里|1688|抖音|微信群|微信|朋友圈|公众号|小红书|领英|"
r"linkedin|电话开发|陌生(?:拜访|电话)|陌拜|扫街|扫楼|自己上门|主动上门|线上|线下|海关数据|招标网|"
r"企查查|天眼查|名片|地推|广告|询盘|电话咨询|400电话|市场部)(?:上|那边)?(?:的|来|找|认识|加|询|咨询|"
r"留|拓|开发|搜|推|分配|给|过来|线索|获)"),
)  # fmt: skip
_CONTACT = re.compile(
    rf"(?:联系人|对接人|负责人|接口人)(?:是|叫|为|[:： ])*(?P<name>{P}|(?!姓)[\u4e00-\u9fff]{{2,3}}?|"
    rf"[A-Za-z]{{2,12}})(?=[ ,，。;\n\ue007(（]|$|电话|手机|是|\d)|(?P<name2>{P}|"
    rf"(?<![\u4e00-\u9fff])(?!电话|手机|联系)[\u4e00-\u9fff]{{2,4}}?)(?:{JOB})?[ ,，:：(（]*(?:电话|手机|"
    rf"联系方式|tel)?[:： ]*(?={T})"
)

_SET = (
    r"(?:更改为|更改成|变为|换做|改成|改为|改到|改作|更新为|更新成|更新到|调整为|调整到|调到|变更为|"
    r"变更成|换成|换为|设为|设成|设置为|"
    r"修改为|修改成|修正为|更正为|写成|填成|填|标成|标为|定为|升到|升为|降为|降到)"
)
_WHOSE = rf"(?P<c>{C}|它|他们|她们|该客户|这个客户|这家)"
_UPDATE = (
    re.compile(rf"(?:把|将|帮我|请|麻烦)?(?:客户)?{_WHOSE}(?:公司)?(?:这个客户)?(?:的)?(?P<label>{LABEL}|"
rf"[\u4e00-\u9fff]{{2,6}}?)(?:信息|"
rf"一栏)?(?:从[^,。]{{1,10}})?[ ]?{_SET}(?:了)?[ :：]?(?P<value>[^,，。;\n]{{1,30}})"),
    re.compile(rf"(?P<c>{C})(?:的)?(?P<label>{LABEL}|等级|级别|地址|税号|规模|性质|类型)(?:应该)?(?:是|为|"
rf"[:：])(?P<value>[^,，。;\n]{{1,24}})[,， ]?(?:帮我|麻烦|请)?(?:改|更新|修正|修改|更正|补)(?:一下|下|"
rf"上|过来)"),
    re.compile(rf"(?:更新|修改|变更|更正|纠正|修正|改|调整|完善|补充)(?:一下|"
rf"下)?(?:客户)?(?P<c>{C})(?:的)?(?P<label>{LABEL}|"
rf"[\u4e00-\u9fff]{{2,6}}?)(?:信息)?(?:[:：,，]?[ ]?(?:为|成|到|是|改成|改为|换成|更新为|应该是)|"
rf"[:：,，])[ ]?(?P<value>[^,，。;\n]{{1,30}})"),
    re.compile(rf"(?P<c>{C})(?:的)?(?P<label>{LABEL}|等级|级别|地址|规模)(?:更新|修改|改|变更|调整)(?:一下|下|"
rf"了)?(?:[:：,，]|为|成)[ ]?(?:应该是|改成|是|现在是)?(?P<value>[^,，。;\n]{{1,30}})"),
    re.compile(rf"(?P<c>{C})(?:这个客户|这家)?(?:换|搬|改)(?P<label>地址|电话|行业|名字)了[,， ]*(?:改成|新的?(?:地址|"
rf"电话)?(?:是|:)?|是|现在(?:是|在))[ ]?(?P<value>[^,，。;\n]{{1,30}})"),
)  # fmt: skip
# 等级改成A where the customer stands in a clause before.
_BARE_FIELD = re.compile(
    rf"(?:^|(?<=[,，。;\n ]))(?:把|将)?(?P<label>行业|区域|等级|级别|客户等级|地址|来源|"
    rf"规模)[ ]?{_SET}[ ]?(?P<value>[^,，。;\n]{{1,24}})"
)
_CHANGED = re.compile(
    rf"(?P<c>{C})(?:的)?(?P<label>行业|区域|等级|级别|来源|地址)(?:改|换|"
    rf"调)(?P<value>[^,，。;\n成为到作了一]{{1}}[^,，。;\n]{{0,20}})"
)
_MISTAKEN = re.compile(
    rf"(?P<c>{C})(?:的)?(?P<label>{LABEL}|等级|级别|地址)(?:写错|填错|录错|搞错|记错|错|不对|有误|"
    rf"变)(?:了)?[,， ]*(?:应该是|应为|改成|改为|是|现在是|实际是)[ ]?(?P<value>[^,，。;\n]{{1,30}})"
)
_MOVE = re.compile(
    rf"(?:把|将)?(?P<c>{C})(?:这个客户)?(?:要)?(?:调整?|划|转|归|分|并|改|挪|移)(?:到|去|给|归|为|成|入|"
    rf"进)(?P<value>(?:华东|华南|华北|华中|西南|西北|东北|海外)(?:大?区)?)"
)
_RECORD_FIELDS = frozenset(
    (
        "amount next_follow_up occurred_on expected_close delivery_on signed_on received_on valid_until due "
        "qty unit_price discount stage note kind reason"
    ).split()
)
_NOT_LABEL = re.compile(
    r"(?:方案|报价|需求|图纸|项目|商机|合同|阶段|交期|技术|单子|价格|版本|提醒|那[个单]|轴|产品)|[了过着]"
)


@reads(CreateCustomer)
def create(scene: Scene) -> Iterator[Found]:
    for mark in scene.of_kind(CUSTOMER):
        if mark.why != NEW:
            continue
        clauses = [*_announced(scene, mark.start), *_described(scene, scene.clause_at(mark.start))]
        span = (clauses[0].start, clauses[-1].end)
        after = (mark.end, span[1])
        person = _contact(scene, after)
        phones = scene.of_kind(PHONE, span)
        slots = given(
            name=scene.value(mark), region=region(scene, span), industry=_industry(scene, after), source=_source(scene, span),
            contact=person, phone=phones[0].value[0] if phones else None,
        )  # fmt: skip
        yield Found(
            CreateCustomer,
            (clauses[0].start, mark.end),
            slots,
            85.0,
            frozenset(c.number for c in clauses),
            "new customer",
        )
        return


def _announced(scene: Scene, place: int) -> list[Clause]:
    """今天开发了一个新客户, before the clause with the name."""
    before = [c for c in scene.clauses if c.number == scene.clause_at(place).number - 1]
    return [c for c in before if re.search(r"客户(?:档案|建档|登记)?$|客户吧?$", scene.part(c))]


def _described(scene: Scene, first: Clause) -> list[Clause]:
    """The clauses that describe the new customer: up to the one that tells of a contact or asks for something else."""
    kept = [first]
    for clause in scene.clauses[first.number + 1 :]:
        part = scene.part(clause)
        told = ANY_WAY.search(part) and re.search(r"了|今天|昨天|刚|第一次|上门|拜访", part) and not _from_there(part)
        other = re.search(r"提醒|商机|报价|项目(?!经理|主管)|需求(?!不)|再[谈聊约]|签|\ue006", part)
        if told or (other and not _from_there(part)):
            break
        kept.append(clause)
    return kept


def _from_there(part: str) -> bool:
    """展会上聊过, 微信上认识的: how the customer came, not a contact of its own."""
    return bool(re.search(r"认识|介绍|来源|加的|找来|找过来|展会?(?:上|来)", part))


def _industry(scene: Scene, span: Span) -> str | None:
    for found in _MADE.finditer(scene.painted, *span):
        name = "a" if found["a"] else "b"
        if not re.search(r"[\ue001-\ue010]|什么|我们|了|需求|样品", found[name]):
            return scene.said(found.span(name))
    return None


def _source(scene: Scene, span: Span) -> str | None:
    for pattern in _SOURCE:
        found = scene.find(pattern, span)
        if found:
            return scene.said(found.span("s")).removeprefix("在").removeprefix("从").removeprefix("是")
    return None


def _contact(scene: Scene, span: Span) -> str | None:
    for found in _CONTACT.finditer(scene.painted, *span):
        where = found.span("name") if found["name"] else found.span("name2")
        return scene.said(where)
    people = scene.of_kind(CONTACT, span)
    told = [mark for mark in people if not re.match(r"(?:介绍|推荐|转介绍)", scene.painted[mark.end : mark.end + 4])]
    return str(scene.value(told[0])) if told else None


@reads(UpdateCustomer)
def update(scene: Scene) -> Iterator[Found]:
    for pattern in (_MOVE, _MISTAKEN, *_UPDATE, _CHANGED):
        found = scene.find(pattern)
        read = _updated(scene, found) if found else None
        if found and read:
            span = found.span()
            tail = next((c for c in scene.clauses if c.start >= span[1]), None)
            more = (
                scene.numbers_of((tail.start, tail.end))
                if tail and re.search(r"改一下|更新一下|改改|修改", scene.part(tail))
                else frozenset()
            )
            slots = given(customer=scene.customer_in(found.span("c")), field=read[0], value=read[1])
            yield Found(UpdateCustomer, span, slots, 82.0, scene.numbers_of(span) | more, "a fact about a customer")
            return
    bare = _bare(scene)
    if bare:
        yield bare


def _bare(scene: Scene) -> Found | None:
    found = scene.find(_BARE_FIELD)
    before = scene.customer_in((0, found.start())) if found else None
    if not found or not before:
        return None
    field = slot_of(found["label"])
    value = value_of(scene, field, found.span("value"))
    numbers = scene.numbers_of((scene.sentence(scene.clause_at(found.start()))[0].start, found.end()))
    return Found(
        UpdateCustomer,
        found.span(),
        given(customer=before, field=field, value=value),
        60.0,
        numbers,
        "a fact about a customer",
    )


def _updated(scene: Scene, found: re.Match[str]) -> tuple[str, str] | None:
    label = found.groupdict().get("label")
    span = found.span("value")
    if label is None:
        return "region", value_of(scene, "region", span) or found["value"]
    if label not in ("地址", "等级", "级别") and (_NOT_LABEL.search(label) and slot_of(label) == label):
        return None
    field = slot_of(label)
    if field in _RECORD_FIELDS and field not in ("note", "kind") and re.search(r"刚才|那条|上一条", scene.painted):
        return None
    value = value_of(scene, field, span)
    return (field, value) if value else None
