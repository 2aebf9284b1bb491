"""After a restart the chats stand, codes and tokens hold, and no number comes twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.sandbox_visit import NOW, visiting

# Later than real time, so that a restart does not move the clock.
AHEAD = datetime.now(UTC) + timedelta(days=400)


async def test_the_world_stands_after_a_restart(tmp_path: Path) -> None:
    person = {"userid": "xinren", "name": "新人", "position": "销售员", "department": "销售部/华东/华东二组"}
    group = {"name": "华东销售群", "userlist": ["zhangsan", "lisi"], "chatid": "east"}
    async with visiting(tmp_path, now=AHEAD) as visit:
        token = await visit.token()
        await visit.control("POST", "members", person, 201)
        await visit.control("DELETE", "members/wangwu")
        await visit.post("appchat/create", group)
        await visit.post("menu/create", {"button": [{"type": "click", "name": "跟进", "key": "mine"}]}, agentid=1000002)
        sent = await visit.card("zhangsan")
        await visit.says("zhangsan", "在吗")
        before = await visit.control("GET", "state")
        history = await visit.control("GET", "history/zhangsan")
    async with visiting(tmp_path, seed="empty") as visit:
        after = await visit.control("GET", "state")
        assert {part: after[part] for part in ("members", "chats", "menu")} == {
            part: before[part] for part in ("members", "chats", "menu")
        }
        assert await visit.control("GET", "history/zhangsan") == history
        assert await visit.token() == token
        await visit.taps("zhangsan", sent["msgid"], "yes")
        changed = await visit.update(sent["response_code"], atall=1, button={"replace_name": "已同意"})
        assert changed["errcode"] == 0


async def test_numbers_go_on_and_never_repeat(tmp_path: Path) -> None:
    said, seqs, calls = [], [], []
    for _ in range(3):
        async with visiting(tmp_path) as visit:
            said.append(int((await visit.says("zhangsan", "在吗"))["msgid"]))
            await visit.text("zhangsan", "在")
            seqs.append((await visit.inbox("zhangsan"))[-1]["seq"])
            calls += [call["seq"] for call in (await visit.control("GET", "calls"))["calls"]]
    assert said == sorted(set(said))
    assert seqs == sorted(set(seqs))
    assert calls == sorted(set(calls))


async def test_the_msgids_of_two_worlds_differ(tmp_path: Path) -> None:
    """A bot that keeps its database must not take a new sandbox's first message for an old one."""
    said = set()
    for name in ("one", "two"):
        async with visiting(tmp_path / name) as visit:
            said.add((await visit.says("zhangsan", "在吗"))["msgid"])
    assert len(said) == 2


async def test_the_clock_goes_on_where_it_stood_or_at_real_time(tmp_path: Path) -> None:
    async with visiting(tmp_path / "ahead", now=AHEAD) as visit:
        await visit.moves(advance="P8D")
    async with visiting(tmp_path / "ahead", now=NOW) as visit:
        assert timedelta(0) <= visit.sandbox.clock.now() - AHEAD - timedelta(days=8) < timedelta(minutes=5)
    async with visiting(tmp_path / "behind", now=datetime(2020, 1, 1, tzinfo=UTC)):
        pass
    async with visiting(tmp_path / "behind") as visit:
        assert abs(visit.sandbox.clock.now() - datetime.now(UTC)) < timedelta(minutes=5)


async def test_a_killed_sandbox_does_not_turn_its_clock_back(tmp_path: Path) -> None:
    """What was said at a time was said at that time, even where the clock's own mark is older."""
    async with visiting(tmp_path, now=AHEAD) as visit:
        await visit.moves(advance="P1D")
        await visit.says("zhangsan", "在吗")
        visit.sandbox.store.remember("clock", AHEAD.isoformat())
        visit.sandbox.remember_clock = lambda: None  # type: ignore[method-assign]
    async with visiting(tmp_path) as visit:
        assert visit.sandbox.clock.now() >= AHEAD + timedelta(days=1)


async def test_what_a_member_got_before_the_restart_counts_after_it(tmp_path: Path) -> None:
    async with visiting(tmp_path, now=AHEAD) as visit:
        for n in range(30):
            await visit.text("zhangsan", f"第{n}条")
    async with visiting(tmp_path) as visit:
        await visit.text("zhangsan", "太多了")
        assert (await visit.inbox("zhangsan"))[-1]["state"] == "dropped"


async def test_faults_do_not_survive(tmp_path: Path) -> None:
    async with visiting(tmp_path) as visit:
        await visit.arms("rate_limit", times=9)
    async with visiting(tmp_path) as visit:
        assert (await visit.control("GET", "faults"))["armed"] == []
