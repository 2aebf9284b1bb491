"""The company that a message creates: 新客户 苏州汇川技术, 展会上认识一家，烟台鲁恒铸业, 把宁德锂衡加进系统."""

from __future__ import annotations

import re
from collections.abc import Container

from bot.understanding.lazy import lazy
from bot.understanding.marks import CUSTOMER, Mark
from bot.understanding.strangers import NEW
from domain.cities import CITY, REGIONS

# How it comes, how many, what it is called, and what is to be done with it: in this order.
_QUANTITY = r"(?:了|到)?(?:一)?(?:个|家|下)?"
_MAKE = rf"(?:新建|新增|新加|新开|添加|加|建|录入?|录个|登记|开|创建|建立|增加|建档|记|存){_QUANTITY}"
_COMES = rf"(?:新?开发|新?认识|来|有|谈|接触|多|拓展|对接|碰|遇){_QUANTITY}"
_STRANGER = (
    r"(?:(?:新|潜在|新的|意向)客户|新(?:公司|企业|单位|厂家|厂子|工厂)|(?<=[家个])新厂(?!长|区|房)|潜在(?:公司|企业))"
)
_THEN = r"(?:(?:要|需要)?(?:录入?|登记|建档|建一下|录一下|加进来)(?:一下)?|进来|进去|进系统|到系统|来啦|来了|档案|信息|资料)"
_NEW_WORD = (
    rf"(?:(?:{_MAKE}(?:{_STRANGER}|客户)|{_COMES}{_STRANGER}|新?(?:开发|来|谈|接|认识)了?一?[个家]客户){_THEN}{{0,2}}|(?<!更)新客户{_THEN}{{0,2}}|新线索|客户(?:新增|录入|登记|新建)(?=[ :\n])|客户建档|建档|"
    rf"客户库里?(?:面|头)?(?:帮我?|给我|再|请|麻烦|先)*{_MAKE}(?!一?下|完|好|过|联系|商机|报价)|新(?:来的?)?客户[^,，。;\n]{{0,4}}建个?档案?|(?:add|create|open)(?: an?)?(?: new)? (?:customer|client|account)|new (?:customer|client|account))"
)
_CALLED = r"[ ]?(?:申请表?|资料表?|pls|please)?[ :]*(?:\n?(?:客户|公司)?(?:名称|全称|名字|名叫)(?:叫做?|是)?[:： ]*|[ ,:!「『“\"《【]|是|叫做?|名字叫|一下|一家|名为|公司|叫)*"
_COMPANY = (
    r"(?P<name>[a-z0-9\u3400-\u9fff()&·.-]{2,36}?(?:公司|集团|厂|研究院|研究所|事务所)|"
    r"[a-z][a-z0-9&.' -]{1,40}[a-z.](?:, ?(?:ltd\.?|inc\.?|llc))?(?=[,。;\n]|$)|[a-z0-9\u3400-\u9fff()&·-]{2,24}?)"
)
_NAME_ENDS = (
    r"(?=[ ,。;!:\n」』”\"》】]|$|(?<=[司厂院所团])\(|联系人|对接人|负责人|\ue002|\ue007|做|是做|在[\u4e00-\u9fff]{2}|"
    r"展会|老客户|地址|行业|属于)"
)
_CREATED = lazy(_NEW_WORD + _CALLED + _COMPANY + _NAME_ENDS)
# Without the word 客户 the name itself must look like a company's: a place before it.
_MET = lazy(
    rf"(?:认识|接触|开发|拓展|碰到|遇到|新增|挖到|谈)(?:了|到)?一?[家个](?:新的?)?(?:公司|企业|厂|厂家)?(?:叫做?|是)?[,: ]*"
    rf"(?P<name>{CITY}(?:市)?[\u4e00-\u9fff]{{2,8}}?){_NAME_ENDS}"
)
_CREATED_BEFORE = lazy(
    r"(?:^|[,。;\n ])(?:把|将|帮我把|请把)[“「『\"]?(?P<name>[a-z0-9\u3400-\u9fff()&·-]{2,30}?)(?:[ ,”」』\"]|这家|这个|"
    r"也)?(?:是)?(?:我们的|个|一个|一家|我的)?(?:新客户|(?:建|录|加|登记|添加|存)(?:成|为|进|入|到|个|"
    r"一下)+(?:新)?(?:客户|系统)(?:档案|库|里)?)"
)
# In any order: the words by which a company is entered, and a name that shows what it is.
_ENTERS = lazy(
    rf"{_STRANGER}|建个?档|开个?户头?|(?:建|录|加|登记|添|存|收|挂|补|弄|放|新增|拉)[^,。;!\n]{{0,6}}?(?:(?<!新)客户(?!的|经理)|客户库|系统|crm|档案|库里|一家)|"
    rf"(?:客户库|系统|crm)里?[^,。;!\n]{{0,6}}?(?:建|录|加|登记|添|新增)|(?:客户库|系统|crm)里?[^,。;]{{0,4}}没[有得录建]|(?:公司|厂|集团)[,， ](?:帮我?|麻烦|请|给我|先)*(?:建|录入?|登记|加|存)(?:一下|下|进来|进去|上)"
)
# Said of a company that nobody has entered, or to have it entered: enough beside a name that begins with a place.
_ENTERS_IT = lazy(
    r"新户头?|新客(?!户|运|流)|潜客|新(?:嘅|来的|的)(?=[,。 ;]|$)|(?:开|立|建)(?:返|了)?个?(?:户(?!外)|档|客)|挂上|入库|名录|登记成|登?记?成客户|"
    r"(?:录|添|存|登记|记|加|搁|放)(?:进|入|上|到)(?:去|来|系统|客户)?(?=[,。;! 吧:]|$)|没(?:有)?(?:录|登记|建档|建|档)过?|原来没有|没有[^,。;]{2,12}这家|[建录登存补](?:一?下|个)?上(?![个周月次]|午)|[建成]成?客户|先建|建起|新增一[下个家]|建客户|陌拜了?一家|划拉来|新开?"
    r"(?:添|收|挖|捡|接|开)了?一?[家个]"
)
_PLACED_ANYWHERE = lazy(
    rf"(?:^|(?<=[ ,。;:!「“\"叫的把将有得开个客户])|(?<=[这那一]家)|(?<=[拜访识触到]了))(?P<name>{CITY}市?(?:(?![的了过在去把给和跟与说要那这客是出来拜见到办没挂]|联系|电话|入库|立)[\u4e00-\u9fff]){{3,10}}?)"
    r"(?=[ ,。;!:」』”\"()]|$|这家|联系人|录|登记|立个?|建|没|挂|入库|添|加[进到入]|是新|头一?回|的(?=[,。]))"
)
_FORM = (
    r"(?:有限责任公司|股份有限公司|有限公司|股份公司|集团公司|公司|集团|研究院|研究所|事务所|(?!的)[\u4e00-\u9fff]厂)"
)
_FULL = lazy(
    rf"[\u3400-\u9fffa-z0-9()&·]{{2,30}}?{_FORM}|[a-z][a-z0-9&.' -]{{1,40}}? (?:gmbh|co\.?,? ?ltd\.?|ltd\.?|inc\.?|corp\.?|llc|ag|s\.?r\.?l\.?|pte|bv|kk)(?![a-z])"
)
_FULL_AT_LEAST = 6
_CITY = lazy(CITY)
# What stands before a name without a place and is no part of it.
_LEAD = lazy(
    r".*(?:叫做?|名叫|名为|把|将|录入?|建档|新建|新增|添加|加|客户|一家|一个|[认]识了?|来了?|帮我?|麻烦|请|的|了|在)"
)
# 加了个印度客户，Rajan Auto Parts: any name, in a message in which a company is entered.
_INTRODUCED = lazy(
    rf"[个家位][\u4e00-\u9fff]{{0,6}}(?:客户|公司|企业|单位|厂家?)(?:名字)?(?:叫做?|是)?[,，:： ]+{_COMPANY}{_NAME_ENDS}"
)
_NAMED = (
    _INTRODUCED,
    re.compile(
        r"[个家](?:公司|厂|企业)?叫(?:做)?(?P<name>[\u4e00-\u9fff]{2,16}?)(?:的(?:新客户|[\u4e00-\u9fff]{0,4}?(?:客户|公司|厂|企业)|(?=[,，。;]|$))|(?=[,，。;]))"
    ),
    re.compile(rf"(?:认识|接触|碰到|遇到|遇见|挖到)了?(?P<name>{CITY}(?:市)?[\u4e00-\u9fff]{{2,8}}?){_NAME_ENDS}"),
)
_PLACED = lazy(
    rf"(?:^|[,。;\n ])(?P<name>{CITY}(?:市)?[\u4e00-\u9fff]{{2,8}}?)[,， ]*(?:是)?(?:一?[个家])?(?:(?<!更)新客户|新建客户|(?:帮我?|麻烦|请|给我|先)*建个?档)"
)
_ORDERED_ELSE = lazy(r"联系人|报价|合同|回款|商机|提醒|评审|方案|公司(?:领导|同事|里|内部|这边|开会|要求|规定|通知)")
_NO_NAME = lazy(r"[他她我你]们|[上下]午|[今明昨]天|[去到来]了?[他她我]|这家|那家")
_BRACKETED = lazy(rf"\((?:{'|'.join(REGIONS)})(?:大?区)?\)$")
# Behind the name: 绍兴岚峰纺机的王总, Norvik AS from Norway.
_OF_THEIRS = lazy(
    r"(?<=.{4})的[\u4e00-\u9fff]{1,2}(?:总|工|经理|主任|老板|部长|厂长|姐|哥|先生|女士)$| (?:from|in|based|who|which|they)(?: .*)?$"
)
_NOT_NEW = lazy(
    r"^(?:一下|录一|加一|pls|please|申请|资料|行业|联系|分级|分类|标签|等级|字段|功能|管理|怎么|如何|怎样|的|们|数量|多少|有哪些|有多少|列表|"
    r"名单|统计|报价|需求|拜访|情况|开发|来|有|要|说|跟进|线索|标准|流程|不|在|就|哪|难|好|太|真|很|都|也|还|这|那|越|吧|呢|介绍|推荐|聊|谈|见|价格|约|下[次周个]|他|她|老板|意向|得|已|刚|对|挺|感|录入|登记|建档|"
    r"明天|今天|提醒|进来|档案|微信|群$|答谢|画像|经理$|先|[啊呀哦嘛]|建(?:一下|下|个|档))"
)


