"""Decisions on cards: who is asked, what a tap and what words do, what everybody hears of it."""

from __future__ import annotations

import pytest

from storage.models import Approval, ApprovalStep, JournalEntry, Quote
from tests.approval_side import asked, asks, delivered, withdrawn
from tests.chat import Chat, buttons

DECISIONS = ["同意", "驳回", "转交", "退回修改", "加签", "全部明细"]


async def state(chat: Chat) -> str:
    return (await Approval.all().order_by("-id").first() or Approval()).state


@pytest.mark.parametrize(
    ("total", "approvers"),
    [
        ("300000.00", {"sunqi"}),
        ("300000.01", {"wujun", "qianwei"}),
        ("1000000.01", {"wujun", "qianwei"}),
    ],
)
async def test_who_gets_the_card(chat: Chat, total: str, approvers: set[str]) -> None:
    """R33, R34, R35: by the rep's own team and region, without being chosen, at once."""
    await asked(chat, total)
    for userid in ("sunqi", "zhouba", "wujun", "zhengjie", "qianwei", "jiangzong", "zhangsan"):
        assert bool(await asks(chat, userid)) == (userid in approvers), userid


async def test_the_card_says_what_is_decided_on_and_until_when(chat: Chat) -> None:
    """R36, R71: the deadline is on the card."""
    await asked(chat, "350000.00")
    card = await chat.card("wujun")
    assert card["main_title"]["title"] == "Q2026-0118 · 博泽"
    assert card["main_title"]["desc"] == "350,000 元 含税 · 11月25日 10:00 前批"
    assert buttons(card) == DECISIONS
    assert card["button_selection"]["question_key"] == "reason"
    assert "毛利不达标" in [option["text"] for option in card["button_selection"]["option_list"]]


async def test_two_approvers_decide_on_their_own_phones(chat: Chat) -> None:
    """R35, R39: both must agree; the submitter hears of each step."""
    await asked(chat, "350000.00")
    await chat.taps("wujun", "同意")
    assert (await chat.card("wujun"))["main_title"]["title"] == "已同意 · Q2026-0118 · 博泽"
    assert (await chat.card("zhangsan"))["main_title"]["title"] == "吴军 同意了 Q2026-0118"
    assert "等 钱伟" in await chat.seen("zhangsan")
    assert await asks(chat, "qianwei")
    await chat.taps("qianwei", "同意")
    assert await state(chat) == "approved"
    assert (await Quote.get(number="Q2026-0118")).state == "approved"
    assert "Q2026-0118 已批准" in await chat.seen("zhangsan")
    assert "已批准" in await chat.seen("wujun"), "every copy shows the outcome"


async def test_the_executive_is_asked_after_the_first_round(chat: Chat) -> None:
    """R33: above a million an executive after both."""
    await asked(chat, "1000000.01")
    await chat.taps("qianwei", "同意")
    await chat.taps("wujun", "同意")
    assert await asks(chat, "jiangzong")
    await chat.taps("jiangzong", "同意")
    assert await state(chat) == "approved"


async def test_below_the_floor_the_director_joins(chat: Chat) -> None:
    await asked(chat, "1000.00", below_floor=True)
    assert await asks(chat, "sunqi")
    assert await asks(chat, "wujun")


async def test_a_rejection_asks_for_a_reason_and_tells_it(chat: Chat) -> None:
    """R38: ready reasons, or one's own words; the approval card stands until then."""
    await asked(chat, "350000.00")
    await chat.taps("qianwei", "驳回")
    assert (await chat.card("qianwei"))["main_title"]["title"] == "为什么驳回？点一个，或直接写"
    assert await asks(chat, "qianwei")
    await chat.says("qianwei", "公差做不到，要先改图纸")
    assert await state(chat) == "rejected"
    assert not await asks(chat, "qianwei")
    assert not await asks(chat, "wujun")
    assert "公差做不到，要先改图纸" in await chat.seen("zhangsan")
    assert "公差做不到" in await chat.seen("wujun")


async def test_a_ready_reason_is_one_tap(chat: Chat) -> None:
    await asked(chat, "1000.00")
    await chat.taps("sunqi", "驳回")
    await chat.taps("sunqi", "价格太低")
    assert (await ApprovalStep.get(verdict="rejected")).words == "价格太低"


