"""Questions about one customer: where it stands, who looks after it, what was said last."""

from __future__ import annotations

from collections.abc import Iterator

from bot.understanding.clauses import Clause
from bot.understanding.lazy import lazy
from bot.understanding.marks import CUSTOMER, C
from bot.understanding.reading import Found, reads
from bot.understanding.scene import Scene
from domain.cities import CITY, REGIONS
from domain.customers import QueryCustomer

# A question about a customer is made of these words only, whatever their order: each class is one part of it.
_LOOK = (
    r"(?:查(?:一?下|一查|查|看|询|找)?|(?<![去看])看(?:一?下|一看|看|一眼)?|瞅(?:一?下|瞅|一眼)|瞧(?:一?下|瞧|一眼)|瞄(?:一?下|一眼)|睇(?:一?下|睇|吓)|翻(?:一?下|翻|出来)|打听(?:一?下|打听)?|扒一?[下扒]|摸一?下|捋(?:一?[下捋遍]|清楚)|过一[下遍]|盘一?[下盘]|"
    r"(?:麻烦|请|想)问(?:一?下|你|您)?|想?(?:了解(?:一?下)?|知道)|介绍(?:一?下)?|调(?:取|阅(?:一?下)?|出来?|一下|给)?|打开|显示|搜(?:一?下|索)?|找(?:一?下)?|说说|说一?下|讲讲|讲一?下|聊聊|汇报一下|(?:拉|调|来|发)一?[个份下]|拉出来|"
    r"发(?:我|来|一下|给我)|给我|我看看|show|check|status|info|update)"
)
_CARD = (
    r"(?:(?:跟进|拜访|往来|联系|沟通|走访)(?:情况|记录|历史|动态|状态|进度|进展)|(?:最后|最近|上)一?次的?(?:跟进|拜访|联系|沟通)(?:记录)?$|情况|资料|档案|信息|卡片|记录|近况|进展|详情|背景|历史|概况|客户卡片?|状态|状况|动态|现状|底细|来头|来路|来历|底子|名堂|动静|消息|下文|音信|回音|变化|更新|联系人|对接人|负责人|联系方式|电话(?:号码)?|"
    r"手机号?|地址|行业|等级|级别|status|info|update|going on)"
)
_ASKED = (
    r"(?:第几(?:步|个?阶段|轮)|(?<!没)什么(?!都)|(?<!没)啥(?!都)|咋(?:样|个)?|怎么(?:样|回事)?|怎样|如何|么子|啷个|谁|哪(?:条路?|座|栋|位|个(?:人|同事)?|些|一?步|个?阶段|儿|里|天|年)?|多少|几[个号家]|有没有|"
    r"多久|几天|几时|(?:[了过]|动静|消息|进展)(?:没有|没)(?=$|[ ?？])|吗|(?<=[息况展静化过])[没不](?=$|[ ?？])|what(?:['’]?s| is)?|how(?:'s| is| are)?|who)"
)
_DEED = r"(?:有人|停滞?|跟进|拜访|联系|回访|走动|负责|对接|推进|进行|沟通|[去见聊谈说跟管走做在归跑]|到(?!底)|属于|没有?|有)"
_IDLE = (
    r"(?:快速|赶紧|赶快|马上|老铁|亲|兄弟|小?助手|[您你]好|哈[喽啰]|hello|hi|协助|辛苦|旮[旯沓]|疙瘩|嘎达|[我咱]们?|帮忙?|请|麻烦|的|那|这|个|家|边|公司|客户|单子|项目|商机|合作|阶段|程度|地步|进度|上(?:一)?[次回]|最[近后]一?次|现在|目前|最近|近来|最新|之前|以前|今年|"
    r"这个月|本月|这周|分别|各自?|都|还|[了过着]|到底|采购|技术|品质|时候|样子?|回事|[呢啊呀吧呗哈哦]|来着|[两三四五六几](?=家)|另外|顺便|然后|接着|最后|对了|还有|同时|一下|把|给|先|再|下|是|需要|(?<![\ue001\ue010])要|想|得|新|详细|基本|全部|完整|具体|"
    r"[和跟与、及 ,，?？!。.]|is|the|with|of|about|going|doing|are|they|our|latest)"
)
_WORDS = lazy(
    rf"(?:(?P<look>{_LOOK})|(?<=[\ue001\ue010])跟(?=\ue001)|跟(?={_CARD})|(?P<card>{_CARD})|(?P<asked>{_ASKED})|(?P<name>{C})|(?P<deed>{_DEED})|(?:{CITY}|{'|'.join(REGIONS)})[市省区]?的?(?={C})|{_IDLE})"
)
_NAMES = lazy(C)
_ASKS = lazy(rf"{_LOOK}|{_CARD}|{_ASKED}")
# 老板问澜祺那单怎么样了，你帮我查查
_JUST_LOOK = lazy(rf"(?:你|帮我|帮忙|麻烦|请|给我|先|赶紧)*{_LOOK}(?:吧|呗|呢)?")
_WONDERS = lazy(rf"{C}[^,，。;]{{0,6}}(?:怎么样|什么情况|啥情况|咋样|如何|进展|到哪)")
_NAMED_SO = lazy(rf" *(?:查(?:询|一?下)?|看(?:一?下|看)?|搜)?客户(?:情况|资料|信息)?[ :]+{C} *")
# 凌泷上午电话 tells of a call.
_LEADS_NOWHERE = lazy(
    r"[看瞧瞅]了(?:一?[下眼看])?\ue001|在吗|在不在$|[天日晚早午][ ]?(?:电话|联系|拜访)(?=$|[ ,，。;；])"
)
# 墨桁减震塔到哪个阶段了: a deal of theirs may stand between.
_HOW_FAR = lazy(
    rf"{C}(?:那边|这边|公司|的|现在|目前|最近|到底)*(?:咋样|怎么样|(?:什么|啥)(?:情况|进展|动静))(?![^,，。;]{{0,2}}(?:才|不|能))|"
    rf"{C}[^,，。;]{{0,8}}(?:到|处于|在|卡在)(?:了)?(?:(?:哪|第几)(?:一?步|个?阶段|了|儿|里|$)|什么(?:阶段|程度|地步))"
)
_ABOUT = rf"(?:详细|基本|全部|最新|完整|具体)?(?:的)?{_CARD}"
# 下午要去蜀锐，先给我看看他家的资料
_THEIR_CARD = lazy(
    rf"{_LOOK}(?:给我)?(?:下)?(?:他们?家?|她们?|它|这家|那家|该|这个|这)(?:客户|公司)?(?:的|现在|目前|最近|近来)*{_ABOUT}|(?:他们?家|他们|这家|这个客户)(?:现在|目前|最近)?(?:是)?(?:什么|啥|咋|怎么)(?:个)?(?:情况|样)|(?:^|(?<=[,，。;! ]))(?:现在|目前|最近)(?:是|到)?(?:什么|啥|咋|怎么|哪)(?:个|一)?(?:情况|样|进展|进度|程度|状态|阶段|地步|步)|(?:他们?家?|她们?|这家)(?:上次|之前|最近|最后)[^,，。;]{{0,2}}?(?:聊|谈|说|要|提)(?:过|了|到|的)*(?:是)?(?:些)?(?:什么|啥|哪)|(?:他们?家?|她们?|这家|那家)(?:客户|公司)?(?:的|现在|目前|最近)*{_ABOUT}[^,，。;]{{0,3}}{_LOOK}"
)
_PLANNED = lazy(r"去|见|拜访|跑|(?:马上|快|就要|要)到")
_DONE = lazy(r"了|过|完|刚")
_A_TRIP = lazy(r"(?:打算|准备|计划|想|要|得)[^,，。;]{0,8}(?:去|跑|到|飞|出差|过去)")
_SEE_THEM = lazy(rf"(?:顺便|顺带|顺路|再)(?:去)?(?:看看|看一?下|瞧瞧){C}(?:那边|公司)?")
_NOT_QUERY = lazy(
    r"报价(?:批|单|哪|没|到|[^,，。;]{0,4}(?:审|走|卡)[到在])|货到|物流|快递|样[品件]?到|款到|漏斗|排行|回了?多少|回款(?:多少|了吗|情况)|导出|提醒我|天气|"
    # 我们什么时候去麓禾 asks for a plan, 上次什么时候去的 for what was.
    r"(?:什么时候|啥时候?|几时|何时|哪天)(?:我们?|咱们?|再|该|要|能|可以|一起|方便)*(?:去|见|跑|拜访|走访)(?=[^,，。;过的了]*$)"
)


