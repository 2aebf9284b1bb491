"""The app's menu: what the platform takes, and what a member can then press."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.sandbox_visit import AGENT, OTHER_AGENT, Json, Visit, visiting

CLICK: Json = {"type": "click", "name": "我的跟进", "key": "mine"}
MENU: Json = {
    "button": [
        CLICK,
        {
            "name": "记录",
            "sub_button": [
                {"type": "location_select", "name": "签到", "key": "check_in"},
                {"type": "view", "name": "打开看板", "url": "https://crm.example.com/"},
            ],
        },
    ]
}


@pytest.fixture
async def visit(tmp_path: Path) -> AsyncIterator[Visit]:
    async with visiting(tmp_path) as opened:
        yield opened


async def test_a_menu_is_made_read_and_deleted(visit: Visit) -> None:
    assert (await visit.get("menu/get", agentid=AGENT))["errcode"] == 46003
    assert (await visit.post("menu/create", MENU, agentid=AGENT))["errcode"] == 0
    assert (await visit.get("menu/get", agentid=AGENT))["button"] == MENU["button"]
    assert (await visit.control("GET", "state"))["menu"] == MENU
    assert (await visit.get("menu/delete", agentid=AGENT))["errcode"] == 0
    assert (await visit.control("GET", "state"))["menu"] == {}


def _top(**change: Any) -> list[Json]:
    return [CLICK | change]


def _sub(**change: Any) -> list[Json]:
    return [{"name": "记录", "sub_button": [CLICK | change]}]


@pytest.mark.parametrize(
    ("buttons", "code"),
    [
        ([], 40016),
        ([CLICK] * 4, 40016),
        ("menu", 40016),
        (_top(name=""), 41102),
        (_top(name="六个汉字啊"), 0),
        (_top(name="六个汉字啊啊"), 40018),
        (_top(type="press"), 40017),
        (_top(type=["click"]), 40017),
        (_top(key=""), 40019),
        (_top(key="k" * 129), 40019),
        (_top(type="view", url=""), 40020),
        (_top(type="view", url="ftp://a.cn"), 40094),
        (_top(type="view", url="https://a.cn/" + "x" * 1024), 40020),
        (_top(type="view_miniprogram", appid="wx1"), 40020),
        ([{"name": "记录", "sub_button": [CLICK] * 6}], 40023),
        (_sub(name="一二三四五六七八九十一二三"), 0),
        (_sub(name="一二三四五六七八九十一二三四"), 40025),
        (_sub(sub_button=[CLICK]), 40022),
        (_sub(type="press"), 40024),
        (_sub(key=None), 40026),
        (_sub(type="view"), 40027),
    ],
)
async def test_a_menu_is_taken_or_refused_with_its_code(visit: Visit, buttons: Any, code: int) -> None:
    assert (await visit.post("menu/create", {"button": buttons}, agentid=AGENT))["errcode"] == code


async def test_the_menu_of_another_app_is_not_ours(visit: Visit) -> None:
    assert (await visit.post("menu/create", MENU, agentid=OTHER_AGENT))["errcode"] == 301002


@pytest.mark.parametrize(
    "order",
    [
        {"key": "unknown"},
        {},
        {"key": "check_in"},
        {"key": "check_in", "latitude": "31", "longitude": 121},
        {"key": "check_in", "latitude": 999, "longitude": 121},
    ],
)
async def test_what_the_menu_does_not_offer_is_400(visit: Visit, order: Json) -> None:
    await visit.post("menu/create", MENU, agentid=AGENT)
    await visit.control("POST", "messages", {"from": "zhangsan", "type": "menu", **order}, 400)
    assert visit.heard == []
