"""Visits, calls and messages: what was said, and what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from domain.command import Command

KINDS = {"visit": "拜访", "call": "电话", "message": "微信", "email": "邮件", "meeting": "会议", "other": "跟进"}


@dataclass(frozen=True, slots=True, kw_only=True)
class LogActivity(Command):
    kind: str
    customer: str
    contact: str | None = None
    occurred_on: date | datetime | None = None
    note: str | None = None
    next_follow_up: date | datetime | None = None
    place: str | None = None
