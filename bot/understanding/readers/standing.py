"""A fact about where a customer stands, told without how it was heard: 博泽对价格敏感，下周再谈."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime

from bot.understanding.clauses import Clause
from bot.understanding.lazy import lazy
from bot.understanding.marks import CUSTOMER, C, Mark, P, W
from bot.understanding.mood import OUR_DESK, asks, is_rumour, is_wish
from bot.understanding.readers.fields import kind_in
from bot.understanding.readers.followups import follow_up
from bot.understanding.readers.met import met
from bot.understanding.reading import Found, Slots
from bot.understanding.scene import Scene, Span
from bot.understanding.strangers import UNKNOWN
from bot.understanding.when import as_slot
from domain.activities import LogActivity

# Where a customer stands, said without how we heard it: 博泽对价格敏感, 还在比价.
_STATE = lazy(
    r"敏感|比价|嫌|觉得|要求|希望|想要|考虑|犹豫|满意|认可|反馈|表示|预算|卡(?:在|着|住)|决定|换了|延期|降(?=\d|[一二三四五六七八九十几点])|便宜|"
    r"缺货|压价|砍价|还价|降价|让我们|要我们|让我|需要|急|关注|担心|顾虑|观望|没定|定了|有意向|意向|"
    r"感兴趣|没兴趣|不着急|没(?:有)?确定|没想好|(?:试模|试产|装机|投产|搬|开始|完成|做完|出|到货|改|停|坏|"
    r"修|发|交|验|签收|收到|涨|招|扩产|换)了|锁定|拉锯|谈判|价格|交期|订单|样品|样件|货款|账期|图纸|设备|"
    r"产线|产能|库存|质量|验收|试产|采购|供应商|付款|资金|紧张|往后|推后|缺(?!席)|停(?:产|工|线|机)|"
    r"比较(?:慢|急|紧|满意)|太(?:高|贵|长|慢|低)|偏(?:高|贵|长)|(?:价格|交期|账期|质量|成本|样品|样件|"
    r"图纸|方案|订单|项目)[^,。;]{0,10}(?:问题|没|高|低|长|紧|过|好|通过|确认|出来|ok|行|合格|不合格)|"
    r"讲(?!究|座|师|课|解|价)|语气|态度|竞品|原话|拍板|准信|还差|下单|加单|追单|回话|松口|点头|发话|放话|必须|(?<!再)说(?!吧|$|了算|不准|不定|过(?:要|会|请))|暂停|搁置|推迟|提前|改款|涨|投诉|客诉|试样|试用|测试|打样|"
    r"立项|还没(?:有)?[批签定]|在(?:走|等|看|谈|评估|选|找|对比|做|测|用|试)|还在|已经|再(?:谈|聊|约|联系|跟|看|推|议)|愿意|不愿|"
    r"主推|主打|转做|改做|改用|转产|停用|用不[上着到]|答应|拒绝|松口|同意|批下来|审核|量产|要货|催|下周|交期|疑问|异议|意见|不放心|吃不准|不肯|不接受|纠结|"
    r"对[^,。;]{1,16}(?:有|不|很|挺|蛮|比较)"
)
# 我还没给博泽报价呢
_OURS_UNDONE = lazy(
    r"(?:准备|整理|赶|写|改|弄|做)了[^,。;]{0,8}$|我们?(?:都|也)?(?:还|一直|暂时)?没(?:有)?[^,。;]{0,3}$|没(?:有|能)?(?:去|跑|到|见|约)(?:成|上|着)?$|差一?点[^,。;没]{0,8}$"
    rf"|{W}[^。;]{{0,24}}(?:说|讲|告诉我)$|{W}(?:说|讲|告诉我)(?:[他她]们?|[^,，。;]{{0,8}}(?:可能|也许|打算|准备|要|想))[^,，。;]{{0,14}}$|^{W}[^,，。;和跟我们]{{0,6}}(?:拜访|走访|去|跑|见|约|打给)(?:了|过|完)?(?:一?趟)?$"
)
_TO_SOMEBODY = lazy(
    rf"(?:{P}|{W})?你(?!们|好)|(?:帮我|帮忙|麻烦你?)(?:再|去)?(?:给|跟|和|问|打|发|约|催|通知|告诉)"
)  # 小陈你下午去趟澜祺把样品送了
_ORDERS = lazy("记得|别忘|千万")
_HOW = lazy(
    rf"[ ,，:：]*(?:{P})?[ ,，:：]*(?P<how>电话|微信|短信|企微|钉钉|邮件|拜访|上门|面谈|会议|来电|来访)[ ,，:：]"
)
# 📞鹅岭 邹总：…
_SIGN = lazy(r"^[ ]*([📞☎📱✉📧💬])")
# 渝峤赖姐：包装OK，可以发货
_QUOTED = lazy(rf"[ 的]?{P}[ ]?[:：](?!.{{0,6}}[\ue007\ue008])[^,。;]{{3}}")
_PERHAPS = lazy(r"(?:可能|估计|也许|说不定|应该|大概率|或许)")
_REPORTED = lazy(r"问|咨询|打听|想知道|确认|要求|让我们|希望|看能不能|就是[^,。;]{0,8}(?:能不能|能否|可不可以)")
_MOOD = lazy(
    r"难搞|股票|股价|涨停|跌停|烦|头疼|头大|无语|奇葩|恶心|垃圾|牛(?:逼|啊)?|厉害|太坑|坑人|气死|愁死|服了|真(?:行|牛|抠|磨叽|"
    r"难)|难缠|难伺候|抠门|事儿?多|麻烦死|崩溃|心累|郁闷|结婚|离婚|生孩子|生娃|换车|买车|买房|加油|你好|您好|早上好|在吗|哈喽|hello|hi"
)
_NOTHING_YET = lazy(
    r"草稿箱|(?:^|[,，。 ])我们?(?:都|也|这边)?还?没(?:有|来得及|顾上)?[给跟去和](?![^,，。;]{0,16}[,，。;][^,，。;]{0,4}(?:说|嫌|要))|没(?:有)?(?:约上|约到|去成|见到|联系上|打通|谈成)|都?没人接[^,，。]{0,2}[,，][^,，。]{0,8}没回"
)


# What they have not done yet tells where they stand only beside the rep's own next step: …还没批下来，我8月20号再问问.
_PENDING = lazy(
    r"还没(?:有)?(?:回款|付款|打款|到账|签|下单|批|回复?$)|款[^,。]{0,3}没到|没(?:有)?(?:回款|付款|到账|消息|动静)"
)
_OUR_STEP = lazy(
    r"^(?:那|所以)?(?:我们?|咱们?)[^,，。;]{0,12}再[^,，。;]{0,3}(?:问|催|盯|跟|打听|看|联系|约|去|打|追|确认|碰)"
)


def where_they_stand(scene: Scene) -> list[Found]:
    """A fact about a customer, told without how: it is kept as it is, and nothing is asked."""
    found = [one for part in _by_customer(scene) for one in _of_one(scene, part)]
    if len(found) == 1:
        return [replace(found[0], clauses=frozenset(clause.number for clause in scene.clauses))]
    return found


def _by_customer(scene: Scene) -> list[tuple[Clause, ...]]:
    """The sentences about each customer: 麓禾高总：…。泓珩孙总：…; all of them when not each begins with its own."""
    parts: list[list[Clause]] = []
    for clause in scene.clauses:
        opens = scene.sentence(clause)[0] == clause and re.match(rf"\s*{C}", scene.part(clause))
        if opens or not parts:
            parts.append([])
        parts[-1].append(clause)
    first = [scene.of_kind(CUSTOMER, (part[0].start, part[0].end)) for part in parts]
    several = all(first) and len({marks[0].value for marks in first}) == len(parts) > 1
    return [tuple(part) for part in parts] if several else [scene.clauses]


def _of_one(scene: Scene, clauses: tuple[Clause, ...]) -> list[Found]:
    marks = scene.of_kind(CUSTOMER, (clauses[0].start, clauses[-1].end))
    if not marks or marks[0].why == UNKNOWN or _OURS_UNDONE.search(scene.painted[: marks[0].start]):
        return []
    if _TO_SOMEBODY.match(scene.painted) or OUR_DESK.match(scene.painted):
        return []
    first = scene.clause_at(marks[0].start)
    if first.number > clauses[0].number and len(clauses) > 4:
        return []
    rest = [c for c in clauses if c.number >= first.number]
    words = scene.painted[marks[0].end : rest[-1].end]
    quiet = any(
        (asks(scene, c) and not _REPORTED.search(scene.part(c))) or is_rumour(scene, c) or is_wish(scene, c)
        for c in rest[:2]
    )
    if _PERHAPS.match(words) or any(_ORDERS.match(scene.part(c)) for c in rest[1:3]):
        return []
    if (
        quiet
        or not (_STATE.search(words) or _QUOTED.match(words))
        or _NOTHING_YET.search(scene.mended)
        or (_PENDING.search(scene.mended) and not any(_OUR_STEP.match(scene.part(c)) for c in rest[1:]))
        or _is_plan(scene, rest)
    ):
        return []
    if _MOOD.search(words) and not re.search(r"价格|交期|账期|样|方案|图纸|预算|订单|产量|再[谈聊约]", words):
        return []
    return [_standing(scene, marks, rest, (clauses[0].start, clauses[-1].end))]


def _standing(scene: Scene, marks: list[Mark], rest: list[Clause], span: Span) -> Found:
    start = marks[0].end
    note = scene.text[start : rest[-1].end].strip(" ，,：:的。")
    slots: Slots = {
        "kind": _how(scene, start),
        "customer": scene.value(marks[0]),
        "occurred_on": _said_day(scene, start),
        "note": note,
    }
    values = {"contact": met(scene, span), "next_follow_up": follow_up(scene, rest, start, None)}
    slots |= {slot: value for slot, value in values.items() if value}
    numbers = frozenset(clause.number for clause in rest)
    return Found(LogActivity, (marks[0].start, marks[0].end), slots, 10.0, numbers, "a fact about where they stand")


def _how(scene: Scene, start: int) -> str:
    """榕懿 短信 年前不下单: a piece of its own right behind the customer says how it was heard."""
    if (sign := _SIGN.search(scene.text[:start])) is not None:
        return (
            kind_in({"📞": "电话", "☎": "电话", "📱": "电话", "✉": "邮件", "📧": "邮件"}.get(sign[1], "微信"))
            or "other"
        )
    how = _HOW.match(scene.painted, start)
    return (kind_in(how["how"]) or "other") if how else "other"


def _said_day(scene: Scene, before: int) -> date | datetime:
    """The day gone by that is named before the customer, else today."""
    days = [when for when in scene.dates((0, before), past=True) if not scene.may_be_ahead(when)]
    return as_slot(days[0]) if days and str(as_slot(days[0]))[:10] <= scene.now.date().isoformat() else scene.now.date()


def _is_plan(scene: Scene, clauses: list[Clause]) -> bool:
    """Only something of our own that is still to come: no record."""
    whole = scene.painted[: clauses[-1].end]
    plan = re.search(
        (
            rf"(?:会|交流|见面|拜访|会议|评审|培训)(?:时间)?(?:也|又)?(?:改|挪|推|延|调|定)(?:到|至|在)|约(?:的是|在|定在|了饭|了个?时间)|约(?:了|好)?[^,。;]{{0,14}}(?:见面|碰面|拜访|面谈|吃饭|开会|见|[看谈聊来去](?!$))|(?:打算|准备|计划)[^,。;\ue001\ue002]{{0,6}}(?:[去跟和给约见找]|拜访)(?={C}|{P})|(?:打算|准备|计划|想|要)(?:去|"
            rf"再去|拜访|跟|给|约|见|找)|(?:明天|后天|下周[一二三四五六日天]?|"
            rf"周[一二三四五六日天])[^,。]{{0,6}}(?:去|拜访|上门|约)(?:一?趟|一下|了|好了?)?(?:{C}|{P})"
        ),
        whole,
    )
    return bool(plan) and not re.search(r"敏感|比价|嫌|觉得|要求|反馈|表示|(?<!再)说", whole)
