"""Other projects' cases of dates and sums, and whether ours agree (the forms are told in their README)."""

import json
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from bot.understanding.dates import When, find_dates
from bot.understanding.numbers import Duration, find_amounts, find_durations, find_numbers, read_number

DATA = Path(__file__).parent / "data"
Row = dict[str, Any]
_CENT = 0.006
_SLACK = {"pm1d": timedelta(days=1), "pm1min": timedelta(minutes=1)}


def rows(folder: str) -> Iterator[Row]:
    for path in sorted((DATA / folder).glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield json.loads(line)


def share_right(folder: str) -> tuple[float, list[str]]:
    """The share of rows that are right, and the others' ids."""
    known = list(rows(folder))
    wrong = [row["id"] for row in known if not is_right(row)]
    return 1 - len(wrong) / len(known), wrong


def is_right(row: Row) -> bool:
    judges: dict[str, Callable[[Row, Any], bool]] = {"duration": _duration, "money": _money, "number": _number}
    judge = judges.get(row["kind"], _date)
    return any(judge(row, wanted) for wanted in (row["expect"], *row.get("accept", ())))


def _date(row: Row, wanted: Any) -> bool:
    now = datetime.fromisoformat(row["now"])
    found = find_dates(row["text"], now, past=False) + find_dates(row["text"], now, past=True)
    judges: dict[str, Callable[[When, Any, str], bool]] = {"date": _is_day, "datetime": _is_moment, "range": _is_range}
    judge = judges[row["kind"]]
    return any(judge(when, wanted, row.get("tol", "")) for when in found)


def _is_day(when: When, wanted: str, _tolerance: str) -> bool:
    return when.grain == "day" and when.start == when.end and _iso(when.start) == wanted


def _is_moment(when: When, wanted: str, tolerance: str) -> bool:
    if not when.has_clock:
        return False
    got = _iso(when.start)
    if tolerance == "tod":
        return got[11:] == wanted[11:]
    return abs(_moment(got) - _moment(wanted)) <= (timedelta(minutes=1) if tolerance else timedelta(0))


def _is_range(when: When, wanted: Row, tolerance: str) -> bool:
    start, end = when.window()
    if tolerance.startswith("deadline"):
        return when.relation == "by" and _close(
            end, wanted["end"], timedelta(days=1), time_only=tolerance.endswith("tod")
        )
    if tolerance == "edge-end":
        return _close(end, wanted["end"], timedelta(0))
    if tolerance in ("after", "since", "edge-start"):
        return _close(start, wanted["start"], timedelta(0))
    if tolerance == "daypart":
        return _overlaps(when, wanted)
    if tolerance in ("tod", "after-tod"):
        ends = tolerance == "after-tod" or _close(end, wanted["end"], timedelta(0), time_only=True)
        return ends and _close(start, wanted["start"], timedelta(0), time_only=True)
    slack = _SLACK.get(tolerance, timedelta(0))
    return _close(start, wanted["start"], slack) and _close(end, wanted["end"], slack)


def _overlaps(when: When, wanted: Row) -> bool:
    start, end = (_moment(_iso(edge)) for edge in when.window())
    first, last = _moment(wanted["start"]), _moment(wanted["end"])
    return start.date() == first.date() and (min(end, last) - max(start, first)) * 2 >= last - first


def _close(got: date | datetime, wanted: str | None, slack: timedelta, *, time_only: bool = False) -> bool:
    if wanted is None:
        return True
    written = _iso(got)
    if time_only:
        return len(written) == len(wanted) and written[11:] == wanted[11:]
    if len(wanted) > 10 and len(written) == 10:
        return False
    return abs(_moment(written[: len(wanted)]) - _moment(wanted)) <= slack


def _duration(row: Row, wanted: Row) -> bool:
    return any(
        wanted == ({"min": _length(found), "max": _length(found.high)} if found.high else _length(found))
        for found in find_durations(row["text"])
    )


def _length(found: Duration) -> dict[str, float]:
    if found.workdays:
        return {"workdays": float(found.workdays)}
    return {"months": float(found.months), "seconds": float(found.days * 86400 + found.seconds)}


def _money(row: Row, wanted: Any) -> bool:
    found = [amount for amount in find_amounts(row["text"]) if amount.currency == row["currency"]]
    if not isinstance(wanted, dict):
        return any(abs(float(amount.value) - wanted) < _CENT for amount in found)
    if None in wanted.values():
        return False
    return any(
        abs(float(amount.value) - wanted["min"]) < _CENT and abs(float(amount.high) - wanted["max"]) < _CENT
        for amount in found
        if amount.high is not None
    )


def _number(row: Row, wanted: float) -> bool:
    whole = read_number(row["text"])
    values = [number.value for number in find_numbers(row["text"])] + ([whole] if whole is not None else [])
    return any(abs(float(value) - wanted) < _CENT for value in values)


def _iso(moment: date | datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M") if isinstance(moment, datetime) else moment.isoformat()


def _moment(written: str) -> datetime:
    if len(written) > 10:
        return datetime.fromisoformat(written[:16])
    return datetime.combine(date.fromisoformat(written), time())
