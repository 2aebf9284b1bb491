"""The ways of being in touch with a customer, and whether a clause says that one of them took place."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.understanding.clauses import Clause
from bot.understanding.marks import CONTACT, CUSTOMER, C, P, W
from bot.understanding.mood import asks, is_rumour, is_wish
from bot.understanding.scene import Scene
from bot.understanding.strangers import UNKNOWN
from domain.cities import CITY

# Going there, staying there, coming to us, being received: in words, whatever stands between.
_CALLS_ON = "拜会|拜见|会见|面见|晤谈|造访|莅临|来厂|到厂|来司|驻场|视察|前往|奔赴|抵达"
_STAYS = (
    "待|呆|泡|坐|耗|守|蹲|磨|站|住|熬|忙|盯|转|逛|走了|跟了|产线|加班|等了|开|做|谈|聊|唠|侃|见|演示|装|调试|培训|验收|改|测|跑|看|"
    "处理|安装|拆|修|换|试|扯|碰"
)
_LOOKS = (
    r"[转逛走溜绕]了(?:一?[转圈逛走遛大小]|半)|[瞅瞧]了[瞅瞧一眼两几]|坐了(?:坐|一?会|一下|半|片刻|两|[一二三几仨]个)"
)
_COMES = (
    r"(?:专程|特地|特意|专门|亲自|组团|带队|一行[^,。;]{0,4})[^,。;]{0,6}?(?<!再)(?:过来|来|到)(?![电信])|(?:刚|前脚|才)走(?=[,。;! ]|$)|人刚送走|送走了?(?=\ue001|\ue002|客)|\ue002\ue010*[^,。;发寄送传打让叫我约请]{0,10}过来(?![的电信款再])|到了?[他她]们?(?:那|家|公司|厂)|来找了?(?:我|咱|俺)们?|到那[儿里边]?(?:才|一看|一瞧|发现)|当场[给把帮换修测试]|(?:跑|赶|飞|开车|坐车)来(?![电信回])|逮[着到住]|打了一头|[泡待呆守蹲]在(?!家)|在\ue001\ue010*[^,。;]{0,3}出来|(?:一道|一起|一块|结伴|亲自)来的(?=[,。;!]|$)|"
    r"\ue001\ue010*的?(?:人|老板|领导|团队|客人|师傅)[^,。;]{0,4}[到来]了(?=[,。;!]|$)|"
    r"在(?:我|咱)们?(?:公司|厂|车间|这|办公室|会议室|司)|[来到]了?我(?:办公室|们?这)"
)
_RECEIVES = (
    r"(?:接待|领|接)(?:的|着|了)?(?:我|咱|俺)们?(?!的?(?:电话|单|订单|活|班|话|年|票))|"
    rf"{P}[^,。;]{{0,4}}(?:带|陪)着?(?:我|咱|俺)们?[^,。;]{{0,6}}(?:看|转|逛|参观|走)"
)
_UP_TO = rf"(?:^|(?<=[我俺们天午日儿个就又直接专先刚道年晨 ,，。;\n]))上(?={C}(?!的?(?:单|合同|项目|货|系统|新)))"
_IN = "(?<![出卡压放存留落欠])在"

# The named form of a contact wins over its place: the first of these that fits is the kind.
_WAYS = (
    (
        "meeting",
        (
            r"(?:开|召开|组织|参加|碰)(?:了|完|过|的)?(?:一?个|一?场|一?次|几个|两个)?[^,。;]{0,8}?会(?!员|计|所|"
            r"展|儿|谈话|面|有|要|来)(?:议)?|线上(?:碰|聊|谈|过|沟通|对|见)|视频(?:会(?:议)?|了|连线|给我们?看|沟通|聊|通|(?=[,，。]|$))|腾讯会议|"
            r"线上会|开完了(?=[,。;!]|$)|电话会(?:议)?|(?<![展博])会上(?=[^,。;]{0,16}(?:说|讲|提|夸|骂|当众|表扬|批评|定|宣布|点名|表态|反馈|过))|"
            r"会议(?:上|结束|沟通|讨论|里)|碰头会|开(?:了|完|过)?(?:一?[个场次])?[^,。;]{0,6}?(?:评审|讨论|"
            r"复盘|碰头|交流)|例会|评审会|研讨会|座谈会?|沟通会|meeting"
        ),
    ),
    (
        "call",
        (
            r"打来(?:了)?电话|电话(?!发我|发给我|发一?下|推给?我|报一?下|是?多少|要一下|号|没接通|打不通|没打通|簿|本|会议)|通话|通(?:了|完|过|咗)?(?:一?[个次通]|会儿?)?(?:电话|话)|通了[^,。;]{0,6}话(?!题)|致电|来电|打给|回电|回过来|回拨|电联|"
            r"语音(?:通话|聊|打)|(?<!微信)语音(?:讲|说|谈|沟通)|(?<![发条段回来])语音(?=了|里|中|[,，。;!]|$)|电[询讯告访催]|打过?(?:来|过来|过去)(?:了|问|说|催|讲)|"
            r"(?<![a-z])(?:phone|call(?:ed)?)(?![a-z])|打了?(?:个|通)电"
        ),
    ),
    ("email", r"邮件|发(?:了|过)?(?:个|封)?(?:邮箱|邮(?!箱|件|寄|递|政))|(?<![a-z])(?:e-?mail(?:ed)?|mail)(?![a-z])"),
    (
        "message",
        (
            r"[回给]了?[我他她]们?[个条]?(?:消息|信息)|[钉微](?:了)?(?=我|他|她)|来(?:消息|信息)|发(?:了|来|过来)?(?:一?[条段个])?语音|微信(?!推|号|名片|发我一?下|给我一?下)|短信|企微|企业微信|钉钉|发(?:了|过|来|过来)?(?:一?[个条])?[^,。;]{0,10}?(?:消息|信息(?!化)|讯息|私信)|留言|(?<![a-z])(?:qq|"
            r"whatsapp|wechat|teams)(?![a-z])|群里(?!的)|拉(?:了|起|好)?一?个?(?:微信)?群|@了?我们?|语音(?:留言|消息)"
        ),
    ),
    (
        "visit",
        (
            rf"拜访(?!记录|计划|任务)|(?<![回来拜走探上])访(?:了|过)?(?={C})|(?<!的)拜访记录$|走访|回访|探访|上门|登门|到访|去了(?=[^,。;!])|"
            rf"去的(?={C})|去过|(?<![要想回出会再过得该没不能])去(?:左|咗)?(?={C}|他们|客户)|"
            rf"去(?:了)?(?:一)?趟|(?<![单子])跑了|跑(?={C})|(?:跑|去)完(?={C})|(?:第一次|头一[回次]|终于|总算)见(?![谅外识效])|{C}(?:的)?现场(?!没|会|管理|问题|说)|{C}[^,。;不没]{{0,8}}去[了过](?=[,。;!]|$)|{_LOOKS}|{_CALLS_ON}|{_COMES}|{_RECEIVES}|{_UP_TO}|{C}[^,。;款货票]{{0,8}}来(?:了)?[一二三四五六两几\d]{{1,2}}(?:个|位|波|拨)(?:人|客户)?(?!电|问题|通知|消息|邮)|(?:去|到|飞|跑)(?:了)?(?:一)?趟?{CITY}|跑(?:一)?趟|(?:跑|飞|赶)[的到去](?={C}|客户|他们)|"
            rf"(?<![碰遇看找收提等拿联谈聊说想得感达做签受直拖推排听])到(?:的|了)?(?={C}(?!名下|的?(?:账户|系统|档案|客户|联系人)))|(?<![碰遇看找收提等说谈直聊讲问])到(?:了)?他们|来访|来(?:人|看样|看厂|考察|验|对账|提货|拉货|培训|交流|学习|[转逛看坐走]了|"
            rf"审|谈)|(?:来|到)(?:了)?(?:我们|我司|咱们|咱|公司|厂里|厂|工厂)"
            rf"|{C}[^,。;款货票样单]{{0,16}}(?<![进回出下上起])(?:来了(?!电|个?电话|个?邮件|封|条|个?微信|个?消息|批|款)|来过(?!电|邮|微)|过来(?:了(?!电)|看|参观|考察|审|坐|学习|培训|验|谈|聊|提货|拉货|交流|指导))|见了|见到|见过|见完|见着了|去送[了过]|见(?:了|的|过)?(?:个|一)?面|"
            rf"见的(?:是|人)|去[^,。;]{{0,6}}看(?:了|望)(?=[他她]|{P}|客户)|见(?={P})|会面|会晤|碰面|当面|面谈|面对面|接待|在(?:他们?|她们?|对方|客户|人家|{C}|{P})的?[^,。;]{{0,2}}(?:办公室|会客室|接待室)(?!开)|被[^,。;]{{0,8}}(?:叫|喊|拉)(?:了|到|过去|去)|去看[了过]|看了(?:他们|客户|对方|{C})[^,。;]{{0,4}}(?:厂|线|车间|现场|设备)|陪[^,。;]{{1,10}}(?:参观|看厂|看了|考察)|"
            rf"来?参观|审厂|验厂|从{C}[^,。;]{{0,5}}(?:出来|回来|返|离开)|刚出{C}|{_IN}{C}(?:现场|公司|厂|车间|会议室|办公室|[^,。;有没]{{0,6}}?(?:{_STAYS}|这[,。;边]))|{_IN}{C}(?:那|那边|那里|这里|里)?(?=[,。;\n]|$)|visit(?:ed)?|驻厂|蹲点|现场(?:看|服务|支持|调试|解决)了"
        ),
    ),
    (
        "other",
        (
            r"吃[了完过着的](?!亏|闭门羹|惊|力|准|透|紧|香|药|官司)|共进.?餐|宴请|喝[一到得高多大醉]|(?<![上成])交(?:给|到)了|掼蛋|斗地主|泡脚|足浴|爬山|侃|掰扯|寒暄|拉呱|扯了|"
            r"吃(?:了|完|过|个|顿|着)*[^,。;]{0,6}?(?:饭|餐|火锅|烧烤|宵夜|早茶|茶|面|席|海鲜|酒)|喝(?:了|过|"
            r"完|个|着|杯)*[^,。;]{0,4}?(?:茶|酒|咖啡|两杯|一杯)|钓了|拜(?:了|过)?(?:个)?(?:早|晚)?年|下(?:了)?(?:一?盘|会儿?)?棋|回(?:话|音|信)了|撸串|聚(?:了|过|完)?[一个次顿]*[餐聚]|搓了?一?顿|小酌|唱歌|k歌|饭局|应酬|[饭酒]桌上|打(?:了|完|过)?(?:场|"
            r"会儿?)?(?:球|高尔夫|"
            r"羽毛球|牌|麻将)|钓鱼|请[^,。;]{1,8}(?:吃|喝|饭)"
            r"|聊|谈|沟通(?!记录|情况)|联系(?!人|方式)|跟进(?!记录|计划|任务|情况|时间|日期)|对接(?!人)|交流|"
            r"问了|问过|问下|催了|催过|催一?下|回复了|答复了|讨论|碰了|碰(?:了)?个?头|送了?样|通了?个?气|"
            r"(?:分析|排查|调试|安装|"
            r"培训|处理|解决|核实|检查|测量|勘察)了|寄了|"
            r"(?<!开)发了|回访|商量|核对|对(?:了|过|完|平|清|的(?=图|账|数|单|价))(?![方手面])|敲定|答复|接触|走动|反馈|唠|"
            r"摆(?:了)?(?:会儿?)?龙门阵|转告|告知|通知了|催款|试样|演示|介绍了|汇报|沟通|交代|解释|"
            r"过了一?[遍下]|确认了|对了一?[遍下]|签到|follow"
            rf"|(?:跟|和|与|同|陪)着?[^,。;跟和]{{0,8}}?{P}(?=[^,。;跟和约]{{0,4}}[了过完])|饮(?:了|过|咗)[^,。;]{{0,4}}?(?:茶|酒|咖啡|汤)|(?:碰|遇|撞)(?:到|见|上)了?(?={C}|{P}|客户|他们)"
        ),
    ),
)
WAYS = tuple((kind, re.compile(pattern)) for kind, pattern in _WAYS)
ANY_WAY = re.compile("|".join(f"(?:{pattern})" for _, pattern in _WAYS))

_SAID = ("call", "message", "email")
_AGAIN = re.compile(r"(?:再[过来回]?|下次|改天|回头|有空|到时候?)$")
_AGREED = re.compile(r"约(?:了|好|定)?[^,。;]*$|(?:请|喊|叫|邀)我们?[^,。;了]*$")
_DONE = re.compile(
    r"了|过(?!来|去|年|两|几|段|期|些|程|高|低|长|短|于|滤|渡|节|完年)|完|刚|已经?|昨|前天|上周|"
    r"上个?(?:星期|礼拜|月)|今早|咗|早上|补录|补记|补一?[条个笔下]|后补|补登|之前|聊聊天|回来|出来|记录|"
    r"打卡|(?:谈|聊|见|吃|开|通|碰|聚|喝|打|问|说|讲|定)的(?=[,。;!]|$)|见的面|对的(?=图|账|数|单|价)|[去跑到飞]的(?=\ue001)|透露|得知|(?:聊|谈|说|讲|提|碰|遇|撞)(?:到|起|见|上)(?!时)|[跟找和]我们?(?:聊|谈|说|讲|提|反映|抱怨|诉苦)"
)
_TO_COME = re.compile(
    r"(?:让|叫|派|要求)我们?(?:去|过去|再)?$|打算|本来|原本|原定|原计划|准备(?!了|好|得)|计划(?!书|是|的|部|量|内|里)|想(?:要|"
    r"去|约|找|再)|(?:要|得|需要|应该|必须|"
    r"该)(?:再|去|跟|给|约|找|拜访|上门|见|打|联系|过去|跑)|(?:可能|估计|也许|说不定)(?:要|会|去|再|得|$)|"
    r"(?:我|们)(?:要|得|会|将)|下次|下回|改天|回头|有空|抽空|到时候?|尽快|争取|安排(?:去|拜访|一次)|"
    r"约好?(?:在|了?(?:明|后|下|周|\d))|将|即将|待会|晚[点些]|过会|等下|等会|一会儿?|稍后|马上(?:去|要|到)|正在去|在去|"
    r"去.{0,6}的路上|出发去|预约|(?:说过|说好|答应过?)$|(?:^|[我们])先$"
)
_SUPPOSED = re.compile(r"(?:应该|估计|大概|恐怕)(?:快|会|要|能)[^,。;]{0,4}$")
# Nothing says that it is done, and one of these that it is not.
_UNDONE = re.compile(r"[要得想等让约先再可能会]|打算|准备|计划|提醒|记得|帮")
# 跟温经理初步沟通，有意向: told as a note, without 了.
_TALKS = re.compile(
    r"^[^,。;要得想等让约先再可能会]{0,6}[跟和与同][^,。;要得想等让约先再可能会]{0,6}[\ue001\ue002]\ue010*[^,。;要得想等让约先再可能会]{0,6}"
    r"(?:沟通|交流|对接|洽谈|协商|讨论|商谈|核对|面谈|吃饭|喝茶|喝酒|聚餐)$"
)
_NOT = re.compile(
    r"(?:没有?|未|没能|没法|没空|没时间|来不及|忘了|忘记|还没|不用|不想|不要|不必|(?<!分)别|取消了?|推迟了?|改期|"
    r"不去|没来得及|没敢|懒得|(?:先|就|都|再)不)(?:[^,。;了]{0,6})$"
)
_BUSY = re.compile(r"(?<![那里儿司室])(?:正|一直|还)?在开会|(?:去|要|得)开会(?!了)|有会要开|在去[^,。;]{0,12}路上")
_REFUSED = re.compile(r"没空|没时间|没约[上成到]|没答应|没回(?!来)|约不[到上]|不肯见|不见我")
# 等他们开会定, 裘经理临时开会: a meeting among themselves.
_AMONG_THEM = re.compile(
    rf"(?:(?:等|让|说)?(?:他们?|她们?|对方|客户|人家|内部|总部|老板|领导|采购|技术部|{P})(?:那边|几个|公司|下午|上午|今天|明天|也|要|得|还要|"
    rf"还得|去|先|临时|一直|老|内部|自己|集体|再|会|在|正|被叫去)*)$"
)
# 我们部门开了个会: a meeting of our own.
_AMONG_US = re.compile(
    r"(?:我们|咱们?|公司)(?:部门|部|内部|团队|组里?|自己|销售部|几个)[^,。;跟和与同请\ue001]*$|内部$"
)
_IN_VAIN = re.compile(r"(?<![没不])白跑|放.{0,4}鸽子|扑了?个?空|闭门羹|没让进|没见着人就")
_NOT_AFTER = re.compile(
    r"^[^,。;]{0,12}的?路上|^(?:[^,。;]{0,6})(?:没去成|没成|取消|改期了|不去了|不参加|没谈成了?$|泡汤|黄了|没赶上|不了了|被取消|没约上|没约到|计划取消|占线|没人接|无人接|没接(?!待|到手)|打不通|关机|未接)"
)
_OTHERS = re.compile(
    rf"(?:^|(?<=[,，。;；:!！?\n ]))(?:今天|昨天|上午|下午|刚才)?(?:(?:同事|领导|老板|我老婆|我们?(?:领导|财务|老板|老总)|别人|"
    rf"竞争对手|对手|隔壁|你们?)(?:{W}|{P})?|{W})(?:也|都|又|还|天天|老|说|亲自|自己|带队|带人|今天|昨天|上午|下午|刚|已经|他们)*(?=去|拜访|跟|和|给|见|打|[帮替]我?(?:去|跑|打|发|跟|给|约|问|联系))"
)


@dataclass(frozen=True, slots=True)
class Head:
    """A clause that says how somebody was in touch: the kind, and where the word for it stands."""

    clause: Clause
    kind: str
    at: tuple[int, int]
    sure: bool


def head_of(scene: Scene, clause: Clause, *, backfill: bool) -> Head | None:
    """The contact that a clause tells of, unless it is still to come, was not, or is only talked about."""
    way = _way(scene, clause)
    if way is None or _is_denied(scene, clause, way[1]):
        return None
    kind, at = way
    if asks(scene, clause) or is_rumour(scene, clause) or is_wish(scene, clause, at[1]):
        return None
    if _is_agreed(scene, clause, kind, at) or not _took_place(scene, clause, kind, at, backfill=backfill):
        return None
    kind = "visit" if kind == "other" and _went_in_vain(scene, clause) else kind
    return Head(clause, kind, at, sure=kind != "other")


def told_before(scene: Scene, clause: Clause, place: int) -> Head | None:
    """今天拜访博泽把合同签了 tells of the visit before it tells of the contract; 在我们公司签的 and 微信转了 only say how."""
    head = head_of(scene, clause, backfill=False)
    if head is None or head.kind not in ("visit", "meeting") or head.at[1] > place:
        return None
    how = scene.painted[head.at[0]] in "在当"
    return None if how or _ahead(scene, clause, (head.at[0], place)) else head


def _went_in_vain(scene: Scene, clause: Clause) -> bool:
    """去了扑了个空，跟他助理聊了几句: the talk was there all the same."""
    return scene.find(_IN_VAIN, (scene.sentence(clause)[0].start, clause.start)) is not None


def _is_denied(scene: Scene, clause: Clause, at: tuple[int, int]) -> bool:
    """没去成, 白跑一趟, or somebody else of ours went."""
    part, before = scene.part(clause), scene.painted[clause.start : at[0]]
    after = scene.painted[at[1] : clause.end]
    others = _OTHERS.search(part) or _BUSY.search(part) or _IN_VAIN.search(scene.painted, clause.start)
    if _AMONG_THEM.search(before) and scene.painted[at[0] : at[1] + 1].startswith(
        ("开会", "开个会", "开内部会", "碰头")
    ):
        return not re.search(r"[跟和与同]", before)
    return bool(others or _AMONG_US.search(before) or _NOT.search(before) or _NOT_AFTER.search(after))


def _is_agreed(scene: Scene, clause: Clause, kind: str, at: tuple[int, int]) -> bool:
    """A contact that is only agreed upon: 再聊, 约了下周二见面."""
    before = scene.painted[clause.start : at[0]]
    first_and_then = "先" in scene.painted[scene.sentence(clause)[0].start : clause.start]
    if kind in _SAID:
        return False
    if _AGAIN.search(before) and not first_and_then:
        return True
    return bool(_AGREED.search(before)) and (_ahead(scene, clause, at) or _is_refused(scene, clause))


def _is_refused(scene: Scene, clause: Clause) -> bool:
    """约了三回，都没空."""
    near = [c for c in scene.sentence(clause) if clause.number <= c.number <= clause.number + 1]
    return bool(_REFUSED.search(scene.painted, clause.start, near[-1].end))


def _took_place(scene: Scene, clause: Clause, kind: str, at: tuple[int, int], *, backfill: bool) -> bool:
    before, rest = scene.painted[clause.start : at[0]], scene.painted[at[0] : clause.end]
    if _SUPPOSED.search(before):
        return False
    done = backfill or bool(_DONE.search(scene.part(clause))) or _gone(scene, clause, at)
    to_come = bool(_TO_COME.search(before))
    if done:
        return backfill or not to_come or bool(_DONE.search(rest))
    if to_come or _ahead(scene, clause, at) or (kind not in _SAID and _UNDONE.search(before)):
        return False
    if kind == "other":
        return clause.number + 1 < len(scene.clauses) and _TALKS.search(scene.part(clause)) is not None
    if scene.painted[at[0] : at[1]] in ("去", "跑") and not scene.find(ANY_WAY, (at[1], clause.end)):
        return any(_DONE.search(scene.part(c)) for c in scene.sentence(clause))
    return kind not in _SAID or _with_somebody(scene, clause, at)


def _with_somebody(scene: Scene, clause: Clause, at: tuple[int, int]) -> bool:
    """Somebody whom we know stands in the clause: 给奶奶打电话 is a wish."""
    sentence = scene.sentence(clause)
    span = (sentence[0].start, sentence[-1].end)
    if at[1] - at[0] >= clause.end - clause.start:
        span = (0, len(scene.painted))  # 泓珩。孙总。电话。
    known = any(mark.why != UNKNOWN for mark in scene.of_kind(CUSTOMER, span))
    return known or bool(scene.of_kind(CONTACT, span) and len(sentence) > 1)


def _way(scene: Scene, clause: Clause) -> tuple[str, tuple[int, int]] | None:
    """The first kind that is told; one that is only agreed upon (再去一趟) when there is no other."""
    planned: tuple[str, tuple[int, int]] | None = None
    for kind, pattern in WAYS:
        for found in pattern.finditer(scene.painted, clause.start, clause.end):
            if not _AGAIN.search(scene.painted[clause.start : found.start()]):
                return kind, found.span()
            planned = planned or (kind, found.span())
    return planned


def _gone(scene: Scene, clause: Clause, at: tuple[int, int]) -> bool:
    """A day gone by, or today, stands before the word; 周四谈 alone, behind what was told, is a plan."""
    today = scene.now.date().isoformat()
    days = [when for when in scene.dates((clause.start, at[1]), past=True) if not scene.is_nearer_ahead(when)]
    return any(
        str(when.start)[:10] <= today
        and not _is_relative_future(when.text)
        and not (
            clause.number
            and when.span == (clause.start, at[0])
            and at[1] == clause.end <= at[0] + 2
            and not scene.of_kind(CUSTOMER, at)
            and scene.may_be_ahead(when)
        )
        for when in days
    )


def _ahead(scene: Scene, clause: Clause, at: tuple[int, int]) -> bool:
    """A day to come stands in the clause."""
    today = scene.now.date().isoformat()
    near = (clause.start, min(clause.end, at[1] + 4))
    return any(str(when.end)[:10] > today for when in scene.dates(near, past=False))


def _is_relative_future(words: str) -> bool:
    return bool(re.search(r"下(?!午)|明|后天|后$|内$", words))
