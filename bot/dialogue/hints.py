"""What the bot says when it cannot place a text: the nearest commands as buttons; nothing is stored as a record."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

from bot.bus import HANDLERS
from bot.cards.render import button, card
from bot.context import Context
from bot.dialogue import unplaced
from bot.understanding import nearest
from bot.understanding.dates import as_due, find_dates
from domain.activities import LogActivity
from domain.command import Command, pack
from domain.contracts import QueryPayments, RecordPayment, SignContract
from domain.customers import QueryCustomer
from domain.dialogue import Help
from domain.directory import Directory
from domain.opportunities import OpenOpportunity
from domain.quotes import SubmitQuote
from domain.reminders import ListTasks, SetReminder
from domain.solutions import RequestHelp
from domain.words import clipped

LONGEST = 200  # characters of text that a button can carry
MOST = 3
THANKS = re.compile(r"(谢|辛苦|收到|好的|ok|👌|🙏|明白|知道了|嗯)", re.IGNORECASE)
HELLO = re.compile(r"(你好|您好|在吗|早上好|早安|下午好|晚上好|hello|hi\b|嗨|哈喽)", re.IGNORECASE)
# Label, the slot that takes the text, whether it is about the customer that is named. What is missing is asked.
OFFERS: Mapping[type[Command], tuple[str, str | None, bool]] = {
    LogActivity: ("记成跟进", "note", True),
    SetReminder: ("到时提醒我", "text", True),
    QueryCustomer: ("查这家客户", None, True),
    SubmitQuote: ("做份报价", None, True),
    SignContract: ("登记合同", None, True),
    RecordPayment: ("记一笔回款", None, True),
    OpenOpportunity: ("开个商机", None, True),
    RequestHelp: ("请人支持", "note", True),
    QueryPayments: ("看回款", None, False),
    ListTasks: ("我的跟进", None, False),
    Help: ("帮助", None, False),
}


async def hint(text: str, directory: Directory, ctx: Context) -> None:
    """A greeting is greeted; else one card with what it might have meant, which is noted (`bot.dialogue.unplaced`)."""
    said = text.strip()
    if len(said) <= 20 and THANKS.search(said):
        ctx.say("不客气，有进展随时发我。")
        return
    hello = not said or (len(said) <= 20 and HELLO.search(said))
    offered = _offered(said, directory, ctx)
    if not hello:
        await unplaced.keep(said, [kind.key() for kind in offered], ctx)
    title = f"{ctx.actor.name}，你好！要记点什么？" if hello else "这句我没把握，没有记下来"
    words = "见完客户，直接说一句就行，比如：今天拜访了博泽，下周三再谈" if hello else f"“{clipped(said, 80)}”"
    buttons = [
        button(OFFERS[kind][0], _packed(kind, said, directory, ctx.said_at), style=1 + (kind is Help))
        for kind in offered
    ]
    ctx.answer(card("notice", title=title, text=words, buttons=buttons))


def _offered(said: str, directory: Directory, ctx: Context) -> list[type[Command]]:
    """The nearest commands that this person may use, and help; a text too long for a button has help alone."""
    near = nearest(said, ctx.said_at, directory) if len(said) <= LONGEST else []
    kinds = [kind for key in near if (kind := Command.BY_NAME[key]) in OFFERS and ctx.actor.scope(HANDLERS[kind].needs)]
    return [*kinds[:MOST], Help]


def _packed(kind: type[Command], said: str, directory: Directory, said_at: datetime) -> str:
    _, takes, about_customer = OFFERS[kind]
    named = directory.customers[0].name if about_customer and len(directory.customers) == 1 else None
    fixed: dict[str, object] = {}
    if kind is LogActivity:
        fixed["kind"] = "other"
    elif kind is ListTasks:
        fixed["period"] = "today"
    elif kind is SetReminder:  # 明天打算去趟银轮: one tap, and it rings tomorrow
        days = find_dates(said, said_at, past=False, calendar=directory.calendar)
        fixed["due"] = as_due(days[0], said_at) if days else None
    return pack(kind, {**fixed, **({takes: said} if takes else {}), **({"customer": named} if named else {})})
