"""Every kind of delivery has its answer: text is talked with, taps run, the rest is told what to do instead."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from bot.context import Context, Tap
from bot.dialogue import answers, conversation, labels, unplaced
from bot.dialogue.completing import completed
from bot.dialogue.hints import OFFERS, hint
from bot.dialogue.keywords import meant
from bot.dialogue.questions import NAMED
from bot.dialogue.reading import names_a_document, read
from bot.envelope import selected
from bot.handlers.tour import greet
from bot.understanding import Reading
from domain.command import unpack
from domain.dialogue import Keyword
from domain.directory import Directory
from storage.models import Draft, Inbox

# What the platform delivers that no feature reads yet, or ever will.
INSTEAD = {
    "image": "照片收到了，但看照片的功能还没开通。先把要紧的打几个字发我，我马上记。",
    "voice": "语音我听不了。长按输入框用“语音转文字”，或直接打字，我马上记。",
    "video": "视频我看不了。打几个字告诉我要点就行。",
    "file": "文件我打不开。把要紧的内容打几个字发我就行。",
    "location": "位置收到了，签到功能还没开通。先说一句：拜访了某客户，聊了什么。",
    "link": "链接我打不开。要记什么，直接打字告诉我。",
}
OTHER = "这种消息我看不懂。直接打字告诉我就行，不会用就发“帮助”。"
TAPS = ("template_card_event", "template_card_menu_event")
SAME_PLACE = timedelta(minutes=1)
NAME = 40  # characters that a typed customer's name may have
COMPANY = re.compile(r"(公司|集团|厂|股份|企业|科技|工业|Ltd|Co\.?|GmbH|Inc\.?)[)）]?$", re.IGNORECASE)


async def handle(body: dict[str, Any], ctx: Context) -> str:
    """Answers one delivery of a known person. Returns what became of it: done, asked, unplaced or ignored."""
    kind = str(body.get("MsgType", ""))
    if kind == "text":
        return await talk(str(body.get("Content", "")), ctx)
    if kind == "event":
        return await _event(body, ctx)
    if kind == "location" and await _told_before(ctx, "Event", "location_select"):
        return "ignored"
    ctx.say(INSTEAD.get(kind, OTHER))
    return "done"


async def talk(text: str, ctx: Context) -> str:
    """First whether the open question is answered, then what commands there are, then the nearest ones."""
    readings, directory = await read(text, ctx.actor, ctx.said_at, ctx.calendar)
    draft = None if any(reading.kind is Keyword for reading in readings) else await answers.newest(ctx)
    if draft and text.strip() in answers.CANCEL:
        return await answers.conclude(draft, None, ctx)
    if draft and (filled := _filled(draft, text, readings, directory, ctx)) is not None:
        return await answers.conclude(draft, filled, ctx)
    if key := await _button(text, readings, ctx):
        return await tapped(key, ctx)
    if not readings:
        await hint(text, directory, ctx)
        return "unplaced"
    await unplaced.said(readings[0].kind, ctx)
    whole = await completed(readings, text, ctx)
    wishes = [await meant(reading.kind, reading.slots, ctx) for reading in whole]
    return await conversation.carry_out(wishes, text, ctx)


async def _button(text: str, readings: list[Reading], ctx: Context) -> str | None:
    """The key of a button that is typed, where the words alone say nothing else in full: 通过 ends a review, but a bare
    同意 asks which quote is meant, though a card has such a button too."""
    if any(not reading.missing for reading in readings):
        return None
    key = await labels.key_of(text.strip(), ctx)
    same = key and any(key.startswith(f'["{reading.kind.key()}"') for reading in readings)
    return None if same else key


async def tapped(key: str, ctx: Context) -> str:
    """The key is a packed command, whole or half-made: the same as typing it. What it lacks may be ticked beside."""
    try:
        kind, slots = unpack(key)
        if kind in OFFERS:
            await unplaced.tapped(kind, ctx)
        if ctx.tap:
            slots |= {slot: ticked[0] for slot in kind.lacking(slots) if (ticked := ctx.tap.selected.get(slot))}
        said = str(slots.get("note") or slots.get("text") or "")
        return await conversation.carry_out([(kind, slots)], said, ctx)
    except ValueError:  # a card of an older release, or one that is closed
        ctx.say("这个按钮已经失效了，看最新的那张卡片，或直接打字告诉我。")
        return "done"


async def _event(body: dict[str, Any], ctx: Context) -> str:
    event, key = str(body.get("Event", "")), str(body.get("EventKey", ""))
    if event in TAPS:
        ctx.tap = Tap(str(body.get("ResponseCode", "")), str(body.get("TaskId", "")), selected(body))
        return await tapped(key, ctx)
    if event == "click":
        return await tapped(key, ctx)
    if event == "enter_agent":
        await greet(ctx)
    elif event == "location_select" and not await _told_before(ctx, "MsgType", "location"):
        ctx.say(INSTEAD["location"])
    else:
        return "ignored"
    return "done"


async def _told_before(ctx: Context, field: str, value: str) -> bool:
    """A place chosen in the menu may come as an event, as a message, or as both (`wecom.md` 2.2): answered once."""
    lately = Inbox.filter(sender=ctx.actor.userid.lower(), said_at__gte=ctx.said_at - SAME_PLACE)
    return any(row.body.get(field) == value for row in await lately.filter(done_at__not_isnull=True).limit(20))


def _filled(
    draft: Draft, text: str, readings: list[Reading], directory: Directory, ctx: Context
) -> dict[str, Any] | None:
    if names_a_document(text):
        return None
    name = text.strip()
    if draft.slot in NAMED and (readings or len(name) > NAME):
        return None
    if answers.wants_a_value(draft) and any(reading.slots.get("customer") for reading in readings):
        return None  # a command of its own, with its own customer
    filled = answers.read(draft, text, ctx.said_at, directory)
    if filled is None and draft.slot == "customer" and not readings and len(name) <= NAME and COMPANY.search(name):
        return {"customer": name}  # of a company that we do not know yet
    return filled
