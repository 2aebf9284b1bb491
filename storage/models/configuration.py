"""What processes share: jobs that ran, and the platform's token."""

from tortoise import fields
from tortoise.models import Model


class JobRun(Model):
    """One slot of one job, done once by whoever came first."""

    id = fields.BigIntField(primary_key=True)
    job = fields.CharField(40)
    slot = fields.DatetimeField()
    ran_at = fields.DatetimeField()

    class Meta:
        table = "job_run"
        unique_together = (("job", "slot"),)


class SharedToken(Model):
    """The platform's access token, shared by every process; `name` tells the app, never the secret."""

    id = fields.BigIntField(primary_key=True)
    name = fields.CharField(64)
    token = fields.CharField(600)
    expires_at = fields.DatetimeField()

    class Meta:
        table = "shared_token"
        unique_together = (("name",),)
