"""The seed of an empty database: the demo company, or a large one; `empty` leaves it as it is."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from demo.history import visits
from demo.open_deals import under_way, worked_out
from demo.past_deals import floors, past_deals
from domain import names
from storage import db
from storage.customer_keys import write_keys
from storage.models import Activity, Contact, Customer, Member

COMPANY = Path(__file__).with_name("company.json")
LARGE = 1200  # customers of the large company
SEED = 20261124

_TRADES = (
    "恒",
    "嘉",
    "瑞",
    "泰",
    "鼎",
    "科",
    "力",
    "新",
    "华",
    "凯",
    "盛",
    "宏",
    "远",
    "信",
    "达",
    "精",
    "锐",
    "卓",
    "铭",
    "航",
)
_LINES = ("汽车零部件", "精密机械", "汽车电子", "传动系统", "制动系统", "底盘部件", "模具", "铝业")
_CITIES = {
    "华东": ("上海", "苏州", "宁波"),
    "华南": ("广州", "佛山", "东莞"),
    "华北": ("天津", "保定"),
    "西南": ("重庆", "成都"),
}


async def plant(seed: str, now: datetime) -> None:
    """Acts on an empty database only, once its members are there."""
    if seed == "empty" or await Customer.exists():
        return
    owners = {member.key: member for member in await Member.filter(gone_at=None)}
    async with db.transaction():
        if seed == "demo":
            company = json.loads(COMPANY.read_text(encoding="utf-8"))
            await _customers([one for one in company["customers"] if one["owner"] in owners], owners, now)
            await floors(company["materials"])
            await past_deals(owners, now)
            await worked_out(owners)
            await _history(now)
        else:
            await _customers(_many([m for m in owners.values() if m.role == "rep"]), owners, now)


async def _customers(wanted: Iterable[dict[str, Any]], owners: dict[str, Member], now: datetime) -> None:
    since = now - timedelta(days=180)
    deals: list[tuple[Customer, dict[str, Any]]] = []
    for one in wanted:
        row = await Customer.create(
            name=one["name"],
            key=names.normalise(one["name"]),
            short_names=one.get("short_names") or list(names.short_names(one["name"]))[:1],
            region=one.get("region"),
            industry=one.get("industry"),
            source=one.get("source"),
            type=one.get("type"),
            level=one.get("level"),
            owner_id=owners[one["owner"]].id,
            created_at=since,
        )
        await write_keys(row)
        await Contact.bulk_create(
            Contact(customer_id=row.id, name=c["name"], title=c.get("title"), phone=c.get("phone"), created_at=since)
            for c in one.get("contacts", ())
        )
        if deal := one.get("opportunity"):
            deals.append((row, deal))
    await under_way(deals, owners, now)


async def _history(now: datetime) -> None:
    """Half a year of contacts, ending the day before the first start."""
    customers = await Customer.all().order_by("id").prefetch_related("contacts")
    chance = random.Random(SEED)
    rows = [
        Activity(customer_id=customer.id, member_id=customer.owner_id, created_at=told.at, **told.columns)
        for customer in customers
        for told in visits(chance, [contact.name for contact in customer.contacts], now)
    ]
    await Activity.bulk_create(sorted(rows, key=lambda row: row.created_at))


def _many(reps: list[Member]) -> list[dict[str, Any]]:
    """Customers with names of their own, spread over the reps; the same on every run."""
    chance = random.Random(SEED)
    made: dict[str, dict[str, Any]] = {}
    while len(made) < LARGE and reps:
        rep = reps[len(made) % len(reps)]
        city = chance.choice(_CITIES.get(rep.region or "", ("上海",)))
        trade = "".join(chance.sample(_TRADES, 3))
        name = f"{city}{trade}{chance.choice(_LINES)}有限公司"
        made[name] = {
            "name": name,
            "short_names": [trade],
            "region": rep.region,
            "owner": rep.key,
            "type": chance.choice(("Tier 1", "Tier 1", "Tier 2", "主机厂")),
            "level": chance.choice("ABC"),
            "contacts": [{"name": chance.choice("王李张刘陈杨") + chance.choice(("经理", "工", "总"))}],
        }
    return list(made.values())
