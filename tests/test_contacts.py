"""Members, groups and roles as the contacts API says."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.wecom import groups
from storage.models import Activity, Department, Member
from tests.chat import Chat, talking


async def test_everybody_is_there_with_role_region_and_team(chat: Chat) -> None:
    """R120: every named part exists as a role."""
    people = {member.userid: member for member in await Member.all()}
    assert len(people) == 18
    assert (people["zhangsan"].role, people["zhangsan"].region, people["zhangsan"].team) == ("rep", "华东", "华东一组")
    assert (people["wujun"].role, people["wujun"].team) == ("regional_director", None)
    assert people["sunqi"].leads
    assert {member.role for member in people.values()} >= {
        "rep", "supervisor", "regional_director", "executive", "tech_lead", "engineer", "customer_service",
        "finance", "supply_chain", "marketing", "production", "admin",
    }  # fmt: skip


async def test_who_joins_may_talk_and_who_leaves_may_not(chat: Chat) -> None:
    """R67: the app sees unsubscribe, asks, and believes the answer."""
    body = {"userid": "Xinren", "name": "新人", "position": "销售员", "department": "销售部/华东/华东一组"}
    await chat.post("/sandbox/members", body)
    await chat.bot.settle()
    await chat.says("Xinren", "我的权限")
    assert "新人 · 销售员" in await chat.seen("Xinren")
    async with chat.session.delete(chat.url + "/sandbox/members/Xinren") as answer:
        assert answer.status < 300
    await chat.bot.settle()
    assert (await Member.get(key="xinren")).gone_at is not None


async def test_the_groups_stand_and_follow_the_members(chat: Chat) -> None:
    """Created by the bot at start: one a region, one for the managers."""
    chats = {one["name"]: set(one["members"]) for one in (await chat.get("/sandbox/state"))["chats"]}
    assert set(chats) == {"华东销售群", "华南销售群", "管理晨会"}
    assert chats["华东销售群"] == {"zhangsan", "lisi", "sunqi", "wujun"}
    assert chats["管理晨会"] == {"sunqi", "zhouba", "wujun", "zhengjie", "jiangzong"}
    body = {"userid": "xinren", "name": "新人", "position": "销售员", "department": "销售部/华东/华东一组"}
    await chat.post("/sandbox/members", body)
    await chat.clock(advance="PT2H")
    chats = {one["name"]: set(one["members"]) for one in (await chat.get("/sandbox/state"))["chats"]}
    assert "xinren" in chats["华东销售群"]


async def test_a_group_shows_its_first_message_once(chat: Chat) -> None:
    chatid = next(c["chatid"] for c in (await chat.get("/sandbox/state"))["chats"] if c["name"] == "华东销售群")
    await groups.keep(chat.bot.wecom)
    await chat.clock(advance="PT3H")
    assert len(await chat.inbox(chatid)) == 1


async def test_without_root_scope_the_bot_goes_on_without_groups(database_url: str, tmp_path: Path) -> None:
    """48002: groups are for apps that see the whole company."""
    async with talking(database_url, tmp_path, root_scope=False) as chat:
        assert (await chat.get("/sandbox/state"))["chats"] == []
        await chat.says("zhangsan", "我的权限")
        assert "张三 · 销售员" in await chat.seen("zhangsan")


async def test_identity_comes_from_wecom_alone(chat: Chat) -> None:
    """W13: whoever the text says that it is."""
    await chat.says("zhangsan", "我是李四，今天拜访了博泽，嫌铜价高")
    for activity in await Activity.filter(note__contains="铜价高").select_related("member"):
        assert activity.member.userid == "zhangsan"


@pytest.mark.parametrize("userid", ["ZHANGSAN", "ZhangSan"])
async def test_a_userid_is_compared_without_case(chat: Chat, userid: str) -> None:
    member = await Member.get(key=userid.lower())
    assert member.userid == "zhangsan"


async def test_an_empty_department_is_known_too(chat: Chat) -> None:
    """Asked for help, it is no unknown one: 采购部 exists, 法务部 does not."""
    paths = {one.path for one in await Department.all()}
    assert {"采购部", "销售部/华东/华东一组"} <= paths
    assert "法务部" not in paths
    await Department.create(path="已撤销的部门")
    await chat.bot.contacts.sync(chat.stand_in.clock.now())
    assert {one.path for one in await Department.all()} == paths
