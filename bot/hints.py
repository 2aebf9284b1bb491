"""What the bot says when it cannot place a text: the nearest commands as buttons; nothing is stored."""

from __future__ import annotations

import re

from bot.cards.render import button, card
from bot.context import Context
from bot.understanding import nearest
from domain.activities import LogActivity
from domain.command import Command, pack
from domain.customers import QueryCustomer
from domain.dialogue import Help, Suggest
from domain.directory import Directory
from domain.reminders import ListTasks, SetReminder
from domain.words import clipped

LONGEST = 200  # characters of text that a button can carry
THANKS = re.compile(r"(谢|辛苦|收到|好的|ok|👌|🙏|明白|知道了|嗯)", re.IGNORECASE)
HELLO = re.compile(r"(你好|您好|在吗|早上好|早安|下午好|晚上好|hello|hi\b|嗨|哈喽)", re.IGNORECASE)


async def unplaced(text: str, directory: Directory, ctx: Context) -> None:
    """A greeting is greeted; else one card with what it might have meant."""
    said = text.strip()
    if len(said) <= 20 and THANKS.search(said):
        ctx.say("不客气，有进展随时发我。")
        return
    hello = len(said) <= 20 and HELLO.search(said)
    title = f"{ctx.actor.name}，你好！要记点什么？" if hello else "这句我没把握，没有记下来"
    ctx.answer(
        card(
            "notice",
            title=title,
            text=f"“{clipped(said, 80)}”"
            if said and not hello
            else "见完客户，直接说一句就行，比如：今天拜访了博泽，下周三再谈",
            buttons=_buttons(said, directory, ctx),
        )
    )


def _buttons(said: str, directory: Directory, ctx: Context) -> list[dict[str, object]]:
    offered = [offer for key in nearest(said, ctx.said_at, directory) if (offer := _offer(key, said, directory, ctx))]
    return [*[button(label, packed) for label, packed in offered[:3]], button("帮助", Help(), style=2)]


def _offer(key: str, said: str, directory: Directory, ctx: Context) -> tuple[str, str] | None:
    """One tap does it, or asks for what is missing; None: not for this person, or too long for a button."""
    if len(said) > LONGEST:
        return None
    customer = directory.customers[0].name if len(directory.customers) == 1 else None
    offers: dict[str, tuple[str, str, type[Command], dict[str, object]]] = {
        "log_activity": (
            "记成跟进",
            "activity.write",
            LogActivity,
            {"kind": "other", "customer": customer, "note": said},
        ),
        "set_reminder": ("到时提醒我", "reminder.write", SetReminder, {"text": said, "customer": customer}),
        "query_customer": ("查这家客户", "customer.read", QueryCustomer, {"customer": customer}),
        "list_tasks": ("我的跟进", "task.read", ListTasks, {"period": "today"}),
        "suggest": ("提个建议", "dialogue", Suggest, {"text": said}),
    }
    if key not in offers:
        return None
    label, needs, kind, slots = offers[key]
    return (label, pack(kind, slots)) if ctx.actor.scope(needs) else None
