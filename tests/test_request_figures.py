"""How long what one department asks of another takes, and how often it goes to and fro."""

from __future__ import annotations

from datetime import datetime, timedelta

from domain import metrics
from domain.metrics import Asked
from tests.chat import MONDAY

HOUR = timedelta(hours=1)


def at(hours: float) -> datetime:
    return MONDAY + timedelta(hours=hours)


def test_response_and_closing_times() -> None:
    """R4, R86."""
    requests = [
        Asked("工程部", MONDAY, at(2), at(10)),
        Asked("工程部", MONDAY, at(6), at(20)),
        Asked("工艺部", MONDAY, at(4), None),
        Asked("工艺部", MONDAY),
    ]
    found = metrics.first_response(requests, 4 * HOUR)
    assert found is not None
    assert (found.count, found.hours, round(found.share, 2)) == (3, 4.0, 0.67)
    assert metrics.closing_hours(requests) == {"工程部": 15.0}
    assert metrics.first_response([Asked("工艺部", MONDAY)], 4 * HOUR) is None


def test_round_trips_and_first_actions() -> None:
    """R9, R72."""
    assert metrics.round_trips([1, 2, 6]) == 3
    assert metrics.round_trips([]) is None
    assert metrics.first_action_hours([(MONDAY, at(1)), (MONDAY, at(3)), (MONDAY, at(50)), (at(1), MONDAY)]) == 3
    assert metrics.first_action_hours([]) is None
