"""Approvals as a pure value: rounds, places, and every act on them, as tables of cases."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from domain import approvals, approvers, seating
from domain.approvals import AFTER, BEFORE, PARALLEL, Standing, Verdict
from domain.command import Refused
from domain.playbook import DEFAULT
from tests.approval_cast import AGREED, BOSS, ENGINEER, RD, REP, SUP, TECH, VICE, after, begun, company, placed


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


def test_who_agreed_elsewhere_stands_in_for_a_consent_that_is_taken_back() -> None:
    """R123: nobody is asked twice, also where somebody takes their own back."""
    shared = after(placed([(BOSS, RD), (RD, VICE)], [(TECH,)]), VICE, RD)
    assert shared.due == (TECH,)
    assert approvals.take_back(shared, VICE).due == (TECH,)


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
