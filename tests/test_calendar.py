"""Working days: official days off, make-up days, and Monday to Friday beyond what is published."""

from datetime import date, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.times.feasts import feast_in, lunar_day
from domain.calendar import OFFICIAL, Calendar, days_between

DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))


def test_the_published_years_are_the_official_ones() -> None:
    """Every day of 2025 and 2026 as chinesecalendar has it."""
    day = date(2025, 1, 1)
    while day.year <= 2026:
        assert OFFICIAL.is_workday(day) == chinese_calendar.is_workday(day), day
        day += timedelta(days=1)
    assert (OFFICIAL.knows(date(2026, 12, 31)), OFFICIAL.knows(date(2027, 1, 1))) == (True, False)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2026-10-01", False), ("2026-10-07", False), ("2026-10-08", True), ("2026-10-10", True), ("2026-10-11", False),
        ("2026-09-20", True), ("2026-02-14", True), ("2026-02-23", False), ("2027-10-01", True), ("2027-10-02", False),
    ],
)  # fmt: skip
def test_days_off_and_make_up_days(day: str, works: bool) -> None:
    assert OFFICIAL.is_workday(date.fromisoformat(day)) is works


def test_counting_in_working_days() -> None:
    eve = date(2026, 9, 30)
    assert OFFICIAL.next_workday(eve) == date(2026, 10, 8)
    assert OFFICIAL.previous_workday(date(2026, 10, 8)) == eve
    assert OFFICIAL.add_workdays(eve, 3) == date(2026, 10, 10)
    assert OFFICIAL.add_workdays(date(2026, 10, 10), -3) == eve
    assert OFFICIAL.count_workdays(eve, date(2026, 10, 10)) == 3
    assert OFFICIAL.workday_on_or_after(date(2026, 10, 3)) == date(2026, 10, 8)
    assert OFFICIAL.workday_on_or_after(eve) == eve


@pytest.mark.parametrize(
    ("day", "last"), [("2026-10-15", "2026-10-30"), ("2026-02-01", "2026-02-28"), ("2026-12-31", "2026-12-31")]
)
def test_the_last_working_day_of_a_month(day: str, last: str) -> None:
    """28 February 2026 is a Saturday that is worked."""
    assert OFFICIAL.last_workday_of_month(date.fromisoformat(day)) == date.fromisoformat(last)


def test_blocks_of_days_off() -> None:
    assert OFFICIAL.block(date(2026, 10, 3)) == (date(2026, 10, 1), date(2026, 10, 7))
    assert OFFICIAL.block(date(2026, 10, 8)) == (date(2026, 10, 8), date(2026, 10, 8))
    assert len([block for block in OFFICIAL.blocks() if block[0].year == 2026]) == 7


def test_a_calendar_that_is_closed_for_ever_still_answers() -> None:
    closed = Calendar(days_off=days_between(("2026-01-01/2028-12-31",)))
    assert closed.next_workday(date(2026, 1, 1)) > date(2026, 1, 1)


@given(DAYS, st.integers(1, 60))
def test_working_days_there_and_back(day: date, count: int) -> None:
    there = OFFICIAL.add_workdays(day, count)
    assert OFFICIAL.is_workday(there)
    assert OFFICIAL.count_workdays(day, there) == count


@pytest.mark.parametrize(
    ("feast", "year", "day"),
    [
        ("春节", 2026, "2026-02-17"), ("除夕", 2025, "2026-02-16"), ("端午", 2027, "2027-06-09"),
        ("中秋", 2026, "2026-09-25"),
        ("元宵", 2026, "2026-03-03"), ("清明", 2026, "2026-04-05"), ("腊八", 2022, "2022-12-30"),
        ("腊八", 2025, "2026-01-26"),
        ("母亲节", 2026, "2026-05-10"), ("感恩节", 2026, "2026-11-26"), ("国庆", 2026, "2026-10-01"),
    ],
)  # fmt: skip
def test_feasts(feast: str, year: int, day: str) -> None:
    assert feast_in(feast, year) == date.fromisoformat(day)


def test_days_of_the_lunar_months() -> None:
    assert lunar_day("正", 8, 2026) == date(2026, 2, 24)
    assert lunar_day("腊", 23, 2025) == date(2026, 2, 10)
    assert lunar_day("正", 31, 2026) is None
    assert feast_in("春节", 2099) is None
