"""Deals under way: how each came to its stage, and the sub-steps of its solution as real records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from domain.opportunities import STAGES
from storage.models import Customer, Member, Opportunity, Reply, Request, Requirement, SolutionVersion, StageMove

OPENED = timedelta(days=40)
A_STAGE = timedelta(days=10)
ENTERED = timedelta(days=6)  # into its stage, before the first day
REVIEWER, REVIEWERS = "fengtao", "工程部"
ANSWER = timedelta(hours=3)
REQUIREMENT = "图纸、材料、年用量和交期要求已和客户确认，文档在共享盘“客户需求”文件夹。"
ALL_STEPS = ("requirement_archived", "review_passed", "version_recorded")


@dataclass(frozen=True, slots=True)
class Worked:
    """The sub-steps that a deal has behind it, and when they were worked on."""

    deal: Opportunity
    steps: tuple[str, ...]
    at: datetime


async def under_way(
    wanted: list[tuple[Customer, dict[str, Any]]], members: Mapping[str, Member], now: datetime
) -> None:
    """A table at a time: rows of one find their keys in the one before by their place."""
    await Opportunity.bulk_create(_deal(customer, deal, now) for customer, deal in wanted)
    deals = await Opportunity.filter(state="open").order_by("id")
    await StageMove.bulk_create(move for deal in deals for move in _moves(deal))
    worked = [
        Worked(deal, tuple(told.get("substeps", ())), deal.entered_at + timedelta(days=1))
        for deal, (_, told) in zip(deals, wanted, strict=True)
    ]
    await sub_steps(worked, members)


async def worked_out(members: Mapping[str, Member]) -> None:
    """What was won had its solution worked out."""
    won = await Opportunity.filter(state="won").order_by("id")
    await sub_steps([Worked(deal, ALL_STEPS, deal.opened_at + A_STAGE) for deal in won], members)


async def sub_steps(worked: list[Worked], members: Mapping[str, Member]) -> None:
    archived, reviewed, versioned = ([one for one in worked if step in one.steps] for step in ALL_STEPS)
    await Requirement.bulk_create(Requirement(**_about(one), text=REQUIREMENT, at=one.at) for one in archived)
    await SolutionVersion.bulk_create(
        SolutionVersion(**_about(one), number=1, label="V1", at=one.at) for one in versioned
    )
    reviewer = members.get(REVIEWER)
    if reviewer:
        await Request.bulk_create(_review(one) for one in reviewed)
        keys = {row.opportunity_id: row.id for row in await Request.filter(kind="review")}
        await Reply.bulk_create(_passed(one, keys, reviewer) for one in reviewed)


def _deal(customer: Customer, deal: dict[str, Any], now: datetime) -> Opportunity:
    opened = now - OPENED
    return Opportunity(
        customer_id=customer.id,
        owner_id=customer.owner_id,
        title=deal["title"],
        amount=Decimal(str(deal["amount"])),
        stage=deal["stage"],
        expected_close=(now + timedelta(days=deal.get("expected_in_days", 45))).date(),
        opened_at=opened,
        entered_at=now - ENTERED if deal["stage"] != "inquiry" else opened,
    )


def _moves(deal: Opportunity) -> Iterable[StageMove]:
    """One stage after the other, the last one entered when the deal says."""
    stages = list(STAGES)[: list(STAGES).index(deal.stage) + 1]
    moments = [deal.opened_at + A_STAGE * step for step in range(len(stages) - 1)]
    for stage, at in zip(stages, [*moments, deal.entered_at], strict=True):
        yield StageMove(
            opportunity_id=deal.id, stage=stage, at=at, member_id=deal.owner_id, responsible_id=deal.owner_id
        )


def _about(one: Worked) -> dict[str, int]:
    return {"opportunity_id": one.deal.id, "member_id": one.deal.owner_id}


def _review(one: Worked) -> Request:
    return Request(
        **_about(one),
        kind="review",
        department=REVIEWERS,
        customer_id=one.deal.customer_id,
        note="按客户图纸评一下可行性",
        state="passed",
        asked_at=one.at,
        answered_at=one.at + ANSWER,
        closed_at=one.at + ANSWER,
    )


def _passed(one: Worked, requests: Mapping[int | None, int], reviewer: Member) -> Reply:
    return Reply(
        request_id=requests[one.deal.id],
        member_id=reviewer.id,
        text="可行，按方案做",
        verdict="passed",
        at=one.at + ANSWER,
    )
