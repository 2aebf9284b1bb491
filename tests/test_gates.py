"""Gates between the stages, as tables of cases; standstill in working days."""

from __future__ import annotations

from datetime import date

import pytest

from domain import gates
from domain.calendar import OFFICIAL
from domain.command import Refused
from domain.gates import Facts
from domain.opportunities import STALLED, standstill
from domain.playbook import DEFAULT, SUB_STEPS
from domain.solutions import belongs, department_named

TALKED = ("contact", "activity")
PATHS = ("总经办", "销售部/华东/华东一组", "技术部", "工程部", "工艺部", "供应链部", "")


@pytest.mark.parametrize(
    ("supplied", "entered", "stage", "missing"),
    [
        ((), (), "inquiry", []),
        ((), ("inquiry",), "requirement", ["contact", "activity"]),
        (("contact",), ("inquiry",), "requirement", ["activity"]),
        (TALKED, ("inquiry",), "requirement", []),
        (TALKED, ("inquiry", "requirement"), "solution", ["requirement"]),
        # skipped gates are listed together, in the order of the stages
        ((), ("inquiry",), "quotation", ["contact", "activity", "requirement", *SUB_STEPS]),
        (("archived", "versioned"), ("solution",), "quotation", ["reviewed"]),
        (SUB_STEPS, ("solution",), "quotation", []),
        # a gate that was passed is not met again, though its output has gone since
        ((), ("inquiry", "quotation"), "quotation", []),
        ((), ("quotation", "contract"), "contract", []),
        # passing a later stage passed those before it
        (("approved_quote",), ("quotation",), "contract", []),
        ((), ("quotation",), "contract", ["approved_quote"]),
        ((), ("contract",), "delivery", ["signed"]),
        (("signed",), ("contract",), "settlement", ["delivered"]),
        # a stage that an import gave is not entered: its gate is met at the next move
        (TALKED, (), "solution", ["requirement"]),
        # won, lost and settled are no stages: they pass nothing
        ((), ("inquiry", "won", "settled"), "requirement", ["contact", "activity"]),
        # going back asks for nothing
        ((), ("quotation",), "requirement", []),
    ],
)
def test_what_is_missing(supplied: tuple[str, ...], entered: tuple[str, ...], stage: str, missing: list[str]) -> None:
    """R19, R23: a refusal names only what is missing."""
    assert gates.lacking(Facts(frozenset(supplied), frozenset(entered)), stage, DEFAULT) == missing


def test_the_words_of_a_refusal() -> None:
    assert gates.said(["reviewed", "versioned"]) == "工程部协同评审、方案版本编号留存"


@pytest.mark.parametrize(
    ("last", "today", "days"),
    [
        (date(2026, 11, 23), date(2026, 11, 26), 3),  # Monday's move on Thursday
        (date(2026, 11, 23), date(2026, 11, 27), 4),  # and on Friday: it is listed
        (date(2026, 11, 20), date(2026, 11, 23), 1),  # the weekend is not counted
        (date(2026, 9, 30), date(2026, 10, 9), 2),  # nor is the holiday week
        (date(2026, 11, 23), date(2026, 11, 23), 0),
    ],
)
def test_standstill_counts_working_days_after_the_last_move(last: date, today: date, days: int) -> None:
    """R82: on the list on day 4, not on day 3."""
    assert standstill(last, today, OFFICIAL) == days
    assert (days > STALLED) == (days == 4)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("工程部", "工程部"),
        ("工程", "工程部"),
        ("工程部门", "工程部"),
        ("供应链", "供应链部"),
        ("华东", "华东"),
        ("华东一组", "华东一组"),
    ],
)
def test_a_department_is_found_however_it_is_called(said: str, meant: str) -> None:
    assert department_named(said, PATHS) == meant


def test_an_unknown_department_gets_the_list() -> None:
    with pytest.raises(Refused) as refused:
        department_named("法务部", PATHS)
    assert str(refused.value) == "没有“法务部”这个部门。现在有：总经办、销售部、技术部、工程部、工艺部、供应链部"


def test_people_of_a_department_are_those_below_it_too() -> None:
    assert [belongs(path, "销售部") for path in PATHS] == [False, True, False, False, False, False, False]
