"""What goes on after something went wrong: a process that died while it sent, a bad row among good ones."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot import dispatch
from bot.context import Context
from storage import db, outbox
from storage.models import Activity, Inbox, Outbox
from tests.chat import MONDAY, Chat, talking


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


async def test_one_bad_row_among_good_ones_harms_none_of_them(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    """F11: worked on together they all fail, so that each is done again alone; every good one is one record."""
    real = dispatch.talk

    async def talk(text: str, ctx: Context) -> str:
        outcome = await real(text, ctx)
        if "博泽" in text:
            raise RuntimeError("a bug after the write")
        return outcome

    monkeypatch.setattr(dispatch, "talk", talk)
    said = {"zhangsan": "拜访了博泽，甲", "lisi": "拜访了延锋，乙", "wangwu": "拜访了拓普，丙"}
    for userid, text in said.items():
        await chat.post("/sandbox/messages", {"from": userid, "type": "text", "text": text})
    await chat.bot.settle()
    records = await Activity.filter(created_at__gte=MONDAY).order_by("id")
    assert [record.note for record in records] == ["乙", "丙"]
    assert [row.outcome for row in await Inbox.all().order_by("id")] == ["failed", "done", "done"]
    assert "已记录拜访" in await chat.seen("lisi")
    assert "编号" in await chat.text("zhangsan")
