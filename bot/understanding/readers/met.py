"""Who was met or spoken with, and where."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.understanding.clauses import Clause
from bot.understanding.jobs import DEPARTMENT, ROLE
from bot.understanding.lazy import lazy
from bot.understanding.marks import CONTACT, CUSTOMER, C, Mark, P
from bot.understanding.scene import Scene, Span
from domain.cities import CITY

# Before a name: how surely its bearer was there.
_MET = lazy(
    r"(?:见的是|见了|见到了?|见着了?|接待的是|聊的是|找的是|拜访了?|走访了?|回访了?|约了?|约好?|请了?|"
    r"陪了?|碰到了?|遇到了?|联系(?:上)?了?|找到?了?|问了?(?:一?下)?|催了?(?:一?下)?|回复了?|答复了?|"
    rf"(?<!没)(?:跟|和|与|同|给|向|对|打给|发给|打电话给|发邮件给|发微信给|由|是|叫)|(?:见|拜访|跟|和|与|"
    rf"给|找|约|问|请|陪|催|访|话|信|系|件|复|到){C}(?:那边|那里|公司|家)?(?:的)?|去{C}[^,。;]{{0,6}}(?:见|"
    rf"找|拜访)|接待了?{C}(?:的)?|来电的是|出面的是|参会的?有|参加的?有|在场的?有|出席的?有|到场的?有|met |"
    rf"with )[^,。;\ue001-\ue010]{{0,6}}$"
)
_BESIDE = lazy(rf"(?:{C}(?:那边|那里|公司|家|这边)?(?:的)?|{ROLE}|{DEPARTMENT})$")
_JOINED = lazy(
    rf"{P}(?:和|跟|、|及|与|、?还有|带着?|[,+&/])(?:他们|她们|新来的|另外|一个|那个|那边|的)*(?:{ROLE}|{DEPARTMENT}|后勤|仓管|司机|前台|物控)?(?:的)?$|{P}$"
)
# 跟谭工一起去了趟高工: who goes with us is none of theirs, unless a customer stands before the name.
_TOGETHER = (
    r"(?:今天|昨天|前天|上午|下午|早上|一大早|刚)*(?:一起|一块儿?|一道|一同|俩人?|两个人?)(?:今天|昨天|上午|下午)*"
)
_GOES = r"(?:开车|坐车)?(?:去|跑|拜访|走访|回访|上门|登门|到|过去|见|赶|飞|出差)"
_COMPANY = rf"(?P<who>{P}(?:[和跟与、]{P})*)"
_COMPANIONS = (
    re.compile(
        rf"(?:跟|和|与|同|带着?|陪着?|拉着?|拉上|叫上|带上|约上)(?:我们|我司|公司)?(?:{ROLE}的?)?{_COMPANY}{_TOGETHER}{_GOES}"
    ),
    re.compile(rf"{_COMPANY}(?:陪着?|带着?|跟着?|拉着?)我们?(?:{_TOGETHER})?{_GOES}[^,。;]{{0,4}}{C}"),
    re.compile(
        rf"{_COMPANY}(?:今天|昨天|上午|下午|亲自|也)*(?:带队|带人|带团队)(?:去|到|拜访|走访|跑|见|上门)[^,。;]{{0,4}}?{C}"
    ),
    re.compile(
        rf"(?:带着?|陪着?|带上|叫上)(?:我们|我司|公司)?(?:{ROLE}的?)?{_COMPANY}(?:{_TOGETHER})?{_GOES}(?:的|了|过)?(?:一?趟)?(?:{CITY})?{C}"
    ),
    re.compile(
        rf"我(?:跟|和|与|同)(?:我们|公司)?(?:{ROLE}的?)?{_COMPANY}[^,。;\ue001-\ue010]{{0,10}}?(?:去|跑|到|拜访|走访)(?:的|了|过)?(?:一?趟)?{C}"
    ),
)
_ABSENT = lazy(
    r"^(?:他|她|本人)?(?:今天|上午|下午|刚好|正好|又|也|一直|老是?)?(?:去(?:外地|国外|总部|(?![爬钓吃喝打唱看逛游跑泡])[\u4e00-\u9fff]{2})了|不在|没在|没(?:见|碰|遇|露|出)|出差(?!路过|来|到|过来|顺)|[在正]?休(?:[年产婚病探丧事]{1,2})?假|[在请放][年产婚病事丧]?假|[年产婚病]假|开会去|去开会|没空|临时(?:有|开|出|被|不|去)|有(?:点|别的)?事(?!找|说|要)|在忙|忙着|不方便|开会(?:中|呢|,|$)|"
    r"躲着|躲了|出国|没来|没接|在开会|还没|离职|已经走|外出|去了(?![封个条趟]|电话|邮件|信|一[封个条趟])|退休|调[走去到回]|换岗|调岗|不干了|走了(?!一|几|趟|两)|走人|离开|换人)"
)
_WITH_ME = lazy(r"(?:来|过来|直接|负责|主动|专门)*(?:跟|和|与|陪|带|接待|加)(?:的)?我")
# 和砺远荀工开会: with us, not away.
_WE_WITH = lazy(rf"[跟和与同](?:{C}(?:的)?)?(?:{ROLE})?$")
# 下午给艾工打了个电话他没接
_UNREACHED = lazy(
    r"(?:又|再)?打了?(?:[一两几]?[个次遍通])?(?:电话)?[他她]?(?:也|都|还|一直)?(?:没接(?!待)|没人接|不接|没打?通|打不通)"
)
# 蔡总的助理小温: only named to say who the other is.
_OWNER = lazy(r"的?(?:助理|助手|秘书|徒弟|手下|下属|司机|同事|领导|上司|侄子|亲戚|老乡|儿子|女儿|老婆|弟弟|哥哥)")
# 本来约的是贺总，由小鲁接待: who was expected is only named.
_EXPECTED = lazy(r"(?:本来|原本|原来|原先|原定|原计划)(?:说好|想|要|是)*(?:约|找|见|拜访)(?:的|了|好)*(?:是|见)?$")
_BUT_THEN = lazy(r"^[,，](?:结果|不巧|可惜|但是?|可是?|不过)*")
# 介绍了他们新来的采购经理唐欣: named by somebody who was there.
_INTRODUCED = lazy(r"介绍了?(?:[他她]们)?[^,，。;\ue001-\ue010]{0,10}$")
# 帮小林记一条
_FOR_HIM = lazy(r"(?:^|[,，。;：: \n])(?:我)?[帮替代]$")
# 让找莘会计先把账结了
_SENT_TO = lazy(r"[让叫喊要](?:我们?)?找(?:他们)?[^,。;\ue001-\ue010]{0,4}$")
# 普总开会，等到六点才见上
_SEEN_AT_LAST = lazy(r"(?:才|终于|总算)[^,。;\ue002]{0,4}(?:见上|见到|见着|碰上)了?(?!\ue002|[^,。;]{0,8}\ue002)")
# 秦主任在开会… 后来秦主任出来了: there after all.
_CAME_BACK = lazy(r"^(?:才|又|终于|总算|倒|也|就)*(?:出来|回来|赶回来|赶过来|下来|进来|开完会|散会|忙完|露面)了?(?!电)")
# 前台说他去香港了: a journey of theirs.
_THEIR_TRIP = lazy(rf"(?:^|[说讲道])(?:{C}的?)?(?:[他她]们?|{P})(?:今天|昨天|又|也|都|刚|最近|这[周几]天?|临时)*$")
_ARRANGES = lazy(r"约(?:了|好了?|定了?)?$")
_MISSED = lazy(r"(?:[没未](?:有|能)?(?:见|碰|遇|找|联系)(?:到|着|上)?|没跟|没和|不是)$")
_SPOKE = lazy(
    r"^(?:也|都|又|这边|那边|他)?(?:那句话|会后|(?:悄悄|私下|偷偷|临走)[跟对和](?:我|咱)|说|讲|表示|反馈|提|问|嫌|觉得|要求|希望|答应|同意|认可|介绍|告诉|透露|"
    r"抱怨|承诺|强调|透漏|话|也在|在场|参加|接待|要|想|吐槽|确认)"
)
_THIRD = lazy(r"(?:他们|她们|他|跟|找|问|等|给|让|叫|要|需要|汇报给?|请示|经|由|向)(?:的|家|那边)?$")

_ROLE_ALONE = lazy(r"(?<= )(?P<who>老板娘|老板|厂长|董事长|总经理|采购经理|采购主管|车间主任|技术总监)(?= )")
# 下周再给唐总打电话 is no meeting yet.
_LATER = lazy(
    r"打算|准备|计划|(?:以后|今后|往后)[^,。;]{0,4}(?:得|要|都|就|是|找)|下次|下回|回头|改天|再(?:跟|和|给|找|约|问|去|同|与)|明天|后天|下个?(?:周|月|星期|礼拜)|提醒我|记得|帮我|麻烦|"
    r"(?:我|们)(?:要|得|会|想)(?:跟|和|给|找|约|问|去|先)"
)

_VENUE = (
    r"(?:工厂|分厂|厂区|[一二三四五六新老东西南北总]号?厂|厂|总部|分公司|基地|产业园|园区|开发区|办事处|仓库|船坞|码头|船厂|电厂|水厂|钢厂|泵站|矿区|矿上|工地|项目部|港区|机场|"
    r"生产线|研发中心|技术中心|展厅|车间|公司|展会|博会|博览会|年会|车展|展馆|酒店|会展中心)"
)
_PLACE = lazy(
    rf"(?:去了?(?:一)?趟?|去[过的]|到[了的]?|在|跑了?(?:一)?趟?|飞了?(?:一)?趟?|来了?(?:一)?趟?|赶到|回到|约在)(?:他们|她们|客户|"
    rf"对方|人家|{C}|我们)?(?:的|那边的?|那个|在)?(?P<place>{CITY}(?:市|区|"
    rf"县)?(?:[\u4e00-\u9fff]{{0,3}}?{_VENUE})?)"
    r"(?=[,。;!\n ]|$|拜访|见|看|跟|和|聊|谈|开|的|那边|那里|出差|一趟|找|做|参观|对|送|审|考察|吃|处理|了|与|参加|把|面谈|汇报|培训|验收|盘|点|量|装|修|调试|验|提|拉|取|核)"
)
# 去了岑海古交那个厂区: any name before a word for a site of theirs.
_SITE = lazy(
    rf"(?:去了?(?:一?趟)?|到了?|在|跑了?(?:一?趟)?){C}(?:的|在)?(?P<place>(?![新老自最那这隔对整两几他她其各见看找拜跟和送谈聊])[\u4e00-\u9fff]{{2,4}}?(?:那个|那边的?|的)?(?:厂区|工厂|[新老分]厂(?!长)|基地|园区|工地|项目部))"
)
# 跑了趟璧山: any name behind such a verb is where the trip went.
_TRIP = lazy(
    r"(?:(?:跑|去|飞|来|到)(?:了|过)?(?:一)?趟|去的(?=[\u4e00-\u9fff]{2,3}$)|前往|奔赴|抵达|远赴)(?P<place>[\u4e00-\u9fff]{2,7}?)(?=[,。;!\n \ue001]|$|见|拜访|看|找|出差)"
)
_CITY_ALONE = lazy(rf"{CITY}市?")
_NO_TRIP = lazy(
    r"客户|他们|她们|对方|现场|工地|公司|厂里|工厂|那边|这边|外地|车间|仓库|银行|医院|超市|学校|隔壁|税务|工商|海关|法院|外面|楼下|他家|她家|人家|咱|我们|他那|老家"
)
_PLANNED = lazy(r"打算|准备|计划|(?:再|要|会|想|让我们?|叫我们?|我们?|就|得|约了?在?|可以)(?:带.{1,6})?$")
_NAMED_PLACE = lazy(
    rf"(?:去了?(?:一)?趟?|到了?|(?<![卡压放存停留欠现挂捏攥死])在|跑了?(?!了?[一两]?[天圈晚])(?:一)?趟?|约在)(?:他们|她们|客户|对方|人家|{C})?(?:的|那边的?|"
    rf"那个|家)?(?:(?:公司|厂)?(?:楼下|附近|旁边|对面|门口)的?)?(?P<place>[一二三四五六七八九十新老东西南北总](?:号|期)?(?:分?厂区?|车间|仓库)|[\u4e00-\u9fff]{{1,3}}[一二三四五六七八九]厂|(?<=到)[\u4e00-\u9fff]{{2}}(?:工地|仓库|车间|项目部)|[\u4e00-\u9fff]{{2,8}}?(?:酒店|"
    rf"咖啡厅|咖啡馆|茶楼|茶馆|餐厅|饭店|展会|展馆|会所|机场|高铁站|车展|博览会|[\u4e00-\u9fff]博会|会展中心|星巴克|产业园|工厂|厂区|分厂|基地|研发中心|办事处|"
    rf"开发区)|船坞|码头|船厂|电厂|水厂|钢厂|泵站|矿区|机场|高铁站|火车站|服务区|星巴克|咖啡[厅馆]|茶[楼馆]|分公司|总部|办事处|会展中心|博览中心|展览馆)"
)


def met(scene: Scene, *spans: Span) -> str | None:
    """The contact of an activity told in these stretches: several that were there are joined."""
    ours = frozenset(name for span in spans for name in _companions(scene, span))
    graded = [
        (_grade(scene, mark, span), mark)
        for span in spans
        for mark in scene.of_kind(CONTACT, span)
        if scene.value(mark) not in ours
    ]
    order = [str(scene.value(mark)) for _, mark in graded]
    reached = [one for one in graded if not _UNREACHED.match(scene.painted, one[1].end)]
    graded = reached if any(grade for grade, _ in reached) else graded
    present = _level(scene, [(grade, mark) for grade, mark in graded if grade > 0])
    if not present:
        return _by_role(scene, spans)
    best = max(grade for grade, _ in present)
    chosen = [mark for grade, mark in present if grade == best]
    if best == 1:
        chosen = _chain(scene, chosen)
    named = sorted({str(scene.value(mark)) for mark in chosen}, key=order.index)
    full = {str(scene.value(mark))[0] for mark in chosen if mark.why == "name"}
    titled = {str(scene.value(mark)) for mark in chosen if mark.why == "title"}
    return "、".join(one for one in named if one not in titled or one[0] not in full)  # 祝岚 is 祝经理 later on


def _by_role(scene: Scene, spans: Sequence[Span]) -> str | None:
    """芗泽 拜访 老板娘 嫌贵: a piece of its own names somebody by what they are."""
    found = (scene.find(_ROLE_ALONE, span) for span in spans)
    return next((scene.said(one.span("who")) for one in found if one), None)


def _level(scene: Scene, graded: list[tuple[int, Mark]]) -> list[tuple[int, Mark]]:
    """Those who are named in one row were there alike: 纪总、机修老于都参加了."""
    levelled = list(graded)
    for place in range(len(graded) - 1, 0, -1):
        (before, one), (grade, other) = levelled[place - 1], levelled[place]
        if _JOINED.search(scene.painted[one.start : other.start]):
            levelled[place - 1] = (max(before, grade), one)
    return levelled


def _companions(scene: Scene, span: Span) -> frozenset[object]:
    """Those of ours who went along."""
    found = [match.span("who") for pattern in _COMPANIONS for match in pattern.finditer(scene.painted, *span)]
    return frozenset(scene.value(mark) for who in found for mark in scene.of_kind(CONTACT, who))


def place(scene: Scene, clauses: Sequence[Clause], head: Clause) -> Span | None:
    """Where it happened, said as a destination; not the place in the customer's own name, none of a plan."""
    ordered = [head, *(clause for clause in clauses if clause != head)]
    for pattern in (_PLACE, _SITE, _NAMED_PLACE, _TRIP):
        for clause in ordered:
            found = scene.find(pattern, (clause.start, clause.end))
            where = found.span("place") if found else None
            if where is None or _is_in_name(scene, where) or _NO_TRIP.match(scene.painted[slice(*where)]):
                continue
            if found and not _is_planned(scene, clause, head, found.start()) and not _is_theirs(scene, clause, found):
                return where
    alone = (clause for clause in ordered if _CITY_ALONE.fullmatch(scene.part(clause)))
    return next(((clause.start, clause.end) for clause in alone), None)


