"""Commands that are understood and not carried out yet: a clear word instead of silence."""

from __future__ import annotations

from bot.bus import handles
from bot.context import Context
from domain.command import Command
from domain.customers import Handover
from domain.reports import Export, QueryFunnel, QueryRanking, QueryTarget

WORDS: dict[type[Command], str] = {
    Handover: "客户移交",
    QueryFunnel: "漏斗",
    QueryRanking: "排行榜",
    QueryTarget: "目标",
    Export: "导出",
}


async def coming(command: Command, ctx: Context) -> str:
    """Nothing is stored, and the person hears so."""
    return f"我听懂了，是“{WORDS[type(command)]}”，这个功能马上开通，这次还没有记下来。先用备注记一笔：跟进了某客户，…"


for _kind in WORDS:
    handles(_kind, needs="dialogue")(coming)
