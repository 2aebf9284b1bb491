"""What was said of one moment, before its year, week or direction is settled."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

from bot.understanding.figures.durations import Duration


@dataclass(frozen=True, slots=True)
class Said:
    """Only what the words give; everything else is None. Shifts count from the current one: 下周 is week_shift 1."""

    year: int | None = None
    year_shift: int | None = None
    half: int | None = None
    half_shift: int | None = None
    quarter: int | None = None
    quarter_shift: int | None = None
    month: int | None = None
    month_shift: int | None = None
    last_month: int | None = None  # 1-9月, 前五个月
    edge: str | None = None  # 初 中 底 上旬 中旬 下旬, of the smallest unit said
    day: int | None = None
    last_day: int | None = None  # 12-19日
    week_shift: int | None = None
    weekday: int | None = None  # 0 Monday .. 6 Sunday
    last_weekday: int | None = None  # 周三四
    weekend: bool = False
    nth: int | None = None  # 第一个星期一; -1 the last
    workday: bool = False  # 最后一个工作日
    day_shift: int | None = None
    last_day_shift: int | None = None  # 明后天
    next_day: bool = False  # 次日, counted from what was said before
    same_day: bool = False  # 当天
    feast: str | None = None
    block: bool = False  # 国庆期间
    lunar: tuple[str, int] | None = None
    offset: Duration | None = None
    way: str | None = None  # after | ago | within | last | next, of the offset
    moment: bool = False  # 此时
    part: str | None = None
    hour: int | None = None
    minute: int = 0
    meridiem: bool = False  # the hour needs no guess any more
    approx: bool = False

    @property
    def has_day(self) -> bool:
        """Anything beyond a part of the day and a clock was said."""
        mine = ("part", "hour", "minute", "meridiem", "approx")
        return any(
            (value := getattr(self, f.name)) is not None and value is not False
            for f in fields(self)
            if f.name not in mine
        )

    def with_clock(self, clock: Said) -> Said:
        """This day at that hour."""
        return replace(
            self, part=clock.part or self.part, hour=clock.hour, minute=clock.minute, meridiem=clock.meridiem,
            approx=self.approx or clock.approx,
        )  # fmt: skip
