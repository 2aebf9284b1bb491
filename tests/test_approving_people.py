"""Who else decides: 转交, 加签, 减签, 沟通, leave with and without a delegate, leavers, movers, the submitter."""

from __future__ import annotations

import pytest

from storage.models import Approval, ApprovalStep, Delegation
from tests.approval_side import asked, asks, left, withdrawn
from tests.chat import Chat, buttons


async def state() -> str:
    return (await Approval.all().order_by("-id").limit(1))[0].state


async def test_a_transfer_by_tap_asks_to_whom(chat: Chat) -> None:
    """R38: 转交, from the card; the likeliest stand ready."""
    await asked(chat, "1000.00")
    await chat.taps("sunqi", "转交")
    assert "转给谁？" in await chat.seen("sunqi")
    await chat.taps("sunqi", "吴军")
    assert not await asks(chat, "sunqi")
    assert "孙琦 把 Q2026-0118 转交给 吴军" in await chat.seen("zhangsan")
    await chat.taps("wujun", "同意")
    assert await state() == "approved"


@pytest.mark.parametrize("words", ["转交 Q2026-0118 冯涛", "转交 冯涛 Q2026-0118", "转交 冯涛", "转交 博泽 fengtao"])
async def test_a_transfer_in_words(chat: Chat, words: str) -> None:
    await asked(chat, "1000.00")
    await chat.says("sunqi", words)
    assert await asks(chat, "fengtao")
    await chat.says("fengtao", "同意 Q2026-0118")
    assert await state() == "approved"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("转交 Q2026-0118 张三", "提交人不能审批自己的单子"),
        ("转交 Q2026-0118 钱伟", "本来就在审批人里"),
        ("转交 Q2026-0118 沈慧", "不参与审批"),
        ("转交 Q2026-0118 施芸", "施芸是市场，不参与审批。能批的是主管、区域总监、高管、技术主管、工程师"),
        ("加签 Q2026-0118 李四 一起", "李四是销售员，不参与审批"),
        ("转交 Q2026-0118 查无此人", "没找到同事"),
    ],
)
async def test_whom_nothing_can_be_passed_to(chat: Chat, words: str, told: str) -> None:
    await asked(chat, "350000.00")
    await chat.says("wujun", words)
    assert told in await chat.text("wujun")
    assert await asks(chat, "wujun")


async def test_only_whose_turn_it_is_passes_it_on(chat: Chat) -> None:
    await asked(chat, "1000.00")
    await chat.says("wujun", "转交 Q2026-0118 冯涛")
    assert "不在等你审批" in await chat.text("wujun")
    assert not await asks(chat, "fengtao")


async def test_somebody_is_added_before(chat: Chat) -> None:
    """R38: 加签; the one who added waits until they have decided."""
    await asked(chat, "1000.00")
    await chat.taps("sunqi", "加签")
    await chat.says("sunqi", "冯涛")
    assert buttons(await chat.card("sunqi"))[:3] == ["在我之前", "在我之后", "和我一起"]
    await chat.taps("sunqi", "在我之前")
    assert not await asks(chat, "sunqi")
    assert "孙琦 给 Q2026-0118 加签 冯涛" in await chat.seen("zhangsan")
    await chat.taps("fengtao", "同意")
    await chat.taps("sunqi", "同意")
    assert await state() == "approved"


async def test_somebody_is_added_after_and_taken_off(chat: Chat) -> None:
    """R125: their card closes."""
    await asked(chat, "1000.00")
    await chat.says("sunqi", "加签 Q2026-0118 冯涛 后")
    assert await asks(chat, "sunqi")
    assert not await asks(chat, "fengtao")
    await chat.taps("sunqi", "同意")
    assert await asks(chat, "fengtao")
    await chat.says("sunqi", "减签 Q2026-0118 冯涛")
    assert not await asks(chat, "fengtao")
    assert await state() == "approved"


