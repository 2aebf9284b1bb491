"""Deals on their way through the seven stages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from domain.calendar import Calendar
from domain.command import Command

STAGES = {
    "inquiry": "客户咨询",
    "requirement": "需求确认",
    "solution": "技术方案设计",
    "quotation": "报价审批",
    "contract": "合同签订",
    "delivery": "订单交付",
    "settlement": "回款结算",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenOpportunity(Command):
    customer: str
    title: str | None = None
    amount: Decimal | None = None
    currency: str | None = None
    expected_close: date | datetime | None = None
    stage: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvanceStage(Command):
    """`assented`: the customer agreed to a quote, the one numbered so or the deal's newest (R7)."""

    customer: str
    stage: str
    title: str | None = None
    quote_no: str | None = None
    assented: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LoseOpportunity(Command):
    customer: str
    reason: str | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListOpportunities(Command):
    stage: str | None = None
    stalled_days: int | None = None
    owner: str | None = None
    region: str | None = None
    period: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenLead(Command):
    """A first inquiry: a customer that we did not know, and its deal."""

    name: str
    source: str | None = None
    region: str | None = None
    contact: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OverrideGate(Command):
    """Lets a deal into a stage whose gate it does not meet: an admin's, with a reason, audited."""

    customer: str
    stage: str
    reason: str
    title: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBackAssent(Command):
    """Undoes what a customer's assent wrote: the quote's status, the follow-up, the move."""

    quote: int
    activity: int | None = None
    move: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowOpportunity(Command):
    customer: str
    title: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowMissing(Command):
    customer: str
    title: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowResponsible(Command):
    customer: str
    title: str | None = None


REASONS_LOST = ("价格高了", "交期赶不上", "技术达不到", "客户取消项目", "给了老供应商")
ADVANCED = ("requirement", "solution", "quotation", "contract")  # by word; the stages after them come by themselves
STALLED = 3  # working days


def standstill(last: date, today: date, calendar: Calendar) -> int:
    """Working days after the day of the last move, follow-up or decision, today included: Monday's is 4 on Friday."""
    return calendar.count_workdays(last, today)
