"""Who approves: thresholds, the chain, who stands in for whom, who joins and who takes over."""

from __future__ import annotations

import pytest

from domain import approvals, seating
from domain.approvals import Place
from domain.approvers import Company, Person
from domain.command import Refused
from domain.people import Role
from domain.seating import Seat
from tests.approval_cast import (
    ADMIN,
    AGREED,
    BOSS,
    ENGINEER,
    HEAD,
    PEOPLE,
    RD,
    REP,
    SUP,
    TECH,
    VICE,
    after,
    begun,
    company,
    placed,
    shape,
)


@pytest.mark.parametrize(
    ("total", "below_floor", "rounds"),
    [
        ("0.01", False, [[{SUP}]]),
        ("300000", False, [[{SUP}]]),
        ("300000.01", False, [[{RD}, {TECH}]]),
        ("1000000", False, [[{RD}, {TECH}]]),
        ("1000000.01", False, [[{RD}, {TECH}], [{BOSS, VICE}]]),
        ("Infinity", False, [[{RD}, {TECH}], [{BOSS, VICE}]]),
        ("1000", True, [[{SUP}, {RD}]]),
        ("350000", True, [[{RD}, {TECH}]]),
    ],
)
def test_who_must_agree_to_a_total(total: str, below_floor: bool, rounds: list[list[set[int]]]) -> None:
    """R33: strictly above; below the floor the 区域总监 joins the same round, and nobody is asked twice."""
    assert shape(begun(total, below_floor=below_floor)) == rounds


@pytest.mark.parametrize(
    ("case", "by", "gone", "away", "total", "rounds"),
    [
        ("the supervisor's own", SUP, (), {}, "1000", [[{RD}]]),
        ("the director's own", RD, (), {}, "350000", [[{BOSS, VICE}, {TECH}]]),
        ("no supervisor", REP, (SUP,), {}, "1000", [[{RD}]]),
        ("no director: the executives, and not twice", REP, (RD,), {}, "2000000", [[{BOSS, VICE}, {TECH}]]),
        ("no technical lead: the head of the department", REP, (TECH,), {}, "350000", [[{RD}, {HEAD}]]),
        ("neither: the executives", REP, (TECH, HEAD), {}, "350000", [[{RD}, {BOSS, VICE}]]),
        ("away with a delegate: either", REP, (), {SUP: ENGINEER}, "1000", [[{SUP, ENGINEER}]]),
        ("away without one: the next", REP, (), {SUP: None}, "1000", [[{RD}]]),
        ("the delegate is gone", REP, (ENGINEER,), {SUP: ENGINEER}, "1000", [[{RD}]]),
        ("the delegate is the submitter", REP, (), {SUP: REP}, "1000", [[{RD}]]),
        ("a delegate's delegate is not followed", REP, (), {SUP: RD, RD: BOSS}, "1000", [[{RD, BOSS}]]),
        ("two who named each other", REP, (), {SUP: RD, RD: SUP}, "1000", [[{BOSS, VICE}]]),
        ("nobody is left: the admins", REP, (SUP, RD, BOSS, VICE), {}, "1000", [[{ADMIN}]]),
        ("of one set, those who are there", REP, (VICE,), {}, "2000000", [[{RD}, {TECH}], [{BOSS}]]),
    ],
)
def test_who_cannot_decide_gives_way_to_the_next_in_the_chain(
    case: str, by: int, gone: tuple[int, ...], away: dict[int, int | None], total: str, rounds: list[list[set[int]]]
) -> None:
    assert shape(begun(total, by=by, at=company(gone=gone, away=away))) == rounds, case


def test_a_submitter_outside_the_sales_department_asks_their_head_first() -> None:
    tech = begun("1000", by=TECH)
    assert shape(tech) == [[{HEAD}]]
    assert shape(begun("1000", by=HEAD)) == [[{BOSS, VICE}]]


