"""Whose turn it is on a quote or a contract, as one pure value; every act returns the next one or is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

from domain.command import Refused


class Verdict(StrEnum):
    """What a step of the history says; the first three are decisions."""

    AGREED = "agreed"
    REJECTED = "rejected"
    RETURNED = "returned"
    TRANSFERRED = "transferred"
    ADDED = "added"
    REMOVED = "removed"
    TAKEN_BACK = "taken_back"
    CONSULTED = "consulted"
    ANSWERED = "answered"
    SUBMITTED = "submitted"
    ASKED = "asked"  # this person's turn began
    REMINDED = "reminded"
    ESCALATED = "escalated"
    DELEGATED = "delegated"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"


WORDS: Mapping[str, str] = {
    "agreed": "同意",
    "rejected": "驳回",
    "returned": "退回修改",
    "transferred": "转交",
    "added": "加签",
    "removed": "减签",
    "taken_back": "拿回",
    "consulted": "沟通",
    "answered": "回复",
    "submitted": "提交",
    "asked": "轮到",
    "reminded": "催办",
    "escalated": "超时升级",
    "delegated": "委托",
    "replaced": "换人",
    "withdrawn": "撤回",
}
STATES: Mapping[str, str] = {
    "pending": "审批中",
    "approved": "已批准",
    "rejected": "已驳回",
    "returned": "已退回修改",
    "withdrawn": "已撤回",
}
BEFORE, AFTER, PARALLEL = "before", "after", "parallel"


@dataclass(frozen=True, slots=True)
class Place:
    """A set of people; the first of them to agree fills it. `after` is a place of the same round that comes first."""

    key: int
    people: tuple[int, ...]
    role: str | None = None  # of the rule that asked; None: added by an approver
    filled: int | None = None
    after: int | None = None
    added_by: int | None = None
    only_transfer: bool = False  # its people are admins: nobody else was left


@dataclass(frozen=True, slots=True)
class Act:
    """One act that later rules look back at."""

    who: int
    verdict: str
    round: int
    place: int


@dataclass(frozen=True, slots=True)
class Talk:
    """沟通: a question put to somebody without deciding, and the answer once it is there."""

    asker: int
    asked: int
    question: str
    answer: str | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Rounds follow one another; all places of a round must be filled. Fixed when asked: later rules touch later
    quotes. `terms` is what the approvers agree to, compared with the next version's."""

    requester: int
    rounds: tuple[tuple[Place, ...], ...]
    round: int = 0
    state: str = "pending"
    acts: tuple[Act, ...] = ()
    talks: tuple[Talk, ...] = ()
    terms: str = ""

    @property
    def current(self) -> tuple[Place, ...]:
        return self.rounds[self.round] if self.state == "pending" else ()

    @property
    def open(self) -> tuple[Place, ...]:
        """The places that may be filled now."""
        filled = {place.key for place in self.current if place.filled is not None}
        return tuple(
            place for place in self.current if place.filled is None and (place.after is None or place.after in filled)
        )

    @property
    def due(self) -> tuple[int, ...]:
        """Who may act now, each once."""
        return tuple(dict.fromkeys(who for place in self.open for who in place.people))

    @property
    def agreed(self) -> frozenset[int]:
        return frozenset(place.filled for place in self.places if place.filled is not None)

    @property
    def places(self) -> tuple[Place, ...]:
        return tuple(place for places in self.rounds for place in places)

    @property
    def people(self) -> tuple[int, ...]:
        """Everybody who has or had a place, or filled one."""
        acted = [act.who for act in self.acts]
        return tuple(dict.fromkeys([*(who for place in self.places for who in place.people), *acted]))

    def beside(self, place: Place) -> frozenset[int]:
        """Everybody who has another place than this one."""
        return frozenset(who for one in self.places if one.key != place.key for who in one.people)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Standing:
        return cls(
            requester=stored["requester"],
            rounds=tuple(tuple(_place(place) for place in places) for places in stored["rounds"]),
            round=stored["round"],
            state=stored["state"],
            acts=tuple(Act(**act) for act in stored["acts"]),
            talks=tuple(Talk(**talk) for talk in stored["talks"]),
            terms=stored["terms"],
        )


