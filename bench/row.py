"""One row of the table: a figure, the reference that ran beside it, and whether their ratio is what we want."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """`at_least`: the ratio must reach the target; else it must not exceed it."""

    row: str
    figure: float
    reference: float
    unit: str
    target: float
    at_least: bool
    what: str = ""

    @property
    def ratio(self) -> float:
        return self.figure / self.reference

    @property
    def met(self) -> bool:
        return self.ratio >= self.target if self.at_least else self.ratio <= self.target

    def as_json(self) -> dict[str, object]:
        return {
            "row": self.row,
            "figure": round(self.figure, 3),
            "reference": round(self.reference, 3),
            "unit": self.unit,
            "ratio": round(self.ratio, 3),
            "target": f"{'≥' if self.at_least else '≤'} {self.target:g}",
            "met": self.met,
        }


def middle(pairs: Iterable[tuple[float, float]]) -> tuple[float, float]:
    """Of figures and the references measured right beside them, the pair whose ratio is the median: what the machine
    does meanwhile for others falls on both of a pair."""
    in_order = sorted(pairs, key=lambda pair: pair[0] / pair[1])
    return in_order[len(in_order) // 2]
