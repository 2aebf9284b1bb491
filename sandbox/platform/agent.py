"""agent/get: the app about itself."""

from __future__ import annotations

from sandbox.members import ROOT
from sandbox.platform.frame import Call, Endpoint
from sandbox.stage import Stage
from sandbox.wire import Json


async def get(stage: Stage, call: Call) -> Json:
    agentid = call.own_app(call.query.get("agentid"))
    scope = [ROOT] if stage.root_scope else [d.id for d in stage.members.departments() if d.parentid == ROOT]
    return {
        "agentid": agentid, "name": "聊单", "square_logo_url": "", "description": "",
        "allow_userinfos": {"user": []}, "allow_partys": {"partyid": scope}, "allow_tags": {"tagid": []},
        "close": int(stage.disabled), "redirect_domain": "", "report_location_flag": 0, "isreportenter": 1,
        "home_url": "",
    }  # fmt: skip


ENDPOINTS = (Endpoint("GET", "agent/get", get),)
