"""How dates, money and lists are said to people."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

WEEKDAYS = "一二三四五六日"
CURRENCIES = {"CNY": "元", "USD": "美元", "EUR": "欧元", "JPY": "日元", "HKD": "港币", "GBP": "英镑"}


def day(on: date | datetime, today: date) -> str:
    """`12月2日 周三`, with the clock where there is one and the year where it is not this one."""
    year = f"{on.year}年" if on.year != today.year else ""
    clock = f" {on:%H:%M}" if isinstance(on, datetime) else ""
    return f"{year}{on.month}月{on.day}日 周{WEEKDAYS[on.weekday()]}{clock}"


def money(amount: Decimal, currency: str = "CNY") -> str:
    """`350,000.00` yuan is `350,000 元`; cents show only where there are some."""
    cents = amount.quantize(Decimal("0.01"))
    figure = f"{cents:,.2f}".removesuffix(".00")
    return f"{figure} {CURRENCIES.get(currency, currency)}"


def listed(words: Iterable[str]) -> str:
    return "、".join(words)


def clipped(text: str, limit: int) -> str:
    """At most `limit` characters on one line, with … where something was left out."""
    line = " ".join(text.split())
    return line if len(line) <= limit else f"{line[: limit - 1]}…"
