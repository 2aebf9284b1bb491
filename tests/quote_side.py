"""Quotes as a rep submits them, for tests of what is said on the way and what happens then."""

from __future__ import annotations

from storage.models import Quote
from tests.chat import Chat

BOZE, YANFENG = "上海博泽汽车部件有限公司", "延锋汽车饰件系统有限公司"
SAID = "报价 博泽 JM-2087A 2000件 单价38.5，有效期到月底"


async def submitted(chat: Chat, said: str = SAID, by: str = "zhangsan") -> Quote:
    """Said and confirmed; the newest quote."""
    await chat.says(by, said)
    await chat.taps(by, "确认提交")
    quote = await Quote.all().order_by("-id").first()
    assert quote is not None
    return quote


async def asked(chat: Chat, by: str = "zhangsan") -> str:
    return str((await chat.card(by))["main_title"]["title"])
