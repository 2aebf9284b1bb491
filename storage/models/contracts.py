"""Contracts, what was promised in them, and the money that came in."""

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model

from storage.models.people import Member
from storage.models.quotes import Quote
from storage.models.sales import Customer, Opportunity


class Contract(Model):
    """`state`: pending (待审批), rejected, signed, delivered, settled, cancelled."""

    id = fields.BigIntField(primary_key=True)
    number = fields.CharField(40)  # HT2026-001, or the company's own
    customer: fields.ForeignKeyRelation[Customer] = fields.ForeignKeyField("models.Customer", related_name="contracts")
    opportunity: fields.ForeignKeyRelation[Opportunity] = fields.ForeignKeyField(
        "models.Opportunity", related_name="contracts"
    )
    owner: fields.ForeignKeyRelation[Member] = fields.ForeignKeyField("models.Member", related_name="contracts")
    quote: fields.ForeignKeyNullableRelation[Quote] = fields.ForeignKeyField(
        "models.Quote", null=True, related_name="contracts"
    )
    amount = fields.DecimalField(18, 2)
    currency = fields.CharField(3, default="CNY")
    state = fields.CharField(10)
    signed_on = fields.DateField()
    delivery_on = fields.DateField(null=True)
    delivered_on = fields.DateField(null=True)
    settled_at = fields.DatetimeField(null=True)
    created_at = fields.DatetimeField()

    customer_id: int
    opportunity_id: int
    owner_id: int
    quote_id: int | None

    class Meta:
        table = "contract"
        unique_together = (("number",),)
        indexes = (Index(fields=("customer_id",)), Index(fields=("opportunity_id",)), Index(fields=("state",)))


class Installment(Model):
    """One part of a contract's payment plan."""

    id = fields.BigIntField(primary_key=True)
    contract: fields.ForeignKeyRelation[Contract] = fields.ForeignKeyField("models.Contract", related_name="plan")
    position = fields.IntField()
    label = fields.CharField(20)  # 首款, 尾款 …
    amount = fields.DecimalField(18, 2)
    due_on = fields.DateField(null=True)

    contract_id: int

    class Meta:
        table = "installment"
        unique_together = (("contract_id", "position"),)


class Payment(Model):
    """Recorded by finance until the ERP does it."""

    id = fields.BigIntField(primary_key=True)
    contract: fields.ForeignKeyRelation[Contract] = fields.ForeignKeyField("models.Contract", related_name="payments")
    amount = fields.DecimalField(18, 2)
    received_on = fields.DateField()
    member: fields.ForeignKeyRelation[Member] = fields.ForeignKeyField("models.Member", related_name="payments")
    at = fields.DatetimeField()

    contract_id: int

    class Meta:
        table = "payment"
        indexes = (Index(fields=("contract_id",)), Index(fields=("received_on",)))
