"""What a hand-written script costs that does the bot's statements: sqlite3 alone, one transaction a message."""

from __future__ import annotations

import json
import sqlite3
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

# As the bot opens its database.
PRAGMAS = ("journal_mode = WAL", "synchronous = FULL", "busy_timeout = 10000", "foreign_keys = ON")


def run(database: str, messages: Iterable[Sequence[tuple[str, list[Any]]]]) -> float:
    """Seconds for all the messages, each a list of statements with their values."""
    connection = sqlite3.connect(database, isolation_level=None)
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    began = time.perf_counter()
    for statements in messages:
        connection.execute("BEGIN IMMEDIATE")
        for sql, values in statements:
            connection.execute(sql, values).fetchall()
        connection.execute("COMMIT")
    seconds = time.perf_counter() - began
    connection.close()
    return seconds


if __name__ == "__main__":
    print(run(sys.argv[1], json.loads(Path(sys.argv[2]).read_text())))