async def test_a_reason_ticked_on_the_card_is_not_asked_for(chat: Chat) -> None:
    await asked(chat, "1000.00")
    await chat.taps("sunqi", "驳回", selected={"reason": ["毛利不达标"]})
    assert await state(chat) == "rejected"
    assert "毛利不达标" in await chat.seen("zhangsan")


async def test_a_ticked_reason_says_nothing_beside_a_consent(chat: Chat) -> None:
    await asked(chat, "1000.00")
    await chat.taps("sunqi", "同意", selected={"reason": ["毛利不达标"]})
    assert (await ApprovalStep.get(verdict="agreed")).words is None


async def test_a_return_says_what_to_change(chat: Chat) -> None:
    """R38: 退回修改."""
    await asked(chat, "350000.00")
    await chat.taps("wujun", "退回修改", selected={"reason": ["交期太紧"]})
    assert await state(chat) == "returned"
    assert (await Quote.get(number="Q2026-0118")).state == "returned"
    assert "吴军 退回了 Q2026-0118，请修改" in await chat.seen("zhangsan")
    assert not await asks(chat, "qianwei")


@pytest.mark.parametrize("tapper", ["wujun", "jiangzong", "lisi", "zhangsan"])
async def test_a_foreign_tap_changes_nothing(chat: Chat, tapper: str) -> None:
    """W5, R38: the stranger and the submitter get a friendly word."""
    await asked(chat, "1000.00")
    entry = (await chat.inbox("sunqi"))[-1]
    key = next(b["key"] for b in entry["body"]["template_card"]["button_list"] if b["text"] == "同意")
    before = await Approval.get()
    await delivered(chat, tapper, EventKey=key)
    assert (await Approval.get()).edition == before.edition
    assert await ApprovalStep.filter(verdict="agreed").count() == 0
    assert await chat.text(tapper)


async def test_a_double_and_a_late_tap_change_nothing(chat: Chat) -> None:
    """W5: the second tap finds it decided, and says so."""
    await asked(chat, "350000.00")
    entry = (await chat.inbox("wujun"))[-1]
    key = entry["body"]["template_card"]["button_list"][0]["key"]
    await chat.tap("wujun", entry["msgid"], key)
    await chat.tap("wujun", entry["msgid"], key, stale=True)
    assert "你已经同意过了" in await chat.text("wujun")
    await chat.taps("qianwei", "同意")
    await chat.tap("wujun", entry["msgid"], key, stale=True)
    assert "已经有结果了：已批准" in await chat.text("wujun")
    assert await ApprovalStep.filter(verdict="agreed").count() == 2


@pytest.mark.parametrize("words", ["同意 Q2026-0118", "同意Q118", "批准 q2026-0118", "同意博泽的报价"])
async def test_words_are_equal_to_taps(chat: Chat, words: str) -> None:
    """R38: one phrase each, by number or by customer."""
    await asked(chat, "350000.00")
    await chat.says("wujun", words)
    assert (await ApprovalStep.get(verdict="agreed")).words is None
    assert not await asks(chat, "wujun")
    assert (await chat.card("wujun"))["main_title"]["title"] == "已同意 · Q2026-0118 · 博泽"


async def test_a_rejection_in_words(chat: Chat) -> None:
    await asked(chat, "350000.00")
    await chat.says("qianwei", "驳回博泽的报价，毛利太低")
    assert (await ApprovalStep.get(verdict="rejected")).words == "毛利太低"


async def test_a_bare_consent_shows_what_is_waiting(chat: Chat) -> None:
    await asked(chat, "1000.00")
    await asked(chat, "2000.00", number="Q2026-0119")
    await chat.says("sunqi", "同意")
    assert "Q2026-0119 · 博泽 · 2,000 元" in await chat.seen("sunqi")
    await chat.taps("sunqi", "选 2")
    assert [row.state for row in await Approval.all().order_by("id")] == ["pending", "approved"]


async def test_words_count_for_the_version_that_was_shown(chat: Chat) -> None:
    """A newer version is waiting: its card comes instead of a decision."""
    first = await asked(chat, "1000.00")
    await chat.clock(set="2026-11-23T22:30:00+08:00")
    await withdrawn(chat, first)
    await asked(chat, "2000.00", version=2)
    assert not await asks(chat, "sunqi"), "held for the morning"
    await chat.says("sunqi", "同意 Q2026-0118")
    assert await state(chat) == "pending"
    assert (await asks(chat, "sunqi"))[-1]["main_title"]["title"] == "Q2026-0118-v2 · 博泽"
    assert "还没看过" in await chat.text("sunqi")
    await chat.says("sunqi", "同意 Q2026-0118")
    assert await state(chat) == "approved"
    await chat.clock(set="2026-11-24T08:01:00+08:00")
    assert not await asks(chat, "sunqi")


