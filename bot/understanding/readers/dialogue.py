"""Undoing, asking for help, and wishes for the tool itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.understanding.marks import C, H, Q
from bot.understanding.numerals import numeral_at
from bot.understanding.reading import Found, reads
from bot.understanding.resolve import WHOLE
from bot.understanding.scene import Scene
from domain.dialogue import Help, Suggest, Undo

_PLEASE = (
    r"(?:请|麻烦|帮我|帮忙|你|把|将|那|先|给我|都|算了|哎|唉|呃|嗯|不好意思|抱歉|错了|记错了|搞错了|弄错了|"
    r"发错了|输错了|[,!。 ])*"
)
_LAST = (
    r"(?:刚才|刚刚|刚|上面|上|前面|最后|最近)(?:我)?(?:那|的|一|记|录|发|说|写|提交|登记|"
    r"输入)*(?:的)?(?:那)?(?:一)?(?:条|个|次|笔|句|记录|消息|单|内容)?(?:记录|消息)?"
)
_GO = r"(?:撤销|撤掉|撤了|撤回|作废|删除|删掉|删了|删|取消|不要|回退|去掉|清掉|抹掉|不算)"
_END = r"(?:掉|了|吧|一下|哈|啊|谢谢|记录|呗|它|这条|那条|[,。! ])*"
_UNDO = tuple(
    re.compile(pattern)
    for pattern in (
        (
            rf"^{_PLEASE}(?:撤销|撤掉|undo|回退)(?:一下)?(?:回执|记录|刚才|"
            rf"操作)?(?:号)?[ :]*#?(?P<receipt>\d{{3,12}})(?:号)?(?:回执|记录)?{_END}$"
        ),
        rf"^{_PLEASE}(?:回执|记录)?#(?P<receipt>\d{{1,12}})(?:这条|那条|号|的)?(?:记录|回执)?{_PLEASE}{_GO}{_END}$",
        rf"^{_PLEASE}(?:回执|记录)(?:号)?[ #:]*(?P<receipt>\d{{3,12}})(?:这条|那条|号|的)?{_PLEASE}{_GO}{_END}$",
        (
            rf"^{_PLEASE}{_GO}(?:一下)?(?:刚才的?|上面的?|里面的?)?[ ]*第?(?P<nth>\d{{1,2}}|"
            rf"[一二两三四五六七八九十]{{1,2}})(?:条|个|项|笔)?(?:记录)?{_END}$"
        ),
        (
            rf"^{_PLEASE}(?:刚才的?|上面的?)?第(?P<nth>\d{{1,2}}|[一二两三四五六七八九十]{{1,2}})(?:条|个|项|"
            rf"笔)(?:记录)?{_PLEASE}{_GO}{_END}$"
        ),
        rf"^{_PLEASE}(?:撤销|undo|回退){_END}$",
        rf"^{_PLEASE}(?:撤销|撤回|撤了)(?:吧|一下|了|掉)*[,， ]+[^,，]{{0,8}}(?:错|重复|不对|不算)[^,，]{{0,6}}$",
        rf"^{_PLEASE}{_GO}(?:一下)?{_LAST}{_END}$",
        (
            rf"^{_PLEASE}{_LAST}(?:都|也|是)?(?:记错|录错|发错|写错|搞错|弄错|错|不对|填错|重复|记重|多记|误发|"
            rf"手滑)?(?:了|的)?{_PLEASE}{_GO}{_END}$"
        ),
        (
            rf"^{_PLEASE}(?:这|那)(?:条|个|次|笔)(?:记录)?(?:记错|录错|写错|错|不对|重复|记重)?(?:了|"
            rf"的)?{_PLEASE}{_GO}{_END}$"
        ),
        rf"^{_PLEASE}(?:记错|录错|发错|写错|填错|记重复?|录重复?|重复|手滑|多记)(?:了)[, ]*{_PLEASE}{_GO}{_END}$",
        rf"^(?:刚才|刚刚|上面)(?:那|的)*(?:条|个|次)?(?:记录)?(?:作废|不算|不算数|当我没说){_END}$",
    )
)

_TOPIC = (
    r"报价|拜访|记录|录入|补录|撤销|修改|提醒|回款|合同|商机|客户|联系人|审批|批|签到|打卡|定位|名片|拍照|"
    r"照片|图片|评审|交接|休眠|漏斗|排行|目标|建议|归档|方案|导出|签合同|跟进|查询|"
    r"权限|周报|日报|丢单|推进|阶段|登记|新建|新增|报表|语音|注册|绑定|使用|用|录|撤回|改|统计"
)
_HELP = re.compile(
    r"^(?:请问)?(?:帮助|help|\?+|h|使用(?:说明|手册|帮助|指南)|(?:操作)?(?:说明|手册|指南)|功能(?:列表|"
    r"介绍|有哪些)?|菜单|新手(?:指南|教程)?|教程|怎么用(?:你|这个|啊|呀|呢)?|(?:你|这个?|机器人)?(?:都|"
    r"还)?(?:能|会|可以)(?:帮我)?(?:做|干|做些|干些)(?:些)?(?:什么|啥|嘛)|"
    r"(?:你)?(?:都)?有(?:哪些|什么|啥)(?:功能|指令|命令)|(?:你|这个|这东西|机器人)?(?:要|该|"
    r"是)?怎么(?:使用|用|玩|操作)(?:你|这个|它)?|(?:你)?能干嘛|你会(?:啥|什么)|帮帮我|求助|支持(?:哪些|"
    r"什么)(?:功能|命令|指令))(?:一下|啊|呀|呢|吗|吧|我|看看|这个|的|你|[ ?。!~])*$"
)
_HELP_ON = re.compile(
    r"^(?:帮助|help)[ :]+(?P<topic>[^\n]{1,20})$|^(?:请问|问下|问一下|我想(?:问|知道)|想问下?|那|"
    r"在(?:这里|你这))?[, ]*(?:我)?(?:要|想|该|应该)?(?:怎么|如何|怎样|咋)(?:样)?(?:才能)?(?:去|"
    r"来)?(?P<how>(?!样|了|办|回事|这么|那么|看待|没|还|不|会|可能)[^,。?!\n]{1,16}?)(?:啊|呀|呢|吗|的|"
    r"[ ?。!~])*$|^(?P<what>[^,。?!\n \ue001-\ue010]{2,12}?)(?:应该|要|该|是)?(?:怎么|如何|"
    r"咋)(?:样)?(?:记|录|填|写|弄|用|操作|改|撤销|撤回|收回|撤|审批|批|签|看|报|上传|打卡|签到|填写|加|"
    r"录入|提交|发|做|搞|查|建|新建|登记|导出|设置|设)(?:啊|呀|呢|吗|的|[ ?。!~])*$"
)
_IS_TOPIC = re.compile(_TOPIC)
_NO_TOPIC = re.compile(
    rf"天气|做饭|减肥|股票|路|吃|玩|老板|领导|女朋友|老婆|孩子|睡|机票|火车|酒店|{C}|{Q}|对手|谈|说服|砍价|"
    rf"赚|写诗|翻译|英语|电脑|手机|打印机|空调|音乐|咖啡|菜"
)

_SUGGEST = re.compile(
    (
        r"^(?:我|强烈|个人|非常)*(?:想|有|来)?(?:给(?:你们|系统|机器人|产品))?(?:提|说)?(?:一?个|几个|点|条|"
        r"一条|一点|个小|一个小|些)?(?:建议|意见|想法|点子|(?<=提个)需求|(?<=提一个)需求|(?<=提)需求|改进建议|"
        r"改进意见|产品建议|优化建议|反馈|吐槽|需求建议)(?:一下|是|如下)?[,:：。 ]*(?!客户|他们|对方|"
    )
    + C
    + r")(?P<text>[^\n]{2,}.*)$",
    re.DOTALL,
)
_TOOL = re.compile(
    r"漏斗|报表|列表|看板|显示|字段|功能|系统|机器人|界面|卡片|按钮|选项|模板|报表|回执|菜单|小程序|自动|"
    r"支持|提醒(?:太|频率|能)|"
    r"推送|识别|格式|一键|批量|搜索|筛选|pdf|excel|语音"
)
_WISH = re.compile(
    r"^(?:我)?(?:希望|能不能|能否|可不可以|可否|最好(?:能|是)?|要是|如果|建议|以后)(?:以后|这个|咱们|你们|"
    r"系统|机器人|报表|在|把|给|可以|能|也|再|让)*(?P<text>[^\n]{3,})$"
)


@reads(Undo)
def undo(scene: Scene) -> Iterator[Found]:
    whole = scene.mended.strip()
    for pattern in _UNDO:
        found = pattern.match(whole)
        if not found:
            continue
        given = {name: value for name, value in found.groupdict().items() if value}
        slots: dict[str, object] = {name: _count(value) for name, value in given.items()}
        yield Found(Undo, (0, len(scene.text)), slots, WHOLE + 3, why="undo")
        return


@reads(Help)
def help_(scene: Scene) -> Iterator[Found]:
    whole = scene.painted.strip()
    if _HELP.match(whole):
        yield Found(Help, (0, len(scene.text)), {}, WHOLE + 2, why="asks for help")
        return
    found = _HELP_ON.match(whole)
    if not found or _NO_TOPIC.search(whole):
        return
    topic = found["topic"] or found["how"] or whole.rstrip("啊呀呢吗的 ?。!~")
    if found["topic"] or _IS_TOPIC.search(topic):
        yield Found(Help, (0, len(scene.text)), {"topic": topic.strip(" 的一下个")}, WHOLE + 2, why="asks how")


@reads(Suggest)
def suggest(scene: Scene) -> Iterator[Found]:
    start = len(scene.painted) - len(scene.painted.lstrip())
    found = _SUGGEST.match(scene.painted.strip())
    if found:
        span = (start + found.start("text"), len(scene.text))
        yield Found(Suggest, (0, len(scene.text)), {"text": scene.said(span).strip()}, WHOLE + 4, why="suggestion")
        return
    for clause in scene.clauses:
        rest = (clause.start, len(scene.text))
        wish = _WISH.match(scene.painted[clause.start : clause.end])
        if (
            wish
            and _TOOL.search(scene.painted[clause.start :])
            and not re.search(rf"{C}|{Q}|{H}|提醒我", scene.part(clause))
        ):
            text = scene.said((clause.start + wish.start("text"), rest[1])).strip()
            later = clause.number > 0
            numbers = frozenset(c.number for c in scene.clauses if c.number >= clause.number)
            yield Found(Suggest, rest, {"text": text}, 95.0 if later else WHOLE + 1, numbers, "wish for the tool")
            return


def _count(value: str) -> int:
    read = numeral_at(value, 0)
    return int(read.value) if read else 0
