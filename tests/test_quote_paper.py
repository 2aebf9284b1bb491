"""The paper for the customer: opened and read, of the approved version, with nothing internal in it (R131)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

import config
from bot.contacts import Contacts
from bot.making import makes
from bot.quotes.paper import Paper, draw, quote_paper
from domain import pricing
from domain.pricing import Item
from domain.terms import Terms
from storage.models import Company, Outbox, Quote
from tests.chat import Chat
from tests.chat import words as written
from tests.quote_side import submitted

COMPANY, BOZE = "明砺精密制造有限公司", "上海博泽汽车部件有限公司"
ON = date(2026, 11, 23)


def read(content: bytes) -> str:
    """The words of all pages, without the blanks that a layout adds."""
    return "".join("".join(page.extract_text().split()) for page in PdfReader(BytesIO(content)).pages)


def paper(*items: Item, address: str = "", taxed: bool = True, discount: str | None = None) -> Paper:
    made = pricing.offer(items, taxed=taxed, discount=Decimal(discount) if discount else None)
    return Paper(
        COMPANY, address, Terms("Q2026-0013-v2", BOZE, made, date(2026, 12, 31), date(2027, 1, 15)), ON, "张三"
    )


def item(model: str = "JM-2087A", name: str = "门锁轴套") -> Item:
    return Item(model, Decimal(2000), Decimal("38.5"), name)


async def received(chat: Chat, userid: str = "zhangsan") -> list[bytes]:
    """The files in a member's chat."""
    found = []
    for entry in await chat.inbox(userid):
        if media := entry["body"].get("file"):
            async with chat.session.get(f"{chat.url}/sandbox/media/{media['media_id']}") as answer:
                assert media["filename"].endswith(".pdf")
                found.append(await answer.read())
    return found


async def test_the_rep_gets_the_paper_when_the_quote_is_approved(chat: Chat) -> None:
    await chat.says("zhangsan", "报价 博泽 JM-2087A 2000件 单价34.5，有效期到月底")
    await chat.taps("zhangsan", "确认提交")
    await chat.says("sunqi", "同意 Q2026-0008")
    assert not await received(chat)
    await chat.says("wujun", "同意 Q2026-0008")
    [content] = await received(chat)
    words = read(content)
    for wanted in (COMPANY, BOZE, "Q2026-0008", "JM-2087A", "2,000", "34.50", "69,000.00", "含13%增值税", "2026-11-30"):
        assert wanted in words
    for internal in ("35.00", "底价", "毛利", "39.80", "孙琦", "吴军", "延锋", "冯涛"):
        assert internal not in words


async def test_a_version_that_was_changed_meanwhile_sends_no_paper(chat: Chat) -> None:
    """Of the approved version alone: it is looked at again when the paper is drawn."""
    await chat.says("zhangsan", "报价 博泽 JM-2087A 2000件 单价38.5")
    await chat.taps("zhangsan", "确认提交")
    await chat.fault(kind="server_error", path="media/upload", times=1)
    await chat.says("sunqi", "同意 Q2026-0008")
    assert await Outbox.filter(operation="file", state="waiting").exists()
    await chat.says("zhangsan", "单价改成37.5元")
    await chat.clock(advance="PT2M")
    assert await Outbox.filter(operation="file", state="dropped").exists()
    assert not await received(chat)


async def test_a_lost_answer_sends_no_second_paper(chat: Chat) -> None:
    """Uploaded once: the repeat is the same message, which the platform drops."""
    await chat.says("zhangsan", "报价 博泽 JM-2087A 2000件 单价38.5")
    await chat.taps("zhangsan", "确认提交")
    await chat.says("sunqi", "同意 Q2026-0008")
    row = await Outbox.get(operation="file")
    await Outbox.filter(id=row.id).update(state="waiting", retry_at=None, lease_until=None)
    await chat.bot.settle()
    assert len(await received(chat)) == 1
    assert (await Outbox.get(id=row.id)).state == "sent"


