"""Customers and their people."""

from __future__ import annotations

from dataclasses import dataclass

from domain.command import Command


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
