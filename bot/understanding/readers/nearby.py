"""What a question finds in its sentence where its own clause does not say it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from bot.understanding.clauses import Clause
from bot.understanding.lazy import lazy
from bot.understanding.marks import MARK
from bot.understanding.readers.scopes import owner, period, region
from bot.understanding.scene import Scene, Span

T = TypeVar("T")
_SUBJECT = lazy(r"报价|商机|客户|漏斗|回款|收款|到账|排行|排名|目标|业绩|合同|待办|提醒|情况(?=$|[?？])|欠|回了?多少")
# 这个月回款多少，还有华南的漏斗: what is asked next has a region of its own.
_ANOTHER = lazy(r"(?:还有|另外|顺便|然后|再)[^,，。;]{0,30}(?:漏斗|排行|排名|回款|目标|商机|客户|报价)")
_AND = lazy(r" *(?:和|跟|与|及|以及|还有|加上?|、|\+|&) *")
_HAS_HAPPENED = lazy(rf"^(?!.*(?:多少|几)).*(?:了|{MARK})")
# 看看漏斗，再看看排行，都要这个季度的
_FOR_ALL = lazy(r"(?:全?都|统一)(?:要|按|看|是|给)")


def near(scene: Scene, clause: Clause, read: Callable[[Scene, Span], T | None]) -> T | None:
    """What the clause names, else what the rest of its sentence names; what is told before of a customer counts for nothing."""
    found = read(scene, (clause.start, clause.end))
    if found is not None:
        return found
    if (apart := _apart(scene, clause)) is not None:
        return next((value for c in apart if (value := read(scene, (c.start, c.end))) is not None), None)
    sentence = scene.sentence(clause)
    told = [c for c in sentence if c.number < clause.number and _HAS_HAPPENED.search(scene.part(c))]
    later = (c.start for c in sentence if c.number > clause.number and _ANOTHER.match(scene.part(c)))
    found = read(scene, ((told[-1].end if told else sentence[0].start), next(later, sentence[-1].end)))
    if found is None and _FOR_ALL.match(scene.part(sentence[-1])):
        found = read(scene, (sentence[-1].start, sentence[-1].end))
    return found


def _apart(scene: Scene, clause: Clause) -> list[Clause] | None:
    """2月回款多少，3月目标多少，昱朔啥情况: of a sentence that asks for several things, what may narrow this one too: what
    was asked before it narrows it where it is not narrowed itself, what is asked behind it never."""
    sentence = scene.sentence(clause)
    mine, others = _subjects(scene, clause), [c for c in sentence if c is not clause and _subjects(scene, c)]
    if not mine or all(mine & _subjects(scene, c) for c in others) or _FOR_ALL.match(scene.part(sentence[-1])):
        return None
    span = (clause.start, clause.end)
    before = scene.clauses[clause.number - 1].end if clause.number else 0
    joined = _AND.fullmatch(scene.mended, before, clause.start)  # 华东今年漏斗和今年回款
    narrowed = not joined and any(read(scene, span) for read in (period, region, owner))
    told = max(
        (c.number for c in sentence if c.number < clause.number and _HAS_HAPPENED.search(scene.part(c))), default=-1
    )
    return [
        c
        for c in sentence
        if c.number > told
        and (c not in others or bool(mine & _subjects(scene, c)) or (c.number < clause.number and not narrowed))
    ]


def _subjects(scene: Scene, clause: Clause) -> set[str]:
    """What a clause asks for."""
    return set(_SUBJECT.findall(scene.part(clause)))
