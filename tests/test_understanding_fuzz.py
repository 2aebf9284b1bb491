"""Random joins of what messages are made of: no crash, no value that is not in the text, work within its budget."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from types import FrameType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.lookup import HOSTILE
from bot.understanding import Reading, as_json, nearest, understand
from bot.understanding.explain import explain
from domain.quotes import Line
from tests.message_rules import directory

NOW = datetime.fromisoformat("2026-11-23T10:00:00+08:00")
NAMES = directory()
FULL = {customer.name for customer in NAMES.customers}
CALLS = 500  # for each character read: the costliest message takes 300, an ordinary one 150

# What each piece may mean, in either direction; a piece stands in a sentence of its own.
DAYS = {
    "今天": "2026-11-23", "昨天": "2026-11-22", "大前天": "2026-11-20", "下周三": "2026-12-02", "上周五": "2026-11-20",
    "11月3号": "2026-11-03 2027-11-03", "12月8日": "2026-12-08 2025-12-08", "2026-12-10": "2026-12-10",
    "明天下午三点": "2026-11-24T15:00", "月底": "2026-11-30 2026-10-31", "三天内": "2026-11-26", "下月初": "2026-12-01",
    "周四": "2026-11-26 2026-11-19", "15号": "2026-12-15 2026-11-15", "春节后": "2027-02-08 2026-02-24",
    "2月30日": "", "13月5号": "", "25点": "",
}  # fmt: skip
FIGURES = {
    "30万": "300000", "一百二十万": "1200000", "38块5": "38.5", "3.5k": "3500", "23万6": "236000", "12.8万元": "128000",
    "2000件": "2000", "三箱": "3", "两百套": "200", "单价38.5": "38.5", "九五折": "0.95", "让3个点": "0.97",
    "打八折": "0.8", "¥1,280": "1280", "六千八": "6800",
}  # fmt: skip
CODES = (
    "JM-2087A", "M8*30", "DN50", "Q2026-0118", "HT2026-031", "13800138000", "A100-200", "ISO9001", "110108199001011234",
    "wang@example.com", "http://x.cn/2026?n=30万", "第3批",
)  # fmt: skip
WORDS = (
    "拜访了", "报价", "回款", "签了合同", "提醒我", "给", "的王经理", "电话联系", "再谈", "丢了", "改成", "撤销",
    "新客户", "听说", "如果", "吗", "，", "：", "推进到", "有个项目", "不对，是", "什么情况", "交货", "有效期到",
)  # fmt: skip
SHORT = tuple(short for customer in NAMES.customers for short in customer.short_names)
ODD = st.text(max_size=8)
ANY = st.one_of(st.sampled_from([*DAYS, *FIGURES, *CODES, *WORDS, *SHORT]), ODD)
JOINED = st.lists(ANY, min_size=1, max_size=14).map("".join)
REPEATED = st.builds(lambda piece, times: (piece * times)[:600], JOINED.filter(bool), st.integers(2, 300))
# A sentence holds at most one day and one figure, so that two of them never read as a third.
SENTENCE = st.builds(
    lambda head, name, day, verb, figure, code: f"{head}{name}，{day}{verb}，{figure}，{code}。",
    *(st.sampled_from(["", *pieces]) for pieces in (WORDS, SHORT, DAYS, WORDS, FIGURES, CODES)),
)
SENTENCES = st.lists(SENTENCE, min_size=1, max_size=4).map("".join)
slowly = settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))


@slowly
@given(st.one_of(JOINED, REPEATED))
def test_any_text_reads_and_reads_the_same_again(text: str) -> None:
    made = understand(text, NOW, NAMES)
    assert made == understand(text, NOW, NAMES)
    line = json.dumps(as_json(text, made), ensure_ascii=False)
    assert explain(text, NOW, NAMES).endswith(line)
    assert len(nearest(text, NOW, NAMES)) <= 3
    for reading in made:
        if not reading.missing:
            reading.kind.make(reading.slots)


@slowly
@given(st.one_of(JOINED, SENTENCES))
def test_a_customer_is_one_of_the_directory_or_stands_in_the_text(text: str) -> None:
    for reading in understand(text, NOW, NAMES):
        named = reading.slots.get("customer") or []
        for customer in named if isinstance(named, list) else [named]:
            assert customer in FULL or str(customer) in text


@slowly
@given(SENTENCES)
def test_every_figure_was_said(text: str) -> None:
    """Neither a part number nor an identity number is one, and nothing is summed or multiplied."""
    said = _meanings(text, FIGURES)
    for figure in _values(understand(text, NOW, NAMES), Decimal):
        assert figure in {Decimal(one) for one in said}, figure


@slowly
@given(SENTENCES)
def test_every_day_was_said(text: str) -> None:
    """But for today, on which a contact took place when nothing else is said; an impossible day is none."""
    said = {one[:10] for one in _meanings(text, DAYS)} | {NOW.date().isoformat()}
    for day in _values(understand(text, NOW, NAMES), date):
        assert day.isoformat()[:10] in said, day


@pytest.mark.parametrize("text", HOSTILE, ids=[text[:6] for text in HOSTILE])
def test_hostile_repeats_cost_a_counted_number_of_steps(text: str) -> None:
    assert _calls(text) <= CALLS * len(text)


@settings(slowly, max_examples=25)
@given(REPEATED)
def test_whatever_is_repeated_costs_a_counted_number_of_steps(text: str) -> None:
    assert _calls(text) <= CALLS * (len(text) + 40)


def _meanings(text: str, pieces: dict[str, str]) -> set[str]:
    return {one for piece, meant in pieces.items() if piece in text for one in meant.split()}


def _values(made: Iterable[Reading], kind: type[Any]) -> list[Any]:
    """Of all slots, those of lines too."""
    slots = [value for reading in made for value in reading.slots.values()]
    lines = [line for value in slots if isinstance(value, tuple | list) for line in value if isinstance(line, Line)]
    return [one for one in [*slots, *(part for line in lines for part in _parts(line))] if isinstance(one, kind)]


def _parts(line: Line) -> tuple[object, ...]:
    return line.qty, line.unit_price


def _calls(text: str) -> int:
    """Functions called, of ours and of Python's: the same number on every machine."""
    count = 0

    def note(frame: FrameType, event: str, what: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    understand(text, NOW, NAMES)  # what is built once is built
    sys.setprofile(note)
    try:
        understand(text, NOW, NAMES)
    finally:
        sys.setprofile(None)
    return count
