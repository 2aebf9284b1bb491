"""Contracts as a rep comes by them: a quote that its approvers agreed to, signed by the customer."""

from __future__ import annotations

from decimal import Decimal

from storage.models import Contract, Payment, Quote, StageMove
from tests.chat import Chat

SAID = "报价 博泽 JM-2087A 2000件 单价175"  # 350,000: 吴军 and 钱伟


async def approved(chat: Chat, said: str = SAID, by: str = "zhangsan", approvers: tuple[str, ...] = ()) -> Quote:
    await chat.says(by, said)
    await chat.taps(by, "确认提交")
    for who in approvers or ("wujun", "qianwei"):
        await chat.taps(who, "同意")
    quote = await Quote.all().order_by("-id").first()
    assert quote is not None
    assert quote.state == "approved", await chat.seen(by)
    return quote


async def signed(chat: Chat, words: str = "", by: str = "zhangsan") -> Contract:
    """From an approved quote of 350,000, or as said; delivery in 30 days where nothing else is said."""
    if not words:
        words = f"转合同 {(await approved(chat, by=by)).title}"
    await chat.says(by, words)
    if "什么时候交货" in (await chat.card(by))["main_title"]["title"]:
        await chat.taps(by, "30天")
    await chat.taps(by, "确认")
    return await newest()


async def newest() -> Contract:
    contract = await Contract.all().order_by("-id").select_related("opportunity", "customer").first()
    assert contract is not None
    return contract


async def paid(contract: Contract) -> list[Decimal]:
    return [payment.amount for payment in await Payment.filter(contract_id=contract.id).order_by("id")]


async def another(chat: Chat) -> Contract:
    """A second contract of 博泽, of 77,000."""
    await chat.says("zhangsan", "报价 博泽 JM-2087A 2000件 单价38.5")
    await chat.taps("zhangsan", "确认提交")
    await chat.says("shenhui", "放行 上海博泽汽车部件有限公司 报价审批 老客户续单")
    await chat.taps("shenhui", "确认")
    await chat.taps("sunqi", "同意")
    return await signed(chat, "转合同 Q2026-0009")


async def moves(contract: Contract) -> list[str]:
    """The stages that its deal went through, in their order."""
    return [move.stage for move in await StageMove.filter(opportunity_id=contract.opportunity_id).order_by("id")]
