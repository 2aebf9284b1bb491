"""From what the readers see to what is meant: rivals settled, customers carried over, what is missing named."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.understanding.lazy import lazy
from bot.understanding.marks import CUSTOMER, Mark
from bot.understanding.reading import WHOLE, Found, Reading, Slots
from bot.understanding.scene import Scene
from domain.activities import LogActivity
from domain.command import Command
from domain.customers import AddContact, CreateCustomer, UpdateCustomer

_ITEM = lazy(r"[\n ;；。](?:\d{1,2}|[一二三四五六七八九十]) ?[.、．)）:：](?!\d)|[\u2460-\u2473]")
_HIM = lazy(r"[他她](?!们|家|[的]?(?:公司|厂))|(?:加上|通过)了|打了?个?招呼")
_NEW_PERSON = (AddContact, CreateCustomer)


def chosen(found: Iterable[Found]) -> list[Found]:
    """Of commands that claim the same clause or the same words, the surest; one that takes the whole message is alone."""
    ranked = sorted(found, key=lambda one: (-one.score, one.at))
    if ranked and ranked[0].score >= WHOLE:
        return ranked[:1]
    kept: list[Found] = []
    for one in ranked:
        if not any(rivals(one, other) for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: one.at)


def rivals(one: Found, other: Found) -> bool:
    """Both claim the same words or the same clause."""
    overlap = one.at[0] < other.at[1] and other.at[0] < one.at[1]
    return overlap or bool(one.clauses & other.clauses)


def readings(scene: Scene, found: Sequence[Found]) -> list[Reading]:
    """The commands in the order of the text, each with its customer, and with what it lacks."""
    made: list[Reading] = []
    for one in (one for one in found if not _is_said_elsewhere(one, found)):
        slots = _with_person(scene, one, _with_customer(scene, one, made), made)
        made.append(Reading(one.kind, slots, missing(scene, one.kind, slots), one.at, one.score, one.why))
    return _without_twins(made)


def _is_said_elsewhere(one: Found, found: Sequence[Found]) -> bool:
    """今天到账45万，麻烦记回款: what only orders the entry is no second one."""
    if not one.kind.lacking(one.slots) and one.kind is not AddContact:
        return False
    return any(other.kind is one.kind and one.slots.items() < other.slots.items() for other in found)


def missing(scene: Scene, kind: type[Command], slots: Slots) -> tuple[str, ...]:
    """The required slots that are not given, and a customer that is ambiguous or unknown."""
    lacking = kind.lacking(slots)
    customer = slots.get("customer")
    unsure = isinstance(customer, list) or (customer is not None and not scene.is_known(customer))
    return (*(("customer",) if unsure and "customer" not in lacking else ()), *lacking)


def _with_customer(scene: Scene, one: Found, made: Sequence[Reading]) -> Slots:
    """A customer named once in a message carries over to its later commands."""
    if one.slots.get("customer") or not one.carries or not _takes_customer(one.kind):
        return one.slots
    named = scene.of_kind(CUSTOMER)
    before = [mark for mark in named if mark.start < one.at[1]]
    if before and _is_an_item_of_its_own(scene, one, named, before[-1].end):
        return one.slots
    if before:
        return {**one.slots, "customer": scene.value(before[-1])}
    earlier = [
        r.slots.get("customer") or r.slots.get("name")
        for r in made
        if "customer" in r.slots or r.kind is CreateCustomer
    ]
    if earlier:
        return {**one.slots, "customer": earlier[-1]}
    required = "customer" in one.kind.lacking({})
    values = {mark.value for mark in named}
    return {**one.slots, "customer": scene.value(named[0])} if required and len(values) == 1 else one.slots


def _with_person(scene: Scene, one: Found, slots: Slots, made: Sequence[Reading]) -> Slots:
    """新客户…，联系人巴经理，今天跟他通了电话: who was entered or met just before is whom one was in touch with."""
    told = (scene.part(clause) for clause in scene.clauses if clause.number in one.clauses)
    if one.kind is not LogActivity or "contact" in slots or not any(_HIM.search(part) for part in told):
        return slots
    entered = [(r.slots.get("customer") or r.slots.get("name"), _entered(r)) for r in made]
    fits = [person for who, person in entered if person and who == slots.get("customer")]
    return {**slots, "contact": fits[0]} if len(fits) == 1 else slots


def _entered(reading: Reading) -> object | None:
    if reading.kind is UpdateCustomer and reading.slots.get("field") == "contact":
        return reading.slots.get("value")
    if reading.kind is LogActivity and "、" in str(reading.slots.get("contact", "")):
        return None
    return reading.slots.get("contact") if reading.kind in (*_NEW_PERSON, LogActivity) else None


def _is_an_item_of_its_own(scene: Scene, one: Found, named: Sequence[Mark], last: int) -> bool:
    """1. 电话铂筠 2. 湘珏回款5万 3. 明天提醒我开周会: of several customers in a list none is meant by the next item."""
    several = len({mark.value for mark in named}) > 1 and "customer" not in one.kind.lacking({})
    return several and _ITEM.search(scene.painted, last, one.at[1]) is not None


def _takes_customer(kind: type[Command]) -> bool:
    return "customer" in getattr(kind, "__dataclass_fields__", {})


def _without_twins(made: list[Reading]) -> list[Reading]:
    """The same command with the same slots twice is one."""
    kept: list[Reading] = []
    for reading in made:
        if not any(reading.kind is other.kind and reading.slots == other.slots for other in kept):
            kept.append(reading)
    return kept
