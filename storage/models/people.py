"""Who works here, as the contacts say."""

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model


class Member(Model):
    """Keyed by our own id: WeCom lets an administrator rename a userid once."""

    id = fields.BigIntField(primary_key=True)
    userid = fields.CharField(64)  # as the directory writes it
    key = fields.CharField(64)  # the same in lower case: the platform compares without case
    name = fields.CharField(64)
    position = fields.CharField(64, default="")
    department = fields.CharField(200, default="")  # the whole path: 销售部/华东/华东一组
    region = fields.CharField(64, null=True)
    team = fields.CharField(64, null=True)
    leads = fields.BooleanField(default=False)
    role = fields.CharField(20)
    plain_receipts = fields.BooleanField(default=False)  # 文字回执
    greeted_at = fields.DatetimeField(null=True)
    gone_at = fields.DatetimeField(null=True)

    class Meta:
        table = "member"
        unique_together = (("key",),)
        indexes = (Index(fields=("name",)), Index(fields=("region", "team")))


class Department(Model):
    """One of the directory's, also one where nobody is: a request to it is answered with who can help instead."""

    id = fields.BigIntField(primary_key=True)
    path = fields.CharField(200)  # 销售部/华东/华东一组

    class Meta:
        table = "department"
        unique_together = (("path",),)


class Company(Model):
    """The one company that all this is for, as it stands at the head of its papers."""

    id = fields.BigIntField(primary_key=True)
    name = fields.CharField(120)
    address = fields.CharField(200, default="")  # and telephone: one line

    class Meta:
        table = "company"
