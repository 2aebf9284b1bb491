"""The one short question for each thing that a command may lack."""

from __future__ import annotations

from datetime import timedelta

from bot.context import Context
from bot.customers import which
from domain.activities import KINDS
from domain.command import Ask, Command, Option
from domain.records import LABELS

QUESTIONS = {
    ("log_activity", "customer"): "是哪家客户？",
    ("create_customer", "name"): "新客户的全称是？",
    ("add_contact", "contact"): "联系人怎么称呼？",
    ("set_reminder", "due"): "什么时候提醒你？",
    ("set_reminder", "text"): "提醒你做什么？",
    ("suggest", "text"): "你的建议是？直接写给我",
    ("update_customer", "field"): "改哪一项？比如：行业、区域、级别",
    ("update_customer", "value"): "改成什么？",
    ("submit_quote", "lines"): "报什么？比如：JM-2087A 2000件 38.5",
    ("withdraw_quote", "quote_no"): "撤回哪张？发报价单号，比如 Q2026-0001",
    ("amend", "field"): "改哪一项？",
    ("amend_last", "field"): "改哪一项？",
    ("amend_last", "value"): "改成什么？",
}
NAMED = {"new", "named"}  # a customer's name, typed after 新客户 or 都不是
FREE = {"note", "text", "reason", "value", "name", "title", "topic"}  # these take the next message whole


async def missing(kind: type[Command], slots: dict[str, object], ctx: Context) -> Ask | None:
    """The question for the first thing that is missing or ambiguous; None: nothing is."""
    for slot, value in slots.items():
        if slot in ("customer", "value") and isinstance(value, list):  # the names of all customers that fit
            return await which(ctx, kind, slots, value, slot)
    lacking = kind.lacking(slots)
    if not lacking:
        return None
    slot = lacking[0]
    words = QUESTIONS.get((kind.key(), slot)) or _asked(kind, slot, slots)
    return Ask(kind, slots, slot, words, *_ready(slot, ctx))


def _asked(kind: type[Command], slot: str, slots: dict[str, object]) -> str:
    if kind.key() in ("amend", "revise_quote") and slot == "value":
        return f"{LABELS.get(str(slots.get('field')), '这一项')}改成什么？"
    return "是哪家客户？" if slot == "customer" else f"{LABELS.get(slot, slot)}是？"


def _ready(slot: str, ctx: Context) -> list[Option]:
    """Ready answers where a few are likely; anything else may be typed."""
    if slot == "kind":
        return [Option(words, {"kind": kind}) for kind, words in KINDS.items() if kind in ("visit", "call", "message")]
    if slot == "due":
        hour = (ctx.now + timedelta(hours=1)).replace(second=0, microsecond=0)
        tomorrow = (ctx.now + timedelta(days=1)).replace(hour=9, minute=0, second=0, microsecond=0)
        return [
            Option("1小时后", {"due": hour.isoformat()}),
            Option("明天 9:00", {"due": tomorrow.isoformat()}),
            Option("明天 15:00", {"due": tomorrow.replace(hour=15).isoformat()}),
        ]
    return []
