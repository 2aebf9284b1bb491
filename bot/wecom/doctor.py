"""A deployment looked over step by step; every failure says what to click in the admin page."""

from __future__ import annotations

import json
import secrets
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from aiohttp import ClientError, ClientSession, ClientTimeout
from yarl import URL

from bot.callback import FRESH, Door
from bot.wecom.advice import APP_PAGE, CALLBACK_ADVICE, CLOCK_ADVICE, STALE_ADVICE, advice
from bot.wecom.client import Wecom, WecomError
from domain.people import TITLES, Role
from storage import db

ROOT = 1  # department id of the whole company
SKEW = timedelta(seconds=60)
STALE = 403  # what the door answers to a wrong signature, and to a right one that is hours old
PROBE = b"crm doctor\n"
CLOSED: tuple[type[BaseException], ...] = (OSError, *db.TRANSIENT)

People = Counter[tuple[Role, str]]  # (role, region) → how many; region may be empty


@dataclass(frozen=True, slots=True)
class Check:
    check: str
    ok: bool
    detail: str
    do: str = ""


@dataclass(frozen=True, slots=True)
class Deployment:
    wecom: Wecom
    door: Door
    callback_url: str  # our own listening address, as this machine reaches it
    clock: Callable[[], datetime]
    people: Callable[[], Awaitable[People]]
    database: Callable[[], Awaitable[str]]  # says in a few words what it found, or raises
    sales: str  # the sales department's name


async def examine(deployment: Deployment) -> list[Check]:
    """Without a token the platform's other checks would only repeat its failure, so they are left out."""
    token = await _token(deployment)
    found = [token]
    if token.ok:
        found += [await look(deployment) for look in (_scope, _menu, _media)]
    found += [await look(deployment) for look in (_clock, _callback, _database)]
    if token.ok and found[-1].ok:
        found.append(await _people(deployment))
    return found


async def _token(at: Deployment) -> Check:
    try:
        addresses = await at.wecom.callback_ips()
    except WecomError as refused:
        return _refused("接口凭据", refused)
    return _well("接口凭据", f"能取得 access_token；平台从 {len(addresses)} 个地址回调")


async def _scope(at: Deployment) -> Check:
    try:
        agent = await at.wecom.agent()
    except WecomError as refused:
        return _refused("应用与可见范围", refused)
    name = str(agent.get("name", ""))
    if ROOT not in (agent.get("allow_partys") or {}).get("partyid", []):
        detail = f"应用“{name}”看不到整个公司：范围外的人用不了，销售群也建不了"
        return _ill("应用与可见范围", detail, f"{APP_PAGE} → 可见范围 → 编辑 → 选择最上面的公司（根部门）。")
    return _well("应用与可见范围", f"应用“{name}”，全公司可见")


async def _menu(at: Deployment) -> Check:
    try:
        menu = await at.wecom.menu()
    except WecomError as refused:
        return _refused("应用菜单", refused)
    if not menu:
        do = f"重新启动 ./crm run，启动时会建好；仍没有，就看 {APP_PAGE} → 自定义菜单 是否被设成了别的。"
        return _ill("应用菜单", "聊天窗口底部还没有菜单", do)
    names = "、".join(str(button.get("name", "")) for button in menu.get("button", []))
    return _well("应用菜单", names)


async def _media(at: Deployment) -> Check:
    try:
        came = await at.wecom.download(await at.wecom.upload("file", "doctor.txt", PROBE))
    except WecomError as refused:
        return _refused("图片和文件", refused)
    if came.content != PROBE:
        do = "服务器与企业微信之间有代理改动了内容，请网络管理员对 qyapi.weixin.qq.com 放行。"
        return _ill("图片和文件", "取回的文件与上传的不一样", do)
    return _well("图片和文件", "上传后能原样取回")


