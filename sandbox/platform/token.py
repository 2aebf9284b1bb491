"""gettoken, and the addresses that an app may want to know."""

from __future__ import annotations

from sandbox.platform.frame import Call, Endpoint
from sandbox.stage import Stage
from sandbox.tokens import LIFE
from sandbox.wire import ApiError, Json


async def gettoken(stage: Stage, call: Call) -> Json:
    if stage.trusted_ips is not None and call.request.remote not in stage.trusted_ips:
        raise ApiError(60020, "not allow to access from your ip")
    return {"access_token": stage.tokens.fetch(call.query), "expires_in": LIFE}


async def addresses(stage: Stage, call: Call) -> Json:
    return {"ip_list": ["127.0.0.1"]}


ENDPOINTS = (
    Endpoint("GET", "gettoken", gettoken, open=True),
    Endpoint("GET", "getcallbackip", addresses),
    Endpoint("GET", "get_api_domain_ip", addresses),
)
