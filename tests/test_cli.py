"""The command line as processes: what stands on stdout, how they end, what they say where something is missing."""

from __future__ import annotations

import asyncio
import json
import signal
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from sandbox import wire
from tests.processes import PATIENCE, ended, free_ports, running, started

DEMO = ("run", "--port", "0", "--data", "data")
BOT = ("run", "--data", "bot")
CREDENTIALS = {
    "CRM_WECOM_CORP_ID": wire.CORP_ID,
    "CRM_WECOM_AGENT_ID": str(wire.AGENT_ID),
    "CRM_WECOM_SECRET": wire.SECRET,
    "CRM_WECOM_TOKEN": wire.TOKEN,
    "CRM_WECOM_AES_KEY": wire.AES_KEY,
}


async def _get(url: str) -> Any:
    async with ClientSession() as session, session.get(url) as answer:
        return await answer.json()


async def _post(url: str, body: dict[str, Any]) -> tuple[int, Any]:
    async with ClientSession() as session, session.post(url, json=body) as answer:
        return answer.status, await answer.json()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
async def test_run_says_ready_once_on_stdout_and_ends_well(tmp_path: Path, how: signal.Signals) -> None:
    """W15: the line is whole when both answer; what else is said goes to stderr."""
    async with running(tmp_path, *DEMO) as crm:
        assert crm.line == f"ready {crm.url}/"
        assert crm.url.startswith("http://127.0.0.1:")
        assert (await _get(f"{crm.url}/sandbox/state"))["members"]
        done = await crm.ends(how)
    assert (done.status, done.out, done.err) == (0, "", "")


async def test_a_second_start_finds_what_the_first_one_kept(tmp_path: Path) -> None:
    said = {"from": "zhangsan", "type": "text", "text": "今天拜访了博泽的王经理，客户对价格敏感，下周三再谈"}
    async with running(tmp_path, *DEMO) as crm:
        await _post(f"{crm.url}/sandbox/messages", said)
        await _post(f"{crm.url}/sandbox/clock", {"advance": "PT0S"})
        before = await _get(f"{crm.url}/sandbox/inbox/zhangsan")
        await crm.ends()
    async with running(tmp_path, *DEMO) as crm:
        assert await _get(f"{crm.url}/sandbox/inbox/zhangsan") == before
        await _post(f"{crm.url}/sandbox/messages", {**said, "text": "撤销"})
        await _post(f"{crm.url}/sandbox/clock", {"advance": "PT0S"})
        after = await _get(f"{crm.url}/sandbox/inbox/zhangsan?after={before['messages'][-1]['seq']}")
    assert "已撤销" in json.dumps(after, ensure_ascii=False)


SEEDS = [("empty", 18, "没有"), ("demo", 18, "客户 40 家"), ("large", 320, "客户 1200 家")]


@pytest.mark.parametrize(("seed", "members", "words"), SEEDS)
async def test_what_an_empty_database_starts_with(tmp_path: Path, seed: str, members: int, words: str) -> None:
    async with running(tmp_path, *DEMO, "--seed", seed) as crm:
        state = await _get(f"{crm.url}/sandbox/state")
        boss = next(member["userid"] for member in state["members"] if member["position"] == "高管")
        await _post(f"{crm.url}/sandbox/messages", {"from": boss, "type": "text", "text": "客户清单"})
        await _post(f"{crm.url}/sandbox/clock", {"advance": "PT0S"})
        told = json.dumps(await _get(f"{crm.url}/sandbox/inbox/{boss}"), ensure_ascii=False)
    assert len(state["members"]) == members
    assert words in told


async def test_a_start_that_is_told_the_time_counts_from_there(tmp_path: Path) -> None:
    async with running(tmp_path, *DEMO, "--now", "2026-03-02T09:30") as crm:
        assert (await _get(f"{crm.url}/sandbox/state"))["now"].startswith("2026-03-02T09:30")


async def test_half_a_configuration_stops_and_names_what_is_missing(tmp_path: Path) -> None:
    """W15: also where half of it stands in `.env`."""
    (tmp_path / ".env").write_text("CRM_WECOM_CORP_ID=ww1\nCRM_WECOM_CONTACT_SECRET='s'\n", encoding="utf-8")
    done = await ended(tmp_path, "run", CRM_WECOM_SECRET="s")
    assert (done.status, done.out) == (2, "")
    missing = ("AGENT_ID", "TOKEN", "AES_KEY", "CONTACT_TOKEN", "CONTACT_AES_KEY")
    assert done.err.splitlines() == [f"缺少 CRM_WECOM_{name}" for name in missing]


WRONG_SETTINGS = [
    ({"CRM_LISTEN": "127.0.0.1:99999"}, "CRM_LISTEN 应为 0 到 65535 的数字"),
    ({"CRM_WORKERS": "0"}, "CRM_WORKERS 应为 1 到 256 的数字"),
    ({"CRM_DATABASE_URL": "mysql://x"}, "CRM_DATABASE_URL 应以 postgres:// 开头"),
    ({**CREDENTIALS, "CRM_WECOM_AES_KEY": "short"}, "CRM_WECOM_AES_KEY 应为 43 个字母和数字"),
    ({**CREDENTIALS, "CRM_WECOM_AGENT_ID": "app"}, "CRM_WECOM_AGENT_ID 应为"),
    ({**CREDENTIALS, "CRM_WECOM_API": "qyapi.weixin.qq.com"}, "CRM_WECOM_API 应以 https:// 开头"),
]


