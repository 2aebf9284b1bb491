"""Cards that the platform refuses, each with its documented code, and cards that it takes and shows cut."""

from __future__ import annotations

import contextlib
import copy
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from sandbox.cards import check, cut
from sandbox.cards.check import Known
from sandbox.wire import ApiError
from tests.sandbox_cards import GOOD, OPTIONS, TEXT, VOTE
from tests.sandbox_visit import Json, Visit, visiting

KNOWN = Known(lambda userid: userid == "zhangsan", lambda media_id: media_id == "file-1")
GONE = object()


def _option(count: int) -> list[Json]:
    return [{"id": f"o{n}", "text": f"第{n}项"} for n in range(count)]


# card, path to a field, what stands there instead, and the code
REFUSED: list[tuple[str, str, Any, int]] = [
    ("text", "card_type", "picture_notice", 42031),
    ("text", "card_type", GONE, 42031),
    ("text", "source", {"desc_color": 4}, 40058),
    ("text", "main_title", "标题", 40058),
    ("text", "main_title.desc", 15, 40058),
    ("text", "sub_title_text", ["请今天联系客户"], 40058),
    ("button", "horizontal_content_list.0.value", 1280000, 40058),
    ("text", "card_action", GONE, 42045),
    ("text", "card_action", {"type": 0}, 42045),
    ("text", "card_action", {"type": 1}, 42028),
    ("text", "card_action", {"type": 2}, 42030),
    ("text", "jump_list", [{"title": "看", "type": 0}] * 4, 42042),
    ("text", "jump_list.0.title", "", 42033),
    ("text", "jump_list.0.url", GONE, 42028),
    ("text", "jump_list.0", {"type": 2, "title": "看"}, 42030),
    ("text", "action_menu", {"action_list": [{"text": "少发", "key": "less"}]}, 42014),
    ("news", "main_title", GONE, 42033),
    ("news", "card_image", GONE, 42044),
    ("news", "card_image.url", "", 42044),
    ("news", "card_image.aspect_ratio", 3, 40058),
    ("news", "image_text_area", {"type": 0}, 42028),
    ("news", "vertical_content_list", [{"title": "一"}] * 5, 42036),
    ("news", "vertical_content_list.0.title", GONE, 42033),
    ("news", "card_action", GONE, 42045),
    ("button", "task_id", GONE, 42014),
    ("button", "task_id", "报价-118", 42014),
    ("button", "task_id", "a b", 42014),
    ("button", "task_id", "x" * 129, 42014),
    ("button", "main_title.title", "", 42033),
    ("button", "quote_area.url", GONE, 42028),
    ("button", "quote_area", {"type": 2}, 42030),
    ("button", "horizontal_content_list", [{"keyname": "一"}] * 7, 42035),
    ("button", "horizontal_content_list.0.keyname", GONE, 42027),
    ("button", "horizontal_content_list.0.type", 1, 42028),
    ("button", "horizontal_content_list.0.type", 4, 40058),
    ("button", "horizontal_content_list.1.userid", "nobody", 42050),
    ("button", "horizontal_content_list.2.media_id", "unknown", 42029),
    ("button", "button_list", GONE, 40058),
    ("button", "button_list", [{"text": "好", "key": str(n)} for n in range(7)], 40058),
    ("button", "button_list.0.text", GONE, 42038),
    ("button", "button_list.0.key", GONE, 42039),
    ("button", "button_list.0.key", "键" * 342, 42039),
    ("button", "button_list.0.style", 5, 40058),
    ("button", "button_list", [{"text": "好", "key": "x"}, {"text": "不", "key": "x"}], 42039),
    ("button", "button_list.1.url", GONE, 42028),
    ("button", "button_selection.question_key", GONE, 42043),
    ("button", "button_selection.question_key", "q" * 1025, 42043),
    ("button", "button_selection.option_list", [], 42037),
    ("button", "button_selection.option_list", _option(11), 42037),
    ("button", "button_selection.option_list.0.id", "i" * 129, 42040),
    ("button", "button_selection.option_list.1.id", "a", 42040),
    ("button", "button_selection.option_list.0.text", "", 42041),
    ("button", "action_menu.action_list", [], 40058),
    ("button", "action_menu.action_list", [{"text": "看", "key": str(n)} for n in range(4)], 40058),
    ("button", "action_menu.action_list.0.text", GONE, 42038),
    ("button", "action_menu.action_list.0.key", GONE, 42039),
    ("button", "action_menu.action_list", [{"text": "看", "key": "x"}] * 2, 42051),
    ("vote", "task_id", GONE, 42014),
    ("vote", "checkbox", GONE, 42043),
    ("vote", "checkbox.mode", 2, 40058),
    ("vote", "checkbox.option_list", _option(21), 42037),
    ("vote", "submit_button", GONE, 42046),
    ("vote", "submit_button.key", "k" * 1025, 42046),
    ("vote", "submit_button.text", "", 42049),
    ("multiple", "select_list", GONE, 42047),
    ("multiple", "select_list", [{"question_key": str(n), "option_list": OPTIONS} for n in range(4)], 42047),
    ("multiple", "select_list", [{"question_key": "x", "option_list": OPTIONS}] * 2, 42043),
    ("multiple", "select_list.0.option_list", _option(11), 42037),
    ("multiple", "submit_button.key", GONE, 42046),
]
# As much as the platform still takes.
TAKEN: list[tuple[str, str, Any]] = [
    ("text", "main_title", GONE),
    ("text", "sub_title_text", GONE),
    ("text", "sub_title_text", None),
    ("news", "card_image", {"url": "https://crm.example.com/w.png"}),
    ("news", "image_text_area", {"image_url": "https://crm.example.com/w.png"}),
    ("button", "task_id", "x" * 128),
    ("button", "card_action", {"type": 0}),
    ("button", "horizontal_content_list", [{"keyname": "一"}] * 6),
    ("button", "button_list", [{"text": "好", "key": str(n)} for n in range(6)]),
    ("button", "button_list.0.key", "键" * 341),
    ("button", "button_selection.option_list", _option(10)),
    ("button", "unheard_of", {"new": 1}),
    ("vote", "checkbox.option_list", _option(20)),
    ("multiple", "select_list", [{"question_key": str(n), "option_list": OPTIONS} for n in range(3)]),
]
JUNK: list[Any] = [None, [], {}, 1, True, "x", -1, 1.5, [1], [None], {"a": 1}, [[]]]
CUT: list[tuple[str, str, int]] = [
    ("button", "source.desc", 20),
    ("button", "main_title.title", 36),
    ("button", "main_title.desc", 44),
    ("text", "emphasis_content.title", 14),
    ("text", "emphasis_content.desc", 22),
    ("text", "sub_title_text", 160),
    ("button", "horizontal_content_list.0.keyname", 5),
    ("button", "horizontal_content_list.0.value", 30),
    ("news", "vertical_content_list.0.title", 38),
    ("text", "jump_list.0.title", 18),
    ("button", "button_list.0.text", 10),
    ("button", "button_selection.option_list.0.text", 16),
    ("vote", "checkbox.option_list.0.text", 17),
    ("vote", "main_title.title", 16),
    ("vote", "main_title.desc", 160),
    ("multiple", "main_title.desc", 160),
    ("multiple", "select_list.0.option_list.0.text", 16),
    ("vote", "submit_button.text", 10),
]


