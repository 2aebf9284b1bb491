"""A button's label, typed: who reads in WeChat sees no cards and answers by their words."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from bot.context import Context
from domain.records import ChooseAmend
from storage.models import Outbox

LATELY = timedelta(hours=72)  # no card can be tapped for longer
CARDS = 20
CLOSED = "closed"
AMENDED = re.compile(r"改一?下 ?[#＃]?(\d{5,18})", re.ASCII)


async def key_of(said: str, ctx: Context) -> str | None:
    """The key of the newest card's button that reads so, of whichever receipt a number names; None: none of the last
    ones does."""
    if numbered := AMENDED.fullmatch(said):
        return ChooseAmend(receipt=int(numbered[1])).pack()
    sent = Outbox.filter(receiver=ctx.actor.userid, channel="wecom", operation__in=("send", "update"))
    lately = sent.filter(created_at__gt=ctx.now - LATELY).exclude(state="dropped").order_by("-id").limit(CARDS)
    for row in await lately:
        for button in _card(row.payload).get("button_list", ()):
            if button["text"] == said and button["key"] != CLOSED:
                return str(button["key"])
    return None


def _card(payload: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = payload.get("card") or payload.get("message", {}).get("template_card") or {}
    return found
