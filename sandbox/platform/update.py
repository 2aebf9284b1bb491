"""message/update_template_card: a code is spent, and the named receivers' copies change."""

from __future__ import annotations

from typing import Any

from sandbox import cards
from sandbox.cards.check import INTERACTIVE, check
from sandbox.messages import Sent
from sandbox.platform import bodies
from sandbox.platform.frame import Call, Endpoint
from sandbox.stage import Stage
from sandbox.wire import ApiError, Json


async def update(stage: Stage, call: Call) -> Json:
    agentid = call.own_app(call.body.get("agentid"))
    code = call.body.get("response_code")
    sent = stage.messages.sent(stage.codes.message_of(code))
    if sent is None or sent.agentid != agentid:
        raise ApiError(42015, "template_card of another app")
    _check_change(stage, call.body, sent)
    targets, strangers = _targets(stage, call.body, sent)
    with stage.store.together():
        stage.codes.spend(str(code))
        for userid in targets:
            _change(stage, userid, sent, call.body)
    return {"invaliduser": strangers} if strangers else {}


def _check_change(stage: Stage, body: Json, sent: Sent) -> None:
    card = body.get("template_card")
    if card is not None:
        check(card, bodies.known(stage), update=True)
        return
    button = body.get("button")
    if not isinstance(button, dict) or not isinstance(button.get("replace_name"), str) or not button["replace_name"]:
        raise ApiError(40058, "invalid param button.replace_name")
    if sent.posted.get("template_card", {}).get("card_type") not in INTERACTIVE:
        raise ApiError(42031, "invalid card_type: this card has no buttons")


def _targets(stage: Stage, body: Json, sent: Sent) -> tuple[list[str], list[str]]:
    """Those whose copies change, and those named who never received the card."""
    if body.get("atall") == 1:
        return list(sent.receivers), []
    users, parties, tags = (
        _list(body, name, most) for name, most in (("userids", 1000), ("partyids", 100), ("tagids", 100))
    )
    if not (users or parties or tags):
        raise ApiError(82101, "update target empty")
    receivers = {userid.lower(): userid for userid in sent.receivers}
    named = [str(userid) for userid in users]
    for party in parties:
        below = stage.members.below(party) if isinstance(party, int) else []
        members = [m.userid for department in below for m in stage.members.inside(department.id)]
        named += [userid for userid in members if userid.lower() in receivers]
    reached = list(dict.fromkeys(receivers[userid.lower()] for userid in named if userid.lower() in receivers))
    if not reached:
        raise ApiError(82102, "update target is not a receiver of the card")
    return reached, [userid.lower() for userid in named if userid.lower() not in receivers]


def _list(body: Json, name: str, most: int) -> list[Any]:
    value = body.get(name) or []
    if not isinstance(value, list) or len(value) > most:
        raise ApiError(40058, f"invalid param {name}")
    return value


def _change(stage: Stage, userid: str, sent: Sent, body: Json) -> None:
    entry = stage.messages.entry(userid, sent.msgid)
    if entry is None or entry.state not in ("shown", "cut"):
        return
    card = body.get("template_card")
    if card is None:
        changed = cards.dead(entry.body["template_card"], body["button"]["replace_name"])
        stage.messages.change(userid, sent.msgid, {"template_card": changed}, entry.state)
        return
    seen, state = bodies.shown(stage, {"template_card": card}, ids=bool(body.get("enable_id_trans")))
    if isinstance(card.get("replace_text"), str) and card["replace_text"]:
        seen["template_card"] = cards.dead(seen["template_card"], card["replace_text"])
    stage.messages.change(userid, sent.msgid, seen, state)


ENDPOINTS = (Endpoint("POST", "message/update_template_card", update),)
