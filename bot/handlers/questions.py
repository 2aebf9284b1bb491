"""Taps on an open question: its options, 不要了, and showing it again."""

from __future__ import annotations

from bot.bus import Redrawn, Result, handles
from bot.cards import Card
from bot.context import Context
from bot.dialogue import answers
from bot.dialogue.receipts import question
from domain.command import Refused
from domain.dialogue import Answer, Drop, Reopen
from storage.models import Draft


@handles(Answer, needs="dialogue")
async def answer(command: Answer, ctx: Context) -> Result:
    draft = await _mine(command.draft, ctx)
    if not 0 <= command.choice < len(draft.options):
        raise Refused("这个按钮已经失效，看最新的那张卡片就好。")
    return await answers.answer(draft, dict(draft.options[command.choice]["slots"]), ctx)


@handles(Drop, needs="dialogue")
async def drop(command: Drop, ctx: Context) -> Redrawn:
    return await answers.drop(await _mine(command.draft, ctx), ctx)


@handles(Reopen, needs="dialogue")
async def reopen(command: Reopen, ctx: Context) -> Card:
    """An unfiled question with its buttons; typed words answer it again for half an hour."""
    draft = await _mine(command.draft, ctx)
    if draft.state != "open":
        raise Refused("这个问题已经处理过了。")
    await answers.wake(draft, ctx)
    return question(draft)


async def _mine(key: int, ctx: Context) -> Draft:
    draft = await Draft.get_or_none(id=key, member_id=ctx.actor.id)
    if draft is None:
        raise Refused("这张卡片不是发给你的。")
    return draft
