"""crm doctor's checks: all well, and each failure with what to click."""

from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import sandbox
from bench.processes import free_port
from bot.callback import PATH, Door
from bot.wecom.client import WecomError
from bot.wecom.doctor import Check, Deployment, People, examine
from commands.doctor import doctor
from config import Settings, Wecom
from domain.people import Role
from sandbox import wire
from storage import db
from tests.callback_bell import Bell
from tests.chat import Chat
from tests.wecom_office import AGENT, CORP, NOW, Office
from tests.wecom_side import KEY, TOKEN

ALL = ["接口凭据", "应用与可见范围", "应用菜单", "图片和文件", "时钟", "接收消息", "数据库", "人员"]
SALES = Counter({(Role.REP, "华东"): 2, (Role.REP, "华南"): 2, (Role.EXECUTIVE, ""): 1})


def now() -> datetime:
    return datetime.now(UTC)


async def someone() -> People:
    return SALES


async def reachable() -> str:
    return "SQLite，18 人"


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    stand_in = await sandbox.start(tmp_path / "world", seed="empty", port=0, now=NOW)
    office = Office(stand_in)
    yield office
    for client in office.clients:
        await client.close()
    await stand_in.stop()


@pytest.fixture
async def bell() -> AsyncIterator[Bell]:
    bell = Bell(now=now())
    await bell.rings([Door(TOKEN, KEY, CORP, AGENT)])
    yield bell
    await bell.closes()


@pytest.fixture
async def deployed(office: Office, bell: Bell) -> Deployment:
    """The sandbox answers with real time in its heads, so real time is what the checks compare."""
    wecom = office.client()
    await wecom.create_menu({"button": [{"type": "click", "name": "我的客户", "key": "k"}]})
    url = f"http://{bell.host}:{bell.port}{PATH}"
    return Deployment(wecom, Door(TOKEN, KEY, CORP, AGENT), url, now, someone, reachable, "销售部")


async def failing(at: Deployment) -> Check:
    (check,) = (check for check in await examine(at) if not check.ok)
    assert check.do
    return check


async def test_a_sound_deployment(deployed: Deployment) -> None:
    checks = await examine(deployed)
    assert [check.check for check in checks] == ALL
    assert [check for check in checks if not check.ok or check.do] == []
    assert checks[-1].detail == "销售员 4（华东 2、华南 2）、高管 1"


@pytest.mark.parametrize(
    ("code", "click"),
    [
        *((40001, "Secret → 查看"), (40013, "企业ID"), (60020, "企业可信IP"), (50003, "启用应用")),
        *((45009, "一小时后"), (999999, "devtool/query?e=999999")),
    ],
)
async def test_the_platform_refuses(office: Office, deployed: Deployment, code: int, click: str) -> None:
    """Without a token the rest of the platform is not asked."""
    office.fault("server_error", errcode=code, path="gettoken", times=9)
    bare = office.client()
    checks = await examine(replace(deployed, wecom=bare))
    assert [check.check for check in checks if check.ok] == ALL[4:7]
    assert click in checks[0].do


async def test_the_platform_cannot_be_reached(office: Office, deployed: Deployment) -> None:
    office.fault("server_error", times=99)
    checks = await examine(replace(deployed, wecom=office.client()))
    assert [check.check for check in checks if not check.ok] == ["接口凭据", "时钟"]
    assert "出口防火墙" in checks[0].do


async def test_the_app_does_not_see_the_company(office: Office, deployed: Deployment) -> None:
    office.stand_in.root_scope = False
    assert "可见范围 → 编辑" in (await failing(deployed)).do


@pytest.mark.parametrize(
    ("path", "check"), [("agent/get", "应用与可见范围"), ("menu/get", "应用菜单"), ("media/upload", "图片和文件")]
)
async def test_a_single_call_is_refused(office: Office, deployed: Deployment, path: str, check: str) -> None:
    office.fault("server_error", errcode=48002, path=path)
    assert (await failing(deployed)).check == check


