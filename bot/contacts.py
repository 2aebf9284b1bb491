"""Members as the contacts API says: all of them on a schedule, one when somebody new speaks or leaves."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from bot.approvals import approving
from bot.context import Context
from bot.wecom.client import Wecom
from domain.people import Actor, Role, place_of, role_of
from storage import db
from storage.models import Company, Department, Member

LEFT = 5  # status of a member who left the company
DISABLED = 2
ROOT = 1
POST = {"role", "region", "team"}
CONTACTS = Actor(id=0, userid="", name="", role=Role.ADMIN)  # nobody: the directory commands nothing

log = logging.getLogger(__name__)


class Contacts:
    """`admins` are the userids, in lower case, that the settings name; everybody else's role is their position.

    `letterhead` is the company's name and address on its papers; without a name, its root department's serves.
    """

    def __init__(
        self, wecom: Wecom, *, sales: str, admins: Iterable[str] = (), letterhead: tuple[str, str] = ("", "")
    ) -> None:
        self._wecom = wecom
        self._sales = sales
        self._letterhead = letterhead
        self._admins = frozenset(admins)

    async def sync(self, now: datetime) -> int:
        """Reads everybody whom the app may see, then writes what changed. Returns how many there are."""
        departments = await self._departments()
        paths = _paths(departments)
        seen = await self._seen(paths)
        async with db.transaction():
            await self._keep_company(str(departments.get(ROOT, {}).get("name", "")))
            await _keep_departments({path for path in paths.values() if path})
            known = {member.key: member for member in await Member.all()}
            changed = {await self._keep(known.get(key), user, paths, now) for key, user in seen.items()}
            gone = [member for key, member in known.items() if key not in seen and not member.gone_at]
            await _passed_on(changed | await self._part(gone, now), now)
        return len(seen)

    async def everybody(self) -> list[dict[str, Any]]:
        """What `sync` would write of each, without writing."""
        paths = _paths(await self._departments())
        return [self._fields(user, paths) for user in (await self._seen(paths)).values()]

    async def refresh(self, userid: str, now: datetime) -> bool:
        """One member, asked for by name. False: nobody is called so, or not in our scope."""
        user = await self._wecom.user(userid)
        known = await Member.get_or_none(key=userid.lower())
        if user is None:
            if known and not known.gone_at:
                async with db.transaction():
                    await _passed_on(await self._part([known], now), now)
            return False
        paths = _paths(await self._departments())
        async with db.transaction():
            await _passed_on({await self._keep(known, user, paths, now)}, now)
        return True

    async def changed(self, body: dict[str, Any], now: datetime) -> None:
        """The app's subscribe and unsubscribe, and the contact callback's changes: asked, never believed."""
        if body.get("Event") != "change_contact":
            await self.refresh(str(body["FromUserName"]), now)
        elif "user" in str(body.get("ChangeType", "")):
            for name in ("UserID", "NewUserID"):
                if body.get(name):
                    await self.refresh(str(body[name]), now)

    async def _seen(self, paths: dict[int, str]) -> dict[str, dict[str, Any]]:
        """By userid in lower case; who is in two departments comes twice and counts once."""
        users = [user for department in paths for user in await self._wecom.users(department)]
        return {str(user["userid"]).lower(): user for user in users}

    async def _departments(self) -> dict[int, dict[str, Any]]:
        return {int(one["id"]): one for one in await self._wecom.departments()}

    async def _keep_company(self, root: str) -> None:
        name, address = self._letterhead
        known = await Company.first() or Company()
        if (known.name, known.address) != (name or root, address):
            known.name, known.address = name or root, address
            await known.save()

    async def _keep(
        self, known: Member | None, user: dict[str, Any], paths: dict[int, str], now: datetime
    ) -> int | None:
        """The id of whoever left, came back, or has another post now."""
        fields = self._fields(user, paths)
        if user.get("status") in (LEFT, DISABLED):
            return (await self._part([known], now)).pop() if known and not known.gone_at else None
        if known is None:
            await Member.create(**fields)
            return None
        changed = {name for name, value in fields.items() if getattr(known, name) != value}
        back = known.gone_at is not None
        if changed or back:
            await known.update_from_dict({**fields, "gone_at": None}).save()
        return known.id if back or changed & POST else None

    def _fields(self, user: dict[str, Any], paths: dict[int, str]) -> dict[str, Any]:
        userid = str(user["userid"])
        mine = [int(key) for key in user.get("department", ())]
        main = int(user.get("main_department") or (mine[0] if mine else 1))
        path = paths.get(main, "")
        region, team = place_of(path, self._sales)
        leads = bool(dict(zip(mine, user.get("is_leader_in_dept", ()), strict=False)).get(main))
        position = str(user.get("position", ""))
        admin = userid.lower() in self._admins
        return {
            "userid": userid,
            "key": userid.lower(),
            "name": str(user.get("name") or userid),
            "position": position,
            "department": path,
            "region": region,
            "team": team,
            "leads": leads,
            "role": Role.ADMIN if admin else role_of(position, in_sales=self._sales in path.split("/")),
        }

    async def _part(self, members: list[Member], now: datetime) -> set[int | None]:
        """Gone from our sight: what they had stays, they may do nothing more. Their ids."""
        gone = {member.id for member in members}
        for key in gone:
            log.info("member %s is gone", key)
        await Member.filter(id__in=gone).update(gone_at=now)
        return {*gone}


async def _keep_departments(paths: set[str]) -> None:
    known = {one.path for one in await Department.all()}
    await Department.filter(path__in=list(known - paths)).delete()
    await Department.bulk_create(Department(path=path) for path in sorted(paths - known))


async def _passed_on(changed: set[int | None], now: datetime) -> None:
    """Nobody waits for a decision of somebody who is gone or has another post (R127)."""
    people = frozenset(key for key in changed if key is not None)
    if people:
        ctx = Context(CONTACTS, now, f"contacts-{now:%Y%m%dT%H%M%S%f}", now)
        await approving.pass_on(ctx, people)
        await ctx.flush()


def _paths(departments: dict[int, dict[str, Any]]) -> dict[int, str]:
    """Department id to its path below the root: 销售部/华东/华东一组."""

    def path(key: int) -> str:
        one = departments[key]
        above = int(one.get("parentid", 0))
        own = str(one["name"])
        return f"{path(above)}/{own}".removeprefix("/") if above in departments and above != ROOT else own

    return {key: path(key) if key != ROOT else "" for key in departments}
