"""What admins may change, as one frozen value: stages with their gates, and the approval rules; this is the default."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from domain.people import Role


@dataclass(frozen=True, slots=True)
class Stage:
    """`gate` names what must be there before a deal enters; `owner` is the role responsible while it is in it."""

    key: str
    label: str
    owner: Role
    gate: tuple[str, ...] = ()


# What a gate may ask for, in the words of a refusal.
OUTPUTS = {
    "contact": "联系人",
    "activity": "至少一次跟进记录",
    "requirement": "书面需求",
    "archived": "客户需求文档归档",
    "reviewed": "工程部协同评审",
    "versioned": "方案版本编号留存",
    "approved_quote": "已批准的报价",
    "signed": "已签合同（金额和交期）",
    "delivered": "交付完成",
    "paid": "全部回款",
}
SUB_STEPS = ("archived", "reviewed", "versioned")  # of 技术方案设计 (R18)


@dataclass(frozen=True, slots=True)
class ApprovalRule:
    """Applies strictly above `above` yuan, tax included; its rounds follow one another, the places of a round stand
    side by side, and a place names the role whose people may fill it."""

    above: Decimal
    rounds: tuple[tuple[Role, ...], ...]


@dataclass(frozen=True, slots=True)
class Playbook:
    stages: tuple[Stage, ...]
    approvals: tuple[ApprovalRule, ...]  # highest threshold first: the first that applies counts
    below_floor: Role  # is added to the first round when a line lies below its floor price
    decide_within: timedelta
    remind_after: tuple[timedelta, ...]
    respond_within: timedelta  # first response to a request between departments
    respond_remind: timedelta
    contract_shortfall: Decimal  # a contract may lie this share below the approved total
    splitting_within: timedelta

    def stage(self, key: str) -> Stage:
        return next(stage for stage in self.stages if stage.key == key)

    def rule(self, total: Decimal) -> ApprovalRule:
        return next(rule for rule in self.approvals if total > rule.above)


DEFAULT = Playbook(
    stages=(
        Stage("inquiry", "客户咨询", Role.REP),
        Stage("requirement", "需求确认", Role.REP, ("contact", "activity")),
        Stage("solution", "技术方案设计", Role.ENGINEER, ("requirement",)),
        Stage("quotation", "报价审批", Role.SUPERVISOR, SUB_STEPS),
        Stage("contract", "合同签订", Role.REP, ("approved_quote",)),
        Stage("delivery", "订单交付", Role.SUPPLY_CHAIN, ("signed",)),
        Stage("settlement", "回款结算", Role.FINANCE, ("delivered",)),
    ),
    approvals=(
        ApprovalRule(Decimal(1_000_000), ((Role.REGIONAL_DIRECTOR, Role.TECH_LEAD), (Role.EXECUTIVE,))),
        ApprovalRule(Decimal(300_000), ((Role.REGIONAL_DIRECTOR, Role.TECH_LEAD),)),
        ApprovalRule(Decimal(-1), ((Role.SUPERVISOR,),)),
    ),
    below_floor=Role.REGIONAL_DIRECTOR,
    decide_within=timedelta(hours=48),
    remind_after=(timedelta(hours=24), timedelta(hours=44)),
    respond_within=timedelta(hours=4),
    respond_remind=timedelta(hours=3),
    contract_shortfall=Decimal("0.02"),
    splitting_within=timedelta(days=30),
)
