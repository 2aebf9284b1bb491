"""Decisions on quotes and contracts: 同意 Q2026-0118, 驳回博泽的报价，毛利太低."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from bot.understanding.clauses import Clause
from bot.understanding.marks import CONTRACT, CUSTOMER, QUOTE, H, Mark, Q
from bot.understanding.mood import asks, is_rumour, is_wish
from bot.understanding.readers.deal_words import for_one_reason
from bot.understanding.readers.decision_words import (
    APPROVE,
    AROUND,
    ASIDE,
    ASKED,
    BARE_APPROVE,
    BARE_REJECT,
    DOC,
    ELLIPSIS,
    FAULT,
    FILL,
    GROUNDS,
    HE,
    LEAD,
    NAMED,
    NO,
    NO_BEHIND,
    OF_ALL,
    OF_WORK,
    ONE_OF_SEVERAL,
    ONLY_DOCUMENT,
    PUT_OFF,
    REDO,
    REJECT,
    TAKEN_BACK,
    THEY,
    THING,
    THIS_IS_FINE,
    THIS_ONE,
    UNDONE,
    VERDICT,
    WHATS,
    YES,
    YES_BEHIND,
)
from bot.understanding.readers.scopes import given
from bot.understanding.reading import Found, reads
from bot.understanding.scene import Scene, Span
from domain.command import Command
from domain.quotes import Approve, Reject


@reads(Reject, (REJECT, BARE_REJECT, NO_BEHIND))
def reject(scene: Scene) -> Iterator[Found]:
    if not scene.find(TAKEN_BACK):
        yield from for_one_reason(list(_decided(scene, Reject, REJECT, BARE_REJECT)), OF_ALL)


@reads(Approve, (APPROVE, BARE_APPROVE, THIS_IS_FINE, YES_BEHIND))
def approve(scene: Scene) -> Iterator[Found]:
    yield from _decided(scene, Approve, APPROVE, BARE_APPROVE)


def _on_a_form(scene: Scene, kind: type[Command], bare: re.Pattern[str]) -> Iterator[Found]:
    """操作：驳回 单号：Q2026-0211 原因：账期太长."""
    fields = [(scene.part(label), value) for label, value in itertools.pairwise(scene.clauses)]
    verdict = next((v for label, v in fields if VERDICT.search(label) and bare.match(scene.part(v))), None)
    whole = (0, len(scene.text))
    if verdict and scene.mended[: verdict.start].rstrip().endswith((":", "：")):
        grounds = next((v for label, v in fields if GROUNDS.search(label)), None)
        reason = scene.said((grounds.start, scene.sentence(grounds)[-1].end)) if grounds else None
        documents = _documents(scene, whole)
        slots = _slots(scene, documents[0] if documents else None, whole) | given(reason=reason)
        numbers = frozenset(clause.number for clause in scene.clauses)
        yield Found(kind, (verdict.start, verdict.end), slots, 87.0, numbers, "a decision on a form")


def _decided(scene: Scene, kind: type[Command], pattern: re.Pattern[str], bare: re.Pattern[str]) -> Iterator[Found]:
    yield from _on_a_form(scene, kind, bare)
    for number, clause in enumerate(scene.clauses):
        part = scene.part(clause)
        span = (clause.start, clause.end)
        cue = scene.find(pattern, span) or _across(scene, clause, pattern, kind)
        if cue and _by_us(scene, clause, cue) and not (kind is Approve and _is_undone(scene, clause, cue)):
            yield from _on_each(scene, kind, clause, cue)
        elif (verdict := _verdict(scene, clause)) is not None:
            yield from _on_each(scene, kind, clause, verdict) if verdict["no" if kind is Reject else "yes"] else ()
        elif (found := _pointed(scene, clause, kind, bare)) is not None:
            yield found
        elif (
            number == 0
            and not PUT_OFF.search(part)
            and (bare.match(part) or (kind is Approve and THIS_IS_FINE.fullmatch(part)))
            and len(scene.clauses) <= 2
        ):
            reason, numbers = _reason(scene, clause, None, (clause.start, scene.sentence(clause)[-1].end))
            if kind is Reject and len(scene.clauses) > 1 and not OF_WORK.search(reason or ""):
                continue  # 我不同意，番茄炒蛋必须放糖
            slots = given(reason=reason if len(scene.clauses) > 1 else None)
            yield Found(kind, span, slots, 74.0 if kind is Reject else 60.0, numbers, "a decision")


def _on_each(scene: Scene, kind: type[Command], clause: Clause, cue: re.Match[str]) -> Iterator[Found]:
    """One decision for each document that it names, and one where it names none; the reason is that of all."""
    documents: list[Mark | None] = [*_documents(scene, cue.span())] or [None]
    reason, numbers = _reason(scene, clause, cue, (clause.start, scene.sentence(clause)[-1].end))
    if kind is Reject:
        reason = None if reason and REDO.fullmatch(reason) else reason
        first = _why_first(scene, cue) or (None if reason else _why_before(scene, clause))
        reason = "，".join(words for words in (first, reason) if words)
    score = 86.0 if kind is Reject else 83.0
    for document in documents:
        slots = _slots(scene, document, cue.span()) | given(reason=reason)
        at = (document.start, document.end) if document and len(documents) > 1 else cue.span()
        taken = numbers if document is documents[0] else frozenset()
        yield Found(kind, at, slots, score, taken, "a decision", carries=document is None)


def _pointed(scene: Scene, clause: Clause, kind: type[Command], bare: re.Pattern[str]) -> Found | None:
    """同意，Q2026-0203: the number behind a comma; 这个报价毛利不到15%，打回去重做: the verb does."""
    after = scene.clauses[clause.number + 1 : clause.number + 2]
    if after and bare.match(scene.part(clause)) and _names_it(scene, after[0]):
        span = (clause.start, after[0].end)
        documents = _documents(scene, span)
        slots = _slots(scene, documents[0] if documents else None, span)
        reason, numbers = _reason(scene, after[0], None, span)
        numbers |= {clause.number}
        return Found(kind, span, slots | given(reason=reason), 83.5, numbers, "a decision", carries=not documents)
    found = THIS_ONE.match(scene.part(clause))
    if found is None or asks(scene, clause):
        return None
    later = [c for c in scene.sentence(clause) if clause.number < c.number <= clause.number + 2]
    verb = next((c for c in later if bare.match(REDO.sub("", scene.part(c)))), None)
    if verb is None:
        return None
    reason = scene.said((clause.start + found.end(), verb.start)).strip(" ，,")
    numbers = frozenset(range(clause.number, verb.number + 1))
    return Found(kind, (clause.start, verb.end), given(reason=reason), 60.0, numbers, "a decision")


def _names_it(scene: Scene, clause: Clause) -> bool:
    """The document and nothing that decides otherwise."""
    part = scene.part(clause)
    only = re.fullmatch(rf"{FILL}{WHATS}{FILL}", part)
    named = re.search(DOC, part) and len(part) <= ASIDE and not re.search(rf"{NO}|{YES}", part)
    return bool(only or named)


def _across(scene: Scene, clause: Clause, pattern: re.Pattern[str], kind: type[Command]) -> re.Match[str] | None:
    """The document in one clause, the decision in a later one: Q2026-0118 我看过了，毛利可以，批了."""
    if not NAMED.search(scene.part(clause)) or pattern.search(scene.part(clause)):
        return None
    other, verb = (APPROVE, NO_BEHIND) if kind is Reject else (REJECT, YES_BEHIND)
    if other.search(scene.part(clause)):
        return None
    bare = BARE_REJECT if kind is Reject else BARE_APPROVE
    behind = scene.clauses[clause.number + 1 : clause.number + 5]
    row = list(itertools.takewhile(lambda c: ONLY_DOCUMENT.fullmatch(scene.part(c)), behind))
    for later in behind[len(row) : len(row) + 3]:
        said = verb if later.sentence == clause.sentence else bare
        if said.search(scene.part(later)) and not any(p.search(scene.part(later)) for p in (PUT_OFF, ASKED)):
            return scene.find(NAMED, (clause.start, clause.end))
        if re.search(DOC, scene.part(later)):
            return None
    return None


def _by_us(scene: Scene, clause: Clause, cue: re.Match[str]) -> bool:
    """A decision of our own: not the customer's assent, no question, no rumour."""
    if ASKED.search(scene.part(clause)) or asks(scene, clause) or is_rumour(scene, clause) or is_wish(scene, clause):
        return False
    before = scene.painted[clause.start : _verb_at(cue)]
    return not (THEY.search(before) or HE.search(before))