@pytest.mark.parametrize(("settings", "words"), WRONG_SETTINGS)
async def test_wrong_settings_stop_the_start_with_a_word(tmp_path: Path, settings: dict[str, str], words: str) -> None:
    done = await ended(tmp_path, *DEMO, **settings)
    assert (done.status, done.out) == (2, "")
    assert words in done.err
    assert "Traceback" not in done.err


async def test_a_database_that_does_not_answer_ends_the_start_for_another_try(tmp_path: Path) -> None:
    """Not with 2: it may only be late. The password is not told."""
    done = await ended(tmp_path, *DEMO, CRM_DATABASE_URL="postgres://crm:hush@127.0.0.1:1/crm")
    assert (done.status, done.out) == (1, "")
    assert done.err.startswith("数据库没有应答，请检查 CRM_DATABASE_URL")
    assert "hush" not in done.err


async def test_a_data_directory_that_is_a_file_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "data").touch()
    done = await ended(tmp_path, *DEMO)
    assert done.status == 2
    assert "用 --data 换一个" in done.err


async def test_a_busy_port_stops_the_start(tmp_path: Path) -> None:
    async with running(tmp_path, *DEMO) as crm:
        port = crm.url.rpartition(":")[2]
        for command in ("run", "sandbox"):
            done = await ended(tmp_path, command, "--port", port, "--data", "other")
            assert (done.status, done.out) == (2, "")
            assert f"端口 {port}" in done.err


async def test_two_processes_on_one_embedded_database_are_refused(tmp_path: Path) -> None:
    async with running(tmp_path, *DEMO) as crm:
        done = await ended(tmp_path, *DEMO)
        assert done.status == 2
        assert f"进程号 {crm.process.pid}" in done.err


async def test_the_sandbox_and_a_bot_of_its_own_work_together(tmp_path: Path) -> None:
    """`crm sandbox` on one side, `crm run` with loopback credentials on the other; both on real time."""
    page, port = free_ports(2)
    listen = f"127.0.0.1:{port}"
    world = ("sandbox", "--port", str(page), "--data", "world", "--callback", f"http://{listen}/wecom/callback")
    settings = {**CREDENTIALS, "CRM_WECOM_API": f"http://127.0.0.1:{page}", "CRM_LISTEN": listen}
    async with running(tmp_path, *world) as stand_in, running(tmp_path, *BOT, **settings) as bot:
        assert bot.line == f"ready http://{listen}/"
        said = {"from": "zhangsan", "type": "text", "text": "我的权限"}
        status, told = await _post(f"{stand_in.url}/sandbox/messages", said)
        assert (status, told["callback"]["status"]) == (200, 200)
        seen = await _get(f"{stand_in.url}/sandbox/inbox/zhangsan?wait=30")
        assert "张三 · 销售员" in json.dumps(seen, ensure_ascii=False)
        assert (await _post(f"{stand_in.url}/sandbox/clock", {"advance": "PT1H"}))[0] == 409
        assert [(await one.ends(signal.SIGTERM)).status for one in (bot, stand_in)] == [0, 0]


async def test_a_bot_that_waits_for_the_platform_can_be_stopped(tmp_path: Path) -> None:
    """It goes on asking, nothing is ready yet, and a signal ends it all the same."""
    asked = asyncio.Event()

    async def away(_: web.Request) -> web.Response:
        asked.set()
        return web.Response(status=502)

    site = web.Application()
    site.router.add_route("*", "/{path:.*}", away)
    async with TestServer(site) as platform:
        api = str(platform.make_url("")).rstrip("/")
        async with started(tmp_path, *BOT, **CREDENTIALS, CRM_WECOM_API=api, CRM_LISTEN="127.0.0.1:0") as bot:
            await asyncio.wait_for(asked.wait(), PATIENCE)
            done = await bot.ends(signal.SIGTERM)
    assert (done.status, done.out) == (0, "")


async def test_the_sandbox_never_stands_beside_real_credentials(tmp_path: Path) -> None:
    done = await ended(tmp_path, "sandbox", "--port", "0", **CREDENTIALS)
    assert (done.status, done.out) == (2, "")
    assert "真实的企业微信凭据" in done.err


async def test_without_chromium_the_other_tests_run_and_the_last_line_says_so(tmp_path: Path) -> None:
    """No settings of the person who types it reach them either."""
    bare = {"PATH": str(tmp_path), "CRM_WORKERS": "none", "DATABASE_URL": "none"}
    done = await ended(tmp_path, "test", "tests/test_page.py", "tests/test_command.py", **bare)
    assert done.status == 0, done.out
    assert "passed" in done.out
    assert "deselected" in done.out
    assert done.out.splitlines()[-1].startswith("没有找到 Chromium，浏览器测试没有运行")
