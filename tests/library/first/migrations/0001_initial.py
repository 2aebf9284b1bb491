"""As tortoise writes it, but for the layout."""

from decimal import Decimal

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.fields.data import JSON_DUMPS, JSON_LOADS
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    initial = True
    operations = [  # noqa: RUF012 - tortoise's way
        ops.CreateModel(
            name="Shelf",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("name", fields.CharField(max_length=20)),
            ],
            options={"table": "shelf", "app": "library", "unique_together": (("name",),), "pk_attr": "id"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Book",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "shelf",
                    fields.ForeignKeyField(
                        "library.Shelf",
                        source_field="shelf_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="books",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("title", fields.CharField(max_length=40)),
                ("price", fields.DecimalField(default=Decimal(0), max_digits=12, decimal_places=2)),
                ("bought_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("facts", fields.JSONField(null=True, encoder=JSON_DUMPS, decoder=JSON_LOADS)),
            ],
            options={"table": "book", "app": "library", "unique_together": (("title",),), "pk_attr": "id"},
            bases=["Model"],
        ),
    ]
