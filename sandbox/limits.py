"""How much a member gets: 30 messages a minute and 1,000 an hour, the rest dropped in silence."""

from __future__ import annotations

from collections import defaultdict, deque

A_MINUTE = 30
AN_HOUR = 1000
WEBHOOK_A_MINUTE = 20
TEXT_BYTES = 2048


class Window:
    """A sliding hour of what came through, counted per key."""

    def __init__(self, a_minute: int, an_hour: int) -> None:
        self._a_minute = a_minute
        self._an_hour = an_hour
        self._passed: dict[str, deque[float]] = defaultdict(deque)

    def admit(self, key: str, at: float) -> bool:
        passed = self._passed[key]
        while passed and passed[0] <= at - 3600:
            passed.popleft()
        full = len(passed) >= self._an_hour
        # Times only grow, so the minute is full exactly when its oldest admissible place is still inside it.
        busy = len(passed) >= self._a_minute and passed[-self._a_minute] > at - 60
        if full or busy:
            return False
        passed.append(at)
        return True

    def seen(self, key: str, at: float) -> None:
        """What came through before the process started counts too."""
        self._passed[key].append(at)


def cut(text: str, limit: int = TEXT_BYTES) -> str:
    """At most so many bytes of UTF-8; a character that does not fit whole is gone."""
    return text.encode("utf-8", "replace")[:limit].decode("utf-8", "ignore")
