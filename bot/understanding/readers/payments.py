"""Money that came in: 博泽回款30万, 货款27号进来了, 昨天到的账."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from bot.understanding.clauses import Clause
from bot.understanding.lazy import lazy
from bot.understanding.marks import CONTRACT, CUSTOMER, C, H
from bot.understanding.mood import asks, is_rumour, is_wish
from bot.understanding.numbers import Amount
from bot.understanding.numerals import numeral_at
from bot.understanding.once import once
from bot.understanding.readers.kinds import told_before
from bot.understanding.readers.scopes import given, money
from bot.understanding.readers.sums_paid import PAID, at_the_head, on_the_day_of_all, received, several
from bot.understanding.reading import Found, reads
from bot.understanding.scene import Scene, Span
from domain.contracts import RecordPayment

# How money comes, and how it is passed on: with these and what is paid every order of words is read.
_CAME = (
    r"(?:(?:[收拿要追讨带拉]回)(?:来|到)?了?|(?:到|进|入)了?(?:我司|我们|我方|公司|咱们?)的?(?:账户?上?|户头|卡)|退(?:回来?|还)了?|到(?:[了咯啦喽]|齐了?|帐|账|数|的账|手了?|位(?!置|的)|款)|已经?到(?!期)|下来(?:了|啦)|(?:已经?|都|给)退(?!货|单|样)|退了(?!货|单)|拨(?:过来|下来|了)|入了?(?:账|数|袋)|进(?:了|来)?账|进来了?|落袋(?:为安)?|"
    r"到(?=[ ]?[\d一二两三四五六七八九十百千.,]{1,9}[万千元块w])|到(?:的(?=$|[,，。! ])|$)|收(?:到|了|妥|讫|齐)|已经?收|过(?:来|了(?=[数账户]))了?|清(?:了|掉|完|账|讫)|结(?:了|掉|完))"
)
_SENT = r"还(?:了|清)|(?:打|汇|转|划|付|回|支付|存|过)(?:了|来|过来?了?|进来|到|入|出来|出(?!差|去)|齐|清)(?<!过了)(?<!过来)(?<!过到)"
# 100万到了, 五十万昨晚到的: the sum itself came.
_SUM_CAME = (
    r"[\d万千百元块w一二三四五六七八九](?:整|已经?|都|也|就|昨[天晚]|今[天早]|总算|终于|这[才下]|刚刚?|刚才|上午|下午|早上|晚上|[ ])*"
    r"(?:到(?:了(?!\d)|的(?=$|[,，。! ])|账|手|位)|进(?:来|账|了)|收(?:到|了|妥)|[打转汇](?:来|过来|进来)|[给付结还清]了)"
)
_CAME_SUM = rf"(?:[结付给还清打汇转收进回拨存])(?:了|来|到|过来|进来|上来)+(?:我们|我司|咱们?)?(?:{PAID})?[ ]?[\d一二两三四五六七八九十]"
_PAY = lazy(
    rf"{_SUM_CAME}|收(?:了)?{C}|收(?=[两三四五六]笔)|记一笔(?={C})|回款|到款|来款|进款|收款|{PAID}[^,，。;]{{0,8}}?{_CAME}|{_SENT}|{_CAME}|来(?:钱|款)了|落账|(?:预付|首付|定金|尾款|进度款)款?(?:了)?(?:[一二三四五六七八九\d]{{1,3}})(?:成|%)|结款|到了?一?笔(?=[\d一二两三四五六七八九十])|给了?[^,，。;打催发电]{{0,8}}(?:现金|{PAID})|打(?:了|来|过来)?[款钱]|付款|付清|"
    rf"汇款|转账|过数|结清|付尾款|回了|到了?(?=\d|[一二三四五六七八九十])|(?<=[\ue001\ue010])[ ]*(?:回|到|收)[ ]?(?=[\d一二两三四五六七八九十])|支付|承兑|已到|(?:进|打|汇|付|转|入)的(?=$|[,，。!])|过了(?=[数账户]|[ ]?[\d一二两三四五六七八九十百千]{{1,4}}[万千百w])|paid|payment|received"
)
# Only with one of these does a sum in another clause belong to the payment: 转了一圈 speaks of no money.
_STRONG = lazy(rf"{PAID}|账|收到|打款|到款|进款|汇了|结清|付清|落袋|过数|入数|payment|received|paid")
# Without a customer these say what we paid ourselves.
_WE_PAY = lazy(r"付|打了|汇了|转|支付|结|存|过了|\S{1,8}[给付结还清]了$")
_MONEY_WORD = lazy(
    rf"{_SUM_CAME}|收了?{C}的?(?=[\d一二两三四五六七八九十])|{_CAME_SUM}|{PAID}|记一笔|款|账|钱|付|汇|结清|转|承兑|定金|首付|paid|payment|received|回了|打了|打来|打过来|打进来|收到|进|落袋|过数|入数|过了(?=[数账户]|[ ]?[\d一二两三四五六七八九十百千]{{1,4}}[万千百w])|打的|[又再还](?:[到收回打付进汇]了?|打来|打过来|到账)[ ]?(?=[\d一二两三四五六七八九十])|到了?一?笔[\d一二两三四五六七八九十]|(?:[\ue001\ue005\ue010](?:那笔|[又也再已刚今昨天都 ]){{0,3}}(?:[回到收进来][了到]?)[ ]?(?:一?笔)?[\d一二两三四五六七八九十])"
)
_NO_MONEY = lazy(
    r"(?:合同|订单|图纸|样品|资料|邮件|(?<![a-z])po)[^,，。;]{0,3}收到|收到[^,，。;]{0,8}(?:订单|图纸|样品|样件|询价|邮件|消息|合同|通知|资料|货(?!款)|报价|电话|需求|po(?![a-z]))|"
    r"到了(?:位|场|厂)|过来(?:看|谈|了解|参观|拜访)|到(?:手|位)了?(?:样|货|图)"
)
# 预付30% alone is a term of payment; it came when something says so behind it.
_ARRIVES = lazy(r"到(?:了|账|的)|收到|已[到收]|打(?:了|来|过来)|付了|进账|入账")
_CORRECTS = lazy(r"改(?:成|为|到)|更正|应该是")  # 把那笔回款改成20万
_SOMEBODY_ELSE = lazy(r"(?:同行|对手|竞品|别家|隔壁|友商)[^,，。;]{0,10}$")
_OUR_OWN = lazy(
    r"工资|奖金|报销|退款|红包|余额宝|理财|收益|零钱|中奖|养老金|公积金|医保|国补|股票|基金|房租|房贷|利息|退税|提成|补贴|差旅|话费|彩票|生活费|学费|押金|(?:给|向)(?:供应商|外协|厂家|物流|房东)|我们?(?:公司)?(?:给|替)[^,，。;\ue001]{1,8}(?:付|打款|转账|汇款)"
)
_NOT_PAID = lazy(
    r"(?:还没|没有?|未|尚未|迟迟|拖着?|催|要求|等|不|答应|承诺|说(?:会|要|能|准备|安排|下|这|月|明)|准备|"
    r"打算|计划|要|会|能|预计|可能|应该|什么时候|安排|申请|争取|希望|才|如果|先(?!付$|打$|给$|汇$|$)|得|需要|约定|同意|"
    r"目标)[^,，。;了到]{0,8}$"
)
_OWED = lazy(
    r"^(?:[^,，。;]{0,6})(?:还没|没到|没收到|不了|吗|条件|方式|周期|账期|计划|目标|率|慢|拖|难|困难|情况|"
    r"多少|排行|风险|逾期|流程|前|之前|再)"
)
_FUTURE = lazy(r"(?:下周|下个?月|明天|后天|月底前?|下旬|年底)[^,，。;]{0,8}$")
_AROUND = r"(?:今天|昨天|刚才|刚|终于|总算|客户|他们|那边|有|又|这|那|一|笔|个|的|都|也|已经?|全部|啦|了|咯|哈|吧|呀|[ !。~])*"
_HANDED = lazy(r"(?:[还付打汇转给结收回]|到账|进账)(?:了|来|到|过来|进来)[ ]?$")
_BARE = lazy(
    rf"{_AROUND}(?:(?:帮我|麻烦|请)?(?:记|录|登记|录入|补录|记录|入)(?:一?个|一下|一笔|下|笔)*(?:回款|收款|到款|到账)|"
    rf"收到?了?(?:一?笔|了)*{PAID}|{PAID}{_AROUND}{_CAME}|到账|回款|{PAID}到){_AROUND}"
)
# What may stand beside a sum or a day that belongs to a payment: 渝峤15万; 11月18号到的账.
_BESIDE = lazy(
    rf"{C}|{H}|{PAID}|{_CAME}|外币|对公|账户|(?:收|到|打|付|进|入|转|汇|拿)(?:账|款|到)?(?:日期|时间)?的?|[的那这笔是共有于在日期间一总整了 ::]"
)
_IN_ALL = lazy(r"(?:一共|总共|合计|共计|总计)(?:是|有|[: ])*$")
_FIGURE = lazy(r"\d{1,3}(?:,\d{3}){1,3}(?:\.\d{1,2})?|\d{3,9}(?:\.\d{1,2})?")
_FIGURE_ALONE = lazy(rf"(?<![\d.-])(?<!\d,)(?:{_FIGURE.pattern})(?![\d-]|[.,]\d)")
_FIGURE_CAME = lazy(
    rf"(?<![\d.,-])(?P<n>{_FIGURE.pattern})(?=(?:已经?|都|也|刚刚?|[ ])*(?:到账|到了|进账|入账|已?收到|打来|汇来|转来|打过来|到手))"
)
_SPOKEN = lazy(
    r"(?:^|(?<=[,，。 ])|(?<=[转打付还给收汇结到]了)|(?<=[转打汇]过来))(?P<n>[一二两三四五六七八九]千[一二三四五六七八九]百?(?:[一二三四五六七八九]十?)?)(?=$|[,，。 过整])"
)
_FIGURE_PAID = lazy(
    rf"(?:(?:到款|收款|回款|进款|到账|货款|打款)[ :：]|(?:[进到来打汇转付回收](?:账|款|了|来|到|过来|进来){{0,2}}(?:一?笔|{PAID})|[打汇转](?:过|进)?来了?)[ :：]?(?=\d{{4}}|\d{{1,3}},))(?P<n>{_FIGURE.pattern})(?=元|块|$|[,，。 ])"
)
_CONTRACT_CAME = lazy(r"合同[^,，。;款]{0,10}到手|[那这]单[^,，。;款]{0,4}落袋")
_ITS_SUM = lazy(r"合同(?!款)(?:额|价|金额)?[^,，。;]{0,4}[\d一二三四五六七八九十]")
_OF_THE_PAPER = lazy(r"合同编?号?|对应|属于|就是|名下|下面|[挂走算记归入付还冲][在到的]*|项下|订单|单子")


@reads(RecordPayment, _PAY)
def paid(scene: Scene) -> Iterator[Found]:
    made: list[Found] = []
    for clause in scene.clauses:
        cue = _came(scene, clause)
        if cue:
            found = _payment(scene, clause, cue)
            made += several(scene, clause, cue) or ([found] if found else [])
    yield from on_the_day_of_all(scene, made)


@once
def is_payment(scene: Scene, clause: Clause) -> bool:
    """A sum stands in the clause beside the words for money that comes."""
    part = scene.part(clause)
    return bool(_PAY.search(part) and _MONEY_WORD.search(part) and scene.amounts_in((clause.start, clause.end)))


def _payment(scene: Scene, clause: Clause, cue: re.Match[str]) -> Found | None:
    amounts, used = _paid_amounts(scene, clause)
    amounts = [a for a in amounts if _IN_ALL.search(scene.painted, clause.start, a.span[0])] or amounts
    if not (amounts and _MONEY_WORD.search(scene.part(clause))) and not _named(scene, clause):
        return None
    if _WE_PAY.match(cue[0]) and not scene.of_kind(CUSTOMER) and not scene.of_kind(CONTRACT):
        return None
    used = [*_named_before(scene, clause), *used, *_of_which(scene, used[-1])]
    used = [*used, *_when_it_came(scene, used[-1])]
    whole = (min(c.start for c in used), max(c.end for c in used))
    contracts = scene.of_kind(CONTRACT, whole)
    slots = given(
        customer=scene.customer_in(whole), contract_no=contracts[0].value[0] if contracts else None,
        received_on=received(scene, whole) or at_the_head(scene, clause), **money(amounts[0] if amounts else None),
    )  # fmt: skip
    told = told_before(scene, clause, cue.start())  # 今天拜访博泽拿回尾款20万
    numbers = frozenset(c.number for c in used if not told or c != clause)
    # A day of its own behind the sum (昨天到的账) is no question about that day.
    score = 84.0 if amounts and used[-1] is not clause else 70.0
    return Found(RecordPayment, cue.span(), slots, score, numbers, "money came in", carries=not contracts)


def _came(scene: Scene, clause: Clause) -> re.Match[str] | None:
    """The word for money that came, unless it is still to come, asked for, or only talked about."""
    cue = scene.find(_PAY, (clause.start, clause.end))
    if not cue or asks(scene, clause) or is_rumour(scene, clause) or is_wish(scene, clause):
        return None
    before, after = scene.painted[clause.start : cue.start()], scene.painted[cue.end() : clause.end]
    if (
        _NO_MONEY.search(scene.part(clause))
        or _SOMEBODY_ELSE.search(scene.painted, clause.start, cue.start())
        or _OUR_OWN.search(scene.mended, clause.start, clause.end)
        or _CORRECTS.search(scene.part(clause))
        or (
            re.search(r"[成%]$", cue[0])
            and not _ARRIVES.search(scene.painted, cue.end(), scene.sentence(clause)[-1].end)
        )
        or re.search(r"没有?到|还没|未到|不到|没", cue[0])
        or _CONTRACT_CAME.search(scene.painted, clause.start, cue.end())
    ):
        return None
    return None if _NOT_PAID.search(before) or _OWED.match(after) or _FUTURE.search(before) else cue


def _named(scene: Scene, clause: Clause) -> bool:
    """Without a sum it must be said of somebody, or as received, or be all that the clause says."""
    part = scene.part(clause)
    if _BARE.fullmatch(part):
        return True
    somebody = scene.of_kind(CUSTOMER, (clause.start, clause.end)) or "收到" in part
    return bool(somebody and re.search(r"收到[^,，。;]{0,10}款|回款[!。]?$|回款了|到账了|款到了|打款了|付款了", part))


def _paid_amounts(scene: Scene, clause: Clause) -> tuple[list[Amount], list[Clause]]:
    """The sum in the clause, else in one of the next two, else alone with a name in the one before."""
    amounts = scene.amounts_in((clause.start, clause.end)) or _figure_that_came(scene, clause)
    amounts.sort(key=lambda one: not _HANDED.search(scene.painted, clause.start, one.span[0]))  # 欠的7万还了5万
    if amounts:
        return amounts, [clause]
    if not _STRONG.search(scene.part(clause)):
        return [], [clause]
    near = [c for c in scene.clauses if clause.number < c.number <= clause.number + 2]
    later = [c for c in near if c.sentence <= clause.sentence + 1 and not _ITS_SUM.match(scene.part(c))]
    for other in later:
        found = scene.amounts_in((other.start, other.end)) or _plain_figure(scene, other)
        if found and len(scene.part(other)) <= 16:
            return found, [clause, *later[: later.index(other) + 1]]
    before = scene.clauses[clause.number - 1 : clause.number]
    for earlier in before:
        found = scene.amounts_in((earlier.start, earlier.end))
        if found and _is_only(scene, earlier, [found[0].span]):
            return found, [earlier, clause]
    return [], [clause]


def _figure_that_came(scene: Scene, clause: Clause) -> list[Amount]:
    """稷源的57000到账了: the figure stands right before the word for its coming."""
    found = _FIGURE_CAME.search(scene.part(clause))
    if not found:
        return plain_sum(scene, (clause.start, clause.end))
    span = (clause.start + found.start("n"), clause.start + found.end("n"))
    return [Amount(Decimal(found["n"].replace(",", "")), "CNY", span, found["n"])]


def plain_sum(scene: Scene, span: Span) -> list[Amount]:
    """当场转了七千三, 到款 88,000: no unit stands there, but what it is."""
    figure = scene.find(_FIGURE_PAID, span)
    if figure:
        return [Amount(Decimal(figure["n"].replace(",", "")), "CNY", figure.span("n"), figure["n"])]
    found = scene.find(_SPOKEN, span)
    number = numeral_at(scene.mended, found.start("n")) if found else None
    if number is None:
        return []
    where = (number.start, number.end)
    return [Amount(number.value, "CNY", where, scene.said(where))]


def _plain_figure(scene: Scene, clause: Clause) -> list[Amount]:
    """A clause that is one large figure, with a name or a day: 蜀珀，119000，11月20日; 墨桁 88000 11.23."""
    found = _FIGURE_ALONE.search(scene.painted, clause.start, clause.end)
    days = [when.span for when in scene.dates((clause.start, clause.end), past=True)]
    if not found or not _is_only(scene, clause, [found.span(), *days]):
        return []
    return [Amount(Decimal(found[0].replace(",", "")), "CNY", found.span(), found[0])]


def _when_it_came(scene: Scene, last: Clause) -> list[Clause]:
    """昨天到的, or a day alone, said behind the sum."""
    for later in scene.clauses[last.number + 1 : last.number + 3]:
        span = (later.start, later.end)
        days = [when.span for when in scene.dates(span, past=True)]
        if days and not scene.amounts_in(span) and _is_only(scene, later, days):
            return list(scene.clauses[last.number + 1 : later.number + 1])
        if len(scene.part(later)) > 6 or scene.dates(span, past=True):
            break
    return []


def _of_which(scene: Scene, last: Clause) -> list[Clause]:
    """HT2026-052那笔, 合同HT2026-052, said behind the sum."""
    after = scene.clauses[last.number + 1 : last.number + 2]
    return [
        c
        for c in after
        if scene.of_kind(CONTRACT, (c.start, c.end)) and not _BESIDE.sub("", _OF_THE_PAPER.sub("", scene.part(c)))
    ]


def _named_before(scene: Scene, clause: Clause) -> list[Clause]:
    """HT2026-012 今日到账 …: the contract stands alone before the day."""
    before = scene.clauses[clause.number - 1 : clause.number] if clause.number else ()
    if scene.of_kind(CONTRACT, (clause.start, clause.end)) or scene.of_kind(CUSTOMER, (clause.start, clause.end)):
        return []
    return [c for c in before if c.sentence == clause.sentence and re.fullmatch(rf"(?:合同)?{H}", scene.part(c))]


def _is_only(scene: Scene, clause: Clause, spans: list[Span]) -> bool:
    """The clause says nothing but these, a name and the words of a payment."""
    words = "".join(
        sign
        for place, sign in enumerate(scene.part(clause), clause.start)
        if not any(start <= place < end for start, end in spans)
    )
    return not _BESIDE.sub("", words)
