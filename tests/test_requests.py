"""Between departments: reviews decided by whom was asked, help with a clock, and how long it all takes."""

from __future__ import annotations

import pytest

from bot import bus
from bot.context import Context
from domain.command import Refused
from domain.people import Actor
from domain.solutions import DecideReview, ReplyRequest
from storage import queries
from storage.models import Asked as Sight
from storage.models import Customer, JournalEntry, Member, Opportunity, Reply, Request
from tests.chat import MONDAY, Chat, buttons, rows

TUOPU = "宁波拓普集团股份有限公司"  # 王五's, at 客户咨询
JINGHUI = "苏州璟晖光电有限公司"  # 张三's


async def newest() -> Request:
    request = await Request.all().order_by("-id").first()
    assert request is not None
    return request


async def replaced(chat: Chat, userid: str) -> list[str]:
    """The outcomes that stand on cards of this person."""
    cards = [entry["body"].get("template_card", {}) for entry in await chat.inbox(userid)]
    return [card["replace_text"] for card in cards if card.get("replace_text")]


async def actor(key: str) -> Actor:
    return queries.as_actor(await Member.get(key=key))


async def colleague(chat: Chat, department: str, *, leader: bool = False) -> None:
    """Somebody more in a department."""
    somebody = {"userid": "hejing", "name": "何静", "position": "工程师"}
    await chat.post("/sandbox/members", {**somebody, "department": department, "leader": leader})
    await chat.bot.settle()


async def test_a_review_is_decided_by_the_engineer_with_name_and_time(chat: Chat) -> None:
    """R21: the card reaches the department, the opinion stands with name and time, every copy is closed."""
    await chat.says("wangwu", "请工程部评审拓普的方案，主要看壁厚")
    card = await chat.card("fengtao")
    assert card["main_title"] == {"title": "请评审：拓普 转向节支架", "desc": "工程部 · 11月23日 周一 14:00 前先回一句"}
    assert card["sub_title_text"] == "主要看壁厚"
    assert buttons(card) == ["通过", "不通过", "补充意见", "看方案"]
    await chat.taps("fengtao", "通过")
    request = await newest()
    reply = await Reply.filter(request_id=request.id).get().select_related("member")
    assert (request.state, request.due_at) == ("passed", None)
    assert (reply.member.userid, reply.verdict, reply.at.date()) == ("fengtao", "passed", MONDAY.date())
    assert "评审通过" in await replaced(chat, "fengtao")
    assert (await chat.card("wangwu"))["main_title"]["title"] == "评审通过：拓普 转向节支架"
    assert await JournalEntry.filter(action="decide_review", record=f"request:{request.id}").exists()
    await chat.says("wangwu", "商机 拓普")
    assert rows(await chat.card("wangwu"))["协同评审"] == "☑ 工程部协同评审 冯涛 11月23日"


async def test_a_refusal_has_a_reason_and_the_next_round_a_button(chat: Chat) -> None:
    await chat.says("wangwu", "请工程部评审拓普的方案")
    await chat.taps("fengtao", "不通过")
    asked = await chat.card("fengtao")
    assert buttons(asked) == ["技术做不到", "资料不全", "成本太高", "交期太紧", "不要了"]
    assert (await newest()).state == "open"
    await chat.says("fengtao", "壁厚 1.8 冲不出来")
    assert (await newest()).state == "failed"
    card = await chat.card("wangwu")
    assert (card["main_title"]["title"], card["sub_title_text"]) == ("评审不通过：拓普 转向节支架", "壁厚 1.8 冲不出来")
    await chat.says("wangwu", "缺什么 拓普")
    await chat.taps("wangwu", "再请评审")
    await chat.says("fengtao", "评审通过 拓普 加厚后可以")
    assert (await newest()).state == "passed"
    assert await Request.filter(opportunity__customer__name=TUOPU, opportunity__state="open").count() == 2


async def test_the_asker_never_decides(chat: Chat) -> None:
    """By the reviewer, not by the rep: neither by words nor with a forwarded key."""
    await chat.says("wangwu", "请工程部评审拓普的方案")
    await chat.says("wangwu", "评审通过 拓普")
    assert "提出的人自己不能评" in await chat.text("wangwu")
    forwarded = DecideReview(request=(await newest()).id, verdict="passed")
    for key in ("wangwu", "zhouba", "hanmei"):  # the asker, who leads the asker, another department
        with pytest.raises(Refused):
            await bus.execute(forwarded, Context(await actor(key), MONDAY, "test", MONDAY))
    word = ReplyRequest(request=(await newest()).id, text="好")
    with pytest.raises(Refused):
        await bus.execute(word, Context(await actor("zhouba"), MONDAY, "test", MONDAY))
    assert (await newest()).state == "open"


