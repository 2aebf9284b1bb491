"""Lists of customers, deals and quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.understanding.clauses import Clause
from bot.understanding.cues import Apart
from bot.understanding.lazy import lazy
from bot.understanding.marks import CUSTOMER, C, P, W
from bot.understanding.mood import is_rumour
from bot.understanding.numbers import find_durations
from bot.understanding.once import once
from bot.understanding.readers.deal_words import STAGE, stage_in
from bot.understanding.readers.scopes import customer, given, owner, period, period_near, region, rest
from bot.understanding.reading import Found, Slots, reads
from bot.understanding.scene import Scene, Span
from domain.cities import REGIONS
from domain.customers import ListCustomers
from domain.opportunities import ListOpportunities
from domain.quotes import ListQuotes

_ASK_LIST = (
    r"(?:哪些|哪几|那些|多少|几[个家份张条]|列|名单|列表|清单|查|看(?!到|见|不|上|好|起来)|拉|找|有没有|有谁|都有谁|汇总|统计|给我|发我|"
    r"全部|所有|显示|筛|搜|调出|show|list|盘点|一览|总览|罗列|有(?:些|点)?(?:什么|啥)(?=$|[呢呀啊?？,，。 ]|[^,，。;好]{0,4}(?:商机|项目|单子|客户|公司|报价|机会))|谁(?!说|知|让|叫|想|敢|能|会|不|懂|家))"
)
_CUSTOMERS = lazy(
    rf"{_ASK_LIST}[^,，。;]{{0,24}}(?:客户|公司|厂家)|(?:客户|公司)[^,，。;]{{0,14}}{_ASK_LIST}|(?:休眠|"
    rf"沉睡|睡眠|不活跃|冬眠|僵尸)(?:的)?客户|(?:没有?|未)(?:联系|跟进|拜访|互动|来往|走动|"
    rf"沟通)(?:过)?(?:了)?的客户|(?:^|(?<=[,，。;；:!！?\n ]))(?:我的?|全部|所有)?客户(?:列表|名单|清单|"
    rf"有哪些)?$|{W}(?:在|现在)?(?:管|跟|带|负责|维护|跟进)着?的(?:全部|所有)?客户|(?:我|{W}|区)(?:名下|手上|手里|负责)?(?:的|有)?(?:全部|所有)?客户$|(?:名字|名称|名)(?:里|"
    rf"中)?[^,，。;]{{1,12}}的客户$|^(?:我|我们|全部|所有|{'|'.join(REGIONS)}|大?区|的)*(?:做|搞|生产)[^,，。;]{{1,8}}的(?:客户|公司)$|(?:行业|领域|类)的?客户$|客户(?:里|里面|中|当中)[^,，。;]{{0,4}}有(?:没有)?(?:谁)?(?:做|搞|生产)|(?:list|show)(?: me)?(?: all| of| the)*(?: my)?(?: dormant| inactive| sleeping)? customers"
)
# 好久没联系的都有谁: words for sleep beside a word for whom.
_WHO = lazy(r"customers|客户|谁|哪些|哪几?家|名单")
_DORMANT = lazy(
    r"dormant|inactive|sleeping|休眠|沉默(?:的)?客户|沉睡|睡眠|不活跃|冬眠|僵尸|(?:好久|很久|好耐|老久|长期|长时间|许久|一直|多久|半个?[月年]|(?:\d{1,3}|[一二两三四五六七八九十几好]{1,3})(?:多)?个?(?:天|周|星期|礼拜|月|季度|年)|"
    r"太久)(?:以上|一[次趟回]|一直|就|都|也|了){0,3}(?:没有?|未|冇)(?:联系|联络|跟进|拜访|互动|来往|动|走动|沟通|去过?|见|跑|跟|打交道|理|搭理|碰|管|问)|(?:长期|好久|很久|一直)(?:不|没怎么|冇)(?:联系|跟进?|来往|走动|打交道|理)|没怎么(?:联系|跟)|睡(?:着|死|了)|"
    r"失联|没动(?:静|了)|快凉了?|凉了|冷掉|没人跟"
)
_KEYWORD = lazy(
    r"(?:名字|名称|名|公司名)?(?:里|中|里面|当中)?(?:带有?|含有?|包含|包括|有|"
    r"叫)[“\"「『']?(?P<a>[\u4e00-\u9fffA-Za-z0-9]{1,10}?)[”\"」』']?(?:字|字样|两个字|二字|这两个字|"
    r"这个词|关键字|关键词)?的(?:所有)?(?:客户|公司)|(?:搜|搜索|查找|"
    r"找)(?!(?:一?下)?名[字称])(?:一?下)?[“\"「『']?(?P<b>[\u4e00-\u9fffA-Za-z0-9]{2,8}?)[”\"」』']?(?:相关|类|行业)?的?客户|"
    r"(?:做|搞|生产)(?P<c>[\u4e00-\u9fff]{1,8}?)(?:的(?:客户|公司|有哪些|有谁|吗|没)|的?吗?(?=$|[,，。 ]))|(?P<d>[\u4e00-\u9fff]{2,6}?)(?:行业|领域|"
    r"类)的?客户|(?:叫|带有?|含有?|包含)[“\"「]?(?P<f>[\u4e00-\u9fff]{2,6}?)[”\"」]?的(?:有哪些|有谁|有几|"
    r"都)|(?:带有?|含有?|包含|有|叫)(?:个|什么)?[“\"「『'](?P<g>[^”\"」』']{1,10})[”\"」』']|行业(?:是|为|属于)(?P<h>[\u4e00-\u9fff]{1,6}?)的(?:客户|公司)|关键[字词](?:是|为|[:：])?(?P<e>[\u4e00-\u9fffA-Za-z0-9]{2,8})"
)
_NO_KEYWORD = lazy(
    r"休眠|沉睡|我|哪些|华[东南北中]|西[南北]|名下|手上|本月|这个月|今天|新(?!能源|材料|型)|所有|全部|有|重点|老|大|什么|"
    r"一下|负责|几个|没"
)
_NOT_CUSTOMERS = lazy(
    r"[帮替给]客户|单子|名单(?:丢|泄|别|不要|外传|发出去|流出)|客户(?:经理|是上帝|端)|客户(?:会|能|可以|也(?!(?:一并|一起|给我|帮我|麻烦|再|要)*(?:列|查|看|拉|发|找|调|捞|筛))|又|都[^,，。;有]{0,4}了)|(?:给|跟|和|见|跑|拜访|约|陪|去)了?(?:好|十|这|那)?几[个家]客户|跟进(?:谁|哪)|要跟进|该跟进|商机|报价|合同|回款|漏斗|排行|导出|导(?:个|一|成)|转化|投诉|客户(?:说|"
    r"要|嫌|对|那边|反馈|问|让|希望|觉得|满意|在)|交给|交接|转给|新客户[ :：]|要拜访|该拜访|加个|建个|"
    r"要联系|该联系|完成|目标|联系人|最[多少大]|跑[了光]|[给交转归]谁"
)

_DEALS = lazy(
    rf"{_ASK_LIST}[^,，。;]{{0,26}}(?:商机|项目|单子|机会|deal)|(?:商机|项目|单子|"
    rf"机会)[^,，。;]{{0,24}}{_ASK_LIST}|(?:停滞|卡住|没动|不动|没进展|停了|卡着|搁置|僵住|没推进|卡|卡了|"
    rf"停)[^,，。;]{{0,12}}(?:的)?(?:商机|项目|单子|机会)|(?:商机|项目|单子)[^,，。;]{{0,12}}(?:停滞|卡住|"
    rf"没动|不动|没进展|没推进)|(?:所有|全部)的?(?:商机|项目|单子)|(?:^|(?<=[,，。;；:!！?\n ]))(?:我的?|全部|所有)?商机(?:列表|清单|"
    rf"有哪些)?$|(?:{STAGE})(?:阶段|环节)?的(?:商机|项目|单子)|(?:我|{W}|区)(?:手上|手里|名下)?(?:的|有)?(?:全部|"
    rf"所有|在跟的)?(?:商机|项目)$|(?:商机|项目|单子)[^,，。;]{{0,8}}(?:停|卡|没动|没推进)(?:了|着)?[^,，。;]{{1,8}}的$|(?:我|{W}|区)[^,，。;]{{0,8}}的(?:商机|项目)$"
)
_BARE_DEALS = lazy(
    r"(?:预计|快要|可能|能成|会成|成交|落地|要签|能签|会签|签|新增|新开|在谈|在跟|在手|手上|手里|名下|待签|快签|进行中|活跃|重点|停滞|未成交)*(?:商机|单子|项目)(?:列表|清单|明细|名单)?"
)
_OURS = lazy("在手|手上|手里|名下|在跟|在谈|进行中")
# 我名下所有商机 has a 有 as a new deal has; nobody opens all of them.
_SURE = lazy(r"所有|全部|列一?下|列表|名单|清单|有哪些|有几个|有多少|几个")
_ANYTHING = lazy(r".+")
_OTHER_NOUN = lazy(r"报价(?!审批)|客户(?!咨询)|合同(?!签订)|回款(?!结算)|漏斗")
_STAGE_OF = lazy(rf"(?:{STAGE})(?:阶段|环节|这一?步|这个?阶段)")
_STUCK = lazy(
    r"(?:停滞|卡|停|没动|没推进|没进展|趴|躺)(?:了|着|在)?(?:超过|快|有)?[\d一二两三四五六七八九十半]+多?个?(?:天|周|星期|礼拜|月)"
)
_HOW_MANY = lazy(
    r"哪些|几[个单家笔条]|多少[个单家笔条]?|(?:列|拉|捞|查|看|筛|找|调|发)(?:一?下|出来|给我|个)|列表|清单"
)
# 还没到合同的那些机会 stand before that stage.
_NOT_AT_IT = lazy(rf"(?:没有?|未)(?:走|做|推|进)?(?:到|进入?)了?(?:{STAGE})")
# 预计下月签单的商机 are at any stage.
_TO_BE_SIGNED = lazy(r"(?:预计|估计|有望|可能|能|会|快要|打算|计划)[^,，。;]{0,6}(?:签单|签约|签合同)(?!阶段)")
_STALLED = lazy(
    r"stuck|趴窝|趴|躺平|呆了|待了|冇郁|撂|停滞|卡|没动|不动|没有?(?:任何|什么|啥|一点)?(?:进展|动静|变化|更新)|停了|搁置|没推进|未推进|没更新|没变化|僵|没跟进|没人跟|没消息|趴着|躺着|滞留"
)
_IN = lazy(
    rf"(?:处于|在|停在|卡在|到了?|到|进入|还在)?(?:{STAGE})(?:阶段|环节|这一步|这步)?(?:的|停|卡|超|有|里|"
    rf"中|,|，|没|还)?"
)
_NOT_DEALS = lazy(
    r"开个商机|建个商机|(?<![些个少])新商机|(?<![些个少])新项目|导出|导个|漏斗|丢了|推进到|推到|有个[^,，。]{1,12}项目|项目经理|奥运|亚运|各层|(?:不要|别|莫)动|删除|"
    r"排行|转化率|建议|拜访|聊了|客户说|提醒我|报备|推荐|客户[^,，。;]{0,8}(?:拉|列|出|整|搞|弄)我?(?:个|一[个张份]|张|份|出)?单子"
)

_QUOTES = lazy(
    rf"(?:list|show|any|what|which|my)[a-z ]{{0,20}}quot(?:es?|ations?)(?![a-z])|{_ASK_LIST}[^,，。;]{{0,20}}(?:报价|审批|单子要批)|报价(?:单)?[^。;]{{0,20}}{_ASK_LIST}|"
    rf"待我?处理的?(?:审批|报价)|(?:待(?:我)?(?:审|批)的?|没批的?|未批的?|被驳回的?|驳回的?|已批准?的?|批[过了]的?|驳过的?|通过的?|审批中的?|"
    rf"在审的?)[^,，。;]{{0,4}}报价|报价单?(?:还|怎么|咋|都|也)*[没未](?:批|审|过|通过)(?:下来|完|好)?(?:吗|么|呢|[?？])|报价(?:单)?(?:的)?(?:审批)?(?:记录|历史|列表|清单|情况|进度|状态)|"
    rf"被(?:打回|退回|否决|"
    rf"拒绝?|驳回)(?:了)?的报价|(?:我|我们)?(?:发|提交)?的报价(?:都|全|已经)*(?:批下来了|批了|通过了|"
    rf"过了)(?:没|吗|么)|报价(?:单)?(?:{W}|{P})?(?:批了|批下来了?|通过了?|审批|批|审完了?|过了?)(?:没有?|吗|么|了没|"
    rf"到哪)|(?:有|还有)(?:没有)?(?:什么|啥|要)?(?:我)?(?:要|待|需要)?(?:审|批)的(?:报价)?|(?:等|"
    rf"待)着?(?:我)?(?:审批|批准|批|审)(?:的)?(?:报价|单)|^(?:哪些|有什么)?待我?(?:审批?|批)的$|(?:我|{W})(?:手上|名下|手里)?(?:提|提交|发|"
    rf"报)?的报价(?:单)?$|报价单?(?:审批|流程|现在|目前|都|还){{0,3}}(?:走|批|审|卡)?[到在]哪|报价(?:单)?[^,，。;]{{0,6}}(?:啥|什么|咋|怎)[^,，。;]{{0,3}}(?:状态|情况|样|进展)|(?:等|待)着?我(?:来|去)?(?:审批?|批)的?$|报给{C}的?价格?[^,，。;]{{0,4}}(?:多少|几|什么|啥)|(?:报给|给){C}[^,，。;]{{0,4}}(?:什么|啥|多少)价|{C}[^,，。;]{{0,6}}报(?:过|了|的)[^,，。;]{{0,4}}(?:多少|几|什么|啥|哪些)|{C}[^,，。;]{{0,6}}报过的?(?:所有|全部)?价|"
    rf"{C}[^,，。;]{{0,4}}(?:历史|以往|以前|之前|往期|上次)的?报价"
)
# 我这里有多少要审的: what waits for a decision, and a word that asks, in any order.
_WAITS = lazy(
    r"(?:[要待等该没未]|需要|还没|得)着?我?(?:来|去|人)?(?:审批|审核|批复|批示|批|审|核准|拍板)(?:的|$|呢|吗|么|[?？])|待[审批](?=还|都|[的里]?有)"
)
_HOW_MUCH = lazy(r"多少|几|哪|有没有|有吗|有啥|什么|啥|列|查|看|发我|给我|拉|还有|都有")
_STATUS = (
    ("rejected", re.compile(r"驳回|驳了|被驳|打回|被拒|没通过|不通过|未通过|打回|退回|否决|否了|毙[了掉]|枪毙|(?<![还过])没过")),
    ("pending", re.compile(r"(?<!批)没批|未批|待批|待审|没审|未审|审批中|(?<!现)在审|还没|待我|等着?我|等待|等(?:着)?(?:审|批)|在等|要批|需要批|"
r"要审|卡在审批|审着|批到|走审批|没有批(?!过)|待处理|没处理|要我批|等批|pending")),
    ("approved", re.compile(r"已批|批了(?!吗|没|么)|批准|通过(?!了?(?:吗|没))|(?<![没不])过了(?!吗|没|么|伐|[?？期])|批下来(?!了?(?:吗|没))|过审(?!了?(?:吗|没))|批过|审批完|审完|同意|"
r"approved")),
)  # fmt: skip
_NOT_QUOTES = lazy(
    r"(?:看|审|研究|核)[完过](?:了|我们|咱们?|的)*报价|单子|阶段|商机|项目|导出|导个|撤回|提交报价|报个价|嫌|太高|怎么报价|单价|建议|说|提醒我|拜访|排行|方案|发了|漏斗|给我们报|供应商|对手|技巧|话术|快递|注意|报价员|模板|模版|范本|样板|格式|(?:要|得|用)(?:多久|几天|多长)"
)


_NOUNS = lazy(
    r"报价|商机|客户|漏斗|回款|排行|排名|目标|合同|待办|(?:跟进?|联系|拜访|回访|见|找|打给)(?:谁|哪[些几个家位])"
)

_ONE_MORE = lazy(
    r"也(?:一并|一起|给我|帮我|麻烦|再|要)*(?:列|查|看|拉|发|找|调|捞|筛)|^(?:另外|还有|再|顺便|顺带|然后)[^,，。;]{0,24}(?:客户|商机|项目|单子|报价)"
)


def _limited(scene: Scene, clause: Clause, noun: str) -> Span:
    """A question may have its conditions before a comma: 黄志锋手上报价阶段的商机，超过两周没动的拉出来; what
    the sentence asks beside it has its own."""
    if not _may_limit(scene.part(clause), noun):  # it asks for something else
        return clause.start, clause.end
    sentence = scene.sentence(clause)
    first = last = clause.number - sentence[0].number
    while first and _may_limit(scene.part(sentence[first - 1]), noun) and not _begins(scene, sentence[first]):
        first -= 1
    while last + 1 < len(sentence) and _may_limit(scene.part(sentence[last + 1]), noun):
        if _begins(scene, sentence[last + 1]):
            break
        last += 1
    return sentence[first].start, sentence[last].end


def _untold(scene: Scene, taken: set[int]) -> Iterator[Clause]:
    """The clauses that may ask: those that no question has `taken` so far, and behind a first one what begins another."""
    for clause in scene.clauses:
        if clause.number not in taken and (not taken or _begins(scene, clause)):
            yield clause


def _begins(scene: Scene, clause: Clause) -> bool:
    """…，卢志强名下的也列一下: a question of its own beside the one before."""
    return _ONE_MORE.search(scene.part(clause)) is not None


def _may_limit(part: str, noun: str) -> bool:
    return not _NOUNS.search(part) or re.search(noun, part) is not None


@reads(ListCustomers, (_CUSTOMERS, _DORMANT))
def customers(scene: Scene) -> Iterator[Found]:
    taken: set[int] = set()
    for clause in _untold(scene, taken):
        span = (clause.start, clause.end)
        cue = scene.find(_CUSTOMERS, span)
        cue = cue or (scene.find(_DORMANT, span) if scene.find(_WHO, span) else None)
        if not cue or _NOT_CUSTOMERS.search(scene.part(clause)) or is_rumour(scene, clause):
            continue
        whole = _limited(scene, clause, "客户|公司")
        if scene.of_kind(CUSTOMER, whole):
            continue
        slots = about_customers(scene, whole)
        score = 72.0 if "dormant" in slots else 62.0  # 没拜访过 asks for tasks as well
        taken |= scene.numbers_of(whole)
        yield Found(ListCustomers, cue.span(), slots, score, scene.numbers_of(whole), "lists customers")


def about_customers(scene: Scene, span: Span) -> Slots:
    """Which customers are asked for."""
    return given(
        region=region(scene, span), owner=owner(scene, span), dormant=True if scene.find(_DORMANT, span) else None,
        keyword=_keyword(scene, span),
    )  # fmt: skip


def about_deals(scene: Scene, span: Span, stage: str | None) -> Slots:
    """Which deals are asked for."""
    days = _stalled(scene, span)
    return given(
        stage=None if scene.find(_NOT_AT_IT, span) or scene.find(_TO_BE_SIGNED, span) else stage, stalled_days=days, owner=owner(scene, span),
        region=region(scene, span), period=None if days else period_near(scene, span),
    )  # fmt: skip


def about_quotes(scene: Scene, span: Span) -> Slots:
    """Which quotes are asked for."""
    status = next((name for name, pattern in _STATUS if scene.find(pattern, span)), None)
    return given(status=status, owner=owner(scene, span), customer=customer(scene, span))


def _keyword(scene: Scene, span: Span) -> str | None:
    found = scene.find(_KEYWORD, span)
    while found:
        name = next(name for name, value in found.groupdict().items() if value)
        if not _NO_KEYWORD.search(found[name]):
            return scene.said(found.span(name))
        found = scene.find(_KEYWORD, (found.start() + 1, span[1]))  # 有没有名字带新能源的客户
    return None


@reads(ListOpportunities, (_DEALS, Apart(_BARE_DEALS), _HOW_MANY, _STUCK))
def deals(scene: Scene) -> Iterator[Found]:
    taken: set[int] = set()
    for clause in _untold(scene, taken):
        cue = (
            scene.find(_DEALS, (clause.start, clause.end))
            or _noun(scene, clause, _BARE_DEALS)
            or _at_a_stage(scene, clause)
        )
        whole = _limited(scene, clause, "商机|项目|单子|机会")
        if (
            not cue
            or is_rumour(scene, clause)
            or _NOT_DEALS.search(scene.painted[whole[0] : whole[1]])
            or scene.of_kind(CUSTOMER, whole)
        ):
            continue
        slots = about_deals(scene, whole, stage_in(scene, whole, _IN))
        score = 80.0 if _SURE.search(scene.part(clause)) else 64.0
        taken |= scene.numbers_of(whole)
        yield Found(ListOpportunities, cue.span(), slots, score, scene.numbers_of(whole), "lists deals")


def _at_a_stage(scene: Scene, clause: Clause) -> re.Match[str] | None:
    """在合同签订阶段的有几单, 卡了一个月的都有谁: the stage or the standstill says what is asked for."""
    span = (clause.start, clause.end)
    stage, stuck = scene.find(_STAGE_OF, span), scene.find(_STUCK, span)
    if scene.find(_OTHER_NOUN, span) or not (stage or stuck):
        return None
    return scene.find(_HOW_MANY, span) or (stuck if stage and scene.part(clause).endswith("的") else None)


def _noun(scene: Scene, clause: Clause, noun: re.Pattern[str]) -> re.Match[str] | None:
    """华南这个月新增的商机: nothing but the noun and what narrows it."""
    if not noun.fullmatch(rest(scene, clause)) or len(scene.clauses) > 1:
        return None
    span = (clause.start, clause.end)
    narrowed = period(scene, span) or region(scene, span) or owner(scene, span) or scene.find(_OURS, span)
    return scene.find(_ANYTHING, span) if narrowed else None


def _stalled(scene: Scene, span: Span) -> int | None:
    if not scene.find(_STALLED, span):
        return None
    lengths = [length for length in find_durations(scene.hidden) if span[0] <= length.span[0] < span[1]]
    return int(lengths[0].in_days) if lengths else None


@reads(ListQuotes, (_QUOTES, _WAITS))
def quotes(scene: Scene) -> Iterator[Found]:
    taken: set[int] = set()
    for clause in _untold(scene, taken):
        whole = _limited(scene, clause, "报价|审批|批")
        cue = scene.find(_QUOTES, (clause.start, clause.end)) or _quotes_in(scene, whole) or _waiting(scene, clause)
        if (
            not cue
            or is_rumour(scene, clause)
            or not (clause.start <= cue.start() < clause.end)
            or _NOT_QUOTES.search(scene.painted[whole[0] : whole[1]])
        ):
            continue
        slots = about_quotes(scene, whole)
        taken |= scene.numbers_of(whole)
        yield Found(ListQuotes, cue.span(), slots, 66.0, scene.numbers_of(whole), "lists quotes", carries=False)


@once
def _quotes_in(scene: Scene, whole: Span) -> re.Match[str] | None:
    """Asked for each clause of a sentence."""
    return scene.find(_QUOTES, whole)


def _waiting(scene: Scene, clause: Clause) -> re.Match[str] | None:
    span = (clause.start, clause.end)
    return scene.find(_WAITS, span) if scene.find(_HOW_MUCH, span) else None
