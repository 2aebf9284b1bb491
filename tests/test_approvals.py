"""Approvals as a pure value: rounds, places, and every act on them, as tables of cases."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from domain import approvals, approvers, seating
from domain.approvals import AFTER, BEFORE, PARALLEL, Place, Standing, Verdict
from domain.approvers import Company, Person
from domain.command import Refused
from domain.people import Role
from domain.playbook import DEFAULT
from domain.seating import Seat

REP, SUP, RD, TECH, BOSS, VICE, ADMIN, ENGINEER, HEAD = range(1, 10)
PEOPLE = {
    REP: Person(REP, Role.REP, "华东", "一组", "销售部/华东/一组"),
    SUP: Person(SUP, Role.SUPERVISOR, "华东", "一组", "销售部/华东/一组", leads=True),
    RD: Person(RD, Role.REGIONAL_DIRECTOR, "华东", None, "销售部/华东", leads=True),
    TECH: Person(TECH, Role.TECH_LEAD, None, None, "技术部"),
    BOSS: Person(BOSS, Role.EXECUTIVE, None, None, "总经办", leads=True),
    VICE: Person(VICE, Role.EXECUTIVE, None, None, "总经办"),
    ADMIN: Person(ADMIN, Role.ADMIN, None, None, "运营部", leads=True),
    ENGINEER: Person(ENGINEER, Role.ENGINEER, None, None, "工程部"),
    HEAD: Person(HEAD, Role.ENGINEER, None, None, "技术部", leads=True),
}
AGREED = Verdict.AGREED


def company(*, gone: tuple[int, ...] = (), away: dict[int, int | None] | None = None) -> Company:
    people = {
        key: Person(p.id, p.role, p.region, p.team, p.department, p.leads, gone=key in gone)
        for key, p in PEOPLE.items()
    }
    return Company(people, away or {})


def begun(total: str, *, below_floor: bool = False, by: int = REP, at: Company | None = None) -> Standing:
    return approvers.begin(DEFAULT, at or company(), by, Decimal(total), below_floor=below_floor)


def shape(standing: Standing) -> list[list[set[int]]]:
    return [[set(place.people) for place in places] for places in standing.rounds]


def placed(*rounds: list[tuple[int, ...]]) -> Standing:
    """Rounds of places without roles."""
    keys = iter(range(1, 20))
    made = tuple(tuple(Place(next(keys), people) for people in places) for places in rounds)
    return Standing(REP, made)


def after(standing: Standing, *who: int) -> Standing:
    for one in who:
        standing = approvals.decide(standing, one, AGREED)
    return standing


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


def test_rounds_follow_one_another_and_a_round_wants_every_place() -> None:
    standing = begun("2000000")
    assert set(standing.due) == {RD, TECH}
    standing = after(standing, TECH)
    assert standing.due == (RD,)
    standing = after(standing, RD)
    assert set(standing.due) == {BOSS, VICE}
    assert after(standing, VICE).state == "approved"


def test_the_first_of_a_place_fills_it_and_the_others_are_done() -> None:
    standing = after(begun("2000000"), RD, TECH, VICE)
    with pytest.raises(Refused, match="已经有结果了：已批准"):
        approvals.decide(standing, BOSS, AGREED)
    waiting = after(placed([(BOSS, VICE), (RD,)]), VICE)
    with pytest.raises(Refused, match="已经有人批过了"):
        approvals.decide(waiting, BOSS, AGREED)


@pytest.mark.parametrize("verdict", [Verdict.REJECTED, Verdict.RETURNED])
def test_one_refusal_ends_it(verdict: Verdict) -> None:
    standing = approvals.decide(after(begun("350000"), RD), TECH, verdict)
    assert standing.state == verdict
    assert standing.due == ()
    with pytest.raises(Refused):
        approvals.decide(standing, RD, AGREED)


@pytest.mark.parametrize(
    ("who", "seen", "words"),
    [
        (REP, None, "自己提交的不能自己批"),
        (RD, None, "你已经同意过了"),
        (BOSS, None, "还没轮到你"),
        (SUP, None, "不在等你审批"),
        (TECH, 1, "之前一轮"),
        (TECH, 0, None),
    ],
)
def test_who_may_decide_now(who: int, seen: int | None, words: str | None) -> None:
    """The stranger, the double, the submitter, the stale round: each in its own words."""
    standing = after(begun("2000000"), RD)
    if words is None:
        assert approvals.decide(standing, who, AGREED, seen).round == 1
        return
    with pytest.raises(Refused, match=words):
        approvals.decide(standing, who, AGREED, seen)


def test_who_agreed_before_is_not_asked_again() -> None:
    """An executive who stood in for the director fills the executives' place of the next round."""
    standing = seating.join(begun("2000000"), {1: (VICE,)})
    standing = after(standing, VICE, TECH)
    assert (standing.state, standing.round) == ("approved", 1)


def test_a_transfer_passes_the_place_and_its_card() -> None:
    standing = seating.transfer(begun("350000"), TECH, (ENGINEER,))
    assert set(standing.due) == {RD, ENGINEER}
    assert after(standing, ENGINEER, RD).state == "approved"
    with pytest.raises(Refused, match="不在等你审批"):
        approvals.decide(standing, TECH, AGREED)


@pytest.mark.parametrize(
    ("to", "words"), [(REP, "提交人"), (RD, "已经同意过了"), (BOSS, "本来就在"), (TECH, "本来就在")]
)
def test_nobody_gets_a_place_who_may_not_sit_there(to: int, words: str) -> None:
    standing = after(begun("2000000"), RD)
    with pytest.raises(Refused, match=words):
        seating.transfer(standing, TECH, (to,))
    with pytest.raises(Refused, match=words):
        seating.add(standing, TECH, (to,), PARALLEL)


