"""The whole story in the chat, from the first inquiry to the last payment, with every message and tap counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from storage.models import Activity, Contract, Opportunity, Payment, Quote, StageMove
from tests.chat import Chat, buttons, rows

NAME = "苏州远驰电驱系统有限公司"


@dataclass
class Told:
    """The chat, counting for each step what people have to say and tap (docs/story.md)."""

    chat: Chat
    counted: Counter[str] = field(default_factory=Counter)

    async def says(self, who: str, text: str) -> None:
        self.counted["messages"] += 1
        await self.chat.says(who, text)

    async def taps(self, who: str, label: str) -> None:
        self.counted["taps"] += 1
        await self.chat.taps(who, label)

    async def title(self, who: str) -> str:
        return str((await self.chat.card(who))["main_title"]["title"])

    async def rows(self, who: str) -> dict[str, str]:
        return rows(await self.chat.card(who))


async def newest(number: str) -> Quote:
    return await Quote.get(number=number)


async def deal() -> Opportunity:
    return await Opportunity.get(customer__name=NAME)


async def test_from_the_first_inquiry_to_the_last_payment(chat: Chat) -> None:
    """R6, R13–R23, R29–R37, R39, R119, R131: one deal through all seven stages, others beside it."""
    story, beside = Told(chat), Told(chat)
    for step in (inquiry, the_three_sub_steps, a_quote_of_350_000):
        await step(story)
        await chat.clock(advance="PT20M")
    for step in (quotes_on_either_side_of_the_threshold, one_that_waits):
        await step(beside)
        await chat.clock(advance="PT20M")
    for step in (both_approve, the_customer_agrees, the_contract, delivery, payments):
        await step(story)
        await chat.clock(advance="PT20M")
    await won_and_settled()
    assert story.counted == {"messages": 9, "taps": 8}


async def inquiry(story: Told) -> None:
    await story.says("zhangsan", f"新线索 {NAME} 来自展会 联系人赵敏 13800138000")
    await story.says("zhangsan", "今天拜访了远驰的赵敏，要做电机轴，年底前定点")
    assert (await deal()).stage == "inquiry"


async def the_three_sub_steps(story: Told) -> None:
    """R18–R22: the document archived, the review decided by the engineer on the card, the version kept."""
    await story.says("zhangsan", "远驰需求文档归档了，在共享盘/远驰/电机轴")
    await story.taps("zhangsan", "请工程部评审")
    assert await story.title("fengtao") == "请评审：远驰"
    await story.chat.says("zhangsan", "远驰推进到报价审批")
    refusal = await story.chat.card("zhangsan")
    assert "工程部协同评审、方案版本编号留存" in refusal["sub_title_text"]
    assert "客户需求文档归档" not in refusal["sub_title_text"]
    await story.taps("fengtao", "通过")
    assert await story.title("zhangsan") == "评审通过：远驰"
    await story.says("zhangsan", "远驰方案定稿 V1")


async def a_quote_of_350_000(story: Told) -> None:
    """R33, R35: strictly above 300,000 both are asked, on their own phones."""
    await story.says("zhangsan", "报价 远驰 JM-2087A 2000件 单价175，有效期到月底")
    assert (await story.rows("zhangsan"))["审批"] == "吴军、钱伟"
    await story.taps("zhangsan", "确认提交")
    for who in ("wujun", "qianwei"):
        assert await story.title(who) == "Q2026-0008 · 远驰"
    assert (await deal()).stage == "quotation"


async def quotes_on_either_side_of_the_threshold(story: Told) -> None:
    """R33: 300,000 by the supervisor alone, 300,000.01 by both."""
    await story.says("zhangsan", "报价 博泽 总价30万")
    assert (await story.rows("zhangsan"))["审批"] == "孙琦"
    await story.taps("zhangsan", "确认提交")
    await story.says("zhangsan", "报价 苏州汇川 总价300000.01元")
    assert (await story.rows("zhangsan"))["审批"] == "吴军、钱伟"
    await story.taps("zhangsan", "确认提交")
    await story.taps("sunqi", "同意")
    assert ((await newest("Q2026-0009")).total, (await newest("Q2026-0009")).state) == (Decimal(300_000), "approved")
    await story.says("wujun", "同意 Q2026-0010")
    await story.says("qianwei", "同意 Q2026-0010")
    assert ((await newest("Q2026-0010")).total, (await newest("Q2026-0010")).state) == (
        Decimal("300000.01"),
        "approved",
    )


async def one_that_waits(story: Told) -> None:
    """待补材料: nobody is asked until the last item is there; then it goes by itself."""
    await story.says("zhangsan", "报价 屹然 JM-2087A 100件 单价175")
    assert (await story.rows("zhangsan"))["还缺"] == "书面需求、客户需求文档归档、工程部协同评审、方案版本编号留存"
    await story.taps("zhangsan", "确认提交")
    await story.says("zhangsan", "屹然需求文档归档了，在共享盘")
    await story.says("zhangsan", "屹然方案定稿 V1")
    await story.says("zhangsan", "请工程部评审屹然的方案")
    assert (await newest("Q2026-0011")).state == "waiting"
    assert "Q2026-0011" not in await story.chat.seen("sunqi")
    await story.says("fengtao", "评审通过 屹然 没问题")
    assert (await newest("Q2026-0011")).state == "pending"
    await story.says("sunqi", "同意 Q2026-0011")
    assert (await newest("Q2026-0011")).state == "approved"


async def both_approve(story: Told) -> None:
    """R39, R131: the submitter hears of each step, and gets the paper for the customer."""
    await story.chat.says("wujun", "进度 Q2026-0008")
    await story.taps("wujun", "同意")
    assert "吴军 同意了 Q2026-0008" in await story.chat.seen("zhangsan")
    assert (await newest("Q2026-0008")).state == "pending"
    await story.taps("qianwei", "同意")
    assert (await newest("Q2026-0008")).state == "approved"
    assert "Q2026-0008.pdf" in await story.chat.seen("zhangsan")
    assert buttons(await story.chat.card("zhangsan")) == ["转合同", "进度"]
    assert (await deal()).stage == "contract"


async def the_customer_agrees(story: Told) -> None:
    """R7: one message puts down the visit, the quote's state, and where the contract stands."""
    before = await Activity.filter(customer__name=NAME).count()
    await story.says("zhangsan", "拜访远驰，报价 Q2026-0008 已认可，准备走合同")
    assert await Activity.filter(customer__name=NAME).count() == before + 1
    assert (await newest("Q2026-0008")).accepted_at
    assert await story.rows("zhangsan") == {
        "1 拜访": "报价 Q2026-0008 已认可",
        "2 认可": "Q2026-0008 已认可 · 合同签订",
    }
    assert "转合同" in buttons(await story.chat.card("zhangsan"))


