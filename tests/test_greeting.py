"""First entry, the tour, the menu, help, keyword words, and what is no command."""

from __future__ import annotations

from typing import Any

import pytest

from storage.models import Activity, Inbox, Member
from tests.chat import Chat, buttons, rows


async def test_a_newcomer_is_greeted_once(chat: Chat) -> None:
    await chat.message({"from": "zhangsan", "type": "enter"})
    await chat.message({"from": "zhangsan", "type": "enter"})
    assert (await chat.seen("zhangsan")).count("我是聊单") == 1
    assert "文字回执 开" in await chat.seen("zhangsan")


async def test_the_tour_lets_a_visit_be_said_and_undone_and_stores_nothing(chat: Chat) -> None:
    """R113."""
    before = await Activity.all().count()
    await chat.message({"from": "zhangsan", "type": "enter"})
    await chat.taps("zhangsan", "两分钟上手")
    await chat.taps("zhangsan", "替我说这句")
    assert rows(await chat.card("zhangsan"))["下次跟进"] == "12月2日 周三"
    await chat.taps("zhangsan", "撤销")
    assert "已撤销" in (await chat.card("zhangsan"))["main_title"]["title"]
    assert await Activity.all().count() == before


async def test_the_app_menu_is_there_and_works(chat: Chat) -> None:
    """R58: one menu is all the platform gives."""
    menu = (await chat.get("/sandbox/state"))["menu"]
    entries = [entry for top in menu["button"] for entry in top["sub_button"]]
    assert {"拍照", "定位"} <= {entry["name"] for entry in entries}
    for entry in entries:
        if entry["type"] == "click":
            await chat.message({"from": "zhangsan", "type": "menu", "key": entry["key"]})
    words = await chat.seen("zhangsan")
    assert "我的权限" not in words or "张三 · 销售员" in words
    assert "要跟进" in words
    assert "没有可以撤销的记录。" in words
    assert not await Inbox.filter(outcome="failed").exists()


async def test_a_place_from_the_menu_is_answered_once(chat: Chat) -> None:
    await chat.message(
        {"from": "zhangsan", "type": "menu", "key": "place", "latitude": 31.2, "longitude": 121.4, "label": "上海"}
    )
    assert (await chat.seen("zhangsan")).count("位置收到了") == 1


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ({"type": "image", "file": "aGVsbG8gd29ybGQ=", "filename": "a.jpg"}, "照片"),
        ({"type": "voice", "file": "aGVsbG8gd29ybGQ=", "filename": "a.amr"}, "语音转文字"),
        ({"type": "video", "file": "aGVsbG8gd29ybGQ=", "filename": "a.mp4"}, "视频"),
        ({"type": "file", "file": "aGVsbG8gd29ybGQ=", "filename": "a.pdf"}, "文件"),
        ({"type": "location", "latitude": 31.2, "longitude": 121.4, "label": "上海", "scale": 15}, "位置"),
        ({"type": "link", "title": "x", "description": "y", "url": "http://a.example", "picurl": ""}, "链接"),
    ],
)
async def test_messages_of_every_type_are_told_what_to_do_instead(
    chat: Chat, message: dict[str, Any], words: str
) -> None:
    await chat.message({"from": "zhangsan", **message})
    assert words in await chat.text("zhangsan")


async def test_help_names_what_is_open_and_fits_the_role(chat: Chat) -> None:
    await chat.says("zhangsan", "帮助")
    assert "今天拜访了" in await chat.seen("zhangsan")
    await chat.says("fengtao", "帮助")
    assert "今天拜访了" not in await chat.seen("fengtao")
    for userid, words in (("chuyan", "博泽回款30万"), ("weimin", "交付完成 HT"), ("sunqi", "同意 Q")):
        await chat.says(userid, "帮助")
        assert words in await chat.seen(userid)
    await chat.says("zhangsan", "今天拜访了鹏睿，谈了样件")
    await chat.says("zhangsan", "帮助")
    assert "还在等你回答" in (await chat.card("zhangsan"))["main_title"]["title"]


async def test_who_reads_in_wechat_gets_every_card_in_words_too(chat: Chat) -> None:
    """文字回执: the same words, and the typed commands for the buttons."""
    await chat.says("zhangsan", "文字回执 开")
    assert (await Member.get(userid="zhangsan")).plain_receipts
    await chat.says("zhangsan", "今天拜访了博泽的王经理，嫌铜价高，下周三再谈")
    words = await chat.text("zhangsan")
    assert words.startswith("已记录拜访 · 上海博泽汽车部件有限公司\n11月23日 周一\n嫌铜价高，下周三再谈")
    assert "下次跟进：12月2日 周三" in words
    assert "“撤销 #10001”" in words
    await chat.says("zhangsan", "撤销 #10001")
    await chat.says("zhangsan", "文字回执 关")
    await chat.says("zhangsan", "我的权限")
    assert "好的，只发卡片" in await chat.text("zhangsan")


async def test_a_wrong_argument_of_a_word_is_told(chat: Chat) -> None:
    await chat.says("zhangsan", "文字回执 也许")
    assert await chat.text("zhangsan") == "发“文字回执 开”或“文字回执 关”。"


@pytest.mark.parametrize("text", ["讲个笑话", "今天天气怎么样", "隔壁公司签了个大单", "😀", "   ", "\u200b"])
async def test_what_is_no_command_stores_nothing_and_offers_help(chat: Chat, text: str) -> None:
    before = await Activity.all().count()
    await chat.says("zhangsan", text)
    assert "帮助" in buttons(await chat.card("zhangsan"))
    assert await Activity.all().count() == before


async def test_what_is_not_built_yet_is_understood_and_said_so(chat: Chat) -> None:
    await chat.says("zhangsan", "导出上月的商机")
    assert "“导出”" in await chat.text("zhangsan")


async def test_a_plan_without_a_reminder_word_is_offered_one(chat: Chat) -> None:
    """`commands.md`: the bot offers the reminder as one tap."""
    await chat.says("zhangsan", "明天打算去趟博泽")
    assert "到时提醒我" in buttons(await chat.card("zhangsan"))
    await chat.taps("zhangsan", "到时提醒我")
    assert "到时提醒你 · 11月24日 周二 09:00" in await chat.seen("zhangsan")
