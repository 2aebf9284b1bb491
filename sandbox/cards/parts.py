"""The parts of a card, each refused with the error code that the platform documents for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sandbox.wire import ApiError, Json

KEY_BYTES = 1024
ID_BYTES = 128
_TASK_ID = re.compile(r"[0-9A-Za-z_\-@]+", re.ASCII)


def refuse(code: int, what: str) -> ApiError:
    return ApiError(code, f"invalid template_card {what}")


def a_text(value: Any) -> bool:
    return isinstance(value, str) and value != ""


def a_key(value: Any, limit: int = KEY_BYTES) -> bool:
    return a_text(value) and len(value.encode("utf-8", "replace")) <= limit


def a_table(card: Json, name: str) -> Json:
    """The part of this name, empty when it is not there."""
    value = card.get(name, {})
    if not isinstance(value, dict):
        raise refuse(40058, f"{name}: an object")
    return value


def a_list(card: Json, name: str) -> list[Json]:
    value = card.get(name) or []
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise refuse(40058, f"{name}: a list of objects")
    return value


def counted(items: Sequence[Json], least: int, most: int, code: int, name: str) -> None:
    if not least <= len(items) <= most:
        raise refuse(code, f"{name}: {least} to {most}, not {len(items)}")


def one_of(value: Any, allowed: Iterable[int], name: str) -> None:
    if isinstance(value, bool) or value not in allowed:
        raise refuse(40058, name)


def unique(values: Sequence[Any], code: int, name: str) -> None:
    if len(set(values)) != len(values):
        raise refuse(code, f"{name}: not unique")


def task_id(card: Json, *, required: bool) -> None:
    value = card.get("task_id")
    if value in (None, "") and not required:
        return
    if not isinstance(value, str) or not _TASK_ID.fullmatch(value) or len(value) > ID_BYTES:
        raise refuse(42014, "task_id")


def linked(part: Json, kind: Any, name: str) -> None:
    """A part that leads somewhere: type 1 needs a url, type 2 a mini-program."""
    if kind == 1 and not a_text(part.get("url")):
        raise refuse(42028, f"{name}.url")
    if kind == 2 and not a_text(part.get("appid")):
        raise refuse(42030, f"{name}.appid")


def source(card: Json) -> None:
    one_of(a_table(card, "source").get("desc_color", 0), range(4), "source.desc_color")


def action_menu(card: Json) -> None:
    if "action_menu" not in card:
        return
    actions = a_list(a_table(card, "action_menu"), "action_list")
    counted(actions, 1, 3, 40058, "action_menu.action_list")
    for action in actions:
        if not a_text(action.get("text")):
            raise refuse(42038, "action_list.text")
        if not a_key(action.get("key")):
            raise refuse(42039, "action_list.key")
    unique([action["key"] for action in actions], 42051, "action_list.key")
    task_id(card, required=True)


def quote_area(card: Json) -> None:
    area = a_table(card, "quote_area")
    kind = area.get("type", 0)
    one_of(kind, range(3), "quote_area.type")
    linked(area, kind, "quote_area")


def horizontal(card: Json, is_member: Callable[[Any], bool], has_media: Callable[[Any], bool]) -> None:
    rows = a_list(card, "horizontal_content_list")
    counted(rows, 0, 6, 42035, "horizontal_content_list")
    for row in rows:
        kind = row.get("type", 0)
        one_of(kind, range(4), "horizontal_content_list.type")
        if not a_text(row.get("keyname")):
            raise refuse(42027, "horizontal_content_list.keyname")
        if kind == 1:
            linked(row, kind, "horizontal_content_list")
        if kind == 2 and not has_media(row.get("media_id")):
            raise refuse(42029, "horizontal_content_list.media_id")
        if kind == 3 and not is_member(row.get("userid")):
            raise refuse(42050, "horizontal_content_list.userid")


def vertical(card: Json) -> None:
    rows = a_list(card, "vertical_content_list")
    counted(rows, 0, 4, 42036, "vertical_content_list")
    if not all(a_text(row.get("title")) for row in rows):
        raise refuse(42033, "vertical_content_list.title")


def jumps(card: Json) -> None:
    rows = a_list(card, "jump_list")
    counted(rows, 0, 3, 42042, "jump_list")
    for row in rows:
        kind = row.get("type", 0)
        one_of(kind, range(3), "jump_list.type")
        if not a_text(row.get("title")):
            raise refuse(42033, "jump_list.title")
        linked(row, kind, "jump_list")


def card_action(card: Json, *, required: bool) -> None:
    action = a_table(card, "card_action")
    kind = action.get("type", 0)
    if isinstance(kind, bool) or kind not in ((1, 2) if required else (0, 1, 2)):
        raise refuse(42045, "card_action")
    linked(action, kind, "card_action")


def image(card: Json) -> None:
    """The picture of a news_notice, or the picture beside a text in its place."""
    if "card_image" not in card and "image_text_area" not in card:
        raise refuse(42044, "card_image")
    if "card_image" in card:
        picture = a_table(card, "card_image")
        ratio = picture.get("aspect_ratio", 1.3)
        if not a_text(picture.get("url")):
            raise refuse(42044, "card_image.url")
        if not isinstance(ratio, int | float) or not 1.3 <= ratio <= 2.25:
            raise refuse(40058, "card_image.aspect_ratio")
    if "image_text_area" in card:
        area = a_table(card, "image_text_area")
        one_of(area.get("type", 0), range(3), "image_text_area.type")
        if not a_text(area.get("image_url")):
            raise refuse(42028, "image_text_area.image_url")
        linked(area, area.get("type", 0), "image_text_area")


def buttons(card: Json) -> None:
    rows = a_list(card, "button_list")
    counted(rows, 1, 6, 40058, "button_list")
    for row in rows:
        one_of(row.get("type", 0), range(2), "button_list.type")
        one_of(row.get("style", 1), range(1, 5), "button_list.style")
        if not a_text(row.get("text")):
            raise refuse(42038, "button_list.text")
        if row.get("type", 0) == 1:
            linked(row, 1, "button_list")
        elif not a_key(row.get("key")):
            raise refuse(42039, "button_list.key")
    unique([row["key"] for row in rows if row.get("type", 0) == 0], 42039, "button_list.key")


def question(part: Json, most: int, name: str) -> None:
    """A selection or a checkbox: a question with its options."""
    if not a_key(part.get("question_key")):
        raise refuse(42043, f"{name}.question_key")
    options = a_list(part, "option_list")
    counted(options, 1, most, 42037, f"{name}.option_list")
    for option in options:
        if not a_key(option.get("id"), ID_BYTES):
            raise refuse(42040, f"{name}.option_list.id")
        if not a_text(option.get("text")):
            raise refuse(42041, f"{name}.option_list.text")
    unique([option["id"] for option in options], 42040, f"{name}.option_list.id")


def selects(card: Json) -> None:
    rows = a_list(card, "select_list")
    counted(rows, 1, 3, 42047, "select_list")
    for row in rows:
        question(row, 10, "select_list")
    unique([row["question_key"] for row in rows], 42043, "select_list.question_key")


def checkbox(card: Json) -> None:
    box = a_table(card, "checkbox")
    question(box, 20, "checkbox")
    one_of(box.get("mode", 0), range(2), "checkbox.mode")


def submit(card: Json) -> None:
    button = a_table(card, "submit_button")
    if not a_key(button.get("key")):
        raise refuse(42046, "submit_button.key")
    if not a_text(button.get("text", "提交")):
        raise refuse(42049, "submit_button.text")
