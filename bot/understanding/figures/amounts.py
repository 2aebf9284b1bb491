"""Sums of money: 120万, 38块5, 两块八毛五, USD 12.5, 40-45万, 四百来万."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from bot.understanding.figures.measures import WORD, is_counted
from bot.understanding.figures.money import YUAN, currency_after, currency_before
from bot.understanding.folding import KEPT_AT_MOST, TRIED_AT_MOST, fold, hide_codes
from bot.understanding.numerals import Numeral, is_formal_word, numeral_at


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum as it was said, in units of `currency`; `high` is the upper end of 40-45万."""

    value: Decimal
    currency: str
    span: tuple[int, int]
    text: str
    approx: bool = False
    high: Decimal | None = None
    per_unit: bool = False
    tax: bool | None = None  # 含税 True, 不含税 False, not said None
    sure: bool = True  # False: money only because of the words before it


@dataclass(frozen=True, slots=True)
class _Sum:
    """What one figure and the words around it come to."""

    value: Decimal
    start: int
    end: int
    currency: str | None
    unit: int
    approx: bool = False
    high: Decimal | None = None
    sure: bool = True


_BEGINS = frozenset("0123456789.零一二两三四五六七八九十百千几数壹贰叁肆伍陆柒捌玖拾俩")
_DIGIT = r"[\d零〇一二两三四五六七八九壹贰叁肆伍陆柒捌玖]"
_OWN = r"(?![\d.年月日号天周点%折件套台个只箱吨根米])"
_COINS = re.compile(
    rf"(?P<unit>块钱?|蚊|元|圆|美元|毛|角)"
    rf"(?:(?P<half>半)|(?P<zero>零|〇)?(?:(?P<jiao>{_DIGIT})(?:毛|角)(?:(?P<fen>{_DIGIT})分?{_OWN})?|(?P<cents>{_DIGIT})分|(?P<naked>{_DIGIT}{{1,2}}){_OWN}))?"
    rf"(?P<money>钱)?"
)
_NOT_MONEY = re.compile(
    r"(?:块[板料玻钢铁铝屏表砖电牌肉地]|毛[利坯刺边重巾衣孔料病]|角(?![\d零一二三四五六七八九]分?|$|[ ,，。;；/的含左一每])|元[件器素旦宵])"
)
_TOGETHER = re.compile(r"一块(?:儿|[去来做谈聊吃过走跟弄看])")
_CENTS = re.compile(r"分(?:钱|整|$)")
_EYI = re.compile(r" ?个(?:多|来)?(?P<unit>亿|万|w)")
_TO = re.compile(r" ?(?:\(含\))?(?:到|至|-{1,3}|~{1,2}) ?")
_CUE = re.compile(
    r"(?:单价|报价|价格|总价|总额|合计|总计|共计|金额|含税价?|未税价?|不含税价?|一口价|目标价|底价|成交价|出厂价|到厂价|单台|降到|降至|降为|压到|谈到|报到|涨到|@"
    r"|合同额|首款|首付款?|定金|订金|预付款?|尾款|货款|余款|进度款|质保金|保证金|回款|汇款|到账|入账|打款|付款|收款|运费|模具费|开模费|预算|成本价?|费用|税额|卖价|售价|均价"
    rf"|(?:每|单|一)(?:{WORD}|pcs))(?:价格|价)?(?:了|是|为|到|在|大概|约|大约|共计|共|才|只要|:|：| ){{0,3}}$",
    re.IGNORECASE,
)
_ABOUT_BEFORE = re.compile(
    r"(?:大约|大概|约|差不多|将近|接近|近|不到|小于|少于|不足|超过|估计|估摸着?|至少|起码|最多|上) ?(?:人民币|¥)?$"
)
_ABOUT_AFTER = re.compile(r" ?(?:左右|上下|出头|多|以上|以下|以内|起)")
_PER_AFTER = re.compile(rf" ?(?:/|每|一)(?:{WORD}|pcs|pc|kg|t|ea)(?![A-Za-z])", re.IGNORECASE)
_PER_BEFORE = re.compile(
    rf"(?:(?:每|一|单)(?:{WORD}|pcs)|单价|均价|@)(?:价格|价)?(?:了|是|为|到|大概|约|:|：| ){{0,3}}$", re.IGNORECASE
)
_NO_TAX = re.compile(r"不含税|未税|去税|不带票|未含税|不含\d{1,2}%")
_TAX = re.compile(r"含税|带票|含票|含\d{1,2}%")
_CLAUSE = re.compile(r"[,，。;；、！!？?\n]")
_NO_LEFT = re.compile(r"[A-Za-z\d.第*#]$|\d[-/]$|[A-Za-z][-_/]$")
_NO_UNIT_AFTER = re.compile(r" ?(?:[年月日号天周点时分秒%‰°折成号]|个|:|：\d|[-/~.]\d|英寸|[A-Za-z])")


