"""Every template with ordinary, longest and nastiest values; what the platform would refuse never leaves us."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.cards.plain import as_text
from bot.cards.render import BUTTONS, ROWS, Unrenderable, button, card, rows, templates
from domain.deciding import READY_REASONS
from domain.dialogue import Answer, Help, Suggest, Undo
from domain.quotes import Approve

ORDINARY = {"title": "已记录拜访 · 上海博泽汽车部件有限公司", "desc": "11月23日 周一", "text": "客户对价格敏感"}
LONGEST = {"title": "标" * 500, "desc": "述" * 500, "text": "文" * 5000}
NASTY = {
    "title": '"}], {{ 7*7 }} {% for %}',
    "desc": "</div>\\u0000\u202e",
    "text": "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16") + "\n{# #}",
}
EXAMPLES: dict[str, dict[str, Any]] = {
    "notice": {"pairs": {"联系人": "王经理", "空的": ""}, "buttons": [button("撤销", Undo(receipt=10423), style=2)]},
    "approval": {
        "pairs": {"毛利": "10.0%"},
        "question": "驳回、退回的原因",
        "reasons": READY_REASONS,
        "buttons": [button("同意", Approve(quote_no="Q2026-0118", approval=5, seen=0))],
    },
    "closed": {"pairs": {"回执": "#10423"}, "label": "已撤销"},
}


def test_every_template_has_an_example() -> None:
    assert templates() == sorted(EXAMPLES)


@pytest.mark.parametrize("words", [ORDINARY, LONGEST, NASTY], ids=["ordinary", "longest", "nasty"])
@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_templates_keep_the_platforms_limits(name: str, words: dict[str, str]) -> None:
    made = card(name, **words, **EXAMPLES[name])
    assert len(made["main_title"]["title"]) <= 36
    assert len(made["main_title"]["desc"]) <= 44
    assert len(made.get("sub_title_text", "")) <= 160
    assert 1 <= len(made["button_list"]) <= BUTTONS
    assert json.loads(json.dumps(made)) == made


def test_what_people_wrote_stays_text() -> None:
    """S5: template code inside data is data."""
    assert card("notice", **NASTY, **EXAMPLES["notice"])["main_title"]["title"] == NASTY["title"]


@pytest.mark.parametrize("count", [0, 7])
def test_too_few_or_too_many_buttons_are_our_error(count: int) -> None:
    with pytest.raises(Unrenderable, match="buttons"):
        card("notice", title="x", buttons=[button(str(n), Answer(draft=1, choice=n)) for n in range(count)])


def test_two_buttons_with_one_key_are_our_error() -> None:
    with pytest.raises(Unrenderable, match="keys"):
        card("notice", title="x", buttons=[button("a", Help()), button("b", Help())])


def test_a_key_beyond_its_bytes_is_our_error() -> None:
    with pytest.raises(Unrenderable, match="bytes"):
        button("x", Suggest(text="长" * 400))


def test_a_card_without_a_title_or_with_an_unknown_name_is_our_error() -> None:
    with pytest.raises(Unrenderable, match="title"):
        card("notice", title="", buttons=[button("a", Help())])
    with pytest.raises(TypeError, match="buttons"):
        card("notice", title="x")


def test_rows_drop_what_is_empty_and_keep_six() -> None:
    made = rows({f"项{n}": f"值{n}" for n in range(9)} | {"空": None})
    assert len(made) == ROWS
    assert rows({"很长很长的名字": "值" * 40}) == [{"keyname": "很长很长的", "value": "值" * 29 + "…"}]


def test_a_card_in_words_says_what_to_type_for_each_button() -> None:
    """文字回执."""
    made = card(
        "notice",
        title="是哪一家？",
        pairs=[("1", "深圳市汇川技术股份有限公司")],
        buttons=[button("选 1", Answer(draft=5, choice=0)), button("撤销", Undo(receipt=10423))],
    )
    assert as_text(made) == "是哪一家？\n1：深圳市汇川技术股份有限公司\n可以回复：“1”、“撤销 #10423”"


def test_a_closed_card_in_words_offers_nothing() -> None:
    assert as_text(card("closed", title="已撤销", label="已撤销")) == "已撤销"