@pytest.mark.parametrize(
    ("how", "due", "then"),
    [
        (BEFORE, {RD, ENGINEER}, {RD, TECH}),
        (AFTER, {RD, TECH}, None),
        (PARALLEL, {RD, TECH, ENGINEER}, {RD, TECH}),
    ],
)
def test_somebody_is_added_before_after_or_beside(how: str, due: set[int], then: set[int] | None) -> None:
    """R38: 加签 before, after and in parallel."""
    standing = seating.add(begun("350000"), TECH, (ENGINEER,), how)
    assert set(standing.due) == due
    if then is not None:
        assert set(after(standing, ENGINEER).due) == then
        assert after(standing, ENGINEER, TECH, RD).state == "approved"
        return
    assert set(after(standing, TECH).due) == {RD, ENGINEER}
    assert after(standing, TECH, RD).state == "pending"
    assert after(standing, TECH, RD, ENGINEER).state == "approved"


@pytest.mark.parametrize("how", [BEFORE, AFTER, PARALLEL])
def test_who_was_added_is_taken_off_again(how: str) -> None:
    """R125: by who added them, while they have not decided."""
    standing = seating.add(begun("350000"), TECH, (ENGINEER,), how)
    with pytest.raises(Refused, match="谁加的签"):
        seating.remove(standing, RD, ENGINEER)
    with pytest.raises(Refused, match="加签进来的人"):
        seating.remove(standing, TECH, RD)
    off = seating.remove(standing, TECH, ENGINEER)
    assert set(off.due) == {RD, TECH}
    assert after(off, RD, TECH).state == "approved"


def test_taking_off_the_last_one_open_ends_the_round() -> None:
    standing = after(seating.add(begun("2000000"), TECH, (ENGINEER,), AFTER), TECH, RD)
    assert standing.due == (ENGINEER,)
    assert set(seating.remove(standing, TECH, ENGINEER).due) == {BOSS, VICE}


def test_who_was_added_and_has_decided_stays() -> None:
    standing = after(seating.add(begun("350000"), TECH, (ENGINEER,), PARALLEL), ENGINEER)
    with pytest.raises(Refused, match="已经批过了"):
        seating.remove(standing, TECH, ENGINEER)


def test_a_chain_of_added_people_has_an_end() -> None:
    standing = begun("350000")
    for somebody in range(100, 100 + seating.LONGEST_CHAIN - len(standing.places)):
        standing = seating.add(standing, TECH, (somebody,), PARALLEL)
    with pytest.raises(Refused, match="加签已经很多了"):
        seating.add(standing, TECH, (200,), PARALLEL)


def test_consent_is_taken_back_while_the_next_has_not_acted() -> None:
    """R123."""
    standing = after(begun("2000000"), RD, TECH)
    back = approvals.take_back(standing, TECH)
    assert (back.round, back.due) == (0, (TECH,))
    assert set(after(back, TECH).due) == {BOSS, VICE}
    acted = seating.transfer(standing, BOSS, (ENGINEER,))
    with pytest.raises(Refused, match="下一位已经处理了"):
        approvals.take_back(acted, TECH)


@pytest.mark.parametrize(
    ("standing", "who", "words"),
    [
        (begun("350000"), RD, "还没有同意过"),
        (after(begun("350000"), RD, TECH), RD, "已经有结果了"),
        (after(seating.add(begun("350000"), TECH, (ENGINEER,), AFTER), TECH, ENGINEER), TECH, "下一位已经处理了"),
    ],
)
def test_what_cannot_be_taken_back(standing: Standing, who: int, words: str) -> None:
    with pytest.raises(Refused, match=words):
        approvals.take_back(standing, who)


def test_a_colleague_of_the_same_round_is_no_next() -> None:
    standing = after(begun("350000"), RD)
    assert set(approvals.take_back(standing, RD).due) == {RD, TECH}


def test_a_question_decides_nothing_and_is_answered_once() -> None:
    """R124: 沟通."""
    standing = seating.consult(begun("350000"), TECH, REP, "为什么这么低？")
    assert set(standing.due) == {RD, TECH}
    with pytest.raises(Refused, match="没有在等你回复"):
        seating.answer(standing, 0, RD, "不知道")
    answered = seating.answer(standing, 0, REP, "量大")
    assert answered.talks[0].answer == "量大"
    with pytest.raises(Refused, match="已经回复过了"):
        seating.answer(answered, 0, REP, "还是量大")
    with pytest.raises(Refused, match="不在等你审批"):
        seating.consult(begun("350000"), SUP, REP, "？")


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


def test_a_returned_version_goes_on_where_it_was_returned() -> None:
    """R126: nothing that others agreed to has changed; else it starts anew."""
    standing = approvers.begin(DEFAULT, company(), REP, Decimal(2_000_000), terms="same")
    returned = approvals.decide(after(standing, RD, TECH), BOSS, Verdict.RETURNED)
    again = approvals.resumed(returned, "same")
    assert again is not None
    assert (again.state, again.round, set(again.due)) == ("pending", 1, {BOSS, VICE})
    assert after(again, VICE).state == "approved"
    assert approvals.resumed(returned, "other") is None
    assert approvals.resumed(standing, "same") is None


def test_withdrawing_ends_it_once() -> None:
    gone = approvals.withdraw(begun("350000"))
    assert (gone.state, gone.due) == ("withdrawn", ())
    with pytest.raises(Refused, match="不用撤回"):
        approvals.withdraw(gone)


def test_a_standing_travels_as_json() -> None:
    standing = after(seating.add(begun("2000000"), TECH, (ENGINEER,), AFTER), TECH)
    standing = seating.consult(standing, RD, REP, "？")
    assert Standing.from_json(json.loads(json.dumps(standing.as_json()))) == standing
