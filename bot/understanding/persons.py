"""Who is named in a message: a counterpart with a title, one after a word like 联系人, or a colleague of ours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from bot.understanding.jobs import ROLE
from bot.understanding.lazy import lazy
from bot.understanding.marks import COLLEAGUE, CONTACT, CUSTOMER, C, Mark, P, longest_first
from bot.understanding.surnames import DOUBLED, DOUBTFUL, GIVEN, NAME, SURNAME
from domain.cities import CITIES
from domain.directory import Directory

__all__ = ["NAME", "SURNAME", "TITLED", "persons"]

_LONG_TITLES = (
    "副董事长 董事长 副总经理 总经理 执行董事 总工程师 副总裁 总裁 副总监 总监 副总 总工 高级工程师 "
    "工程师 副经理 经理 副主任 主任 副部长 部长 副厂长 厂长 副科长 科长 课长 "
    "副处长 处长 副局长 局长 院长 所长 队长 组长 班长 店长 董事 老板娘 老板 阿姐 阿哥 阿叔 阿伯 阿婶 阿嫂 老总 老师 博士 教授 会计 "
    "秘书 助理 先生 女士 小姐 阿姨 师傅 书记 主席 顾问 专员 主管 代表 律师 采购 工长 站长 校长 胖子 瘦子 大个子 光头 大姐 大哥 大叔 sir".split()
)
_SHORT_TITLES = "总工董姐哥局叔嫂姨"
_TITLE = (
    rf"(?:{'|'.join(_LONG_TITLES)}|总助(?!理)|[{_SHORT_TITLES}](?!部|作|资|厂|程|业|结|会(?![谈面晤见后])|数|体|装|共(?!进|同|餐|饮)|价|额|(?<=总)(?:量|店(?!里))|监|裁|计|"
    rf"公司|成|面|长|艺|时|期|序|具|人(?!不错|很|挺|还|蛮|真|好|特别|比较|可以)))"
)
# Said short, and a word of its own elsewhere: 李部, 王处, 梁生.
_BRIEF_TITLE = (
    r"(?:[部处科厂](?=[,。;!?、\n ]|$|说|讲|那边|来|在|不在|带|约|找|问|也|微信|电话|的意思|反馈|答应|同意|表示|对|让|要|叫|催|嫌|打|陪|接|觉得|提|还|特|刚|今|昨|亲|又|已|主持|牵头|召集|组织|出席|参加|出面|带队|拍板|见)|"
    r"生(?!产|意|成|效|活|命|日|病|气|锈|物|化|料|铁|姜|鲜|熟|怕|动|态|存|理|前|硬|涯|源|机|管|于|怎|涩|辰|肖|育|火|还))"
)
TITLED = lazy(rf"(?P<surname>[老小]?{SURNAME})(?P<given>[\u4e00-\u9fff]{{0,2}}?)(?P<title>{_TITLE})")
# Words that only look like a surname with a title, or with a given name.
_NO_PERSON = lazy(
    r"(?:普工|卫生|方审|管(?:课长|采购|会计|秘书|助理|代表|师傅|开票|发票|财务|仓[库储]|生产|质量|品质|设备|技术|[发收]货|收料|对账|付款|结算|合同|模具|报价|售后|物流|计划|项目|销售|行政|人事|[事钱账料货供线])|辛苦|方式|方便|方向|方法|程序|程度|高度|何况|余款|余下|余额|付[清了过掉出到完齐给尾首预定全]|钱[终也都已刚早全还没先到付打收回结汇]|任意|马达|石头|金融|钱款|雷达|毛利|"
    r"毛坯|毛刺|陶瓷|白色|顾客|顾虑|成品|成功|成交|常见|常用|车床|车[上里内]|车辆|简历|解释|单独|管道|祝贺|应用|应收|"
    r"费用|关系|关键|路线|夏天|夏季|严重|严格|齐全|文件|文档|文本|文员|文控|申报|曲轴|曲线|蓝图|黄金|黄了|明年|明天|"
    r"左右|包括|包含|包裹|贺词|符合|卓越|终于|全新|全套|全款|纪要|季度|季末|柴油|温升|查询|查看|查下|查一|"
    r"管控|施工|金工|车工|全局|包工|项目|车间|安全|计划|常务|应付|单位|方案|方面|高级|高层|高管|高端|成本|"
    r"金额|单价|时间|任何|任务|包装|周末|安排|安装|路上|关于|简单|解决|应该|管理|"
    r"许多|温度|石墨|金属|文件|房间|房子|华东|华南|华北|华中|江苏|江西|苏州|温州|宁波|健康|游客|白天|万一|"
    r"于是|何时|费用|区域|马上|申请|常规|盖章|付款|安心|麻烦|单子|季度|项目|尚未|区域|区别|曲面|"
    r"高压|高速|高温|龙头|章程|党委|周[一二三四五六日天]|[一-龥]的|[一-龥][了着过在就都也还是太很不没有要能被把给和跟与到得说讲]|[一-龥]会(?!计)|伊[拉讲]|费[用高]|金条|"
    r"应届|白相|查账|查到|查收|简直|席间|席上|席卷|解除|冷却|冷镦|温控|高铁|高峰|高兴|石油|金相|白跑|白板|陶冶|路演|路由|路过|关注|关税|关门|"
    r"安徽|安阳|马鞍|麻城|易损|易碎|单机|单只|单员|单件|单独|单据|单纯|常州|常熟|盛夏|宁可|宁愿|甘肃|郁闷|胥口|楚天|桂林|荆州|荆门|"
    r"伊朗|冀东|束手|滑动|滑块|滑轨|滑油|束线|敖包|穆斯|茅台|厉害|阙如|匡算|揭阳|揭晓|苟且|戎装|任由|任职|余量|余料|"
    r"万事|万元|万块|万件|万只|万套|何必|何不|施压|施加|毕竟|毕业|毛毛|毛边|毛重|游戏|游标|柏油|关掉|关闭|关停|关单|严谨|严厉|齐套|尤其|池子|武汉|"
    r"东方|舒服|舒适|应急|应对|应力|应聘|简要|简化|简易|车型|车身|车桥|车厂|车企|车规|车展|车灯|管材|管件|管子|管路|史上|古代|"
    r"于[今昨明后合需技订回报]|路[上边]|江[南北边]|华为|白班|夜班|单班|双班|康复|钱包|钱到|毛巾|黄牛|黄油|蓝牙|金牌|银行|石材|石化|雷同|孔径|孔位|孔距|孔板)"
)
_BEFORE_TITLED = lazy(
    r"(?:[\d零一二三四五六七八九十百千两几]万|[低高属由对位处等大小基至]于|上季|本季|每季|下季|一[季]|"
    r"公安|工程|汽车|[学先发医花产民陌]|[新现前兼担接上就历调]任|老)$"
)
_NO_BRIEF = lazy(
    r"[^\W\d_]?(?:安|毕|常|单|全|包|余|解|应|关|高|车|管|文|施|金|石|华|马|方|万|田|武|白|江|史|路|游|麻)[部处科厂]|[毕安常单余应曲众]生|[普铁冶]工"
)
_EDGE = r"(?:(?<=采购)|(?<=[碰遇见找等联系转]到)|(?<=老板)|(?<=[技艺]术)|(?<=品质)|(?<=质量)|(?<=财务)|(?<=工艺)|(?<=研发)|(?<=[\s,。;:!?、·()（）\d跟和与同给见了找约问请陪的是向对个位边里家方部科处点午晚\ue001\ue010])|^)"
# 老 before one of these is old, not a name.
_NOT_OLD = "(?!师|板|客|家|总|乡|样|套|外|大|实|化|说|是|早|婆|公|爷|太|人|年|项|产|品|规|方|房|区|款|旧|地|路|关|单|解|应|万|车|管)"
_NOT_OLD_EITHER = "(?![厂楼街城院校账货机线图版本毛问模设供合朋熟同生工员油土习传字号牌配件零刀])"
_NICKNAMES = lazy(
    rf"老{_NOT_OLD}{SURNAME}(?:头(?![疼痛大晕衔部]|儿疼))?(?![家师总])"
    rf"|小(?!时|样|批|程序|米|于|白|区|组|项|事|型|单|件|钱|方|成|池|费|车|游|应|文|马拉|康|路|管|关|高峰|"
    rf"解|张旗|金额|万|麻|石|毛|雷达|季|查|冷){SURNAME}(?![家师总])"
)
_NO_SURNAME = "(?!普[工通]|[老副员技分汇施竣完动手加人职木民女男新这那个两几请的由和跟与给被让找有各该前现原大小主采部区厂是在派来去到了过着总些位])"
# Latin names, 阿芳 and 芳姐 are persons wherever they stand; 小丽 and 莉莉 where a person is expected.
_FOND = lazy(
    rf"阿(?!姨|里|拉|尔|富|根廷|联|基|克|胶|昌|诺|斯|是|司|的|波|拉|勒|曼|迪|妈|爸|公|婆|弟|妹|哥|门|谀|胶)(?:[\u4e00-\u9fff]|[a-z]{{2,8}})"
    rf"|(?<![a-z0-9@._/-])[a-z]{{2,12}} ?(?:姐|哥|总(?!部|价|共|数|量|成|线|额|监|体|装|裁|包)|工(?!艺|程|序|装|时|厂|具|作|人|期|况|位)|"
    rf"经理|主任|老师|小姐|先生|女士|部长|博士|sir)"
    rf"|{_EDGE}(?:[{GIVEN}]{{1,2}}[姐哥嫂姨]|[{GIVEN}]总(?!共|计|额|数|量|体|价))(?![夫弟妹])"
    rf"|{_EDGE}[{DOUBTFUL}](?:{_TITLE})(?![门])"
    rf"|(?:{_EDGE}|(?<=[哋们天朝日])){SURNAME}{_BRIEF_TITLE}|(?<=[\ue001\ue010跟问找给]){SURNAME}处(?![理于境置罚分方事])"
    # 滇翊的和总总算见着了: 和 is a surname where nobody can be joined
    rf"|(?<=[\ue001\ue010]的)和(?:{_TITLE})|(?<=[,。;])和(?:总|工)(?=说|讲|见[着上到]|不在|没[在来]|表示|答应|同意|嫌|要求|让我)"
    # 家豪哥
    rf"|(?:(?<=\ue010)|(?<=\ue010的)|(?<=[跟找陪问]))(?![那这个新老大小我他她的])[\u4e00-\u9fff][{GIVEN}][姐哥](?![夫弟妹])"
    # Right behind the customer or 跟 any character before a title is a surname: 江砚宣总.
    rf"|(?:(?<=[\ue001\ue010跟陪见、])|(?<=[\ue001\ue010]的)){_NO_SURNAME}[\u4e00-\u9fff]"
    r"(?:(?:总经理|经理|总监|主任|部长|厂长|科长|课长|处长|会计|博士)|[总工董](?!部|作|资|厂|程|业|结|会|数|体|装|共(?!进|同|餐|饮)|价|额|量|监|裁|计|公司|成|面|艺|时|期|序|具|人|事))"
)
# 修科长讲: at the head of a clause too, where somebody speaks.
_AT_THE_HEAD = lazy(
    rf"(?:(?<=[,。;: ])|^)(?P<who>{_NO_SURNAME}[\u4e00-\u9fff](?:[科课部厂处]长|主任|经理|总监))(?=说|讲|表示|反馈|要|让|问|答应|不在|没|带|陪|嫌|觉得)"
)
_MEETS = (
    r"(?:[跟和与同找问给约](?:他们|她们|对方|客户)(?:那边|家|公司)?的?|见了|见到了?|见着了?|见的是|拜访了?|走访了?|回访了?|跟|和|与|(?<!合)同|找了?|约了?|问了?|陪|请|联系了?|碰到了?|碰见了?|遇到了?|遇见了?|"
    r"电话给|打给|发给|打电话给|给|对接人是?|联系人是?|负责人是?|接待的是|接待我们?的是|接待人是?|叫|找到|、|对接的?是?|催了?|"
    rf"认识了?|小伙子?|小?姑娘|经理|主管|总监|采购|工程师|会了|聊的是|找的是|介绍了?|[部处科]的?|[班组室间]的|来的是|{C}的?|{C}(?:那边|这边)的?|"
    rf"{P}(?:和|跟|及|与|还有|带)|{ROLE}(?:换成?了?|变成了?|现在是|改成了?)?|的人换成?了?)"
)
_DOES = (
    r"(?=[唠侃核扯都,。;!?\n 、:()]|$|\d|聊|谈|说|讲|沟通|通|打|开|吃|喝|确认|对接|交流|过了|碰|见|会|反馈|"
    r"表示|提|在|了|那|先生|女士|和|跟|也|把|就|讨论|问|嫌|要|让|想|约|发|吐槽|介绍|答应|同意|微信|电话|"
    r"视频|接|带|来|陪|刚|今|昨|上午|下午|不|没|已|还|又|都|主持|牵头|出席|参[加会]|组织|亲自|在场|发言|负责|给|挺|很|终于|松口|点头|催|压|砍|拍板|签|"
    r"当面|回|对|看|的|催|核对|敲定|商量|商谈|协商|面谈|做|去|到|过|是|下|两|一起|三|加|存|录|换了?|互换|互加)"
)
_IN_A_JOB = lazy(rf"{ROLE}$")
_SITE = lazy(r"(?:那个|那边|那里|的|[新老旧])*(?:厂区|[新老分工]厂|基地|园区|工地|项目部|产业园|开发区|车间|仓库)")
_CALLED_ON = lazy(r"(?:拜访|走访|回访)")
_OLD = lazy(_NOT_OLD + _NOT_OLD_EITHER + ".")
_FAMILY = lazy(rf"{SURNAME}|(?![师成别花时相])[{DOUBTFUL}]")
_SHORTEST = NAME.replace("{1,2}", "{1,2}?")
_BARE = lazy(rf"{_MEETS} ?(?P<name>{_SHORTEST}|{DOUBLED}|[小阿大老][\u4e00-\u9fff]){_DOES}")
_SPEAKS = (
    r"(?:今天|昨天|刚才|刚|上午|下午|那边|也)*(?:说(?!明书)|讲|表示|反馈|觉得|嫌|答应|同意|松口|点头|告诉|透露|回复|回了|"
    r"打(?:来|了)?(?:个)?电话|来电|微信|找我|带|陪|领|接待|出面|催|问|要求|抱怨|约我|喊我|叫我)"
)
_SPEAKER = lazy(
    rf"(?:^|(?<=[,。;!?\n :]))(?:{_SHORTEST}|老(?:{SURNAME}|{_NOT_OLD}{_NOT_OLD_EITHER}[{DOUBTFUL}那]))(?={_SPEAKS})"
)
_LATIN = lazy(
    r"(?<![a-z0-9@._/-])(?:(?:mr|ms|mrs|miss|dr)[. ]{1,2}[a-z]{2,12}|[a-z][a-z]{1,11}(?: "
    r"[a-z]{2,12})?)(?![a-z0-9@._/-])"
)
_LATIN_PLACE = lazy(
    rf"(?:{_MEETS}|(?<![a-z])(?:met|saw|with|visited)|{C}\(|(?<![意再遇看听碰会常])见|的|销售|商务|先生|小姐) ?$"
)
_LATIN_SPEAKS = lazy(
    rf"{_SPEAKS}|对(?=[^,。;]{{1,12}}(?:满意|意见|认可|感兴趣))|(?:刚|今天|昨天|今朝|还)?(?:来|到)(?:过|了|我们)|在(?:场|会上)|不在|没来|那边|也在|接的|陪|从{C}|的(?:电话|手机|微信|邮箱|名片)"
)
# The papers that go by such a name: RoHS报告.
_LATIN_PAPER = lazy(r" ?(?:报告|证书|认证|文件|资料|标准|检测|测试|声明|表|图|版|数据|接口|协议|系统|清单)")
# SQE Vivian: the job stands before the name.
_LATIN_JOBS = frozenset("sqe sqa pqe dqe qe pe pm vp svp gm ae fae npi iqc pmc buyer qa qc ceo coo cto cfo hr".split())
_VOWEL = lazy(r"[aeiouy]")
_NO_LATIN = frozenset(
    "funnel pipeline ranking deals deal target list show export customers customer going doing status ok done confirmed pdf cad erp crm oem odm ppt excel word logo sop ppap apqp fob cif exw ddp usd rmb cny eur app "
    "bom spc msa demo email mail call kpi boss sample hi hello thanks please vip quote order "
    "this that the and for with tier oa ai qc qa pmc iqc ppm dfm mes plm sap qq wechat whatsapp zoom teams skype "
    "meeting npi rfq nda poc roi moq bug tbd asap fyi dxf step stp dwg iges review pass spec "
    "follow up check list update model pcs price cost delay today tomorrow yesterday now next last week "
    "month met meet visited visit called phoned about spec drawing sent send need needs signed paid "
    "manager engineer director leader lead assistant supervisor report sqa dqe qae pqe vp svp gm fae npi iqc pmc hr it pe me ie qe pm sqe ceo cto cfo coo iso iatf agv cnc ev ecu abs esp adas bms led lcd pcb smt dlc pvd "
    "vda gd amazon tesla audi bmw oppo vivo wx vx dh bf bj kh yj qw hk gj po pi ci bl tt lc si no yes via per urs sor lost lose won win closed high low too each total lead valid quotation "
    "phone mobile industry region source address level name field contact to of in on at by from change set add new api saas sku fa dv pv ots sop ft ate line idea deadline team group email offer sign po vs plus pro max mini".split()
)
# 我们王工 is a colleague though the directory holds no such nickname; 我们跟王工 is none.
_OURS = lazy(
    r"(?:我们|我方|咱们|咱|我司|(?<![他她们])同事|我们?领导|部门|我们?(?:公司|部门|技术|工程|工艺|品质|技术部|工程部|"
    r"工艺部|品质部|销售))(?:的|家|这边的)?$"
)

_OF_A_CUSTOMER = lazy(rf"(?:{C}|客户|对方|他们|她们)(?:那边|公司|家)?的?(?:{ROLE})?$")


def persons(painted: str, directory: Directory) -> list[Mark]:
    """The persons of a message in which customers and numbers are painted over already."""
    ours = list(_colleagues(painted, directory))
    theirs = longest_first(mark for mark in _counterparts(painted) if not _overlaps(mark, ours))
    return sorted((*ours, *(_side(mark, painted, ours) for mark in theirs)), key=lambda mark: mark.start)


def _overlaps(mark: Mark, others: list[Mark]) -> bool:
    return any(mark.start < other.end and other.start < mark.end for other in others)


def _colleagues(painted: str, directory: Directory) -> Iterator[Mark]:
    for person in directory.people:
        name = person.name.lower()
        for found in re.finditer(re.escape(name), painted) if len(name) > 1 and name in painted else ():
            yield Mark(COLLEAGUE, found.start(), found.end(), (person.name,), "our own")
        yield from _by_given_name(painted, name, directory)


def _by_given_name(painted: str, name: str, directory: Directory) -> Iterator[Mark]:
    """晓彤 alone, where one of ours is called so: at the head of words, and with something that a colleague does."""
    given = name[1:]
    if len(given) != 2 or given not in painted or sum(one.name.endswith(given) for one in directory.people) > 1:
        return
    full = next(one.name for one in directory.people if one.name.lower() == name)
    for found in _called(given).finditer(painted):
        yield Mark(COLLEAGUE, *found.span("who"), (full,), "our own")


@cache
def _called(given: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?:^|(?<=[ ,。;:给把将到由让归交请替和与找问催]))(?P<who>{re.escape(given)})(?=的?(?:客户|单子|商机|报价|业绩)|名下|手[上里头]|那[里边]|[来接跟管负]|这个月|本月|$|[,。;]|吧)"
    )


def _counterparts(painted: str) -> Iterator[Mark]:
    yield from _titled(painted)
    for found in _NICKNAMES.finditer(painted):
        yield _person(painted, found.start(), found.end(), "familiar")
    for found in _FOND.finditer(painted):
        if not _NO_BRIEF.fullmatch(found[0]) and re.split("[^a-z]", found[0])[0] not in _NO_LATIN:
            yield _person(painted, found.start(), found.end(), "familiar")
    for found in _AT_THE_HEAD.finditer(painted):
        if not _NO_PERSON.match(found["who"]):
            yield _person(painted, *found.span("who"), "title")
    yield from _bare(painted)
    yield from _latin(painted)


def _person(painted: str, start: int, end: int, why: str) -> Mark:
    return Mark(CONTACT, start, end, (painted[start:end],), why)


def _bare(painted: str) -> Iterator[Mark]:
    """A name without a title, where a person stands: 认识了马奎, 副总曲波, 采购莉莉."""
    for found in _BARE.finditer(painted):
        if _SITE.match(painted, found.end("name")):  # 去了岑海古交那个厂区
            continue
        if CUSTOMER not in painted and _CALLED_ON.match(found[0]) and not set(found["name"]) & set(GIVEN):
            continue  # 拜访了柯锐, where no customer is named, may be one that we don't know
        led = _IN_A_JOB.search(painted, max(0, found.start("name") - 8), found.start("name"))
        if _is_name(found["name"], led=bool(led)) or (
            found["name"] == "小于" and not painted[found.end() : found.end() + 1].isdigit()
        ):
            yield _person(painted, *found.span("name"), "name")
    for found in _SPEAKER.finditer(painted):
        if _is_name(found[0]):
            yield _person(painted, found.start(), found.end(), "speaks")


def _is_name(name: str, *, led: bool = False) -> bool:
    """`led`: a job word stands before it, so that 助理小路 is one."""
    if _NO_PERSON.match(name) or TITLED.match(name) or name[:2] in CITIES or name[1:] in ("处人", "部人", "科人"):
        return False
    return name[1] not in "总工董" and (
        name[0] not in "小大老"
        or name[1] in GIVEN
        or (led and bool(_FAMILY.match(name[1:])))
        or (name[0] == "老" and bool(_OLD.match(name[1:]) or _FAMILY.match(name[1:])))
    )


def _latin(painted: str) -> Iterator[Mark]:
    for found in _LATIN.finditer(painted):
        first, *rest = found[0].split(" ")
        start = found.start()
        if rest and first in _LATIN_JOBS:
            first, start = rest[-1], found.end() - len(rest[-1])
        name = first if rest and rest[-1] in _NO_LATIN else painted[start : found.end()]
        end = start + len(name)
        if (
            first in _NO_LATIN
            or not _VOWEL.search(name if first[:2] in ("mr", "ms", "dr") else first)
            or len(first) < 2
            or _LATIN_PAPER.match(painted, end)
        ):
            continue
        told = _LATIN_PLACE.search(painted[max(0, start - 12) : start])
        if (told and len(first) > 2) or (len(first) > 2 and _LATIN_SPEAKS.match(painted, end)):
            yield _person(painted, start, end, "latin")


def _titled(painted: str) -> Iterator[Mark]:
    place = 0
    while found := TITLED.search(painted, place):
        whole, given = found[0], found["given"]
        place = found.start() + 1
        if found.start() and painted[found.start() - 1 : found.start() + 1] == "对方":
            continue  # 对方安科长
        if _NO_PERSON.match(whole) or _BEFORE_TITLED.search(painted[max(0, found.start() - 3) : found.start() + 1]):
            continue
        if given and (given[0] in "了的说是和跟与在不就都也还要有没我你他讲总工" or found["title"] in _SHORT_TITLES):
            continue
        end = found.start("title") if given and found["title"] not in _SHORT_TITLES else found.end()
        place = end
        yield _person(painted, found.start(), end, "title")


def _side(mark: Mark, painted: str, ours: list[Mark]) -> Mark:
    """Whose person it is: 我们王工, and 曲工 where our own 曲阳 was named before, are ours."""
    before = painted[max(0, mark.start - 10) : mark.start]
    again = any(
        other.end <= mark.start and other.value[0][:1] == mark.value[0][:1] and mark.why == "title" for other in ours
    )
    if _OURS.search(before) or (again and not _OF_A_CUSTOMER.search(before)):
        return Mark(COLLEAGUE, mark.start, mark.end, mark.value, "ours")
    return mark
