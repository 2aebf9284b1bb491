"""The shared clock: through every due moment in order, in one leap, never back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from sandbox import Clock
from sandbox.clock import duration_of, moment_of
from tests.sandbox_visit import NOW, Json, Visit, visiting


class Work:
    """Another's work on our clock: what is due, and when it was done."""

    def __init__(self, clock: Clock, *due: timedelta, every: timedelta | None = None) -> None:
        self.clock = clock
        self.due = sorted(NOW + after for after in due)
        self.every = every
        self.done: list[datetime] = []
        self.settled = 0

    async def next_due(self) -> datetime | None:
        return self.due[0] if self.due else None

    async def settle(self) -> None:
        self.settled += 1
        while self.due and self.due[0] <= self.clock.now():
            self.done.append(self.clock.now())
            slot = self.due.pop(0)
            if self.every:
                self.due.append(slot + self.every)


class Stuck(Work):
    """Work that stays due however often it is done."""

    async def settle(self) -> None:
        self.settled += 1


class Restless(Work):
    """Work that makes new overdue work each time it is done."""

    async def settle(self) -> None:
        self.settled += 1
        self.due = [self.due[0] - timedelta(seconds=1)]


@pytest.fixture
async def visit(tmp_path: Path) -> AsyncIterator[Visit]:
    async with visiting(tmp_path) as opened:
        yield opened


async def test_the_clock_stands_at_each_due_moment(visit: Visit) -> None:
    work = Work(visit.sandbox.clock, timedelta(hours=1), timedelta(hours=26), timedelta(hours=50))
    visit.sandbox.driver = work
    now = await visit.moves(advance="PT48H")
    assert work.done == [NOW + timedelta(hours=1), NOW + timedelta(hours=26)]
    assert now.startswith("2026-11-26T09:00:")


async def test_work_that_comes_again_is_done_each_time(visit: Visit) -> None:
    visit.sandbox.driver = work = Work(visit.sandbox.clock, timedelta(hours=1), every=timedelta(hours=1))
    await visit.moves(advance="P1D")
    assert work.done == [NOW + timedelta(hours=n) for n in range(1, 25)]


async def test_own_and_foreign_work_keep_their_order(visit: Visit) -> None:
    """A delayed callback is due like a job: what is told at half past is there when the hour strikes."""
    await visit.arms("delay_callback", seconds=1800)
    await visit.says("zhangsan", "在吗")
    told: list[int] = []

    class Watching(Work):
        async def settle(self) -> None:
            await super().settle()
            told.append(len(visit.heard))

    visit.sandbox.driver = work = Watching(visit.sandbox.clock, timedelta(minutes=15), timedelta(hours=1))
    await visit.moves(advance="PT2H")
    assert told == [0, 1, 1, 1]
    assert work.done == [NOW + timedelta(minutes=15), NOW + timedelta(hours=1)]


async def test_a_leap_does_not_stand_in_between(visit: Visit) -> None:
    """As after a suspend: what was due meanwhile is found late, at once."""
    visit.sandbox.driver = work = Work(visit.sandbox.clock, timedelta(hours=1), timedelta(hours=2))
    await visit.moves(jump="PT48H")
    assert len(set(work.done)) == 1
    assert work.done[0] >= NOW + timedelta(hours=48)
    assert work.settled == 1


async def test_standing_still_finishes_what_is_due(visit: Visit) -> None:
    visit.sandbox.driver = work = Work(visit.sandbox.clock, timedelta(hours=-1), timedelta(hours=1))
    await visit.moves(advance="PT0S")
    assert len(work.done) == 1


@pytest.mark.parametrize("kind", [Stuck, Restless])
async def test_overdue_work_does_not_hold_the_clock_for_ever(
    visit: Visit, kind: type[Work], caplog: pytest.LogCaptureFixture
) -> None:
    visit.sandbox.driver = work = kind(visit.sandbox.clock, timedelta(hours=-1))
    assert (await visit.moves(advance="PT1H")).startswith("2026-11-24T10:00:")
    assert work.settled < (4 if kind is Stuck else 2000)
    assert "still due" in caplog.text


async def test_the_clock_can_be_set_to_a_moment(visit: Visit) -> None:
    assert (await visit.moves(set="2026-11-25T01:00:00Z")).startswith("2026-11-25T09:00:0")


async def test_the_clock_runs_on_after_it_was_moved(visit: Visit) -> None:
    await visit.moves(advance="PT1H")
    first, second = visit.sandbox.clock.now(), visit.sandbox.clock.now()
    assert NOW + timedelta(hours=1) < first < second


@pytest.mark.parametrize(
    "order",
    [
        {},
        {"advance": "PT1H", "jump": "PT1H"},
        {"advance": "48 hours"},
        {"advance": "-PT1H"},
        {"advance": "P"},
        {"advance": "PT"},
        {"advance": 3600},
        {"advance": "P99999999999D"},
        {"advance": "P9999999D"},
        {"set": "2026-11-25T09:00:00"},
        {"set": "tomorrow"},
        {"set": 1},
        {"set": "2026-11-24T08:59:59+08:00"},
    ],
)
async def test_a_clock_cannot_be_moved_like_that(visit: Visit, order: Json) -> None:
    """Backwards is 400 too."""
    assert "error" in await visit.control("POST", "clock", order, 400)
    assert visit.sandbox.clock.now() - NOW < timedelta(minutes=1)


async def test_a_sandbox_that_keeps_real_time_cannot_be_moved(tmp_path: Path) -> None:
    async with visiting(tmp_path, shared_clock=False) as visit:
        await visit.control("POST", "clock", {"advance": "PT1H"}, 409)


async def test_a_failing_driver_leaves_the_clock_running(visit: Visit) -> None:
    class Broken(Work):
        async def settle(self) -> None:
            raise RuntimeError("broken")

    visit.sandbox.driver = Broken(visit.sandbox.clock)
    async with visit.client.post("/sandbox/clock", json={"advance": "PT1H"}) as answer:
        assert answer.status == 500
    first = visit.sandbox.clock.now()
    assert visit.sandbox.clock.now() > first


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("PT48H", timedelta(hours=48)),
        ("P8D", timedelta(days=8)),
        ("P1DT2H30M", timedelta(days=1, hours=2, minutes=30)),
        ("PT0S", timedelta(0)),
        ("P2W", timedelta(weeks=2)),
        ("PT1.5S", timedelta(seconds=1.5)),
    ],
)
def test_durations_are_iso_8601(text: str, length: timedelta) -> None:
    assert duration_of(text) == length


def test_moments_are_in_shanghai() -> None:
    assert moment_of("2026-11-24T01:00:00Z").isoformat() == "2026-11-24T09:00:00+08:00"
