"""Moving people in and out of an approval's places: 转交, 加签, 减签, 沟通, escalation, delegation, leavers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from domain.approvals import AFTER, BEFORE, Place, Standing, Talk, Verdict, acted, each, settled, turn
from domain.command import Refused

LONGEST_CHAIN = 12  # places that one approval may grow to


@dataclass(frozen=True, slots=True)
class Seat:
    """Who may fill a place; admins may only transfer it."""

    people: tuple[int, ...]
    only_transfer: bool = False


def transfer(standing: Standing, who: int, to: tuple[int, ...], seen: int | None = None) -> Standing:
    """转交: somebody else (with their delegate) sits where this person sat."""
    place = turn(standing, who, seen)
    _welcome(standing, to[0])

    def passed(one: Place) -> Place:
        if one.key != place.key:
            return one
        others = () if one.only_transfer else tuple(person for person in one.people if person != who)
        return replace(one, people=tuple(dict.fromkeys((*to, *others))), only_transfer=False)

    return settled(each(acted(standing, who, Verdict.TRANSFERRED, place), passed))


def add(standing: Standing, who: int, new: tuple[int, ...], how: str, seen: int | None = None) -> Standing:
    """加签: another place before, after or beside this person's own."""
    place = turn(standing, who, seen)
    _welcome(standing, new[0])
    if len(standing.places) >= LONGEST_CHAIN:
        raise Refused("加签已经很多了，先让他们处理完。")
    key = max(one.key for one in standing.places) + 1
    if how == AFTER:
        added = Place(key, new, after=place.key, added_by=who)
    else:
        added = Place(key, new, after=place.after, added_by=who)
    seated = standing if how != BEFORE else each(standing, lambda one: replace(one, after=key) if one == place else one)
    rounds = list(seated.rounds)
    rounds[standing.round] = (*rounds[standing.round], added)
    return acted(replace(seated, rounds=tuple(rounds)), who, Verdict.ADDED, place)


def remove(standing: Standing, who: int, whom: int) -> Standing:
    """减签: who was added is taken off before deciding, by who added them (R125)."""
    if standing.state != "pending":
        raise Refused("这张已经有结果了，不用减签。")
    added = [one for one in standing.places if one.added_by is not None and whom in one.people]
    if not added:
        raise Refused("只有加签进来的人能减掉。")
    place = added[-1]
    if place.added_by != who:
        raise Refused("谁加的签，由谁来减。")
    if place.filled is not None:
        raise Refused("对方已经批过了，减不掉。")
    rounds = tuple(tuple(one for one in places if one != place) for places in standing.rounds)
    closed = each(
        replace(standing, rounds=rounds),
        lambda one: replace(one, after=place.after) if one.after == place.key else one,
    )
    return settled(acted(closed, who, Verdict.REMOVED, place))


def consult(standing: Standing, who: int, whom: int, question: str) -> Standing:
    """沟通: asks without deciding; the clock runs on (R124)."""
    place = turn(standing, who)
    if whom == who:
        raise Refused("不用问自己，换个人吧。")
    asked = replace(standing, talks=(*standing.talks, Talk(who, whom, question)))
    return acted(asked, who, Verdict.CONSULTED, place)


def answer(standing: Standing, talk: int, who: int, words: str) -> Standing:
    if not 0 <= talk < len(standing.talks) or standing.talks[talk].asked != who:
        raise Refused("没有在等你回复的问题。")
    if standing.talks[talk].answer is not None:
        raise Refused("这个问题你已经回复过了。")
    if standing.state != "pending":
        raise Refused("这张已经有结果了，不用再回复。")
    talks = list(standing.talks)
    talks[talk] = replace(talks[talk], answer=words)
    return replace(standing, talks=tuple(talks))


def join(standing: Standing, more: Mapping[int, tuple[int, ...]]) -> Standing:
    """Escalation and delegation add people to a place, by its key; either may decide until one has."""
    wanted = {place.key: _fresh(standing, place, more.get(place.key, ())) for place in standing.places}
    return settled(each(standing, lambda one: replace(one, people=(*one.people, *wanted[one.key]))))


def reseat(standing: Standing, seats: Mapping[int, Seat]) -> Standing:
    """Whoever is gone gives way: these people sit in the places instead (R127)."""

    def changed(one: Place) -> Place:
        seat = seats.get(one.key)
        if seat is None or one.filled is not None:
            return one
        return replace(one, people=seat.people, only_transfer=seat.only_transfer)

    return settled(each(standing, changed))


def _welcome(standing: Standing, to: int) -> None:
    """Refused: this person cannot sit there."""
    if to == standing.requester:
        raise Refused("提交人不能审批自己的单子，换个人吧。")
    if to in standing.agreed:
        raise Refused("对方已经同意过了，不用再问一遍。")
    if any(to in place.people for place in standing.places if place.filled is None):
        raise Refused("对方本来就在审批人里，换个人吧。")


def _fresh(standing: Standing, place: Place, people: tuple[int, ...]) -> tuple[int, ...]:
    if place.filled is not None or place.only_transfer:
        return ()
    return tuple(one for one in people if one != standing.requester and one not in place.people)
