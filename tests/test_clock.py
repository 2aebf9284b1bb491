"""What the clock brings: reminders at their minute, follow-ups at nine, each once; quiet hours; catch-up."""

from __future__ import annotations

from pathlib import Path

from bot.context import Context
from scheduler.runner import CLOCK, JOBS
from storage.models import JobRun, Outbox, Reminder
from tests.chat import MONDAY, Chat, buttons, rows, talking
from tests.moments import moment


async def test_a_reminder_rings_at_its_minute(chat: Chat) -> None:
    await chat.says("zhangsan", "明天下午三点提醒我给李工回电话")
    assert (await chat.card("zhangsan"))["main_title"]["title"] == "到时提醒你 · 11月24日 周二 15:00"
    await chat.clock(set="2026-11-24T14:59:30+08:00")
    assert "提醒：给李工回电话" not in await chat.seen("zhangsan")
    await chat.clock(set="2026-11-24T15:00:00+08:00")
    last = (await chat.inbox("zhangsan"))[-1]
    assert last["body"]["template_card"]["main_title"] == {"title": "提醒：给李工回电话", "desc": "11月24日 周二 15:00"}
    assert last["at"] == "2026-11-24T15:00:00+08:00"
    await chat.clock(set="2026-11-25T15:00:00+08:00")
    assert (await chat.seen("zhangsan")).count("提醒：给李工回电话") == 1


async def test_a_reminder_without_a_clock_rings_at_nine_and_offers_other_times(chat: Chat) -> None:
    await chat.says("zhangsan", "明天提醒我给李工回电话")
    assert buttons(await chat.card("zhangsan")) == ["改到 10:00", "改到 15:00", "改到 20:00", "改一下", "撤销"]
    assert (await Reminder.get()).due_at == moment("2026-11-24T09:00:00+08:00")
    await chat.taps("zhangsan", "改到 15:00")
    assert (await Reminder.get()).due_at == moment("2026-11-24T15:00:00+08:00")
    assert buttons(await chat.card("zhangsan")) == ["改一下", "撤销"]


async def test_the_quiet_hours_do_not_hold_a_named_minute(chat: Chat) -> None:
    """W6: never a reminder whose minute its owner named."""
    await chat.says("zhangsan", "今晚十一点提醒我看邮件")
    await chat.clock(set="2026-11-23T23:00:10+08:00")
    assert "提醒：看邮件" in await chat.seen("zhangsan")


async def test_a_late_reminder_rings_once_and_says_since_when(chat: Chat) -> None:
    """F7: a due row that is found late is done once, at once."""
    await chat.says("zhangsan", "今天下午三点提醒我给李工回电话")
    await chat.clock(jump="PT8H")
    assert (await chat.card("zhangsan"))["main_title"]["desc"] == "11月23日 周一 15:00 就该提醒，来晚了"
    assert (await chat.seen("zhangsan")).count("提醒：给李工回电话") == 1


async def test_an_undone_reminder_stays_silent_and_a_rung_one_is_not_undone(chat: Chat) -> None:
    await chat.says("zhangsan", "今天下午三点提醒我给李工回电话")
    await chat.says("zhangsan", "撤销")
    await chat.clock(set="2026-11-23T15:01:00+08:00")
    assert "提醒：给李工" not in await chat.seen("zhangsan")
    await chat.says("zhangsan", "今天下午四点提醒我寄样")
    await chat.clock(set="2026-11-23T16:01:00+08:00")
    await chat.says("zhangsan", "撤销")
    assert await chat.text("zhangsan") == "这条提醒已经响过了，不用撤销。"


async def test_follow_ups_come_at_nine_once_for_what_is_due(chat: Chat) -> None:
    """W6: each slot of each job once."""
    await chat.says("zhangsan", "今天拜访了博泽的王经理，嫌铜价高，明天再谈")
    await chat.clock(set="2026-11-24T09:00:00+08:00")
    card = await chat.card("zhangsan")
    assert card["main_title"]["title"].startswith("今天要跟进")
    assert "上海博泽汽车部件有限公司" in str(rows(card))
    assert "博泽" in buttons(card)
    heading = card["main_title"]["title"]
    await chat.clock(advance="PT10M")
    assert (await chat.seen("zhangsan")).count(heading) == 1


async def test_a_kept_plan_is_no_follow_up(chat: Chat) -> None:
    await chat.says("zhangsan", "今天拜访了博泽，嫌铜价高，明天再谈")
    await chat.says("zhangsan", "刚电话联系了博泽，价格谈妥了")
    await chat.clock(set="2026-11-24T09:00:00+08:00")
    told = [entry for entry in await chat.inbox("zhangsan") if "今天要跟进" in str(entry["body"])]
    assert "嫌铜价高" not in str(told)


async def test_what_jobs_push_waits_for_the_end_of_the_quiet_hours(chat: Chat) -> None:
    """W6: 22:00 to 08:00."""
    night = moment("2026-11-23T23:00:00+08:00")
    ctx = Context(CLOCK, night, "job-1", night)
    ctx.send("zhangsan", {"card_type": "button_interaction"}, push=True)
    ctx.send("zhangsan", {"card_type": "button_interaction"}, push=True, urgent=True)
    await ctx.flush()
    first, urgent = await Outbox.all().order_by("id")
    assert first.not_before == moment("2026-11-24T08:00:00+08:00")
    assert urgent.not_before == night
    await Outbox.all().delete()


async def test_a_slot_is_done_once_by_whichever_process_comes_first(chat: Chat) -> None:
    """F6: another process has done this slot already."""
    await chat.says("zhangsan", "今天拜访了博泽，嫌铜价高，明天再谈")
    slot = moment("2026-11-24T09:00:00+08:00")
    await JobRun.create(job="follow_ups", slot=slot, ran_at=slot)
    await chat.clock(set="2026-11-24T09:05:00+08:00")
    assert "今天要跟进" not in await chat.seen("zhangsan")


async def test_a_missed_slot_is_caught_up_inside_its_window_only(chat: Chat) -> None:
    """F7: three hours for the follow-ups; yesterday's outage does not ring today."""
    await chat.says("zhangsan", "今天拜访了博泽，嫌铜价高，周三再谈")
    await chat.clock(jump="P1DT4H")  # Tuesday 14:00: nine o'clock is five hours ago
    assert not await JobRun.filter(job="follow_ups", slot=moment("2026-11-24T09:00:00+08:00")).exists()
    await chat.clock(jump="PT21H")  # Wednesday 11:00
    assert await JobRun.filter(job="follow_ups", slot=moment("2026-11-25T09:00:00+08:00")).exists()
    assert (await chat.seen("zhangsan")).count("今天要跟进") == 1


async def test_a_first_start_catches_nothing_up(database_url: str, tmp_path: Path) -> None:
    """Nothing was missed before there was a company: the first card is the answer to the first message."""
    async with talking(database_url, tmp_path, now=MONDAY) as chat:
        await chat.bot.settle()
        assert await chat.seen("zhangsan") == ""


async def test_every_job_fires(chat: Chat) -> None:
    for job in JOBS.values():
        assert job.next_slot(MONDAY) > MONDAY
        assert job.slot(job.next_slot(MONDAY)) == job.next_slot(MONDAY)
