"""请假委托: who stands in, from when until when."""

from __future__ import annotations

from datetime import date, timedelta

from domain.approvers import cannot_approve, may_approve
from domain.command import Refused
from domain.people import Role

LONGEST = timedelta(days=92)


def check(since: date, until: date, today: date) -> None:
    if until < today or until < since:
        raise Refused("请假的日子要在今天以后，结束不能早于开始。比如：请假委托 冯涛 到周五")
    if until - since > LONGEST:
        raise Refused(f"一次最多委托 {LONGEST.days} 天，到期可以再委托。")


def check_deputy(deputy_away_until: date | None, name: str, role: Role, *, oneself: bool) -> None:
    """A delegate's own delegate is not followed: somebody who is away too cannot stand in."""
    if oneself:
        raise Refused("不能委托给自己，换个同事吧。")
    if not may_approve(role):
        raise Refused(cannot_approve(name, role))
    if deputy_away_until:
        raise Refused(f"{name} 那几天也请假，到 {deputy_away_until.month}月{deputy_away_until.day}日，换个同事吧。")
