"""Armed faults: what goes wrong next, how often or how long, and for which path or member."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sandbox.clock import Clock, duration_of, iso
from sandbox.wire import Json

CALLBACK_KINDS = ("duplicate_callback", "delay_callback", "shuffle_callbacks", "late_ack")
# In this order a call meets them: a busy door comes before what happens behind it.
API_KINDS = ("timeout", "server_error", "garbage", "rate_limit", "expire_token", "slow", "drop_answer")
ERP_KINDS = (
    "erp_down", "erp_slow", "erp_html", "erp_session_lost", "erp_business_error", "erp_drop_answer", "erp_partial",
)  # fmt: skip
KINDS = (*CALLBACK_KINDS, *API_KINDS, "user_out_of_scope", *ERP_KINDS)


@dataclass
class Fault:
    kind: str
    times: int | None
    until: datetime | None
    path: str | None
    userid: str | None
    seconds: float | None
    errcode: int | None

    def meets(self, path: str, users: frozenset[str]) -> bool:
        place = self.path is None or path.startswith((self.path, f"/cgi-bin/{self.path}"))
        return place and (self.userid is None or self.userid.lower() in users)

    def as_json(self) -> Json:
        told = {
            "kind": self.kind, "times": self.times, "until": iso(self.until) if self.until else None,
            "path": self.path, "userid": self.userid, "seconds": self.seconds, "errcode": self.errcode,
        }  # fmt: skip
        return {name: value for name, value in told.items() if value is not None}


class Faults:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._armed: list[Fault] = []

    def arm(self, order: Json) -> None:
        """Arm what the order says; `none` disarms all. An order that makes no sense is a ValueError."""
        if order.get("kind") == "none":
            self._armed.clear()
            return
        self._armed.append(_read(order, self._clock.now()))

    def armed(self) -> list[Json]:
        self._sweep()
        return [fault.as_json() for fault in self._armed]

    def take(self, kind: str, path: str = "", users: frozenset[str] = frozenset()) -> Fault | None:
        """The first armed fault of this kind that meets the case, used up by one."""
        self._sweep()
        for fault in self._armed:
            if fault.kind == kind and fault.meets(path, users):
                if fault.times is not None:
                    fault.times -= 1
                return fault
        return None

    def left(self, kind: str) -> int:
        """How many more cases armed faults of this kind wait for; a timed one waits for any number."""
        self._sweep()
        return sum(1_000_000 if f.times is None else f.times for f in self._armed if f.kind == kind)

    def _sweep(self) -> None:
        if not self._armed:
            return
        now = self._clock.now()
        self._armed = [
            f for f in self._armed if (f.times is None or f.times > 0) and (f.until is None or f.until > now)
        ]


def _read(order: Json, now: datetime) -> Fault:
    kind = order.get("kind")
    if kind not in KINDS:
        raise ValueError(f"unknown kind {kind!r}, known: {', '.join(KINDS)}, none")
    lasting: timedelta | None = duration_of(order["for"]) if order.get("for") is not None else None
    return Fault(
        kind=kind,
        times=None if lasting else _number(order, "times", 1),
        until=now + lasting if lasting else None,
        path=_text(order, "path"),
        userid=_text(order, "userid"),
        seconds=_seconds(order),
        errcode=_number(order, "errcode", None),
    )


def _text(order: Json, name: str) -> str | None:
    value = order.get(name)
    if value is not None and not isinstance(value, str):
        raise ValueError(f"{name} is a text")
    return value


def _number(order: Json, name: str, default: int | None) -> int | None:
    value = _seconds(order, name)
    return default if value is None else int(value)


def _seconds(order: Json, name: str = "seconds") -> float | None:
    value = order.get(name)
    if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
        raise ValueError(f"{name} is a number")
    return value
