"""What a message's own words add to its commands, beyond the slots that understanding fills."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.context import Context
from bot.naming import customer_named
from bot.understanding import Reading
from bot.understanding.numbers import find_amounts, find_quantities
from domain.contracts import RecordPayment, SignContract, shares
from domain.dialogue import AmendLast
from domain.opportunities import AdvanceStage
from domain.quotes import SubmitQuote
from domain.solutions import ArchiveRequirement
from domain.words import clipped

MINUS = re.compile(r"(?:^|[款账到收了额为是成：:,，\s])[-−－]$|负$")
YEARLY = re.compile(r"年(?:用量|需求量?|采购量|需用?)[大概约为是:： ]{0,3}")
LONGEST = 2000  # characters of a requirement that was written in one message
ASSENT = re.compile(r"认可|认了|同意|接受|没问题|没意见|点头|敲定|确认")
QUOTE = re.compile(r"(?<![A-Z0-9])Q[\d-]*\d{2,}(?:-v\d+)?|(?<!\d)(?P<digits>\d{2,4})号报价", re.IGNORECASE | re.ASCII)


async def completed(readings: list[Reading], text: str, ctx: Context) -> list[Reading]:
    """The quote that a customer agreed to (R7), where a requirement lies (R20), how a contract is paid, a minus."""
    for reading in readings:
        if reading.kind is AdvanceStage and reading.slots.get("stage") == "contract" and ASSENT.search(text):
            await _agreed(reading, text, ctx)
        elif reading.kind is SignContract and shares(text):
            reading.slots["plan"] = text.strip()[:LONGEST]
        elif reading.kind is ArchiveRequirement:
            reading.slots["text"] = text.strip()[:LONGEST]
        elif reading.kind is SubmitQuote:
            _yearly(reading, text)
        elif reading.kind is RecordPayment:
            _signed(reading, "amount", text)
        elif reading.kind is AmendLast:
            _signed(reading, "value", text)
    return readings


def _yearly(reading: Reading, text: str) -> None:
    """年用量20万件, said beside a price without a count: it need not be asked for (section 3 of the product)."""
    lines, said = reading.slots.get("lines"), YEARLY.search(text)
    if said is None or not isinstance(lines, tuple) or len(lines) != 1 or lines[0].qty is not None:
        return
    counts = find_quantities(text[said.end() : said.end() + 16])
    if counts and counts[0].span[0] == 0:
        reading.slots["lines"] = (replace(lines[0], qty=counts[0].value, yearly=True),)


def _signed(reading: Reading, slot: str, text: str) -> None:
    """A minus right before the sum; after a name or a day it is a dash."""
    for amount in find_amounts(text):
        if str(reading.slots.get(slot)) == str(amount.value) and MINUS.search(text[: amount.span[0]]):
            reading.slots[slot] = f"-{amount.value}"


async def _agreed(reading: Reading, text: str, ctx: Context) -> None:
    reading.slots["assented"] = True
    named = QUOTE.search(text)
    if not named:
        return
    number = named["digits"] or named[0]
    reading.slots["quote_no"] = clipped(number, 30)
    if not reading.slots.get("customer"):
        found = await customer_named(number, ctx)
        if isinstance(found, str) and found != number:
            reading.slots["customer"] = found