async def test_the_second_reviewer_finds_it_decided(chat: Chat) -> None:
    """W5: a late tap gets a friendly answer and changes nothing."""
    await chat.says("wangwu", "请工程部评审拓普的方案")
    entry = (await chat.inbox("fengtao"))[-1]
    passed, failed = (item["key"] for item in entry["body"]["template_card"]["button_list"][:2])
    await chat.tap("fengtao", entry["msgid"], passed)
    await chat.tap("fengtao", entry["msgid"], passed, stale=True)
    assert await chat.text("fengtao") == "这个评审已经有结论了：评审通过。"
    await chat.tap("fengtao", entry["msgid"], failed, stale=True)
    await chat.says("fengtao", "改主意了")
    assert (await newest()).state == "passed"
    assert await Reply.filter(request_id=(await newest()).id).count() == 1


async def test_every_member_is_asked_and_every_copy_closed(chat: Chat) -> None:
    """A request goes to all members of the department; the first human reply closes the others' cards."""
    await colleague(chat, "工艺部")
    await chat.says("wangwu", "需要工艺部支持一下拓普的打样")
    seen = await Sight.filter(subject=f"request:{(await newest()).id}").count()
    assert (seen, rows(await chat.card("wangwu"))["发给"]) == (2, "韩梅、何静")
    await chat.taps("hanmei", "我来处理")
    request = await newest()
    assert (request.state, request.due_at) == ("answered", None)
    assert request.answered_at is not None
    card = await chat.card("wangwu")
    assert (card["main_title"]["title"], buttons(card)) == ("韩梅回复了：拓普", ["回复", "已解决"])
    await chat.taps("wangwu", "已解决")
    assert (await newest()).state == "closed"


async def test_words_go_to_and_fro_in_one_thread(chat: Chat) -> None:
    await chat.says("wangwu", "需要工艺部支持一下拓普的打样")
    await chat.taps("hanmei", "回复")
    await chat.says("hanmei", "要几件，什么时候要？")
    assert "要几件" in (await chat.card("wangwu"))["sub_title_text"]
    await chat.taps("wangwu", "回复")
    await chat.says("wangwu", "5 件，下周五前")
    assert "5 件" in (await chat.card("hanmei"))["sub_title_text"]
    assert [reply.text for reply in await Reply.filter(request_id=(await newest()).id).order_by("id")] == [
        "要几件，什么时候要？",
        "5 件，下周五前",
    ]
    await chat.says("wangwu", "撤销")
    assert await chat.text("wangwu") == "韩梅已经回复了，撤销不了。事情了结就点“已解决”。"


async def test_who_reads_in_wechat_answers_by_the_buttons_words(chat: Chat) -> None:
    """文字回执: a typed label is the tap on the newest card that has it; without such a card it means nothing."""
    await chat.says("fengtao", "补充意见")
    assert "没有记下来" in (await chat.card("fengtao"))["main_title"]["title"]
    await chat.says("wangwu", "请工程部评审拓普的方案")
    await chat.says("fengtao", "补充意见")
    await chat.says("fengtao", "图纸上缺公差")
    assert [reply.text for reply in await Reply.filter(request_id=(await newest()).id)] == ["图纸上缺公差"]
    await chat.says("fengtao", "通过")
    assert (await newest()).state == "passed"
    await chat.says("fengtao", "通过")
    assert "已经有结论了" in await chat.text("fengtao")


@pytest.mark.parametrize("said", ["请法务部支持一下拓普的条款", "@质量部 看一下毛刺"])
async def test_an_unknown_department_gets_the_list(chat: Chat, said: str) -> None:
    await chat.says("wangwu", said)
    assert "个部门。现在有：总经办、销售部、技术部、工程部" in await chat.text("wangwu")
    assert not await Request.filter(kind="help").exists()


async def test_help_without_a_word_of_what_is_asked(chat: Chat) -> None:
    await chat.says("wangwu", "@工艺部")
    assert (await chat.card("wangwu"))["main_title"]["title"] == "要他们帮什么？一句话说清楚就行"
    await chat.says("wangwu", "打样夹具借一套")
    assert (await Request.get(kind="help")).note == "打样夹具借一套"


async def test_everybody_may_ask_for_help(chat: Chat) -> None:
    """Role 成员 and all others: no customer is needed, none is revealed."""
    await chat.says("fengtao", "@采购部 进口刀具什么时候到")
    told = await chat.text("fengtao")
    assert told.startswith("采购部现在没有人")
    assert "供应链部（卫民）" in told
    await chat.says("fengtao", "@供应链部 进口刀具什么时候到")
    assert "冯涛请供应链部支持" in await chat.seen("weimin")
    await chat.taps("weimin", "我来处理")
    assert (await newest()).state == "answered"


