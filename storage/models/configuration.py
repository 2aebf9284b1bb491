"""What processes share: jobs that ran, the platform's token, and the days that admins add to the calendar."""

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


class Holiday(Model):
    """A day that is worked or not, whatever the built-in calendar says: of a later year, or the company's own."""

    id = fields.BigIntField(primary_key=True)
    day = fields.DateField()
    works = fields.BooleanField()

    class Meta:
        table = "holiday"
        unique_together = (("day",),)
