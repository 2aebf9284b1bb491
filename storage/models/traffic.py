"""What came in before it was acknowledged, and what goes out before it is sent."""

from typing import Any

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model


class Inbox(Model):
    """One delivery. `outcome` is done, asked, unplaced, failed or closed; None while it waits."""

    id = fields.BigIntField(primary_key=True)
    key = fields.CharField(80)  # MsgId, or a hash where the platform gives none
    sender = fields.CharField(64)  # userid in lower case: the lane
    said_at = fields.DatetimeField()  # CreateTime
    msgid = fields.BigIntField(default=0)
    received_at = fields.DatetimeField()
    body: Any = fields.JSONField()
    attempts = fields.IntField(default=0)
    not_before = fields.DatetimeField(null=True)
    done_at = fields.DatetimeField(null=True)
    outcome = fields.CharField(12, null=True)
    error = fields.TextField(null=True)

    class Meta:
        table = "inbox"
        unique_together = (("key",),)
        indexes = (Index(fields=("done_at", "said_at", "msgid")),)


class Lane(Model):
    """A sender's turn: one holder at a time, lost when its lease runs out."""

    id = fields.BigIntField(primary_key=True)
    sender = fields.CharField(64)
    holder = fields.CharField(64)
    until = fields.DatetimeField()

    class Meta:
        table = "lane"
        unique_together = (("sender",),)


class Outbox(Model):
    """One thing to say. `state` is waiting, sent, dead, doubt or dropped."""

    id = fields.BigIntField(primary_key=True)
    channel = fields.CharField(16, default="wecom")
    receiver = fields.CharField(64)  # a userid, or a chatid
    operation = fields.CharField(12)  # send, update, chat, file
    subject = fields.CharField(80, null=True)  # what it is about, so that later words can replace it
    payload: Any = fields.JSONField()
    state = fields.CharField(10, default="waiting")
    created_at = fields.DatetimeField()
    not_before = fields.DatetimeField()  # quiet hours
    retry_at = fields.DatetimeField(null=True)
    lease_until = fields.DatetimeField(null=True)
    attempts = fields.IntField(default=0)
    tried_at = fields.DatetimeField(null=True)
    sent_at = fields.DatetimeField(null=True)
    answer: Any = fields.JSONField(null=True)  # msgid, response_code
    error = fields.TextField(null=True)

    class Meta:
        table = "outbox"
        indexes = (
            Index(fields=("channel", "state", "receiver", "id")),
            Index(fields=("receiver", "tried_at")),
            Index(fields=("subject",)),
        )