def is_on_the_way(scene: Scene, clause: Clause) -> bool:
    """打算下周跑一趟武汉，顺便看看楚昀: to see them is part of what is planned."""
    before = [c for c in scene.sentence(clause) if c.number == clause.number - 1]
    planned = any(_A_TRIP.search(scene.part(c)) for c in before)
    return planned and _SEE_THEM.fullmatch(scene.part(clause)) is not None


@reads(QueryCustomer, _NAMES, (_NAMED_SO, _HOW_FAR, _THEIR_CARD, _ASKS))
def query(scene: Scene) -> Iterator[Found]:
    asked = False
    for clause in scene.clauses:
        span = (clause.start, clause.end)
        if _NOT_QUERY.search(scene.part(clause)) or scene.mended[clause.end : clause.end + 1] == ":":
            continue
        if _asks_about(scene, clause) and not is_on_the_way(scene, clause):
            yield from _named(scene, clause)
            asked = True
            continue
        looked_up = _JUST_LOOK.fullmatch(scene.part(clause)) and _is_asked_before(scene, clause)
        if not asked and (looked_up or scene.find(_THEIR_CARD, span)) and not scene.of_kind(CUSTOMER, span):
            yield from _pointed_at(scene, clause)
            return


def _is_asked_before(scene: Scene, clause: Clause) -> bool:
    before = scene.clauses[clause.number - 1 : clause.number]
    return any(_WONDERS.search(scene.part(c)) for c in before)