def _is_undone(scene: Scene, clause: Clause, cue: re.Match[str]) -> bool:
    return UNDONE.search(scene.painted[clause.start : _verb_at(cue)]) is not None


def _verdict(scene: Scene, clause: Clause) -> re.Match[str] | None:
    """昱朔批，岑海不批: of several, or 泓珩的也同意."""
    found = ONE_OF_SEVERAL.fullmatch(scene.painted, clause.start, clause.end)
    if found is None or asks(scene, clause) or is_rumour(scene, clause):
        return None
    several = sum(ONE_OF_SEVERAL.fullmatch(scene.part(one)) is not None for one in scene.clauses) > 1
    return found if several or (found["its"] and "的" in scene.part(clause)) else None


def _verb_at(cue: re.Match[str]) -> int:
    groups = cue.groupdict()
    return next((cue.start(name) for name in sorted(groups) if name.startswith("verb") and groups[name]), cue.start())


def _why_first(scene: Scene, cue: re.Match[str]) -> str | None:
    """Q2026-0118 毛利太低驳回: why, between the document and the verb."""
    documents = [mark.end for mark in _documents(scene, cue.span()) or scene.of_kind(CUSTOMER, cue.span())]
    words = scene.said((documents[-1], _verb_at(cue))) if documents and documents[-1] < _verb_at(cue) else ""
    return AROUND.sub("", words.strip(" ，,。")) if FAULT.search(words) else None


