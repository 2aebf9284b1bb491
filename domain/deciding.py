"""What approvers may say besides 同意 and 驳回; a button adds which `approval` and which of its rounds was `seen`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from domain.command import Command

READY_REASONS = ("价格太低", "毛利不达标", "交期太紧", "付款条件不合适", "技术风险没说清", "资料不全")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnForChange(Command):
    """退回修改: the submitter changes it, and it goes on here."""

    reason: str
    document: str | None = None
    approval: int | None = None
    seen: int | None = None

    @classmethod
    def lacking(cls, slots: Mapping[str, object]) -> tuple[str, ...]:
        document = () if slots.get("approval") or slots.get("document") else ("document",)
        return (*document, *(() if slots.get("reason") else ("reason",)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer(Command):
    """转交: somebody else decides instead."""

    document: str | None = None
    to_person: str | None = None
    reason: str | None = None
    approval: int | None = None
    seen: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AddApprover(Command):
    """加签; `how` is before, after or parallel."""

    document: str | None = None
    to_person: str | None = None
    how: str | None = None
    approval: int | None = None
    seen: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveApprover(Command):
    """减签."""

    document: str | None = None
    to_person: str | None = None
    approval: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Consult(Command):
    """沟通: a question to somebody, the submitter where nobody is named; nothing is decided by it."""

    text: str
    document: str | None = None
    to_person: str | None = None
    approval: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerConsult(Command):
    """The answer of who was asked, by the button of the question's card."""

    approval: int
    talk: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBack(Command):
    """拿回: one's own consent, while the next has not acted."""

    document: str | None = None
    approval: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowApproval(Command):
    """全部明细: everything about it as text."""

    document: str | None = None
    approval: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproveListed(Command):
    """全部同意 on a list: exactly these, each `approval:round` as it was listed."""

    listed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DelegateLeave(Command):
    """请假委托: while away somebody decides as well; without a person it goes up the chain."""

    until: date | datetime
    since: date | datetime | None = None
    to_person: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EndLeave(Command):
    """Back from leave: one's own decisions are one's own again."""