@pytest.mark.parametrize(("said", "waits"), [("之前", True), ("在我之前", True), ("之后", False), ("在我之后", False)])
async def test_when_the_added_one_decides_may_be_said(chat: Chat, said: str, waits: bool) -> None:
    await asked(chat, "1000.00")
    await chat.says("sunqi", f"加签 Q2026-0118 冯涛 {said}")
    assert bool(await asks(chat, "fengtao")) is waits
    assert bool(await asks(chat, "sunqi")) is not waits
    assert await ApprovalStep.filter(verdict="added").exists()


async def test_somebody_is_added_beside(chat: Chat) -> None:
    await asked(chat, "1000.00")
    await chat.says("sunqi", "加签 Q2026-0118 冯涛 一起")
    await chat.taps("fengtao", "同意")
    assert await state() == "pending"
    await chat.taps("sunqi", "同意")
    assert await state() == "approved"


async def test_a_question_is_answered_on_the_card_and_decides_nothing(chat: Chat) -> None:
    """R124: 沟通; the clock runs on."""
    row = await asked(chat, "1000.00")
    await chat.says("sunqi", "沟通 Q2026-0118 冯涛 公差能做到吗")
    assert "孙琦 问：Q2026-0118 · 博泽" in await chat.seen("fengtao")
    await chat.taps("fengtao", "回复")
    await chat.says("fengtao", "±0.02 没问题")
    assert len(await asks(chat, "sunqi")) == 1, "the old card gave way to the new one"
    assert "冯涛 回复：±0.02 没问题" in (await asks(chat, "sunqi"))[0]["sub_title_text"]
    again = await Approval.get(id=row.id)
    assert (again.state, again.deadline) == ("pending", row.deadline)
    await chat.taps("sunqi", "同意")
    assert await state() == "approved"


async def test_a_question_without_a_name_goes_to_the_submitter(chat: Chat) -> None:
    await asked(chat, "1000.00")
    await chat.says("sunqi", "沟通 Q2026-0118 为什么这么低？")
    assert "为什么这么低？" in await chat.seen("zhangsan")


async def test_a_question_that_is_over_is_not_answered(chat: Chat) -> None:
    row = await asked(chat, "1000.00")
    await chat.says("sunqi", "沟通 Q2026-0118 冯涛 能做吗")
    await withdrawn(chat, row)
    await chat.taps("fengtao", "回复")
    await chat.says("fengtao", "能")
    assert not await ApprovalStep.filter(verdict="answered").exists()
    assert "已经有结果了" in await chat.seen("fengtao")


async def test_while_away_a_delegate_decides_as_well(chat: Chat) -> None:
    """R38: 请假委托; either may decide until one has; what waits already passes on at once."""
    await asked(chat, "1000.00")
    await chat.says("sunqi", "请假委托 冯涛 到周五")
    row = await Delegation.get()
    assert (row.since.isoformat(), row.until.isoformat()) == ("2026-11-23", "2026-11-27")
    assert await asks(chat, "fengtao")
    assert await asks(chat, "sunqi")
    assert "孙琦 请假，委托你审批" in await chat.seen("fengtao")
    assert "由 冯涛 审批" in await chat.seen("zhangsan")
    await chat.taps("fengtao", "同意")
    assert not await asks(chat, "sunqi")
    await asked(chat, "2000.00", number="Q2026-0119")
    assert await asks(chat, "fengtao")
    await chat.clock(set="2026-11-28T10:00:00+08:00")
    await asked(chat, "3000.00", number="Q2026-0120")
    assert "Q2026-0120" not in await chat.seen("fengtao")


async def test_a_leave_that_begins_later_begins_on_its_day(chat: Chat) -> None:
    await chat.says("sunqi", "请假委托 冯涛 11月25日到11月27日")
    await asked(chat, "1000.00")
    assert not await asks(chat, "fengtao")
    await chat.clock(set="2026-11-25T08:01:00+08:00")
    assert await asks(chat, "fengtao")


async def test_a_second_leave_follows_the_first(chat: Chat) -> None:
    """No gap between them, and none of them twice."""
    await chat.says("sunqi", "请假委托 冯涛 到周五")
    await chat.says("sunqi", "请假委托 韩梅 11月26日到11月30日")
    leaves = [(str(row.since), str(row.until)) for row in await Delegation.all().order_by("since")]
    assert leaves == [("2026-11-23", "2026-11-25"), ("2026-11-26", "2026-11-30")]
    assert "11月26日 周四 起改由 韩梅 代批" in await chat.seen("fengtao"), "who is replaced hears of it"
    await asked(chat, "1000.00")
    assert await asks(chat, "fengtao")
    assert not await asks(chat, "hanmei")
    await chat.clock(set="2026-11-26T08:01:00+08:00")
    assert await asks(chat, "hanmei")


