"""A card's selection of ready answers: within the platform's limits, or it is never sent."""

from __future__ import annotations

import pytest

from bot.cards import card
from bot.cards.render import Unrenderable, button
from domain.deciding import READY_REASONS


def drawn(reasons: tuple[str, ...]) -> dict[str, object]:
    buttons = [button("同意", "yes")]
    return card("approval", title="Q", desc="", text="", pairs={}, question="原因", reasons=reasons, buttons=buttons)


def test_the_ready_reasons_fit() -> None:
    chosen = drawn(READY_REASONS)["button_selection"]
    assert isinstance(chosen, dict)
    assert chosen["question_key"] == "reason"
    assert [option["id"] for option in chosen["option_list"]] == list(READY_REASONS)


def test_without_answers_there_is_no_selection() -> None:
    assert "button_selection" not in drawn(())


@pytest.mark.parametrize(
    "reasons",
    [tuple(str(n) for n in range(11)), ("same", "same"), ("一二三四五六七八九十一二三四五六七",), ("",)],
)
def test_what_the_platform_would_refuse_is_never_sent(reasons: tuple[str, ...]) -> None:
    """1 to 10 options, different ids, 16 characters."""
    with pytest.raises(Unrenderable):
        drawn(reasons)
