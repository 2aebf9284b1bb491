"""The lines of a quote: part number, count and price, in the order in which they are written."""

from __future__ import annotations

import re
from decimal import Decimal

from bot.understanding.marks import CUSTOMER, MODEL, Mark
from bot.understanding.numbers import Amount, find_amounts, find_numbers, find_quantities
from bot.understanding.scene import Scene, Span
from domain.quotes import Line

# So much for one part number without a count is the sum of the quote.
_WHOLE_PRICE = 10_000
_BY_UNIT = re.compile(r"(?:单价|每[件只套台个箱吨根米片条公斤]|一[件只套台个箱吨根米片条]|@|每)[价]?(?:是|为|[:： ])*$")
_PRODUCT = re.compile(
    r"(?:^|"
    r"[ ,，:：、;\n价\ue010])(?P<name>[\u4e00-\u9fffA-Za-z][\u4e00-\u9fffA-Za-z0-9-]{1,11}?)[ ]?(?=\d|"
    r"[一二两三四五六七八九十百千]{1,6}[件只套台个箱吨根米片条])"
)
_NO_PRODUCT = re.compile(
    r"^[一二两三四五六七八九十百千]|单价|总价|总额|下浮|报价|有效|交货|交期|数量|合计|每|含税|折|月|号|周|"
    r"年|到|价格|一共|金额|付款|账期|打|让|共|约|美金|优惠|大概|客户|给|价$|[件只套台个]$"
)


def offer_lines(scene: Scene) -> tuple[Line, ...]:
    """The lines that a whole text gives: the answer to 报什么."""
    return lines_in(scene, (0, len(scene.text)), 0)[0]


def lines_in(scene: Scene, span: Span, behind: int) -> tuple[tuple[Line, ...], list[Amount]]:
    """One line for each part number, or for each named product with a count and a price."""
    models = scene.of_kind(MODEL, span)
    heads = models or _products(scene, (behind, span[1]))
    lines: list[Line] = []
    spent: list[Amount] = []
    for place, head in enumerate(heads):
        end = heads[place + 1].start if place + 1 < len(heads) else span[1]
        start = head.end if len(heads) > 1 or not models else _line_start(scene, span, head)
        qty, price = _count_and_price(scene, (start, end), (head.start, head.end))
        if (
            price
            and qty is None
            and len(heads) == 1
            and not price.per_unit
            and price.value >= _WHOLE_PRICE
            and not _by_unit(scene, price)
        ):
            price = None
        if models or (qty and price):
            spent += [price] if price else []
            name = _product_name(scene, head, end) if models else None
            lines.append(Line(scene.said((head.start, head.end)), qty, price.value if price else None, name))
    return tuple(lines), spent


def is_total(scene: Scene, amount: Amount) -> bool:
    head = scene.painted[max(0, amount.span[0] - 10) : amount.span[0]]
    if _BY_UNIT.search(head) or amount.per_unit:
        return False
    return bool(
        re.search(r"(?:总价|总额|合计|总计|一共|总共|共计|共|整单|总金额|金额|全部)(?:是|为|大概|约|[:： ])*$", head)
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
        if not _NO_PRODUCT.search(name):
            found.append(Mark(MODEL, match.start("name"), match.start("name") + len(name), (name,)))
    return found


def _count_and_price(scene: Scene, span: Span, head: Span) -> tuple[Decimal | None, Amount | None]:
    words = scene.hidden[: span[1]]
    dated = [w.span for w in scene.coming]
    amounts = [a for a in find_amounts(words) if span[0] <= a.span[0] and not touches(a.span, dated)]
    counts = [
        q
        for q in find_quantities(words)
        if span[0] <= q.span[0] and not touches(q.span, [a.span for a in amounts if a.sure])
    ]
    prices = [a for a in amounts if not is_total(scene, a) and not touches(a.span, [q.span for q in counts])]
    bare = [
        n
        for n in find_numbers(words)
        if span[0] <= n.span[0] and not touches(n.span, [*dated, *[c.span for c in counts], *[a.span for a in prices]])
    ]
    bare = [
        n
        for n in bare
        if not n.unit and not re.match(r"\s*(?:[%折天年月号日周点]|个点|个?工作日)", words[n.span[1] :]) and n.value > 0
    ]
    times = re.match(r"[ ]?[*x×](\d{2,7})(?![\d.])", words[head[1] :])
    if times:
        return Decimal(times[1]), prices[0] if prices else None
    counts = [q for q in counts if q.value != 1 or not _is_rate(scene, q.span)]
    qty = counts[0].value if counts else None
    if qty is None and bare and bare[0].value == bare[0].value.to_integral_value() and (len(bare) > 1 or prices):
        qty, bare = bare[0].value, bare[1:]
    if not prices and bare:
        prices = [Amount(bare[0].value, "CNY", bare[0].span, bare[0].text)]
    return qty, prices[0] if prices else None


def _by_unit(scene: Scene, amount: Amount) -> bool:
    return bool(_BY_UNIT.search(scene.painted[max(0, amount.span[0] - 6) : amount.span[0]]))


def _is_rate(scene: Scene, span: Span) -> bool:
    """一件 in 38元一件 counts nothing."""
    return (
        bool(re.search(r"(?:元|块|\d)$", scene.mended[: span[0]].rstrip(" /")[-1:]))
        and scene.mended[span[0]] in "一每/"
    )


def _product_name(scene: Scene, head: Mark, end: int) -> str | None:
    """模架 in MJ-P20 模架 12套, or 轴套 in 轴套 ZT-4410."""
    after = re.match(
        r"[ (（]*(?P<n>[\u4e00-\u9fff]{2,8}?)[)） ]*(?=[\d一二两三四五六七八九十百千]|$|[ ,，])",
        scene.painted[head.end : end],
    )
    if after and not _NO_PRODUCT.search(after["n"]):
        return scene.said((head.end + after.start("n"), head.end + after.end("n")))
    before = re.search(r"(?:[ :：,，价\ue010])(?P<n>[\u4e00-\u9fff]{2,6})[ (（]*$", scene.painted[: head.start])
    if (
        before
        and not _NO_PRODUCT.search(before["n"])
        and not re.search(r"型号|产品|规格|另外|还有|然后|刚才|一个", before["n"])
    ):
        return scene.said((before.start("n"), before.end("n")))
    return None
