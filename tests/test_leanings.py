"""What the words of a message as a whole speak of: rules in doubt are overruled, commands without a rule are read."""

from datetime import datetime
from typing import Any

import pytest

from bot.understanding import as_json, understand
from bot.understanding.clauses import cut
from bot.understanding.intents import LONGEST, likelihoods, model, runs_of
from bot.understanding.leanings import DOUBTFUL, Heard
from bot.understanding.parts import seen
from bot.understanding.readers.leaned import SCORE
from bot.understanding.scene import Scene
from tests.message_rules import directory, rows

NOW = datetime.fromisoformat("2026-11-24T10:00:00+08:00")


def commands(text: str) -> Any:
    return as_json(text, understand(text, NOW, directory()))["commands"]


def test_runs_are_of_signs_numbers_and_marks_count_once() -> None:
    runs = runs_of("回款30万 \ue001\ue010\ue010")
    assert {"^", "款0", "款0万", " \ue001$"} <= runs
    assert max(map(len, runs)) == LONGEST
    assert not any("\ue010" in run or "3" in run for run in runs)


def test_the_model_knows_every_command_but_the_keyword_grammar() -> None:
    wanted = {one["command"] for row in rows("more.jsonl") for one in row["expect"]} - {"keyword"}
    assert set(model().commands) == wanted
    assert all(0 <= likelihood <= 1 for likelihood in likelihoods("今天拜访了").values())


def test_a_command_is_as_likely_as_where_it_is_likeliest() -> None:
    text = "今天天气不错;撤回报价"
    whole, best = likelihoods(text), Heard(text, cut(text)).likely
    assert best["withdraw_quote"] > whole["withdraw_quote"]
    assert all(best[command] >= whole[command] for command in best)


# Words of ours in a sense that is none of our business.
ELSEWHERE = [
    ("漏斗胸要动手术吗", "query_funnel"),
    ("手机性能排行", "query_ranking"),
    ("微信收藏能导出吗", "export"),
    ("水上乐园项目小孩能玩几个", "list_opportunities"),
]


@pytest.mark.parametrize(("text", "command"), ELSEWHERE)
def test_a_rule_is_overruled_where_nothing_speaks_of_its_command(text: str, command: str) -> None:
    scene = Scene.of(text, NOW, directory())
    assert command in {found.kind.key() for found in seen(scene)}
    assert scene.heard.likely[command] < DOUBTFUL
    assert commands(text) == []


# No rule has a word for these.
MEANT = [
    ("岑海还了多少了", {"command": "query_payments", "slots": {"customer": "珠海岑海传动设备有限公司"}}),
    ("从咨询到回款每一步剩几个", {"command": "query_funnel", "slots": {}}),
    ("今年的任务我做到哪了", {"command": "query_target", "slots": {"period": "this_year"}}),
    ("上季度销冠是谁", {"command": "query_ranking", "slots": {"period": "last_quarter", "by": "person"}}),
    ("回款台账生成一份文件", {"command": "export", "slots": {"what": "payments"}}),
    (
        "昨天跟骏沅签妥，合计五十二万八",
        {
            "command": "sign_contract",
            "slots": {"customer": "江门市骏沅机械制造有限公司", "amount": 528000, "signed_on": "2026-11-23"},
        },
    ),
]


@pytest.mark.parametrize(("text", "command"), MEANT)
def test_a_command_is_read_from_the_words_as_a_whole(text: str, command: dict[str, object]) -> None:
    assert [found.score for found in understand(text, NOW, directory())] == [SCORE]
    assert commands(text) == [command]


UNMEANT = [
    "不用提醒我今年的任务做到哪了",
    "听说岑海还了不少了",
    "要是骏沅能签妥，五十二万八，就好了",
    "还没跟骏沅签妥，合计五十二万八",
]


@pytest.mark.parametrize("text", UNMEANT)
def test_what_is_denied_wished_or_heard_is_no_command(text: str) -> None:
    assert commands(text) == []


DECIDING = ["approve", "reject", "withdraw_quote", "undo"]


@pytest.mark.parametrize("command", DECIDING)
def test_a_decision_needs_a_word_of_its_own(command: str) -> None:
    """What decides or takes back is never guessed from the sound of a message."""
    for row in rows("more.jsonl")[::7]:
        for found in understand(row["text"], datetime.fromisoformat(row["now"]), directory()):
            assert found.score != SCORE or found.kind.key() != command
