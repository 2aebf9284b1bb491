"""The contract's periods as first and last day."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

WORDS = {
    "today": "今天",
    "yesterday": "昨天",
    "tomorrow": "明天",
    "this_week": "本周",
    "last_week": "上周",
    "next_week": "下周",
    "this_month": "本月",
    "last_month": "上月",
    "next_month": "下月",
    "this_quarter": "本季度",
    "last_quarter": "上季度",
    "this_year": "今年",
    "last_year": "去年",
}


def days(period: str, today: date) -> tuple[date, date]:
    """First and last day, both included. ValueError: no period of `commands.md`."""
    if "/" in period:
        first, last = (date.fromisoformat(part) for part in period.split("/"))
        return first, last
    if period in WORDS:
        return _relative(period, today)
    if "-Q" in period:
        year, quarter = period.split("-Q")
        return _months(int(year) * 12 + (int(quarter) - 1) * 3, 3)
    year, _, month = period.partition("-")
    if month and not 1 <= int(month) <= 12:
        raise ValueError(f"no such month: {period}")
    return _months(int(year) * 12 + int(month) - 1, 1) if month else _months(int(year) * 12, 12)


def said(period: str, today: date) -> str:
    """今天, 上周, 2026年10月 … as a person would say it."""
    if period in WORDS:
        return WORDS[period]
    first, last = days(period, today)
    if "-Q" in period:
        return f"{first.year}年{(first.month + 2) // 3}季度"
    if "/" not in period:
        return f"{first.year}年{first.month}月" if "-" in period else f"{first.year}年"
    return f"{first.month}月{first.day}日至{last.month}月{last.day}日"


def _relative(word: str, today: date) -> tuple[date, date]:
    which, _, unit = word.partition("_")
    step = {"last": -1, "next": 1}.get(which, 0)
    if unit == "week":
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=step)
        return monday, monday + timedelta(days=6)
    if unit == "month":
        return _months(today.year * 12 + today.month - 1 + step, 1)
    if unit == "quarter":
        return _months(today.year * 12 + (today.month - 1) // 3 * 3 + step * 3, 3)
    if unit == "year":
        return _months((today.year + step) * 12, 12)
    day = today + timedelta(days={"yesterday": -1, "tomorrow": 1}.get(word, 0))
    return day, day


def _months(first: int, count: int) -> tuple[date, date]:
    """`count` months from month number `first` (year × 12 + month - 1)."""
    last = first + count - 1
    year, month = last // 12, last % 12 + 1
    return date(first // 12, first % 12 + 1, 1), date(year, month, monthrange(year, month)[1])
