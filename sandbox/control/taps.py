"""A member taps a button of a card that they see, or of one that their phone has not refreshed."""

from __future__ import annotations

from aiohttp import web

from sandbox import cards
from sandbox.control.frame import ControlError, member_of, order_of, said
from sandbox.control.messages import event, outcome
from sandbox.messages import Entry
from sandbox.stage import Stage
from sandbox.wire import Json
from sandbox.xml import Node


async def post(stage: Stage, request: web.Request) -> web.StreamResponse:
    order = await order_of(request)
    who = member_of(stage, order.get("by"))
    entry = stage.messages.entry(who.userid, str(order.get("msgid")))
    if entry is None or entry.state == "dropped" or "template_card" not in (entry.posted or {}):
        raise ControlError(404, f"{who.userid} has no such card")
    key = str(order.get("event_key"))
    card = _tapped(entry, key, stale=order.get("stale") is True)
    fields: dict[str, Node] = {
        "Event": "template_card_event" if key in cards.keys(card) else "template_card_menu_event",
        "EventKey": key,
        "TaskId": str(card.get("task_id") or (entry.posted or {})["template_card"].get("task_id", "")),
        "CardType": card["card_type"],
        "ResponseCode": "",
    }
    if fields["Event"] == "template_card_event":
        fields |= _selected(card, order.get("selected"))
    fields["ResponseCode"] = stage.codes.issue(entry.msgid)
    return said(outcome(entry.msgid, await event(stage, who, fields)))


def _tapped(entry: Entry, key: str, *, stale: bool) -> Json:
    """The card, as this member sees or saw it, that has the button."""
    now: Json = entry.body.get("template_card", {})
    before: list[Json] = [seen.get("template_card", {}) for seen in reversed(entry.earlier)]
    if _has(now, key):
        return now
    once = next((card for card in before if _has(card, key)), None)
    if once is None:
        raise ControlError(400, f"no such key on this card: {key}")
    if not stale:
        raise ControlError(409, f"{entry.box} no longer sees this button: {key}")
    return once


def _has(card: Json, key: str) -> bool:
    return key in cards.keys(card) or key in cards.menu_keys(card)


def _selected(card: Json, selected: object) -> dict[str, Node]:
    """The options that are chosen: those of the tap, else those that the card came with."""
    if selected is not None and not isinstance(selected, dict):
        raise ControlError(400, "selected: an object of lists")
    asked = cards.questions(card)
    chosen: Json = dict(selected or {})
    for name in chosen:
        if name not in asked:
            raise ControlError(400, f"no such question on this card: {name}")
    items: list[Node] = []
    for name, question in asked.items():
        options = _options(name, question, chosen[name]) if name in chosen else _preset(question)
        if options:
            items.append({"QuestionKey": name, "OptionIds": {"OptionId": options}})
    return {"SelectedItems": {"SelectedItem": items}} if items else {}


def _options(name: str, question: Json, chosen: object) -> list[str]:
    options = [chosen] if isinstance(chosen, str) else chosen
    known = {option["id"] for option in question["option_list"]}
    if not isinstance(options, list) or any(not isinstance(option, str) or option not in known for option in options):
        raise ControlError(400, f"no such option of {name}: {chosen}")
    if len(options) > 1 and question.get("mode") != 1:
        raise ControlError(400, f"{name} takes one option")
    return options


def _preset(question: Json) -> list[str]:
    options = question["option_list"]
    if "selected_id" in question:
        return [option["id"] for option in options if option["id"] == question["selected_id"]]
    return [option["id"] for option in options if option.get("is_checked")]


ENDPOINTS = (("POST", "taps", post),)
