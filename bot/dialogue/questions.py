"""The one short question for each thing that a command may lack."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta

from bot.context import Context
from bot.customers import which
from domain.activities import KINDS
from domain.command import Ask, Command, Option
from domain.opportunities import ADVANCED, STAGES
from domain.records import LABELS
from domain.solutions import REASONS_FAILED, DecideReview

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
    ("advance_stage", "stage"): "推进到哪一步？",
    ("override_gate", "stage"): "放行到哪一步？",
    ("override_gate", "reason"): "为什么放行？会记入审计",
    ("open_lead", "name"): "哪家公司？发全称",
    ("record_solution_version", "version"): "版本号是？比如 V1",
    ("request_help", "department"): "请哪个部门？",
    ("decide_review", "reason"): "为什么不通过？点一个，或直接写",
    ("reply_request", "text"): "回复什么？直接写",
    ("approve", "quote_no"): "同意哪一张？点一个，或发单号",
    ("reject", "quote_no"): "驳回哪一张？点一个，或发单号",
    ("reject", "reason"): "为什么驳回？点一个，或直接写",
    ("return_for_change", "document"): "退回哪一张？点一个，或发单号",
    ("return_for_change", "reason"): "要改什么？点一个，或直接写",
    ("consult", "text"): "想问什么？直接写",
    ("answer_consult", "text"): "怎么回复？直接写",
    ("delegate_leave", "until"): "请假到哪天？",
    ("sign_contract", "amount"): "合同金额是多少？",
    ("date_delivery", "delivery_on"): "什么时候交货？",
    ("date_delivery", "contract_no"): "哪份合同？发合同号，比如 HT2026-001",
    ("plan_payments", "contract_no"): "哪份合同？发合同号，比如 HT2026-001",
    ("plan_payments", "plan"): "怎么付？比如：首款30% 12月10日，尾款70%",
    ("complete_delivery", "contract_no"): "哪份合同交完了？发合同号",
    ("cancel_contract", "contract_no"): "作废哪份？发合同号",
    ("cancel_contract", "reason"): "为什么作废？会记入审计",
    ("record_payment", "customer"): "是哪家的回款？",
    ("record_payment", "amount"): "回款多少？",
    ("amend", "field"): "改哪一项？",
    ("amend_last", "field"): "改哪一项？",
    ("amend_last", "value"): "改成什么？",
}
Offer = Callable[[Context], Awaitable[list[Option]]]
READY: dict[tuple[type[Command], str], Offer] = {}
NAMED = {"new", "named", "name", "title"}  # a name: what reads as a command is none
FREE = {"note", "plan", "text", "reason", "value", "topic"}  # these take the next message whole


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
    offer = READY.get((kind, slot))
    return Ask(kind, slots, slot, words, *(await offer(ctx) if offer else _ready(kind, slot, ctx)))


def ready(kind: type[Command], slot: str) -> Callable[[Offer], Offer]:
    """Registers ready answers that are looked up."""

    def register(offer: Offer) -> Offer:
        READY[kind, slot] = offer
        return offer

    return register


def _asked(kind: type[Command], slot: str, slots: dict[str, object]) -> str:
    if kind.key() in ("amend", "revise_quote") and slot == "value":
        return f"{LABELS.get(str(slots.get('field')), '这一项')}改成什么？"
    return "是哪家客户？" if slot == "customer" else f"{LABELS.get(slot, slot)}是？"


def _ready(kind: type[Command], slot: str, ctx: Context) -> list[Option]:
    """Ready answers where a few are likely; anything else may be typed."""
    if slot == "kind":
        return [Option(KINDS[way], {"kind": way}) for way in ("visit", "call", "message")]
    if slot == "due":
        hour = (ctx.now + timedelta(hours=1)).replace(second=0, microsecond=0)
        tomorrow = (ctx.now + timedelta(days=1)).replace(hour=9, minute=0, second=0, microsecond=0)
        return [
            Option("1小时后", {"due": hour.isoformat()}),
            Option("明天 9:00", {"due": tomorrow.isoformat()}),
            Option("明天 15:00", {"due": tomorrow.replace(hour=15).isoformat()}),
        ]
    if slot == "stage":
        return [Option(STAGES[stage], {"stage": stage}) for stage in ADVANCED]
    if slot == "reason" and kind is DecideReview:
        return [Option(reason, {"reason": reason}) for reason in REASONS_FAILED]
    return []
