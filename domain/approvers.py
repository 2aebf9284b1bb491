"""Who approves: the people behind a rule's roles, the chain above them, and who stands in for whom."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from domain.approvals import Place, Standing, settled
from domain.people import TITLES, Role
from domain.playbook import DEFAULT, ApprovalRule, Playbook
from domain.seating import Seat

CHAIN = (Role.SUPERVISOR, Role.REGIONAL_DIRECTOR, Role.EXECUTIVE)
APPROVE = (*CHAIN, Role.TECH_LEAD, Role.ENGINEER)  # section 1 of the product


@dataclass(frozen=True, slots=True)
class Person:
    id: int
    role: Role
    region: str | None = None
    team: str | None = None
    department: str = ""
    leads: bool = False
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Company:
    """Everybody, leavers too; `away` is who is on leave today and whom they named, None: nobody."""

    people: Mapping[int, Person]
    away: Mapping[int, int | None] = field(default_factory=dict)

    def present(self, wanted: Iterable[int], requester: int, taken: Collection[int] = ()) -> tuple[int, ...]:
        """Who of these can decide: with their delegate while away, not at all without one. A delegate's own delegate
        is not followed, so no loop and no chain can arise; one of `taken`, the people of the other places, is none,
        or one consent would fill two places."""
        found: list[int] = []
        for who in wanted:
            if not self._here(who, requester):
                continue
            if who not in self.away:
                found.append(who)
            elif (deputy := self.away[who]) is not None and self._stands_in(deputy, requester) and deputy not in taken:
                found += [who, deputy]
        return tuple(dict.fromkeys(found))

    def seat(self, role: Role, requester: int, taken: Collection[int] = ()) -> Seat:
        """The people of a role for this requester; where none can decide, the next in the chain; at last the admins."""
        return self._first(self._levels(role, self.people[requester]), requester, taken)

    def holders(self, role: Role, requester: int) -> list[int]:
        """The people of a role for this requester, whether they can decide or not."""
        return self._levels(role, self.people[requester])[0]

    def above(self, who: int, requester: int) -> tuple[int, ...]:
        """The next manager of a person who can decide; none above an executive."""
        person = self.people[who]
        return self._first_of(self._managers(person), requester, but=(who,))

    def escalation(self, place: Place, requester: int) -> tuple[int, ...]:
        """Who joins a place that has waited too long."""
        for who in place.people:
            if more := self._first_of(self._managers(self.people[who]), requester, but=place.people):
                return more
        return ()

    def successors(
        self, place: Place, requester: int, moved: frozenset[int] = frozenset(), taken: Collection[int] = ()
    ) -> Seat:
        """Who sits there now that somebody of its people cannot, or has another post: the others, their delegates, the
        role's people, the chain, at last the admins."""
        leaving = moved if place.role else frozenset()  # who was added by name stays, whatever the post
        if place.only_transfer and place.role:
            return self.seat(Role(place.role), requester, taken)
        if staying := self.present((who for who in place.people if who not in leaving), requester, taken):
            return Seat(staying, place.only_transfer)
        if place.role:
            return self.seat(Role(place.role), requester, taken)
        levels = [level for who in place.people for level in self._managers(self.people[who])]
        return self._first(levels, requester, taken)

    def _here(self, who: int, requester: int) -> bool:
        person = self.people.get(who)
        return person is not None and not person.gone and who != requester

    def _stands_in(self, deputy: int, requester: int) -> bool:
        able = self._here(deputy, requester) and may_approve(self.people[deputy].role)
        return able and deputy not in self.away

    def _levels(self, role: Role, asker: Person) -> list[list[int]]:
        if role in CHAIN:
            return [self._holders(one, asker) for one in CHAIN[CHAIN.index(role) :]]
        holders = [person for person in self.people.values() if person.role is role]
        heads = [head for department in {one.department: None for one in holders} for head in self._heads(department)]
        return [[person.id for person in holders], heads, self._holders(Role.EXECUTIVE, asker)]

    def _managers(self, person: Person) -> list[list[int]]:
        if person.role is Role.EXECUTIVE:
            return []
        if person.role in CHAIN:
            return [self._holders(one, person) for one in CHAIN[CHAIN.index(person.role) + 1 :]]
        return [self._holders(one, person) for one in CHAIN]

    def _holders(self, role: Role, of: Person) -> list[int]:
        """The managers of this rank over a person; outside the sales department the head stands first."""
        if role is Role.SUPERVISOR and of.region is None:
            return [head for head in self._heads(of.department) if head != of.id]
        return [one.id for one in self.people.values() if one.role is role and _over(one, of)]

    def _heads(self, department: str) -> list[int]:
        return [one.id for one in self.people.values() if one.leads and one.department == department]

    def _first(self, levels: Iterable[Iterable[int]], requester: int, taken: Collection[int]) -> Seat:
        if found := self._first_of(levels, requester, taken=taken):
            return Seat(found)
        admins = [one.id for one in self.people.values() if one.role is Role.ADMIN]
        return Seat(self.present(admins, requester), only_transfer=True)

    def _first_of(
        self,
        levels: Iterable[Iterable[int]],
        requester: int,
        but: tuple[int, ...] = (),
        taken: Collection[int] = (),
    ) -> tuple[int, ...]:
        for level in levels:
            if found := tuple(who for who in self.present(level, requester, taken) if who not in but):
                return found
        return ()