def _asks_about(scene: Scene, clause: Clause) -> bool:
    """All words of the clause are of that kind, and one of them asks."""
    if not scene.of_kind(CUSTOMER, (clause.start, clause.end)):
        return False
    if _NAMED_SO.fullmatch(scene.painted) or scene.find(_HOW_FAR, (clause.start, clause.end)):
        return True
    seen: set[str] = set()
    at = clause.start
    while at < clause.end:
        day = next((when for when in scene.gone if when.span[0] == at), None)
        if day:
            at = day.span[1]
            continue
        word = _WORDS.match(scene.painted, at, clause.end)
        if word is None or word.end() == at:
            return False
        seen |= {name for name, value in word.groupdict().items() if value and (name != "card" or "name" in seen)}
        at = word.end()
    if _LEADS_NOWHERE.search(scene.part(clause)):
        return False
    return "asked" in seen or ("deed" not in seen and bool(seen & {"look", "card"}))


def _named(scene: Scene, clause: Clause) -> Iterator[Found]:
    marks = scene.of_kind(CUSTOMER, (clause.start, clause.end))
    for mark in marks[:3]:
        numbers = frozenset((clause.number,) if mark is marks[0] else ())
        at = (mark.start, mark.end)
        yield Found(QueryCustomer, at, {"customer": scene.value(mark)}, 80.0, numbers, "asks about a customer")


def _pointed_at(scene: Scene, clause: Clause) -> Iterator[Found]:
    """The customer that was named before: 下午要去蜀锐，先给我看看他家的资料."""
    before = scene.of_kind(CUSTOMER, (0, clause.start))
    if before:
        slots: dict[str, object] = {"customer": scene.value(before[-1])}
        told = scene.clause_at(before[-1].start)
        plan = bool(_PLANNED.search(scene.part(told))) and not _DONE.search(scene.part(told))
        numbers = frozenset((clause.number, told.number) if plan else (clause.number,))
        yield Found(QueryCustomer, (clause.start, clause.end), slots, 80.0, numbers, "asks about that customer")
