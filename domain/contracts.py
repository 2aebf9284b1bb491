"""Contracts, what was agreed in them about delivery and payment, and the money that comes in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import zip_longest

from domain.command import Command, Refused
from domain.pricing import apart, cents
from domain.words import money

STATES = {
    "pending": "待审批",
    "rejected": "未批准",
    "signed": "已签",
    "delivered": "已交付",
    "settled": "已结清",
    "cancelled": "已作废",
}
STANDING = ("signed", "delivered", "settled")
UNDER_WAY = ("pending", "signed", "delivered")
LARGEST = Decimal(10) ** 13


@dataclass(frozen=True, slots=True, kw_only=True)
class SignContract(Command):
    """The last three slots are never read by understanding: how it is paid, in the message's own words; that the
    delivery date is still open; and which deal it belongs to."""

    customer: str | None = None
    amount: Decimal | None = None
    currency: str | None = None
    quote_no: str | None = None
    signed_on: date | datetime | None = None
    delivery_on: date | datetime | None = None
    contract_no: str | None = None
    plan: str | None = None  # 首款30% 尾款70%
    undated: bool | None = None
    deal: str | None = None  # #31, where the customer has several

    @classmethod
    def lacking(cls, slots: Mapping[str, object]) -> tuple[str, ...]:
        if slots.get("quote_no"):
            return ()
        return tuple(slot for slot in ("customer", "amount") if not slots.get(slot))


@dataclass(frozen=True, slots=True, kw_only=True)
class DateDelivery(Command):
    """When a signed contract is to be delivered, said later."""

    contract_no: str
    delivery_on: date | datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPayments(Command):
    """How a contract is paid, said later or anew: 首款30%，尾款70%."""

    contract_no: str
    plan: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CompleteDelivery(Command):
    """交付完成, by supply chain; anybody else's word asks supply chain. `done` is False where they answer not yet."""

    contract_no: str
    done: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelContract(Command):
    """作废合同, with a reason, by whoever leads its owner: what is done where a signature was a mistake."""

    contract_no: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPayment(Command):
    amount: Decimal
    customer: str | None = None
    contract_no: str | None = None
    currency: str | None = None
    received_on: date | datetime | None = None

    @classmethod
    def lacking(cls, slots: Mapping[str, object]) -> tuple[str, ...]:
        payer = () if slots.get("customer") or slots.get("contract_no") else ("customer",)
        return (*payer, *(() if slots.get("amount") is not None else ("amount",)))


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryPayments(Command):
    period: str | None = None
    customer: str | None = None
    region: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a payment plan; without a date it is due when both sides say so."""

    label: str
    amount: Decimal
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """A part as it was said: a share, a sum, or what is left; `when` still in words."""

    label: str
    percent: Decimal | None = None
    amount: Decimal | None = None
    when: str = ""


def check(amount: Decimal, signed_on: date, delivery_on: date | None, today: date) -> None:
    """Refused: no contract can say this."""
    if not 0 < amount < LARGEST:
        raise Refused("合同金额要大于 0、小于十万亿，改一下再发。")
    if amount != cents(amount):
        raise Refused("合同金额最多两位小数，改一下再发。")
    if signed_on > today:
        raise Refused("签约日期还没到，签了再记。")
    if delivery_on and delivery_on < signed_on:
        raise Refused("交期早于签约日，改一下再发。")


def needs_approval(amount: Decimal, agreed: Decimal | None, thresholds: Iterable[Decimal], shortfall: Decimal) -> bool:
    """Without an approved total; above it across a threshold; or below it by more than the share that is let pass.

    All in one currency: yuan, or infinite where there is no rate."""
    if agreed is None:
        return True
    if amount > agreed:
        return apart(amount, agreed, thresholds)
    return amount < agreed * (1 - shortfall)


def outstanding(amount: Decimal, paid: Iterable[Decimal]) -> Decimal:
    return amount - sum(paid, Decimal(0))


def is_settled(amount: Decimal, paid: Iterable[Decimal]) -> bool:
    """结清: payments ≥ contract amount."""
    return outstanding(amount, paid) <= 0


def overdue(plan: Iterable[Part], paid: Decimal, today: date) -> Decimal:
    """What the plan wanted by yesterday and has not come; a day is missed once it is over."""
    due = sum((part.amount for part in plan if part.due_on and part.due_on < today), Decimal(0))
    return max(due - paid, Decimal(0))


def shares(text: str) -> list[Share]:
    """The parts that a text names, in its order: 首款30%，发货前60%，质保金10% 12月1日."""
    found = list(_PART.finditer(text))
    begins = [part.start() for part in found[1:]]
    return [_share(part, text[part.end() : end]) for part, end in zip_longest(found, begins)]


def planned(said: Sequence[Share], amount: Decimal, currency: str, due: Sequence[date | None]) -> list[Part]:
    """The parts in money, which add up to the amount. Refused: they do not."""
    sums = [_sum(share, amount) for share in said]
    if sums.count(None) > 1:
        raise Refused("只能有一笔不写金额（算剩下的），其他几笔写上比例或金额。")
    known = sum((part for part in sums if part is not None), Decimal(0))
    left = amount - known
    if None not in sums and _rounding(said, left):
        sums[-1] = (sums[-1] or Decimal(0)) + left
        left = Decimal(0)
    if None in sums and left > 0:
        sums[sums.index(None)] = left
    elif left:
        words = f"比合同少 {money(left, currency)}" if left > 0 else f"比合同多 {money(-left, currency)}"
        raise Refused(f"付款计划加起来是 {money(known, currency)}，{words}，改一下再发。")
    if not all(part and part > 0 for part in sums):
        raise Refused("每一笔都要大于 0，改一下再发。")
    return [Part(share.label, part, on) for share, part, on in zip(said, sums, due, strict=True) if part]


_LABELS = (
    "首付款|首付|首款|首笔|预付款|预付|定金|订金|签约款|签约后|签约|合同款|进度款|中期款|二期款|投产款|提货款|提货前"
    "|发货款|发货前|发货后|到货款|到货后|到货|交货款|交货前|交货后|验收款|验收后|验收|尾款|余款|剩余款|其余|质保金|质保"
)
_PART = re.compile(
    rf"(?P<label>{_LABELS})(?:付|支付|为|是|:|：|\s)*"
    r"(?:(?P<percent>\d+(?:\.\d+)?)\s*[%％]|(?P<tenths>[\d一二三四五六七八九])\s*成"
    r"|(?P<amount>\d[\d,]*(?:\.\d+)?)\s*(?P<unit>万|元|块)?(?![月\d.-]))?"
)
_TENTHS = {word: Decimal(n) for n, word in enumerate("一二三四五六七八九", 1)}


def _share(found: re.Match[str], behind: str) -> Share:
    when = behind.strip(" ，,、；;。.和及()（）")
    if percent := found["percent"]:
        return Share(found["label"], percent=Decimal(percent), when=when)
    if tenths := found["tenths"]:
        return Share(found["label"], percent=10 * (_TENTHS.get(tenths) or Decimal(tenths)), when=when)
    if amount := found["amount"]:
        factor = 10_000 if found["unit"] == "万" else 1
        return Share(found["label"], amount=Decimal(amount.replace(",", "")) * factor, when=when)
    return Share(found["label"], when=when)


def _sum(share: Share, amount: Decimal) -> Decimal | None:
    if share.percent is not None:
        return cents(amount * share.percent / 100)
    return share.amount


def _rounding(said: Sequence[Share], left: Decimal) -> bool:
    """Shares that are the whole together may miss it by a cent each: the last part takes them."""
    shared = [share.percent for share in said if share.percent is not None]
    return len(shared) == len(said) and sum(shared) == 100 and abs(left) <= Decimal("0.01") * len(said)
