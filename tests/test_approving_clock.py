"""The 48 hours: reminders at 24 and 44, escalation at 48, and what the quiet hours hold."""

from __future__ import annotations

from storage.models import Approval, ApprovalStep
from tests.approval_side import asked, asks, left
from tests.chat import Chat


async def state() -> str:
    return (await Approval.all().order_by("-id").limit(1))[0].state


async def reminded(userid: str) -> int:
    return await ApprovalStep.filter(verdict="reminded", member__key=userid).count()


async def test_who_is_still_due_is_reminded_at_24_and_44_hours(chat: Chat) -> None:
    """R36: with a new card whose code is fresh; who has decided is left alone."""
    await asked(chat, "350000.00")
    await chat.taps("wujun", "同意")
    await chat.clock(set="2026-11-24T09:59:00+08:00")
    assert await reminded("qianwei") == 0
    await chat.clock(set="2026-11-24T10:01:00+08:00")
    assert (await reminded("qianwei"), await reminded("wujun")) == (1, 0)
    cards = await asks(chat, "qianwei")
    assert len(cards) == 1, "the first card gave way"
    assert "催办：还剩 24 小时" in cards[0]["sub_title_text"]
    await chat.clock(set="2026-11-25T08:01:00+08:00")
    assert await reminded("qianwei") == 2
    assert "催办：还剩 4 小时" in (await asks(chat, "qianwei"))[0]["sub_title_text"]
    await chat.taps("qianwei", "同意")
    assert await state() == "approved"


async def test_at_48_hours_the_next_manager_gets_the_card_too(chat: Chat) -> None:
    """R36: either may decide until one has; the submitter and who was late hear of it."""
    await asked(chat, "1000.00")
    await chat.clock(advance="PT48H")
    await chat.clock(advance="PT1M")
    assert await asks(chat, "wujun")
    assert "上级也收到了" in (await asks(chat, "sunqi"))[0]["sub_title_text"]
    assert "超过 48 小时，已升级给 吴军" in await chat.seen("zhangsan")
    assert (await asks(chat, "wujun"))[0]["main_title"]["desc"].endswith("已超时")
    await chat.taps("wujun", "同意")
    assert await state() == "approved"
    assert not await asks(chat, "sunqi")


async def test_who_was_late_may_still_decide(chat: Chat) -> None:
    await asked(chat, "350000.00")
    await chat.clock(advance="PT49H")
    assert await asks(chat, "jiangzong")
    await chat.taps("wujun", "同意")
    assert await asks(chat, "jiangzong"), "the technical lead's place is open still"
    await chat.taps("jiangzong", "同意")
    assert await state() == "approved"


async def test_states_change_on_time_and_messages_wait_for_the_morning(chat: Chat) -> None:
    """Escalation at 03:00; the cards come at 08:00; a decision before that keeps them back."""
    await chat.clock(set="2026-11-24T03:00:00+08:00")
    await asked(chat, "1000.00")
    await chat.clock(set="2026-11-26T03:01:00+08:00")
    assert await ApprovalStep.filter(verdict="escalated").exists()
    assert not await asks(chat, "wujun")
    await chat.clock(set="2026-11-26T08:01:00+08:00")
    assert await asks(chat, "wujun")


async def test_what_is_decided_before_the_morning_is_not_asked_then(chat: Chat) -> None:
    await chat.clock(set="2026-11-24T03:00:00+08:00")
    await asked(chat, "1000.00")
    await chat.clock(set="2026-11-26T03:01:00+08:00")
    await chat.taps("sunqi", "同意")
    assert await state() == "approved"
    await chat.clock(set="2026-11-26T08:01:00+08:00")
    assert not await asks(chat, "wujun")


async def test_after_a_standstill_only_the_newest_step_is_done(chat: Chat) -> None:
    """F6: a leap over all three moments escalates once and reminds of nothing that is past."""
    await asked(chat, "1000.00")
    await chat.clock(jump="PT60H")
    assert await ApprovalStep.filter(verdict="escalated").count() == 1
    assert await reminded("sunqi") == 0
    assert (await Approval.get(title="Q2026-0118")).due_at is None


async def test_a_decision_stops_the_clock(chat: Chat) -> None:
    await asked(chat, "1000.00")
    await chat.taps("sunqi", "同意")
    await chat.clock(advance="PT72H")
    assert not await ApprovalStep.filter(verdict__in=("reminded", "escalated")).exists()


async def test_above_an_executive_there_is_nobody(chat: Chat) -> None:
    """It is said so, and they are asked again."""
    await asked(chat, "1000.00")
    await left(chat, "sunqi")
    await left(chat, "wujun")
    assert await asks(chat, "jiangzong")
    await chat.clock(advance="PT49H")
    assert "请尽快处理" in (await asks(chat, "jiangzong"))[0]["sub_title_text"]
    await chat.taps("jiangzong", "同意")
    assert await state() == "approved"


async def test_a_card_older_than_72_hours_is_answered_by_a_new_message(chat: Chat) -> None:
    """The codes are used up: what the card can no longer show, a message says."""
    await asked(chat, "350000.00")
    await chat.clock(advance="PT125H")
    await chat.taps("qianwei", "同意")
    await chat.taps("wujun", "同意")
    assert await state() == "approved"
    assert "已同意 · Q2026-0118" in await chat.seen("wujun")


async def test_where_nobody_is_left_the_admins_pass_it_on(chat: Chat) -> None:
    for userid in ("wujun", "jiangzong", "sunqi"):
        await left(chat, userid)
    await asked(chat, "1000.00")
    card = (await asks(chat, "shenhui"))[0]
    assert [button["text"] for button in card["button_list"]] == ["转交", "全部明细"]
    assert "button_selection" not in card
    await chat.says("shenhui", "同意 Q2026-0118")
    assert await state() == "pending"
    await chat.says("shenhui", "转交 Q2026-0118 冯涛")
    await chat.taps("fengtao", "同意")
    assert await state() == "approved"
