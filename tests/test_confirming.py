"""What binds the company is shown before it is stored: nothing is written and no number used until the tap."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot import bus
from bot.bus import Handler, Stored
from bot.context import Context
from domain.quotes import SubmitQuote
from domain.records import Remove
from storage.models import Draft, JournalEntry, Suggestion
from tests.chat import Chat, buttons, rows

SAID = "报价 博泽 JM-2087A 2000件 单价38.5"


@pytest.fixture(autouse=True)
def binding() -> Iterator[None]:
    """A binding command as a later release registers one: it writes a row and says so."""

    async def submit(command: SubmitQuote, ctx: Context) -> Stored:
        row = await Suggestion.create(member_id=ctx.actor.id, text="quote", created_at=ctx.now)
        ctx.say("submitted")
        undo = Remove(record=f"suggestion:{row.id}")
        return Stored(
            "已提交报价", command.customer, f"suggestion:{row.id}", "报价", rows={"总价": "77,000 元"}, undo=undo
        )

    kept = dict(bus.HANDLERS)
    bus.HANDLERS[SubmitQuote] = Handler(submit, "dialogue", writes=True, revise=None, fields=(), confirm="确认提交")
    yield
    bus.HANDLERS.update(kept)


async def test_it_is_shown_and_nothing_is_stored_until_the_tap(chat: Chat) -> None:
    await chat.says("zhangsan", SAID)
    card = await chat.card("zhangsan")
    assert card["main_title"]["title"] == "待确认 · 上海博泽汽车部件有限公司"
    assert (rows(card), buttons(card)) == ({"总价": "77,000 元"}, ["确认提交", "不要了"])
    assert not await Suggestion.exists()
    assert "submitted" not in await chat.seen("zhangsan")
    await chat.taps("zhangsan", "确认提交")
    assert await Suggestion.all().count() == 1
    assert await JournalEntry.filter(action="submit_quote", refused=None).count() == 1
    assert (await chat.card("zhangsan"))["main_title"]["title"] == "已提交报价 · 上海博泽汽车部件有限公司"
    assert "submitted" in await chat.seen("zhangsan")


@pytest.mark.parametrize("word", ["确认", "确认提交", "好的"])
async def test_a_word_confirms_too(chat: Chat, word: str) -> None:
    await chat.says("zhangsan", SAID)
    await chat.says("zhangsan", word)
    assert await Suggestion.all().count() == 1


async def test_not_confirmed_is_not_done(chat: Chat) -> None:
    await chat.says("zhangsan", SAID)
    await chat.taps("zhangsan", "不要了")
    assert not await Suggestion.exists()
    assert (await Draft.get()).state == "dropped"


async def test_a_double_tap_confirms_once(chat: Chat) -> None:
    """W5."""
    await chat.says("zhangsan", SAID)
    entry = (await chat.inbox("zhangsan"))[-1]
    key = entry["body"]["template_card"]["button_list"][0]["key"]
    await chat.tap("zhangsan", entry["msgid"], key)
    await chat.tap("zhangsan", entry["msgid"], key, stale=True)
    assert await Suggestion.all().count() == 1
