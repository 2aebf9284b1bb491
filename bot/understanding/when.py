"""A time that a message names, and what it means for a slot, a reminder or a report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

# The hour at which a reminder rings when only the part of the day was said.
_RINGS = {"凌晨": 6, "早上": 10, "上午": 10, "中午": 12, "下午": 15, "傍晚": 18, "晚上": 20}
# First and last hour of each part, for a window of time.
HOURS = {
    "凌晨": (0, 6),
    "早上": (6, 10),
    "上午": (8, 12),
    "中午": (11, 13),
    "下午": (12, 18),
    "傍晚": (17, 19),
    "晚上": (18, 24),
}
# 下月初 is the 1st even with 前 behind it; 下周 is its Monday, but 下周前 and 有效期到下周 end with it.
_FIRST_ALWAYS = frozenset(("start_of_month", "start_of_year", "start_of_quarter"))
_FIRST_COUNTS = frozenset(("minute", "day", "days", "week", "weekend"))


@dataclass(frozen=True, slots=True)
class When:
    """A day, a moment or a stretch of days; `end` is the last day, included.

    grain: minute day weekend week ten_days start_of_month middle_of_month end_of_month month start_of_quarter
    end_of_quarter quarter half start_of_year middle_of_year end_of_year year days stretch
    relation: at | by (before or until, the day included) | from (since) | within (三天内) | ago | after
    """

    start: date | datetime
    end: date | datetime
    grain: str
    span: tuple[int, int]
    text: str
    relation: str = "at"
    part: str | None = None  # 凌晨 早上 上午 中午 下午 傍晚 晚上, when said without a clock
    approx: bool = False
    alternatives: tuple[date | datetime, ...] = ()
    assumptions: tuple[str, ...] = ()
    ranged: bool = False  # A到B was said

    @property
    def has_clock(self) -> bool:
        return isinstance(self.start, datetime)

    def window(self) -> tuple[date | datetime, date | datetime]:
        """Start and end with the hours of the part of the day, where one was said without a clock."""
        if self.part is None or self.has_clock:
            return self.start, self.end
        first, last = HOURS[self.part]
        begin = datetime.combine(self.start, time()) + timedelta(hours=first)
        return begin, datetime.combine(self.end, time()) + timedelta(hours=last)


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time that a question asks about, in the contract's words: this_month, 2026-Q3, 2026-11-01/2026-11-15."""

    value: str
    span: tuple[int, int]
    text: str


def as_slot(when: When) -> date | datetime:
    """The one day or minute that a date slot takes."""
    if when.grain == "middle_of_month":
        return when.start.replace(day=15)
    if when.grain in _FIRST_ALWAYS:
        return when.start
    if when.relation in ("by", "within"):
        return when.end
    if when.grain in _FIRST_COUNTS or when.ranged or when.relation in ("from", "after", "ago"):
        return when.start
    return when.end


def as_due(when: When, now: datetime) -> datetime | date:
    """The same for a reminder: a part of the day without a clock rings at its hour."""
    slot = as_slot(when)
    if isinstance(slot, datetime) or when.part is None:
        return slot
    return datetime.combine(slot, time(_RINGS[when.part]), tzinfo=now.tzinfo)