def find_amounts(text: str, *, price_slot: bool = False) -> list[Amount]:
    """Every sum in `text`, left to right. In a price slot a bare figure is one too, unless it counts something."""
    folded = hide_codes(fold(text))
    found: list[Amount] = []
    at = tried = 0
    while at < len(folded) and len(found) < KEPT_AT_MOST and tried < TRIED_AT_MOST:
        number = numeral_at(folded, at) if folded[at] in _BEGINS else None
        if number is None:
            at += 1
            continue
        tried += 1
        since = found[-1].span[1] if found else 0
        total = _ranged(folded, number, since, price_slot=price_slot) if _begins(folded, at, since) else None
        if total is not None:
            found.append(_told(text, folded, total))
        at = total.end if total else number.end if number.bare else at + 1
    return found


def _begins(folded: str, at: int, since: int) -> bool:
    """Not inside a code or a longer figure, unless the letters before are a currency's."""
    return _NO_LEFT.search(folded[max(0, at - 2) : at]) is None or currency_before(folded, at, since) is not None


def _ranged(folded: str, number: Numeral, since: int, *, price_slot: bool) -> _Sum | None:
    """A sum, or two with 到 between them: the low end takes the unit of the high one unless that passes it."""
    first = _sum_of(folded, number, since, price_slot=price_slot)
    joint = _TO.match(folded, first.end if first else number.end)
    other = numeral_at(folded, joint.end()) if joint else None
    if other is None:
        return first
    second = _sum_of(folded, other, number.end, price_slot=price_slot or (first is not None and not first.sure))
    if second is None or second.high is not None:
        return first
    low = _low_end(first, number, second)
    if low >= second.value:
        return first
    before = currency_before(folded, number.start, since)
    named = (first.currency if first else None) or (before[0] if before else None)
    start = before[1] if before else number.start
    return _Sum(
        low, start, second.end, second.currency or named, second.unit, approx=True, high=second.value, sure=second.sure
    )


def _low_end(first: _Sum | None, number: Numeral, second: _Sum) -> Decimal:
    own = first.value if first is not None else number.value
    if first is not None and (first.end > number.end or number.unit >= second.unit):
        return own
    lifted = own * second.unit
    return lifted if lifted < second.value else own


def _sum_of(folded: str, number: Numeral, since: int, *, price_slot: bool) -> _Sum | None:
    if is_formal_word(folded, number) and not _unit_follows(folded, number.end):
        return None
    before = currency_before(folded, number.start, since)
    plain = _Sum(
        number.value, before[1] if before else number.start, number.end, before[0] if before else None, number.unit,
        number.approx, number.high,
    )  # fmt: skip
    for read in (_with_eyi, _with_coins, _with_currency):
        found = read(folded, plain)
        if found:
            return found
    return plain if before else _unnamed(folded, number, plain, price_slot=price_slot)


def _unit_follows(folded: str, at: int) -> bool:
    return currency_after(folded, at) is not None or _COINS.match(folded, at) is not None


def _with_eyi(folded: str, plain: _Sum) -> _Sum | None:
    """2.8个亿, 三个亿."""
    found = _EYI.match(folded, plain.end)
    if found is None:
        return None
    unit = 10**8 if found["unit"] == "亿" else 10**4
    high = plain.high * unit if plain.high is not None else None
    total = replace(plain, value=plain.value * unit, high=high, unit=unit, end=found.end())
    return _with_currency(folded, total) or total


