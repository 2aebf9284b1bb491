"""The access token: one for all callers and processes, renewed early, replaced once when it dies."""

import asyncio
import gc
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

import sandbox
from bot.wecom.client import WecomError
from storage import db
from storage.tokens import DatabaseTokens
from tests.wecom_office import AGENT, NOW, Office

MINUTE = timedelta(minutes=1)


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    stand_in = await sandbox.start(tmp_path / "world", seed="empty", port=0, now=NOW)
    stand_in.clock.stand(NOW)
    office = Office(stand_in)
    yield office
    for client in office.clients:
        await client.close()
    await stand_in.stop()


async def test_however_many_ask_at_once_one_token_is_fetched(office: Office) -> None:
    wecom = office.client()
    users = await asyncio.gather(*(wecom.user("zhangsan") for _ in range(30)))
    assert [user and user["name"] for user in users] == ["张三"] * 30
    assert office.asked() == 1


async def test_it_is_renewed_five_minutes_early(office: Office) -> None:
    wecom = office.client()
    await wecom.agent()
    office.later(timedelta(seconds=7200 - 301))
    await wecom.agent()
    assert office.asked() == 1
    office.later(timedelta(seconds=1))
    await wecom.agent()
    assert office.asked() == 2


@pytest.mark.parametrize("code", [42001, 40014, 40001])
async def test_a_token_that_died_early_is_replaced_and_the_call_repeated(office: Office, code: int) -> None:
    """F3: the caller notices nothing."""
    wecom = office.client()
    office.fault("expire_token", errcode=code)
    assert (await wecom.agent())["agentid"] == AGENT
    assert (office.asked(), office.asked("agent/get")) == (2, 2)


@pytest.mark.parametrize(("code", "permanent"), [(42001, False), (40014, False), (40001, True)])
async def test_the_call_is_repeated_once_and_no_oftener(office: Office, code: int, permanent: bool) -> None:
    wecom = office.client()
    office.fault("expire_token", errcode=code, times=9)
    with pytest.raises(WecomError) as refused:
        await wecom.agent()
    assert (refused.value.code, refused.value.permanent) == (code, permanent)
    assert office.asked("agent/get") == 2


async def test_when_it_dies_under_many_calls_one_new_token_serves_them_all(office: Office) -> None:
    wecom = office.client()
    await wecom.agent()
    office.stand_in.store.run("UPDATE tokens SET expires = 0")
    await asyncio.gather(*(wecom.agent() for _ in range(20)))
    assert office.asked() == 2


async def test_a_late_failure_with_the_old_token_leaves_the_new_one(office: Office) -> None:
    wecom = office.client()
    await wecom.agent()
    office.stand_in.store.run("UPDATE tokens SET expires = 0")
    office.fault("slow", path="getcallbackip", seconds=0.05)
    late = asyncio.create_task(wecom.callback_ips())
    await wecom.agent()
    assert await late
    assert office.asked() == 2


async def test_a_wrong_secret_is_not_tried_over_and_over(office: Office) -> None:
    """Wrong secrets, repeated, shut the address out for an hour. The calls wait: they were never made."""
    wecom = office.client(secret="of-yesterday")
    for wait, asked in ((timedelta(), 1), (MINUTE - timedelta(seconds=1), 1), (timedelta(seconds=1), 2)):
        office.later(wait)
        outcomes = await asyncio.gather(*(wecom.agent() for _ in range(5)), return_exceptions=True)
        for refused in outcomes:
            assert isinstance(refused, WecomError)
            assert (refused.code, refused.permanent, refused.retry_after) == (40001, False, MINUTE)
            assert "of-yesterday" not in str(refused)
        assert office.asked() == asked


@pytest.mark.parametrize("kind", ["server_error", "garbage", "drop_answer"])
async def test_no_answer_for_the_token_is_asked_again_at_once(office: Office, kind: str) -> None:
    """F3: and what needed it is known not to have been done."""
    wecom = office.client()
    office.fault(kind, path="gettoken", times=2 if kind == "drop_answer" else 1)  # aiohttp repeats a lost GET once
    with pytest.raises(WecomError) as refused:
        await wecom.agent()
    assert not refused.value.permanent
    assert not refused.value.unknown_outcome
    assert (await wecom.agent())["agentid"] == AGENT


async def test_a_caller_that_gives_up_does_not_take_it_from_the_others(office: Office) -> None:
    wecom = office.client()
    office.fault("slow", path="gettoken", seconds=0.05)
    first, second = asyncio.create_task(wecom.agent()), asyncio.create_task(wecom.agent())
    await asyncio.sleep(0)
    first.cancel()
    assert (await second)["agentid"] == AGENT
    assert office.asked() == 1


async def test_a_failure_that_nobody_waits_for_any_more_makes_no_noise(office: Office) -> None:
    told: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: told.append(context))
    wecom, other = office.client(), office.client()
    await other.agent()
    office.fault("server_error", errcode=40013, path="gettoken")
    gone = asyncio.create_task(wecom.agent())
    await asyncio.sleep(0)
    gone.cancel()
    await asyncio.gather(*(other.agent() for _ in range(20)))  # time enough for the refusal to arrive
    assert office.asked() == 2
    gc.collect()
    assert told == []


async def test_processes_share_it_through_the_database(office: Office, database: str) -> None:
    one, other = office.client(DatabaseTokens()), office.client(DatabaseTokens())
    await one.agent()
    await other.agent()
    assert office.asked() == 1
    office.stand_in.store.run("UPDATE tokens SET expires = 0")
    await other.agent()
    await one.agent()
    assert (office.asked(), office.asked("agent/get")) == (2, 6)  # each found its token dead once
    office.later(timedelta(hours=2))
    await office.client(DatabaseTokens()).agent()
    assert (office.asked(), office.asked("agent/get")) == (3, 7)


async def test_the_shared_name_tells_apps_apart_and_no_secret(office: Office) -> None:
    names: list[str] = []

    class Listening(DatabaseTokens):
        async def get(self, name: str) -> None:
            names.append(name)

        async def put(self, name: str, token: str, expires_at: datetime) -> None:
            assert expires_at == NOW + timedelta(seconds=7200 - 300)

    await office.client(Listening()).agent()
    await office.client(Listening(), "sandbox-contact-secret").departments()
    assert len(set(names)) == 2
    assert not any("sandbox" in name or len(name) > 64 for name in names)


async def test_without_the_database_the_platform_is_asked(office: Office) -> None:
    """F4: sharing is a convenience, sending is not."""

    class Away(DatabaseTokens):
        async def get(self, name: str) -> None:
            raise db.TRANSIENT[0]("away")

        async def put(self, name: str, token: str, expires_at: datetime) -> None:
            raise db.TRANSIENT[0]("away")

        async def drop(self, name: str, token: str) -> None:
            raise db.TRANSIENT[0]("away")

    wecom = office.client(Away())
    office.fault("expire_token")
    assert (await wecom.agent())["agentid"] == AGENT
