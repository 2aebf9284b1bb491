"""Asking for help, and wishes for the tool itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.understanding.lazy import lazy
from bot.understanding.marks import C, H, Q
from bot.understanding.reading import WHOLE, Found, Slots, reads
from bot.understanding.scene import Scene
from domain.dialogue import Help, Suggest

_TOPIC = (
    r"报价|拜访|记录|录入|补录|撤销|修改|提醒|回款|合同|商机|客户|联系人|审批|批|签到|打卡|定位|名片|拍照|"
    r"照片|图片|评审|交接|休眠|漏斗|排行|目标|建议|归档|方案|导出|签合同|跟进|查询|"
    r"权限|周报|日报|丢单|推进|阶段|登记|新建|新增|报表|语音|注册|绑定|使用|用|录|撤回|改|统计"
)
# Whom or what a question about the tool begins with: 请问, 这玩意儿, 教我.
_OPENING = lazy(
    r"(?:(?:please )?help(?: me)?[,，]|(?:小白|菜鸟|萌新|新手|新人)(?:一[个枚只名]|上路|报到)?|跪求|求(?:问|各位|大神|大佬|高手|指点|指教|解答)+|弱弱[地的]?|[请求]?问一[句声]|刚(?:开始用|上手)|(?:还)?不太?(?:熟悉?|懂)(?=[,，。! ])|我?(?:是)?(?:新来的|新人|新手|刚来的?|刚入职|第一次用)|有(?:没有?|无)?(?=[^,，。]{0,4}(?:手册|说明|教程|指南|菜单))|(?:谁|哪位)?能(?:不能)?(?=教|告诉|帮我看)|可不可以(?=教|告诉)|(?:帮我)?看看(?=怎么|咋|如何)|可以(?=教|告诉)|麻烦|请教[下个]?(?:一下)?|请问一?下?|问[下个]?(?:一下|事|问题)?|我想(?:问|知道)(?:一?下)?|想问下?|想知道|那个?|话说|哎|唉|诶|嗨|老师|各位|大佬|"
    r"这(?:个|套|玩意儿?|东西|系统|软件|工具|机器人)+|机器人|系统|你这儿?|在(?:这里|你这)|求教|求助|教(?:教|下|一下)?我(?:一下|下)?|[您你]好|哈[喽啰]|hello|hi(?![a-z])|老铁|亲(?![自戚爱])|告诉我|谁知道|我?(?:还|也)?不(?:太|大|怎么)?会(?:用|操作|[弄录记填搞报])(?=[,，。! ]+[^,，。! ]{2})|我?不(?:知道|会|懂)|忘了|"
    r"里面|上面|[, 。!:：])"
)
_TAIL = r"(?:[,，]?(?:教教?我(?:(?:怎么|咋)(?:用|弄|操作|玩)+)?|求教|谢谢|怎么办|咋办|求助|我?不会(?:用|弄|操作|搞)|有(?:没有?)?(?:手册|说明书?|教程|指南)(?:没有?|吗)?)|一下|下|没有?|啊|呀|呢|吗|吧|哦|哈|的|了|来着|合适|才对|[ ?？。!~])*$"
_HELP = lazy(
    r"(?:帮助|help|\?+|h|使用(?:说明|手册|帮助|指南)|(?:操作)?(?:说明|手册|指南)|功能(?:列表|介绍|说明|有哪些)?|菜单|新手(?:指南|教程)?|教程|"
    r"(?:你|它)?(?:都|还)?(?:能|会|可以)(?:帮我)?(?:做|干|弄)?(?:些|点)?(?:什么|啥|嘛)|你?(?:都)?有(?:哪些|什么|啥)(?:功能|指令|命令)|"
    r"(?:你|它)?(?:要|该|是)?(?:怎么|咋|点)(?:使用|用|玩|操作)(?:啊|呀|呢)?(?:你|这个|它|这东西)?|你?能干嘛|你会(?:啥|什么)|帮帮我|求助|(?:我)?(?:还|也|完全)?不(?:会|懂怎么|知道怎么)(?:用|操作|玩|弄)(?:你|这个|它)?|(?:都|能|系统|机器人|你们?)*支持(?:哪些|什么)(?:功能|命令|指令))"
    rf"(?:我|看看|这个|你|发|给|来|要|拿|一?[个份下])*{_TAIL}"
)
_HOW = r"(?:怎么|如何|怎样|咋|点样|在哪(?:里|儿)?|去哪(?:里|儿)?|从哪(?:里|儿)?)(?:样)?"
_DO = (
    r"(?:记|录|填|写|弄|用|操作|改|撤销|撤回|收回|撤|审批|批|签|看|报|上传|打卡|签到|填写|加|录入|提交|发|做|搞|查|建|新建|登记|导出|设置|设|补|补录|"
    r"删|找|下载|修改|整|添加|新增|导|申请|开通)"
)
# What may be ordered by saying it: 录合同要怎么说.
_SAYABLE = r"(?:记|录入?|补录?|查|新?建|登记|撤[销回]?|修?改|导出?|审?批|设置?|提交|加|删|报(?=价))"
_HELP_ON = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?:帮助|help)(?! (?:your|him|her|us |them|out|is |me))[ :]+(?P<topic>[^\n]{1,20})$",
        rf"(?:我)?(?:要|想|该|应该|可以)?{_HOW}(?:才能|可以|能)?(?:去|来)?"
        rf"(?P<how>(?!样|了|办|回事|这么|那么|看待|没|还|不|会|可能)[^,。?!\n]{{1,16}}?){_TAIL}",
        rf"(?P<what>[^,。?!\n \ue001-\ue010]{{2,12}}?)(?:应该|要|该|是)?{_HOW}(?:重新|再|去|来)?(?:{_DO}(?:进来|进去|进系统|上去|出来)?|推进?阶段){_TAIL}",
        rf"(?P<said>(?<![\ue001-\ue010]){_SAYABLE}(?!价?太)[^,。?!\n \ue001-\ue010太高低贵]{{1,8}}?)(?:应该|要|该|得|是)?{_HOW}(?:说|讲|描述|打字|输入?|发|写|跟你说){_TAIL}",
        rf"(?P<cannot>[^,。?!\n \ue001-\ue010]{{2,12}}?)(?:我)?(?:不会|不懂)(?:怎么)?{_DO}{_TAIL}",
        rf"(?P<taught>{_DO}[^,。?!\n \ue001-\ue010]{{1,10}}?){_TAIL}",
    )
)
TOPIC = lazy(_TOPIC)
_NO_TOPIC = lazy(
    rf"打卡忘|忘(?:了|记)?打卡|[补漏]卡|考勤|铃声|头像|来电视频|天气|做饭|减肥|股票|路|吃|玩|老板|领导|女朋友|老婆|孩子|睡|机票|火车|酒店|{C}|{Q}|对手|谈|说服|砍价|"
    rf"赚|写诗|翻译|英语|改善|关系|维护|开发|透视|ppt|word|excel|税|ps|沟通|说话|电脑|手机|打印机|空调|音乐|咖啡|菜|还差|完不成|没完成|客户(?:不|没|说)"
)

# To whom it is made: 给你们产品, 跟开发组.
_TO_THE_TOOL = (
    r"(?:[给跟向](?:(?:你们?|咱们?|这个|系统|机器人|产品|工具|软件|平台|小程序|开发|研发|技术|团队|[组部的])+))?"
)
_SUGGEST = re.compile(
    (
        r"^(?:我|强烈|个人|非常)*(?:想|有|来)?"
        + _TO_THE_TOOL
        + r"(?:提|说)?(?:一?个|几个|点|条|一条|一点|个小|一个小|些)?(?:建议|意见|想法|点子|(?<=提个)需求|(?<=提一个)需求|(?<=提)需求|改进建议|"
        r"改进意见|产品建议|优化建议|反馈|吐槽|需求建议)(?:一下|是|如下)?[,:：。 ]*(?!客户|他们|对方|大家|[你您](?!们)|[早中晚]上|[今明]天|今晚|周末|"
        r"多(?:休息|喝|穿|运动|睡)|少(?:喝|吃|抽|熬)|别|去(?!掉|除)|吃|喝|买|穿|玩|游玩|逛|住(?!院|址|所)|出门|开车|老板|领导|公司|食堂|"
    )
    + C
    + r")(?P<text>[^\n]{2,}.*)$",
    re.DOTALL,
)
# 顺带提个建议，… after other things in the same message.
_LATER = lazy(
    r"(?:顺便|顺带|另外|再|还有|对了|最后|也|我|想|还|[,，])*"
    + _TO_THE_TOOL
    + r"[提说](?:一?个|几个|点|一?条|一点|个小|一个小|些)?"
    r"(?:小)?(?:建议|意见|想法|需求|改进建议|产品建议|优化建议|反馈)(?:一下|是|如下|哈|啊|[,:：， ])*"
)
# 建议加水印；另外给我导一份今年的商机: an order behind it, or a question, is one of its own.
_ORDER_BEHIND = lazy(
    r"[;；。](?:另外|顺便|顺带|还有|对了|再|同时|[,， ])+(?:请|麻烦|也|再)*(?:给我|帮我|帮忙|把|导|查|列|提醒我|看[一下看]|拉|教我|问[一下个]|怎么|咋|如何)"
)
_TOOL = lazy(
    r"漏斗|报表|列表|看板|显示|字段|功能|系统|机器人|界面|卡片|按钮|选项|模板|报表|回执|菜单|小程序|自动|"
    r"支持|提醒(?!我)|"
    r"推送|识别|格式|一键|批量|搜索|筛选|pdf|excel|语音"
)
_WISH = lazy(
    r"^(?:我|另外|顺便|顺带|对了|还有|再|也|最后|[,， ])*(?:希望|能不能|能否|可不可以|可否|最好(?:能|是)?|要是|如果|建议|以后)(?:一下|以后|这个|咱们|你们|"
    r"系统|机器人|报表|在|把|给|可以|能|也|再|让)*(?P<text>[^\n]{3,})$"
)


@reads(Help, (_HELP, *_HELP_ON))
def help_(scene: Scene) -> Iterator[Found]:
    whole = scene.painted.rstrip(" ,，;；。").lstrip()
    start, opened = 0, ""
    while found := _OPENING.match(whole, start):
        start, opened = found.end(), opened + found[0]
    if _HELP.match(whole) or _HELP.match(whole, start):
        yield Found(Help, (0, len(scene.text)), {}, WHOLE + 2, why="asks for help")
        return
    topic = None if _NO_TOPIC.search(whole, start) else _asked_for(whole, start, opened)
    if topic:
        yield Found(Help, (0, len(scene.text)), {"topic": topic}, WHOLE + 2, why="asks how")


def _asked_for(whole: str, start: int, opened: str) -> str | None:
    """What the question is about; 录拜访 alone is none, 教我录拜访 and 不会录拜访 are."""
    for pattern in _HELP_ON:
        found = pattern.match(whole, start)
        if found is None or ("taught" in found.groupdict() and not re.search(r"教|不会|不懂|不知道|忘了", opened)):
            continue
        named = found.groupdict()
        topic = (
            named.get("topic") or named.get("how") or named.get("taught") or whole[start:].rstrip("啊呀呢吗的 ?。!~")
        )
        if "topic" in named or TOPIC.search(topic):
            return topic.strip(" 的一下个")
    return None


# 我觉得你们这个漏斗图能不能加个筛选: what the tool should have, its name before the wish.
_LACKS = lazy(
    r"(?P<text>[^,，。;?？客他她]{0,16}(?:漏斗|报表|列表|看板|字段|系统|机器人|界面|卡片|按钮|模板|回执|菜单|小程序|推送|搜索|这个?工具)[^,，。;?？]{0,10}"
    r"(?:能不能|能否|可不可以|可否|最好|要是能|应该)[^,，。;?？]{0,6}(?:加(?![班工急价])|增加|支持|显示|做成|改成|优化|调|自动|[弄搞出]个|带)[^\n]*)$"
)


@reads(Suggest, (_SUGGEST, _LATER, _WISH, _LACKS))
def suggest(scene: Scene) -> Iterator[Found]:
    first = _from_the_start(scene)
    if first:
        yield first
        return
    for clause in scene.clauses:
        behind = _ORDER_BEHIND.search(scene.mended, clause.start)
        rest = (clause.start, behind.start() if behind else len(scene.text))
        later = _LATER.match(scene.painted, clause.start) if clause.number else None
        if later:
            numbers = scene.numbers_of(rest)
            text = scene.said((later.end(), rest[1])).strip(" ，,：:。")
            yield Found(Suggest, rest, {"text": text}, 95.0, numbers, "a suggestion beside other things")
            return
        said = scene.painted[clause.start : clause.end]
        wish = _WISH.match(said) or _LACKS.match(said)
        if (
            wish
            and _TOOL.search(scene.painted[clause.start :])
            and not re.search(rf"{C}|{Q}|{H}|提醒我", scene.part(clause))
        ):
            text = scene.said((clause.start + wish.start("text"), rest[1])).strip()
            numbers = scene.numbers_of(rest)
            score = 95.0 if clause.number or behind else WHOLE + 1
            yield Found(Suggest, rest, {"text": text}, score, numbers, "wish for the tool")
            return


def _from_the_start(scene: Scene) -> Found | None:
    """The whole message is one, or all of it up to an order of its own."""
    start = len(scene.painted) - len(scene.painted.lstrip())
    found = _SUGGEST.match(scene.painted.strip())
    if found is None:
        return None
    span = (start + found.start("text"), len(scene.text))
    behind = _ORDER_BEHIND.search(scene.mended, *span)
    if behind is None:
        return Found(Suggest, (0, len(scene.text)), {"text": scene.said(span).strip()}, WHOLE + 4, why="suggestion")
    own = (0, behind.start())
    slots: Slots = {"text": scene.said((span[0], own[1])).strip()}
    return Found(Suggest, own, slots, 95.0, scene.numbers_of(own), "a suggestion before other things")
