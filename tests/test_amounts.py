"""Sums, counts, discounts and lengths of time in the words of sales reps."""

import itertools
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.folding import KEPT_AT_MOST, TRIED_AT_MOST
from bot.understanding.numbers import (
    Amount,
    find_amounts,
    find_discounts,
    find_durations,
    find_numbers,
    find_quantities,
    read_number,
)
from tests.peer_suites import share_right

CASES = Path(__file__).parent / "data" / "money" / "reps.tsv"
NOW = datetime(2026, 11, 24, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
PIECES = (
    "38块5 两块八毛五 一百二十万 3.5k 12万8 ￥56,800 USD 12.5 @38.50 40-45万 2000件 六吨半 两打 九五折 让5个点 下浮3% "
    "15天 两周 半个月 JM-2087A M8*30 138 0013 8000 V2.1 明天 下午三点 2026年 第二次 三一重工 万 千万 亿 块 毛 分 角 个 "
    "打 折 % 点 . , - ~ 到 负 零 〇 壹 拾 廿 半 几 多 来 余 数 k w M $ ¥ 人民币 / 每 一 含税 ٣ １２ ² 😀 \ufffc "
    "100,000 0.5 00 .5 1e9"
).split(" ")


def _cases() -> Iterator[tuple[str, str, str]]:
    for line in CASES.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, text, wanted = (*line.split("\t"), "")[:3]
            yield kind, text, wanted


def _sum(amount: Amount) -> str:
    currency = "" if amount.currency == "CNY" else amount.currency
    upper = "" if amount.high is None else f"-{_plain(amount.high)}"
    return f"{_plain(amount.value)}{currency}{'~' if amount.approx else ''}{upper}{'/' if amount.per_unit else ''}"


def _plain(value: Decimal) -> str:
    return format(value.normalize(), "f")


def _whole(text: str) -> list[str]:
    value = read_number(text)
    return [] if value is None else [_plain(value)]


READERS: dict[str, Callable[[str], list[str]]] = {
    "m": lambda text: [_sum(amount) for amount in find_amounts(text)],
    "s": lambda text: [_sum(amount) for amount in find_amounts(text, price_slot=True)],
    "q": lambda text: [f"{_plain(quantity.value)}{quantity.unit}" for quantity in find_quantities(text)],
    "d": lambda text: [_plain(discount.value) for discount in find_discounts(text)],
    "D": lambda text: [_plain(discount.value) for discount in find_discounts(text, cuts=True)],
    "n": _whole,
    "t": lambda text: [_plain(duration.in_days) for duration in find_durations(text)],
}


@pytest.mark.parametrize(("kind", "text", "wanted"), list(_cases()))
def test_values_of_figures(kind: str, text: str, wanted: str) -> None:
    """The contract's values; names, codes and adverbs with figures in them give none."""
    assert ";".join(READERS[kind](text)) == wanted


def test_other_projects_cases() -> None:
    share, wrong = share_right("money")
    assert share >= 0.94, wrong


@pytest.mark.parametrize(
    ("text", "tax"),
    [
        ("单价38.5含税", True), ("含税价42.6", True), ("38块5 含13%税", True), ("不含税38.5元", False),
        ("单价38.5，不含税", False),
        ("未税12.8元/件", False), ("单价38.5", None), ("38块5，运费另算", None),
    ],
)  # fmt: skip
def test_what_is_said_about_tax(text: str, tax: bool | None) -> None:
    (amount,) = find_amounts(text)
    assert amount.tax is tax


def test_money_by_its_neighbours_only_is_marked_as_such() -> None:
    """A bare figure after 单价 is no surer than the words before it."""
    assert [amount.sure for amount in find_amounts("单价38.5，总价46万8")] == [False, True]


def test_every_figure_of_a_sentence() -> None:
    found = find_numbers("袜子五双九点九，第二次买，一起打包，138 0013 8000，负32，千万别忘")
    assert [(number.value, number.unit) for number in found] == [(5, "双"), (Decimal("9.9"), None), (-32, None)]


def test_a_length_of_time_from_a_moment() -> None:
    (days,), (hours,), (month,) = (find_durations(text) for text in ("有效期15天", "一个半小时", "一个月"))
    assert days.after(NOW) == date(2026, 12, 9)
    assert hours.after(NOW) == NOW.replace(hour=11, minute=30)
    assert month.after(datetime(2027, 1, 31, 8, 0, tzinfo=NOW.tzinfo)) == date(2027, 2, 28)
    assert days.after(NOW, back=True) == date(2026, 11, 9)


def test_both_ends_of_a_length() -> None:
    (length,) = find_durations("3-5天")
    assert length.high is not None
    assert (int(length.in_days), int(length.high.in_days), length.approx) == (3, 5, True)


def test_hostile_text_costs_a_counted_budget() -> None:
    assert find_quantities("一、" * (TRIED_AT_MOST - 1) + "2000件")[-1].value == 2000
    assert find_quantities("一、" * TRIED_AT_MOST + "2000件") == []
    assert len(find_amounts("3块，" * 500)) == KEPT_AT_MOST
    for reader in (find_amounts, find_quantities, find_numbers, find_durations):
        assert not reader("十" * 2000)


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=12), st.booleans())
def test_no_text_is_too_strange(pieces: list[str], price_slot: bool) -> None:
    """Nothing crashes, every value is finite, and its span holds its words."""
    text = "".join(pieces)
    amounts = find_amounts(text, price_slot=price_slot)
    discounts = find_discounts(text, cuts=True)
    kinds: list[list[Any]] = [amounts, find_quantities(text), find_numbers(text), [*find_durations(text)], [*discounts]]
    for found in kinds:
        assert [value.text for value in found] == [text[slice(*value.span)] for value in found]
        assert all(one.span[1] <= other.span[0] for one, other in itertools.pairwise(found))
    assert all(amount.value.is_finite() and amount.value >= 0 for amount in amounts)
    read_number(text)


