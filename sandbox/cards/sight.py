"""What a member sees of a card: texts cut where the client cuts them, buttons that went dead, keys they can press."""

from __future__ import annotations

import copy
from collections.abc import Iterator

from sandbox.wire import Json

# Suggested lengths in characters; a path leads through objects and, where it meets a list, through its items.
_LENGTHS = {
    "source.desc": 20, "main_title.title": 36, "main_title.desc": 44, "emphasis_content.title": 14,
    "emphasis_content.desc": 22, "sub_title_text": 160, "horizontal_content_list.keyname": 5,
    "horizontal_content_list.value": 30, "vertical_content_list.title": 38, "vertical_content_list.desc": 160,
    "jump_list.title": 18, "button_list.text": 10, "button_selection.option_list.text": 16,
    "checkbox.option_list.text": 17, "select_list.option_list.text": 16, "submit_button.text": 10,
}  # fmt: skip
_OTHER_LENGTHS = {
    "vote_interaction": {"main_title.title": 16, "main_title.desc": 160},
    "multiple_interaction": {"main_title.desc": 160},
}
# A webhook's card has less room.
WEBHOOK_LENGTHS = {
    "source.desc": 13, "main_title.title": 26, "main_title.desc": 30, "emphasis_content.title": 10,
    "emphasis_content.desc": 15, "horizontal_content_list.value": 26, "jump_list.title": 13, "sub_title_text": 112,
}  # fmt: skip


def cut(card: Json, lengths: dict[str, int] | None = None) -> tuple[Json, bool]:
    """The card as a client shows it, and whether something was cut."""
    seen = copy.deepcopy(card)
    limits = _LENGTHS | _OTHER_LENGTHS.get(str(card.get("card_type")), {}) | (lengths or {})
    shortened = [
        _shorten(part, name, limit) for path, limit in limits.items() for part, name in _places(seen, path.split("."))
    ]
    return seen, any(shortened)


def no_text(card: Json) -> str | None:
    """The first place where a text belongs and something else stands."""
    for path in _LENGTHS:
        if not all(part[name] is None or isinstance(part[name], str) for part, name in _places(card, path.split("."))):
            return path
    return None


def dead(card: Json, label: str) -> Json:
    """The card with one grey label in place of its buttons."""
    rest = {name: value for name, value in card.items() if name not in ("button_list", "submit_button")}
    return rest | {"replace_text": label}


def keys(card: Json) -> set[str]:
    """The keys of the buttons that can be pressed."""
    pressed = {str(b["key"]) for b in card.get("button_list", []) if b.get("type", 0) == 0}
    if "submit_button" in card:
        pressed.add(str(card["submit_button"]["key"]))
    return pressed


def menu_keys(card: Json) -> set[str]:
    """The keys of the menu in the card's corner."""
    return {str(action["key"]) for action in card.get("action_menu", {}).get("action_list", [])}


def questions(card: Json) -> dict[str, Json]:
    """The selections of a card by their question_key."""
    return {str(part["question_key"]): part for part in _selections(card)}


def _selections(card: Json) -> Iterator[Json]:
    for name in ("button_selection", "checkbox"):
        if name in card:
            yield card[name]
    yield from card.get("select_list", [])


def _places(part: object, path: list[str]) -> Iterator[tuple[Json, str]]:
    """Where the path leads: each object that holds its last name."""
    if isinstance(part, list):
        for item in part:
            yield from _places(item, path)
    elif isinstance(part, dict) and path[0] in part:
        if len(path) == 1:
            yield part, path[0]
        else:
            yield from _places(part[path[0]], path[1:])


def _shorten(part: Json, name: str, limit: int) -> bool:
    text = part[name]
    if not isinstance(text, str) or len(text) <= limit:
        return False
    part[name] = text[:limit]
    return True
