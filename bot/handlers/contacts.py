"""The people at a customer."""

from __future__ import annotations

from bot.bus import Stored, handles
from bot.context import Context
from bot.customers import the_customer
from bot.supplying import supplied_by
from domain.command import Refused
from domain.customers import AddContact
from domain.records import Remove, RestoreContact
from domain.words import listed
from storage.models import Contact, Customer

FIELDS = ("contact", "title", "phone", "email")


async def revise(record: int, command: AddContact, ctx: Context) -> Stored:
    row = await Contact.get(id=record).select_related("customer")
    row.name, row.title, row.phone, row.email = command.contact, command.title, command.phone, command.email
    await row.save()
    return _stored(row, row.customer)


@handles(AddContact, needs="customer.write", writes=True, revise=revise, fields=FIELDS)
async def add_contact(command: AddContact, ctx: Context) -> Stored:
    customer = await the_customer(ctx, "customer.write", command, command.customer)
    known = await Contact.get_or_none(customer_id=customer.id, name=command.contact)
    if known:
        return await _completed(known, customer, command)
    row = await Contact.create(
        customer_id=customer.id,
        name=command.contact,
        title=command.title,
        phone=command.phone,
        email=command.email,
        created_at=ctx.now,
    )
    await supplied_by(customer.id, ctx)
    return _stored(row, customer)


async def _completed(row: Contact, customer: Customer, command: AddContact) -> Stored:
    """Somebody known: what is new about them is added."""
    told = {name: getattr(command, name) for name in ("title", "phone", "email") if getattr(command, name)}
    before = {name: getattr(row, name) for name in ("title", "phone", "email")}
    if all(before[name] == value for name, value in told.items()):
        raise Refused(f"{customer.name}已经有联系人{row.name}了，不用再加。")
    await row.update_from_dict(told).save()
    undo = RestoreContact(contact=row.id, **before)
    return _stored(row, customer, what="已更新联系人", undo=undo, before=before)


def _stored(
    row: Contact,
    customer: Customer,
    what: str = "已加联系人",
    undo: RestoreContact | None = None,
    before: dict[str, str | None] | None = None,
) -> Stored:
    return Stored(
        what=what,
        whom=customer.name,
        record=f"contact:{row.id}",
        label="联系人",
        note=listed(part for part in (row.name, row.title) if part),
        rows={"姓名": row.name, "职务": row.title, "电话": row.phone, "邮箱": row.email},
        undo=undo or Remove(record=f"contact:{row.id}"),
        before=before,
    )


@handles(RestoreContact, needs="customer.write", writes=True)
async def restore_contact(command: RestoreContact, ctx: Context) -> Stored:
    row = await Contact.get(id=command.contact).select_related("customer")
    row.title, row.phone, row.email = command.title, command.phone, command.email
    await row.save()
    return _stored(row, row.customer, what="已恢复联系人")
