"""Taking a deal's move back: its newest one only, so that no history is left with a hole."""

from __future__ import annotations

from domain.command import Refused
from domain.opportunities import STAGES
from storage.models import Contract, Opportunity, Quote, StageMove


async def newest_move(deal: Opportunity) -> StageMove:
    moves = await StageMove.filter(opportunity_id=deal.id).order_by("-id").limit(1)
    return moves[0]


async def take_back(key: int) -> None:
    """Refused: the deal has moved on since."""
    move = await StageMove.get_or_none(id=key).select_related("opportunity")
    if move is None:
        raise Refused("这一步已经撤销了。")
    deal = move.opportunity
    if await StageMove.filter(opportunity_id=deal.id, id__gt=key).exists():
        raise Refused("这个商机后来又往前走了，不能撤销这一步。要退回，直接说：退回到哪个阶段")
    before = await StageMove.filter(opportunity_id=deal.id, id__lt=key, stage__in=list(STAGES)).order_by("-id").first()
    await move.delete()
    if move.stage == "lost":
        await Opportunity.filter(id=deal.id).update(state="open")
    elif before:
        await Opportunity.filter(id=deal.id).update(stage=before.stage, entered_at=before.at)


async def take_back_deal(key: int) -> None:
    """A deal opened by mistake. Refused: something hangs on it."""
    for table, words in ((Contract, "合同"), (Quote, "报价")):
        hanging = await table.filter(opportunity_id=key).order_by("-id").first()
        if hanging:
            raise Refused(f"这个商机已经有{words} {hanging.number}，不能撤销了。")
    if await StageMove.filter(opportunity_id=key).count() > 1:
        raise Refused("这个商机已经往前走了，先撤销那一步。")
    if not await Opportunity.filter(id=key, state="open").delete():
        raise Refused("这条记录已经不在了，不用撤销。")
