"""Deals from stage to stage: gates, moves, who hears of them, losing, assent, lists."""

from __future__ import annotations

import pytest

from domain.opportunities import STAGES
from storage.models import (
    Activity,
    Contact,
    JournalEntry,
    Opportunity,
    Quote,
    SolutionVersion,
    StageMove,
)
from tests.chat import MONDAY, Chat, buttons, rows

BOZE = "上海博泽汽车部件有限公司"  # 张三's, all three sub-steps done
YANFENG = "延锋汽车饰件系统有限公司"  # 李四's, without a version
TUOPU = "宁波拓普集团股份有限公司"  # 王五's, at 客户咨询
JINGHUI = "苏州璟晖光电有限公司"  # 张三's, at 需求确认


async def deal_of(name: str) -> Opportunity:
    return await Opportunity.get(customer__name=name, state="open").select_related("owner")


async def quoted(name: str, state: str = "approved", number: str = "Q2026-0118") -> Quote:
    """A quote as the others leave it behind, for what hangs on it here."""
    deal = await deal_of(name)
    return await Quote.create(
        number=number,
        customer_id=deal.customer_id,
        opportunity_id=deal.id,
        owner_id=deal.owner_id,
        state=state,
        net=350000,
        total=350000,
        digest="",
        created_at=MONDAY,
    )


async def test_the_card_of_a_deal_has_seven_steps_and_three_boxes(chat: Chat) -> None:
    """R13, R18."""
    await chat.says("lisi", "商机 延锋")
    card = await chat.card("lisi")
    steps = card["sub_title_text"].split()
    assert [step[1:] for step in steps] == list(STAGES.values())
    assert [step[0] for step in steps] == list("✓✓▶····")
    shown = rows(card)
    assert shown["需求归档"].startswith("☑ 客户需求文档归档 李四")
    assert shown["协同评审"].startswith("☑ 工程部协同评审 冯涛")
    assert shown["版本留存"] == "☐ 方案版本编号留存"
    assert shown["这一步由"] == "冯涛（销售 李四）"
    assert shown["下一步缺"] == "方案版本编号留存"
    assert "记方案版本" in buttons(card)


async def test_two_of_three_are_not_enough_and_the_missing_one_is_a_tap_away(chat: Chat) -> None:
    """R19: refused, naming only the missing one, with a button to supply it; supplied, the next try goes through."""
    await chat.says("lisi", "延锋推进到报价")
    card = await chat.card("lisi")
    assert card["main_title"]["title"] == "延锋还不能进入报价审批"
    assert card["sub_title_text"] == "还缺：方案版本编号留存"
    assert buttons(card) == ["记方案版本"]
    assert (await deal_of(YANFENG)).stage == "solution"
    assert await JournalEntry.filter(action="advance_stage", refused__contains="版本").exists()
    await chat.taps("lisi", "记方案版本")
    await chat.says("lisi", "V1")
    assert (await SolutionVersion.get(opportunity__customer__name=YANFENG, opportunity__state="open")).number == 1
    await chat.says("lisi", "延锋推进到报价")
    assert (await deal_of(YANFENG)).stage == "quotation"


async def test_skipped_gates_are_listed_together(chat: Chat) -> None:
    """R23: jumping over stages meets every gate on the way."""
    await chat.says("wangwu", "拓普推进到报价")
    card = await chat.card("wangwu")
    assert card["sub_title_text"] == "还缺：书面需求、客户需求文档归档、工程部协同评审、方案版本编号留存"
    assert buttons(card) == ["归档需求文档", "请工程部评审", "记方案版本"]
    await chat.says("wangwu", "缺什么 拓普")
    card = await chat.card("wangwu")  # R15: contact and activity are there
    assert card["main_title"]["title"] == "拓普什么都不缺"
    assert "推进到下一步" in buttons(card)
    await chat.taps("wangwu", "推进到下一步")
    assert (await deal_of(TUOPU)).stage == "requirement"


