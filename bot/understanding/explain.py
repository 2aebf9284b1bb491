"""Why a message was read so: what stands in it, every candidate with its score, and why the losers lost."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.understanding import marks, mood
from bot.understanding.clauses import Clause
from bot.understanding.folding import HIDDEN
from bot.understanding.leanings import DOUBTFUL, may_mean
from bot.understanding.marks import Mark
from bot.understanding.message import read, understand
from bot.understanding.numbers import find_discounts, find_quantities
from bot.understanding.outcome import as_json
from bot.understanding.parts import seen
from bot.understanding.readers import activities
from bot.understanding.reading import READERS, WHOLE, Found, Reading, Slots
from bot.understanding.resolve import rivals
from bot.understanding.scene import Scene, Span
from bot.understanding.when import When
from bot.understanding.wording import beyond, clean
from domain.activities import LogActivity
from domain.dialogue import Keyword, Suggest
from domain.directory import Directory

_NAMES = {
    marks.CUSTOMER: "customer", marks.CONTACT: "contact", marks.COLLEAGUE: "colleague", marks.QUOTE: "quote", marks.CONTRACT: "contract",
    marks.MODEL: "model", marks.PHONE: "phone", marks.EMAIL: "email", marks.URL: "url",
}  # fmt: skip
_MASK = "▒"
_STRICT = "keyword"  # why a reading of the keyword grammar was made


def explain(text: str, now: datetime, directory: Directory) -> str:
    """What `crm understand --explain` prints for one message. The last lines are what `understand` gives, not a guess."""
    scene = Scene.of(mood.answered_part(text), now, directory)
    made = understand(text, now, directory)
    parts = (
        _read(text, scene),
        _seen(scene),
        _figures(scene),
        _heard(scene),
        _candidates(scene, made),
        _outcome(text, scene, made),
    )
    return "\n".join(line for part in parts for line in part)


def _read(text: str, scene: Scene) -> Iterator[str]:
    """The message, and how it differs from what is read of it."""
    yield _line("message", repr(text)[1:-1])
    if scene.text != clean(text):
        yield _line("left out", "what is quoted above an answer")
    if unread := len(beyond(text)):
        yield _line("left out", f"the last {unread} characters: they go into the note alone")
    if scene.mended != scene.text.lower():
        yield _line("read as", repr(scene.mended)[1:-1])
    yield _line("masked", repr(scene.hidden.replace(HIDDEN, _MASK))[1:-1])
    own = sum(customer.mine for customer in scene.directory.customers)
    names = (
        f"{len(scene.directory.customers)} customers, {own} of the sender's own; {len(scene.directory.people)} people"
    )
    yield _line("directory", names)


def _seen(scene: Scene) -> Iterator[str]:
    for mark in scene.marks:
        yield _line("mark", f"{_place(_span(mark))} {_NAMES[mark.kind]}: {_meant(mark)} ({mark.why or 'by its shape'})")
    for clause in scene.clauses:
        moods = "".join(f" <{name}>" for name in _moods(scene, clause))
        span = (clause.start, clause.end)
        yield _line(
            f"clause {clause.number}", f"{_place(span)} sentence {clause.sentence}: {scene.said(span)!r}{moods}"
        )


def _heard(scene: Scene) -> Iterator[str]:
    """What the words speak of, the likeliest first."""
    likely = sorted(scene.heard.likely.items(), key=lambda one: -one[1])
    for command, likelihood in likely:
        if likelihood >= DOUBTFUL:
            yield _line("heard", f"{command} {likelihood:.2f}")


def _figures(scene: Scene) -> Iterator[str]:
    gone = {when.span: when for when in scene.gone}
    for ahead in scene.coming:
        yield _line("date", f"{_place(ahead.span)} {ahead.text!r}: {_days(ahead, gone.get(ahead.span))}")
    for amount in scene.amounts:
        notes = ("" if amount.sure else ", money by the words before it") + (", each" if amount.per_unit else "")
        yield _line("amount", f"{_place(amount.span)} {amount.text!r}: {amount.value:f} {amount.currency}{notes}")
    for count in find_quantities(scene.hidden):
        yield _line("quantity", f"{_place(count.span)} {count.text!r}: {count.value:f} {count.unit}")
    for factor in find_discounts(scene.mended):
        yield _line("discount", f"{_place(factor.span)} {factor.text!r}: {factor.value:f}")


def _candidates(scene: Scene, made: Sequence[Reading]) -> Iterator[str]:
    """Clause by clause; where nothing is found so, sentence by sentence. Without a clause no reader is asked."""
    if not scene.clauses:
        return
    home, found = read(scene)
    here = found if home is scene else []
    yield from _judged(scene, _all_seen(scene, here), here, made)
    if home is not scene:
        yield _line("again", "nothing stands in the clauses: each sentence is read as one, its commas as spaces")
        yield from _judged(home, _beside(seen(home), found), found, made)
    asked = sum(reader.is_asked(scene) for reader in READERS)
    told = "the others lack a sign of theirs; and the one of activities for the clauses that they leave"
    yield _line("readers", f"{asked} of {len(READERS)} were asked, {told}")


def _all_seen(scene: Scene, found: Sequence[Found]) -> list[Found]:
    """What is kept, what the readers see, and the activities that would stand there but for other commands."""
    told = {one.at for one in found if one.kind is LogActivity}
    return [*_beside(seen(scene), found), *(one for one in activities.read(scene, ()) if one.at not in told)]


def _beside(others: Sequence[Found], found: Sequence[Found]) -> list[Found]:
    return [*others, *(one for one in found if one not in others)]


def _judged(
    scene: Scene, candidates: Sequence[Found], found: Sequence[Found], made: Sequence[Reading]
) -> Iterator[str]:
    winners = [one for one in found if _made(one, made)]
    for one in sorted(candidates, key=lambda one: (-one.score, one.at)):
        clauses = ",".join(map(str, sorted(one.clauses))) or "-"
        verdict = "kept" if one in winners else f"lost: {_why_lost(one, winners, scene, made)}"
        yield _line(
            "candidate", f"{one.kind.key()} {one.score:g} {_place(one.at)} clauses {clauses} ({one.why}) {verdict}"
        )
        yield _line("", _shown(Reading(one.kind, one.slots)))


def _made(one: Found, made: Sequence[Reading]) -> bool:
    return any((one.kind, one.at, one.score, one.why) == (r.kind, r.span, r.score, r.why) for r in made)


def _why_lost(one: Found, winners: Sequence[Found], scene: Scene, made: Sequence[Reading]) -> str:
    if any(_is_strict(reading) for reading in made):
        return "the keyword grammar wins over every reader"
    if mood.is_not_for_us(scene):
        return "the message is not for us"
    if not may_mean(scene, one.kind):
        return f"nothing in the message speaks of it ({scene.heard.likely[one.kind.key()]:.2f})"
    surer = sorted(winners, key=lambda winner: -winner.score)
    if surer and surer[0].score >= WHOLE:
        return f"{surer[0].kind.key()} ({surer[0].score:g}) takes the whole message"
    if winner := next((winner for winner in surer if rivals(one, winner)), None):
        return f"{winner.kind.key()} ({winner.score:g}) {_shared(one, winner)}"
    if any(one.kind is reading.kind and _within(one.slots, reading.slots) for reading in made):
        return "the same command with the same slots stands already"
    return "not among the commands of the message"


def _shared(one: Found, winner: Found) -> str:
    if one.at[0] < winner.at[1] and winner.at[0] < one.at[1]:
        return "claims the same words"
    return f"claims the same clause {min(one.clauses & winner.clauses)}"


def _within(slots: Slots, others: Slots) -> bool:
    return all(others.get(name) == value for name, value in slots.items())


def _outcome(text: str, scene: Scene, made: Sequence[Reading]) -> Iterator[str]:
    if any(_is_strict(reading) for reading in made):
        yield _line("outcome", "a word of the keyword grammar begins the message")
    elif not scene.clauses:
        yield _line("outcome", "no command: nothing is said")
    elif mood.is_not_for_us(scene):
        yield _line("outcome", "no command, not for us: an order to the bot itself, or what somebody else wrote")
    elif not made:
        yield _line("outcome", "no command: no reader saw one")
    for reading in made:
        missing = f"; missing {', '.join(reading.missing)}" if reading.missing else ""
        yield _line("command", f"{reading.kind.key()} {_shown(reading)}{missing}")
    yield json.dumps(as_json(text, made), ensure_ascii=False)


def _is_strict(reading: Reading) -> bool:
    return reading.kind in (Keyword, Suggest) and reading.why == _STRICT


def _moods(scene: Scene, clause: Clause) -> Iterator[str]:
    for name, holds in (("hearsay", mood.is_rumour), ("wish or condition", mood.is_wish), ("question", mood.asks)):
        if holds(scene, clause):
            yield name


def _days(ahead: When, gone: When | None) -> str:
    span = f"{ahead.start}" if ahead.start == ahead.end else f"{ahead.start} to {ahead.end}"
    past = "" if gone is None or gone.start == ahead.start else f", gone by {gone.start}"
    notes = "".join(f"; {note}" for note in ahead.assumptions)
    return f"{span}{past}, {ahead.grain}, {ahead.relation}{', about' if ahead.approx else ''}{notes}"


def _meant(mark: Mark) -> str:
    return " | ".join(mark.value) or "?"


def _shown(reading: Reading) -> str:
    return json.dumps(as_json("", [reading])["commands"][0]["slots"], ensure_ascii=False)


def _span(mark: Mark) -> Span:
    return mark.start, mark.end


def _place(span: Span) -> str:
    return f"[{span[0]}:{span[1]}]"


def _line(name: str, words: str) -> str:
    return f"{name:<10} {words}"
