"""What a message's dates mean: the contract's values, case by case, on fixed clocks."""

import itertools
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.dates import as_due, as_slot, find_dates, find_dates_both, find_periods
from bot.understanding.folding import KEPT_AT_MOST, TRIED_AT_MOST, fold, hide_codes
from domain.calendar import Calendar, days_between
from tests.peer_suites import share_right

CASES = Path(__file__).parent / "data" / "dates"
CHINA = ZoneInfo("Asia/Shanghai")
TUESDAY = datetime(2026, 11, 24, 10, 0, tzinfo=CHINA)
WRITTEN = ("{0.year}年{0.month}月{0.day}号", "{0}", "{0:%Y/%m/%d}", "{0:%Y.%m.%d}", "{0:%Y%m%d}")
WEEKDAYS = "一二三四五六日"
# Pieces of messages, and what people paste or type by accident.
PIECES = (
    "明天 下周三 三点半 3月5号 20261205 11/25 12.1 前 后 到 左右 起 2月30日 周 月 日 点 时 q1 Q3 24点 25号 00:00 "
    "USD12.5 2000件 JM-2087A ￥56,800 38块5 一百二十万 春节 国庆 年前 三天内 近三个月 半小时后 第一个 最后一个工作日 "
    "-- ~ / : . 0 ٣ １２ ² Ⅷ 😀 \ufffc 每周一 农历八月十五 99999年 9999年12月31日 一点 让5个点 打九五折 138 0013 8000 "
    "廿 卅 廿五号 十 三 十五 两 节前 初八 腊月三十 次日 当天 上上上 下下下周日 两三 12月1-5号 9:30-11:30 -1 负 点五"
).split(" ")


def _cases(name: str) -> Iterator[tuple[datetime, list[str]]]:
    """Each line of a table with the moment that the last "@" set."""
    now = TUESDAY
    for line in (CASES / name).read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        if line.startswith("@"):
            now = datetime.fromisoformat(cells[0][2:]).replace(tzinfo=CHINA)
        elif line and not line.startswith("#"):
            yield now, cells


def _iso(moment: date | datetime) -> str:
    return moment.isoformat()[:16]


@pytest.mark.parametrize(
    ("now", "sense", "text", "wanted"), [(now, *cells, "")[:4] for now, cells in _cases("reps.tsv")]
)
def test_values_of_dates(now: datetime, sense: str, text: str, wanted: str) -> None:
    """The contract's slot values, traps without any value among them."""
    found = find_dates(text, now, past=sense == "p")
    values = [as_due(when, now) if sense == "d" else as_slot(when) for when in found]
    assert ";".join(map(_iso, values)) == wanted


@pytest.mark.parametrize(("now", "text", "wanted"), [(now, *cells, "")[:3] for now, cells in _cases("periods.tsv")])
def test_periods_of_questions(now: datetime, text: str, wanted: str) -> None:
    assert ";".join(period.value for period in find_periods(text, now)) == wanted


def test_other_projects_cases() -> None:
    share, wrong = share_right("dates")
    assert share >= 0.96, wrong


def test_nothing_depends_on_the_direction_but_the_days() -> None:
    """Both readings of each naming come as a pair, in the order of the text."""
    text = "周三拜访了A，3月5号签，月底前回款，年后再谈，15号之前给答复"
    pairs = find_dates_both(text, TUESDAY)
    assert [(ahead.text, gone.text) for ahead, gone in pairs] == [
        (word, word) for word in ("周三", "3月5号", "月底前", "年后", "15号之前")
    ]
    assert [_iso(as_slot(gone)) for _, gone in pairs][:2] == ["2026-11-18", "2026-03-05"]


def test_a_bare_weekday_keeps_its_other_reading() -> None:
    (when,) = find_dates("周三", TUESDAY, past=False)
    assert (when.start, when.alternatives) == (date(2026, 11, 25), (date(2026, 11, 18),))


def test_a_guessed_hour_says_so() -> None:
    (when,) = find_dates("明天三点", TUESDAY, past=False)
    assert when.assumptions == ("3点 → 15:00",)


def test_a_holiday_says_which_days_are_off() -> None:
    before = datetime(2026, 9, 30, 9, 0, tzinfo=CHINA)
    (when,) = find_dates("国庆后", before, past=False)
    assert when.assumptions == ("国庆放假 2026-10-01 至 2026-10-07",)
    (when,) = find_dates("国庆后", TUESDAY, past=False)
    assert when.assumptions == ("2027年的放假安排未录入",)


