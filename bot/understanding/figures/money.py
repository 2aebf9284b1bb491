"""The names of money: what stands before and after a figure, and which currency it is."""

from __future__ import annotations

import re

YUAN = "CNY"
_CODES = {
    "USD": "美元 美金 美刀 刀 USD US$ $", "EUR": "欧元 EUR €", "HKD": "港元 港币 港纸 HKD HK$", "JPY": "日元 日币 日圆 JPY",
    "GBP": "英镑 GBP £", "TWD": "台币 新台币 TWD NT$", "KRW": "韩元 韩币 KRW", "SGD": "新币 新加坡元 坡币 SGD S$", "AUD": "澳元 澳币 AUD",
    "CAD": "加元 加币 CAD", "CHF": "瑞士法郎 瑞郎 CHF", "THB": "泰铢 THB", "VND": "越南盾 VND", "RUB": "卢布 RUB", "MYR": "马币 林吉特 MYR",
    "SEK": "瑞典克朗 SEK", "DKK": "丹麦克朗 DKK", "NOK": "挪威克朗 NOK", "INR": "印度卢比 卢比 INR", "IDR": "印尼盾 IDR", "TRY": "里拉 TRY",
    "BRL": "雷亚尔 BRL", "ZAR": "兰特 ZAR", "AED": "迪拉姆 AED", "NZD": "新西兰元 NZD", "PHP": "菲律宾比索 PHP", "MXN": "墨西哥比索 MXN",
    "CNY": "人民币 RMB CNY ¥",
}  # fmt: skip
_CURRENCY = {name: code for code, names in _CODES.items() for name in names.split()}
_NAMES = "|".join(re.escape(name) for name in sorted(_CURRENCY, key=len, reverse=True) if name != "刀")
_AFTER_NAMES = "|".join(
    re.escape(n) for n in sorted(_CURRENCY, key=len, reverse=True) if n[-1] not in "$¥€£刀" and n != "刀"
)
# 美金货款4万2: what is paid may stand between.
_PREFIX = re.compile(
    rf"(?P<name>{_NAMES})(?P<for>(?:的)?(?:[货尾首余]款|首付款?|定金|预付款?|回款|合同|单价|报价|总价|价格|金额|订单|总额)(?:是|为)?)?[ :]{{0,2}}$",
    re.IGNORECASE,
)
_SUFFIX = re.compile(
    rf" ?(?:(?:元|块钱?|圆)? ?(?P<name>{_AFTER_NAMES})(?![A-Za-z])|(?P<knife>刀)(?![具片口头柄库架模切两])"
    rf"|(?P<euro>欧)(?![洲姆])"
    r"|(?:元|圆)(?![件器素旦宵角钢管形弧柱锥化论])(?:整|正)?)",
    re.IGNORECASE,
)


def currency_before(text: str, at: int, since: int) -> tuple[str, int] | None:
    """The currency that ends right before `at` and begins after `since`, and where it begins."""
    found = _PREFIX.search(text, max(since, at - 10), at)
    return (_code(found["name"]), at if found["for"] else found.start()) if found else None


def currency_after(text: str, at: int) -> tuple[str, int] | None:
    """The currency, or 元, that begins at `at`, and where it ends."""
    found = _SUFFIX.match(text, at)
    if found is None:
        return None
    if found["name"]:
        return _code(found["name"]), found.end()
    return ("USD" if found["knife"] else "EUR" if found["euro"] else YUAN), found.end()


def _code(name: str) -> str:
    return _CURRENCY.get(name) or _CURRENCY[name.upper()]
