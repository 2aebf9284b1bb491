"""The directory as an app reads it, and people who join and leave."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.sandbox_visit import AGENT, OTHER_AGENT, Json, Visit, visiting

CONTACT_SECRET = "sandbox-contact-secret"
NEWCOMER: Json = {"userid": "xinren", "name": "新人", "position": "销售员", "department": "销售部/西南/西南一组"}


@pytest.fixture
async def visit(tmp_path: Path) -> AsyncIterator[Visit]:
    async with visiting(tmp_path) as opened:
        yield opened


async def _departments(visit: Visit) -> dict[str, Json]:
    return {row["name"]: row for row in (await visit.get("department/list"))["department"]}


async def test_a_member_is_read_without_number_and_picture(visit: Visit) -> None:
    member = await visit.get("user/get", userid="SunQi")
    departments = await _departments(visit)
    assert (member["userid"], member["name"], member["position"]) == ("sunqi", "孙琦", "主管")
    assert member["department"] == [departments["华东一组"]["id"]] == [member["main_department"]]
    assert (member["is_leader_in_dept"], member["status"]) == ([1], 1)
    assert not {"mobile", "email", "avatar", "gender"} & set(member)


@pytest.mark.parametrize(
    ("query", "code"),
    [({}, 41009), ({"userid": "nobody"}, 60111), ({"userid": "张三"}, 40003), ({"userid": "-x"}, 40003)],
)
async def test_a_member_who_is_not_there(visit: Visit, query: dict[str, str], code: int) -> None:
    assert (await visit.get("user/get", **query))["errcode"] == code


async def test_departments_are_a_tree_below_the_root(visit: Visit) -> None:
    departments = await _departments(visit)
    assert departments["明砺精密制造有限公司"] | {"name_en": ""} == departments["明砺精密制造有限公司"]
    assert departments["明砺精密制造有限公司"]["id"] == 1
    east, team = departments["华东"], departments["华东一组"]
    assert (team["parentid"], east["parentid"]) == (east["id"], departments["销售部"]["id"])
    assert (east["department_leader"], team["department_leader"]) == (["wujun"], ["sunqi"])
    below = (await visit.get("department/list", id=departments["销售部"]["id"]))["department"]
    assert {row["name"] for row in below} == {"销售部", "华东", "华东一组", "华南", "华南一组"}
    ids = (await visit.get("department/simplelist", id=east["id"]))["department_id"]
    assert [row["id"] for row in ids] == [east["id"], team["id"]]
    assert (await visit.get("department/get", id=east["id"]))["department"]["name"] == "华东"


async def test_members_are_listed_one_department_at_a_time(visit: Visit) -> None:
    """Not recursive, as on the real platform."""
    departments = await _departments(visit)
    top = (await visit.get("user/simplelist", department_id=departments["华东"]["id"]))["userlist"]
    assert top == [{"userid": "wujun", "name": "吴军", "department": [departments["华东"]["id"]]}]
    team = (await visit.get("user/list", department_id=departments["华东一组"]["id"]))["userlist"]
    assert {row["userid"]: row["is_leader_in_dept"] for row in team} == {"zhangsan": [0], "lisi": [0], "sunqi": [1]}


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("user/list", {"department_id": "777"}),
        ("user/simplelist", {}),
        ("department/list", {"id": "east"}),
        ("department/get", {"id": "99999999999999999999"}),
    ],
)
async def test_a_department_that_is_not_there(visit: Visit, path: str, query: dict[str, str]) -> None:
    assert (await visit.get(path, **query))["errcode"] == 60123


async def test_the_contact_synchronisation_pages_through_all_ids(visit: Visit) -> None:
    cursor, found = "", []
    while True:
        page = await visit.post("user/list_id", {"cursor": cursor, "limit": 7}, secret=CONTACT_SECRET)
        found += [row["userid"] for row in page["dept_user"]]
        cursor = page["next_cursor"]
        if not cursor:
            break
    assert len(found) == len(set(found)) == 18
    assert (await visit.post("user/list_id", {}))["errcode"] == 48002
    assert (await visit.post("user/list_id", {"limit": 0}, secret=CONTACT_SECRET))["errcode"] == 40058


async def test_the_app_knows_its_own_scope(visit: Visit) -> None:
    agent = await visit.get("agent/get", agentid=AGENT)
    assert agent["allow_partys"] == {"partyid": [1]}
    assert (await visit.get("agent/get", agentid=OTHER_AGENT))["errcode"] == 301002
    visit.sandbox.root_scope = False
    assert 1 not in (await visit.get("agent/get", agentid=AGENT))["allow_partys"]["partyid"]


async def test_numbers_resolve_to_nobody(visit: Visit) -> None:
    assert (await visit.post("user/getuserid", {"mobile": "13800138000"}))["errcode"] == 46004
    assert (await visit.get("tag/list"))["taglist"] == []
    assert (await visit.get("getcallbackip"))["ip_list"] == ["127.0.0.1"]


async def test_who_joins_is_there_in_departments_made_for_them(visit: Visit) -> None:
    joined = await visit.control("POST", "members", NEWCOMER | {"leader": True}, 201)
    assert joined == NEWCOMER | {"leader": True}
    assert joined in (await visit.control("GET", "state"))["members"]
    departments = await _departments(visit)
    assert departments["西南一组"]["department_leader"] == ["xinren"]
    assert departments["西南一组"]["parentid"] == departments["西南"]["id"]
    assert (await visit.says("xinren", "你好"))["callback"]["status"] == 200


async def test_who_left_is_unknown_everywhere_and_their_conversation_stays(visit: Visit) -> None:
    await visit.text("lisi", "再见")
    await visit.control("DELETE", "members/lisi")
    assert visit.heard[-1]["Event"] == "unsubscribe"
    assert (await visit.get("user/get", userid="lisi"))["errcode"] == 60111
    assert (await visit.text("lisi|zhangsan", "在吗"))["invaliduser"] == "lisi"
    assert (await visit.text("lisi", "在吗"))["errcode"] == 81013
    await visit.control("POST", "messages", {"from": "lisi", "type": "text", "text": "在"}, 404)
    await visit.control("DELETE", "members/lisi", status=404)
    assert len(await visit.inbox("lisi")) == 1


async def test_who_left_may_come_back(visit: Visit) -> None:
    await visit.control("DELETE", "members/lisi")
    await visit.control("POST", "members", NEWCOMER | {"userid": "lisi", "name": "李四"}, 201)
    assert (await visit.get("user/get", userid="lisi"))["position"] == "销售员"


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"userid": "ZhangSan"}, 409),
        ({"userid": "张三"}, 400),
        ({"userid": "x" * 65}, 400),
        ({"userid": None}, 400),
        ({"name": ""}, 400),
        ({"position": 7}, 400),
        ({"department": ""}, 400),
        ({"department": "销售部//一组"}, 400),
        ({"department": None}, 400),
    ],
)
async def test_who_cannot_join(visit: Visit, change: Json, status: int) -> None:
    await visit.control("POST", "members", NEWCOMER | change, status)
    assert visit.heard == []
