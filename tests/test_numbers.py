"""Numbers are given once each, in order, without gaps, however many ask at the same time and whoever fails."""

from __future__ import annotations

import asyncio
import multiprocessing
from contextlib import suppress

import pytest

from storage import db, numbers
from tests.databases import only_postgres, opened

PROCESSES, TRIES = 2, 36  # of which every third fails


class _Failed(Exception):
    pass


@pytest.mark.parametrize(
    ("number", "quote", "contract"),
    [(1, "Q2026-0001", "HT2026-001"), (999, "Q2026-0999", "HT2026-999"), (10_000, "Q2026-10000", "HT2026-10000")],
)
def test_numbers_grow_beyond_their_digits(number: int, quote: str, contract: str) -> None:
    assert (numbers.quote_number(2026, number), numbers.contract_number(2026, number)) == (quote, contract)


async def test_each_kind_and_year_counts_for_itself(database: str) -> None:
    async with db.transaction():
        taken = [await numbers.take(kind, year) for kind, year in [("Q", 2026), ("Q", 2026), ("HT", 2026), ("Q", 2027)]]
    assert taken == [1, 2, 1, 1]


async def test_what_is_rolled_back_gives_its_number_back(database: str) -> None:
    """Without gaps on retry: in a savepoint, as a preview is, and in a transaction, as a crash is."""
    async with db.transaction():
        assert await _lost() == 1
        assert await numbers.take("Q", 2026) == 1
    assert await _lost() == 2
    async with db.transaction():
        assert await numbers.take("Q", 2026) == 2


@only_postgres
async def test_two_processes_never_share_a_number_and_leave_no_gap(database_url: str) -> None:
    """Every third transaction fails after it took its number; what the others got is 1, 2, 3 … nevertheless."""
    pool = multiprocessing.get_context("spawn").Pool(PROCESSES)
    try:
        taken = await asyncio.to_thread(pool.map, _takes_many, [database_url] * PROCESSES)
    finally:
        pool.terminate()
        pool.join()
    kept = sorted(number for numbers_ in taken for number in numbers_)
    assert kept == list(range(1, PROCESSES * TRIES * 2 // 3 + 1))


def _takes_many(url: str) -> list[int]:
    return asyncio.run(_take_side_by_side(url))


async def _take_side_by_side(url: str) -> list[int]:
    async with opened(url, migrate=False):
        taken = await asyncio.gather(*(_take(fails=at % 3 == 2) for at in range(TRIES)))
    return [number for number in taken if number is not None]


async def _take(*, fails: bool) -> int | None:
    if fails:
        await _lost()
        return None
    async with db.transaction():
        return await numbers.take("Q", 2026)


async def _lost() -> int:
    """A number taken in a transaction that fails."""
    number = 0
    with suppress(_Failed):
        async with db.transaction():
            number = await numbers.take("Q", 2026)
            raise _Failed
    return number
