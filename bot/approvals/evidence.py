"""What a kind of document brings to its approval: what its approvers see, and what becomes of it then."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from bot.context import Context
from storage.models import Approval


@dataclass(frozen=True, slots=True)
class Evidence:
    """What approvers see of a document. `agreed` is what they agree to: a version after a return goes on where it was
    returned when this is the same. `again` are the submitter's buttons when it comes back."""

    customer: str  # short name
    total: str  # with its tax in words
    customer_id: int | None = None
    lines: tuple[str, ...] = ()
    rows: Mapping[str, str | None] = field(default_factory=dict)
    all_details: str = ""
    agreed: str = ""
    again: tuple[tuple[str, str], ...] = ()
    agreed_words: str = ""  # what its submitter reads once it is agreed to
    onward: tuple[tuple[str, str], ...] = ()  # and what leads on from there


Outcome = Callable[[int, str, Context, Approval], Awaitable[None]]
Proof = Callable[[int, Context], Awaitable[Evidence]]

OUTCOMES: dict[str, Outcome] = {}
EVIDENCE: dict[str, Proof] = {}


def outcome_of(kind: str) -> Callable[[Outcome], Outcome]:
    """Registers what becomes of a document: called with approved, rejected, returned or withdrawn."""

    def register(run: Outcome) -> Outcome:
        OUTCOMES[kind] = run
        return run

    return register


def evidence_for(kind: str) -> Callable[[Proof], Proof]:
    """Registers what approvers see of a document."""

    def register(run: Proof) -> Proof:
        EVIDENCE[kind] = run
        return run

    return register


async def evidence_of(row: Approval, ctx: Context) -> Evidence:
    return await gathered(row.subject, row.title, ctx)


async def gathered(subject: str, title: str, ctx: Context) -> Evidence:
    kind, key = parts(subject)
    return await EVIDENCE[kind](key, ctx) if kind in EVIDENCE else Evidence(customer="", total=title)


async def settle(row: Approval, state: str, ctx: Context) -> None:
    """The document learns its outcome."""
    kind, key = parts(row.subject)
    if kind in OUTCOMES:
        await OUTCOMES[kind](key, state, ctx, row)


def parts(subject: str) -> tuple[str, int]:
    """`quote:31` is a quote, 31."""
    kind, _, key = subject.partition(":")
    return kind, int(key)
