"""Whether the platform takes a card: the parts that each kind has, checked one by one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sandbox.cards import parts
from sandbox.cards.sight import no_text
from sandbox.wire import ApiError, Json

KINDS = ("text_notice", "news_notice", "button_interaction", "vote_interaction", "multiple_interaction")
INTERACTIVE = frozenset(KINDS[2:])


@dataclass(frozen=True, slots=True)
class Known:
    """What a card may refer to."""

    member: Callable[[Any], bool]
    media: Callable[[Any], bool]


def check(card: Any, known: Known, *, update: bool = False) -> None:
    """Refuse a card as the platform would; an update needs no task_id and may have its buttons replaced."""
    if not isinstance(card, dict) or card.get("card_type") not in KINDS:
        raise ApiError(42031, "invalid template_card card_type")
    kind = card["card_type"]
    if misplaced := no_text(card):
        raise parts.refuse(40058, f"{misplaced}: a text")
    parts.source(card)
    parts.task_id(card, required=kind in INTERACTIVE and not update)
    _title(card)
    dead = update and parts.a_text(card.get("replace_text"))
    _CHECKS[kind](card, known, dead)


def has_codes(card: Json) -> bool:
    """Whether sending this card is answered with a response_code."""
    return card["card_type"] in INTERACTIVE or "action_menu" in card


def _title(card: Json) -> None:
    title = parts.a_table(card, "main_title").get("title")
    if card["card_type"] == "text_notice":
        title = title or card.get("sub_title_text")
    if not parts.a_text(title):
        raise parts.refuse(42033, "main_title.title")


def _text_notice(card: Json, known: Known, dead: bool) -> None:
    _notice(card, known)
    parts.card_action(card, required=True)
    parts.jumps(card)


def _news_notice(card: Json, known: Known, dead: bool) -> None:
    _notice(card, known)
    parts.image(card)
    parts.vertical(card)
    parts.card_action(card, required=True)
    parts.jumps(card)


def _button_interaction(card: Json, known: Known, dead: bool) -> None:
    _notice(card, known)
    parts.card_action(card, required=False)
    if "button_selection" in card:
        parts.question(parts.a_table(card, "button_selection"), 10, "button_selection")
    if not dead or "button_list" in card:
        parts.buttons(card)


def _vote_interaction(card: Json, known: Known, dead: bool) -> None:
    parts.checkbox(card)
    if not dead or "submit_button" in card:
        parts.submit(card)


def _multiple_interaction(card: Json, known: Known, dead: bool) -> None:
    parts.selects(card)
    if not dead or "submit_button" in card:
        parts.submit(card)


def _notice(card: Json, known: Known) -> None:
    parts.action_menu(card)
    parts.quote_area(card)
    parts.horizontal(card, known.member, known.media)


_CHECKS: dict[str, Callable[[Json, Known, bool], None]] = {
    "text_notice": _text_notice,
    "news_notice": _news_notice,
    "button_interaction": _button_interaction,
    "vote_interaction": _vote_interaction,
    "multiple_interaction": _multiple_interaction,
}
