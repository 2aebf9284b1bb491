"""Gates between the stages: what must be there before a deal goes on."""

from __future__ import annotations

from dataclasses import dataclass

from domain.opportunities import STAGES
from domain.playbook import OUTPUTS, Playbook

ORDER = tuple(STAGES)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a deal has: its outputs by the keys of OUTPUTS, and the stages that it has entered.

    A stage that an import gave it is not entered: its gate is met at the next move.
    """

    supplied: frozenset[str] = frozenset()
    entered: frozenset[str] = frozenset()


def lacking(facts: Facts, stage: str, playbook: Playbook) -> list[str]:
    """What is missing before the deal may enter `stage`: the gates of all skipped stages together, none met twice."""
    passed = max((ORDER.index(one) for one in facts.entered if one in STAGES), default=0)
    wanted = [
        output for one in playbook.stages if passed < ORDER.index(one.key) <= ORDER.index(stage) for output in one.gate
    ]
    return [output for output in dict.fromkeys(wanted) if output not in facts.supplied]


def following(stage: str) -> str | None:
    """The stage after this one; None after the last."""
    at = ORDER.index(stage) + 1
    return ORDER[at] if at < len(ORDER) else None


def said(outputs: list[str]) -> str:
    """The missing outputs in the words of a refusal."""
    return "、".join(OUTPUTS[output] for output in outputs)