async def test_without_contact_and_activity_nothing_begins(empty_chat: Chat) -> None:
    """The first gate: a customer, a contact and a logged activity."""
    chat = empty_chat
    await chat.says("zhangsan", "新客户 苏州恒远精密有限公司")
    await chat.says("zhangsan", "恒远到需求确认了")
    assert (await chat.card("zhangsan"))["sub_title_text"] == "还缺：联系人、至少一次跟进记录"
    assert not await Opportunity.exists()  # the refused command opened nothing
    await chat.says("zhangsan", "恒远加个联系人 赵敏 采购")
    await chat.says("zhangsan", "拜访了恒远，谈了产线")
    await chat.says("zhangsan", "恒远到需求确认了")
    assert [move.stage for move in await StageMove.all().order_by("id")] == ["inquiry", "requirement"]
    assert await Contact.exists()


async def test_a_move_has_time_and_actor_and_is_taken_back(chat: Chat) -> None:
    """R17, W4."""
    before = await deal_of(BOZE)
    await chat.says("zhangsan", "博泽推进到报价")
    move = (
        await StageMove.filter(opportunity_id=before.id).order_by("-id").first().select_related("member", "responsible")
    )
    assert move is not None
    assert (move.stage, move.at.date(), move.member and move.member.userid) == ("quotation", MONDAY.date(), "zhangsan")
    assert move.responsible is not None
    assert move.responsible.userid == "sunqi"
    assert (await chat.card("zhangsan"))["sub_title_text"] == "技术方案设计 → 报价审批"
    await chat.says("zhangsan", "撤销")
    after = await deal_of(BOZE)
    assert (after.stage, after.entered_at) == ("solution", before.entered_at)


async def test_who_is_responsible_hears_of_it(chat: Chat) -> None:
    """R14: entering a stage notifies its owner; 谁负责 answers with a name."""
    await chat.says("zhangsan", "博泽推进到报价")
    card = await chat.card("sunqi")
    assert card["main_title"] == {"title": "博泽 进入报价审批", "desc": "这一步由你负责"}
    await chat.says("zhangsan", "谁负责 博泽")
    card = await chat.card("zhangsan")
    assert card["main_title"]["title"] == "报价审批由孙琦负责"
    assert "▶报价审批 孙琦 11月23日" in card["sub_title_text"]
    assert "·订单交付 卫民" in card["sub_title_text"]


async def test_the_responsible_engineer_sees_the_customer(chat: Chat) -> None:
    """Who is responsible for a stage was asked about the record; others of the department were not."""
    await chat.says("zhangsan", "需求文档 璟晖 镜筒压圈，图纸 A3，年用量 20 万")
    await chat.says("zhangsan", "璟晖到方案设计了")
    assert "璟晖 进入技术方案设计" in await chat.seen("fengtao")
    await chat.taps("fengtao", "看商机")
    assert "璟晖" in (await chat.card("fengtao"))["main_title"]["title"]
    await chat.says("hanmei", "璟晖什么情况")
    assert JINGHUI not in await chat.seen("hanmei")


@pytest.mark.parametrize("said", ["博泽进入交付了", "博泽到回款结算了"])
async def test_nobody_wins_or_settles_by_word(chat: Chat, said: str) -> None:
    """R12: signing, delivery and payment move a deal there, no command does."""
    await chat.says("zhangsan", said)
    assert "会自己进入" in await chat.seen("zhangsan")
    assert (await deal_of(BOZE)).stage == "solution"


async def test_a_relative_stage_is_asked_for(chat: Chat) -> None:
    await chat.says("wangwu", "拓普往下推一步")
    card = await chat.card("wangwu")
    assert card["main_title"]["title"] == "推进到哪一步？"
    assert buttons(card)[:4] == ["需求确认", "技术方案设计", "报价审批", "合同签订"]
    await chat.taps("wangwu", "需求确认")
    assert (await deal_of(TUOPU)).stage == "requirement"