def test_a_published_year_replaces_the_guess() -> None:
    """What an administrator enters for a new year is what 年后 means from then on."""
    days = days_between(("2027-02-05/2027-02-12",))
    official = Calendar(days_off=days, workdays=frozenset({date(2027, 2, 14)}), years=frozenset({2027}))
    (when,) = find_dates("年后", TUESDAY, past=False, calendar=official)
    assert as_slot(when) == date(2027, 2, 14)


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("周三", "at"), ("周三前", "by"), ("最迟周三", "by"), ("有效期到20号", "by"), ("从周三起", "from"),
        ("三天内", "within"),
        ("三天后", "after"), ("三天前", "ago"), ("周三以后", "after"), ("2025年以来", "from"),
    ],
)  # fmt: skip
def test_relations(text: str, relation: str) -> None:
    (when,) = find_dates(text, TUESDAY, past=False)
    assert when.relation == relation


def test_masked_names_are_part_of_no_value() -> None:
    """The caller hides names with U+FFFC; what stands beside them is read, they are not."""
    found = find_dates("今天拜访\ufffc\ufffc，\ufffc\ufffc\ufffc下周三再谈", TUESDAY, past=False)
    assert [(when.text, when.span) for when in found] == [("今天", (0, 2)), ("下周三", (10, 13))]


def test_only_the_beginning_of_a_long_message_is_read() -> None:
    assert find_dates("，" * 2000 + "明天", TUESDAY, past=False) == []


def test_hostile_text_costs_a_counted_budget() -> None:
    """A fixed number of places is tried and of values kept, however often a fragment repeats."""
    assert [when.text for when in find_dates("年" * (TRIED_AT_MOST - 1) + "明天", TUESDAY, past=False)] == ["明天"]
    assert find_dates("年" * TRIED_AT_MOST + "明天", TUESDAY, past=False) == []
    assert len(find_dates("周一，" * 600, TUESDAY, past=False)) == KEPT_AT_MOST
    assert find_dates("三" * 1500 + "十" * 400, TUESDAY, past=False) == []


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=12), st.booleans())
def test_no_text_is_too_strange(pieces: list[str], past: bool) -> None:
    """Nothing crashes, spans lie in the text in order, and both directions find the same places."""
    text = "".join(pieces)
    found = find_dates(text, TUESDAY, past=past)
    assert [when.text for when in found] == [text[slice(*when.span)] for when in found]
    assert all(one.span[1] <= other.span[0] for one, other in itertools.pairwise(found))
    assert all(as_slot(when) and as_due(when, TUESDAY) for when in found)
    assert [when.span for when in find_dates(text, TUESDAY, past=not past)] == [when.span for when in found]
    find_periods(text, TUESDAY)


@given(st.text(max_size=300))
def test_folding_keeps_every_place(text: str) -> None:
    assert len(hide_codes(fold(text))) == len(text)


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.sampled_from(WRITTEN))
def test_a_written_date_reads_back(day: date, form: str) -> None:
    (when,) = find_dates(f"合同{form.format(day)}签", TUESDAY, past=False)
    assert (when.start, when.end, when.grain) == (day, day, "day")


@given(st.integers(-300, 300), st.booleans())
def test_a_date_without_its_year_is_the_nearest_in_its_direction(days: int, past: bool) -> None:
    day = TUESDAY.date() + timedelta(days=days)
    (when,) = find_dates(f"{day.month}月{day.day}号", TUESDAY, past=past)
    away = date.fromisoformat(_iso(when.start)) - TUESDAY.date()
    assert (when.start.month, when.start.day) == (day.month, day.day)
    assert -366 <= away.days <= 0 if past else 0 <= away.days <= 366


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)), st.integers(-2, 2), st.integers(0, 6))  # noqa: DTZ001
def test_a_weekday_of_a_named_week(moment: datetime, weeks: int, weekday: int) -> None:
    now = moment.replace(tzinfo=CHINA)
    word = {-2: "上上周", -1: "上周", 0: "本周", 1: "下周", 2: "下下周"}[weeks]
    (when,) = find_dates(f"{word}{WEEKDAYS[weekday]}去", now, past=False)
    monday = now.date() - timedelta(days=now.weekday())
    assert when.start == monday + timedelta(weeks=weeks, days=weekday)


@given(st.integers(0, 23), st.integers(0, 59))
def test_an_hour_in_figures_reads_back(hour: int, minute: int) -> None:
    (when,) = find_dates(f"明天{hour:02}:{minute:02}", TUESDAY, past=False)
    later = (hour + 12) % 24
    assert as_slot(when) in {datetime(2026, 11, 25, h, minute, tzinfo=CHINA) for h in (hour, later)}
