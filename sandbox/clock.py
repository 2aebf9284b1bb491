"""The clock of the little world: it runs on in real time, and stands still while work is done at a due moment."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
_DURATION = re.compile(
    r"P(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?"
    r"(?:T(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+(?:\.\d+)?)S)?)?"
)


class Clock:
    """One clock for everybody who shares the process. `now()` is the only way to ask."""

    def __init__(self, start: datetime | None = None) -> None:
        self._base = (start or datetime.now(UTC)).astimezone(SHANGHAI)
        self._mark: float | None = time.monotonic()

    def now(self) -> datetime:
        if self._mark is None:
            return self._base
        return self._base + timedelta(seconds=time.monotonic() - self._mark)

    def epoch(self) -> float:
        return self.now().timestamp()

    def stand(self, at: datetime) -> None:
        """Stand still at this moment until `release`."""
        self._base, self._mark = at.astimezone(SHANGHAI), None

    def release(self) -> None:
        if self._mark is None:
            self._mark = time.monotonic()


def iso(moment: datetime) -> str:
    return moment.astimezone(SHANGHAI).isoformat(timespec="seconds")


def moment_of(text: object) -> datetime:
    """An ISO 8601 moment with its zone; anything else is a ValueError."""
    if not isinstance(text, str):
        raise ValueError("a moment is an ISO 8601 text")
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"no zone: {text}")
    return moment.astimezone(SHANGHAI)


def duration_of(text: object) -> timedelta:
    """An ISO 8601 duration of weeks, days, hours, minutes, seconds; anything else is a ValueError."""
    match = _DURATION.fullmatch(text) if isinstance(text, str) else None
    parts = {unit: float(n) for unit, n in match.groupdict().items() if n} if match else {}
    if not parts:
        raise ValueError(f"not a duration: {text!r}")
    try:
        return timedelta(**parts)
    except OverflowError as far:
        raise ValueError(f"too long: {text!r}") from far
