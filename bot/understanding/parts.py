"""A message of several parts: what was seen in the whole, and what each part says on its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache, partial

from bot.understanding.clauses import Clause
from bot.understanding.lazy import lazy
from bot.understanding.leanings import may_mean
from bot.understanding.readers import READERS
from bot.understanding.readers.cards import is_on_the_way
from bot.understanding.readers.scopes import THEM
from bot.understanding.reading import WHOLE, Found
from bot.understanding.resolve import chosen
from bot.understanding.scene import Scene
from domain.activities import LogActivity
from domain.customers import QueryCustomer
from domain.dialogue import Help, Undo
from domain.solutions import RequestHelp, RequestReview

Part = tuple[Clause, ...]
READ_ALONE = 16  # parts: a counted budget
_LABEL_AT_MOST = 8
_TAKEN_BACK_AT_MOST = 24

# What turns to something else, though the sentence goes on.
_AFRESH = lazy(
    r"[哦噢啊嗯呃哎欸]?(?:然后|最后|还|另外?|顺便|顺带|顺手|此外|对了|还有|同时|同步|一并|并且?)|"
    r"再(?:帮|给我|请|麻烦|查|列|看|开|建|录|报|加|提醒|导|把|出|调)|(?:麻烦|帮我?|请(?!了|教)|提醒我|记得|把)|报价|回款|商机|重新?(?:报|做|提|发|出|记|录)"
)
_ORDINAL = lazy("[一二三四五六]")
_ASIDE = lazy(r"[哦噢啊嗯 ]?(?:顺便|顺带|顺手|另外|对了|还有|再|最后)")
# These words only lead over: what is read alone begins behind them.
_LEADS_OVER = lazy(r"(?:然后|接着|最后|还有|另外|顺便|顺带|顺手|此外|对了|同时|再就是|[哦噢啊嗯呃哎欸 ,，])+")


def seen(scene: Scene) -> list[Found]:
    """All that the readers see, activities apart: they get what is left."""
    return [found for reader in READERS if reader.is_asked(scene) for found in reader.read(scene)]


def candidates(scene: Scene) -> list[Found]:
    """What the readers see and the words of the message may mean."""
    asked = [reader for reader in READERS if reader.is_asked(scene) and may_mean(scene, reader.kind)]
    return [found for reader in asked for found in reader.read(scene) if may_mean(scene, found.kind)]


def each_part(scene: Scene, whole: list[Found]) -> list[Found]:
    """A part without a command of its own is read alone: a second reminder, 顺便查下…. What had claimed it from
    another part is read again without it."""
    parts = _parts(scene)
    alone = cache(partial(_alone, scene))
    found = list(whole)
    for part in parts[:READ_ALONE] if len(parts) > 1 else ():
        if any(_stands_in(one, part) or _is_of_a_form(one, part) for one in found) or _is_a_field(scene, part, found):
            continue
        read = [one for one in alone(part) if may_mean(scene, one.kind)]
        here = [one for one in read if _fits(scene, one, part) and not _only_orders(one, part, found)]
        here = [one for one in here if one.kind is not QueryCustomer or not is_on_the_way(scene, part[0])]
        left = [_without(one, part, parts, alone) for one in found] if here else []
        if here and not any(_lacks_more(one, before) for one, before in zip(left, found, strict=True)):
            found = [*left, *here]
    return found


def _parts(scene: Scene) -> list[Part]:
    parts: list[list[Clause]] = []
    for clause in scene.clauses:
        last = parts[-1][-1] if parts else None
        if last is None or last.sentence != clause.sentence or _turns(scene, last, clause):
            parts.append([])
        parts[-1].append(clause)
    return [tuple(part) for part in parts]


def _turns(scene: Scene, last: Clause, clause: Clause) -> bool:
    between = scene.painted[last.end : clause.start]
    return bool(between and (_AFRESH.match(scene.part(clause)) or _ORDINAL.search(between)))


def _stands_in(one: Found, part: Part) -> bool:
    """Its cue does; one that begins before the part stands where it begins."""
    return part[0].start <= one.at[0] < part[-1].end


def _is_of_a_form(one: Found, part: Part) -> bool:
    """The fields of a record are its own: 联系人：吕工 there asks for no new person."""
    return (one.kind is LogActivity or one.why == "a form") and one.clauses >= {clause.number for clause in part}


def _only_orders(one: Found, part: Part, found: list[Found]) -> bool:
    """…，帮建商机 behind what is to be entered is no second deal; 提交评审：…，请质量部看… asks for one review."""
    numbers = {clause.number for clause in part}
    reviewed = one.kind is RequestHelp and any(
        other.kind is RequestReview
        and other.clauses & numbers
        and other.slots.get("department") == one.slots.get("department")
        for other in found
    )
    return reviewed or any(
        other.kind is one.kind and other.clauses & numbers and one.slots.items() <= other.slots.items()
        for other in found
    )


def _fits(scene: Scene, one: Found, part: Part) -> bool:
    """What takes a whole message is no part of one, but for a short 撤销 at the head (撤销，然后帮我查一下渝峤) and a
    question about the tool beside other things: 顺手帮我看看怎么转交客户."""
    first = part[0].number == 0
    turn = scene.clauses[part[-1].number + 1 :][:1] if first else part[:1]
    beside = any(_ASIDE.match(scene.part(clause)) for clause in turn)
    return (
        one.score < WHOLE
        or (one.kind is Undo and first and part[-1].end - part[0].start <= _TAKEN_BACK_AT_MOST)
        or (one.kind is Help and "topic" in one.slots and beside)
    )


def _is_a_field(scene: Scene, part: Part, found: list[Found]) -> bool:
    """联系人：丁燕 in a form belongs to the command that has taken the form."""
    label = scene.mended[part[0].end : part[0].end + 1] == ":" and part[0].end - part[0].start <= _LABEL_AT_MOST
    return label and any(part[0].number in one.clauses for one in found)


def _without(one: Found, part: Part, parts: Sequence[Part], alone: Callable[[Part], list[Found]]) -> Found:
    if not one.clauses & {clause.number for clause in part}:
        return one
    home = next((other for other in parts if _stands_in(one, other)), part)
    again = [other for other in alone(home) if other.kind is one.kind]
    return again[0] if again else one


def _lacks_more(one: Found, before: Found) -> bool:
    """搞定！12万8: the sum is its own, not another's; who is meant carries over."""
    return bool(set(one.kind.lacking(one.slots)) - set(before.kind.lacking(before.slots)) - {"customer"})


def _alone(scene: Scene, part: Part) -> list[Found]:
    lead = _LEADS_OVER.match(scene.painted, part[0].start, part[0].end - 1)
    part = (replace(part[0], start=lead.end()), *part[1:]) if lead else part
    first, start = part[0].number, part[0].start
    back = scene.find(THEM, (start, part[-1].end)) is not None
    return [
        replace(
            one,
            at=(one.at[0] + start, one.at[1] + start),
            clauses=frozenset(number + first for number in one.clauses),
            carries=one.carries or back,
        )
        for one in chosen(candidates(scene.alone(part)))
    ]
