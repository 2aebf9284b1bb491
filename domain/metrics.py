"""Figures, each defined once, with its formula in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import fmean, median

BEFORE_RESPONSE, BEFORE_CLOSING, BEFORE_TRIPS = 24, 72, 6  # hours, hours, round trips: the case before the system
BEFORE_APPROVAL = 5.2  # days, on paper

FORMULAS: Mapping[str, str] = {
    "响应时长": "首次响应＝被请部门第一条人工回复的时间−请求发出的时间（日历小时，含评审和支持请求；还没回复的不算）",
    "响应时长 客户": "客户响应＝商机或线索建立到第一次跟进的小时数，取中位数（还没跟进的不算）",
    "协作耗时": "协作耗时＝请求结束（点“已解决”或评审有结论）的时间−发出的时间，按部门平均（日历小时）",
    "审批时长": "审批时长＝批准或驳回的时间−提交审批的时间（日历时间，退回和撤回的不算）；每人＝轮到他到他决定",
    "成交": "成交＝现在仍算成交的商机，按最近一次签成的时间计（作废的合同不算；重签的只算一次）",
    "结清": "结清＝成交的商机里回款≥合同金额的，按收齐的时间计",
    "往返次数": "往返＝被请部门每答复一次方案评审算一次，按有评审的方案平均",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A request to a department; the moments that have not come are None."""

    department: str
    at: datetime
    answered: datetime | None = None
    closed: datetime | None = None


@dataclass(frozen=True, slots=True)
class Response:
    count: int
    hours: float  # on average
    share: float  # within the target


@dataclass(frozen=True, slots=True)
class Duration:
    count: int
    days: float  # on average
    median: float
    share: float  # within the limit


def approval_times(spans: Iterable[tuple[datetime, datetime]], limit: timedelta) -> Duration | None:
    """From being submitted to the decision. None: nothing was decided."""
    waits = [decided - asked for asked, decided in spans]
    if not waits:
        return None
    days = [_hours(wait) / 24 for wait in waits]
    return Duration(len(waits), fmean(days), median(days), sum(wait <= limit for wait in waits) / len(waits))


def by_person(turns: Iterable[tuple[str, datetime, datetime]]) -> list[tuple[str, float, int]]:
    """Name, mean hours from one's turn to one's decision, how many; the slowest first."""
    hours: dict[str, list[float]] = {}
    for name, asked, decided in turns:
        hours.setdefault(name, []).append(_hours(decided - asked))
    return sorted(((name, fmean(each), len(each)) for name, each in hours.items()), key=lambda one: -one[1])


def first_response(requests: Iterable[Asked], target: timedelta) -> Response | None:
    """None: nobody has answered yet."""
    waits = [one.answered - one.at for one in requests if one.answered]
    if not waits:
        return None
    within = sum(wait <= target for wait in waits)
    return Response(len(waits), fmean(_hours(wait) for wait in waits), within / len(waits))


def closing_hours(requests: Iterable[Asked]) -> dict[str, float]:
    """By department, hours from asking to the end, the slowest first."""
    closed: dict[str, list[float]] = {}
    for one in requests:
        if one.closed:
            closed.setdefault(one.department, []).append(_hours(one.closed - one.at))
    means = {department: fmean(hours) for department, hours in closed.items()}
    return dict(sorted(means.items(), key=lambda item: -item[1]))


def round_trips(answers: Iterable[int]) -> float | None:
    """`answers` holds, for each reviewed solution, how often the department answered. None: nothing was reviewed."""
    counted = list(answers)
    return fmean(counted) if counted else None


def won_on(state: str, moves: Iterable[tuple[str, datetime]]) -> datetime | None:
    """成交: when the contract that stands was signed. None: not won, or taken off the books since, whatever moves a
    deal has made; `state` is the deal's own."""
    return _newest("won", state, moves)


def settled_on(state: str, moves: Iterable[tuple[str, datetime]]) -> datetime | None:
    """结清: when the last payment of a won deal came in."""
    return _newest("settled", state, moves)


def first_action_hours(spans: Iterable[tuple[datetime, datetime]]) -> float | None:
    """From inquiry to first action, the median. None: nothing has been acted on."""
    hours = [_hours(acted - inquired) for inquired, acted in spans if acted >= inquired]
    return median(hours) if hours else None


def _newest(stage: str, state: str, moves: Iterable[tuple[str, datetime]]) -> datetime | None:
    entered = [at for one, at in moves if one == stage]
    return max(entered, default=None) if state == "won" else None


def _hours(span: timedelta) -> float:
    return span.total_seconds() / 3600
