"""Numbers of quotes and contracts: each once, in order, and a transaction that fails gives its number back."""

from __future__ import annotations

from storage import db


async def take(kind: str, year: int) -> int:
    """The next number of the year. The row stays ours until the transaction ends, so others wait for theirs."""
    taken = await db.fetch(
        "INSERT INTO number_series (kind, year, newest) VALUES (?, ?, 1)"
        " ON CONFLICT (kind, year) DO UPDATE SET newest = number_series.newest + 1 RETURNING newest",
        [kind, year],
    )
    return int(taken[0]["newest"])


def quote_number(year: int, number: int) -> str:
    """Q2026-0001, and Q2026-10000 after Q2026-9999."""
    return f"Q{year}-{number:04d}"


def contract_number(year: int, number: int) -> str:
    return f"HT{year}-{number:03d}"