def _with_coins(folded: str, plain: _Sum) -> _Sum | None:
    """块, 毛 and 分: 38块5, 两块八毛五, 七毛三, 三块零四."""
    cents = _CENTS.match(folded, plain.end)
    if cents and (folded[cents.start() : cents.end()] != "分" or plain.start == 0):
        return replace(plain, value=plain.value / 100, currency=YUAN, end=cents.end())
    found = _COINS.match(folded, plain.end)
    if found is None or _NOT_MONEY.match(folded, plain.end):
        return None
    if found[0] == "块" and _TOGETHER.match(folded, plain.start):
        return None
    if found["unit"] == "元" and not (found["jiao"] or found["cents"] or found["naked"] or found["half"]):
        return None
    scale = Decimal("0.1") if found["unit"] in "毛角" else Decimal(1)
    value = (plain.value + _coins(found)) * scale if plain.high is None else plain.value * scale
    high = plain.high * scale if plain.high is not None else None
    end = found.end()
    currency = "USD" if found["unit"] == "美元" else plain.currency or YUAN
    more = currency_after(folded, end)
    if more and more[0] != YUAN:
        currency, end = more
    return replace(plain, value=value, high=high, currency=currency, end=end)


def _coins(found: re.Match[str]) -> Decimal:
    """What stands after 块 (or after 毛, one place lower), as a part of one."""
    if found["half"]:
        return Decimal("0.5")
    tenths, hundredths = _figure(found["jiao"]), _figure(found["fen"]) + _figure(found["cents"])
    naked = found["naked"] or ""
    if naked and (found["zero"] or len(naked) == 2):
        hundredths = _figure(naked[-1])
        tenths = _figure(naked[0]) if len(naked) == 2 else Decimal(0)
    elif naked:
        tenths = _figure(naked)
    return tenths / 10 + hundredths / 100


def _figure(written: str | None) -> Decimal:
    number = numeral_at(written, 0) if written else None
    return number.value if number else Decimal(0)


def _with_currency(folded: str, plain: _Sum) -> _Sum | None:
    found = currency_after(folded, plain.end)
    if found is None:
        return None
    code, end = found
    more = currency_after(folded, end)
    if code == YUAN and more and more[0] != YUAN:
        code, end = more
    elif code == YUAN:
        code = plain.currency or YUAN
        end = more[1] if more and folded[end:].startswith(("人民币", " 人民币")) else end
    return replace(plain, currency=code, end=end)


def _unnamed(folded: str, number: Numeral, plain: _Sum, *, price_slot: bool) -> _Sum | None:
    """No currency was said: 30万 and 3.5k are money unless they count something, 38.5 only in a price slot."""
    if is_counted(folded, number.end) and not _PER_AFTER.match(folded, number.end):
        return None
    in_thousands = "k" in folded[number.start : number.end].lower()
    if in_thousands or (number.unit >= 1000 and number.value >= 10**4 and number.unit != 10**6):
        return plain
    if _NO_UNIT_AFTER.match(folded, number.end) and not _PER_AFTER.match(folded, number.end):
        return None
    before = folded[max(0, number.start - 14) : number.start]
    if price_slot or _CUE.search(before) or (number.bare and _PER_AFTER.match(folded, number.end) and number.start > 0):
        return replace(plain, sure=price_slot)
    return None


def _told(text: str, folded: str, total: _Sum) -> Amount:
    before = folded[max(0, total.start - 14) : total.start]
    after = _ABOUT_AFTER.match(folded, total.end)
    approx = total.approx or bool(_ABOUT_BEFORE.search(before)) or bool(after)
    per_unit = bool(_PER_AFTER.match(folded, total.end) or _PER_BEFORE.search(before))
    return Amount(
        total.value, total.currency or YUAN, (total.start, total.end), text[total.start : total.end], approx, total.high,
        per_unit, _tax(folded, total), total.sure,
    )  # fmt: skip


def _tax(folded: str, total: _Sum) -> bool | None:
    """The nearest word on tax in the same clause, else in the one that follows at once."""
    before = _CLAUSE.split(folded[max(0, total.start - 12) : total.start])[-1]
    after = _CLAUSE.split(folded[total.end : total.end + 14])
    for part in (before, *after[:2]):
        if _NO_TAX.search(part):
            return False
        if _TAX.search(part):
            return True
    return None