@pytest.mark.parametrize("name", GOOD)
def test_the_documented_examples_are_taken_and_shown_whole(name: str) -> None:
    check(GOOD[name], KNOWN)
    assert cut(GOOD[name]) == (GOOD[name], False)


@pytest.mark.parametrize(("name", "path", "value", "code"), REFUSED)
def test_a_card_is_refused_with_its_code(name: str, path: str, value: Any, code: int) -> None:
    with pytest.raises(ApiError) as refused:
        check(_with(name, path, value), KNOWN)
    assert refused.value.errcode == code


@pytest.mark.parametrize(("name", "path", "value"), TAKEN)
def test_a_card_at_its_limits_is_taken(name: str, path: str, value: Any) -> None:
    check(_with(name, path, value), KNOWN)


@pytest.mark.parametrize(("name", "path", "length"), CUT)
def test_an_over_long_text_is_shown_cut(name: str, path: str, length: int) -> None:
    """Lengths in characters are suggestions: the card is taken, the phone cuts."""
    card = _with(name, path, "长" * (length + 1))
    check(card, KNOWN)
    seen, shortened = cut(card)
    assert shortened
    assert _at(seen, path) == "长" * length
    assert not cut(_with(name, path, "长" * length))[1]


@pytest.mark.parametrize("name", ["button", "vote", "multiple"])
def test_a_dead_card_needs_no_buttons_and_an_update_no_task_id(name: str) -> None:
    dead = {
        part: value
        for part, value in GOOD[name].items()
        if part not in ("task_id", "button_list", "submit_button", "action_menu")
    }
    check(dead | {"replace_text": "已同意"}, KNOWN, update=True)
    with pytest.raises(ApiError):
        check(dead, KNOWN, update=True)


