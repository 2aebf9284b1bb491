"""Quotes for several customers in one message: 给锡暄报 KX-310 2000件 3.2，给皖钧报 KX-311 500件 18块."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import takewhile

from bot.understanding.clauses import Clause
from bot.understanding.lazy import lazy
from bot.understanding.marks import CUSTOMER, C
from bot.understanding.readers.deal_words import firm
from bot.understanding.readers.quotes import MENTION, NOT_OURS, PRICE, THEIR_OFFER, is_complete, offer, offer_clauses
from bot.understanding.readers.scopes import given
from bot.understanding.readers.ways import ANY_WAY
from bot.understanding.reading import Found, reads
from bot.understanding.scene import Scene
from domain.quotes import SubmitQuote

_MOST = 24  # clauses that may begin a quote: a counted budget
# What they say of a price, what is bought, signed or paid is no offer of ours.
_TOLD = lazy(r"说|嫌|问|觉得|目标|库存|用量|对手|采购|合同|签|成本|款|账|批|驳|撤|同意|样品")
_TOTAL = lazy(
    rf"(?:总价|总额|合计|一共|总共|打包|整单)|报(?:了|价|个)*[ :：]?(?:{C})?[ :：]?(?=[\d一二两三四五六七八九十])"
)
_SHARED = lazy(r"(?:两[家份张单]|三[家份张单]|以上|[ ])*(?:都|均|统一|全)")
_FOR_ALL = ("valid_until", "delivery_on", "discount")


@reads(SubmitQuote, PRICE)
def of_each(scene: Scene) -> Iterator[Found]:
    """One for each customer whose stretch, up to the next name, says all that an offer needs."""
    if len({mark.value for mark in scene.of_kind(CUSTOMER)}) < 2 or not scene.find(MENTION):
        return
    made: list[Found] = []
    for clause in scene.clauses[:_MOST]:
        if len(scene.of_kind(CUSTOMER, (clause.start, clause.end))) == 1:
            made += _offered(scene, clause)
    if len({str(one.slots["customer"]) for one in made}) > 1:
        yield from _with_shared(scene, made)


def _offered(scene: Scene, clause: Clause) -> list[Found]:
    part = scene.part(clause)
    if not firm(scene, clause) or any(words.search(part) for words in (_TOLD, NOT_OURS, THEIR_OFFER, ANY_WAY)):
        return []
    behind = takewhile(lambda c: not scene.of_kind(CUSTOMER, (c.start, c.end)), offer_clauses(scene, clause)[1:])
    clauses = [clause, *behind]
    span = (clause.start, clauses[-1].end)
    found = offer(scene, span, scene.of_kind(CUSTOMER, span)[0].end)
    if not is_complete(found) and (found.get("lines") or not found.get("amount") or not _TOTAL.search(part)):
        return []
    slots = given(customer=scene.customer_in(span), **found)
    return [Found(SubmitQuote, span, slots, 80.0, frozenset(c.number for c in clauses), "a quote of several")]


def _with_shared(scene: Scene, made: list[Found]) -> Iterator[Found]:
    """…，有效期都到月底: what is said of all of them behind the last."""
    last = [scene.clauses[number] for number in sorted(made[-1].clauses)][1:]
    shared = any(scene.find(_SHARED, (c.start, c.end)) for c in last)
    said = {name: made[-1].slots[name] for name in _FOR_ALL if shared and name in made[-1].slots}
    yield from (replace(one, slots={**said, **one.slots}) for one in made)