def test_the_same_paper_is_the_same_bytes_and_its_font_travels_along() -> None:
    made, again = draw(paper(item())), draw(paper(item()))
    assert (made.kind, made.filename) == ("file", "Q2026-0013-v2.pdf")
    assert made.content == again.content
    assert b"+WenQuanYiMicroHei" in made.content
    assert b"/FontFile2" in made.content
    assert len(made.content) < 200_000


def test_without_tax_the_sum_the_tax_and_the_total_stand_on_it() -> None:
    words = read(draw(paper(item(), taxed=False)).content)
    for wanted in ("不含税合计77,000.00", "税额13%10,010.00", "合计（含税）87,010.00"):
        assert wanted in words


def test_a_discount_is_said_and_the_line_is_after_it() -> None:
    words = read(draw(paper(item(), discount="0.95")).content)
    assert "73,150.00" in words
    assert "9.5折" in words


def test_what_was_not_agreed_on_is_not_on_it() -> None:
    stated = paper(item())
    words = read(draw(replace(stated, terms=replace(stated.terms, valid_until=None))).content)
    assert "有效期" in read(draw(stated).content)
    assert "有效期" not in words


def test_what_people_wrote_stays_text_and_long_words_stay_on_the_page() -> None:
    nasty = item("JM-<b>&\"'-" + "X" * 50, "特殊<font color='red'>表面</font>处理" * 3)
    words = read(draw(paper(nasty, address="上海市松江区 1 号 & 021-5555 0000")).content)
    assert "JM-<b>&\"'-" in words
    assert "<fontcolor='red'>" in words
    assert "上海市松江区1号&021-55550000" in words


def test_many_lines_take_several_pages_with_the_head_repeated() -> None:
    pages = PdfReader(BytesIO(draw(paper(*(item(f"JM-{n}") for n in range(1000, 1060)))).content)).pages
    assert len(pages) > 1
    assert all("型号" in page.extract_text() for page in pages)


async def test_the_letterhead_is_the_contacts_root_department_or_what_the_settings_say(
    chat: Chat, tmp_path: Path
) -> None:
    company = await Company.get()
    assert (company.name, company.address) == (COMPANY, "")
    said = {"CRM_COMPANY": "明砺精密（集团）有限公司", "CRM_COMPANY_ADDRESS": "上海市松江区 1 号"}
    settings = config.read(said, data=tmp_path)
    contacts = Contacts(chat.bot.wecom, sales="销售部", letterhead=settings.letterhead)
    await contacts.sync(chat.stand_in.clock.now())
    company = await Company.get()
    assert (company.name, company.address) == ("明砺精密（集团）有限公司", "上海市松江区 1 号")


def test_two_makers_of_one_paper_are_our_error() -> None:
    with pytest.raises(RuntimeError, match="twice"):
        makes("quote_paper", draw)(quote_paper)


async def test_every_paper_is_of_a_quote_that_stands(chat: Chat) -> None:
    """The demo's old quotes may be sent again as well."""
    quote = await Quote.get(number="Q2026-0007")
    await Outbox.create(
        channel="files",
        receiver="zhangsan",
        operation="file",
        payload={"make": "quote_paper", "of": quote.id},
        created_at=quote.created_at,
        not_before=quote.created_at,
    )
    await chat.bot.settle()
    [content] = await received(chat)
    assert "250,250.00" in read(content)


async def test_at_night_the_paper_waits_with_its_card_and_comes_after_it(chat: Chat) -> None:
    quote = await submitted(chat)
    await chat.clock(set="2026-11-23T22:30:00+08:00")
    await chat.taps("sunqi", "同意")
    assert not any("file" in entry["body"] for entry in await chat.inbox("zhangsan"))
    await chat.clock(set="2026-11-24T08:01:00+08:00")
    last = (await chat.inbox("zhangsan"))[-2:]
    assert quote.title in written(last[0])
    assert "file" in last[1]["body"]
