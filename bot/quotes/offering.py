"""What was said about prices becomes an offer, or the one question that is still open about it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from domain import pricing, quotes
from domain.command import Ask, Option
from domain.playbook import Playbook
from domain.pricing import Offer
from domain.quotes import SubmitQuote
from domain.terms import discount_words
from domain.words import CURRENCIES, day, money

_UNTAXED = re.compile(r"不含税|未税|税外|(?<!不)除税")
RATES: Mapping[str, Decimal] = {}  # none was set by an admin: foreign currency counts above every threshold


def offer_of(command: SubmitQuote, today: date, playbook: Playbook) -> tuple[SubmitQuote, Offer]:
    """The command with every answer in its place, and what it comes to. Refused, Ask: as the rules say."""
    command = quotes.filled(command)
    command = _priced_by_total(command)
    quotes.check(command)
    _ask_figures(command)
    command = replace(command, valid_until=_day(command.valid_until), delivery_on=_day(command.delivery_on))
    _ask_validity(command, today)
    made = _made(command)
    if command.lines and command.amount is not None:
        made = _reconciled(command, made)
    return command, _discounted(command, made, playbook)


def amended(command: SubmitQuote, today: date) -> tuple[SubmitQuote, Offer]:
    """A stored quote with one thing changed: it was asked about before, and is not asked about again."""
    command = _priced_by_total(quotes.filled(command))
    quotes.check(command)
    command = replace(command, valid_until=_day(command.valid_until), delivery_on=_day(command.delivery_on))
    _ask_validity(command, today)
    made = _made(command)
    if command.lines and command.amount is not None and command.basis == "amount":
        made = pricing.adjusted(made, command.amount)
    return command, made


def is_taxed(note: str | None) -> bool:
    """Prices hold the tax unless the message says otherwise."""
    return not _UNTAXED.search(note or "")


def rate_words(total: Decimal, currency: str) -> str | None:
    """Why a sum in foreign money goes to whom it goes; None: it is in yuan."""
    if currency == "CNY":
        return None
    name, rate = CURRENCIES.get(currency, currency), RATES.get(currency)
    if rate is None:
        return f"没设{name}汇率，按最高一档审批"
    return f"按 {rate.normalize():f} 折合 {money(pricing.in_yuan(total, currency, RATES))}"


def thresholds(playbook: Playbook) -> list[Decimal]:
    return [rule.above for rule in playbook.approvals if rule.above > 0]


def _made(command: SubmitQuote, discount: Decimal | None = None) -> Offer:
    """`discount` replaces the command's own; 1 leaves the figures as they were said."""
    factor = discount or (None if command.figures == "after" else command.discount)
    return pricing.offer(
        quotes.items(command.lines or ()),
        command.amount,
        discount=factor,
        taxed=is_taxed(command.note),
        currency=command.currency or "CNY",
    )


def _priced_by_total(command: SubmitQuote) -> SubmitQuote:
    """2000件 一共7.7万 has a price too, where it divides; so has a single line whose agreed total is another."""
    line = command.lines[0] if command.lines and len(command.lines) == 1 else None
    if line is None or not line.qty or not command.amount or (line.unit_price and command.basis != "amount"):
        return command
    price = (command.amount / line.qty / (command.discount or 1)).quantize(Decimal("0.0001"))
    if price * line.qty * (command.discount or 1) != command.amount:
        return command
    return replace(command, lines=(replace(line, unit_price=price),), amount=None, basis=None)


def _ask_figures(command: SubmitQuote) -> None:
    for line in command.lines or ():
        if line.unit_price is None:
            raise Ask(SubmitQuote, command.given(), "unit_price", f"{line.model} 的单价是多少？")
    for line in command.lines or ():
        if line.qty is None:
            raise Ask(SubmitQuote, command.given(), "qty", f"{line.model} 的年用量是多少？")


def _ask_validity(command: SubmitQuote, today: date) -> None:
    until = command.valid_until
    if until is None or until >= today:
        return
    month = today + timedelta(days=30)
    options = [Option("30天", {"valid_until": month.isoformat()})]
    options.append(Option("60天", {"valid_until": (today + timedelta(days=60)).isoformat()}))
    slots = replace(command, valid_until=None).given()
    raise Ask(SubmitQuote, slots, "valid_until", f"有效期{day(until, today)}已经过了，有效到哪天？", *options)


def _reconciled(command: SubmitQuote, made: Offer) -> Offer:
    """A total said beside the lines: theirs, or the one that was agreed on, or we ask which."""
    said = command.amount
    assert said is not None, "called for a total beside lines only"
    if command.basis == "amount":
        return pricing.adjusted(made, said)
    if command.basis == "lines" or pricing.agrees(made, said, _made(command, Decimal(1)).net):
        return made
    by_lines, by_amount = money(made.net, made.currency), money(said, made.currency)
    raise Ask(
        SubmitQuote,
        command.given(),
        "basis",
        f"明细合计 {by_lines}，总价说的是 {by_amount}，按哪个？",
        Option("按明细", {"basis": "lines"}),
        Option("按总价", {"basis": "amount"}),
    )


def _discounted(command: SubmitQuote, made: Offer, playbook: Playbook) -> Offer:
    """折后还是折前 is asked only where the two readings lie on different sides of a threshold."""
    if command.discount is None or command.figures or command.basis == "amount":
        return made
    whole = _made(command, Decimal(1))
    sums = [pricing.in_yuan(one.total, one.currency, RATES) for one in (made, whole)]
    if not pricing.apart(sums[0], sums[1], thresholds(playbook)):
        return made
    raise Ask(
        SubmitQuote,
        command.given(),
        "figures",
        f"说的价格是折后还是折前？折前再打{discount_words(command.discount)}是 {money(made.total, made.currency)}",
        Option("折后", {"figures": "after"}),
        Option("折前", {"figures": "before"}),
    )


def _day(when: date | datetime | None) -> date | None:
    return when.date() if isinstance(when, datetime) else when
