"""What binds the company is shown before it is stored: nothing is written and no number used until the tap."""

from __future__ import annotations

import pytest

from storage.models import Draft, JournalEntry, Outbox, Quote
from tests.chat import Chat, buttons, rows

SAID = "报价 博泽 JM-2087A 2000件 单价38.5"
FIRST = "Q2026-0008"


async def stored() -> int:
    return await Quote.filter(number__gte=FIRST).count()


async def test_it_is_shown_and_nothing_is_stored_until_the_tap(chat: Chat) -> None:
    await chat.says("zhangsan", SAID)
    card = await chat.card("zhangsan")
    assert card["main_title"]["title"] == "待确认 · 上海博泽汽车部件有限公司"
    assert rows(card)["总价"] == "77,000 元（含税 13%）"
    assert buttons(card) == ["确认提交", "不要了"]
    assert not await stored()
    assert not await Outbox.filter(receiver="sunqi").exists()
    await chat.taps("zhangsan", "确认提交")
    assert await stored() == 1
    assert await JournalEntry.filter(action="submit_quote", refused=None).count() == 1
    title = (await chat.card("zhangsan"))["main_title"]["title"]
    assert title == f"已提交报价 {FIRST} · 上海博泽汽车部件有限公司"
    assert FIRST in await chat.seen("sunqi")


@pytest.mark.parametrize("word", ["确认", "确认提交", "好的"])
async def test_a_word_confirms_too(chat: Chat, word: str) -> None:
    await chat.says("zhangsan", SAID)
    await chat.says("zhangsan", word)
    assert await stored() == 1


async def test_not_confirmed_is_not_done(chat: Chat) -> None:
    await chat.says("zhangsan", SAID)
    await chat.taps("zhangsan", "不要了")
    assert not await stored()
    assert (await Draft.get()).state == "dropped"


async def test_a_double_tap_confirms_once(chat: Chat) -> None:
    """W5."""
    await chat.says("zhangsan", SAID)
    entry = (await chat.inbox("zhangsan"))[-1]
    key = entry["body"]["template_card"]["button_list"][0]["key"]
    await chat.tap("zhangsan", entry["msgid"], key)
    await chat.tap("zhangsan", entry["msgid"], key, stale=True)
    assert await stored() == 1
