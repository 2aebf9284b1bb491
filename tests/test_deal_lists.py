"""Lists of deals, first inquiries, and what keywords tell about what is hidden."""

from __future__ import annotations

import pytest

from storage.models import Activity, Customer, Opportunity
from tests.chat import Chat, rows, words

BOZE = "上海博泽汽车部件有限公司"  # 张三's
TUOPU = "宁波拓普集团股份有限公司"  # 王五's


async def test_deals_at_a_standstill(chat: Chat) -> None:
    """R82: nothing happened for more than three working days; a follow-up takes the deal off the list."""
    await Activity.filter(occurred_on__gte="2026-11-15").delete()
    await chat.says("zhangsan", "停滞超过3天的商机")
    before = await chat.card("zhangsan")
    assert any("停4天" in value for value in rows(before).values()), words({"body": {"template_card": before}})
    assert before["main_title"]["title"].startswith("停滞超 3 天的商机 ")
    stalled = int(before["main_title"]["title"].split()[-2])
    await chat.says("zhangsan", "电话联系了博泽，谈了铜价")
    await chat.says("zhangsan", "停滞超过3天的商机")
    assert int((await chat.card("zhangsan"))["main_title"]["title"].split()[-2]) == stalled - 1


async def test_lists_hold_what_may_be_seen(chat: Chat) -> None:
    """R59: a rep's own, a director's region; by stage and region."""
    await chat.says("zhangsan", "方案设计阶段的商机有哪些")
    assert "技术方案设计阶段的商机 2 个" in await chat.seen("zhangsan")
    await chat.says("wujun", "方案设计阶段的商机有哪些")
    assert "技术方案设计阶段的商机 4 个" in await chat.seen("wujun")
    await chat.says("jiangzong", "方案设计阶段的商机有哪些")
    assert "技术方案设计阶段的商机 7 个" in await chat.seen("jiangzong")
    await chat.says("fengtao", "方案设计阶段的商机有哪些")
    assert await chat.text("fengtao") == "没有技术方案设计阶段的商机。"


async def test_a_new_lead_is_customer_and_deal(chat: Chat) -> None:
    """R6: source, region and owner on the receipt; one 撤销 takes back both."""
    await chat.says("zhangsan", "新线索 苏州恒远精密 来自展会 联系人赵敏 13800138000")
    card = await chat.card("zhangsan")
    assert card["main_title"]["title"] == "已记新线索 · 苏州恒远精密"
    assert (rows(card)["来源"], rows(card)["区域"], rows(card)["负责人"]) == ("展会", "华东", "张三")
    deal = await Opportunity.get(customer__name="苏州恒远精密")
    assert (deal.stage, deal.state) == ("inquiry", "open")
    await chat.says("zhangsan", "撤销")
    assert not await Opportunity.filter(id=deal.id).exists()
    assert not await Customer.filter(name="苏州恒远精密").exists()


async def test_a_lead_that_stands_already_is_refused(chat: Chat) -> None:
    await chat.says("wangwu", f"新线索 {BOZE} 来自展会")
    assert await chat.text("wangwu") == f"{BOZE}已经有了，由张三负责，不用再建。要接手请找主管。"


@pytest.mark.parametrize("word", ["商机", "缺什么", "谁负责", "方案", "方案版本"])
async def test_keywords_do_not_reveal_what_is_hidden(chat: Chat, word: str) -> None:
    """R59: somebody else's customer and one that nobody has read the same."""
    await chat.says("zhangsan", f"{word} 拓普")
    await chat.says("lisi", f"{word} 拓扑星")
    assert (await chat.seen("zhangsan")).replace("拓普", "…") == (await chat.seen("lisi")).replace("拓扑星", "…")


async def test_cards_stay_within_the_limits_with_the_longest_data(chat: Chat) -> None:
    """Names of 120 characters, a note of 2,000: clipped where the platform would refuse them."""
    deal = await Opportunity.get(customer__name=TUOPU, state="open")
    await Opportunity.filter(id=deal.id).update(title="转向节支架" * 24)
    await Customer.filter(id=deal.customer_id).update(short_names=["拓普" * 40])
    await chat.says("wangwu", f"请工程部评审拓普的方案，{'壁厚' * 900}")
    await chat.says("wangwu", f"需求文档 {TUOPU} {'外径20，' * 500}")
    await chat.says("wangwu", f"拓普方案定稿 V{'1' * 3}")
    for word in ("商机", "缺什么", "谁负责", "方案", "方案版本"):
        await chat.says("wangwu", f"{word} {TUOPU}")
    await chat.taps("fengtao", "通过")
    everything = await chat.seen("wangwu") + await chat.seen("fengtao")
    assert "没处理成" not in everything
    assert "评审通过" in everything


@pytest.mark.parametrize("rest", ["", "，，，", "Q9999-0001", "%", "'; DROP TABLE customer; --", "\u200b", "拓" * 300])
async def test_nonsense_behind_a_keyword_is_asked_about(chat: Chat, rest: str) -> None:
    for word in ("缺什么", "需求文档", "方案版本", "评审通过", "新线索"):
        await chat.says("zhangsan", f"{word} {rest}")
    seen = await chat.seen("zhangsan")
    assert "没处理成" not in seen