def test_rules_that_match_nobody_go_to_the_admins_who_may_only_transfer() -> None:
    standing = begun("-5")
    assert shape(standing) == [[{ADMIN}]]
    with pytest.raises(Refused, match="不能代批"):
        approvals.decide(standing, ADMIN, AGREED)
    passed = seating.transfer(standing, ADMIN, (RD,))
    assert after(passed, RD).state == "approved"


def test_without_admins_nobody_is_due_and_nothing_is_agreed() -> None:
    standing = begun("1000", at=company(gone=(SUP, RD, BOSS, VICE, ADMIN)))
    assert (standing.due, standing.state) == ((), "pending")


@pytest.mark.parametrize(
    ("case", "away", "total", "rounds"),
    [
        ("named by the director, needed beside him", {RD: SUP}, "1000", [[{SUP}, {BOSS, VICE}]]),
        ("named by the supervisor, needed beside him", {SUP: RD}, "1000", [[{RD}]]),
        ("named by the technical lead", {TECH: RD}, "350000", [[{RD}, {HEAD}]]),
        ("named by the director, seated after him", {RD: TECH}, "350000", [[{BOSS, VICE}, {TECH}]]),
    ],
)
def test_a_delegate_is_nobody_who_has_a_place_of_their_own(
    case: str, away: dict[int, int | None], total: str, rounds: list[list[set[int]]]
) -> None:
    """One consent never fills two places because somebody is away: it goes up the chain instead."""
    asked = begun(total, below_floor=total == "1000", at=company(away=away))
    assert shape(asked) == rounds, case
    waiting = begun(total, below_floor=total == "1000")
    seats = {one.key: company(away=away).successors(one, REP, taken=waiting.beside(one)) for one in waiting.places}
    due = {who for places in rounds for place in places for who in place}
    assert set(seating.reseat(waiting, seats).due) == due, case


@pytest.mark.parametrize(
    ("people", "joins"),
    [((SUP,), {RD}), ((RD,), {BOSS, VICE}), ((TECH,), {HEAD}), ((HEAD,), {BOSS, VICE}), ((BOSS,), set())],
)
def test_at_48_hours_the_next_manager_joins(people: tuple[int, ...], joins: set[int]) -> None:
    """R36: an executive has none above."""
    standing = placed([people])
    assert set(company().escalation(standing.open[0], REP)) == joins
    joined = seating.join(standing, {1: tuple(joins)})
    assert set(joined.due) == set(people) | joins


@pytest.mark.parametrize(
    ("case", "at", "total", "due"),
    [
        ("gone, and the team has no other", company(gone=(SUP,)), "1000", {RD}),
        ("away with a delegate", company(away={SUP: ENGINEER}), "1000", {SUP, ENGINEER}),
        ("away without one", company(away={SUP: None}), "1000", {RD}),
        ("nobody is left", company(gone=(SUP, RD, BOSS, VICE)), "1000", {ADMIN}),
        ("everybody is there", company(), "1000", {SUP}),
    ],
)
def test_pending_places_pass_on(case: str, at: Company, total: str, due: set[int]) -> None:
    """R127: to the delegate or the chain at once."""
    standing = begun(total)
    seats = {place.key: at.successors(place, REP) for place in standing.places}
    assert set(seating.reseat(standing, seats).due) == due, case


def test_a_mover_gives_way_to_whoever_has_the_post_now() -> None:
    people = dict(PEOPLE) | {
        SUP: Person(SUP, Role.SUPERVISOR, "华南", "二组"),
        20: Person(20, Role.SUPERVISOR, "华东", "一组"),
    }
    place = begun("1000").open[0]
    assert Company(people).successors(place, REP, frozenset({SUP})) == Seat((20,))
    added = Place(5, (SUP,), added_by=RD)
    assert Company(people).successors(added, REP, frozenset({SUP})) == Seat((SUP,)), "who was added by name stays"
