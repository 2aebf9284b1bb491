"""What a person wants to be told, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from domain.command import Command


@dataclass(frozen=True, slots=True, kw_only=True)
class SetReminder(Command):
    due: date | datetime
    text: str
    customer: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListTasks(Command):
    period: str | None = None
