"""What a deal leaves behind on its way: moves, requirement documents, solution versions, requests to departments."""

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model

from storage.models.people import Member
from storage.models.sales import Customer, Opportunity


class StageMove(Model):
    """Entering a stage: conversion and dwell time are computed from these, for any period. Never changed."""

    id = fields.BigIntField(primary_key=True)
    opportunity: fields.ForeignKeyRelation[Opportunity] = fields.ForeignKeyField(
        "models.Opportunity", related_name="moves"
    )
    stage = fields.CharField(16)  # a stage, won, lost or settled
    at = fields.DatetimeField()
    member: fields.ForeignKeyNullableRelation[Member] = fields.ForeignKeyField(
        "models.Member", null=True, related_name="moves"
    )  # None: moved by itself
    responsible: fields.ForeignKeyNullableRelation[Member] = fields.ForeignKeyField(
        "models.Member", null=True, related_name="stages"
    )  # for the stage, when it was entered
    reason = fields.TextField(null=True)

    opportunity_id: int
    member_id: int | None
    responsible_id: int | None

    class Meta:
        table = "stage_move"
        indexes = (Index(fields=("opportunity_id", "at")), Index(fields=("stage", "at")))


class Requirement(Model):
    """A requirement document: its text, or where it lies."""

    id = fields.BigIntField(primary_key=True)
    opportunity: fields.ForeignKeyRelation[Opportunity] = fields.ForeignKeyField(
        "models.Opportunity", related_name="requirements"
    )
    member: fields.ForeignKeyRelation[Member] = fields.ForeignKeyField("models.Member", related_name="requirements")
    text = fields.TextField(null=True)
    at = fields.DatetimeField()

    opportunity_id: int
    member_id: int

    class Meta:
        table = "requirement"
        indexes = (Index(fields=("opportunity_id",)),)


class SolutionVersion(Model):
    """V1, V2 … of a deal's solution, as counted by us; `label` is what the rep called it."""

    id = fields.BigIntField(primary_key=True)
    opportunity: fields.ForeignKeyRelation[Opportunity] = fields.ForeignKeyField(
        "models.Opportunity", related_name="versions"
    )
    member: fields.ForeignKeyRelation[Member] = fields.ForeignKeyField("models.Member", related_name="versions")
    number = fields.IntField()
    label = fields.CharField(40)
    at = fields.DatetimeField()

    opportunity_id: int
    member_id: int

    class Meta:
        table = "solution_version"
        unique_together = (("opportunity_id", "number"),)

    @property
    def title(self) -> str:
        """V1, or V3（定稿2.1） where the rep called it so."""
        own = f"V{self.number}"
        return own if self.label.upper() == own else f"{own}（{self.label}）"


class Request(Model):
    """A request to a department: help, or the review of a solution. `state` is open, answered, passed, failed, closed.

    The first human reply by the asked department stops the first-response clock (target 4 hours).
    """

    id = fields.BigIntField(primary_key=True)
    kind = fields.CharField(8)  # help, review
    department = fields.CharField(64)
    member: fields.ForeignKeyRelation[Member] = fields.ForeignKeyField("models.Member", related_name="requests")
    customer: fields.ForeignKeyNullableRelation[Customer] = fields.ForeignKeyField(
        "models.Customer", null=True, related_name="requests"
    )
    opportunity: fields.ForeignKeyNullableRelation[Opportunity] = fields.ForeignKeyField(
        "models.Opportunity", null=True, related_name="requests"
    )
    note = fields.TextField(null=True)
    state = fields.CharField(10, default="open")
    asked_at = fields.DatetimeField()
    answered_at = fields.DatetimeField(null=True)
    closed_at = fields.DatetimeField(null=True)
    due_at = fields.DatetimeField(null=True)  # the clock's next step; None: it has stopped
    step = fields.IntField(default=0)

    member_id: int
    customer_id: int | None
    opportunity_id: int | None

    class Meta:
        table = "request"
        indexes = (Index(fields=("due_at",)), Index(fields=("opportunity_id",)), Index(fields=("department", "state")))


class Reply(Model):
    """One word in a request's thread: a comment, an opinion, a decision."""

    id = fields.BigIntField(primary_key=True)
    request: fields.ForeignKeyRelation[Request] = fields.ForeignKeyField("models.Request", related_name="replies")
    member: fields.ForeignKeyRelation[Member] = fields.ForeignKeyField("models.Member", related_name="replies")
    text = fields.TextField()
    verdict = fields.CharField(8, null=True)  # passed, failed
    at = fields.DatetimeField()

    request_id: int
    member_id: int

    class Meta:
        table = "reply"
        indexes = (Index(fields=("request_id",)),)


class Asked(Model):
    """Who was asked about a customer's record and so sees the customer: from the request until 30 days after its end.

    `until` is set at the end; the clock removes the row then, so that a row is there exactly while it gives sight.
    """

    id = fields.BigIntField(primary_key=True)
    member: fields.ForeignKeyRelation[Member] = fields.ForeignKeyField("models.Member", related_name="asked")
    customer: fields.ForeignKeyRelation[Customer] = fields.ForeignKeyField("models.Customer", related_name="asked")
    subject = fields.CharField(40)  # request:5, quote:31, move:8
    until = fields.DatetimeField(null=True)

    member_id: int
    customer_id: int

    class Meta:
        table = "asked"
        unique_together = (("member_id", "subject"),)
        indexes = (Index(fields=("member_id", "customer_id")), Index(fields=("subject",)), Index(fields=("until",)))
