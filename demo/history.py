"""Half a year of plausible contacts with one customer, the same for the same random numbers."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

DAYS = 180
KINDS = ("visit", "visit", "call", "call", "message", "message", "email", "meeting")
NOTES = (
    "客户对价格敏感，要求再降 3%",
    "确认了图纸版本，等样件",
    "样件已收到，正在试装",
    "交期要求提前一周，内部确认",
    "问了竞争对手的报价，我们略高",
    "产线改造，下半年用量会上来",
    "质量部要补材质证明",
    "对上次的轴套很满意",
    "新项目定点还没出来，继续盯",
    "采购换人了，重新对接",
    "付款周期想从 60 天改 90 天",
    "参观了车间，谈了产能",
    "年度框架协议在走内部流程",
    "模具费分摊没谈拢",
)


@dataclass(frozen=True, slots=True)
class Told:
    at: datetime
    columns: dict[str, Any]


def visits(chance: random.Random, contacts: list[str], now: datetime) -> Iterator[Told]:
    """Every ten days or so; the newest one names the next contact, in the coming days."""
    day = now.date() - timedelta(days=DAYS - chance.randrange(12))
    last = now.date() - timedelta(days=1 + chance.randrange(9))
    while day < last:
        if day.weekday() < 5:
            yield _told(chance, contacts, day, day + timedelta(days=10), now)
        day += timedelta(days=chance.randint(6, 16))
    yield _told(chance, contacts, _workday(last), now.date() + timedelta(days=chance.randrange(8)), now)


def _told(chance: random.Random, contacts: list[str], on: date, following: date, now: datetime) -> Told:
    at = datetime.combine(on, time(chance.randint(9, 17), chance.randrange(60)), tzinfo=now.tzinfo)
    return Told(
        at,
        {
            "kind": chance.choice(KINDS),
            "contact": chance.choice(contacts) if contacts else None,
            "occurred_on": on,
            "note": chance.choice(NOTES),
            "next_on": following,
        },
    )


def _workday(on: date) -> date:
    return on - timedelta(days=max(0, on.weekday() - 4))
