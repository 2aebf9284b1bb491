"""Which stage of its way a deal has reached, and whether it is told as a fact."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import replace

from bot.understanding.clauses import Clause
from bot.understanding.lazy import lazy
from bot.understanding.marks import CUSTOMER
from bot.understanding.mood import asks, is_rumour, is_wish
from bot.understanding.reading import Found
from bot.understanding.scene import Scene, Span

STAGE_WORDS = {
    "inquiry": "inquiry stage|客户咨询|咨询|询盘|询价阶段",
    "requirement": "requirements? stage|需求确认|确认需求|需求调研|需求对接|需求沟通|需求",
    "solution": "solution stage|技术方案设计|技术方案|方案设计|方案制定|设计方案|技术设计|方案|设计",
    "quotation": "quot(?:e|ation|ing) stage|报价审批|报价|审批",
    "contract": "contract stage|合同签订|签合同|签订合同|合同签署|合同|签约|签单",
    "delivery": "delivery stage|订单交付|生产交付|交付|交货|发货|订单",
    "settlement": "settlement stage|回款结算|回款|结算|收款|收尾款|结款",
}
STAGE = "(?:" + "|".join(f"(?P<{name}>{words})" for name, words in STAGE_WORDS.items()) + ")"
_AND = lazy(r"[ ]?(?:和|跟|与|及|以及|还有|、)[ ]?")
STAGE_SAID = lazy(STAGE)


def stage_in(scene: Scene, span: Span, pattern: re.Pattern[str] = STAGE_SAID) -> str | None:
    """The stage that is named there."""
    found = scene.find(pattern, span)
    if not found:
        return None
    return next(name.lstrip("xyzwvu") for name, value in found.groupdict().items() if value)


def firm(scene: Scene, clause: Clause) -> bool:
    """Told as a fact: no question, rumour or wish."""
    return not (asks(scene, clause) or is_rumour(scene, clause) or is_wish(scene, clause))


def for_one_reason(made: list[Found], of_all: re.Pattern[str]) -> list[Found]:
    """…丢了；…也丢了，原因都是账期太长; 0226驳，0240驳，都是毛利太低: the reason of the last is that of all which have none."""
    reason = str(made[-1].slots.get("reason", "")) if made else ""
    if not of_all.match(reason):
        return made
    return [replace(one, slots={"reason": reason, **one.slots}) for one in made]


def for_each(scene: Scene, found: Found) -> Iterator[Found]:
    """泓珩和锡暄的单子都丢了: the same of each customer that is named in a row."""
    clause = scene.clause_at(found.at[0])
    row = scene.of_kind(CUSTOMER, (clause.start, clause.end))
    row = [m for m, n in itertools.pairwise(row) if _AND.fullmatch(scene.painted, m.end, n.start)] + row[-1:]
    if len(row) < 2 or found.slots.get("customer") != scene.value(row[0]):
        yield found
        return
    for mark in row:
        slots, taken = (
            {**found.slots, "customer": scene.value(mark)},
            found.clauses if mark is row[0] else frozenset[int](),
        )
        yield replace(found, slots=slots, at=(mark.start, mark.end), clauses=taken)
