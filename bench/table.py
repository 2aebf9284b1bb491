"""`crm bench`: the rows that were asked for, as a table and as JSON."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path

from bench import cold, door, named, processed
from bench.row import Row

MEASURES: dict[tuple[str, ...], Callable[[], list[Row]]] = {
    ("P1", "P2"): door.measure,
    ("P3",): processed.measure,
    ("P6",): named.measure,
    ("P9",): cold.measure,
}
NAMES = [name for names in MEASURES for name in names]
WRONG = 2


def run(rows: Sequence[str], json_path: Path | None) -> int:
    """0, also where a target is missed: the table says so. 2 for a row that does not exist."""
    wanted = [name.upper() for name in rows] or NAMES
    if unknown := set(wanted) - set(NAMES):
        print(f"没有这一行：{'、'.join(sorted(unknown))}。有的是：{'、'.join(NAMES)}")
        return WRONG
    found = [row for names, measure in MEASURES.items() if set(names) & set(wanted) for row in measure()]
    kept = [row for row in found if row.row.split()[0] in wanted]
    print("\n".join(lines(kept)))
    print(f"{os.cpu_count()} 核；数值与参照在同一次运行里交替测，取比值居中的一对")
    if json_path:
        json_path.write_text(json.dumps([row.as_json() for row in kept], ensure_ascii=False, indent=1) + "\n")
    return 0


def lines(rows: Sequence[Row]) -> list[str]:
    """As a Markdown table, so that it can be pasted into one."""
    head = ["| 行 | 测什么 | 数值 | 参照 | 单位 | 比值 | 目标 | 达到 |", "|---|---|---|---|---|---|---|---|"]
    return head + [_line(row) for row in rows]


def _line(row: Row) -> str:
    shown = row.as_json()
    met = "是" if row.met else "否"
    return (
        f"| {row.row} | {row.what} | {row.figure:.4g} | {row.reference:.4g} | {row.unit} | {row.ratio:.2f} |"
        f" {shown['target']} | {met} |"
    )