def _is_theirs(scene: Scene, clause: Clause, found: re.Match[str]) -> bool:
    went = found[0][0] in "去飞跑"
    return went and _THEIR_TRIP.search(scene.painted[clause.start : found.start()]) is not None


def _is_in_name(scene: Scene, where: Span) -> bool:
    """唐山冀钧: the place right before the customer is the beginning of its name."""
    behind = [mark for mark in scene.of_kind(CUSTOMER) if mark.start == where[1]]
    return any(name.startswith(scene.said(where)) for mark in behind for name in mark.value)


def is_missed(scene: Scene, mark: Mark) -> bool:
    """未遇孙总, 孙总不在: named, and not there."""
    before = scene.painted[max(0, mark.start - 16) : mark.start]
    return bool(_ABSENT.match(scene.painted[mark.end : mark.end + 10]) or _MISSED.search(before))


def is_absent(scene: Scene, clause: Clause) -> bool:
    """杨经理不在: somebody of theirs was not there."""
    marks = scene.of_kind(CONTACT, (clause.start, clause.end))
    return any(is_missed(scene, mark) for mark in marks)


def _is_planned(scene: Scene, clause: Clause, head: Clause, at: int) -> bool:
    """我们下周再去北京汇报: behind the report, with a day to come or a wish before it."""
    if clause == head:
        return False
    today = scene.now.date().isoformat()
    # 周二到的武汉，先去…: before the report the day is the one gone by, where it may be.
    earlier = [when for when in scene.gone if clause.number < head.number and not scene.is_nearer_ahead(when)]
    gone = {when.span for when in earlier if str(when.start)[:10] <= today}
    days = [when for when in scene.dates((clause.start, at), past=False) if when.span not in gone]
    ahead = any(str(when.end)[:10] > today for when in days)
    return ahead or bool(_PLANNED.search(scene.painted[clause.start : at].removesuffix("就")))


