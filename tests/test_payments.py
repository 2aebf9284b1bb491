"""Money that comes in: recorded by finance, never more than is owed, 结清 at full payment (R16)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from domain.people import POLICY, Role
from storage import queries
from storage.models import Contract, Customer, Member, Payment, StageMove
from tests.chat import Chat, buttons, rows
from tests.contract_side import another, newest, paid, signed

BOZE = "上海博泽汽车部件有限公司"


async def title(chat: Chat, who: str = "chuyan") -> str:
    return str((await chat.card(who))["main_title"]["title"])


async def test_finance_records_it_and_the_owner_hears(chat: Chat) -> None:
    contract = await signed(chat)
    await chat.says("chuyan", "博泽回款10万")
    card = await chat.card("chuyan")
    assert card["main_title"]["title"] == f"已登记回款 100,000 元 · {BOZE}"
    assert rows(card)["还差"] == "250,000 元"
    assert await title(chat, "zhangsan") == "到账 100,000 元"
    assert await paid(contract) == [Decimal(100_000)]
    assert (await newest()).settled_at is None


@pytest.mark.parametrize("who", ["zhangsan", "sunqi", "jiangzong"])
async def test_others_are_told_who_records_it(chat: Chat, who: str) -> None:
    """And one tap asks finance."""
    contract = await signed(chat)
    await chat.says(who, "博泽回款10万")
    card = await chat.card(who)
    assert card["main_title"]["title"] == "回款由财务登记，请找褚燕。"
    assert buttons(card) == ["请财务登记"]
    assert await paid(contract) == []
    await chat.taps(who, "请财务登记")
    assert "登记回款 100,000 元" in await chat.seen("chuyan")


async def test_full_payment_settles_the_contract(chat: Chat) -> None:
    """R16: 结清 by itself after delivery; owner and supervisor hear of it."""
    contract = await signed(chat)
    await chat.says("weimin", f"交付完成 {contract.number}")
    await chat.says("chuyan", f"{contract.number} 回款10万")
    await chat.says("chuyan", f"{contract.number} 回款25万")
    contract = await newest()
    assert (contract.state, contract.settled_at is not None) == ("settled", True)
    assert await StageMove.filter(opportunity_id=contract.opportunity_id, stage="settled").count() == 1
    for who in ("zhangsan", "sunqi"):
        assert await title(chat, who) == f"结清 {contract.number}"
    assert f"结清 {contract.number}" not in await chat.seen("zhouba")


async def test_paid_before_delivery_it_is_settled_and_still_to_be_delivered(chat: Chat) -> None:
    contract = await signed(chat)
    await chat.says("chuyan", "博泽回款35万")
    contract = await newest()
    assert (contract.state, contract.settled_at is not None) == ("signed", True)
    await chat.says("zhangsan", f"合同进度 {contract.number}")
    assert await title(chat, "zhangsan") == f"{contract.number} 已结清，待交付"
    await chat.says("weimin", f"交付完成 {contract.number}")
    assert (await newest()).state == "settled"


async def test_more_than_is_owed_is_asked_about(chat: Chat) -> None:
    contract = await signed(chat)
    await chat.says("chuyan", "博泽回款40万")
    assert await title(chat) == f"{contract.number}只差 350,000 元，比这笔少。这份合同记多少？"
    assert await paid(contract) == []
    await chat.taps("chuyan", "记余款")
    assert await paid(contract) == [Decimal(350_000)]
    await chat.says("chuyan", f"{contract.number} 回款1元")
    assert "款已经收齐了（350,000 元）" in await chat.seen("chuyan")


@pytest.mark.parametrize("amount", ["0元", "1.005元"])
async def test_no_such_sum_comes_in(chat: Chat, amount: str) -> None:
    contract = await signed(chat)
    await chat.says("chuyan", f"{contract.number} 回款{amount}")
    assert await paid(contract) == []


@pytest.mark.parametrize("said", ["博泽回款-5万", "博泽回款 －5万", "博泽回款：-50000元", "博泽回款负5万"])
async def test_what_was_said_with_a_minus_is_never_booked_as_money_that_came(chat: Chat, said: str) -> None:
    contract = await signed(chat)
    await chat.says("chuyan", said)
    assert "-50,000 元是负数，没有记" in await chat.seen("chuyan")
    assert await paid(contract) == []


async def test_a_dash_behind_a_name_is_no_minus_and_nothing_is_put_right_to_less_than_nothing(chat: Chat) -> None:
    contract = await signed(chat)
    await chat.says("chuyan", "博泽-5万到账了")
    await chat.says("chuyan", "金额改成-3万")
    assert "-30,000 元是负数，没有记" in await chat.seen("chuyan")
    assert await paid(contract) == [Decimal(50_000)]


async def test_of_several_contracts_it_is_asked_which(chat: Chat) -> None:
    first = await signed(chat)
    second = await another(chat)
    await chat.says("chuyan", "博泽回款5万")
    assert await title(chat) == "博泽有 2 份合同，记到哪份？"
    assert rows(await chat.card("chuyan")) == {
        "1": f"{first.number} 还差 350,000 元",
        "2": f"{second.number} 还差 77,000 元",
    }
    await chat.taps("chuyan", "选 2")
    assert (await paid(first), await paid(second)) == ([], [Decimal(50_000)])


async def test_a_customer_without_a_contract_to_pay_for(chat: Chat) -> None:
    await chat.says("chuyan", "博泽回款5万")
    assert f"{BOZE}没有在收款的合同" in await chat.text("chuyan")


async def test_a_pending_contract_takes_no_money(chat: Chat) -> None:
    contract = await signed(chat, "屹然签了，合同35万，下月底交货")
    await chat.says("chuyan", f"{contract.number} 回款5万")
    assert "待审批，签成以后才能登记回款" in await chat.seen("chuyan")
    assert await paid(contract) == []


async def test_a_day_that_has_not_come_is_refused(chat: Chat) -> None:
    contract = await signed(chat)
    await chat.says("chuyan", f"{contract.number} 11月30日到账5万")  # read as last year's
    assert "比签约早太多了" in await chat.text("chuyan")
    assert await paid(contract) == []


async def test_with_money_in_it_a_contract_is_not_cancelled(chat: Chat) -> None:
    contract = await signed(chat)
    await chat.says("chuyan", "博泽回款5万")
    await chat.says("sunqi", f"作废合同 {contract.number} 签错了")
    assert "已经有回款，不能作废" in await chat.seen("sunqi")


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("zhangsan", True),
        ("lisi", False),
        ("sunqi", True),
        ("zhouba", False),
        ("wujun", True),
        ("zhengjie", False),
        ("jiangzong", True),
        ("chuyan", True),
    ],
)
async def test_who_sees_what_came_in(chat: Chat, who: str, sees: bool) -> None:
    """Finance and executives all of it, managers their people's, a rep the own."""
    await signed(chat)
    await chat.says("chuyan", "博泽回款10万")
    await chat.says(who, "这个月回款多少")
    assert ("11月23日 博泽 100,000 元 HT2026-008" in await chat.seen(who)) is sees


