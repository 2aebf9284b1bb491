"""Whatever people do, in whatever order: one outcome, nobody decides twice, agreed only if every place is filled."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from domain import approvals, seating
from domain.approvals import AFTER, BEFORE, PARALLEL, Place, Standing, Verdict
from domain.command import Refused
from domain.seating import Seat

SUBMITTER = 0
people = st.integers(0, 7)
sets = st.lists(st.integers(1, 7), min_size=1, max_size=3, unique=True).map(tuple)
shapes = st.lists(st.lists(sets, min_size=1, max_size=3), min_size=1, max_size=3)


class Deciding(RuleBasedStateMachine):
    """Everybody may try everything at any time; what is refused must change nothing, which a frozen value ensures."""

    @initialize(rounds=shapes)
    def begin(self, rounds: list[list[tuple[int, ...]]]) -> None:
        keys = iter(range(1, 20))
        places = tuple(tuple(Place(next(keys), people, role="rep") for people in one) for one in rounds)
        self.standing = Standing(SUBMITTER, places)
        self.said: list[int] = []  # net consents
        self.outcomes: list[str] = []

    @rule(who=people, verdict=st.sampled_from((Verdict.AGREED, Verdict.REJECTED, Verdict.RETURNED)))
    def decide(self, who: int, verdict: Verdict) -> None:
        if self._try(lambda now: approvals.decide(now, who, verdict)) and verdict is Verdict.AGREED:
            self.said.append(who)

    @rule(who=people)
    def agree(self, who: int) -> None:
        if self._try(lambda now: approvals.decide(now, who, Verdict.AGREED)):
            self.said.append(who)

    @rule(who=people)
    def take_back(self, who: int) -> None:
        if self._try(lambda now: approvals.take_back(now, who)):
            self.said.remove(who)

    @rule(who=people, to=people)
    def transfer(self, who: int, to: int) -> None:
        self._try(lambda now: seating.transfer(now, who, (to,)))

    @rule(who=people, new=people, how=st.sampled_from((BEFORE, AFTER, PARALLEL)))
    def add(self, who: int, new: int, how: str) -> None:
        self._try(lambda now: seating.add(now, who, (new,), how))

    @rule(who=people, whom=people)
    def remove(self, who: int, whom: int) -> None:
        self._try(lambda now: seating.remove(now, who, whom))

    @rule(more=st.lists(people, min_size=1, max_size=3, unique=True).map(tuple))
    def escalate(self, more: tuple[int, ...]) -> None:
        self._try(lambda now: seating.join(now, {place.key: more for place in now.open}))

    @rule(key=st.integers(1, 9), instead=sets)
    def leave(self, key: int, instead: tuple[int, ...]) -> None:
        self._try(lambda now: seating.reseat(now, {key: Seat(instead)}))

    @rule()
    def withdraw(self) -> None:
        if len(self.said) > 3:
            self._try(approvals.withdraw)

    @invariant()
    def one_outcome_at_most(self) -> None:
        assert len(self.outcomes) <= 1

    @invariant()
    def nobody_decides_twice(self) -> None:
        assert len(self.said) == len(set(self.said))

    @invariant()
    def nobody_decides_their_own(self) -> None:
        assert SUBMITTER not in self.standing.due
        assert SUBMITTER not in self.standing.agreed

    @invariant()
    def agreed_only_when_every_place_is_filled_by_one_who_said_so(self) -> None:
        places = self.standing.places
        assert {place.filled for place in places} - {None} <= set(self.said)
        if self.standing.state == "approved":
            assert all(place.filled is not None for place in places)
        if self.standing.state == "pending":
            assert self.standing.open, "somebody is always next"

    @invariant()
    def who_agreed_is_not_due(self) -> None:
        assert not self.standing.agreed & set(self.standing.due)

    def _try(self, act: Callable[[Standing], Standing]) -> bool:
        before = self.standing.state
        try:
            self.standing = act(self.standing)
        except Refused:
            return False
        if self.standing.state != before:
            self.outcomes.append(self.standing.state)
        return True


Deciding.TestCase.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
test_deciding = Deciding.TestCase
