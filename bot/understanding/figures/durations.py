"""How long: 15天, 两周, 半个月, 三个工作日, 一个半小时, 3-5天."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache

from bot.understanding.folding import KEPT_AT_MOST, TRIED_AT_MOST, fold, hide_codes
from bot.understanding.lazy import lazy
from bot.understanding.numerals import Numeral, numeral_at
from domain.calendar import OFFICIAL, Calendar

# unit -> what one of it is, in (months, days, seconds, workdays)
_UNITS: dict[str, tuple[int, int, int, int]] = {
    "年": (12, 0, 0, 0), "季度": (3, 0, 0, 0), "月": (1, 0, 0, 0),
    "工作日": (0, 0, 0, 1), "周": (0, 7, 0, 0), "星期": (0, 7, 0, 0), "礼拜": (0, 7, 0, 0), "天": (0, 1, 0, 0),
    "日": (0, 1, 0, 0), "小时": (0, 0, 3600, 0), "钟头": (0, 0, 3600, 0), "钟": (0, 0, 3600, 0), "时": (0, 0, 3600, 0),
    "刻钟": (0, 0, 900, 0), "分钟": (0, 0, 60, 0), "分": (0, 0, 60, 0), "秒钟": (0, 0, 1, 0), "秒": (0, 0, 1, 0),
    "day": (0, 1, 0, 0), "days": (0, 1, 0, 0), "week": (0, 7, 0, 0), "weeks": (0, 7, 0, 0), "month": (1, 0, 0, 0), "months": (1, 0, 0, 0),
}  # fmt: skip
_UNIT = lazy(
    r" ?(?P<half>个半|年半)?(?P<ge>个)?(?P<plus>多|来)?(?P<unit>工作日|小时|钟头|钟(?=$|[^头点])|刻钟|分半钟"
    r"|分钟|秒钟|季度|星期|礼拜|年|月|周|天|日|分|秒|(?:day|week|month)s?(?![a-z]))"
    r"(?P<more>半)?"
)
_HALF = lazy(r"(?<!个)半 ?(?P<ge>个)?多?(?P<unit>月|小时|钟头|钟(?=[^头点]|$)|年|天|日|星期|礼拜)|半个工作日")
_HOURS = lazy(r" ?(?:(?P<hours>时(?![间候]))|(?P<minutes>分(?!钟)))")  # 8天20时, but 20时 alone is an hour of the day
_SECONDS = lazy(r"[\d一二三四五六七八九十]{1,3}秒")
_RANGE = lazy(r" ?(?:-{1,2}|~|到|至|、) ?")
_JOIN = lazy(r"[零又加和 ]?")
# 3月 is a month of the year, 三月 too; 20分 may be money: these units need the words beside them.
_NEEDS_GE = frozenset(("月", "季度", "钟"))
_MONTH_DAYS = 30


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time as it was said; `high` is the longer end of 3-5天."""

    months: Decimal
    days: Decimal
    seconds: Decimal
    workdays: Decimal
    span: tuple[int, int]
    text: str
    approx: bool = False
    high: Duration | None = None

    @property
    def in_days(self) -> Decimal:
        """Whole length in days, a month as 30, for limits such as 停滞超过两周."""
        return self.months * _MONTH_DAYS + self.days + self.workdays + self.seconds / 86400

    @property
    def has_clock(self) -> bool:
        return self.seconds != 0

    def after(self, moment: datetime, official: Calendar = OFFICIAL, *, back: bool = False) -> date | datetime:
        """`moment` plus (or minus) this length: a moment where hours or minutes were said, else a day."""
        sign = -1 if back else 1
        whole, rest = divmod(self.months, 1)
        day = add_months(moment.date(), sign * int(whole))
        day += timedelta(days=sign * int(self.days + rest * _MONTH_DAYS))
        if self.workdays:
            day = official.add_workdays(day, sign * int(self.workdays))
        if not self.seconds:
            return day
        start = datetime.combine(day, moment.timetz())
        return (start + timedelta(seconds=sign * float(self.seconds + self.days % 1 * 86400))).replace(microsecond=0)


@lru_cache(maxsize=8)
def find_durations(text: str) -> tuple[Duration, ...]:
    """Every length of time in `text`, left to right; many clauses ask for those of one text."""
    folded = hide_codes(fold(text))
    found: list[Duration] = []
    at = tried = 0
    while at < len(folded) and len(found) < KEPT_AT_MOST and tried < TRIED_AT_MOST:
        begins = _may_begin(folded, at)
        tried += begins
        duration = duration_at(folded, at) if begins else None
        if duration is None:
            at += 1
            continue
        found.append(_in_words_of(text, duration))
        at = duration.span[1]
    return tuple(found)


def _in_words_of(text: str, found: Duration) -> Duration:
    return replace(found, text=text[found.span[0] : found.span[1]])


