"""What was said and stored: receipts, the journal, open questions, suggestions, what nobody could place."""

from typing import Any

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model

from storage.models.people import Member

FIRST_NUMBER = 10_000


class Receipt(Model):
    """The one answer to one message; `lines` is what its card shows, so that it can be drawn again."""

    id = fields.BigIntField(primary_key=True)
    member: fields.ForeignKeyRelation[Member] = fields.ForeignKeyField("models.Member", related_name="receipts")
    source = fields.CharField(80)  # the key of the inbox row
    created_at = fields.DatetimeField()
    lines: Any = fields.JSONField()

    member_id: int

    class Meta:
        table = "receipt"
        unique_together = (("source",),)
        indexes = (Index(fields=("member_id", "created_at")),)

    @property
    def number(self) -> int:
        """As the card shows it: #10423."""
        return FIRST_NUMBER + int(self.id)


class JournalEntry(Model):
    """Who did what, when, from which message, before and after; refusals too. Only `undone_at` ever changes."""

    id = fields.BigIntField(primary_key=True)
    at = fields.DatetimeField()
    member: fields.ForeignKeyNullableRelation[Member] = fields.ForeignKeyField(
        "models.Member", null=True, related_name="journal"
    )
    source = fields.CharField(80)
    receipt: fields.ForeignKeyNullableRelation[Receipt] = fields.ForeignKeyField(
        "models.Receipt", null=True, related_name="entries"
    )
    line = fields.IntField(default=0)  # its place in the receipt
    action = fields.CharField(40)
    command = fields.TextField()  # packed
    record = fields.CharField(40, null=True)  # activity:31
    before: Any = fields.JSONField(null=True)
    after: Any = fields.JSONField(null=True)
    undo = fields.TextField(null=True)  # the packed command that takes it back
    undone_at = fields.DatetimeField(null=True)
    refused = fields.TextField(null=True)

    member_id: int | None
    receipt_id: int | None

    class Meta:
        table = "journal"
        indexes = (Index(fields=("receipt_id",)), Index(fields=("record",)), Index(fields=("member_id", "at")))


class Draft(Model):
    """A half-made command and the question it waits for. `state` is open, answered or dropped."""

    id = fields.BigIntField(primary_key=True)
    member: fields.ForeignKeyRelation[Member] = fields.ForeignKeyField("models.Member", related_name="drafts")
    receipt: fields.ForeignKeyRelation[Receipt] = fields.ForeignKeyField("models.Receipt", related_name="drafts")
    line = fields.IntField()  # its place in the receipt
    command = fields.TextField()  # packed, without the missing slot
    slot = fields.CharField(40)
    question = fields.TextField()
    options: Any = fields.JSONField()
    said = fields.TextField()  # the person's own words
    writes = fields.BooleanField()  # a query leaves nothing unfiled
    state = fields.CharField(10, default="open")
    asked_at = fields.DatetimeField()
    expires_at = fields.DatetimeField()
    offered_on = fields.DateField(null=True)

    member_id: int
    receipt_id: int

    class Meta:
        table = "draft"
        indexes = (Index(fields=("member_id", "state", "asked_at")), Index(fields=("receipt_id",)))


class Suggestion(Model):
    id = fields.BigIntField(primary_key=True)
    member: fields.ForeignKeyRelation[Member] = fields.ForeignKeyField("models.Member", related_name="suggestions")
    text = fields.TextField()
    created_at = fields.DatetimeField()

    class Meta:
        table = "suggestion"
        indexes = (Index(fields=("created_at",)),)


class Unplaced(Model):
    """A text in which no command was found, what was offered for it, and what its writer did then.

    `then` is tapped, said (something else was written) or None: nothing. `command` is what came of it: the button that
    was tapped, the command that was said; None: the other words were not understood either. Kept for a while only.
    """

    id = fields.BigIntField(primary_key=True)
    member: fields.ForeignKeyRelation[Member] = fields.ForeignKeyField("models.Member", related_name="unplaced")
    task_id = fields.CharField(128)  # of the card that offered it
    text = fields.CharField(200)  # without numbers and addresses of people
    offered: Any = fields.JSONField()  # keys of commands, in the order of the buttons
    at = fields.DatetimeField()
    then = fields.CharField(8, null=True)
    command = fields.CharField(40, null=True)

    member_id: int

    class Meta:
        table = "unplaced"
        unique_together = (("task_id",),)
        indexes = (Index(fields=("member_id", "at")), Index(fields=("at",)))
