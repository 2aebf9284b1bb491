"""Working days: the official days off, the make-up days, and plain Monday to Friday where nothing is published."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

_DAY = timedelta(days=1)
WORDS = {"休": False, "班": True}
_FAR = 400  # no run of days off is longer; a calendar that closes everything ends here instead of never


@dataclass(frozen=True, slots=True)
class Calendar:
    """`years` are those whose schedule is known; in any other year Monday to Friday are worked."""

    days_off: frozenset[date] = frozenset()
    workdays: frozenset[date] = frozenset()  # weekend days that are worked to make up for a long holiday
    years: frozenset[int] = frozenset()

    def knows(self, day: date) -> bool:
        return day.year in self.years

    def is_workday(self, day: date) -> bool:
        if day in self.workdays:
            return True
        return day.weekday() < 5 and day not in self.days_off

    def next_workday(self, day: date) -> date:
        """The first working day after `day`."""
        return self._seek(day + _DAY, _DAY)

    def previous_workday(self, day: date) -> date:
        """The last working day before `day`."""
        return self._seek(day - _DAY, -_DAY)

    def workday_on_or_after(self, day: date) -> date:
        return self._seek(day, _DAY)

    def add_workdays(self, day: date, count: int) -> date:
        """`count` working days after `day` (before it, where negative); the day itself does not count."""
        step = _DAY if count >= 0 else -_DAY
        for _ in range(abs(count)):
            day = self._seek(day + step, step)
        return day

    def count_workdays(self, after: date, until: date) -> int:
        """How many working days lie after `after`, `until` included; none where `until` is not later."""
        return sum(self.is_workday(after + _DAY * step) for step in range(1, (until - after).days + 1))

    def last_workday_of_month(self, day: date) -> date:
        first_of_next = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
        return self.previous_workday(first_of_next)

    def block(self, day: date) -> tuple[date, date]:
        """The whole run of official days off around `day`; `day` alone where it is none."""
        first = last = day
        while first - _DAY in self.days_off and (day - first).days < _FAR and day in self.days_off:
            first -= _DAY
        while last + _DAY in self.days_off and (last - day).days < _FAR and day in self.days_off:
            last += _DAY
        return first, last

    def blocks(self) -> tuple[tuple[date, date], ...]:
        """Every run of official days off, oldest first."""
        firsts = sorted(day for day in self.days_off if day - _DAY not in self.days_off)
        return tuple(self.block(day) for day in firsts)

    def changed(self, works: Mapping[date, bool]) -> Calendar:
        """The same with some days worked or off whatever it said; their years are known from then on."""
        if not works:
            return self
        worked = {day for day, is_worked in works.items() if is_worked}
        off = works.keys() - worked
        return Calendar(
            days_off=(self.days_off - worked) | off,
            workdays=(self.workdays - off) | {day for day in worked if day.weekday() >= 5},
            years=self.years | {day.year for day in works},
        )

    def _seek(self, day: date, step: timedelta) -> date:
        for _ in range(_FAR):
            if self.is_workday(day):
                return day
            day += step
        return day


def days_between(spans: Iterable[str]) -> frozenset[date]:
    """`2026-10-01/2026-10-07` and single days, as the days themselves."""
    days: set[date] = set()
    for span in spans:
        first, _, last = span.partition("/")
        start, end = date.fromisoformat(first), date.fromisoformat(last or first)
        days.update(start + _DAY * step for step in range((end - start).days + 1))
    return frozenset(days)


def read_schedule(text: str) -> dict[date, bool]:
    """A line for each stretch of days, `2027-10-01/2027-10-07 休` or `2027-10-09 班`; # begins a comment.

    ValueError: the first line that is none, in the words that the admin reads.
    """
    works: dict[date, bool] = {}
    for number, line in enumerate(text.splitlines(), 1):
        said = line.partition("#")[0].split()
        if said:
            works |= _stretch(said, f"第 {number} 行 {line.strip()!r}")
    return works


def _stretch(said: list[str], where: str) -> dict[date, bool]:
    if len(said) != 2 or said[1] not in WORDS:
        raise ValueError(f"{where}：要写成 2027-10-01/2027-10-07 休，或 2027-10-09 班")
    try:
        days = days_between(said[:1])
    except ValueError:
        raise ValueError(f"{where}：没有这一天") from None
    if not 1 <= len(days) <= _FAR:
        raise ValueError(f"{where}：先写第一天，再写最后一天")
    return dict.fromkeys(days, WORDS[said[1]])


# The State Council's notices for 2025 and 2026 (the same facts as chinesecalendar 1.11.0). A later year is added to the
# table `holiday` when its notice is out; until then its weekdays count as worked.
OFFICIAL = Calendar(
    days_off=days_between(
        (
            "2025-01-01", "2025-01-28/2025-02-04", "2025-04-04/2025-04-06", "2025-05-01/2025-05-05",
            "2025-05-31/2025-06-02", "2025-10-01/2025-10-08",
            "2026-01-01/2026-01-03", "2026-02-15/2026-02-23", "2026-04-04/2026-04-06", "2026-05-01/2026-05-05",
            "2026-06-19/2026-06-21", "2026-09-25/2026-09-27", "2026-10-01/2026-10-07",
        )
    ),
    workdays=days_between(
        (
            "2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11",
            "2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10",
        )
    ),
    years=frozenset({2025, 2026}),
)  # fmt: skip
