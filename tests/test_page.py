"""The people's page in a real Chromium: what a newcomer does in the first minute, on a desk and on a phone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Page, ViewportSize, async_playwright, expect

from commands.test import browser
from tests.processes import running

pytestmark = pytest.mark.browser

SAID = "今天拜访了博泽的王经理，客户对价格敏感，下周三再谈"
MONDAY = "2026-11-23T10:00:00+08:00"
DESK, PHONE = ViewportSize(width=1280, height=800), ViewportSize(width=390, height=844)
PATIENT = 30_000.0  # milliseconds: a busy machine is slow, and nothing waits for this to pass
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
OVERHANG = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@asynccontextmanager
async def looking(folder: Path, window: ViewportSize) -> AsyncIterator[Page]:
    """The demo company's page in a window of this size; the bot works by itself behind it."""
    expect.set_options(timeout=PATIENT)
    started = ("run", "--port", "0", "--data", str(folder / "data"), "--now", MONDAY)
    async with running(folder, *started) as crm, async_playwright() as player:
        chromium = await player.chromium.launch(executable_path=browser(), args=[*QUIET, "--disable-sync"])
        page = await chromium.new_page(viewport=window, locale="zh-CN")
        broken: list[str] = []
        page.on("pageerror", lambda error: broken.append(error.message))
        await page.goto(crm.url)
        yield page
        assert broken == []
        await chromium.close()


async def test_a_newcomer_says_a_sentence_and_takes_it_back(tmp_path: Path) -> None:
    """R50, R102, W4: the card names customer and next date; 撤销 changes that card in place."""
    async with looking(tmp_path, DESK) as page:
        await page.get_by_test_id("person-zhangsan").click()
        await page.get_by_test_id("composer-input").fill(SAID)
        await page.get_by_test_id("send-button").click()
        card = page.locator("article.card").filter(has_text="上海博泽汽车部件有限公司")
        await expect(card).to_contain_text("已记录拜访")
        await expect(card).to_contain_text("下次跟进")
        await expect(card).to_contain_text("12月2日 周三")
        await card.get_by_test_id("card-button").filter(has_text="撤销").click()
        await expect(card.get_by_test_id("card-dead")).to_have_text("已撤销")
        await expect(card.get_by_test_id("card-button")).to_have_count(0)
        await expect(card).to_have_count(1)


async def test_a_greeting_waits_in_a_chat_that_was_never_opened(tmp_path: Path) -> None:
    async with looking(tmp_path, DESK) as page:
        await page.get_by_test_id("person-lisi").click()
        await expect(page.locator("article.card")).to_contain_text("李四，你好！我是聊单")


async def test_a_phone_shows_list_chat_menu_group_and_panel_one_at_a_time(tmp_path: Path) -> None:
    async with looking(tmp_path, PHONE) as page:
        await expect(page.get_by_test_id("conversation-zhangsan")).to_be_visible()
        await _nothing_hangs_over(page)
        await page.get_by_test_id("panel-open").click()
        await expect(page.get_by_test_id("clock-time")).to_be_in_viewport()
        await _nothing_hangs_over(page)
        await page.get_by_test_id("panel-close").click()
        await page.get_by_role("button").filter(has_text="华东销售群").click()
        await expect(page.get_by_test_id("log")).to_contain_text("华东销售群已建立")
        await _nothing_hangs_over(page)
        await page.get_by_role("button", name="返回会话列表").click()
        await page.get_by_test_id("conversation-zhangsan").click()
        await _menu_opens(page)


async def test_a_desk_shows_list_chat_and_panel_side_by_side(tmp_path: Path) -> None:
    async with looking(tmp_path, DESK) as page:
        for part in ("person-zhangsan", "conversation-zhangsan", "composer-input", "clock-time"):
            await expect(page.get_by_test_id(part)).to_be_in_viewport()
        await page.get_by_role("button").filter(has_text="华东销售群").click()
        await expect(page.get_by_test_id("log")).to_contain_text("华东销售群已建立")
        await expect(page.get_by_test_id("app-menu")).to_be_hidden()
        await page.get_by_test_id("conversation-zhangsan").click()
        await _menu_opens(page)


async def _menu_opens(page: Page) -> None:
    """The app's menu, one entry of it answered by a card."""
    await page.get_by_test_id("app-menu").get_by_role("button", name="我的").click()
    await _nothing_hangs_over(page)
    await page.get_by_test_id("menu-entry").filter(has_text="我的权限").click()
    await expect(page.locator("article.card").filter(has_text="张三 · 销售员")).to_be_visible()
    await _nothing_hangs_over(page)


async def _nothing_hangs_over(page: Page) -> None:
    """Nobody has to scroll sideways."""
    assert await page.evaluate(OVERHANG) == 0
