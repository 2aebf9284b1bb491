"""Asking for help, and wishes for the tool itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.understanding.marks import C, H, Q
from bot.understanding.reading import Found, reads
from bot.understanding.resolve import WHOLE
from bot.understanding.scene import Scene
from domain.dialogue import Help, Suggest

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
