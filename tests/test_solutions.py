"""The three sub-steps of a solution, its thread, and the map of the whole flow."""

from __future__ import annotations

import struct

import pytest

from bot.deals import flow_map
from bot.deals.flow_map import HERE, MOST, FlowMap, Node
from storage.models import Customer, Member, Opportunity, Quote, Requirement, SolutionVersion
from tests.chat import MONDAY, Chat, rows

TUOPU = "宁波拓普集团股份有限公司"  # 王五's, at 客户咨询
YANFENG = "延锋汽车饰件系统有限公司"  # 李四's, without a version


async def document(name: str) -> Requirement:
    return await Requirement.get(opportunity__customer__name=name, opportunity__state="open").select_related("member")


async def test_a_requirement_is_archived_by_keyword(chat: Chat) -> None:
    """R20: the text behind 需求文档 is kept, linked, and ticks the box."""
    await chat.says("wangwu", "需求文档 拓普 转向节支架，材料 6061-T6，年用量 8 万件")
    assert (await document(TUOPU)).text == "转向节支架，材料 6061-T6，年用量 8 万件"
    await chat.says("wangwu", "商机 拓普")
    assert rows(await chat.card("wangwu"))["需求归档"] == "☑ 客户需求文档归档 王五 11月23日"


async def test_a_requirement_is_archived_by_its_place(chat: Chat) -> None:
    """R20: 归档了 with where it lies; the message itself is the record."""
    await chat.says("wangwu", "拓普需求文档归档了，在共享盘 客户需求/拓普")
    assert "共享盘 客户需求/拓普" in str((await document(TUOPU)).text)
    await chat.says("wangwu", "撤销")
    assert not await Requirement.filter(opportunity__customer__name=TUOPU, opportunity__state="open").exists()


async def test_an_empty_requirement_is_asked_for(chat: Chat) -> None:
    """The answer, free text, is taken whole."""
    await chat.says("wangwu", "需求文档 拓普")
    assert "文档放在哪儿" in (await chat.card("wangwu"))["main_title"]["title"]
    await chat.says("wangwu", "见 10 月 8 日邮件附件，外径公差 0.02")
    assert (await document(TUOPU)).text == "见 10 月 8 日邮件附件，外径公差 0.02"


async def test_versions_are_numbered_and_listed(chat: Chat) -> None:
    """R22: V1, V2 … whatever the rep called them, with author and date."""
    await chat.says("lisi", "延锋方案定稿 V2.1")
    assert (await chat.card("lisi"))["main_title"]["title"] == f"已记方案 V1 · {YANFENG}"
    await chat.says("lisi", "延锋方案改到 V2.2 了")
    await chat.says("lisi", "方案版本 延锋")
    assert rows(await chat.card("lisi")) == {
        "V2": "V2.2 李四 11月23日 周一 10:00",
        "V1": "V2.1 李四 11月23日 周一 10:00",
    }


async def test_the_same_version_twice_is_refused_and_an_earlier_one_is_not_undone(chat: Chat) -> None:
    await chat.says("lisi", "延锋方案定稿 V2.1")
    first = (await chat.inbox("lisi"))[-1]
    await chat.says("lisi", "延锋方案定稿 V2.1")
    assert await chat.text("lisi") == "V2.1已经留存过了（V1）。改过就换个版本号再记。"
    await chat.says("lisi", "延锋方案定稿 V2.2")
    undo = first["body"]["template_card"]["button_list"][-1]["key"]
    await chat.tap("lisi", first["msgid"], undo)
    assert await chat.text("lisi") == "后面已经有 V2 了，先撤销它。"
    await chat.says("lisi", "撤销")
    await chat.says("lisi", "撤销")
    open_ones = SolutionVersion.filter(opportunity__customer__name=YANFENG, opportunity__state="open")
    assert not await open_ones.exists()


async def test_a_deal_that_a_record_opened_goes_with_it(chat: Chat) -> None:
    """A deal command without an open deal opens one at 客户咨询; 撤销 takes back both."""
    name = "苏州璟晖光电有限公司"
    await Opportunity.filter(customer__name=name).delete()
    await chat.says("zhangsan", "需求文档 璟晖 镜筒压圈")
    assert (await Opportunity.get(customer__name=name)).stage == "inquiry"
    await chat.says("zhangsan", "撤销")
    assert not await Opportunity.filter(customer__name=name).exists()


