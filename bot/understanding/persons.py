"""Who is named in a message: a counterpart with a title, one after a word like 联系人, or a colleague of ours."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.understanding.marks import COLLEAGUE, CONTACT, C, Mark, P, longest_first
from domain.cities import CITIES
from domain.directory import Directory

_SINGLE = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蔡蒋余于杜叶程苏魏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫雷龙黎史陶贺毛郝"
    "顾龚邵万覃武钱戴严莫孔常汤康易乔赖文樊殷施洪温芦季俞章鲁葛毕聂焦邢柯翁庄阎柳齐岳兰詹欧梅倪路关牛尤伍耿卓祝宁柴舒华霍房牟安柏闵凌管裴费项冉鲍涂虞童甘佟纪单解冷蓝靳盛褚宫"
    "屈苗应卞盖简车古喻颜申阮党巩桑娄麦池艾仇邬景查游庞滕仲储翟隋屠晏尚蒲曲丘麻邝区岑莎"
)
_DOUBLE = "欧阳|司马|上官|诸葛|东方|夏侯|皇甫|尉迟|公孙|令狐|慕容|司徒|端木"
SURNAME = rf"(?:{_DOUBLE}|[{_SINGLE}])"
NAME = rf"(?:(?:{_DOUBLE})[\u4e00-\u9fff]{{1,2}}|[{_SINGLE}][\u4e00-\u9fff]{{1,2}})"
LONG_TITLES = (
    "副董事长 董事长 副总经理 总经理 执行董事 总工程师 副总裁 总裁 副总监 总监 副总 总工 高级工程师 "
    "工程师 副经理 经理 副主任 主任 副部长 部长 副厂长 厂长 副科长 科长 课长 "
    "副处长 处长 副局长 局长 院长 所长 队长 组长 班长 店长 董事 老板娘 老板 老总 老师 博士 教授 会计 "
    "秘书 助理 先生 女士 小姐 师傅 书记 主席 顾问 专员 主管 代表 律师 采购".split()
)
_SHORT_TITLES = "总工董姐哥局叔"
_TITLE = (
    rf"(?:{'|'.join(LONG_TITLES)}|[{_SHORT_TITLES}](?!部|作|资|厂|程|业|结|会|数|体|装|共|价|额|量|监|裁|计|"
    rf"公司|成|面|长|艺|时|期|序|具|人))"
)
TITLED = re.compile(rf"(?P<surname>[老小]?{SURNAME})(?P<given>[\u4e00-\u9fff]{{0,2}}?)(?P<title>{_TITLE})")
# Words that only look like a surname with a title, or with a given name.
_NO_PERSON = re.compile(
    r"(?:方式|方便|方向|方法|程序|程度|程部|高度|何况|余款|余下|余额|任意|马达|石头|金融|钱款|雷达|毛利|"
    r"毛坯|毛刺|陶瓷|白色|顾客|顾虑|成品|成功|成交|常见|常用|车床|车辆|简历|解释|单独|管道|祝贺|应用|应收|"
    r"费用|关系|关键|路线|夏天|夏季|严重|严格|齐全|文件|文档|文本|申报|曲轴|曲线|蓝图|黄金|黄了|明年|明天|"
    r"左右|包括|包含|包裹|贺词|符合|卓越|终于|全新|全套|全款|纪要|季度|季末|柴油|温升|查询|查看|查下|查一|"
    r"管控|施工|金工|车工|全局|包工|项目|车间|安全|计划|常务|应付|单位|方案|方面|高级|高层|高管|高端|成本|"
    r"金额|单价|时间|任何|任务|包装|周末|安排|安装|路上|关于|简单|解决|应该|管理|"
    r"许多|温度|石墨|金属|文件|房间|房子|华东|华南|华北|华中|江苏|江西|苏州|温州|宁波|健康|游客|白天|万一|"
    r"于是|何时|费用|区域|马上|申请|常规|盖章|付款|安心|麻烦|单子|季度|项目|尚未|区域|区别|曲面|"
    r"高压|高速|高温|龙头|章程|党委|周[一二三四五六日天]|[一-龥]的|[一-龥][了着过在就都也还是])"
)
_BEFORE_TITLED = re.compile(
    r"(?:[\d零一二三四五六七八九十百千两几]万|[低高属由对位处等大小基至]于|上季|本季|每季|下季|一[季])$"
)
_FAMILIAR = re.compile(
    rf"老(?!师|板|客|家|总|乡|样|套|外|大|实|化|说|是|早|婆|公|爷|太|人|年|项|产|品|规|方|房|区|款|旧|地|"
    rf"路|关|单){SURNAME}(?![家师总])"
    rf"|小(?!时|样|批|程序|米|于|白|区|组|项|事|型|单|件|钱|方|成|池|费|车|游|应|文|马拉|康|路|管|关|高峰|"
    rf"解|张旗|金额|万){SURNAME}(?![家师总])|阿[\u4e00-\u9fff](?=[说谈聊讲,的 ])"
)
_MEETS = (
    r"(?:见了|见到了?|见的是|拜访了?|跟|和|与|找了?|约了?|问了?|陪|请|联系了?|碰到了?|遇到了?|电话给|打给|"
    r"发给|给|对接人是?|联系人是?|负责人是?|接待的是|叫|找到|、|对接的?是?|"
    rf"经理|主管|总监|采购|工程师|会了|聊的是|找的是|[部处科]的?|{C}的?|{P}[和跟、及])"
)
_DOES = (
    r"(?=[唠侃核扯都,。;!?\n 、:]|$|\d|聊|谈|说|讲|沟通|通|打|开|吃|喝|确认|对接|交流|过了|碰|见|会|反馈|"
    r"表示|提|在|了|那|先生|女士|和|跟|也|把|就|讨论|问|嫌|要|让|想|约|发|吐槽|介绍|答应|同意|微信|电话|"
    r"视频|"
    r"当面|回复|对|看|的|催|核对|敲定|商量|商谈|协商|面谈|做|去|到|过|是)"
)
_SHORTEST = NAME.replace("{1,2}", "{1,2}?")
_BARE = re.compile(rf"{_MEETS} ?(?P<name>{_SHORTEST}){_DOES}")
_LATIN = re.compile(
    r"(?<![a-z0-9@._/-])(?:(?:mr|ms|mrs|miss|dr)[. ]{1,2}[a-z]{2,12}|[a-z][a-z]{2,11}(?: "
    r"[a-z]{2,12})?)(?![a-z0-9@._/-])"
)
_LATIN_PLACE = re.compile(
    rf"(?:{_MEETS}|的|工程师|总监|(?:采购|品质|技术|研发|工程|项目|质量|销售|商务|老板|对接人|负责人|经理|"
    rf"先生|小姐)) ?$"
)
_NO_LATIN = frozenset(
    "ok pdf cad erp crm oem odm ppt excel word logo sop ppap apqp fob cif exw ddp usd rmb cny eur app "
    "bom spc msa demo email mail call kpi boss sample hi hello thanks please vip quote order "
    "the and for with tier oa ai qc qa pmc iqc ppm dfm mes plm sap qq wechat whatsapp zoom teams skype "
    "meeting npi rfq nda poc roi moq bug tbd asap fyi dxf step stp dwg iges review pass spec "
    "follow up check list update model pcs price cost delay today tomorrow yesterday now next last week "
    "month met meet visited visit called phoned about spec drawing sent send need needs signed paid".split()
)
# 我们王工 is a colleague though the directory holds no such nickname; 我们跟王工 is none.
_OURS = re.compile(
    r"(?:我们|我方|咱们|咱|我司|同事|我们?领导|部门|我们?(?:公司|部门|技术|工程|工艺|品质|技术部|工程部|"
    r"工艺部|品质部|销售))(?:的|家|这边的)?$"
)


def persons(painted: str, directory: Directory) -> list[Mark]:
    """The persons of a message in which customers and numbers are painted over already."""
    ours = list(_colleagues(painted, directory))
    theirs = longest_first(mark for mark in _counterparts(painted) if not _overlaps(mark, ours))
    return sorted((*ours, *(_side(mark, painted) for mark in theirs)), key=lambda mark: mark.start)


def _overlaps(mark: Mark, others: list[Mark]) -> bool:
    return any(mark.start < other.end and other.start < mark.end for other in others)


def _colleagues(painted: str, directory: Directory) -> Iterator[Mark]:
    for person in directory.people:
        name = person.name.lower()
        for found in re.finditer(re.escape(name), painted) if len(name) > 1 else ():
            yield Mark(COLLEAGUE, found.start(), found.end(), (person.name,), "our own")


def _counterparts(painted: str) -> Iterator[Mark]:
    yield from _titled(painted)
    for found in _FAMILIAR.finditer(painted):
        yield Mark(CONTACT, found.start(), found.end(), (found[0],), "familiar")
    for found in _BARE.finditer(painted):
        name = found["name"]
        if not _NO_PERSON.match(name) and not TITLED.match(name) and name[:2] not in CITIES:
            yield Mark(CONTACT, found.start("name"), found.end("name"), (name,), "name")
    for found in _LATIN.finditer(painted):
        first, *rest = found[0].split(" ")
        name = first if rest and rest[-1] in _NO_LATIN else found[0]
        if first not in _NO_LATIN and _LATIN_PLACE.search(painted[max(0, found.start() - 8) : found.start()]):
            yield Mark(CONTACT, found.start(), found.start() + len(name), (name,), "latin")


def _titled(painted: str) -> Iterator[Mark]:
    for found in TITLED.finditer(painted):
        whole, given = found[0], found["given"]
        if _NO_PERSON.match(whole) or _BEFORE_TITLED.search(painted[max(0, found.start() - 3) : found.start() + 1]):
            continue
        if given and (given[0] in "了的说是和跟与在不就都也还要有没我你他讲总工" or found["title"] in _SHORT_TITLES):
            continue
        end = found.start("title") if given and found["title"] not in _SHORT_TITLES else found.end()
        yield Mark(CONTACT, found.start(), end, (painted[found.start() : end],), "title")


def _side(mark: Mark, painted: str) -> Mark:
    ours = _OURS.search(painted[max(0, mark.start - 10) : mark.start])
    return Mark(COLLEAGUE, mark.start, mark.end, mark.value, "ours") if ours else mark
