"""Quotes that are submitted with their lines or their sum."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime

from bot.understanding.clauses import Clause
from bot.understanding.lazy import lazy
from bot.understanding.marks import CUSTOMER, MODEL, C, M, P, W
from bot.understanding.mood import asks, is_rumour, is_wish
from bot.understanding.numbers import Amount, find_discounts, find_durations
from bot.understanding.readers.kinds import head_of
from bot.understanding.readers.notes import is_only_a_day
from bot.understanding.readers.quote_lines import is_total, lines_in, touches
from bot.understanding.readers.scopes import given
from bot.understanding.readers.ways import ANY_WAY
from bot.understanding.readers.withdrawals import TAKEN_BACK
from bot.understanding.reading import Found, reads
from bot.understanding.scene import Scene, Span
from bot.understanding.when import as_slot
from domain.quotes import SubmitQuote

_QUOTE = lazy(
    rf"(?:^|(?<=[,，。;:：\n ])|(?<={C[0]})|(?<=\ue010))(?:帮我|帮(?!我)|帮忙|请|麻烦|我|先|再|要|新的?|给我|另外|顺便|"
    rf"然后|同时|你|把|今天|刚|上面|又|正式|现在|直接|对了|还有)*(?:提交|提|做|出|录|录入|开|发|打|写|起|"
    rf"拟|弄|来|建|搞|整|报)?(?:了)?(?:一?个|一份|一下|份|下|张|一张)?(?:新)?报价(?:单)?(?!.{{0,6}}(?:高|"
    rf"贵|低了|太|偏|认可|没批|哪|吗|多少|敏感|批了|通过|驳回|还没|过了|被|已经|单能|怎么))|"
    rf"给(?:{C}|他们?|她|客户|对方)(?:{P})?(?:那边|公司)?(?:的)?(?:再|重新|先|正式)?(?:报|出|做|开|发|录|"
    rf"提|来|弄|整)(?:了)?(?:一?个|一份|一下|份|张)?(?:新)?(?:报价(?:单)?|价|[ ]?{M}|[ ](?=\d)|"
    rf"[ ]?(?=[\u4e00-\u9fff]{{2,8}}(?:\d|\ue006)))|报(?:个|一个|一下|下)(?:新)?价|(?:^|"
    rf"(?<=[,，。;\n ]))(?:我)?(?:重新?|再|改)?报[ ]?(?=\d|总价|整单|打包)|报给{C}|向{C}报价|(?:改|重新?|再)报(?:给)?[ ]?(?={C}|{M})|(?:做|出|录|开|"
    rf"提交|起|弄|拟|建|来|搞|整)(?:了)?(?:一?[个份张]|一下)?(?:给)?{C}(?:{P})?的?报价|"
    rf"{C}(?:{P})?的?报价(?:单)?(?:做|出|录|开|提交|弄|拟|搞|整|写)(?:一?[个份张下]|一下)|报(?:一下|"
    rf"下)?{C}的价|价(?:格)?(?:我)?(?:已经)?报了|quote (?:to |for )?{C}|(?:^|"
    rf"(?<=[,，。;；:!！?\n ])){C}(?:的)?报价[ :：](?!.*(?:批|通过|驳回))|{C}(?:那边|"
    rf"这边)?(?:的)?报价(?=[ :：]*{M}|[ ]?\d)|{C}(?:那边|这边)?[ ]?报(?:价)?[ :：]?{M}"
)
_TELLS = lazy(r"[了说想嫌问没吗呢？?]|要|不(?!含)|样|库存|用量|目标|对手|竞|提醒|订单|采购|合同|成本|买|询|发货|到货")
_PRICED = lazy(r"谈(?:到|成|好|妥|下来)(?:了)?[ ]?(?=[\d一二三四五六七八九])|价")
# A price that is only mentioned is an offer when all its figures stand there: 要个支架的价，CZ-9 1200件，27块.
MENTION = lazy(
    r"报(?!告|名|废|警|备|销|关|检|修|批|社|道|表|纸|喜|到)(?:了|出|给|过)*价?|价(?:格)?(?:我|就|也|已经?)*(?:报|给[到了]?|发[给了])|价(?:格)?(?:我|就)|给(?:他们?|她们?|客户|对方|\ue001)\ue010*(?:那边|家)?(?:做|算|按|放|定|打)(?:到|了|成)?[ ]?(?=[\d一二两三四五六七八九十])|(?:新|单|价)(?:的)?价?格?(?=[:： ]|$)|(?:要|问|出|来|给|询)(?:一?个|一下|下|了|份)*"
    r"[^,，。;]{0,8}?价(?!格战|值|差|位)|quote|询价"
)
_ASKED_FOR = lazy("[要问询]")
_RIVAL = lazy(r"(?:对手|竞争对手|竞品|同行|对家|别家|别人|人家|友商|供应商|外协厂?|上游)[^,，。;]{0,8}报")
_WHOLE = lazy(r"(?:整单|打包|总价|总共|一共|合计|全部)[^,，。;\d]{0,4}$")
THEIR_OFFER = lazy(
    r"(?:对手|竞争对手|竞品|同行|别家|别人|人家|友商|供应商|他们?家?|她|客户|对方)(?:那边|也|都|已经|才|只|给)*报|目标价|心理价|报价?(?:高|低|贵|偏|太|没|还没)"
)
_TALK = lazy(
    rf"(?:嫌|说|觉得|问|要求?|让|等|催|看|对|关于|希望|叫|收到|我们的?|你们的?|他们的?|对手的?|上次的?|"
    rf"之前的?|因为|根据|按|超过|比)[^,，。;]{{0,6}}报价|报价(?:单)?(?:已经?)?(?:发|给(?:了|过|他|客户|"
    rf"对方))|报价(?:单)?(?:已|太|偏|高|贵|有|的事|这块|方面|问题|还|没|不|被|能不能|认可|通过|批|都|就|"
    rf"了解|审批)|(?:{P}|客户|他们|对方|{C})(?:说|让|要|催|叫|希望|想|等)[^,，。;]{{0,8}}报(?:个|一个|"
    rf"一下)?价|报价(?:高|低|偏|贵|能)"
)
_LATER = lazy(
    r"(?:明天|后天|下周|周[一二三四五六日]|回头|改天|晚点|待会|准备|打算|计划|提醒|记得|要|等)[^,，。;]{0,10}$"
)
_VALID = lazy(
    r"valid(?:ity)?(?: ?(?:until|till|thru|to|for))?[到至: ]*|有效期?(?:到|至|截止到?|截至|为|是|[:：]|内|期)*|报价有效|(?:报价|价格)保留(?:到|至)?|保价(?:到|至)?|期限|截止"
)
_VALID_BEFORE = lazy(r"^(?:之?前|内|以前)?(?:有效|截止|到期|失效)")
_DELIVERY = lazy(
    r"(?:(?:^|[,，。; ])(?:货|[首头]批|第一批)|delivery(?: date)?|deliver(?: by)?|ship(?:ment|ping)?(?: by)?|交货|交付|交期|货期|发货|供货|到货|交样|出货)(?:日期|时间|期)?(?:在|是|为|到|定|说|给|改|放|排|提前|预计|大概|约|安排|要求|最[晚迟]|[:： ])*$"
)
_DELIVERY_AFTER = lazy(
    r"^(?:之?前|内|以前|左右|能|可以?|就|首批|第一批|头批|分批|全部|开始|先|要|[ ])*(?:能)?(?:发(?=$|[,，。;])|交货|交付|发货|到货|供货|交齐|出货|要货|提货|收货|交)"
)
_TOTAL = lazy(
    r"(?:总价|总额|合计|总计|一共|总共|共计|共|整单|打包价?|总金额|金额|含税总价|报价|报|全部|给)(?:是|为|"
    r"大概|大约|约|了|[:： ])*(?:人民币)?$"
)
_NOTE = lazy(
    r"税|运费|付款|账期|预付|定金|备注|包装|质保|到厂|出厂|含|fob|cif|exw|ddp|模具费|开模|起订|最小|票|"
    r"月结|现款|样品|急|运输|另外?[算计付收议]|单[独列]?[算计收议]|自提|自理|送货|包邮|分[两二三四五几多\d]+[批次]|安装|调试"
)

NOT_OURS = lazy(
    rf"新房|(?:让|叫|派|安排){W}[^,，。;]{{0,8}}报|报价(?:审批|阶段|环节|流程)|{_RIVAL.pattern}|{TAKEN_BACK.pattern}"
)

_GIVEN_UP = lazy(r"算了|不报了")  # 本来想报个价，算了
# Every cue holds one of these; where they stand is tried a counted number of times.
PRICE = lazy(r"[报价]|quote|给.{0,8}[做算按放定打][到了成]?[ ]?[\d一二两三四五六七八九十]")
PLACES = 16
_MODEL = lazy(M)


@reads(SubmitQuote, (PRICE, _MODEL))
def submit(scene: Scene) -> Iterator[Found]:
    for clause in [one for one in scene.clauses if PRICE.search(scene.part(one))][:PLACES]:
        if is_wish(scene, clause) or is_rumour(scene, clause) or NOT_OURS.search(scene.part(clause)):
            continue
        given_up = _GIVEN_UP.search(scene.painted, clause.end, scene.sentence(clause)[-1].end)
        found = None if given_up else _ordered(scene, clause) or _mentioned(scene, clause)
        if found:
            yield found
            return
    yield from _listed(scene)


def _ordered(scene: Scene, clause: Clause) -> Found | None:
    """The word for making an offer: with a line or a sum it is one, without any only as a plain order."""
    cue = scene.find(_QUOTE, (clause.start, clause.end))
    if not cue:
        return None
    clauses, found = _terms(scene, clause, cue)
    talk = _TALK.search(scene.part(clause))
    later = _LATER.search(scene.painted[clause.start : cue.start()])
    summed = any(is_total(scene, one) for one in scene.amounts_in((clauses[0].start, clauses[-1].end)))
    if (talk and not found.get("lines") and not summed) or (later and not _has_figures(found)):
        return None
    if not found.get("lines") and not found.get("amount") and not _asked(scene, clause, found):
        return None
    return Found(SubmitQuote, cue.span(), found, 79.0, frozenset(c.number for c in clauses), "a quote")


def _mentioned(scene: Scene, clause: Clause) -> Found | None:
    """A price that is spoken of beside all that a line needs, or beside a sum for the whole."""
    cue = scene.find(MENTION, (clause.start, clause.end))
    if not cue or asks(scene, clause) or THEIR_OFFER.search(scene.part(clause)):
        return None
    clauses, found = _terms(scene, clause, cue)
    complete, whole = is_complete(found), len(clauses) == len(scene.clauses)
    sums = scene.amounts_in((cue.end(), clauses[-1].end)) or scene.amounts_in((clause.start, cue.start()))
    spoken = scene.painted[clause.start : cue.start()]
    summed = sums and 0 <= sums[0].span[0] - cue.end() <= 2 and (whole or _WHOLE.search(spoken))
    summed = summed or any(is_total(scene, one) for one in sums)
    if not complete and not (summed and "报" in cue[0] and scene.of_kind(CUSTOMER) and not found.get("lines")):
        return None
    score = 74.0 if complete else 68.0
    head = head_of(scene, clause, backfill=False) if _ASKED_FOR.search(cue[0]) else None
    told = head and head.kind in ("call", "message", "email")  # 来电要两款板子的价
    numbers = frozenset(c.number for c in clauses if not told or c != clause)
    return Found(SubmitQuote, cue.span(), found, score, numbers, "an offer")


def _listed(scene: Scene) -> Iterator[Found]:
    """Nothing but a customer, part numbers, counts and prices: 泓珩 FX-20 1500件 26块8."""
    whole = (0, len(scene.painted))
    if len(scene.of_kind(CUSTOMER)) != 1 or not scene.of_kind(MODEL) or scene.find(_TELLS) or scene.find(ANY_WAY):
        return
    found = offer(scene, whole, 0)
    if is_complete(found):
        slots = given(customer=scene.customer_in(whole), **found)
        yield Found(SubmitQuote, whole, slots, 61.0, scene.numbers_of(whole), "lines of a quote")


def _terms(scene: Scene, clause: Clause, cue: re.Match[str]) -> tuple[list[Clause], dict[str, object]]:
    clauses = [*_given_before(scene, clause), *offer_clauses(scene, clause)]
    span = (clauses[0].start, clauses[-1].end)
    return clauses, given(customer=scene.customer_in(span), **offer(scene, span, cue.end()))


def is_complete(found: dict[str, object]) -> bool:
    lines = found.get("lines")
    return isinstance(lines, tuple) and all(line.qty and line.unit_price for line in lines)


def _has_figures(found: dict[str, object]) -> bool:
    """明天要去给泓珩报价JM-1 is a plan; with a count or a price it is an offer."""
    lines = found.get("lines")
    return bool(
        found.get("amount") or (isinstance(lines, tuple) and any(line.qty or line.unit_price for line in lines))
    )


def _asked(scene: Scene, clause: Clause, found: dict[str, object]) -> bool:
    """Without figures only a plain order counts: 给泓珩报个价, 报价 博泽, 报价 博泽 有效期到月底."""
    part = scene.part(clause)
    plain = re.search(
        r"报(?:个|一个|一下|下)(?:新)?价|(?:做|出|录|开|发|提交|起|弄|拟|建|来)(?:一?个|一份|份|张|一张)(?:新)?报价",
        part,
    )
    bare = re.fullmatch(rf"\s*(?:提交|新建)?报价(?:单)?[ :：]*(?:{C})?\s*", part)
    if any(found.get(term) for term in ("valid_until", "delivery_on", "discount")):
        bare = bare or re.match(rf"\s*(?:提交|新建)?(?:报价(?:单)?[ :：]*{C}|{C}(?:的)?报价(?:单)?)(?=[ ]|$)", part)
    if len(scene.clauses) == 1:
        bare = bare or re.fullmatch(rf"(?:帮我|麻烦|我?要)?给{C}(?:那边)?报价吧?", part)
    told = re.search(r"了|今天|昨天|刚|已经|说|过", part) and not bare
    return bool((plain and not told) or bare)


def _given_before(scene: Scene, clause: Clause) -> list[Clause]:
    """湘骐要 LD-90，600块，做个报价单; 要LJ-3 5万个，我当场报了1毛2: part and count stand before the word."""
    if scene.of_kind(MODEL, (clause.start, clause.end)):
        return []
    before: list[Clause] = []
    for earlier in reversed([c for c in scene.sentence(clause) if c.number < clause.number]):
        part = scene.part(earlier)
        if (
            not re.search(rf"{M}|\d|[一二两三四五六七八九十百千]|^[\u4e00-\u9fff\ue001\ue010]{{2,8}}$", part)
            or re.search(r"款|付|账", part)
            or ANY_WAY.search(_PRICED.sub("", part))
        ):
            break
        before.insert(0, earlier)
    named = [
        c
        for c in before
        if scene.of_kind(MODEL, (c.start, c.end)) or re.search(rf"{C}[^,，]{{0,4}}(?:要|价)|总价|打包", scene.part(c))
    ]
    return before if named else []


def offer_clauses(scene: Scene, first: Clause) -> list[Clause]:
    kept = [first]
    for clause in scene.clauses[first.number + 1 :]:
        part = scene.part(clause)
        if re.search(
            r"提醒|联系人|拜访|回款|到账|评审|归档|再[谈聊约去来过跑碰见]|另外(?![算计付收议])|顺便|商机|签了|客户说|他说|导出|查|明天去|下周去",
            part,
        ):
            if "提醒" in part and len(kept) > 1 and is_only_a_day(scene, kept[-1]):
                kept.pop()  # 周二上午十点，提醒我追一下
            break
        if clause.sentence > first.sentence + 6 or not re.search(
            (
                rf"\d|[一二三四五六七八九十半]|{M}|{_VALID.pattern}|{_NOTE.pattern}|折|点|万|块|元|交|底|月|"
                rf"^(?:客户)?[:：]?{C}$|客户|^[\u4e00-\u9fff]{{2,8}}$"
            ),
            part,
        ):
            break
        kept.append(clause)
    return kept


def offer(scene: Scene, span: Span, behind: int) -> dict[str, object]:
    discounts = [d for d in find_discounts(scene.mended) if span[0] <= d.span[0] and d.span[1] <= span[1]]
    lines, spent = lines_in(scene, span, behind)
    totals = _totals(scene, span, spent, any(line.unit_price or line.qty for line in lines))
    priced = [*totals, *spent]
    currency = next((a.currency for a in priced if a.currency and a.currency != "CNY"), None)
    return given(
        lines=lines, amount=totals[0].value if totals else None, currency=currency,
        valid_until=_valid(scene, span), discount=discounts[0].value if discounts else None,
        delivery_on=delivery(scene, span), note=_remarks(scene, span),
    )  # fmt: skip


def _totals(scene: Scene, span: Span, spent: list[Amount], lined: bool) -> list[Amount]:
    found = [a for a in scene.amounts_in(span) if not a.per_unit and not touches(a.span, [s.span for s in spent])]
    named = [a for a in found if is_total(scene, a)]
    if named or lined:
        return named
    return [a for a in found if _TOTAL.search(scene.painted[max(0, a.span[0] - 10) : a.span[0]])] or found[:1]


def _valid(scene: Scene, span: Span) -> date | datetime | None:
    for when in scene.dates(span, past=False):
        head, tail = (
            scene.painted[max(span[0], when.span[0] - 16) : when.span[0]],
            scene.painted[when.span[1] : when.span[1] + 6],
        )
        if re.search(rf"(?:{_VALID.pattern})[ ]?$", head) or _VALID_BEFORE.match(tail):
            return as_slot(when)
    for length in find_durations(scene.hidden):
        head = scene.painted[max(span[0], length.span[0] - 8) : length.span[0]]
        tail = scene.painted[length.span[1] : length.span[1] + 6]
        if span[0] <= length.span[0] < span[1] and (
            re.search(rf"(?:{_VALID.pattern})[ ]?$", head) or _VALID_BEFORE.match(tail)
        ):
            return length.after(scene.now, scene.directory.calendar)
    return None


def delivery(scene: Scene, span: Span) -> date | datetime | None:
    """The day on which we deliver, when it is named beside 交货 or 交期."""
    for when in scene.dates(span, past=False):
        head, tail = (
            scene.painted[max(span[0], when.span[0] - 16) : when.span[0]],
            scene.painted[when.span[1] : when.span[1] + 8],
        )
        if _DELIVERY.search(head) or _DELIVERY_AFTER.match(tail):
            return as_slot(when)
    return None


def _remarks(scene: Scene, span: Span) -> str | None:
    pieces = re.finditer(r"[^,，。;；\n ]+", scene.painted[span[0] : span[1]])
    kept = [scene.said((span[0] + p.start(), span[0] + p.end())) for p in pieces if _NOTE.search(p[0])]
    return "，".join(kept) or None