def newcomers(mended: str, known: Container[str] = (), spelled: Container[str] = ()) -> list[Mark]:
    """The company that this message creates, its name as written. `spelled`: how the known ones are called."""
    full = _entered(mended)
    if full and full.value[0] not in known:
        return [full]
    entered = _NAMED if _ENTERS.search(mended) else ()
    for pattern in (_CREATED_BEFORE, *entered[1:], _CREATED, _PLACED, _MET, *entered[:1]):
        for found in pattern.finditer(mended):
            name = found["name"].strip()
            theirs = _OF_THEIRS.search(name)
            name = name[: theirs.start()] if theirs else name
            start = found.start("name") + name.rfind("的") + 1 if "的" in name else found.start("name")
            name = name.rpartition("的")[2]
            name = _BRACKETED.sub("", name)
            pronoun = name in ("这个", "这家", "它", "他们")
            if (
                name
                and not pronoun
                and (_CITY.match(name) or not _NOT_NEW.match(name))
                and not re.search(r"客户|怎么|哪些|多少|有家|新公司", name)
            ):
                return [Mark(CUSTOMER, start, start + len(name), (name,), NEW)]
    return _placed(mended, spelled)


def _placed(mended: str, spelled: Container[str]) -> list[Mark]:
    """A name that begins with a place and holds none that we know, in a message in which a company is entered."""
    found = _PLACED_ANYWHERE.search(mended) if _ENTERS_IT.search(mended) else None
    name = found["name"] if found else ""
    parts = (name[start:end] for start in range(len(name)) for end in range(start + 2, len(name) + 1))
    if not found or _ORDERED_ELSE.search(name) or any(part in spelled for part in parts):
        return []
    return [Mark(CUSTOMER, *found.span("name"), (name,), NEW)]


def _entered(mended: str) -> Mark | None:
    """A company by its full name, in a message in which one is entered."""
    entered = _ENTERS.search(mended) or _ENTERS_IT.search(mended)
    named = (one.span() for one in _FULL.finditer(mended) if entered)
    start, end = next((one for one in named if one[1] - one[0] >= _FULL_AT_LEAST), (0, 0))
    if not end:
        return None
    city = _CITY.search(mended, start, end - 2)
    lead = _LEAD.match(mended, start, end - 4)
    start = city.start() if city else lead.end() if lead else start
    name = mended[start:end]
    if end - start < _FULL_AT_LEAST or _NO_NAME.search(name) or _NOT_NEW.match(name) or _ORDERED_ELSE.search(name):
        return None
    return Mark(CUSTOMER, start, end, (name,), NEW)