async def the_contract(story: Told) -> None:
    """R30: from the approved version; signing is 成交."""
    await story.taps("zhangsan", "转合同")
    await story.says("zhangsan", "12月20号")
    await story.taps("zhangsan", "确认")
    assert await story.title("zhangsan") == f"已签合同 HT2026-008 · {NAME}"
    contract = await Contract.get(number="HT2026-008").select_related("quote")
    assert (contract.state, contract.quote and contract.quote.number) == ("signed", "Q2026-0008")
    assert ((await deal()).state, (await deal()).stage) == ("won", "delivery")
    assert await story.title("weimin") == "远驰 进入订单交付"


async def delivery(story: Told) -> None:
    """The card that said whose turn it is ends it."""
    await story.taps("weimin", "交付完成")
    assert (await deal()).stage == "settlement"
    assert await story.title("chuyan") == "远驰 进入回款结算"


async def payments(story: Told) -> None:
    """R16: nobody but finance records them; the last one settles the contract."""
    await story.says("chuyan", "远驰回款10万")
    assert (await story.rows("chuyan"))["还差"] == "250,000 元"
    await story.says("chuyan", "远驰回款25万")
    for who in ("zhangsan", "sunqi"):
        assert await story.title(who) == "结清 HT2026-008"


async def won_and_settled() -> None:
    """R12, R13: each node with its time; 成交 counted at signing, 结清 at full payment."""
    passed: list[Any] = (
        await StageMove.filter(opportunity_id=(await deal()).id).order_by("id").values_list("stage", flat=True)
    )
    assert passed == ["inquiry", "quotation", "contract", "won", "delivery", "settlement", "settled"]
    contract = await Contract.get(number="HT2026-008")
    assert (contract.state, contract.settled_at is not None) == ("settled", True)
    assert sum([one.amount for one in await Payment.filter(contract_id=contract.id)]) == contract.amount