async def test_several_open_deals_are_asked_about(chat: Chat) -> None:
    await chat.says("wangwu", "商机 拓普 副车架衬套 30万")
    await chat.says("wangwu", "拓普到需求确认了")
    card = await chat.card("wangwu")
    assert card["main_title"]["title"] == "是哪个商机？"
    assert rows(card) == {"1": "副车架衬套 · 客户咨询", "2": "转向节支架 · 客户咨询"}
    await chat.taps("wangwu", "选 2")
    assert {deal.title: deal.stage for deal in await Opportunity.filter(customer__name=TUOPU, state="open")} == {
        "副车架衬套": "inquiry",
        "转向节支架": "requirement",
    }


async def test_only_an_admin_lets_a_deal_pass_a_gate_and_with_a_reason(chat: Chat) -> None:
    """R23: the override is an admin's, confirmed, in the journal and in the deal's history; its owner is told."""
    await chat.says("zhangsan", f"放行 {JINGHUI} 报价 客户急")
    assert "不能做这件事" in await chat.text("zhangsan")
    await chat.says("shenhui", f"放行 {JINGHUI} 报价")
    assert (await chat.card("shenhui"))["main_title"]["title"] == "为什么放行？会记入审计"
    await chat.says("shenhui", "客户停线，总监同意")
    assert rows(await chat.card("shenhui"))["缺少"].startswith("书面需求")
    assert (await deal_of(JINGHUI)).stage == "requirement"
    await chat.taps("shenhui", "确认")
    assert (await deal_of(JINGHUI)).stage == "quotation"
    move = await StageMove.filter(stage="quotation", opportunity__customer__name=JINGHUI).get()
    assert move.reason == "放行：客户停线，总监同意"
    assert await JournalEntry.filter(action="override_gate", refused=None, member__userid="shenhui").exists()
    assert (await chat.card("zhangsan"))["main_title"] == {"title": "璟晖 进入报价审批", "desc": "沈慧推进的"}


async def test_a_deal_is_lost_with_a_reason_after_a_confirmation(chat: Chat) -> None:
    """丢单 from any stage; what binds is confirmed first."""
    await chat.says("zhangsan", "博泽那单丢了")
    card = await chat.card("zhangsan")
    assert buttons(card) == ["价格高了", "交期赶不上", "技术达不到", "客户取消项目", "给了老供应商", "不要了"]
    await chat.says("zhangsan", "对手有进口设备")
    assert buttons(await chat.card("zhangsan")) == ["确认", "不要了"]
    assert (await Opportunity.get(customer__name=BOZE, title="门锁轴套", state="open")).stage == "solution"
    await chat.taps("zhangsan", "确认")
    lost = await Opportunity.get(customer__name=BOZE, state="lost")
    move = await StageMove.filter(opportunity_id=lost.id).order_by("-id").first()
    assert move is not None
    assert (move.stage, move.reason) == ("lost", "对手有进口设备")
    await chat.says("zhangsan", "商机 博泽")
    assert (await chat.card("zhangsan"))["main_title"]["desc"] == "已丢单：对手有进口设备"
    await chat.says("zhangsan", "撤销")
    assert (await deal_of(BOZE)).stage == "solution"


async def test_a_lost_deal_takes_no_more_commands(chat: Chat) -> None:
    await chat.says("zhangsan", "博泽那单丢了，价格高")
    await chat.taps("zhangsan", "确认")
    await chat.says("zhangsan", "博泽那单丢了，价格高")
    assert "没有在谈的商机" in await chat.seen("zhangsan")
    assert await StageMove.filter(stage="lost").count() == 1


