"""The rep's own next contact with the customer: a day to come beside what we shall do then."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from bot.understanding.clauses import Clause
from bot.understanding.lazy import lazy
from bot.understanding.marks import C, P
from bot.understanding.scene import Scene, Span
from bot.understanding.when import HOURS, When, as_slot

_WE_DO = lazy(
    r"^[^,。;]{0,14}?(?:再(?![加减补订买招投涨降]|追[加单订]|上(?!门)|批|定|下|给我|决定|付|说|看(?!厂|样|现场)|看$|考虑|报(?!价|一版|个|给|一次))|(?<![过寄发除回])去(?!年|掉|除|毛)|"
    r"(?<![寄发])过去|回访|"
    r"拜访|上门|登门|见|谈|聊|复[测查验核试]|联系|跟进|沟通|电话|打给|"
    rf"回(?:他|她|复|话|信|电|{P}|{C}|客户|对方)|给(?:他|她|客户|对方|人家|{P}|{C}|答复|回复|报价|方案|"
    rf"结果)|发(?:给|他|她|过去|客户|方案|报价|资料|样品?给|图)|送(?:样|过去|图|资料|方案|货过去)|带|碰|"
    rf"会面|开会|开个会|(?:线上|视频|电话|碰头|评审)会|"
    rf"约|当面|提醒(?!我)|讨论|对接|答复|交流|催|试样|问(?![题我])|"
    r"(?<!整理)(?<!准备)(?<!核算)报(?:个|一版|新)?(?:价|给)|面谈|继续|接着|汇报|演示|提交|交(?:方案|图|报价)|到(?:他们|客户|厂|现场)|现场|"
    r"过来谈|过来聊|参观|看(?:厂|样|货|线|设备|机|现场)|陪|吃饭|喝茶|签到|推进|敲定|对(?:账(?!单)|图|接|方案)|"
    r"出方案|出报价|做(?:个)?(?:汇报|演示|介绍)|等我|我来|处理)"
)
_THEY_DO = lazy(
    r"^[^,。;]{0,6}?(?:给我|才|就?(?:能)?(?:定(?!下)|下单|投产|量产|付款|打款|回款|定点|开标|招标|投标|"
    r"签(?!到)|批|出结果|放假|上班|回来|有空|没空|出差|要货|提货|sop|验收|启动|开始|完成|到期|截止|通知|"
    r"出来|安排(?:付款|打款)|给(?:结果|消息|我们)|决定|评审|上线|发货|交货|出货|到货|交付|发出|生产|"
    r"开模|装车|寄出|寄样|收到|到位|搬|开工|开业|涨价|断货|补货|换|开内部|内部|开会(?:讨论|决定|研究)|"
    r"立项|付|结(?!果|论|构)|"
    r"下(?:首)?[单批]|开(?:会|内部会|评审会|董事会)|审批|确定(?:下来)?|报(?:上去|给领导)|用完|去(?:总部|"
    r"国外|出差|德国|日本)))"
)
_THEIRS = lazy(
    rf"(?:他们|她们|客户|对方|人家|{C}|{P}|那边|领导|老板|总部|采购|财务|技术部|售后|工程师|同事|师傅|技术|"
    rf"他|她)(?:那边|这边|公司|自己|内部|的人)?(?:说|讲|表示|话|反馈|还)?(?:要|会|要等|得|也|就|可能|应该|"
    rf"预计|计划|准备|打算|大概|是|得等到?|等|到|答应|承诺|保证|松口|同意)?$"
)
_OURS_FIRST = lazy(
    rf"(?:让|叫|约|请|要求?|喊|通知|等|跟|和|给|催|定了|约好|说好|安排(?!了?(?:售后|技术|工程师|同事|人|"
    rf"师傅))|邀|(?:回|答复|告诉|承诺|(?<=[我们])(?:答应|应承))了?(?=[他她客对\ue001\ue002]))(?:我们?|咱们?|了|好|{P}|{C}|他|她|客户)*[^,。;]{{0,4}}$|(?:^|"
    rf"(?<=[,，。;；:!！?\n ]))(?:我们?|咱们?)(?:[^,。;]{{0,6}})$|下次|下一?步|跟进时间|计划"
)
_WE_AFTER = lazy(
    r"^[^,。;]{0,6}?(?<![来到找跟和发寄问请])(?<!给(?!我.{0,3}(?:小时|分钟|时间|机会)))(?:我(?!们?(?:的|这边的)?(?:货|样品|样件|产品|订单))|咱)"
)
# 1月5号开评审会让我去列席; 后天上午他来我们公司接着谈
_ASKS_US_THERE = lazy(
    r"^[^,。;]{0,10}?(?:[让叫喊请邀]我们?(?:也|都|一起|再|过)*(?:去|来|参加|列席|旁听|到场)|(?:[他她]们?|\ue002\ue010*)(?:会|要|再)?(?:来|过来|到)(?:我们?|咱们?|我司)(?:公司|厂|这|办公室|车间)?[^,。;]{0,4}?(?:谈|聊|碰|开会|评审|讨论|签))"
)
# 我约了他3月27号来厂里
_INVITED = lazy(r"约(?:了|好|定)?(?:[他她]们?|\ue001\ue010*|\ue002\ue010*|客户|对方)*$")
_COMES_HERE = lazy("^[^,。;]{0,4}?(?:过来|来|到)")
_MUTUAL = lazy(
    r"^[^,。;]{0,6}?(?:再(?:谈|聊|约|见|碰|议|沟通|联系|讨论|来|去|跟|给他|给客户|打|确认|对|过)|见面|"
    r"碰面|面谈|过去|当面)"
)
# 明年框架谈下来了: so long a time is a day of ours only when the verb stands beside it.
_COARSE = frozenset(("month", "quarter", "half", "year"))
_OVER = lazy(
    r"^[^,。;]{0,10}[完好](?:了|[^,。;给]{0,3}(?:过去|出去)了)|^[^,。;]{0,4}(?:赶到|赶去|到的|去的)|^[^,。;]{0,8}(?:(?:谈|聊|定|签|说|见|做)(?:下来|好|完|妥)?了|[谈聊签说见做送去来寄发交打问访](?:过(?!去|来|目)|了(?!解|$)))"
)
# 他下周二来我们公司签合同
_TO_US = lazy(r"^[^,。;]{0,6}?来(?:我们|我司|咱们?|我这)(?:这|公司|厂|办公室)?(?=[签谈聊接])")
_GO = lazy(r"^[^,。;]{0,6}?(?:去(?!总部|国外|出差|德国|日本|美国|开会|参展)|过去|上门|登门|到(?:他们|客户|厂|现场))")
# 他们要降3个点，下周一给答复: a demand waits for our answer.
_ANSWER = lazy(r"^[^,。;他她客对人\ue001-\ue010]{0,4}?(?:给|回|答)(?:个|一个)?(?:答复|回复|准信|说法|话)")
_DEMAND = lazy(
    rf"降|压价|砍|嫌|能不能|可不可以|要求|[让要]我们|(?:问|催)(?!了?一?下?(?:{C}|{P}|他|她|客户|对方))|咨询|返点|返利|账期|月结|分摊|折扣|扣款|索赔|赔偿|投诉|客诉"
)
# 过完这个月我八月三号再来, 今年想换一家我说: a stretch that only says until when, or whose verb is not right behind it.
_UNTIL = lazy(r"(?:过完|过了|忙完|等到?|熬过)$")
# 我们得在12月20号之前把资质文件交齐: what they want to have by then.
_HAVE_TO = lazy(r"(?:得|必须|务必|需要?)(?:在|于|赶在)?$")
_HAND_IN = lazy(
    r"^(?:之?前|以前|[ ])*(?:把|将)?[^,。;再他她\ue001\ue002]{0,12}?(?:交(?!流)|提交|提供|备|给|送|补|盖|寄|发)(?:齐|全|上|过去|出|来|到|完|好|清)"
)
# 样品都要年前送: what has to be there by a day is a deadline.
_MUST = lazy(r"(?:都|也|全|必须)(?:要|得|必须|需要)?$")
_AGREED = lazy(r"^[^,。;]{0,4}?约")
# 等他下周回复
_WAITS = lazy(rf"等(?:[他她]们?|{P}|{C}|客户|对方|那边|人家)[^,。;我]{{0,3}}$")
_THEY_ANSWER = lazy(r"^[^,。;我]{0,3}(?:回|答|给|确认|通知|反馈|消息|结果)")
_ENOUGH = lazy(r"就行|就可以|就好|即可|都行|不急")
_MINE = lazy(r"(?:^|[,，。; ]|下次|下回|回头|到时候?)(?:我们?|咱们?)[^,。;]{0,6}$")
_ASKED = lazy(r"(?:让|叫|要求?|喊|请|约|通知|催)(?:我们?|咱们?)[^,。;]{0,4}$|[让叫喊]$")
# 他让我们5月中旬前出方案: a paper that they want by then.
_DELIVERS = lazy(
    r"^(?:之?前|以前|[内 ])*(?:把|将)?(?:出|交|提交|提供|做)[^,。;]{0,6}?(?:方案|图纸?|样|报告|资料|证)(?!过去|上门|当面)"
)
# 试模定在12月2号，我到时候过去盯
_THEN = lazy(
    r"^(?:(?:让|叫|喊|请|要)?(?:我们?|咱们?))?(?:到时候?|届时|那天|当天|(?=(?:叫|让|喊|请|邀请?)(?:我|咱)们?(?:也|都|一起|一定|务必)*(?:去|过去|参加|列席|到)))(?:我们?|咱们?)?(?P<do>.*)"
)
_PROMISE = lazy(r"^[^,。;]{0,6}(?:给|出|交|回|报|答复|回复|发)")
_SHIP = lazy(
    r"^(?:之?前|内|可以|能|就|要|必须)?(?:我们?)?(?:给(?:他们?|她们?|对方|客户|人家|\ue001|\ue002)\ue010*)?(?:发货|交货|出货|寄|交付|送货|到货|装车|发出|发样|发(?=[,。;]|$))"
)
_NEXT_WORD = lazy(
    r"(?:下次(?:跟进|联系|拜访|回访|见面|沟通|会议|开会|碰头)?|跟进(?:时间|日期)?|回访(?:时间|日期)?|约(?:好|定|了|在|"
    r"到)?(?:了)?(?:时间)?(?:在|是)?|(?:时间|见面|拜访|会议|约)改到|改约(?:到|在)?|(?:will|i'll|we'll|to|gonna|then|and) (?:follow ?up|call|visit|meet|see|talk|email|ping|check|go)[a-z ]{0,20}|(?:^|[ ,，])(?:见面|拜访|上门|沟通)?时间(?:暂|初|就)?定(?:在|于))[:是在为 ]{0,2}$"
)
# 下周二follow up, 12月15号 I will visit them
_ENGLISH = lazy(
    r"^[ ,，]{0,2}(?:(?:i|we)(?:'ll| will| shall)? )?(?:再|will |to |do )?(?:a )?(?:follow[ -]?up|call(?: back)?|visit|meet|see|catch up|check in|sync)(?![a-z])"
)


def follow_up(scene: Scene, clauses: Sequence[Clause], told: int, gone: Span | None) -> date | datetime | None:
    """The first such day in these clauses; in the one that tells of the activity, behind the place `told`; not the day `gone`."""
    chosen: date | datetime | None = None
    surest = 0
    last: date | datetime | None = None
    for clause in clauses:
        then = _THEN.match(scene.part(clause))
        if then and last and surest < 2 and _WE_DO.match(then["do"]):
            chosen, surest = last, 2
        for when in scene.dates((clause.start, clause.end), past=False):
            early = (
                _is_told(scene, when, gone)
                or _is_over(scene, clause, when)
                or (clause.holds(told) and when.span[0] < told)
            )
            last = as_slot(when) if not early and _is_ahead(when, scene) else last
            sure = 0 if early or not _is_ahead(when, scene) else _grade(scene, clause, when)
            if sure > surest or (sure and chosen and _is_closer(as_slot(when), chosen)):
                chosen, surest = as_slot(when), max(sure, surest)
    return chosen


def _is_told(scene: Scene, when: When, gone: Span | None) -> bool:
    """上周末的情况：周六陪蓝经理…: the day that it happened on, or the day again that lies in the stretch gone by."""
    told = [other for other in scene.gone if other.span == gone]
    again = [other for other in scene.gone if other.span == when.span and when.alternatives]
    inside = (
        again
        and told
        and told[0].grain not in _COARSE
        and str(told[0].start)[:10] <= str(again[0].start)[:10] <= str(told[0].end)[:10]
    )
    return when.span == gone or bool(inside)


def _is_over(scene: Scene, clause: Clause, when: When) -> bool:
    """中秋那天我送了月饼, told soon after it: no day of next year."""
    past = [as_slot(other) for other in scene.gone if other.span == when.span]
    ahead = (str(as_slot(when))[:10], str(past[0])[:10]) if past else None
    if ahead is None or "了" not in scene.painted[when.span[1] : clause.end]:
        return False
    days = [date.fromisoformat(day) - scene.now.date() for day in ahead]
    return days[0].days > 200 and days[1].days > -60


def _is_closer(later: date | datetime, chosen: date | datetime) -> bool:
    """周五去现场，我周五上午九点过去: the same day again, now with its hour."""
    return isinstance(later, datetime) and not isinstance(chosen, datetime) and later.date() == chosen


def _label_before(scene: Scene, clause: Clause) -> str:
    """下次跟进： on the line before belongs to the day behind the colon."""
    if clause.number == 0:
        return ""
    before = scene.clauses[clause.number - 1]
    return scene.part(before)[-8:] if ":" in scene.mended[before.end : clause.start] else ""


def _is_ahead(when: When, scene: Scene) -> bool:
    slot = as_slot(when)
    if isinstance(slot, datetime):
        return slot > scene.now
    later = when.part is not None and HOURS[when.part][1] > scene.now.hour and when.relation == "at"
    return slot > scene.now.date() or (slot == scene.now.date() and later)


def _grade(scene: Scene, clause: Clause, when: When) -> int:
    """3: said to be the next contact, or ours by its subject; 1: ours by its verb; 0: somebody else's day, or done."""
    head = _label_before(scene, clause) + scene.painted[clause.start : when.span[0]]
    tail = scene.painted[when.span[1] : clause.end]
    if when.grain in _COARSE:
        tail = tail[:6] if when.grain not in ("year", "half") else tail[:4]
    if when.relation in ("by", "within") and _ASKED.search(head) and _DELIVERS.match(tail):
        return 0
    if _UNTIL.search(head) or (_HAVE_TO.search(head) and _HAND_IN.match(tail)):
        return 0
    if not tail.strip(" 吧了哈啊") and _NEXT_WORD.search(head):
        return 3
    if _SHIP.match(tail) or _OVER.match(tail) or (when.grain in _COARSE and tail.startswith("的")):
        return 0
    if _ENOUGH.search(tail) or (_WAITS.search(head) and _THEY_ANSWER.match(tail)):
        return 0
    ours = bool(_MINE.search(head) or _WE_AFTER.match(tail) or _ASKS_US_THERE.match(tail) or _TO_US.match(tail))
    if _THEIRS.search(head) and not _OURS_FIRST.search(head):
        return 3 if ours else 1 if _MUTUAL.match(tail) else 0
    if _NEXT_WORD.search(head):
        return 3
    return _grade_by_verb(scene, clause, when, tail, ours=ours)


def _grade_by_verb(scene: Scene, clause: Clause, when: When, tail: str, *, ours: bool) -> int:
    if _ENGLISH.match(tail):
        return 2
    invited = _INVITED.search(scene.painted[clause.start : when.span[0]]) and _COMES_HERE.match(tail)
    if invited or _ASKS_US_THERE.match(tail) or _TO_US.match(tail):
        return 3
    they, go, again = _THEY_DO.match(tail), _GO.match(tail), _MUTUAL.match(tail)
    if they and not ours and not again and not (go and go.end() <= they.end()):
        return 0
    if _ANSWER.match(tail) and not ours:
        before = scene.painted[scene.sentence(clause)[0].start : when.span[0]]
        return int(when.relation != "at" or bool(_DEMAND.search(before) or _ASKED.search(before)))
    if when.relation in ("by", "within") and not ours and _MUST.search(scene.painted[clause.start : when.span[0]]):
        return 0
    if ours and (_WE_DO.match(tail) or _PROMISE.match(tail) or _WE_AFTER.match(tail)):
        return 3
    return (
        2
        if _AGREED.match(tail) or (again and _WE_DO.match(tail))
        else int(bool(_WE_DO.match(tail) or _WE_AFTER.match(tail)))
    )
