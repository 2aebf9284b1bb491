"""Days that admins add to the calendar: laid over the built-in years, in force at once in every process."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.reading import read
from commands.holidays import lines
from domain.calendar import OFFICIAL, Calendar, read_schedule
from storage import db, holidays
from storage.models import Activity
from storage.queries import actor
from tests.chat import Chat, rows
from tests.moments import moment
from tests.processes import ended, running

NATIONAL = """# 国办发明电
2027-10-01/2027-10-07 休
2027-10-09 班   # 周六
2026-11-27 休
"""
DAYS = st.dictionaries(st.dates(date(2026, 1, 1), date(2029, 12, 31)), st.booleans(), max_size=40)


def test_a_later_year_is_known_by_its_days() -> None:
    """W8."""
    known = OFFICIAL.changed(read_schedule(NATIONAL))
    assert (OFFICIAL.knows(date(2027, 5, 1)), known.knows(date(2027, 5, 1))) == (False, True)
    assert known.block(date(2027, 10, 3)) == (date(2027, 10, 1), date(2027, 10, 7))
    assert known.next_workday(date(2027, 9, 30)) == date(2027, 10, 8)
    assert (known.is_workday(date(2027, 10, 9)), known.is_workday(date(2026, 11, 27))) == (True, False)


def test_an_added_day_wins_over_the_built_in_one() -> None:
    feast, made_up = date(2026, 10, 1), date(2026, 10, 10)
    known = OFFICIAL.changed({feast: True, made_up: False})
    assert (known.is_workday(feast), known.is_workday(made_up)) == (True, False)
    assert OFFICIAL.changed({}) == OFFICIAL


@given(DAYS)
def test_each_added_day_is_as_it_was_said_and_no_other_changes(works: dict[date, bool]) -> None:
    known = Calendar().changed(works)
    for day, is_worked in works.items():
        assert known.is_workday(day) is is_worked
        for beside in (day - timedelta(days=1), day + timedelta(days=1)):
            assert beside in works or known.is_workday(beside) == (beside.weekday() < 5)


@given(DAYS)
def test_what_is_printed_reads_as_the_same_days(works: dict[date, bool]) -> None:
    assert read_schedule("\n".join(lines(works))) == works


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("2027-10-01", "第 2 行 '2027-10-01'：要写成"),
        ("2027-10-01 放假", "要写成"),
        ("2027-02-30 休", "没有这一天"),
        ("十月一号 休", "没有这一天"),
        ("2027-10-07/2027-10-01 休", "先写第一天"),
        ("2027-01-01/2099-01-01 休", "先写第一天"),
    ],
)
def test_a_line_that_is_none_is_named(line: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        read_schedule(f"# 2027\n{line}\n")


async def test_days_that_another_process_adds_count_with_the_next_message(chat: Chat) -> None:
    """A list of deals counts working days: with one of them off, each stands still a day less."""
    await Activity.filter(occurred_on__gte="2026-11-18").delete()
    before = await _standing_still(chat)
    await db.execute("INSERT INTO holiday (day, works) VALUES (?, ?)", [date(2026, 11, 20), False])
    after = await _standing_still(chat)
    assert before
    assert {said: days - 1 for said, days in before.items() if days > 1} == after


async def _standing_still(chat: Chat) -> dict[str, int]:
    await chat.says("zhangsan", "停滞超过0天的商机")
    listed = [value.partition(" 停") for value in rows(await chat.card("zhangsan")).values()]
    return {deal: int(days.partition("天")[0]) for deal, _, days in listed}


async def test_a_message_is_read_with_them(chat: Chat) -> None:
    await holidays.replace(read_schedule(NATIONAL))
    sender = await actor("zhangsan")
    assert sender
    now = moment("2027-09-27T10:00:00+08:00")
    _, seen = await read("拜访了博泽，国庆后再谈", sender, now, await holidays.calendar())
    assert seen.calendar.next_workday(date(2027, 9, 30)) == date(2027, 10, 8)


async def test_the_file_is_the_table(tmp_path: Path) -> None:
    """Shown as it would be written, replaced as a whole, refused as a whole."""
    (tmp_path / "2027.txt").write_text(NATIONAL, encoding="utf-8")
    (tmp_path / "wrong.txt").write_text("2027-10-01 休\n2027-10-32 休\n", encoding="utf-8")
    async with running(tmp_path, "run", "--port", "0", "--data", "data", "--seed", "empty") as crm:
        await crm.ends()
    shown = ("holidays", "--data", "data")
    assert (await ended(tmp_path, *shown)).out.splitlines()[1:] == [""]
    filled = await ended(tmp_path, "holidays", "2027.txt", "--data", "data")
    assert filled.out.splitlines()[1:] == ["2026-11-27 休", "2027-10-01/2027-10-07 休", "2027-10-09 班"]
    refused = await ended(tmp_path, "holidays", "wrong.txt", "--data", "data")
    assert (refused.status, refused.out, "第 2 行" in refused.err) == (2, "", True)
    assert (await ended(tmp_path, *shown)).out == filled.out


async def test_days_in_a_message_are_counted_with_them(chat: Chat) -> None:
    await holidays.replace({date(2026, 11, 24): False})
    await chat.says("zhangsan", "2个工作日后提醒我给博泽打电话")
    assert "11月26日" in await chat.seen("zhangsan")