async def test_a_delegate_who_has_a_place_already_does_not_fill_two(chat: Chat) -> None:
    """Below the floor both must agree: the director's place goes up the chain, not to the supervisor."""
    await asked(chat, "1000.00", below_floor=True)
    await chat.says("wujun", "请假委托 孙琦 到周五")
    assert await asks(chat, "jiangzong")
    await chat.taps("sunqi", "同意")
    assert await state() == "pending"
    await chat.taps("jiangzong", "同意")
    assert await state() == "approved"


async def test_away_without_a_delegate_it_goes_up_the_chain(chat: Chat) -> None:
    await asked(chat, "1000.00")
    await chat.says("sunqi", "请假委托 到周五")
    await chat.taps("sunqi", "不委托")
    assert not await asks(chat, "sunqi")
    assert await asks(chat, "wujun")
    await chat.says("sunqi", "请假委托 取消")
    await asked(chat, "2000.00", number="Q2026-0119")
    assert (await asks(chat, "sunqi"))[-1]["main_title"]["title"] == "Q2026-0119 · 博泽"


async def test_a_delegates_delegate_is_not_followed(chat: Chat) -> None:
    """The chain is: two who name each other leave it to the next."""
    await chat.says("sunqi", "请假委托 冯涛 到周五")
    await chat.says("fengtao", "请假委托 韩梅 到周五")
    await asked(chat, "1000.00")
    assert not await asks(chat, "hanmei")
    assert await asks(chat, "wujun")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("请假委托 孙琦 到周五", "不能委托给自己"),
        ("请假委托 沈慧 到周五", "不参与审批"),
        ("请假委托 张三 到周五", "张三是销售员，不参与审批。能批的是主管"),
        ("请假委托 吴军 到周五", "那几天也请假"),
        ("请假委托 冯涛 到2027年11月1日", "一次最多委托"),
        ("请假委托 取消", "没有请假委托"),
    ],
)
async def test_whom_nobody_can_stand_in_for(chat: Chat, words: str, told: str) -> None:
    await chat.says("wujun", "请假委托 冯涛 到周五")
    await chat.says("sunqi", words)
    assert told in await chat.text("sunqi")
    assert await Delegation.filter(member__key="sunqi").count() == 0


async def test_a_leavers_decisions_pass_on_at_once(chat: Chat) -> None:
    """R127: both sides are told, and the leaver's card is closed."""
    await asked(chat, "1000.00")
    await left(chat, "sunqi")
    assert await asks(chat, "wujun")
    assert "由 吴军 接手" in await chat.seen("zhangsan")
    assert "由 吴军 接手" in await chat.seen("wujun")
    await chat.taps("wujun", "同意")
    assert await state() == "approved"


async def test_a_movers_decisions_pass_on_at_once(chat: Chat) -> None:
    """R127: somebody with another post decides no longer for the old one."""
    await asked(chat, "1000.00")
    members = chat.stand_in.members
    members.join("sunqi", "孙琦", "主管", "销售部/华南/华南一组", leader=False)
    await chat.bot.contacts.sync(chat.stand_in.clock.now())
    await chat.bot.settle()
    assert not await asks(chat, "sunqi")
    assert await asks(chat, "wujun")
    assert "由 吴军 接手" in await chat.seen("zhangsan")


async def test_a_supervisors_own_quote_goes_to_the_director(chat: Chat) -> None:
    """Nobody approves their own quote; it goes to the next in the chain."""
    await asked(chat, "1000.00", by="sunqi")
    assert not await asks(chat, "sunqi")
    await chat.says("sunqi", "同意 Q2026-0118")
    assert "自己提交的不能自己批" in await chat.text("sunqi")
    await chat.taps("wujun", "同意")
    assert await state() == "approved"
