"""Customers and what hangs on them."""

from typing import Any

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model

from storage.models.dialogue import Receipt
from storage.models.people import Member


class Customer(Model):
    """Belongs to the company; `owner` looks after it. `key` is the normalised full name."""

    id = fields.BigIntField(primary_key=True)
    name = fields.CharField(120)
    key = fields.CharField(120)
    short_names: Any = fields.JSONField()
    region = fields.CharField(64, null=True)
    industry = fields.CharField(64, null=True)
    source = fields.CharField(64, null=True)
    type = fields.CharField(20, null=True)  # Tier 1 …
    level = fields.CharField(1, null=True)  # A, B, C
    owner: fields.ForeignKeyRelation[Member] = fields.ForeignKeyField("models.Member", related_name="customers")
    created_at = fields.DatetimeField()

    owner_id: int
    contacts: fields.ReverseRelation["Contact"]

    class Meta:
        table = "customer"
        unique_together = (("key",),)
        indexes = (Index(fields=("owner_id", "id")), Index(fields=("region",)))

    @property
    def short(self) -> str:
        """博泽"""
        return str(self.short_names[0]) if self.short_names else self.name


class CustomerKey(Model):
    """A substring under which a message may mean a customer; with a member: that person's own alias."""

    id = fields.BigIntField(primary_key=True)
    customer: fields.ForeignKeyRelation[Customer] = fields.ForeignKeyField("models.Customer", related_name="keys")
    key = fields.CharField(160)
    kind = fields.CharField(10)
    member: fields.ForeignKeyNullableRelation[Member] = fields.ForeignKeyField(
        "models.Member", null=True, related_name="aliases"
    )

    customer_id: int
    member_id: int | None

    class Meta:
        table = "customer_key"
        indexes = (Index(fields=("key", "kind")), Index(fields=("customer_id",)))


class Contact(Model):
    id = fields.BigIntField(primary_key=True)
    customer: fields.ForeignKeyRelation[Customer] = fields.ForeignKeyField("models.Customer", related_name="contacts")
    name = fields.CharField(64)
    title = fields.CharField(64, null=True)
    phone = fields.CharField(32, null=True)
    email = fields.CharField(120, null=True)
    created_at = fields.DatetimeField()

    customer_id: int

    class Meta:
        table = "contact"
        unique_together = (("customer_id", "name"),)
        indexes = (Index(fields=("phone",)),)


class Opportunity(Model):
    """`state` is open, won or lost."""

    id = fields.BigIntField(primary_key=True)
    customer: fields.ForeignKeyRelation[Customer] = fields.ForeignKeyField(
        "models.Customer", related_name="opportunities"
    )
    owner: fields.ForeignKeyRelation[Member] = fields.ForeignKeyField("models.Member", related_name="opportunities")
    title = fields.CharField(120, null=True)
    amount = fields.DecimalField(18, 2, null=True)
    currency = fields.CharField(3, default="CNY")
    expected_close = fields.DateField(null=True)
    stage = fields.CharField(16)
    state = fields.CharField(8, default="open")
    opened_at = fields.DatetimeField()
    entered_at = fields.DatetimeField()  # into this stage

    customer_id: int
    owner_id: int

    class Meta:
        table = "opportunity"
        indexes = (Index(fields=("customer_id", "state")), Index(fields=("owner_id", "state")))


class Activity(Model):
    """A contact with a customer. A moment stands beside its day where a clock time was said."""

    id = fields.BigIntField(primary_key=True)
    customer: fields.ForeignKeyRelation[Customer] = fields.ForeignKeyField("models.Customer", related_name="activities")
    member: fields.ForeignKeyRelation[Member] = fields.ForeignKeyField("models.Member", related_name="activities")
    kind = fields.CharField(10)
    contact = fields.CharField(120, null=True)
    occurred_on = fields.DateField()
    occurred_at = fields.DatetimeField(null=True)
    note = fields.TextField(null=True)
    next_on: Any = fields.DateField(null=True)
    next_at = fields.DatetimeField(null=True)
    place = fields.CharField(120, null=True)
    backfilled = fields.BooleanField(default=False)
    receipt: fields.ForeignKeyNullableRelation[Receipt] = fields.ForeignKeyField(
        "models.Receipt", null=True, related_name="activities"
    )
    created_at = fields.DatetimeField()

    customer_id: int
    member_id: int

    class Meta:
        table = "activity"
        indexes = (
            Index(fields=("customer_id", "occurred_on")),
            Index(fields=("member_id", "next_on")),
            Index(fields=("member_id", "occurred_on")),
        )


class Reminder(Model):
    """Rings at `due_at`, once. `state` is waiting, rung or cancelled."""

    id = fields.BigIntField(primary_key=True)
    member: fields.ForeignKeyRelation[Member] = fields.ForeignKeyField("models.Member", related_name="reminders")
    customer: fields.ForeignKeyNullableRelation[Customer] = fields.ForeignKeyField(
        "models.Customer", null=True, related_name="reminders"
    )
    text = fields.TextField()
    due_at = fields.DatetimeField()
    state = fields.CharField(10, default="waiting")
    created_at = fields.DatetimeField()

    member_id: int
    customer_id: int | None

    class Meta:
        table = "reminder"
        indexes = (Index(fields=("state", "due_at")), Index(fields=("member_id", "state")))
