"""What a question is about: the time, the region, the person."""

from __future__ import annotations

import re

from bot.understanding.dates import find_periods
from bot.understanding.marks import COLLEAGUE
from bot.understanding.reading import Slots
from bot.understanding.scene import Scene, Span
from domain.cities import REGIONS

_REGION = re.compile(rf"({'|'.join(REGIONS)})(?:大?区|片区|地区|市场|团队|这边)?")


def period(scene: Scene, span: Span, *, past: bool = True) -> str | None:
    """The first period named in a span."""
    found = [
        p for p in find_periods(scene.hidden, scene.now, past=past) if span[0] <= p.span[0] and p.span[1] <= span[1]
    ]
    return found[0].value if found else None


def region(scene: Scene, span: Span) -> str | None:
    """The sales region, without 区; one that is part of a customer's name is painted over already."""
    found = scene.find(_REGION, span)
    return found[1] if found else None


def owner(scene: Scene, span: Span) -> str | None:
    """The colleague who is named; the sender is left out."""
    found = [mark for mark in scene.of_kind(COLLEAGUE, span) if mark.why == "our own"]
    leads = re.compile(r"(?:的)?(?:团队|小组|组|部门|手下)")
    single = [mark for mark in found if not leads.match(scene.painted, mark.end)] or found
    return single[0].value[0] if single else None


def given(**slots: object) -> Slots:
    """The slots that hold something."""
    return {name: value for name, value in slots.items() if value not in (None, "", ())}
