"""Cards that are tapped and change: whose copy, by which code, and what an old phone still shows."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.sandbox_visit import OTHER_AGENT, OTHER_SECRET, QUESTION, Json, Visit, visiting

SELECTING: Json = QUESTION | {
    "button_selection": {
        "question_key": "why",
        "option_list": [{"id": "a", "text": "价高"}, {"id": "b", "text": "交期"}],
    }
}
VOTE: Json = {
    "card_type": "vote_interaction",
    "task_id": "vote-1",
    "main_title": {"title": "丢单原因"},
    "checkbox": {
        "question_key": "why",
        "mode": 1,
        "option_list": [{"id": "p", "text": "价格", "is_checked": True}, {"id": "t", "text": "交期"}],
    },
    "submit_button": {"key": "send"},
}


@pytest.fixture
async def visit(tmp_path: Path) -> AsyncIterator[Visit]:
    async with visiting(tmp_path) as opened:
        yield opened


async def test_a_tap_is_told_with_a_code_of_its_own(visit: Visit) -> None:
    sent = await visit.card("zhangsan")
    tapped = await visit.taps("zhangsan", sent["msgid"], "yes")
    told = visit.heard[0]
    assert tapped["callback"]["status"] == 200
    assert (told["Event"], told["EventKey"], told["TaskId"]) == ("template_card_event", "yes", "quote-1")
    assert told["CardType"] == "button_interaction"
    assert told["ResponseCode"] not in ("", sent["response_code"])
    assert "SelectedItems" not in told
    assert "MsgId" not in told


@pytest.mark.parametrize(
    ("card", "key", "selected", "options"),
    [
        (SELECTING, "yes", {"why": ["b"]}, "b"),
        (VOTE, "send", {"why": ["p", "t"]}, ["p", "t"]),
        (VOTE, "send", None, "p"),
        (VOTE, "send", {}, "p"),
    ],
)
async def test_a_tap_brings_what_was_selected(visit: Visit, card: Json, key: str, selected: Any, options: Any) -> None:
    """What the tap leaves out stands as the card came."""
    sent = await visit.card("zhangsan", card)
    await visit.taps("zhangsan", sent["msgid"], key, selected=selected)
    item = visit.heard[0]["SelectedItems"]["SelectedItem"]
    assert (item["QuestionKey"], item["OptionIds"]["OptionId"]) == ("why", options)


@pytest.mark.parametrize(
    ("key", "selected"),
    [("maybe", {}), ("yes", {"who": ["a"]}), ("yes", {"why": ["z"]}), ("yes", {"why": ["a", "b"]}), ("yes", ["a"])],
)
async def test_what_the_card_does_not_offer_is_400(visit: Visit, key: str, selected: Any) -> None:
    sent = await visit.card("zhangsan", SELECTING)
    await visit.taps("zhangsan", sent["msgid"], key, 400, selected=selected)
    assert visit.heard == []


async def test_a_card_of_somebody_else_cannot_be_tapped(visit: Visit) -> None:
    sent = await visit.card("zhangsan")
    await visit.taps("lisi", sent["msgid"], "yes", 404)
    await visit.taps("nobody", sent["msgid"], "yes", 404)
    await visit.taps("zhangsan", "unknown", "yes", 404)


async def test_the_menu_in_the_corner_has_its_own_event(visit: Visit) -> None:
    menu = {"action_list": [{"text": "为什么是我", "key": "why_me"}]}
    sent = await visit.card("zhangsan", QUESTION | {"action_menu": menu})
    await visit.taps("zhangsan", sent["msgid"], "why_me")
    assert (visit.heard[0]["Event"], visit.heard[0]["EventKey"]) == ("template_card_menu_event", "why_me")


async def test_replace_name_leaves_one_dead_label(visit: Visit) -> None:
    sent = await visit.card("zhangsan|lisi")
    await visit.update(sent["response_code"], userids=["ZhangSan"], button={"replace_name": "已同意"})
    (seen,) = await visit.inbox("zhangsan")
    card = seen["body"]["template_card"]
    assert card["replace_text"] == "已同意"
    assert "button_list" not in card
    assert "button_list" in seen["posted"]["template_card"]
    assert seen["updates"] == 1
    assert "button_list" in (await visit.inbox("lisi"))[0]["body"]["template_card"]


async def test_a_change_gives_a_new_seq_and_keeps_the_msgid(visit: Visit) -> None:
    sent = await visit.card("zhangsan")
    (before,) = await visit.inbox("zhangsan")
    await visit.update(sent["response_code"], atall=1, button={"replace_name": "已同意"})
    (after,) = await visit.inbox("zhangsan", before["seq"])
    assert after["msgid"] == before["msgid"]
    assert after["seq"] > before["seq"]


async def test_a_new_card_replaces_the_old_one_with_live_buttons(visit: Visit) -> None:
    sent = await visit.card("zhangsan")
    card = {part: value for part, value in QUESTION.items() if part != "task_id"}
    card["button_list"] = [{"text": "撤销", "key": "undo"}]
    await visit.update(sent["response_code"], atall=1, template_card=card)
    await visit.taps("zhangsan", sent["msgid"], "undo")
    assert (visit.heard[0]["EventKey"], visit.heard[0]["TaskId"]) == ("undo", "quote-1")
    await visit.taps("zhangsan", sent["msgid"], "yes", 409)


async def test_replace_text_kills_the_buttons_of_the_new_card(visit: Visit) -> None:
    sent = await visit.card("zhangsan", VOTE)
    await visit.update(sent["response_code"], atall=1, template_card=VOTE | {"replace_text": "已提交"})
    card = (await visit.inbox("zhangsan"))[0]["body"]["template_card"]
    assert card["replace_text"] == "已提交"
    assert "submit_button" not in card


async def test_a_button_that_is_gone_is_409_unless_the_phone_is_stale(visit: Visit) -> None:
    sent = await visit.card("zhangsan")
    await visit.update(sent["response_code"], atall=1, button={"replace_name": "已同意"})
    await visit.taps("zhangsan", sent["msgid"], "yes", 409)
    assert visit.heard == []
    await visit.taps("zhangsan", sent["msgid"], "yes", stale=True)
    assert visit.heard[0]["EventKey"] == "yes"
    await visit.taps("zhangsan", sent["msgid"], "maybe", 400, stale=True)


async def test_a_phone_may_be_several_changes_behind(visit: Visit) -> None:
    sent = await visit.card("zhangsan")
    for key in ("first", "second"):
        await visit.taps("zhangsan", sent["msgid"], "yes" if key == "first" else "first")
        card = QUESTION | {"button_list": [{"text": "撤销", "key": key}]}
        await visit.update(visit.heard[-1]["ResponseCode"], atall=1, template_card=card)
    for key in ("yes", "first"):
        await visit.taps("zhangsan", sent["msgid"], key, 409)
        await visit.taps("zhangsan", sent["msgid"], key, stale=True)


async def test_a_recalled_card_can_only_be_tapped_on_a_stale_phone(visit: Visit) -> None:
    sent = await visit.card("zhangsan")
    await visit.post("message/recall", {"msgid": sent["msgid"]})
    await visit.taps("zhangsan", sent["msgid"], "yes", 409)
    await visit.taps("zhangsan", sent["msgid"], "yes", stale=True)


async def test_a_dropped_card_was_never_there(visit: Visit) -> None:
    for n in range(30):
        await visit.text("zhangsan", f"第{n}条")
    sent = await visit.card("zhangsan")
    await visit.taps("zhangsan", sent["msgid"], "yes", 404)
    await visit.update(sent["response_code"], atall=1, button={"replace_name": "已同意"})
    assert (await visit.inbox("zhangsan"))[-1]["updates"] == 0


async def test_each_code_works_once(visit: Visit) -> None:
    sent = await visit.card("zhangsan")
    await visit.taps("zhangsan", sent["msgid"], "yes")
    for code in (sent["response_code"], visit.heard[0]["ResponseCode"]):
        change: Json = {"atall": 1, "button": {"replace_name": "已同意"}}
        assert (await visit.update(code, **change))["errcode"] == 0
        assert (await visit.update(code, **change))["errcode"] == 60140


@pytest.mark.parametrize(("after", "code"), [("PT71H", 0), ("PT73H", 60140)])
async def test_a_code_lives_72_hours(visit: Visit, after: str, code: int) -> None:
    sent = await visit.card("zhangsan")
    await visit.moves(advance=after)
    answer = await visit.update(sent["response_code"], atall=1, button={"replace_name": "已同意"})
    assert answer["errcode"] == code


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"button": {"replace_name": "好"}}, 82101),
        ({"userids": ["lisi"], "button": {"replace_name": "好"}}, 82102),
        ({"userids": "zhangsan", "button": {"replace_name": "好"}}, 40058),
        ({"atall": 1}, 40058),
        ({"atall": 1, "button": {"replace_name": ""}}, 40058),
        ({"atall": 1, "template_card": {"card_type": "text_notice"}}, 42033),
        ({"atall": 1, "button": {"replace_name": "好"}, "response_code": "unknown"}, 60140),
        ({"atall": 1, "button": {"replace_name": "好"}, "response_code": None}, 60140),
        ({"atall": 1, "button": {"replace_name": "好"}, "agentid": OTHER_AGENT}, 301002),
    ],
)
async def test_a_refused_update_spends_no_code(visit: Visit, change: Json, code: int) -> None:
    sent = await visit.card("zhangsan")
    answer = await visit.update(**({"code": sent["response_code"]} | change))
    assert answer["errcode"] == code
    good = await visit.update(sent["response_code"], atall=1, button={"replace_name": "已同意"})
    assert good["errcode"] == 0


async def test_another_app_cannot_change_the_card(visit: Visit) -> None:
    sent = await visit.card("zhangsan")
    body = {"agentid": OTHER_AGENT, "response_code": sent["response_code"], "atall": 1, "button": {"replace_name": "x"}}
    assert (await visit.post("message/update_template_card", body, secret=OTHER_SECRET))["errcode"] == 42015


async def test_strangers_among_the_targets_are_listed(visit: Visit) -> None:
    sent = await visit.card("zhangsan")
    answer = await visit.update(
        sent["response_code"], userids=["zhangsan", "LiSi", "Nobody"], button={"replace_name": "已同意"}
    )
    assert (answer["errcode"], answer["invaliduser"]) == (0, ["lisi", "nobody"])


async def test_a_department_can_be_the_target(visit: Visit) -> None:
    sent = await visit.card("zhangsan|wangwu")
    departments = {row["name"]: row["id"] for row in (await visit.get("department/list"))["department"]}
    await visit.update(sent["response_code"], partyids=[departments["华东"]], button={"replace_name": "已同意"})
    assert (await visit.inbox("zhangsan"))[0]["updates"] == 1
    assert (await visit.inbox("wangwu"))[0]["updates"] == 0


async def test_a_notice_has_no_button_to_replace(visit: Visit) -> None:
    action = {"type": 1, "url": "https://a.cn"}
    menu = {"action_list": [{"text": "少发", "key": "less"}]}
    notice = {
        "card_type": "text_notice",
        "sub_title_text": "看",
        "card_action": action,
        "task_id": "n",
        "action_menu": menu,
    }
    sent = await visit.card("zhangsan", notice)
    answer = await visit.update(sent["response_code"], atall=1, button={"replace_name": "好"})
    assert answer["errcode"] == 42031
