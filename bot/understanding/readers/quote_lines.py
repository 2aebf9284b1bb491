"""The lines of a quote: part number, count and price, in the order in which they are written."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from bot.understanding.lazy import lazy
from bot.understanding.marks import CUSTOMER, MODEL, Mark
from bot.understanding.numbers import Amount, Number, Quantity, find_amounts, find_numbers, find_quantities
from bot.understanding.scene import Scene, Span
from domain.quotes import Line

# So much for one part number without a count is the sum of the quote.
_WHOLE_PRICE = 10_000
_MOST_LINES = 60
_BY_UNIT = lazy(r"(?:单价|每[件只套台个箱吨根米片条公斤]|一[件只套台个箱吨根米片条]|@|每)[价]?(?:是|为|[:： ])*$")
# 600块，每块188: a plate is what is counted here.
_BY_PIECE = lazy(r"(?:每|一|/)块(?!钱)")
# What they use in a year, or have bought, is no count of this offer.
_NOT_ORDERED = lazy(
    r"(?:用量|需求量?|产能|产量|一年|每年|全年|每月|月|起订量?|最小|库存|样品)(?:是|约|大概|要|有|[:： ])*$|[-−]$"
)
_ROUND = lazy(r"[\d.一二两三四五六七八九十百千]{1,6}[万千百w][一二三四五六七八九\d]?")
# 数量 10万 is no money.
_COUNT = lazy(r"(?:数量|qty|订量|需求量|要)(?:是|为|[:： ])*$")
_NAME_LABEL = lazy(r"(?:品名|产品名?称?|名称|物料|货品|货物)[:： ]+(?P<n>[\u4e00-\u9fff]{2,8})(?=[ ,，/;；\n]|$)")
_LABEL_REACH = 8
_NO_NAME = lazy(r"型号|产品|规格|另外|还有|然后|刚才|一个")
_EACH = lazy(r"各(?:要|来|做|报|是|[ ])?$|(?:都是?|均为?)$")
_LOWERED = lazy(r"(?:降|调|改|涨|压|谈|优惠)(?:到|成|为|至)[ ]?$")
# Without a part number or a product's name: 6308 5000套, and C要的电池托盘，报1680一套，400套.
_DIGITS_ONLY = lazy(
    r"(?:^|[ ,，:：\ue010报了要])(?P<name>\d{3,6}(?:(?![元块万亿千件只套台个箱根片条支年月日号一二三四五六七八九十每])[\u4e00-\u9fff]{2,4}(?<![一二三四五六七八九十百千万两]))?)(?:(?<=[\u4e00-\u9fff])|[ ,，])[ ,，]*(?=[\d一二两三四五六七八九十百千万]{1,8}[件只套台个箱根片条支])"
)
_WANTED = lazy(r"(?:想?要|需要|问)的?(?:那?[个批款]|一[批款])?(?P<name>[\u4e00-\u9fff]{2,6})(?=[,，])")
_NAMED = lazy(rf"{CUSTOMER}\ue010*的?(?P<name>[\u4e00-\u9fff]{{2,6}}?)的?报价")
_NO_RATHER = lazy(r"(?:不对|说错了|错了|写错了|报错了|更正|打错了|口误|不是)[,，:： ]*")
_PRODUCT = lazy(
    r"(?:^|"
    r"[ ,，:：、;\n价\ue010])(?P<name>[\u4e00-\u9fffA-Za-z][\u4e00-\u9fffA-Za-z0-9-]{1,11}?)[ ]?(?=\d|"
    r"[一二两三四五六七八九十百千]{1,6}[件只套台个箱吨根米片条])"
)
_POINTING = lazy(r"^(?:[那这]边的?|想要|需要|要|问|[那这][个款种批]|产品|型号|品名|物料)")
_LEADING_ON = lazy(r"(?:我们|[我就要是给算按的]|报价?|单价|价格|每.)+$")
_NO_PRODUCT = lazy(
    r"^(?!五金|三通|四通|三角|十字|一体|两器)[一二两三四五六七八九十百千报才只就要]|^(?:[先再]报|这次|[廿卅]|来[一二两三四五六七八九十])|\d[块元毛角]|[一二两几]份|^做|单价|总价|总额|下浮|报价|有效|交货|交期|数量|合计|每|含税|折|月|号|周|"
    r"年|到|过去|过来|价格|看中|看上|选|定[了下]|谈|想|好|看中|看上|选|定[了下]|谈|想|好|一共|金额|付款|账期|打|让|共|约|美金|优惠|大概|客户|给|价$|^[单整几首该这那全][件只套台个]$"
)


def offer_lines(scene: Scene) -> tuple[Line, ...]:
    """The lines that a whole text gives: the answer to 报什么."""
    return lines_in(scene, (0, len(scene.text)), 0)[0]


def lines_in(scene: Scene, span: Span, behind: int) -> tuple[tuple[Line, ...], list[Amount]]:
    """One line for each part number, or for each named product with a count and a price."""
    models = scene.of_kind(MODEL, span)
    heads = (
        models
        or _products(scene, (max(span[0], behind - 1), span[1]))
        or _products(scene, span)
        or _unnamed(scene, span)
    )
    lines: list[Line] = []
    spent: list[Amount] = []
    for place, head in enumerate(heads[:_MOST_LINES]):
        end = heads[place + 1].start if place + 1 < len(heads) else span[1]
        qty, price = _count_and_price(scene, (head.end, end), (head.start, head.end))
        if len(heads) == 1 and models and not (qty and price):
            start = _line_start(scene, span, head)
            qty, price = _count_and_price(scene, (start, end), (head.start, head.end))
        if price and qty is None and len(heads) == 1 and _is_of_all(scene, price):
            price = None
        if models or (qty and price):
            spent += [price] if price else []
            name = _product_name(scene, head, end) if models else None
            lines.append(Line(scene.said((head.start, head.end)), qty, price.value if price else None, name))
    return _each(scene, span, lines), spent


def _is_of_all(scene: Scene, price: Amount) -> bool:
    """So much for one part number without a count is no price of a piece."""
    return not price.per_unit and price.value >= _WHOLE_PRICE and not _by_unit(scene, price)


def _each(scene: Scene, span: Span, lines: list[Line]) -> tuple[Line, ...]:
    """各300件 counts every line that has no count of its own."""
    shared = [
        q for q in _read(scene.hidden).counts if _within(q.span, span) and _EACH.search(scene.painted[: q.span[0]])
    ]
    if len(lines) < 2 or not shared:
        return tuple(lines)
    without = [line.qty in (None, shared[0].value) for line in lines]
    return tuple(
        replace(line, qty=shared[0].value) if bare else line for line, bare in zip(lines, without, strict=True)
    )


def is_total(scene: Scene, amount: Amount) -> bool:
    head = scene.painted[max(0, amount.span[0] - 10) : amount.span[0]]
    if _BY_UNIT.search(head) or amount.per_unit:
        return False
    return bool(
        re.search(
            r"(?:总价|总额|合计|总计|一共|总共|共计|共|整单|整套|打包价?|总金额|金额|全部)(?:打完?折后?|折后|优惠后?|是|为|大概|约|[:： ])*$",
            head,
        )
    )


def touches(span: Span, others: list[Span]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in others)


def _line_start(scene: Scene, span: Span, head: Mark) -> int:
    """For a single line the figures may also stand before the part number: 2000件 JM-2087A."""
    before = [mark.end for mark in scene.marks if mark.end <= head.start and mark.kind == CUSTOMER]
    return max([span[0], *before])


def _products(scene: Scene, span: Span) -> list[Mark]:
    found = []
    for match in _PRODUCT.finditer(scene.painted, *span):
        name = match["name"].strip()
        start = match.start("name") + len(name) - len(_POINTING.sub("", name))
        name = _LEADING_ON.sub("", _POINTING.sub("", name))
        if len(name) > 1 and not _NO_PRODUCT.search(name):
            found.append(Mark(MODEL, start, start + len(name), (name,)))
    return found


def _unnamed(scene: Scene, span: Span) -> list[Mark]:
    """A number of digits alone before its count, else what the customer wants."""
    found = scene.find(_DIGITS_ONLY, span) or scene.find(_WANTED, span) or scene.find(_NAMED, span)
    if not found or _NO_PRODUCT.search(found["name"]):
        return []
    return [Mark(MODEL, found.start("name"), found.end("name"), (found["name"],))]


def _count_and_price(scene: Scene, span: Span, head: Span) -> tuple[Decimal | None, Amount | None]:
    begin = _corrected(scene, span)
    if begin:
        qty, price = _figures(scene, (span[0], begin), head)
        better, dearer = _figures(scene, (begin, span[1]), head)
        return better or qty, dearer or price
    return _figures(scene, span, head)


@dataclass(frozen=True, slots=True)
class _Figures:
    amounts: tuple[Amount, ...]
    counts: tuple[Quantity, ...]
    numbers: tuple[Number, ...]


@lru_cache(maxsize=8)
def _read(hidden: str) -> _Figures:
    """All figures of a text, read once however many lines it has."""
    return _Figures(tuple(find_amounts(hidden)), tuple(find_quantities(hidden)), tuple(find_numbers(hidden)))


def _within(inner: Span, span: Span) -> bool:
    return span[0] <= inner[0] and inner[1] <= span[1]


def _corrected(scene: Scene, span: Span) -> int | None:
    """Where the speaker takes back a figure: 单价26，不对，单价是28."""
    found = scene.find(_NO_RATHER, span)
    return found.end() if found else None


def _figures(scene: Scene, span: Span, head: Span) -> tuple[Decimal | None, Amount | None]:
    """The count and the price of one line; a figure without a unit is the count when a price follows it."""
    words = scene.hidden[: span[1]]
    times = re.match(r"[ ]?[*x×](\d{2,7})(?![\d.])", words[head[1] :])
    amounts, counts = _priced_and_counted(scene, span)
    prices = [a for a in amounts if not is_total(scene, a)]
    if times:
        return Decimal(times[1]), prices[0] if prices else None
    taken = [*(q.span for q in counts), *(a.span for a in amounts), *(w.span for w in scene.coming)]
    bare = [
        n
        for n in _read(scene.hidden).numbers
        if _within(n.span, span) and not touches(n.span, taken) and _is_bare(n, words)
    ]
    used = [q for q in counts if not _is_rate(scene, q)]
    qty = used[0].value if used else None
    if qty is None and len(prices) > 1 and _may_count(scene, prices[0]):
        qty, prices = prices[0].value, prices[1:]
    if qty is None and len(prices) == 1 and bare and prices[0].span < bare[0].span and _may_count(scene, prices[0]):
        qty, prices = prices[0].value, []  # DZ-5 400 85
    if qty is None and bare and bare[0].value == bare[0].value.to_integral_value() and (len(bare) > 1 or prices):
        qty, bare = bare[0].value, bare[1:]
    if not prices and bare:
        prices = [Amount(bare[0].value, "CNY", bare[0].span, bare[0].text)]
    lowered = [a for a in prices if _LOWERED.search(scene.mended[max(0, a.span[0] - 4) : a.span[0]])]
    return qty, next(iter(lowered or prices), None)


def _priced_and_counted(scene: Scene, span: Span) -> tuple[list[Amount], list[Quantity]]:
    words = scene.hidden[: span[1]]
    dated = [
        w.span for w in scene.coming if not _LOWERED.search(words[max(0, w.span[0] - 4) : w.span[0]])
    ]  # 降到 11.8 is no day
    amounts = [a for a in _read(scene.hidden).amounts if _within(a.span, span) and not touches(a.span, dated)]
    pieces = [a for a in amounts if a.text.endswith("块") and _BY_PIECE.search(words, a.span[1], span[1])]
    sure = [a.span for a in amounts if a.sure and a not in pieces]
    counts = [q for q in _read(scene.hidden).counts if _within(q.span, span) and not touches(q.span, sure)]
    pieces += [a for a in amounts if not a.per_unit and _COUNT.search(words[max(0, a.span[0] - 8) : a.span[0]])]
    counts += [Quantity(a.value, a.text[-1:], a.span, a.text) for a in pieces]
    counts = [
        q
        for q in counts
        if q.unit not in "份张" and not _NOT_ORDERED.search(scene.mended[max(0, q.span[0] - 8) : q.span[0]])
    ]
    return [a for a in amounts if a not in pieces and not touches(a.span, [q.span for q in counts])], counts


def _is_bare(number: Number, words: str) -> bool:
    """A plain figure: no share, no day, nothing below zero."""
    behind = re.match(r"\s*(?:[%折天年月号日周点]|个点|个?工作日)", words[number.span[1] :])
    return not number.unit and not behind and number.value > 0


def _may_count(scene: Scene, amount: Amount) -> bool:
    """The 100 of 100 3.5k is money only because of a word before it."""
    if _ROUND.fullmatch(amount.text) and not amount.per_unit:  # 一万 1.95
        return True
    return not amount.sure and amount.value == amount.value.to_integral_value() and not _by_unit(scene, amount)


def _by_unit(scene: Scene, amount: Amount) -> bool:
    return bool(_BY_UNIT.search(scene.painted[max(0, amount.span[0] - 6) : amount.span[0]]))


def _is_rate(scene: Scene, quantity: Quantity) -> bool:
    """一件 in 38元一件 counts nothing."""
    before = scene.mended[: quantity.span[0]].rstrip(" /")[-1:]
    return quantity.value == 1 and bool(re.search(r"元|块|\d", before)) and scene.mended[quantity.span[0]] in "一每/"


def _product_name(scene: Scene, head: Mark, end: int) -> str | None:
    """模架 in MJ-P20 模架 12套, or 轴套 in 轴套 ZT-4410, or what a label gives: 品名:转向节 型号:HY-77."""
    labels = list(_NAME_LABEL.finditer(scene.painted[: head.start]))
    if labels and head.start - labels[-1].end() <= _LABEL_REACH:
        return scene.said(labels[-1].span("n"))
    after = re.match(
        r"[ (（]*(?P<n>[\u4e00-\u9fff]{2,8}?)[)） ]*(?=[\d一二两三四五六七八九十百千]|$|[ ,，]|价|单价|报|[的各要])",
        scene.painted[head.end : end],
    )
    if after and not _NO_PRODUCT.search(after["n"]):
        return scene.said((head.end + after.start("n"), head.end + after.end("n")))
    before = re.search(
        r"(?:^|[ :：;；\n。,，价\ue010要的订买报])(?P<n>[a-z]?[\u4e00-\u9fff]{2,6})[ (（]*$",
        scene.painted[: head.start],
    )
    name = re.split("[要的订买报]", before["n"])[-1] if before else ""
    if before and len(name) > 1 and not _NO_PRODUCT.search(name) and not _NO_NAME.search(name):
        return scene.said((before.end("n") - len(name), before.end("n")))
    return None
