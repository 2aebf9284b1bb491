"""`crm understand` as a process: lines in, one JSON object a line out, nothing changed."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.processes import PATIENCE, ended, running, started

NOW = ("--now", "2026-11-23T10:00:00+08:00")
FILE = ("understand", *NOW, "--directory", "people.json")
SAID = "今天拜访了博泽的王经理，客户对价格敏感，下周三再谈"
VISIT: dict[str, Any] = {
    "command": "log_activity",
    "slots": {
        "kind": "visit",
        "customer": "上海博泽汽车部件有限公司",
        "contact": "王经理",
        "occurred_on": "2026-11-23",
        "note": "客户对价格敏感，下周三再谈",
        "next_follow_up": "2026-12-02",
    },
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """With a directory of one customer and one colleague."""
    customers = [{"name": "上海博泽汽车部件有限公司", "short_names": ["博泽"], "region": "华东"}]
    people = [{"name": "李四", "userid": "lisi", "role": "管理员"}]
    known = {"customers": customers, "people": people, "quotes": ["Q2026-0118"], "contracts": []}
    (tmp_path / "people.json").write_text(json.dumps(known, ensure_ascii=False), encoding="utf-8")
    return tmp_path


async def _read(folder: Path, *lines: str, command: tuple[str, ...] = FILE) -> list[dict[str, Any]]:
    done = await ended(folder, *command, stdin="".join(f"{line}\n" for line in lines))
    assert (done.status, done.err) == (0, "")
    return [json.loads(line) for line in done.out.splitlines()]


async def test_a_line_of_text_becomes_what_the_contract_shows(folder: Path) -> None:
    assert await _read(folder, SAID) == [{"text": SAID, "commands": [VISIT], "missing": []}]


async def test_every_line_gives_exactly_one_in_the_same_order(folder: Path) -> None:
    lines = ["你好", "", "{ 不是 JSON", '{"text": 3}', "[]", "{}", SAID]
    told = await _read(folder, *lines)
    assert [one["text"] for one in told] == lines
    assert [len(one["commands"]) for one in told] == [0, 0, 0, 0, 0, 0, 1]


async def test_an_object_brings_its_own_moment_and_line_breaks(folder: Path) -> None:
    said = "昨天拜访了博泽\n王经理说再看看"
    [told] = await _read(folder, json.dumps({"text": said, "now": "2026-03-10T09:00", "from": "nobody"}))
    assert told["text"] == said
    assert told["commands"][0]["slots"]["occurred_on"] == "2026-03-09"


async def test_half_characters_and_nothing_stop_no_line(folder: Path) -> None:
    """S5."""
    lines = [r'{"text": "博泽\ud83d"}', r'{"text": "\u0000博泽"}', '{"text":' + "[" * 5000, SAID]
    assert len(await _read(folder, *lines)) == len(lines)


async def test_keyword_commands_are_shown_as_such(folder: Path) -> None:
    [told] = await _read(folder, "文字回执 开")
    assert told["commands"] == [{"command": "keyword", "slots": {"word": "文字回执", "rest": "开"}}]
    assert told["missing"] == []


async def test_explained_each_message_is_a_block_that_ends_with_its_line(folder: Path) -> None:
    done = await ended(folder, *FILE, "--explain", stdin=f"{SAID}\n你好\n")
    blocks = done.out.removesuffix("\n\n").split("\n\n")
    assert (done.status, done.err, len(blocks)) == (0, "", 2)
    assert [json.loads(block.splitlines()[-1])["text"] for block in blocks] == [SAID, "你好"]
    assert "mark       [5:7] customer: 上海博泽汽车部件有限公司 (exact)" in blocks[0]


async def test_a_pipe_sees_each_answer_at_once(folder: Path) -> None:
    async with started(folder, *FILE) as one:
        assert one.process.stdin is not None
        one.process.stdin.write(f"{SAID}\n".encode())
        first = await one.ready()
        assert json.loads(first)["commands"] == [VISIT]
        assert one.process.returncode is None


async def test_without_a_file_the_database_is_read_and_left_as_it_was(tmp_path: Path) -> None:
    """With `from` the names that this person may see, without it all of them."""
    async with running(tmp_path, "run", "--port", "0", "--data", "data") as crm:
        await crm.ends()
    before = _counts(tmp_path / "data/crm.db")
    lines = [{"text": SAID}, {"text": SAID, "from": "zhangsan"}, {"text": SAID, "from": "wangwu"}]
    command = ("understand", *NOW, "--data", "data")
    told = await _read(tmp_path, *(json.dumps(line) for line in lines), command=command)
    assert [one["commands"][0]["slots"]["customer"] for one in told] == [VISIT["slots"]["customer"]] * 2 + ["博泽"]
    assert [one["missing"] for one in told] == [[], [], ["customer"]]
    assert _counts(tmp_path / "data/crm.db") == before


WRONG = [
    (("--directory", "absent.json"), "--directory absent.json 读不了"),
    (("--directory", "torn.json"), "--directory torn.json 读不了"),
    (("--data", "nowhere"), "还没有数据库"),
    (("--data", "bare"), "读不了数据库"),
]


@pytest.mark.parametrize(("arguments", "words"), WRONG)
async def test_what_cannot_be_read_is_said(tmp_path: Path, arguments: tuple[str, str], words: str) -> None:
    (tmp_path / "torn.json").write_text('{"customers": [', encoding="utf-8")
    (tmp_path / "bare").mkdir()
    (tmp_path / "bare/crm.db").touch()
    done = await ended(tmp_path, "understand", *arguments, stdin=f"{SAID}\n")
    assert (done.status, done.out) == (2, "")
    assert words in done.err
    assert "Traceback" not in done.err
    assert not (tmp_path / "nowhere").exists()


async def test_a_reader_that_has_seen_enough_ends_it_without_a_trace(folder: Path) -> None:
    async with started(folder, *FILE) as one:
        assert one.process.stdin is not None
        one.process.stdin.write(f"{SAID}\n".encode())
        await one.ready()
        one.process._transport.get_pipe_transport(1).close()  # type: ignore[attr-defined]
        one.process.stdin.write(f"{SAID}\n{SAID}\n".encode())
        one.process.stdin.close()
        assert await asyncio.wait_for(one.process.wait(), PATIENCE) == 0
        assert one.spoken.read_text(encoding="utf-8") == ""


def _counts(database: Path) -> dict[str, int]:
    with closing(sqlite3.connect(database)) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: connection.execute(f"SELECT COUNT(*) FROM {name}").fetchone()[0] for name in tables}