async def test_an_old_cards_button_moves_no_other_deal(chat: Chat) -> None:
    """W5: the deal on the card was lost meanwhile, another one has been opened."""
    await chat.says("wangwu", "缺什么 拓普")
    old = (await chat.inbox("wangwu"))[-1]
    await chat.says("wangwu", "拓普那单丢了，价格高")
    await chat.taps("wangwu", "确认")
    await chat.says("wangwu", "商机 拓普 副车架衬套 30万")
    await chat.tap("wangwu", old["msgid"], old["body"]["template_card"]["button_list"][0]["key"])
    assert "已经不在谈了" in await chat.text("wangwu")
    assert (await deal_of(TUOPU)).stage == "inquiry"


async def test_an_assent_updates_follow_up_quote_and_stage(chat: Chat) -> None:
    """R7: one message, all three, and the receipt lists all three."""
    await chat.says("zhangsan", "博泽推进到报价")
    quote = await quoted(BOZE)
    await chat.says("zhangsan", "Q2026-0118 他们认可了，准备走合同")
    assert rows(await chat.card("zhangsan")) | {"回执": ""} == {
        "报价": "Q2026-0118 客户已认可（已批准）",
        "跟进": "客户认可报价 Q2026-0118",
        "合同": "报价审批 → 合同签订",
        "回执": "",
    }
    await quote.refresh_from_db()
    assert (quote.accepted_at is not None, (await deal_of(BOZE)).stage) == (True, "contract")
    assert await Activity.filter(customer__name=BOZE, note="客户认可报价 Q2026-0118").count() == 1
    assert "转合同" in buttons(await chat.card("zhangsan"))
    await chat.says("zhangsan", "撤销")
    await quote.refresh_from_db()
    assert (quote.accepted_at, (await deal_of(BOZE)).stage) == (None, "quotation")
    assert not await Activity.filter(note="客户认可报价 Q2026-0118").exists()


async def test_a_visit_that_brings_the_assent_is_the_follow_up(chat: Chat) -> None:
    """R7 in one message: 拜访博泽，报价 Q102 已认可，准备走合同."""
    await chat.says("zhangsan", "博泽推进到报价")
    await quoted(BOZE, number="Q2026-0102")
    await chat.says("zhangsan", "拜访博泽，报价 Q102 已认可，准备走合同")
    shown = rows(await chat.card("zhangsan"))
    assert "Q102 已认可" in shown["1 拜访"]
    assert shown["2 认可"] == "Q2026-0102 已认可 · 报价审批 → 合同签订"
    assert await Activity.filter(customer__name=BOZE, occurred_on=MONDAY.date()).count() == 1


async def test_an_assent_before_the_approval_is_kept_and_moves_nothing(chat: Chat) -> None:
    """What was said is not lost by a gate that is not met."""
    quote = await quoted(BOZE, state="pending")
    await chat.says("zhangsan", "Q2026-0118 他们认可了，准备走合同")
    assert rows(await chat.card("zhangsan"))["合同"] == "还缺：已批准的报价"
    await quote.refresh_from_db()
    assert (quote.accepted_at is not None, (await deal_of(BOZE)).stage) == (True, "solution")


async def test_somebody_elses_quote_number_opens_nothing(chat: Chat) -> None:
    """Hidden equals absent."""
    await quoted(TUOPU, number="Q2026-0777")
    await chat.says("zhangsan", "Q2026-0777 他们认可了，准备走合同")
    assert "拓普" not in await chat.seen("zhangsan")
    assert (await Quote.get(number="Q2026-0777")).accepted_at is None


async def test_a_deal_with_a_quote_is_not_undone(chat: Chat) -> None:
    """W4: the reason names the record that stands in the way."""
    await chat.says("wangwu", "商机 拓普 副车架衬套 30万")
    deal = await Opportunity.get(title="副车架衬套")
    quote = await quoted(BOZE, number="Q2026-0900")
    await Quote.filter(id=quote.id).update(opportunity_id=deal.id)
    await chat.says("wangwu", "撤销")
    assert await chat.text("wangwu") == "这个商机已经有报价 Q2026-0900，不能撤销了。"