async def _clock(at: Deployment) -> Check:
    try:
        theirs = await at.wecom.date()
    except WecomError as refused:
        return _refused("时钟", refused)
    if theirs is None:
        return _well("时钟", "平台的回答里没有时间，无法比较")
    skew = round(abs(at.clock() - theirs).total_seconds())
    if skew > SKEW.total_seconds():
        return _ill("时钟", f"本机时间与平台相差 {skew} 秒", CLOCK_ADVICE)
    return _well("时钟", f"与平台相差 {skew} 秒")


async def _callback(at: Deployment) -> Check:
    """The admin page's own question, asked of ourselves: does the running bot receive, decrypt and answer?"""
    plain = str(secrets.randbelow(10**19))
    query = at.door.knock(plain, str(int(at.clock().timestamp())), secrets.token_hex(8))
    try:
        status, said = await _heard(URL(at.callback_url).update_query(query))
    except (ClientError, TimeoutError) as trouble:
        return _ill("接收消息", f"{at.callback_url} 没有回答（{type(trouble).__name__}）", CALLBACK_ADVICE[0])
    if status == STALE and (theirs := await _clock_of(at)) and abs(at.clock() - theirs) > FRESH:
        detail = f"{at.callback_url} 回答 {status}：运行中的机器人的时钟是 {theirs:%Y-%m-%d %H:%M}，与本机差得太多"
        return _ill("接收消息", detail, STALE_ADVICE)
    if (status, said) != (200, plain):
        do = CALLBACK_ADVICE.get(status, CALLBACK_ADVICE[200])
        return _ill("接收消息", f"{at.callback_url} 回答 {status}", do)
    return _well("接收消息", f"{at.callback_url} 能收、能解密、能回答；外网能否到达，以管理后台保存成功为准")


async def _clock_of(at: Deployment) -> datetime | None:
    """The running bot's clock, as its /healthz tells it; None: something else runs there."""
    try:
        _, said = await _heard(URL(at.callback_url).with_path("/healthz"))
        return datetime.fromisoformat(json.loads(said)["now"])
    except (ClientError, TimeoutError, ValueError, KeyError, TypeError):
        return None


async def _heard(url: URL) -> tuple[int, str]:
    async with ClientSession(timeout=ClientTimeout(total=5)) as session, session.get(url) as answer:
        return answer.status, await answer.text(errors="replace")


async def _database(at: Deployment) -> Check:
    try:
        return _well("数据库", await at.database())
    except CLOSED as trouble:
        do = "检查 CRM_DATABASE_URL、数据库是否在运行、磁盘是否已满；不设置它就用数据目录里自带的数据库。"
        return _ill("数据库", f"打不开（{type(trouble).__name__}）", do)


async def _people(at: Deployment) -> Check:
    try:
        people = await at.people()
    except WecomError as refused:
        return _refused("人员", refused)
    detail = "、".join(_count(role, people) for role in Role if any(who == role for who, _ in people))
    if not any(role is Role.REP for role, _ in people):
        do = (
            f"没有一个人是销售员。看 管理后台 → 通讯录：销售部门的名称是不是“{at.sales}”？不是就设 "
            "CRM_SALES_DEPARTMENT；或者把成员的职务改成“销售员”。"
        )
        return _ill("人员", detail or "还没有同步到任何人", do)
    return _well("人员", detail)


def _count(role: Role, people: People) -> str:
    """销售员 4（华东 2、华南 2）"""
    regions = {region: count for (who, region), count in sorted(people.items()) if who == role}
    named = "、".join(f"{region} {count}" for region, count in regions.items() if region)
    return f"{TITLES[role]} {sum(regions.values())}" + (f"（{named}）" if named else "")


def _refused(check: str, refused: WecomError) -> Check:
    return _ill(check, str(refused), advice(refused.code))


def _well(check: str, detail: str) -> Check:
    return Check(check, ok=True, detail=detail)


def _ill(check: str, detail: str, do: str) -> Check:
    return Check(check, ok=False, detail=detail, do=do)