def _chain(scene: Scene, marks: list[Mark]) -> list[Mark]:
    """The first of those who are only named, and whoever is joined to it."""
    chain = marks[:1]
    for mark in marks[1:]:
        if _JOINED.search(scene.painted[chain[-1].start : mark.start]):
            chain.append(mark)
    return chain


def _grade(scene: Scene, mark: Mark, span: Span) -> int:
    """3: met; 2: spoke, or stands beside the customer; 1: only named; 0: was not there."""
    before = scene.painted[max(span[0], mark.start - 16) : mark.start]
    after = scene.painted[mark.end : mark.end + 10]
    absent = _ABSENT.match(after)
    if (absent and not (absent[0].startswith("开会") and _WE_WITH.search(before))) or _MISSED.search(before):
        return 3 if absent and _SEEN_AT_LAST.search(scene.painted, mark.end, span[1]) else 0
    if _CAME_BACK.match(after):
        return 3
    if _FOR_HIM.search(before) and after.startswith(("记", "补", "录", "登")):
        return 0
    if _EXPECTED.search(before):
        return 0 if _ABSENT.match(_BUT_THEN.sub("", after)) else 1
    if _OWNER.match(after) or _INTRODUCED.search(before) or _SENT_TO.search(before):
        return 1
    if _JOINED.search(before):
        last = [m for m in scene.of_kind(CONTACT, span) if m.end <= mark.start]
        return _grade(scene, last[-1], span) if last else 1
    if _MET.search(before):
        return 1 if _LATER.search(_clause_before(scene, mark)) or _is_arranged(scene, mark) else 3
    if _WITH_ME.match(after):
        return 3
    if _THIRD.search(before) and not _SPOKE.match(after):
        return 1
    beside = _BESIDE.search(before) is not None or _opens(scene, mark)
    return 2 if _SPOKE.match(after) or beside else 1


def _is_arranged(scene: Scene, mark: Mark) -> bool:
    """我约了穆总12月2号再见: not met yet."""
    days = scene.dates((mark.end, mark.end + 12), past=False)
    soon = bool(days) and days[0].span[0] <= mark.end + 1 and str(days[0].start)[:10] > scene.now.date().isoformat()
    return soon and _ARRANGES.search(_clause_before(scene, mark)) is not None


def _clause_before(scene: Scene, mark: Mark) -> str:
    return scene.painted[scene.clause_at(mark.start).start : mark.start]


def _opens(scene: Scene, mark: Mark) -> bool:
    """The name stands at the head of its clause, right behind the customer or alone."""
    clause = scene.clause_at(mark.start)
    head = scene.painted[clause.start : mark.start]
    return not head or head[-1] == " " or bool(scene.of_kind(CUSTOMER, (clause.start, mark.start)) and len(head) < 8)
