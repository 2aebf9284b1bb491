"""What no quote can say, and what time does to one that is under way."""

from __future__ import annotations

from decimal import Decimal

import pytest

from domain import quotes
from domain.command import Refused
from domain.quotes import Line, SubmitQuote
from tests.approval_side import asks
from tests.chat import Chat, rows
from tests.quote_side import submitted


def line(qty: str, price: str) -> SubmitQuote:
    return SubmitQuote(customer="#1", lines=(Line("JM-2087A", Decimal(qty), Decimal(price)),))


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (line("0", "38.5"), "JM-2087A 的数量要大于 0"),
        (line("-5", "38.5"), "JM-2087A 的数量要大于 0"),
        (line("5", "-38.5"), "JM-2087A 的单价要大于 0"),
        (line("0.0001", "38.5"), "JM-2087A 的数量要是整数"),
        (line("10000000000000", "38.5"), "JM-2087A 的数量太大了"),
        (SubmitQuote(customer="#1", amount=Decimal(0)), "总价要大于 0"),
        (SubmitQuote(customer="#1", amount=Decimal(-350_000)), "总价要大于 0"),
        (SubmitQuote(customer="#1", amount=Decimal("0.001")), "总价最多 2 位小数"),
        (SubmitQuote(customer="#1", amount=Decimal(1), discount=Decimal(0)), "折扣要在 0 到 1 之间"),
        (SubmitQuote(customer="#1", amount=Decimal(1), discount=Decimal("1.1")), "折扣要在 0 到 1 之间"),
        (SubmitQuote(customer="#1", amount=Decimal(1), discount=Decimal("-0.9")), "折扣要在 0 到 1 之间"),
    ],
)
def test_figures_that_no_quote_can_say(command: SubmitQuote, words: str) -> None:
    with pytest.raises(Refused) as refused:
        quotes.check(command)
    assert str(refused.value).startswith(words)


async def test_a_quote_that_expires_under_way_says_so_to_whoever_decides(chat: Chat) -> None:
    """R71: the card of the one who is asked later, and the details, know that its day is over."""
    await submitted(chat, "报价 博泽 JM-2087A 2000件 单价38.5，有效期到明天")
    assert rows((await asks(chat, "sunqi"))[-1])["有效期"] == "到 11月24日 周二"
    await chat.clock(set="2026-11-25T10:30:00+08:00")  # past 48 hours: the director joins
    assert rows((await asks(chat, "wujun"))[-1])["有效期"] == "到 11月24日 周二，已过期"


async def test_who_would_approve_their_own_floor_is_passed_over(chat: Chat) -> None:
    """The 区域总监 that the floor rule adds is the submitter's: the next in the chain decides."""
    await chat.says("wujun", "新客户 上海骏岭电控有限公司")
    await chat.says("wujun", "报价 骏岭 JM-2087A 100件 单价20")
    card = rows(await chat.card("wujun"))
    assert card["审批"] == "补齐后自动送蒋总"
    assert card["低于底价"] == "JM-2087A，加总监审批"
