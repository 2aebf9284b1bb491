"""One message, several parts: each part that has no command of its own is read alone."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.understanding import understand
from tests.message_rules import directory

NOW = datetime.fromisoformat("2026-11-23T10:00:00+08:00")
NAMES = directory("voices_directory.json")


@pytest.mark.parametrize(
    ("text", "commands"),
    [
        ("博泽回款30万；延锋回款5万", ["record_payment", "record_payment"]),
        ("同意 Q2026-0118，顺便看下还有几个报价待批", ["approve", "list_quotes"]),
        ("给博泽报价 HX-12 2万根 0.86元，3月20日前交货，同时请采购部支援核一下铜价", ["submit_quote", "request_help"]),
        ("博泽新开个商机叠层模 48万，再请模具部支持做个DFM", ["open_opportunity", "request_help"]),
        ("提醒我周四去博泽；周五提醒我给延锋回电话", ["set_reminder", "set_reminder"]),
    ],
)
def test_each_part_of_a_message_has_its_command(text: str, commands: list[str]) -> None:
    """R7."""
    assert [reading.kind.key() for reading in understand(text, NOW, NAMES)] == commands


@pytest.mark.parametrize(
    "text",
    [
        "不用提醒我了",
        "给博泽报价 HX-12 2万根 0.86元，有效期30天。3月20日前交货",
        "提醒我周五给博泽打电话，顺便问问模具的事",
    ],
)
def test_what_only_adds_to_a_command_is_none(text: str) -> None:
    assert len(understand(text, NOW, NAMES)) <= 1
