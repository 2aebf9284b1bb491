"""`crm holidays`: the days that admins add to the calendar, shown or replaced by those of a file."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

from tortoise.exceptions import OperationalError

from config import Misconfigured, Settings
from domain.calendar import OFFICIAL, WORDS, read_schedule
from storage import db, holidays


async def holidays_of(settings: Settings, file: Path | None) -> int:
    """Prints them as the file would say them, so that the output of one company is the input of another."""
    works = _read(file) if file else None
    try:
        await db.start(settings.database_url)
        if works is not None:
            await holidays.replace(works)
        added = await holidays.added()
    except (db.DatabaseInUse, OperationalError) as wrong:
        raise Misconfigured(str(wrong)) from wrong
    finally:
        await db.close()
    years = "、".join(map(str, sorted(OFFICIAL.changed(added).years)))
    print(f"# 放假安排已知的年份：{years}；其余年份按周一至周五算。下面是补录的 {len(added)} 天")
    print("\n".join(lines(added)))
    return 0


def lines(added: dict[date, bool]) -> list[str]:
    """Days that follow one another and are alike stand on one line."""
    word = {works: said for said, works in WORDS.items()}
    return [
        f"{first}/{last} {word[added[first]]}" if first < last else f"{first} {word[added[first]]}"
        for first, last in _runs(sorted(added), added)
    ]


def _runs(days: Iterable[date], added: dict[date, bool]) -> list[tuple[date, date]]:
    runs: list[tuple[date, date]] = []
    for day in days:
        before = day - timedelta(days=1)
        if runs and runs[-1][1] == before and added[before] == added[day]:
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    return runs


def _read(file: Path) -> dict[date, bool]:
    try:
        return read_schedule(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as wrong:
        raise Misconfigured(f"{file} 读不了：{wrong}") from wrong