@pytest.mark.parametrize("who", ["weimin", "fengtao", "shenhui", "zhangheng"])
async def test_who_may_not_ask_is_refused(chat: Chat, who: str) -> None:
    await chat.says(who, "这个月回款多少")
    assert "不能做这件事" in await chat.text(who)


@pytest.mark.parametrize(
    ("said", "heading"),
    [
        ("这个月回款多少", "本月回款 100,000 元"),
        ("博泽这个月回款多少", "博泽 本月回款 100,000 元"),
        ("华东区本月回款多少", "华东 本月回款 100,000 元"),
        ("昨天回款多少", "昨天回款 0 元，还没有到账的。"),
        ("华南区本月回款多少", "华南 本月回款 0 元，还没有到账的。"),
    ],
)
async def test_by_period_customer_and_region(chat: Chat, said: str, heading: str) -> None:
    await Payment.all().delete()
    await signed(chat)
    await chat.says("chuyan", "博泽回款10万")
    await chat.says("chuyan", said)
    assert heading in await chat.seen("chuyan")


@pytest.mark.parametrize("role", list(Role))
async def test_every_role_sees_the_contracts_of_its_scope(chat: Chat, role: Role) -> None:
    """S3: generated from POLICY for contracts, payments, and the customers behind them."""
    member = await Member.filter(role=role).first()
    if member is None:
        assert role is Role.MEMBER  # nobody in the demo company is only that
        return
    actor = queries.as_actor(member)
    everything = {contract.owner_id for contract in await Contract.all()}
    owners = {owner.id: owner for owner in await Member.filter(id__in=everything)}
    covered = {
        "own": {member.id},
        "team": {key for key, one in owners.items() if (one.region, one.team) == (member.region, member.team)},
        "region": {key for key, one in owners.items() if one.region == member.region},
        "all": everything,
    }
    for action in ("contract.read", "payment.read"):
        scope = POLICY[action].get(role)
        may = covered.get(str(scope), set()) & everything
        rows_ = queries.contracts(actor) if action == "contract.read" else queries.payments(actor)
        assert {
            one.owner_id if isinstance(one, Contract) else (await one.contract).owner_id for one in await rows_
        } == may
    if role is Role.FINANCE:
        with_contract = {one.customer_id for one in await Contract.all()}
        assert {one.id for one in await queries.customers(actor)} == with_contract
        assert await Customer.all().count() > len(with_contract)
