"""`crm doctor`: the local or the real set-up, looked over step by step; every failure says what to do."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from aiohttp import ClientError, ClientSession, ClientTimeout

from bot.callback import PATH, Door
from bot.contacts import Contacts
from bot.wecom.client import Wecom
from bot.wecom.doctor import Check, Deployment, People, examine
from config import Settings, is_loopback
from config import Wecom as Credentials
from domain.people import Role
from sandbox import wire
from storage import db

SHANGHAI = ZoneInfo("Asia/Shanghai")
LOCAL = "http://127.0.0.1:8600"  # where `crm run` puts the sandbox


async def doctor(settings: Settings, *, as_json: bool) -> int:
    """0: all is well; 1: something is not."""
    credentials = settings.wecom or Credentials(
        wire.CORP_ID, wire.AGENT_ID, wire.SECRET, wire.TOKEN, wire.AES_KEY, LOCAL
    )
    checks = await _examined(replace(settings, wecom=credentials), credentials)
    if as_json:
        print(json.dumps([asdict(check) for check in checks], ensure_ascii=False))
    else:
        print(f"检查{_where(settings)}：{credentials.api}")
        for check in checks:
            print(f"{'✓' if check.ok else '✗'} {check.check}：{check.detail}")
            if check.do:
                print(f"    → {check.do}")
    return 0 if all(check.ok for check in checks) else 1


def _where(settings: Settings) -> str:
    if settings.wecom is None:
        return "本机沙盒（先用 ./crm run 启动）"
    return "本机的企业微信替身" if is_loopback(settings.wecom.api) else "真实环境"


async def _examined(settings: Settings, credentials: Credentials) -> list[Check]:
    def clock() -> datetime:
        return datetime.now(SHANGHAI)

    wecom = Wecom(credentials.api, credentials.corp_id, credentials.agent_id, credentials.secret, clock=clock)
    host, port = settings.listen
    address = f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}"  # noqa: S104 - told apart, not bound
    contacts = Contacts(wecom, sales=settings.sales_department, admins=settings.admins)

    async def people() -> People:
        found = await contacts.everybody()
        return Counter((Role(str(one["role"])), str(one["region"] or "")) for one in found)

    async def database() -> str:
        return await _database(settings.database_url, address)

    try:
        return await examine(
            Deployment(
                wecom=wecom,
                door=Door(credentials.token, credentials.aes_key, credentials.corp_id, credentials.agent_id),
                callback_url=address + PATH,
                clock=clock,
                people=people,
                database=database,
                sales=settings.sales_department,
            )
        )
    finally:
        await wecom.close()


async def _database(url: str, address: str) -> str:
    """Opened and asked; an embedded one that a running bot holds is asked about at its /healthz."""
    kind = "PostgreSQL" if url.startswith("postgres") else "自带的 SQLite"
    try:
        await db.start(url, migrate=False)
    except db.DatabaseInUse:
        return f"{kind}，{await _health(address)}"
    try:
        await db.healthy()
    finally:
        await db.close()
    return f"{kind}，能打开、能回答"


async def _health(address: str) -> str:
    """Raises where nobody answers: then somebody else holds the file."""
    try:
        async with (
            ClientSession(timeout=ClientTimeout(total=5)) as session,
            session.get(f"{address}/healthz") as answer,
        ):
            told = await answer.json()
    except (ClientError, TimeoutError) as trouble:
        raise OSError("the database is in use, and no bot answers") from trouble
    return "由运行中的机器人使用，一切正常" if told["ok"] else f"由运行中的机器人使用：{'；'.join(told['faults'])}"
