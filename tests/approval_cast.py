"""A small company for the rules of approvals, and approvals in it."""

from __future__ import annotations

from decimal import Decimal

from domain import approvals, approvers
from domain.approvals import Place, Standing, Verdict
from domain.approvers import Company, Person
from domain.people import Role
from domain.playbook import DEFAULT

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