async def test_a_card_held_overnight_is_not_sent_for_a_quote_withdrawn_meanwhile(chat: Chat) -> None:
    await chat.clock(set="2026-11-23T22:30:00+08:00")
    row = await asked(chat, "1000.00")
    await withdrawn(chat, row)
    await chat.clock(set="2026-11-24T08:01:00+08:00")
    assert not await asks(chat, "sunqi")


async def test_withdrawing_closes_every_card(chat: Chat) -> None:
    """R38."""
    row = await asked(chat, "350000.00")
    await chat.taps("wujun", "同意")
    await withdrawn(chat, row)
    assert await state(chat) == "withdrawn"
    assert not await asks(chat, "qianwei")
    assert "已撤回" in await chat.seen("qianwei")
    assert "已撤回" in await chat.seen("wujun")


async def test_consent_is_taken_back(chat: Chat) -> None:
    """R123: the next's copies close, the rep is told, the history shows both."""
    await asked(chat, "1000000.01")
    await chat.taps("qianwei", "同意")
    await chat.taps("wujun", "同意")
    await chat.says("wujun", "拿回 Q2026-0118")
    assert not await asks(chat, "jiangzong")
    assert await asks(chat, "wujun")
    assert "吴军 拿回了对 Q2026-0118 的同意" in await chat.seen("zhangsan")
    verdicts = [step.verdict for step in await ApprovalStep.filter(member__key="wujun").order_by("id")]
    assert verdicts == ["asked", "agreed", "taken_back", "asked"]
    await chat.taps("wujun", "同意")
    await chat.taps("jiangzong", "同意")
    await chat.says("wujun", "拿回 Q2026-0118")
    assert "拿不回来" in await chat.text("wujun")


async def test_a_list_is_agreed_to_by_one_tap(chat: Chat) -> None:
    """批量同意 lists number, customer and amount first; what changed meanwhile takes nothing from the others."""
    first = await asked(chat, "1000.00")
    await asked(chat, "2000.00", number="Q2026-0119")
    await asked(chat, "350000.00", number="Q2026-0120")
    await chat.says("sunqi", "批量同意")
    card = await chat.card("sunqi")
    assert card["main_title"]["title"] == "2 张在等你审批"
    assert "1 Q2026-0118 · 博泽 · 1,000 元 含税\n2 Q2026-0119 · 博泽 · 2,000 元 含税" in card["sub_title_text"]
    await withdrawn(chat, first)
    await chat.taps("sunqi", "全部同意（2）")
    assert [row.state for row in await Approval.all().order_by("id")] == ["withdrawn", "approved", "pending"]
    assert "已撤回" in (await chat.card("sunqi"))["sub_title_text"]


async def test_all_details_come_as_text_and_the_card_stays(chat: Chat) -> None:
    await asked(chat, "350000.00")
    await chat.taps("wujun", "全部明细")
    assert "Q2026-0118 · 博泽 · 350,000 元" in await chat.text("wujun")
    assert await asks(chat, "wujun")


async def test_every_step_is_kept_with_its_message(chat: Chat) -> None:
    """Each step with time, person and the callback's key, in the history and in the journal."""
    await asked(chat, "1000.00")
    await chat.taps("sunqi", "同意")
    step = await ApprovalStep.get(verdict="agreed").select_related("member")
    assert (step.member and step.member.key) == "sunqi"
    entry = await JournalEntry.get(action="approval_agreed")
    assert (entry.source, entry.member_id, entry.after["state"]) == (step.source, step.member_id, "approved")


async def test_a_decision_is_not_undone(chat: Chat) -> None:
    """Decisions have no undo: the answer says what to do instead, and takes nothing older back."""
    await chat.says("sunqi", "明天下午三点提醒我开会")
    await asked(chat, "1000.00")
    await chat.taps("sunqi", "同意")
    await chat.says("sunqi", "撤销")
    assert "拿回" in await chat.text("sunqi")
    assert await state(chat) == "approved"
