"""Silence is noticed; logs keep nobody's data."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from logs import Lines
from storage.models import Inbox, Outbox
from tests.chat import Chat


async def healthz(chat: Chat) -> tuple[int, dict[str, Any]]:
    async with chat.session.get(f"http://127.0.0.1:{chat.bot.port}/healthz") as answer:
        return answer.status, await answer.json()


async def test_all_is_well(chat: Chat) -> None:
    await chat.says("zhangsan", "我的权限")
    chat.stand_in.clock.stand(chat.bot.clock())
    now = chat.bot.clock().isoformat()
    assert await healthz(chat) == (200, {"ok": True, "faults": [], "now": now})


async def test_a_message_that_waits_over_five_minutes_is_a_fault(chat: Chat) -> None:
    await chat.post("/sandbox/messages", {"from": "zhangsan", "type": "text", "text": "我的权限"})
    assert (await healthz(chat))[0] == 200
    old = (await Inbox.get()).received_at.replace(hour=9)
    await Inbox.all().update(received_at=old)
    status, told = await healthz(chat)
    assert (status, told["faults"]) == (503, ["a message waits since 09:00"])


async def test_an_answer_that_is_not_sent_is_a_fault_and_one_for_the_morning_is_none(chat: Chat) -> None:
    now = chat.bot.clock()
    body: dict[str, Any] = {"receiver": "zhangsan", "operation": "send", "payload": {}, "created_at": now}
    late = await Outbox.create(**body, not_before=now.replace(hour=9))
    assert (await healthz(chat))[1]["faults"] == ["an answer waits since 09:00"]
    await late.delete()
    await Outbox.create(**body, not_before=now.replace(hour=23))
    assert (await healthz(chat))[0] == 200
    await Outbox.all().delete()


async def test_a_job_that_missed_its_slot_is_a_fault(chat: Chat) -> None:
    chat.stand_in.clock.stand(chat.bot.clock().replace(hour=18, minute=30))
    assert (await healthz(chat))[1]["faults"] == ["job unfiled missed its slot", "job contact_sync missed its slot"]
    await chat.bot.settle()
    assert (await healthz(chat))[0] == 200


async def test_metrics_count_the_door_and_the_queues(chat: Chat) -> None:
    await chat.says("zhangsan", "我的权限")
    async with chat.session.get(f"http://127.0.0.1:{chat.bot.port}/metrics") as answer:
        text = await answer.text()
    assert 'crm_callbacks_total{result="kept"} 1' in text
    assert "crm_inbox_waiting 0" in text


@pytest.mark.parametrize(
    ("said", "logged"),
    [
        ("call 13800138000 now", "call 1********** now"),
        ("mail shenyang@xixuan.example", "mail …@…"),
        ("GET /cgi-bin/x?access_token=abc123&debug=1", "GET /cgi-bin/x?access_token=…&debug=1"),
    ],
)
def test_personal_data_and_secrets_stay_out_of_the_logs(said: str, logged: str) -> None:
    """S6."""
    record = logging.LogRecord("x", logging.INFO, "", 0, said, None, None)
    assert f'"what": "{logged}"' in Lines().format(record)


def test_a_trace_tells_where_and_not_what_was_written() -> None:
    """S6: an error's text may quote a message."""
    try:
        raise ValueError("客户对价格敏感 13800138000")
    except ValueError as failed:
        record = logging.LogRecord(
            "x", logging.ERROR, "", 0, "failed", None, (type(failed), failed, failed.__traceback__)
        )
    line = Lines().format(record)
    assert "ValueError" in line
    assert "价格敏感" not in line
