"""Which customers a text may mean, where more fit than are looked at: the likeliest, and the same ones each time."""

from __future__ import annotations

import pytest

from domain.directory import Directory
from domain.people import Actor
from storage import customer_keys, queries
from storage.models import Customer, Member
from tests.moments import moment

NOW = moment("2026-11-24T10:00:00+08:00")
pytestmark = pytest.mark.usefixtures("database")


async def member(userid: str, role: str = "rep") -> Member:
    return await Member.create(userid=userid, key=userid, name=f"人{userid}", role=role)


async def customer(name: str, owner: Member, *short: str) -> Customer:
    made = await Customer.create(name=name, key=name, short_names=list(short), owner_id=owner.id, created_at=NOW)
    await customer_keys.write_keys(made)
    return made


async def seen(text: str, actor: Actor) -> list[str]:
    return _names(await customer_keys.candidates(text, actor))


def _names(found: Directory) -> list[str]:
    return [one.name for one in found.customers]


async def test_what_is_written_so_comes_before_what_sounds_so_and_one_s_own_first() -> None:
    """More than are looked at share a sound; the name that is typed, and the sender's own, are among the found."""
    chief, other = await member("chief", "executive"), await member("other")
    mine = await customer("苏州兰琪机械有限公司", chief)
    written = await customer("南京澜祺机械有限公司", other)
    for number in range(customer_keys.MOST // 2):
        await customer(f"第{number}岚琦模具有限公司", other, "岚琦", "兰其")
    actor = queries.as_actor(chief)
    assert (await seen("拜访了澜祺", actor))[:2] == [written.name, mine.name]
    assert (await seen("拜访了兰琪", actor))[0] == mine.name


async def test_of_many_with_one_name_the_sender_s_own_is_found_and_the_others_are_the_same_each_time() -> None:
    chief, other = await member("chief", "executive"), await member("other")
    mine = await customer("最早的恒泰有限公司", chief, "恒泰")
    for number in range(customer_keys.MOST + 20):
        await customer(f"第{number}恒泰有限公司", other, "恒泰")
    actor = queries.as_actor(chief)
    first = await seen("恒泰那边催交期", actor)
    assert first[0] == mine.name
    assert first == await seen("恒泰那边催交期", actor)
    assert first[1:3] == ["第0恒泰有限公司", "第1恒泰有限公司"]


@pytest.mark.parametrize("said", ["拜访了蓝祺", "拜访了lanqi", "拜访了澜琪", "拜访了澜祺"])
async def test_one_s_own_are_looked_at_where_anything_of_the_name_is_written(said: str) -> None:
    """And those of which nothing is said are left out: they would only cost time."""
    rep = await member("rep")
    mine = await customer("南京澜祺机械有限公司", rep)
    await customer("成都旭升模具有限公司", rep)
    found = await customer_keys.candidates_and_own(said, queries.as_actor(rep))
    assert _names(found) == [mine.name]
