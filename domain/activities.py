"""Visits, calls and messages: what was said, and what comes next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain.command import Command, Refused

KINDS = {"visit": "拜访", "call": "电话", "message": "微信", "email": "邮件", "meeting": "会议", "other": "跟进"}
LATEST = timedelta(days=366)


@dataclass(frozen=True, slots=True, kw_only=True)
class LogActivity(Command):
    kind: str
    customer: str
    contact: str | None = None
    occurred_on: date | datetime | None = None
    note: str | None = None
    next_follow_up: date | datetime | None = None
    place: str | None = None


def check(done: LogActivity, on: date, today: date) -> None:
    """What happened has happened, and not too long ago to be told (R95)."""
    if done.kind not in KINDS:
        raise Refused("没认出是拜访、电话还是微信。换个说法再发一次，比如：电话联系了博泽")
    if on > today:
        raise Refused("日期还没到。约好的事可以说：周五提醒我拜访博泽")
    if today - on > LATEST:
        raise Refused("超过一年的记录不能补录。要查旧事，发：查一下客户名")


@dataclass(frozen=True, slots=True)
class Plan:
    """A promised next contact with a customer, and whether a later contact has kept it."""

    activity: int
    customer: str
    due: date
    at: datetime | None
    note: str | None
    kept: bool


def open_on(plans: Iterable[Plan], first: date, last: date) -> list[Plan]:
    """Who is to be contacted from `first` to `last`: open plans of those days, earliest first."""
    due = [plan for plan in plans if not plan.kept and first <= plan.due <= last]
    return sorted(due, key=lambda plan: (plan.due, f"{plan.at:%H:%M}" if plan.at else "", plan.activity))


def overdue(plans: Iterable[Plan], today: date) -> list[Plan]:
    """Plans whose day has passed without a later contact."""
    late = [plan for plan in plans if not plan.kept and plan.due < today]
    return sorted(late, key=lambda plan: (plan.due, plan.activity))
