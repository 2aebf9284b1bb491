"""Customers and their people."""

from __future__ import annotations

from dataclasses import dataclass

from domain.command import Command, Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateCustomer(Command):
    name: str
    region: str | None = None
    industry: str | None = None
    source: str | None = None
    contact: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AddContact(Command):
    customer: str
    contact: str
    title: str | None = None
    phone: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateCustomer(Command):
    customer: str
    field: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryCustomer(Command):
    customer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListCustomers(Command):
    region: str | None = None
    owner: str | None = None
    dormant: bool | None = None
    keyword: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover(Command):
    from_person: str
    to_person: str
    customer: str | None = None


TYPES = ("Tier 1", "Tier 2", "主机厂", "其他")  # R1
LEVELS = ("A", "B", "C")
FIELDS = {
    "region": "区域",
    "industry": "行业",
    "source": "来源",
    "type": "类型",
    "level": "级别",
    "name": "名称",
    "short_names": "简称",
}
ALSO_CALLED = {"客户类型": "type", "等级": "level", "客户级别": "level", "地区": "region", "全称": "name"}
LONGEST = {"name": 120, "region": 64, "industry": 64, "source": 64, "short_names": 200}


def field_of(said: str) -> str:
    """The field by its name or its label. Refused: customers have no such field, which are there is told."""
    word = said.strip().lower()
    known = {label: field for field, label in FIELDS.items()} | {field: field for field in FIELDS} | ALSO_CALLED
    if word not in known:
        raise Refused(f"客户资料里没有“{said}”。可以改：{'、'.join(FIELDS.values())}")
    return known[word]


def value_of(field: str, said: str) -> str | None:
    """The value as the field keeps it; None empties it. Refused: the field does not take it."""
    value = " ".join(said.split())
    if field == "region":
        value = value.removesuffix("大区").removesuffix("区")
    if field == "level":
        value = value.upper().removesuffix("级").removesuffix("类")
        _one_of(value, LEVELS, "级别")
    if field == "type" and value:
        value = next((kind for kind in TYPES if kind.replace(" ", "").lower() == value.replace(" ", "").lower()), value)
        _one_of(value, TYPES, "类型")
    if field == "name" and len(value) < 2:
        raise Refused("客户名称至少两个字，请发全称。")
    if len(value) > LONGEST.get(field, 64):
        raise Refused(f"{FIELDS[field]}太长了，最多 {LONGEST.get(field, 64)} 个字。")
    return value or None


def _one_of(value: str, allowed: tuple[str, ...], label: str) -> None:
    if value and value not in allowed:
        raise Refused(f"{label}只有 {'、'.join(allowed)}，选一个再发一次。")
