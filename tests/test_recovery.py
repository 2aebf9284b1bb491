"""Answers that an earlier process was sending when it died."""

from datetime import timedelta
from pathlib import Path

from storage import db, outbox
from storage.models import Outbox
from tests.chat import MONDAY, talking


async def test_what_a_dead_process_was_sending_goes_out_at_once(database_url: str, tmp_path: Path) -> None:
    """Beside an embedded database there is no other process, so its leases are nobody's; on a server one waits."""
    async with talking(database_url, tmp_path) as chat:
        await Outbox.create(
            receiver="zhangsan",
            operation="send",
            payload={"message": {"msgtype": "text", "text": {"content": "你好"}}},
            created_at=MONDAY,
            not_before=MONDAY,
        )
        assert await outbox.lease("wecom", chat.bot.clock(), 20)
        await chat.bot.settle()
        if db.is_postgres():
            assert "你好" not in await chat.seen("zhangsan")
            await chat.clock(advance=f"PT{outbox.LEASE // timedelta(minutes=1) + 1}M")
        assert await chat.text("zhangsan") == "你好"