def duration_at(folded: str, start: int) -> Duration | None:
    """The length of time that begins exactly at `start` of a folded text."""
    first = _simple_at(folded, start)
    if first is None:
        return _range_at(folded, start)
    total, unit = first
    for _ in range(4):
        joint = _JOIN.match(folded, total.span[1])
        more = _simple_at(folded, joint.end() if joint else total.span[1], inside=True)
        if more is None or more[1] == unit:
            break
        total, unit = _sum(folded, total, more[0]), more[1]
    ranged = _with_high(folded, total)
    return ranged or total


def add_months(day: date, months: int) -> date:
    """The same day so many months on, or that month's last day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    if not 1 <= year <= 9999:
        return day
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _may_begin(folded: str, at: int) -> bool:
    char = folded[at]
    if char.isdigit() and at and (folded[at - 1].isdigit() or folded[at - 1] in ".-/"):
        return False
    return char.isdigit() or char in "一二两三四五六七八九十半几俩仨百零"


def _simple_at(folded: str, start: int, *, inside: bool = False) -> tuple[Duration, str] | None:
    half = _HALF.match(folded, start)
    if half:
        return _made(folded, start, half.end(), Decimal("0.5"), half["unit"] or "工作日"), half["unit"] or "工作日"
    number = numeral_at(folded, start)
    if number is None or number.value > 10**4:
        return None
    if inside and (hours := _HOURS.match(folded, number.end)):
        unit = "时" if hours["hours"] else "分"
        return _made(folded, start, hours.end(), number.value, unit), unit
    found = _UNIT.match(folded, number.end)
    if found is None or not _unit_fits(folded, number, found):
        return None
    unit, value = _unit_of(found), number.value
    value += Decimal("0.5") if found["half"] or found["more"] or found["unit"] == "分半钟" else 0
    made = _made(folded, start, found.end(), value, unit, approx=number.approx or bool(found["plus"]))
    if number.high is not None:
        high = _made(folded, start, found.end(), number.high, unit)
        made = _with(made, high=high, approx=True)
    return made, unit


def _unit_of(found: re.Match[str]) -> str:
    unit = "年" if found["half"] == "年半" else found["unit"]
    return "分钟" if unit == "分半钟" else str(unit)


def _unit_fits(folded: str, number: Numeral, found: re.Match[str]) -> bool:
    unit, ge = found["unit"], found["ge"] or found["half"]
    after = folded[found.end() : found.end() + 1]
    if unit in _NEEDS_GE and not ge:
        return False
    if unit in ("天", "日", "年") and ge and not found["half"]:
        return False
    if unit == "年":
        return (number.value < 100 and after not in "度级底初末") or after == ""
    if unit == "日":
        return after not in "元币本" or after == ""
    if unit in ("分", "秒"):
        return unit == "秒" or after == "半" or _SECONDS.match(folded, found.end()) is not None
    return not (unit == "周" and after and after in "一二三四五六日末年转")


def _range_at(folded: str, start: int) -> Duration | None:
    """3-5天, 100到200个小时: the first figure takes the unit of the second."""
    low = numeral_at(folded, start)
    joint = _RANGE.match(folded, low.end) if low else None
    if low is None or joint is None or not joint[0].strip():
        return None
    second = _simple_at(folded, joint.end())
    if second is None or second[0].high is not None:
        return None
    high, unit = second
    made = _made(folded, start, high.span[1], low.value, unit, approx=True)
    return _with(made, high=high)


def _with_high(folded: str, low: Duration) -> Duration | None:
    """3天--8天."""
    joint = _RANGE.match(folded, low.span[1])
    if joint is None or not joint[0].strip() or low.high is not None:
        return None
    second = _simple_at(folded, joint.end())
    if second is None or second[0].in_days < low.in_days:
        return None
    end = second[0].span[1]
    return _with(low, high=second[0], approx=True, span=(low.span[0], end), text=folded[low.span[0] : end])


def _made(folded: str, start: int, end: int, value: Decimal, unit: str, *, approx: bool = False) -> Duration:
    months, days, seconds, workdays = (Decimal(part) * value for part in _UNITS[unit])
    if days % 1:
        seconds, days = days % 1 * 86400, days // 1
    return Duration(months, days, seconds, workdays, (start, end), folded[start:end], approx)


def _sum(folded: str, one: Duration, other: Duration) -> Duration:
    span = (one.span[0], other.span[1])
    return Duration(
        one.months + other.months, one.days + other.days, one.seconds + other.seconds, one.workdays + other.workdays,
        span, folded[span[0] : span[1]], one.approx or other.approx,
    )  # fmt: skip


def _with(
    one: Duration, *, high: Duration, approx: bool = True, span: tuple[int, int] | None = None, text: str | None = None
) -> Duration:
    return Duration(
        one.months, one.days, one.seconds, one.workdays, span or one.span, text if text is not None else one.text,
        approx, high,
    )  # fmt: skip