async def test_a_thread_holds_documents_versions_reviews_and_words(chat: Chat) -> None:
    """R74: one place, newest first."""
    await chat.says("wangwu", "需求文档 拓普 转向节支架")
    await chat.says("wangwu", "请工程部评审拓普的方案，看看壁厚")
    await chat.taps("fengtao", "补充意见")
    await chat.says("fengtao", "壁厚至少 2.5")
    await chat.says("wangwu", "拓普方案定稿 V1")
    await chat.says("fengtao", "评审通过 拓普 按 2.5 做")
    await chat.says("wangwu", "方案 拓普")
    card = await chat.card("wangwu")
    assert card["main_title"] == {"title": "拓普 转向节支架 方案", "desc": "共 5 条"}
    assert card["sub_title_text"].splitlines() == [
        "11月23日 冯涛 通过：按 2.5 做",
        "11月23日 王五 方案 V1",
        "11月23日 冯涛 壁厚至少 2.5",
        "11月23日 王五 请工程部评审 看看壁厚",
        "11月23日 王五 需求：转向节支架",
    ]


async def test_another_reps_deal_takes_no_documents(chat: Chat) -> None:
    """R60: a supervisor reads and does not write."""
    await chat.says("zhouba", "需求文档 拓普 转向节支架")
    assert await chat.text("zhouba") == f"{TUOPU}由王五负责，要改请找王五。"
    assert not await Requirement.filter(opportunity__customer__name=TUOPU, opportunity__state="open").exists()


async def test_what_was_missing_releases_a_waiting_quote(chat: Chat) -> None:
    """待补材料: the quote goes to its approvers by itself when the last item is met."""
    await chat.says("lisi", "报价 延锋 JM-2087A 2000件 单价38.5，有效期30天")
    await chat.taps("lisi", "确认提交")
    quote = await Quote.filter(customer__name=YANFENG).order_by("-id").first()
    assert quote is not None
    assert quote.state == "waiting"
    await chat.says("lisi", "延锋方案定稿 V1")
    await quote.refresh_from_db()
    assert quote.state == "pending"
    assert (await Opportunity.get(id=quote.opportunity_id)).stage == "quotation"


async def test_the_map_is_a_picture_of_what_the_asker_may_see(chat: Chat) -> None:
    """R17: 流程图 answers with the counts at once and sends the picture."""
    await chat.says("zhangsan", "流程图")
    steps, ends, _ = (await chat.text("zhangsan")).splitlines()
    assert steps == "客户咨询 1 → 需求确认 2 → 技术方案设计 2 → 报价审批 0 → 合同签订 0 → 订单交付 0 → 回款结算 0"
    assert ends == "成交 4，结清 4，丢单 0"
    assert "image" in (await chat.inbox("zhangsan"))[-1]["body"]
    await chat.says("fengtao", "流程图")
    assert (await chat.text("fengtao")).startswith("客户咨询 0 →")
    await chat.says("shenhui", "流程图")
    assert "不看客户" in await chat.text("shenhui")


async def test_counts_and_actors_at_each_node(chat: Chat) -> None:
    """R17: each node has time and actor; a supervisor's map covers the team."""
    drawn = await flow_map.flow_map(await Member.get(key="sunqi"), MONDAY)
    assert [node.count for node in drawn.nodes] == [2, 3, 4, 0, 0, 0, 0]
    assert drawn.nodes[2].latest == "张三 11月17日"
    assert drawn.nodes[3].latest is None
    assert [node.label for node in drawn.nodes if node.tag == MOST] == ["技术方案设计"]


async def test_the_map_of_one_customer_marks_where_it_is(chat: Chat) -> None:
    """R17: the current stage stands out; whom the asker does not see is nobody."""
    await chat.says("zhangsan", "流程图 博泽")
    assert (await chat.text("zhangsan")).startswith("客户咨询 0 → 需求确认 0 → 技术方案设计 1 →")
    boze = await Customer.get(name="上海博泽汽车部件有限公司")
    drawn = await flow_map.flow_map(await Member.get(key="zhangsan"), MONDAY, boze)
    assert [node.label for node in drawn.nodes if node.tag == HERE] == ["技术方案设计"]
    await chat.says("zhangsan", "流程图 拓普")
    assert "没找到“拓普”" in await chat.text("zhangsan")
    await chat.says("jiangzong", "流程图 汇川")
    assert "“汇川”有 2 家" in await chat.text("jiangzong")


@pytest.mark.parametrize("name", ["张三", "阿卜杜勒…"])
def test_the_picture_is_a_small_png_as_narrow_as_a_phone(name: str) -> None:
    """At most 300 KB, upright: read on a telephone without turning or zooming it."""
    nodes = tuple(Node(label, "供应链负责人", 12345, f"{name} 11月20日") for label in "一二三四五六七")
    made = flow_map.draw(FlowMap("销售流程图", name, MONDAY, nodes, (("成交", 15), ("结清", 9), ("丢单", 4))))
    width, height = struct.unpack(">II", made.content[16:24])
    assert (made.kind, made.content[:8], len(made.content) < 300_000) == ("image", b"\x89PNG\r\n\x1a\n", True)
    assert (width, height) == (720, 1344)
