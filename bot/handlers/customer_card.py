"""One customer on one card, and lists of customers (R31)."""

from __future__ import annotations

from tortoise.expressions import Q

from bot.bus import handles
from bot.cards import Card, card
from bot.cards.render import BUTTONS, ROWS, button
from bot.context import Context
from bot.contracts import words as contract_words
from bot.customers import by_id, the_customer
from bot.quotes import words as quote_words
from domain.activities import KINDS
from domain.command import pack
from domain.customers import AddContact, ListCustomers, QueryCustomer
from domain.opportunities import STAGES
from domain.reminders import SetReminder
from domain.words import clipped, day, money
from storage import plans, queries
from storage.models import Activity, Customer, Opportunity

LAST = 3


@handles(QueryCustomer, needs="customer.read")
async def query_customer(command: QueryCustomer, ctx: Context) -> Card:
    """Full name, owner, level; contacts; the last three activities; open deals; the next follow-up."""
    row = await the_customer(ctx, "customer.read", command, command.customer)
    contacts = await queries.contacts_of(row).limit(3)
    recent = (
        await Activity.filter(customer_id=row.id).order_by("-occurred_on", "-id").select_related("member").limit(LAST)
    )
    deals = await Opportunity.filter(customer_id=row.id, state="open").order_by("-id").limit(2)
    upcoming = await plans.of_customer(row.id, ctx.today)
    papers = [("报价", await quote_words.under_way(row, ctx)), ("合同", await contract_words.under_way(row, ctx))]
    there = sum(1 for _, told in papers if told)
    pairs = [
        ("负责人", " · ".join(part for part in (row.owner.name, row.type, row.level and f"{row.level}级") if part)),
        ("联系人", "、".join(" ".join(p for p in (c.name, c.title) if p) for c in contacts)),
        *(("商机", _deal(deal)) for deal in deals[: ROWS - 3 - there]),  # three rows always stand
        *papers,
        ("下次跟进", _next(upcoming, ctx) if upcoming else "还没定"),
    ]
    return card(
        "notice",
        title=row.name,
        desc=" · ".join(part for part in (row.region, row.industry) if part),
        text="\n".join(_told(activity, ctx) for activity in recent) or "还没有跟进记录。",
        pairs=pairs,
        buttons=_next_steps(row),
    )


@handles(ListCustomers, needs="customer.read")
async def list_customers(command: ListCustomers, ctx: Context) -> Card | str:
    if command.dormant:
        return "休眠客户的提醒正在路上。现在可以发“我的客户”，或问某一家：博泽什么情况"
    found = queries.customers(ctx.actor).filter(_wanted(command)).select_related("owner")
    count = await found.count()
    if not count:
        return "没有符合的客户。换个条件，或发：新客户 公司全称"
    shown = await found.order_by("-id").limit(BUTTONS)
    return card(
        "notice",
        title=f"{_heading(command)} {count} 家",
        desc="点一家看详情" + (f"，先列最近的 {len(shown)} 家" if count > len(shown) else ""),
        pairs=[(str(at), f"{row.name} {row.owner.name}") for at, row in enumerate(shown, 1)],
        buttons=[
            button(row.short_names[0] if row.short_names else row.name, QueryCustomer(customer=by_id(row)))
            for row in shown
        ],
    )


def _wanted(command: ListCustomers) -> Q:
    wanted = Q()
    if command.region:
        wanted &= Q(region=command.region.removesuffix("大区").removesuffix("区"))
    if command.owner:
        wanted &= Q(owner__name=command.owner)
    if command.keyword:
        wanted &= Q(name__icontains=command.keyword)
    return wanted


def _heading(command: ListCustomers) -> str:
    parts = (command.owner, command.region, f"“{command.keyword}”" if command.keyword else None)
    return " ".join(part for part in parts if part) + "客户" if any(parts) else "客户"


def _deal(deal: Opportunity) -> str:
    amount = money(deal.amount, deal.currency) if deal.amount is not None else None
    return " ".join(part for part in (clipped(deal.title or "", 10), STAGES[deal.stage], amount) if part)


def _next(activity: Activity, ctx: Context) -> str:
    when = activity.next_at or activity.next_on
    assert when is not None, "asked for by next_on"
    return day(when, ctx.today)


def _told(activity: Activity, ctx: Context) -> str:
    on = day(activity.occurred_on, ctx.today).partition(" ")[0]
    parts = (f"{on} {activity.member.name} {KINDS[activity.kind]}", activity.contact, activity.note)
    return clipped(" ".join(part for part in parts if part), 50)


def _next_steps(row: Customer) -> list[dict[str, object]]:
    """What people do next with a customer; tapping asks for what is missing."""
    reminder = {"customer": by_id(row), "text": f"跟进{row.name}"}
    return [
        button("提醒我跟进", pack(SetReminder, reminder)),
        button("加联系人", pack(AddContact, {"customer": by_id(row)}), style=2),
    ]
