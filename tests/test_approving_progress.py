"""进度 and 审批时长; 文字回执; what is told to whom."""

from __future__ import annotations

from storage.models import Outbox
from tests.approval_side import asked, asks, left, withdrawn
from tests.chat import Chat


async def test_progress_says_who_decided_who_is_next_and_how_long(chat: Chat) -> None:
    """R39."""
    await asked(chat, "1000000.01")
    await chat.taps("wujun", "同意")
    await chat.clock(advance="PT1H")
    await chat.says("zhangsan", "进度 Q118")
    said = (await chat.card("zhangsan"))["sub_title_text"]
    assert "吴军 11月23日 10:00 同意" in said
    assert "等 钱伟" in said
    assert "之后 蒋总" in said
    assert "还剩 46 小时" in said


async def test_what_is_hidden_and_what_is_absent_are_one_answer(chat: Chat) -> None:
    await asked(chat, "1000.00")
    for userid in ("wangwu", "shenhui"):
        await chat.says(userid, "进度 Q2026-0118")
        hidden = await chat.text(userid)
        await chat.says(userid, "进度 Q2026-9999")
        assert (await chat.text(userid)).replace("9999", "0118") == hidden


async def test_durations_with_their_formula(chat: Chat) -> None:
    """R70: average, median, by approver, beside 5.2 days."""
    await asked(chat, "1000.00")
    await chat.clock(advance="PT12H")
    await chat.says("sunqi", "同意 Q2026-0118")
    await chat.says("sunqi", "审批时长")
    said = await chat.text("sunqi")
    assert "审批完 1 张：平均 0.5 天，中位 0.5 天" in said
    assert "5.2 天；48 小时内批完 100%" in said
    assert "孙琦 平均 12.0 小时（1 次）" in said
    assert "口径：" in said
    await chat.says("fengtao", "审批时长")
    assert "平均" not in await chat.text("fengtao")


async def test_who_reads_in_wechat_is_told_what_to_type(chat: Chat) -> None:
    """文字回执: the typed command of each button, with the number."""
    await chat.says("sunqi", "文字回执 开")
    await asked(chat, "1000.00")
    said = await chat.text("sunqi")
    assert "“同意 Q2026-0118”" in said
    assert "“退回 Q2026-0118”、" in said
    await chat.says("sunqi", "同意 Q2026-0118")
    assert not await asks(chat, "sunqi")
    await asked(chat, "2000.00", version=2)
    assert "“同意 Q2026-0118-v2”" in await chat.text("sunqi")
    await chat.says("sunqi", "同意 Q2026-0118-v2")
    assert not await asks(chat, "sunqi")


async def test_words_held_for_the_morning_go_with_their_card(chat: Chat) -> None:
    await chat.says("sunqi", "文字回执 开")
    await chat.clock(set="2026-11-23T22:30:00+08:00")
    row = await asked(chat, "1000.00")
    await withdrawn(chat, row)
    await chat.clock(set="2026-11-24T08:01:00+08:00")
    assert "同意" not in await chat.text("sunqi")


async def test_a_submitter_who_left_is_told_nothing(chat: Chat) -> None:
    await asked(chat, "1000.00")
    await left(chat, "zhangsan")
    await chat.taps("sunqi", "同意")
    told = [str(row.payload) for row in await Outbox.filter(receiver="zhangsan")]
    assert not any("已批准" in words for words in told)
