"""Commands of several people at the same instant, each in a transaction of its own, as workers carry them out."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from bot import bus
from bot.context import Context
from domain.command import Ask, Command
from storage import db, queries
from tests.chat import Chat

BLOCKED = "SELECT COUNT(*) AS n FROM pg_locks WHERE NOT granted"
Wait = Callable[[], Awaitable[None]]


async def done(chat: Chat, who: str, command: Command, before_commit: Wait | None = None) -> str:
    """What came of it."""
    actor, now = await queries.actor(who), chat.stand_in.clock.now()
    assert actor
    ctx = Context(actor, now, f"{who}-{command.key()}", now)
    try:
        async with db.transaction():
            await bus.execute(command, ctx)
            await ctx.flush()
            if before_commit:
                await before_commit()
    except Ask as ask:
        return str(ask)
    return "done"


async def overlapping(chat: Chat, first: tuple[str, Command], second: tuple[str, Command]) -> list[str]:
    """The first commits only once the second waits for it or is through: neither has seen the other's writing."""
    written, over = asyncio.Event(), asyncio.Event()

    async def until_the_second_has_come() -> None:
        written.set()
        while not over.is_set() and not (await db.fetch(BLOCKED))[0]["n"]:
            pass

    async def behind() -> str:
        await written.wait()
        try:
            return await done(chat, *second)
        finally:
            over.set()

    return list(await asyncio.gather(done(chat, *first, until_the_second_has_come), behind()))
