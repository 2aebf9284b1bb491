"""What a version of a quote says, in one value: hashed, compared with the version before, and said in words."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from domain.pricing import ADJUSTMENT, Offer, Row, part_key
from domain.words import day, money


@dataclass(frozen=True, slots=True)
class Terms:
    """What a version of a quote says: this is agreed to, hashed, and compared with the version before it."""

    title: str
    customer: str
    offer: Offer
    valid_until: date | None = None
    delivery_on: date | None = None
    note: str | None = None


def digest(terms: Terms) -> str:
    """Equal for equal terms only; of the approved version it is what a contract may be made from."""
    offer = terms.offer
    content = {
        "title": terms.title,
        "customer": terms.customer,
        "lines": [_canonical(row) for row in offer.rows],
        "discount": _plain(offer.discount),
        "taxed": offer.taxed,
        "currency": offer.currency,
        "net": f"{offer.net:.2f}",
        "total": f"{offer.total:.2f}",
        "valid_until": terms.valid_until and terms.valid_until.isoformat(),
        "delivery_on": terms.delivery_on and terms.delivery_on.isoformat(),
        "note": terms.note,
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def prices_digest(offer: Offer) -> str:
    """Equal where nothing that was agreed to about money has changed (R126)."""
    content = [[_canonical(row) for row in offer.rows], _plain(offer.discount), offer.taxed, offer.currency]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


def difference(old: Terms, new: Terms, today: date) -> list[str]:
    """What a person would say has changed, most telling first."""
    was, now = old.offer, new.offer
    changes = [
        *_changed_rows(was.rows, now.rows),
        _changed("折扣", discount_words(was.discount), discount_words(now.discount)),
        _changed("税", _tax_words(was), _tax_words(now)),
        _changed("总价", money(was.total, was.currency), money(now.total, now.currency)),
        _changed("有效期", _day_words(old.valid_until, today), _day_words(new.valid_until, today)),
        _changed("交期", _day_words(old.delivery_on, today), _day_words(new.delivery_on, today)),
        "备注有改动" if old.note != new.note else None,
    ]
    return [words for words in changes if words]


def row_words(row: Row) -> str:
    """`JM-2087A ×2000 @38.50`, as approvers read it."""
    if row.item.model == ADJUSTMENT:
        return f"{ADJUSTMENT} {money(row.amount)}"
    per_year = "/年" if row.item.yearly else ""
    return f"{row.item.model} ×{qty_words(row.item.qty)}{per_year} @{price_words(row.item.unit_price)}"


def price_words(price: Decimal) -> str:
    """`1,038.50`; more than two decimals only where there are some."""
    whole, _, decimals = f"{price.normalize():,f}".partition(".")
    return f"{whole}.{decimals:0<2}"


def qty_words(qty: Decimal) -> str:
    return f"{qty.normalize():f}"


def discount_words(discount: Decimal | None) -> str:
    """`0.95` is 9.5折."""
    return "无" if discount is None else f"{(discount * 10).normalize():f}折"


def _canonical(row: Row) -> list[object]:
    item = row.item
    return [item.model, item.name, _plain(item.qty), item.yearly, _plain(item.unit_price), f"{row.amount:.2f}"]


def _plain(value: Decimal | None) -> str | None:
    """One text for equal numbers, whatever the database adds in idle zeros."""
    return None if value is None else f"{value.normalize():f}"


def _changed_rows(old: tuple[Row, ...], new: tuple[Row, ...]) -> list[str]:
    was, now = _by_part(old), _by_part(new)
    changes = [words for key, row in now.items() if key in was for words in _changed_row(was[key], row)]
    added = [f"新增 {row_words(row)}" for key, row in now.items() if key not in was]
    return [*changes, *added, *(f"去掉 {row_words(row)}" for key, row in was.items() if key not in now)]


def _by_part(rows: tuple[Row, ...]) -> dict[tuple[str, int], Row]:
    """A part may stand on several lines, at the price of each quantity."""
    found: dict[tuple[str, int], Row] = {}
    for row in rows:
        key = part_key(row.item.model)
        found[key, sum(known == key for known, _ in found)] = row
    return found


def _changed_row(old: Row, new: Row) -> list[str]:
    if new.item.model == ADJUSTMENT:
        changes = [_changed(ADJUSTMENT, money(old.amount), money(new.amount))]
    else:
        model = new.item.model
        changes = [
            _changed(f"{model} 单价", price_words(old.item.unit_price), price_words(new.item.unit_price)),
            _changed(f"{model} 数量", qty_words(old.item.qty), qty_words(new.item.qty)),
        ]
    return [words for words in changes if words]


def _changed(name: str, old: str, new: str) -> str | None:
    return f"{name} {old}→{new}" if old != new else None


def _tax_words(offer: Offer) -> str:
    return "含税" if offer.taxed else "不含税"


def _day_words(on: date | None, today: date) -> str:
    return day(on, today) if on else "未注明"
