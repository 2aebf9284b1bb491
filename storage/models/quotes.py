"""Quotes, the prices they rest on, and the decisions about them."""

from typing import Any

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model

from storage.models.people import Member
from storage.models.sales import Customer, Opportunity


class NumberSeries(Model):
    """The last number given in a year: taken in the transaction that uses it, so a retry leaves no gap."""

    id = fields.BigIntField(primary_key=True)
    kind = fields.CharField(4)  # Q, HT
    year = fields.IntField()
    newest = fields.IntField()

    class Meta:
        table = "number_series"
        unique_together = (("kind", "year"),)


class PriceFloor(Model):
    """One tax-included floor price per model, kept by admins."""

    id = fields.BigIntField(primary_key=True)
    model = fields.CharField(64)  # as written
    key = fields.CharField(64)  # upper case, no blanks
    floor = fields.DecimalField(18, 4)

    class Meta:
        table = "price_floor"
        unique_together = (("key",),)


class Quote(Model):
    """One version. `state`: waiting (待补材料), pending, approved, rejected, returned, withdrawn, superseded.

    Money is in `currency`, tax included unless `taxed` is False: then total = net × 1.13.
    """

    id = fields.BigIntField(primary_key=True)
    number = fields.CharField(20)  # Q2026-0001
    version = fields.IntField(default=1)
    customer: fields.ForeignKeyRelation[Customer] = fields.ForeignKeyField("models.Customer", related_name="quotes")
    opportunity: fields.ForeignKeyRelation[Opportunity] = fields.ForeignKeyField(
        "models.Opportunity", related_name="quotes"
    )
    owner: fields.ForeignKeyRelation[Member] = fields.ForeignKeyField("models.Member", related_name="quotes")
    state = fields.CharField(12)
    currency = fields.CharField(3, default="CNY")
    taxed = fields.BooleanField(default=True)
    discount = fields.DecimalField(6, 4, null=True)
    net = fields.DecimalField(18, 2)
    total = fields.DecimalField(18, 2)  # tax included, after discount: what thresholds look at
    valid_until = fields.DateField(null=True)
    delivery_on = fields.DateField(null=True)
    note = fields.TextField(null=True)
    digest = fields.CharField(64)  # of what was agreed to: only this version becomes a contract
    created_at = fields.DatetimeField()
    submitted_at = fields.DatetimeField(null=True)
    decided_at = fields.DatetimeField(null=True)
    accepted_at = fields.DatetimeField(null=True)  # the customer's assent

    customer_id: int
    opportunity_id: int
    owner_id: int
    lines: fields.ReverseRelation["QuoteLine"]

    class Meta:
        table = "quote"
        unique_together = (("number", "version"),)
        indexes = (
            Index(fields=("customer_id", "created_at")),
            Index(fields=("owner_id", "state")),
            Index(fields=("opportunity_id",)),
        )

    @property
    def title(self) -> str:
        """Q2026-0001, Q2026-0001-v2 …"""
        return self.number if self.version == 1 else f"{self.number}-v{self.version}"


class QuoteLine(Model):
    """A line is quantity × price, half up to the cent; `yearly` where the quantity is a yearly volume (年用量)."""

    id = fields.BigIntField(primary_key=True)
    quote: fields.ForeignKeyRelation[Quote] = fields.ForeignKeyField("models.Quote", related_name="lines")
    position = fields.IntField()
    model = fields.CharField(64)
    key = fields.CharField(64)  # upper case, no blanks: price history goes by it
    name = fields.CharField(120, null=True)
    qty = fields.DecimalField(18, 3)
    yearly = fields.BooleanField(default=False)
    unit_price = fields.DecimalField(18, 4)
    amount = fields.DecimalField(18, 2)

    quote_id: int

    class Meta:
        table = "quote_line"
        unique_together = (("quote_id", "position"),)
        indexes = (Index(fields=("key",)),)


class Approval(Model):
    """Whose turn it is on a quote or a contract. `standing` is `domain.approvals.Standing` as JSON; `edition` is the
    compare-and-set: read, decide, write where it is unchanged, else read again."""

    id = fields.BigIntField(primary_key=True)
    subject = fields.CharField(40)  # quote:31, contract:5
    title = fields.CharField(40)  # Q2026-0118-v2
    requester: fields.ForeignKeyRelation[Member] = fields.ForeignKeyField("models.Member", related_name="approvals")
    standing: Any = fields.JSONField()
    state = fields.CharField(12)  # pending, approved, rejected, returned, withdrawn
    edition = fields.IntField(default=0)
    asked_at = fields.DatetimeField()
    deadline = fields.DatetimeField()
    due_at = fields.DatetimeField(null=True)  # the clock's next step: 24 h, 44 h, 48 h; None: it has stopped
    step = fields.IntField(default=0)
    decided_at = fields.DatetimeField(null=True)

    requester_id: int

    class Meta:
        table = "approval"
        unique_together = (("subject",),)
        indexes = (Index(fields=("due_at",)), Index(fields=("state", "asked_at")))


class ApprovalStep(Model):
    """Who did what in an approval, with the callback's MsgId or event key. Never changed."""

    id = fields.BigIntField(primary_key=True)
    approval: fields.ForeignKeyRelation[Approval] = fields.ForeignKeyField("models.Approval", related_name="steps")
    member: fields.ForeignKeyNullableRelation[Member] = fields.ForeignKeyField(
        "models.Member", null=True, related_name="approval_steps"
    )
    verdict = fields.CharField(12)  # a member of `domain.approvals.Verdict`
    words = fields.TextField(null=True)
    at = fields.DatetimeField()
    source = fields.CharField(80)

    approval_id: int
    member_id: int | None

    class Meta:
        table = "approval_step"
        indexes = (Index(fields=("approval_id", "id")),)


class Delegation(Model):
    """请假委托: while away, somebody else may decide as well; without a delegate it goes up the chain."""

    id = fields.BigIntField(primary_key=True)
    member: fields.ForeignKeyRelation[Member] = fields.ForeignKeyField("models.Member", related_name="delegations")
    delegate: fields.ForeignKeyNullableRelation[Member] = fields.ForeignKeyField(
        "models.Member", null=True, related_name="stands_in_for"
    )
    since = fields.DateField()
    until = fields.DateField()

    member_id: int
    delegate_id: int | None

    class Meta:
        table = "delegation"
        indexes = (Index(fields=("member_id", "until")),)