@pytest.mark.parametrize("name", GOOD)
def test_junk_anywhere_in_a_card_is_refused_or_shown(name: str) -> None:
    """Never an error of the sandbox's own: whatever is taken can be shown, too."""
    for path in _paths(GOOD[name]):
        for junk in JUNK:
            card = _with(name, path, junk)
            with contextlib.suppress(ApiError):
                check(card, KNOWN)
                cut(card)


@pytest.fixture
async def visit(tmp_path: Path) -> AsyncIterator[Visit]:
    async with visiting(tmp_path) as opened:
        yield opened


async def test_a_refused_card_reaches_nobody(visit: Visit) -> None:
    answer = await visit.send("zhangsan", "template_card", _with("vote", "submit_button", GONE))
    assert answer["errcode"] == 42046
    assert await visit.inbox("zhangsan") == []


async def test_a_cut_card_is_seen_cut_and_kept_as_posted(visit: Visit) -> None:
    card = _with("vote", "main_title.title", "长" * 17)
    await visit.card("zhangsan", card)
    (seen,) = await visit.inbox("zhangsan")
    assert seen["state"] == "cut"
    assert seen["posted"] == {"template_card": card}
    assert seen["body"]["template_card"]["main_title"]["title"] == "长" * 16


@pytest.mark.parametrize(("name", "coded"), [("text", False), ("news", False), ("vote", True), ("multiple", True)])
async def test_interactive_cards_get_a_response_code(visit: Visit, name: str, coded: bool) -> None:
    assert ("response_code" in await visit.card("zhangsan", GOOD[name])) is coded


async def test_a_notice_with_a_menu_gets_a_response_code(visit: Visit) -> None:
    card = TEXT | {"task_id": "t1", "action_menu": {"action_list": [{"text": "少发这类", "key": "less"}]}}
    assert "response_code" in await visit.card("zhangsan", card)


@pytest.mark.parametrize(("strict", "code"), [(True, 42014), (False, 0)])
async def test_a_repeated_task_id_is_refused_or_not(visit: Visit, strict: bool, code: int) -> None:
    """The documentation leaves it open, so both are tried."""
    visit.sandbox.strict_task_ids = strict
    await visit.card("zhangsan", VOTE)
    again = await visit.send("lisi", "template_card", VOTE | {"main_title": {"title": "另一张"}})
    assert again["errcode"] == code


def _with(name: str, path: str, value: Any) -> Json:
    card = copy.deepcopy(GOOD[name])
    *above, last = path.split(".")
    part: Any = card
    for step in above:
        part = part[int(step) if step.isdigit() else step]
    place: Any = int(last) if last.isdigit() else last
    if value is GONE:
        del part[place]
    else:
        part[place] = value
    return card


def _paths(part: Any, above: str = "") -> Iterator[str]:
    for name, below in part.items() if isinstance(part, dict) else enumerate(part):
        yield f"{above}{name}"
        if isinstance(below, dict | list):
            yield from _paths(below, f"{above}{name}.")


def _at(card: Json, path: str) -> Any:
    part: Any = card
    for step in path.split("."):
        part = part[int(step) if step.isdigit() else step]
    return part