def _why_before(scene: Scene, clause: Clause) -> str | None:
    """这单毛利才8%，Q2026-0240打回: why, in the clause before."""
    before = [c for c in scene.sentence(clause) if c.number == clause.number - 1]
    fault = before and FAULT.search(scene.part(before[0])) and not NAMED.search(scene.part(before[0]))
    return scene.said((before[0].start, before[0].end)) if fault else None


def _documents(scene: Scene, span: Span) -> list[Mark]:
    """What is decided on by number, else by name where several are named."""
    inside = [mark for mark in scene.marks if span[0] <= mark.start and mark.end <= span[1]]
    named = [mark for mark in inside if mark.kind == CUSTOMER]
    return [mark for mark in inside if mark.kind in (QUOTE, CONTRACT)] or (named if len(named) > 1 else [])


def _slots(scene: Scene, document: Mark | None, span: Span) -> dict[str, object]:
    if document is None:
        return given(customer=scene.customer_in(span))
    if document.kind == CUSTOMER:
        return {"customer": scene.value(document)}
    return {"quote_no" if document.kind == QUOTE else "contract_no": document.value[0]}


def _reason(scene: Scene, clause: Clause, cue: re.Match[str] | None, whole: Span) -> tuple[str | None, frozenset[int]]:
    """The words behind the decision, up to the next one."""
    end = cue.end() if cue else clause.end
    if cue and cue.groupdict().get("why"):
        end = cue.start("why")
    kept = [clause]
    for later in [c for c in scene.clauses if c.number > clause.number and c.sentence <= clause.sentence + 1]:
        if re.search(
            rf"{Q}|{H}|提醒|导出|另外|顺便|拜访|{THING}|{ELLIPSIS}|^(?:再|帮我|麻烦|给我)*[看查列](?:一?下|看)",
            scene.part(later),
        ) or ONE_OF_SEVERAL.fullmatch(scene.part(later)):
            break
        kept.append(later)
    words = LEAD.sub("", scene.said((end, kept[-1].end))).strip(" ，,。")
    words = "" if BARE_APPROVE.match(words) else words  # 没问题，批了吧 decides twice
    return (words or None), frozenset(c.number for c in kept)