async def test_the_clock_reminds_at_three_hours_and_asks_the_head_at_four(chat: Chat) -> None:
    """R86: target four hours; a reminder before it, the department's head after it."""
    await chat.says("wangwu", "请工程部评审拓普的方案")
    start = len(await chat.inbox("fengtao"))
    await chat.clock(advance="PT2H59M")
    assert len(await chat.inbox("fengtao")) == start
    await chat.clock(advance="PT2M")
    assert "还没人回复" in (await chat.card("fengtao"))["main_title"]["desc"]
    assert (await newest()).step == 1
    await colleague(chat, "工程部", leader=True)  # who was not there when it was asked
    await chat.clock(advance="PT1H")
    request = await newest()
    assert (request.step, request.due_at) == (2, None)
    assert (await chat.card("hejing"))["main_title"]["desc"] == "工程部已超 4 小时没人回复"
    await chat.taps("hejing", "通过")
    assert (await newest()).state == "passed"
    assert "评审通过" in await replaced(chat, "fengtao")


async def test_an_answer_stops_the_clock(chat: Chat) -> None:
    """R86: the first human reply, an opinion without a verdict too."""
    await chat.says("wangwu", "请工程部评审拓普的方案")
    await chat.taps("fengtao", "补充意见")
    await chat.says("fengtao", "图纸上缺公差")
    start = len(await chat.inbox("fengtao"))
    await chat.clock(advance="PT5H")
    assert len(await chat.inbox("fengtao")) == start
    assert (await newest()).state == "open"  # the verdict is still to come


async def test_what_was_asked_is_seen_and_thirty_days_later_no_more(chat: Chat) -> None:
    """Asked: from the request until 30 days after its end; other customers stay hidden all the while."""
    await chat.says("fengtao", "拓普什么情况")
    assert TUOPU not in await chat.seen("fengtao")
    await chat.says("wangwu", "请工程部评审拓普的方案")
    await chat.says("fengtao", "拓普什么情况")
    assert (await chat.card("fengtao"))["main_title"]["title"] == TUOPU
    await chat.says("fengtao", "璟晖什么情况")
    assert JINGHUI not in await chat.seen("fengtao")
    await chat.says("fengtao", "把拓普的行业改成别的")
    assert (await Customer.get(name=TUOPU)).industry != "别的"
    await chat.says("fengtao", "评审通过 拓普")
    await chat.clock(advance="P29D")
    await chat.says("fengtao", "拓普什么情况")
    assert (await chat.card("fengtao"))["main_title"]["title"] == TUOPU
    await chat.clock(advance="P2D")
    assert not await Sight.filter(member__key="fengtao").exists()
    await chat.says("fengtao", "拓普什么情况")
    assert (await chat.card("fengtao"))["main_title"]["title"] != TUOPU


async def test_undoing_a_request_takes_back_card_and_sight(chat: Chat) -> None:
    """W4."""
    await chat.says("wangwu", "请工程部评审拓普的方案")
    await chat.says("wangwu", "撤销")
    assert "已撤回" in await replaced(chat, "fengtao")
    assert not await Sight.filter(member__key="fengtao").exists()
    assert not await Request.filter(opportunity__customer__name=TUOPU, state="open").exists()


async def test_a_second_review_waits_for_the_first(chat: Chat) -> None:
    await chat.says("wangwu", "请工程部评审拓普的方案")
    await chat.says("wangwu", "请工程部评审拓普的方案")
    assert "已经在评审了" in await chat.text("wangwu")


async def test_a_review_opens_a_deal_where_there_is_none(chat: Chat) -> None:
    await Opportunity.filter(customer__name=JINGHUI).delete()
    await chat.says("zhangsan", "请工程部评审璟晖的方案")
    assert (await Opportunity.get(customer__name=JINGHUI)).stage == "inquiry"


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("响应时长", "跨部门首次响应平均 3.0 小时，100% 在 4 小时内"),
        ("协作耗时", "工程部 3.0 小时"),
        ("往返次数", "每个方案平均往返 1.0 次（原来 6 次）"),
        ("响应时长 客户", "客户响应中位数"),
    ],
)
async def test_figures_say_their_formula(chat: Chat, word: str, told: str) -> None:
    """R4, R9, R72, R86: each answer with its 口径; without the right to it, none."""
    await chat.says("jiangzong", word)
    assert told in await chat.text("jiangzong")
    assert "口径：" in await chat.text("jiangzong")
    await chat.says("hanmei", word)
    assert "不能看这个数字" in await chat.text("hanmei")


async def test_a_remark_leaves_the_review_to_be_decided(chat: Chat) -> None:
    """The card still offers 通过 and 不通过, before the remark is written and after it."""
    await chat.says("zhangsan", "请工程部评审博泽的方案")
    await chat.taps("fengtao", "补充意见")
    assert any("通过" in line and "补充意见" in line for line in (await chat.seen("fengtao")).splitlines())
    await chat.says("fengtao", "壁厚再加一毫米")
    assert buttons(await chat.card("fengtao")) == ["通过", "不通过", "再补一句"]
    await chat.taps("fengtao", "通过")
    assert (await Request.all().order_by("-id").limit(1))[0].state == "passed"
