"""A customer agrees to a quote: follow-up, quote status and stage in one go (R7)."""

from __future__ import annotations

from bot.bus import Stored
from bot.context import Context
from bot.deals import advancing
from bot.deals.moving import newest_move, take_back
from domain import gates
from domain.command import Refused, pack
from domain.contracts import SignContract
from domain.gates import ORDER
from domain.opportunities import STAGES, AdvanceStage, TakeBackAssent
from storage.models import Activity, Customer, Opportunity, Quote

STATES = {"waiting": "待补材料", "pending": "审批中", "approved": "已批准"}


async def agreed_quote(command: AdvanceStage, customer: Customer) -> Quote | None:
    """The quote meant: by its number or the end of it, else the newest under way. Refused: no such number, or over."""
    quotes = Quote.filter(customer_id=customer.id).order_by("-id").select_related("opportunity")
    if not command.quote_no:
        return await quotes.filter(state__in=list(STATES), opportunity__state="open").first()
    end = command.quote_no.upper().partition("-V")[0].removeprefix("Q").lstrip("-")
    quote = await quotes.filter(number__endswith=end).exclude(state="superseded").first()
    if quote is None:
        raise Refused(f"没找到{customer.short}的报价 {command.quote_no}。")
    if quote.state not in STATES or quote.opportunity.state != "open":
        raise Refused(f"{quote.title}已经结束了（{_ended(quote)}），要继续就重新报一张。")
    return quote


async def agree(quote: Quote, customer: Customer, ctx: Context) -> Stored:
    """The deal enters 合同签订 where its gate is met; where not, the assent stands and what is missing is said."""
    deal = quote.opportunity
    await Quote.filter(id=quote.id).update(accepted_at=ctx.now)
    activity = await _followed_up(quote, customer, ctx)
    left, missing = deal.stage, await advancing.lacking(deal, "contract")
    moves = not missing and ORDER.index(deal.stage) < ORDER.index("contract")
    if moves:
        await advancing.enter(deal, "contract", ctx, by_itself=False)
    move = await newest_move(deal) if moves else None
    stage = f"{STAGES[left]} → {STAGES[deal.stage]}" if moves else STAGES[deal.stage]
    return Stored(
        what="客户已认可",
        whom=customer.name,
        record=f"quote:{quote.id}",
        label="认可",
        note=f"{quote.title} 已认可 · {stage}",
        rows={
            "报价": f"{quote.title} 客户已认可（{STATES[quote.state]}）",
            "跟进": activity.note if activity else "已随这条消息记下",
            "合同": stage if not missing else f"还缺：{gates.said(missing)}",
        },
        undo=TakeBackAssent(quote=quote.id, activity=activity.id if activity else None, move=move.id if move else None),
        buttons=tuple(_next(deal, quote, missing)),
    )


async def forget(command: TakeBackAssent) -> None:
    if command.move:
        await take_back(command.move)
    if command.activity:
        await Activity.filter(id=command.activity).delete()
    await Quote.filter(id=command.quote).update(accepted_at=None)


async def _followed_up(quote: Quote, customer: Customer, ctx: Context) -> Activity | None:
    """A follow-up of its own, unless the same message told one: 拜访博泽，报价 Q102 已认可."""
    if await Activity.filter(customer_id=customer.id, member_id=ctx.actor.id, created_at=ctx.now).exists():
        return None
    return await Activity.create(
        customer_id=customer.id,
        member_id=ctx.actor.id,
        kind="other",
        occurred_on=ctx.today,
        note=f"客户认可报价 {quote.title}",
        created_at=ctx.now,
    )


def _next(deal: Opportunity, quote: Quote, missing: list[str]) -> list[tuple[str, str]]:
    if not missing:
        return [("转合同", pack(SignContract, {"quote_no": quote.title}))]
    return advancing.missing_buttons(deal, [key for key in missing if key != "approved_quote"])[:3]


def _ended(quote: Quote) -> str:
    words = {"rejected": "被驳回", "withdrawn": "已撤回", "returned": "被退回修改"}
    return words.get(quote.state, "商机已经不在谈了" if quote.opportunity.state != "open" else quote.state)
