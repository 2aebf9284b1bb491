"""The table of speeds: well-formed whatever was measured. No speed is asserted anywhere."""

import json
import sqlite3
from pathlib import Path

import pytest

from bench import byhand, callbacks, table
from bench.row import Row
from bot.callback import Door
from bot.envelope import delivery, read_xml, text_of
from sandbox import wire

FAST = Row("P1", 900.0, 1000.0, "条/秒", 0.8, at_least=True, what="确认速度")
SLOW = Row("P2", 30.0, 10.0, "毫秒", 1.5, at_least=False, what="p99 延迟")
COLD = [Row("P9", 1.2, 0.5, "秒", 3, at_least=False), Row("P9 内存", 120.0, 200.0, "MB", 1, at_least=False)]


@pytest.fixture(autouse=True)
def measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "MEASURES", {("P1", "P2"): lambda: [FAST, SLOW], ("P9",): lambda: COLD})
    monkeypatch.setattr(table, "NAMES", ["P1", "P2", "P9"])


def test_every_row_says_what_was_measured_and_whether_that_is_enough(tmp_path: Path) -> None:
    file = tmp_path / "bench.json"
    assert table.run([], file) == 0
    rows = json.loads(file.read_text())
    assert [row["row"] for row in rows] == ["P1", "P2", "P9", "P9 内存"]
    assert list(rows[0]) == ["row", "figure", "reference", "unit", "ratio", "target", "met"]
    assert list(rows[0].values()) == ["P1", 900.0, 1000.0, "条/秒", 0.9, "≥ 0.8", True]
    assert [row["met"] for row in rows] == [True, False, True, True]


@pytest.mark.parametrize(
    ("wanted", "shown"), [(["P2"], ["P2"]), (["p9"], ["P9", "P9 内存"]), (["P1", "P9"], ["P1", "P9", "P9 内存"])]
)
def test_only_the_rows_that_were_asked_for_are_shown(
    wanted: list[str], shown: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert table.run(wanted, None) == 0
    lines = [line for line in capsys.readouterr().out.splitlines() if line.startswith("| P")]
    assert [line.split("|")[1].strip() for line in lines] == shown
    assert all(line.count("|") == 9 for line in lines)


def test_a_row_that_does_not_exist_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert table.run(["P1", "P77"], None) == 2
    assert "P77" in capsys.readouterr().out


def test_the_load_is_what_the_door_lets_in() -> None:
    """Each prepared request is one message, signed and sealed, of its own MsgId."""
    said = list(callbacks.visits(["rep001", "rep002"], {"rep001": ["博泽"], "rep002": ["延锋"]}, 3))
    door = Door(wire.TOKEN, wire.AES_KEY, wire.CORP_ID, wire.AGENT_ID)
    came = []
    for request in callbacks.requests(said):
        body = request.partition("\r\n\r\n")[2]
        came.append(delivery(read_xml(door.decrypt(text_of(read_xml(body.encode()), "Encrypt")))))
    assert [(one.sender, one.body["Content"]) for one in came if one] == said
    assert len({one.key for one in came if one}) == 3


def test_the_script_by_hand_does_what_it_was_given(tmp_path: Path) -> None:
    database = str(tmp_path / "hand.db")
    messages = [
        [("CREATE TABLE said (words TEXT)", []), ("INSERT INTO said VALUES (?)", ["一"])],
        [("INSERT INTO said VALUES (?)", ["二"]), ("SELECT * FROM said", [])],
    ]
    assert byhand.run(database, messages) > 0
    with sqlite3.connect(database) as connection:
        assert [words for (words,) in connection.execute("SELECT words FROM said")] == ["一", "二"]
    connection.close()
