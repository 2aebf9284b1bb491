"""Taking records back: one command for every kind of record, and the fields that may be put right."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from domain.command import Command

UNDO_WITHIN = timedelta(hours=24)

# What 改一下 offers, in this order; the label is also what a person may call the field (`commands.md`, `field`).
LABELS = {
    "customer": "客户",
    "contact": "联系人",
    "occurred_on": "日期",
    "next_follow_up": "下次跟进",
    "note": "备注",
    "kind": "方式",
    "place": "地点",
    "name": "名称",
    "region": "区域",
    "industry": "行业",
    "source": "来源",
    "title": "名称",
    "phone": "电话",
    "email": "邮箱",
    "unit_price": "单价",
    "qty": "数量",
    "discount": "折扣",
    "amount": "金额",
    "valid_until": "有效期",
    "delivery_on": "交期",
    "expected_close": "预计签约",
    "received_on": "到账日期",
    "due": "提醒时间",
    "text": "内容",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Remove(Command):
    """Takes back a record of ours: `activity:31`. Only ever the undo of the command that made it."""

    record: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoreContact(Command):
    """Puts a contact back as it was before an `add_contact` changed it."""

    contact: int
    title: str | None = None
    phone: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Amend(Command):
    """Puts one field of what a journal entry recorded right, in place and through the same rule.

    `of` names the recorded command, so that a typed value is read as that command's slot.
    """

    entry: int
    field: str
    value: str
    of: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseAmend(Command):
    """改一下: which record of the receipt, then which field."""

    receipt: int
    nth: int | None = None
