"""Rules that are one table each: periods, quiet hours, reminders, words, roles."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from domain import activities, customers, periods, words
from domain.activities import LogActivity, Plan
from domain.command import Refused
from domain.people import POLICY, Role, Scope, place_of, role_of
from domain.quiet import quiet_until
from domain.reminders import other_clocks, rings_at
from tests.moments import moment

MONDAY = date(2026, 11, 23)
NOW = moment("2026-11-23T10:00:00+08:00")


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("today", "2026-11-23", "2026-11-23"),
        ("yesterday", "2026-11-22", "2026-11-22"),
        ("tomorrow", "2026-11-24", "2026-11-24"),
        ("this_week", "2026-11-23", "2026-11-29"),
        ("last_week", "2026-11-16", "2026-11-22"),
        ("next_week", "2026-11-30", "2026-12-06"),
        ("this_month", "2026-11-01", "2026-11-30"),
        ("last_month", "2026-10-01", "2026-10-31"),
        ("next_month", "2026-12-01", "2026-12-31"),
        ("this_quarter", "2026-10-01", "2026-12-31"),
        ("last_quarter", "2026-07-01", "2026-09-30"),
        ("this_year", "2026-01-01", "2026-12-31"),
        ("last_year", "2025-01-01", "2025-12-31"),
        ("2026-10", "2026-10-01", "2026-10-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2026-Q3", "2026-07-01", "2026-09-30"),
        ("2026", "2026-01-01", "2026-12-31"),
        ("2026-11-01/2026-11-15", "2026-11-01", "2026-11-15"),
    ],
)
def test_a_periods_first_and_last_day(period: str, first: str, last: str) -> None:
    """`commands.md`: weeks begin on Monday."""
    assert periods.days(period, MONDAY) == (date.fromisoformat(first), date.fromisoformat(last))


def test_a_months_neighbours_cross_the_year() -> None:
    assert periods.days("last_month", date(2027, 1, 5)) == (date(2026, 12, 1), date(2026, 12, 31))
    assert periods.days("next_month", date(2026, 12, 5)) == (date(2027, 1, 1), date(2027, 1, 31))


@pytest.mark.parametrize("period", ["soon", "2026-13", "2026-Qx", "a/b"])
def test_what_is_no_period_is_a_value_error(period: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        periods.days(period, MONDAY)


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("2026-11-23T21:59:59+08:00", "2026-11-23T21:59:59+08:00"),
        ("2026-11-23T22:00:00+08:00", "2026-11-24T08:00:00+08:00"),
        ("2026-11-24T00:30:00+08:00", "2026-11-24T08:00:00+08:00"),
        ("2026-11-24T07:59:59+08:00", "2026-11-24T08:00:00+08:00"),
        ("2026-11-24T08:00:00+08:00", "2026-11-24T08:00:00+08:00"),
    ],
)
def test_pushes_wait_for_the_end_of_the_quiet_hours(now: str, until: str) -> None:
    """W6: 22:00 to 08:00."""
    assert quiet_until(moment(now)) == moment(until)


@pytest.mark.parametrize(
    ("due", "rings", "chosen"),
    [
        (moment("2026-11-23T15:00+08:00"), "2026-11-23T15:00+08:00", False),
        (datetime.fromisoformat("2026-11-23T15:00"), "2026-11-23T15:00+08:00", False),
        (date(2026, 11, 24), "2026-11-24T09:00+08:00", True),
        (date(2026, 11, 23), "2026-11-23T11:00+08:00", True),
    ],
)
def test_when_a_reminder_rings(due: date, rings: str, chosen: bool) -> None:
    """Without a clock at 09:00 of its day, or in one hour when that has passed (`product.md` section 4)."""
    assert rings_at(due, NOW) == (moment(rings), chosen)


@pytest.mark.parametrize("due", [moment("2026-11-23T09:59+08:00"), date(2026, 11, 22), date(2036, 1, 1)])
def test_reminders_in_the_past_or_too_far_off_are_refused(due: date) -> None:
    with pytest.raises(Refused):
        rings_at(due, NOW)


def test_the_other_clocks_are_those_still_to_come() -> None:
    hours = [at.hour for at in other_clocks(moment("2026-11-23T11:00+08:00"), NOW)]
    assert hours == [15, 20]
    assert [at.hour for at in other_clocks(moment("2026-11-24T09:00+08:00"), NOW)] == [10, 15, 20]


@pytest.mark.parametrize(
    ("amount", "currency", "said"),
    [("350000.00", "CNY", "350,000 元"), ("300000.01", "CNY", "300,000.01 元"), ("12.5", "USD", "12.50 美元")],
)
def test_money_has_thousands_separators(amount: str, currency: str, said: str) -> None:
    assert words.money(Decimal(amount), currency) == said


def test_days_are_said_with_their_weekday() -> None:
    assert words.day(date(2026, 12, 2), MONDAY) == "12月2日 周三"
    assert words.day(date(2027, 1, 5), MONDAY) == "2027年1月5日 周二"
    assert words.day(moment("2026-12-02T15:00+08:00"), MONDAY) == "12月2日 周三 15:00"


@pytest.mark.parametrize(
    ("on", "fine"),
    [(MONDAY, True), (date(2026, 11, 24), False), (date(2025, 11, 22), True), (date(2025, 11, 21), False)],
)
def test_what_happened_lies_in_the_past_year(on: date, fine: bool) -> None:
    """R95: backfilled at most a year; never in the future."""
    done = LogActivity(kind="visit", customer="博泽")
    if fine:
        activities.check(done, on, MONDAY)
    else:
        with pytest.raises(Refused):
            activities.check(done, on, MONDAY)


def test_open_and_overdue_plans() -> None:
    def plan(key: int, due: date, *, kept: bool = False, at: datetime | None = None) -> Plan:
        return Plan(key, f"客户{key}", due, at, None, kept)

    plans = [
        plan(1, MONDAY),
        plan(2, MONDAY, kept=True),
        plan(3, date(2026, 11, 20)),
        plan(4, date(2026, 11, 24)),
        plan(5, MONDAY, at=moment("2026-11-23T09:00+08:00")),
    ]
    assert [p.activity for p in activities.open_on(plans, MONDAY, MONDAY)] == [1, 5]
    assert [p.activity for p in activities.overdue(plans, MONDAY)] == [3]


@pytest.mark.parametrize(
    ("position", "in_sales", "role"),
    [
        ("销售员", True, Role.REP),
        ("主管", True, Role.SUPERVISOR),
        ("区域总监", True, Role.REGIONAL_DIRECTOR),
        ("数字运营专员", False, Role.ADMIN),
        ("供应链负责人", False, Role.SUPPLY_CHAIN),
        ("成员", True, Role.REP),
        ("销售代表", True, Role.REP),
        ("操作工", False, Role.MEMBER),
        ("", False, Role.MEMBER),
    ],
)
def test_the_role_that_a_position_gives(position: str, in_sales: bool, role: Role) -> None:
    """R58, R120: these words and no others; else 销售员 inside the sales department and 成员 elsewhere."""
    assert role_of(position, in_sales=in_sales) is role


@pytest.mark.parametrize(
    ("department", "place"),
    [
        ("销售部/华东/华东一组", ("华东", "华东一组")),
        ("销售部/华东", ("华东", None)),
        ("销售部", (None, None)),
        ("总部/销售部/华南/华南二组", ("华南", "华南二组")),
        ("财务部", (None, None)),
    ],
)
def test_region_and_team_are_the_levels_below_sales(department: str, place: tuple[str | None, str | None]) -> None:
    assert place_of(department, "销售部") == place


def test_executives_read_everything_and_write_no_record() -> None:
    """R59, R60. Everybody sets reminders and asks for help."""
    assert POLICY["customer.read"][Role.EXECUTIVE] is Scope.ALL
    writes = {action for action in POLICY if action.endswith(("create", "write")) and Role.EXECUTIVE in POLICY[action]}
    assert writes == {"reminder.write", "request.write"}


@pytest.mark.parametrize(
    ("field", "said", "kept"),
    [
        ("region", "华东区", "华东"),
        ("level", "a级", "A"),
        ("type", "tier1", "Tier 1"),
        ("industry", "  新能源 汽车 ", "新能源 汽车"),
        ("industry", "", None),
    ],
)
def test_how_a_field_keeps_its_value(field: str, said: str, kept: str | None) -> None:
    """R1: a customer has a type such as Tier 1."""
    assert customers.value_of(field, said) == kept


@pytest.mark.parametrize(
    ("field", "said"), [("level", "D"), ("type", "大客户"), ("name", "x"), ("industry", "长" * 65)]
)
def test_values_that_a_field_does_not_take(field: str, said: str) -> None:
    with pytest.raises(Refused):
        customers.value_of(field, said)


def test_an_unknown_field_names_those_that_are_there() -> None:
    assert customers.field_of("行业") == "industry"
    with pytest.raises(Refused, match="行业"):
        customers.field_of("颜色")