def decide(standing: Standing, who: int, verdict: str, seen: int | None = None) -> Standing:
    """同意, 驳回 or 退回修改. `seen` is the round on the card that was tapped."""
    place = turn(standing, who, seen)
    if place.only_transfer:
        raise Refused("找不到能批的人，才转到你这里。管理员不能代批，请转交给合适的人。")
    decided = acted(standing, who, verdict, place)
    if verdict != Verdict.AGREED:
        return replace(decided, state=str(verdict))
    return settled(_filled(decided, {one.key: who for one in standing.open if who in one.people}))


def turn(standing: Standing, who: int, seen: int | None = None) -> Place:
    """The place that this person may act for now. Refused, in words that say why: it is not their turn."""
    if who == standing.requester:
        raise Refused("自己提交的不能自己批，已经在等别人审批了。")
    if standing.state != "pending":
        raise Refused(f"这张已经有结果了：{STATES[standing.state]}，不用再处理。")
    if seen is not None and seen != standing.round:
        raise Refused("这张卡片是之前一轮的，审批已经往下走了。发“进度 单号”看现在到哪。")
    for place in standing.open:
        if who in place.people:
            return place
    if who in standing.agreed:
        raise Refused("你已经同意过了。下一位还没处理时可以发“拿回 单号”。")
    if any(who in place.people and place.filled is not None for place in standing.places):
        raise Refused("这一步已经有人批过了，不用你再处理。")
    if any(who in place.people for place in standing.places):
        raise Refused("还没轮到你，轮到时我发卡片给你。")
    raise Refused("这张不在等你审批。")


def settled(standing: Standing) -> Standing:
    """Nobody is asked twice: who agreed before fills a place as it opens; a full round gives way to the next."""
    while standing.state == "pending":
        again = {place.key: who for place in standing.open for who in place.people if who in standing.agreed}
        if again:
            standing = _filled(standing, again)
        elif any(place.filled is None for place in standing.current):
            break
        elif standing.round + 1 < len(standing.rounds):
            standing = replace(standing, round=standing.round + 1)
        else:
            standing = replace(standing, state="approved")
    return standing


def take_back(standing: Standing, who: int) -> Standing:
    """拿回: the own consent, while the next has not acted (R123); another's stands in where it can."""
    if standing.state != "pending":
        raise Refused(f"已经有结果了：{STATES[standing.state]}，拿不回来。要改请让提交人重新报。")
    mine = {place.key for place in standing.places if place.filled == who}
    if not mine:
        raise Refused("你还没有同意过这张，没有可以拿回的。")
    back = min(at for at, places in enumerate(standing.rounds) for place in places if place.key in mine)
    last = max(at for at, act in enumerate(standing.acts) if act.who == who and act.verdict == Verdict.AGREED)
    follow = _following(standing, mine)
    if any(act.round > back or act.place in follow for act in standing.acts[last + 1 :]):
        raise Refused("下一位已经处理了，拿不回来。有问题请直接联系对方。")
    place = next(place for place in standing.places if place.key in mine)
    emptied = each(standing, lambda one: replace(one, filled=None) if one.key in mine else one)
    return settled(replace(acted(emptied, who, Verdict.TAKEN_BACK, place), round=back))


def withdraw(standing: Standing) -> Standing:
    if standing.state != "pending":
        raise Refused(f"这张已经有结果了：{STATES[standing.state]}，不用撤回。")
    return replace(standing, state="withdrawn")


def resumed(old: Standing, terms: str) -> Standing | None:
    """R126: the version after a return goes on where it was returned, when nothing that others agreed to changed."""
    if old.state != "returned" or old.terms != terms:
        return None
    kept = tuple(act for act in old.acts if act.verdict == Verdict.AGREED)
    return settled(replace(old, state="pending", acts=kept))


def acted(standing: Standing, who: int, verdict: str, place: Place) -> Standing:
    """The same with one act more in its memory."""
    return replace(standing, acts=(*standing.acts, Act(who, str(verdict), standing.round, place.key)))


def each(standing: Standing, change: Callable[[Place], Place]) -> Standing:
    """The same with every place changed so."""
    return replace(standing, rounds=tuple(tuple(change(place) for place in places) for places in standing.rounds))


def _filled(standing: Standing, by: Mapping[int, int]) -> Standing:
    return each(standing, lambda one: replace(one, filled=by.get(one.key, one.filled)))


def _following(standing: Standing, keys: set[int]) -> set[int]:
    """Places of the same round that come after these."""
    found: set[int] = set()
    while more := {one.key for one in standing.places if one.after in keys | found} - found:
        found |= more
    return found


def _place(stored: Mapping[str, Any]) -> Place:
    return Place(**{**stored, "people": tuple(stored["people"])})
