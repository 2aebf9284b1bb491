"""First inquiries: where they came from, whose they are (R6)."""

from __future__ import annotations

import re

from bot.bus import Stored, execute, handles
from bot.context import Context
from bot.deals.advancing import open_deal
from bot.dialogue.keywords import Wish, stands_for
from domain.customers import CreateCustomer
from domain.opportunities import STAGES, OpenLead
from domain.records import Remove
from storage.models import Customer

FROM = re.compile(r"^(?:来自|来源|从)[:：]?\s*(?P<source>.+?)(?:来的?|认识的?)?$")
PHONE = re.compile(r"^1\d{10}$", re.ASCII)


@handles(OpenLead, needs="customer.create", writes=True)
async def open_lead(command: OpenLead, ctx: Context) -> Stored:
    """A customer and its deal at 客户咨询, with source, region and owner; the duplicates are looked for as always."""
    made = CreateCustomer(
        name=command.name,
        source=command.source,
        region=command.region,
        contact=command.contact,
        phone=command.phone,
    )
    done = await execute(made, ctx)
    assert isinstance(done, Stored)
    customer = await Customer.get(id=int(done.record.partition(":")[2]))
    deal = await open_deal(ctx, customer)
    return Stored(
        what="已记新线索",
        whom=customer.name,
        record=f"lead:{deal.id}",
        label="新线索",
        note=done.note,
        rows={
            "来源": customer.source,
            "区域": customer.region,
            "负责人": ctx.actor.name,
            "联系人": " ".join(part for part in (command.contact, command.phone) if part) or None,
            "阶段": STAGES[deal.stage],
        },
        undo=Remove(record=f"lead:{deal.id}"),
    )


@stands_for("新线索")
async def lead_by_word(rest: str, ctx: Context) -> Wish:
    """新线索 苏州恒远精密 来自展会 联系人 赵敏 13800138000 华东区."""
    name, *words = re.split(r"[\s,，;；]+", rest) if rest else [""]
    slots: dict[str, object] = {"name": name or None}
    for word in words:
        if found := FROM.match(word):
            slots["source"] = found["source"]
        elif PHONE.match(word):
            slots["phone"] = word
        elif word.endswith(("区", "大区")):
            slots["region"] = word.removesuffix("大区").removesuffix("区")
        elif word.removeprefix("联系人"):
            slots["contact"] = word.removeprefix("联系人")
    return OpenLead, slots
