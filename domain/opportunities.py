"""Deals on their way through the seven stages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

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
    customer: str
    stage: str
    title: str | None = None


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
