"""message/send and message/recall: to members, one by one, each within what a member gets."""

from __future__ import annotations

import hashlib

from sandbox.cards.check import has_codes
from sandbox.messages import APP, Sent
from sandbox.platform import bodies
from sandbox.platform.frame import Call, Endpoint
from sandbox.platform.receivers import Receivers, addressed
from sandbox.stage import Stage
from sandbox.store import dumped
from sandbox.wire import ApiError, Json

_NOT_CONTENT = ("enable_duplicate_check", "duplicate_check_interval")
_RECALLABLE = 24 * 3600


async def send(stage: Stage, call: Call) -> Json:
    agentid = call.own_app(call.body.get("agentid"))
    posted = bodies.check(stage, call.body, bodies.TYPES)
    receivers = addressed(stage, call)
    digest = hashlib.sha256(dumped({k: v for k, v in call.body.items() if k not in _NOT_CONTENT}).encode()).hexdigest()
    first = _repeated(stage, call.body, agentid, digest)
    if first:
        return first.answer
    _unique_task(stage, agentid, posted)
    with stage.store.together():
        msgid = stage.messages.keep(agentid, call.body["msgtype"], posted, receivers.userids, digest=digest)
        _deliver(stage, msgid, posted, receivers, ids=bool(call.body.get("enable_id_trans")))
        answer = receivers.as_json() | {"msgid": msgid}
        if "template_card" in posted and has_codes(posted["template_card"]):
            answer["response_code"] = stage.codes.issue(msgid)
        stage.messages.remember_answer(msgid, answer)
    return answer


async def recall(stage: Stage, call: Call) -> Json:
    sent = stage.messages.sent(call.body.get("msgid"))
    if sent is None or sent.agentid != call.agentid:
        raise ApiError(40058, "invalid msgid")
    if stage.clock.epoch() - sent.at > _RECALLABLE:
        raise ApiError(42052, "msgid too old to recall")
    for box in stage.messages.boxes(sent.msgid):
        entry = stage.messages.entry(box, sent.msgid)
        if entry and entry.state in ("shown", "cut"):
            stage.messages.change(box, sent.msgid, {}, "recalled")
    return {}


def _repeated(stage: Stage, body: Json, agentid: int, digest: str) -> Sent | None:
    if not body.get("enable_duplicate_check"):
        return None
    interval = body.get("duplicate_check_interval", 1800)
    if isinstance(interval, bool) or not isinstance(interval, int) or not 0 < interval <= 14400:
        raise ApiError(40058, "invalid param duplicate_check_interval")
    return stage.messages.same(agentid, digest, stage.clock.epoch() - interval)


def _unique_task(stage: Stage, agentid: int, posted: Json) -> None:
    task_id = posted.get("template_card", {}).get("task_id")
    if task_id and stage.strict_task_ids and stage.messages.has_task(agentid, task_id):
        raise ApiError(42014, "invalid template_card task_id: repeated")


def _deliver(stage: Stage, msgid: str, posted: Json, receivers: Receivers, *, ids: bool) -> None:
    seen, state = bodies.shown(stage, posted, ids=ids)
    (kind,) = posted
    for userid in receivers.userids:
        if stage.allowance.admit(userid.lower(), stage.clock.epoch()):
            stage.messages.show(userid, msgid, APP, kind, seen, state)
        else:
            stage.messages.show(userid, msgid, APP, kind, {}, "dropped")


ENDPOINTS = (
    Endpoint("POST", "message/send", send),
    Endpoint("POST", "message/recall", recall),
)
