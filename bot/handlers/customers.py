"""Creating customers and putting their data right (R27)."""

from __future__ import annotations

from typing import Any

from bot.bus import Stored, handles
from bot.context import Context
from bot.customers import by_id, is_id, the_customer
from bot.duplicates import refuse_twin, similar
from domain import names
from domain.command import Refused
from domain.customers import FIELDS, CreateCustomer, UpdateCustomer, field_of, value_of
from domain.records import Remove
from storage.customer_keys import write_keys
from storage.models import Contact, Customer

FIELDS_MADE = ("name", "region", "industry", "source")


async def revise(record: int, command: CreateCustomer, ctx: Context) -> Stored:
    row = await Customer.get(id=record).select_related("owner")
    columns = await _columns(command, ctx, but=record)
    await row.update_from_dict(columns).save()
    await write_keys(row)
    return _stored(row, command, None)


@handles(CreateCustomer, needs="customer.create", writes=True, revise=revise, fields=FIELDS_MADE)
async def create_customer(command: CreateCustomer, ctx: Context) -> Stored:
    columns = await _columns(command, ctx)
    likely = await similar(command, ctx)
    row = await Customer.create(**columns, owner_id=ctx.actor.id, created_at=ctx.now)
    await write_keys(row)
    if command.contact:
        await Contact.create(customer_id=row.id, name=command.contact, phone=command.phone, created_at=ctx.now)
    return _stored(row, command, likely)


async def revise_data(record: int, command: UpdateCustomer, ctx: Context) -> Stored:
    return await _set(await Customer.get(id=record).select_related("owner"), command, ctx)


@handles(UpdateCustomer, needs="customer.write", writes=True, revise=revise_data, fields=("value",))
async def update_customer(command: UpdateCustomer, ctx: Context) -> Stored:
    return await _set(await the_customer(ctx, "customer.write", command, command.customer), command, ctx)


async def _columns(command: CreateCustomer, ctx: Context, but: int | None = None) -> dict[str, Any]:
    """The row's values through the rules. Refused: the name stands already, its owner is named."""
    name = value_of("name", command.name)
    if not name or is_id(name):
        raise Refused("客户名称至少两个字，请发全称。")
    await refuse_twin(name, ctx, but)
    return {
        "name": name,
        "key": names.normalise(name),
        "short_names": list(names.short_names(name)),
        "region": value_of("region", command.region) if command.region else ctx.actor.region,
        "industry": value_of("industry", command.industry or ""),
        "source": value_of("source", command.source or ""),
    }


def _stored(row: Customer, command: CreateCustomer, likely: str | None) -> Stored:
    contact = " ".join(part for part in (command.contact, command.phone) if part)
    return Stored(
        what="已建客户",
        whom=row.name,
        record=f"customer:{row.id}",
        label="新客户",
        note=likely,
        rows={"简称": row.short_names[0] if row.short_names else None, "区域": row.region, "行业": row.industry}
        | {"来源": row.source, "联系人": contact},
        undo=Remove(record=f"customer:{row.id}"),
    )


async def _set(row: Customer, command: UpdateCustomer, ctx: Context) -> Stored:
    field = field_of(command.field)
    value = value_of(field, command.value)
    before = getattr(row, field)
    if field == "name":
        assert value is not None, "value_of refuses an empty name"
        await refuse_twin(value, ctx, row.id)
        row.key = names.normalise(value)
        row.short_names = list(names.short_names(value))
    after: Any = (value or "").replace("，", "、").split("、") if field == "short_names" else value
    setattr(row, field, after)
    await row.save()
    if field in ("name", "short_names"):
        await write_keys(row)
    return Stored(
        what="已更新",
        whom=row.name,
        record=f"customer:{row.id}",
        label="改资料",
        rows={"项目": FIELDS[field], "改前": _said(before) or "（空）", "改后": _said(after) or "（空）"},
        undo=UpdateCustomer(customer=by_id(row), field=field, value=_said(before)),
        before={field: before},
        after={field: after},
    )


def _said(value: object) -> str:
    return "、".join(value) if isinstance(value, list) else str(value or "")