def may_approve(role: Role, playbook: Playbook = DEFAULT) -> bool:
    """Whether somebody with this role may be given a place by name: 转交, 加签, 请假委托."""
    return role in approving_roles(playbook)


def approving_roles(playbook: Playbook = DEFAULT) -> tuple[Role, ...]:
    """Those whose part it is, and whoever else a rule names."""
    named = (role for rule in playbook.approvals for places in rule.rounds for role in places)
    return tuple(dict.fromkeys((*APPROVE, *named)))


def cannot_approve(name: str, role: Role) -> str:
    """Why somebody gets no place, and who can."""
    able = "、".join(TITLES[one] for one in approving_roles())
    return f"{name}是{TITLES[role]}，不参与审批。能批的是{able}，换个人吧。"


def begin(
    playbook: Playbook, company: Company, requester: int, total: Decimal, *, below_floor: bool = False, terms: str = ""
) -> Standing:
    """Who must agree to this total, in rounds; nobody is asked twice."""
    rule = next((rule for rule in playbook.approvals if total > rule.above), ApprovalRule(Decimal(0), ()))
    roles = [list(places) for places in rule.rounds if places] or [[]]
    if below_floor and not any(playbook.below_floor in places for places in roles):
        roles[0].append(playbook.below_floor)
    rounds: list[tuple[Place, ...]] = []
    asked: list[Place] = []
    wanted = {role: company.holders(role, requester) for places in roles for role in places}
    for places in roles:
        seated = _seated(places, company, requester, asked, wanted)
        asked += seated
        if seated:
            rounds.append(tuple(seated))
    if not rounds:  # no rule, or one that names nobody
        nobody = company.seat(Role.ADMIN, requester)
        rounds = [(Place(1, nobody.people, only_transfer=True),)]
    return settled(Standing(requester, tuple(rounds), terms=terms))


def _seated(
    roles: Iterable[Role],
    company: Company,
    requester: int,
    asked: list[Place],
    wanted: Mapping[Role, list[int]],
) -> list[Place]:
    seated: list[Place] = []
    for role in roles:
        before = [*asked, *seated]
        others = {who for other, holders in wanted.items() if other is not role for who in holders}
        seat = company.seat(role, requester, others.union(*(one.people for one in before)))
        if any(one.people and set(one.people) <= set(seat.people) for one in before):
            continue  # whoever fills that place has agreed to this one too
        seated.append(Place(len(before) + 1, seat.people, role.value, only_transfer=seat.only_transfer))
    return seated


def _over(manager: Person, person: Person) -> bool:
    if manager.role is Role.EXECUTIVE:
        return True
    if manager.region is None or manager.region != person.region:
        return False
    return manager.role is Role.REGIONAL_DIRECTOR or manager.team == person.team