@given(st.integers(1, 99_999_999))
def test_a_sum_in_figures_reads_back(yuan: int) -> None:
    for written in (f"{yuan}元", f"¥{yuan:,}", f"{yuan:,}元", f"人民币{yuan}元"):
        (amount,) = find_amounts(f"合同{written}，下月交货")
        assert amount.value == yuan


@given(st.integers(1, 9999), st.integers(0, 9))
def test_a_sum_in_ten_thousands_reads_back(whole: int, tail: int) -> None:
    """12万8 is 128,000."""
    (amount,) = find_amounts(f"总价{whole}万{tail or ''}，含税")
    assert amount.value == whole * 10_000 + tail * 1000


@given(st.integers(1, 9_999_999_999))
def test_a_number_in_characters_reads_back(value: int) -> None:
    assert read_number(_in_characters(value)) == value


@given(st.integers(1, 999), st.integers(0, 9), st.integers(0, 9))
def test_a_price_in_coins_reads_back(yuan: int, jiao: int, fen: int) -> None:
    """两块八毛五 is 2.85."""
    tail = f"{jiao}毛{fen}" if fen else str(jiao) if jiao else ""
    if fen and not jiao:
        tail = f"零{fen}"
    (amount,) = find_amounts(f"每件{yuan}块{tail}，")
    assert amount.value == Decimal(yuan * 100 + jiao * 10 + fen) / 100


def _in_characters(value: int) -> str:
    """As it is written in full: 10,250 is 一万零二百五十."""
    for unit, name in ((10**8, "亿"), (10**4, "万")):
        if value >= unit:
            high, low = divmod(value, unit)
            zero = "零" if 0 < low < unit // 10 else ""
            return _in_characters(high) + name + zero + (_in_characters(low) if low else "")
    written, skipped = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, unit)
        if digit:
            written += ("零" if skipped and written else "") + "零一二三四五六七八九"[digit] + name
        skipped = digit == 0
    return written