async def test_no_menu(office: Office, deployed: Deployment) -> None:
    office.stand_in.store.forget(f"menu.{AGENT}")
    assert (await failing(deployed)).check == "应用菜单"


@pytest.mark.parametrize(("skew", "ok"), [(40, True), (-40, True), (90, False), (-90, False)])
async def test_the_clock(bell: Bell, deployed: Deployment, skew: int, ok: bool) -> None:
    checks = await examine(replace(deployed, clock=lambda: now() + timedelta(seconds=skew)))
    assert next(check for check in checks if check.check == "时钟").ok is ok


async def test_nobody_answers_at_the_callback(bell: Bell, deployed: Deployment) -> None:
    await bell.closes()
    assert "./crm run" in (await failing(deployed)).do


@pytest.mark.parametrize(
    "door",
    [
        Door("other", KEY, CORP, AGENT),
        Door(TOKEN, KEY[::-1], CORP, AGENT),
        Door(TOKEN, KEY, "wwother0000000001", AGENT),
    ],
)
async def test_the_running_bot_has_other_credentials(deployed: Deployment, door: Door) -> None:
    check = await failing(replace(deployed, door=door))
    assert check.check == "接收消息"
    assert "接收消息" in check.do


async def test_the_contacts_are_refused(deployed: Deployment) -> None:
    async def refused() -> People:
        raise WecomError(60011, "no privilege to access")

    check = await failing(replace(deployed, people=refused))
    assert (check.check, "可见范围 → 编辑" in check.do) == ("人员", True)


async def test_the_running_bot_lives_at_another_time(chat: Chat, deployed: Deployment) -> None:
    """Its keys are right: whoever moved the sandbox's clock is not told to change them."""
    url = f"http://127.0.0.1:{chat.bot.port}{PATH}"
    door = Door(wire.TOKEN, wire.AES_KEY, wire.CORP_ID, wire.AGENT_ID)
    chat.stand_in.clock.stand(now() + timedelta(days=3))
    check = await failing(replace(deployed, callback_url=url, door=door))
    assert "时钟" in check.detail
    assert "Token" not in check.do
    chat.stand_in.clock.stand(now())
    other = Door("other", wire.AES_KEY, wire.CORP_ID, wire.AGENT_ID)
    assert "Token" in (await failing(replace(deployed, callback_url=url, door=other))).do


@pytest.mark.parametrize(
    ("api", "where"),
    [("http://127.0.0.1:1", "本机的企业微信替身"), ("http://localhost:1", "本机的企业微信替身"), (None, "本机沙盒")],
)
async def test_a_stand_in_is_not_called_the_real_thing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], api: str | None, where: str
) -> None:
    known = Wecom(CORP, AGENT, "secret", TOKEN, KEY, api) if api else None
    settings = Settings(tmp_path, f"sqlite://{tmp_path / 'crm.db'}", known, listen=("127.0.0.1", free_port()))
    await doctor(settings, as_json=False)
    first = capsys.readouterr().out.splitlines()[0]
    assert where in first
    assert "真实" not in first


async def test_something_else_listens_there(office: Office, deployed: Deployment) -> None:
    assert "别的程序" in (await failing(replace(deployed, callback_url=f"{office.stand_in.url}/"))).do
    assert "反向代理" in (await failing(replace(deployed, callback_url=f"{office.stand_in.url}/wecom/callback"))).do


async def test_the_database_is_away(deployed: Deployment) -> None:
    """Then nobody can be counted either."""

    async def away() -> str:
        raise db.TRANSIENT[0]("away")

    checks = await examine(replace(deployed, database=away))
    assert [check.ok for check in checks] == [True] * 6 + [False]


@pytest.mark.parametrize("people", [Counter(), Counter({(Role.MEMBER, ""): 12})])
async def test_nobody_sells(deployed: Deployment, people: People) -> None:
    async def these() -> People:
        return people

    assert "CRM_SALES_DEPARTMENT" in (await failing(replace(deployed, people=these))).do
