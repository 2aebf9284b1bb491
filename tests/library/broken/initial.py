"""Makes a table and then fails, as a migration of data may."""

from typing import Any

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


async def fail(apps: Any, editor: Any) -> None:
    raise ArithmeticError("halfway")


class Migration(migrations.Migration):
    initial = True
    operations = [  # noqa: RUF012 - tortoise's way
        ops.CreateModel(
            name="Shelf",
            fields=[("id", fields.BigIntField(generated=True, primary_key=True))],
            options={"table": "shelf", "app": "library", "pk_attr": "id"},
            bases=["Model"],
        ),
        ops.RunPython(fail),
    ]
