"""The company's groups: one a sales region, one for the managers; made and kept up to date by the bot itself."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass

from bot.wecom.client import Wecom, WecomError
from domain.people import Role
from storage.models import Member

MANAGERS = "管理晨会"
FEWEST = 2  # members of a group, says the platform
UNKNOWN = {40050, 86001, 86003}  # no such chat
NO_ROOT = 48002  # the app does not see the whole company: groups are not for it

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Group:
    name: str
    owner: str
    members: frozenset[str]

    @property
    def chatid(self) -> str:
        """The same in every process and after every restart."""
        return "crm" + hashlib.sha256(self.name.encode()).hexdigest()[:20]


async def wanted() -> list[Group]:
    """By the members as they are now; too small a group is none."""
    people = await Member.filter(gone_at=None).order_by("id")
    groups = []
    for region in sorted({member.region for member in people if member.region}):
        sellers = [member for member in people if member.region == region]
        director = next((m for m in sellers if m.role == Role.REGIONAL_DIRECTOR), sellers[0])
        groups.append(Group(f"{region}销售群", director.userid, frozenset(m.userid for m in sellers)))
    leading = (Role.SUPERVISOR, Role.REGIONAL_DIRECTOR, Role.EXECUTIVE)
    managers = [member for member in people if member.role in leading]
    if managers:
        owner = next((m for m in managers if m.role == Role.EXECUTIVE), managers[0])
        groups.append(Group(MANAGERS, owner.userid, frozenset(m.userid for m in managers)))
    return [group for group in groups if len(group.members) >= FEWEST]


async def keep(wecom: Wecom) -> None:
    """Creates what is missing and brings members and owners up to date."""
    for group in await wanted():
        try:
            await _keep(group, wecom)
        except WecomError as refused:
            log.warning("group %s: %s", group.chatid, refused.code)
            if refused.code == NO_ROOT:
                return


async def _keep(group: Group, wecom: Wecom) -> None:
    try:
        stands = await wecom.get_chat(group.chatid)
    except WecomError as refused:
        if refused.code not in UNKNOWN:
            raise
        await wecom.create_chat(group.name, group.owner, sorted(group.members), group.chatid)
        hello = f"**{group.name}**已建立，群里会收到聊单的日报和排行。记客户请私聊聊单。"
        await wecom.send_chat(group.chatid, {"msgtype": "markdown", "markdown": {"content": hello}})
        return
    present = frozenset(stands["userlist"])
    if present != group.members or stands.get("owner") != group.owner:
        added, removed = sorted(group.members - present), sorted(present - group.members)
        await wecom.update_chat(group.chatid, name=group.name, owner=group.owner, add=added, remove=removed)
