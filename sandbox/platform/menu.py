"""The app's menu: up to three buttons with up to five below each."""

from __future__ import annotations

from typing import Any

from sandbox.platform.frame import Call, Endpoint
from sandbox.stage import Stage
from sandbox.wire import ApiError, Json

KEYED = (
    "click", "scancode_push", "scancode_waitmsg", "pic_sysphoto", "pic_photo_or_album", "pic_weixin",
    "location_select",
)  # fmt: skip


async def create(stage: Stage, call: Call) -> Json:
    agentid = call.own_app(call.query.get("agentid"))
    _check_list(call.body.get("button"), 3, 40016)
    for button in call.body["button"]:
        _check(button)
    stage.store.remember(f"menu.{agentid}", {"button": call.body["button"]})
    return {}


async def get(stage: Stage, call: Call) -> Json:
    menu = standing(stage, call.own_app(call.query.get("agentid")))
    if not menu:
        raise ApiError(46003, "menu no exist")
    return menu


async def delete(stage: Stage, call: Call) -> Json:
    stage.store.forget(f"menu.{call.own_app(call.query.get('agentid'))}")
    return {}


def standing(stage: Stage, agentid: int) -> Json:
    """The app's menu as it was created, empty when there is none."""
    menu = stage.store.fact(f"menu.{agentid}", {})
    return menu if isinstance(menu, dict) else {}


def _check(button: Json) -> None:
    _named(button, 16, 40018)
    if "sub_button" not in button or button["sub_button"] == []:
        _leaf(button, 40017, 40019, 40020)
        return
    _check_list(button["sub_button"], 5, 40023)
    for below in button["sub_button"]:
        _named(below, 40, 40025)
        if below.get("sub_button"):
            raise ApiError(40022, "menu too deep")
        _leaf(below, 40024, 40026, 40027)


def _check_list(buttons: Any, most: int, code: int) -> None:
    if not isinstance(buttons, list) or not 1 <= len(buttons) <= most or not all(isinstance(b, dict) for b in buttons):
        raise ApiError(code, "invalid button size")


def _named(button: Json, most: int, code: int) -> None:
    name = button.get("name")
    if not isinstance(name, str) or not name:
        raise ApiError(41102, "missing menu name")
    if _size(name) > most:
        raise ApiError(code, f"button.name exceed max length {most}")


def _leaf(button: Json, bad_type: int, bad_key: int, bad_url: int) -> None:
    kind = button.get("type")
    if kind in KEYED:
        if not button.get("key") or _size(button["key"]) > 128:
            raise ApiError(bad_key, "invalid button key")
    elif kind == "view":
        _check_url(button.get("url"), bad_url)
    elif kind == "view_miniprogram":
        if not button.get("appid") or not button.get("pagepath"):
            raise ApiError(bad_url, "mini-program needs appid and pagepath")
    else:
        raise ApiError(bad_type, "invalid button type")


def _check_url(url: Any, code: int) -> None:
    if not url or _size(url) > 1024:
        raise ApiError(code, "invalid button url")
    if not str(url).startswith(("http://", "https://")):
        raise ApiError(40094, "url scheme missing")


def _size(value: Any) -> int:
    return len(str(value).encode("utf-8", "replace"))


ENDPOINTS = (
    Endpoint("POST", "menu/create", create),
    Endpoint("GET", "menu/get", get),
    Endpoint("GET", "menu/delete", delete),
)
