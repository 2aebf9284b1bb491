"""Why a message was read so: its names, clauses and dates, every candidate, and why the losers lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from bot.understanding import marks
from bot.understanding.marks import Mark
from bot.understanding.message import candidates, understand
from bot.understanding.mood import answered_part, is_not_for_us
from bot.understanding.reading import Found
from bot.understanding.resolve import WHOLE, chosen, rivals
from bot.understanding.scene import Scene
from domain.directory import Directory

_NAMES = {
    marks.CUSTOMER: "customer", marks.CONTACT: "contact", marks.COLLEAGUE: "colleague", marks.QUOTE: "quote", marks.CONTRACT: "contract",
    marks.MODEL: "model", marks.PHONE: "phone", marks.EMAIL: "email", marks.URL: "url",
}  # fmt: skip


def explain(text: str, now: datetime, directory: Directory) -> str:
    """What `crm understand --explain` prints for one message."""
    scene = Scene.of(answered_part(text), now, directory)
    return "\n".join((*_seen(scene), *_candidates(scene), *_outcome(text, scene)))


def _seen(scene: Scene) -> Iterator[str]:
    yield f"read as   {scene.mended}"
    for mark in scene.marks:
        yield f"mark      {_NAMES[mark.kind]:10}{_where(mark)} {' | '.join(mark.value)} ({mark.why or 'shape'})"
    for clause in scene.clauses:
        yield f"clause {clause.number:<3}sentence {clause.sentence}: {scene.said((clause.start, clause.end))}"
    for ahead, gone in zip(scene.coming, scene.gone, strict=True):
        yield f"date      {ahead.text}: to come {ahead.start}, gone by {gone.start}, {ahead.grain} {ahead.relation}"
    for amount in scene.amounts:
        yield f"amount    {amount.text}: {amount.value} {amount.currency}"


def _where(mark: Mark) -> str:
    return f"[{mark.start}:{mark.end}]"


def _candidates(scene: Scene) -> Iterator[str]:
    found = candidates(scene)
    kept = chosen(found)
    for one in sorted(found, key=lambda one: -one.score):
        verdict = "kept" if any(one is other for other in kept) else _why_lost(one, kept)
        yield f"candidate {one.kind.key():22}{one.score:5.0f}  {one.why}: {verdict}"


def _why_lost(one: Found, kept: list[Found]) -> str:
    if kept and kept[0].score >= WHOLE:
        return f"{kept[0].kind.key()} takes the whole message"
    winner = next((other for other in kept if rivals(one, other)), None)
    return f"same words as {winner.kind.key()}" if winner else "not kept"


def _outcome(text: str, scene: Scene) -> Iterator[str]:
    if is_not_for_us(scene):
        yield "outcome   not for us: an order to the bot itself, or somebody else's text"
    made = understand(text, scene.now, scene.directory)
    for reading in made:
        missing = f", missing {', '.join(reading.missing)}" if reading.missing else ""
        yield f"command   {reading.kind.key()} {reading.slots}{missing} ({reading.why})"
    if not made:
        yield "outcome   no command"
