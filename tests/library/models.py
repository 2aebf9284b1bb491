"""Shelves and the books on them."""

from decimal import Decimal
from typing import Any

from tortoise import fields
from tortoise.models import Model


class Shelf(Model):
    id = fields.BigIntField(primary_key=True)
    name = fields.CharField(40)
    room = fields.CharField(40, null=True)

    class Meta:
        table = "shelf"
        unique_together = (("name",),)


class Book(Model):
    id = fields.BigIntField(primary_key=True)
    shelf: Any = fields.ForeignKeyField("library.Shelf", "books", on_delete=fields.CASCADE, null=True)
    title = fields.CharField(40)
    price = fields.DecimalField(12, 2, default=Decimal(0))
    bought_at = fields.DatetimeField(null=True)
    facts: Any = fields.JSONField(null=True)

    class Meta:
        table = "book"
        unique_together = (("title",),)
