"""Taking a record back, refused where later records hang on it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.bus import handles
from bot.context import Context
from bot.contracts import collecting, contracting, delivering
from bot.deals.moving import take_back, take_back_deal
from bot.handlers import requests
from bot.handlers.solutions import take_back_requirement, take_back_version
from domain.command import Refused
from domain.records import Remove
from domain.words import day
from storage.models import Activity, Contact, Customer, CustomerKey, Opportunity, Reminder, Request, Suggestion


@handles(Remove, needs="dialogue", writes=True)
async def remove(command: Remove, ctx: Context) -> str:
    """Only one's own: what hangs on the record is looked at by the record's own rule."""
    table, _, key = command.record.partition(":")
    await _REMOVERS[table](int(key), ctx)
    return "已撤销"


async def _activity(key: int, ctx: Context) -> None:
    _gone(await Activity.filter(id=key, member_id=ctx.actor.id).delete())


async def _contact(key: int, ctx: Context) -> None:
    _gone(await Contact.filter(id=key).delete())


async def _opportunity(key: int, ctx: Context) -> None:
    await take_back_deal(key)


async def _move(key: int, ctx: Context) -> None:
    await take_back(key)


async def _lead(key: int, ctx: Context) -> None:
    """The deal, then its customer where nothing else hangs on it."""
    deal = await Opportunity.get_or_none(id=key)
    if deal is None:
        raise Refused("这条记录已经不在了，不用撤销。")
    await take_back_deal(key)
    await _customer(deal.customer_id, ctx)


async def _reminder(key: int, ctx: Context) -> None:
    if not await Reminder.filter(id=key, member_id=ctx.actor.id, state="waiting").update(state="cancelled"):
        raise Refused("这条提醒已经响过了，不用撤销。")


async def _suggestion(key: int, ctx: Context) -> None:
    _gone(await Suggestion.filter(id=key, member_id=ctx.actor.id).delete())


async def _customer(key: int, ctx: Context) -> None:
    row = await Customer.get_or_none(id=key, owner_id=ctx.actor.id)
    if row is None:
        raise Refused("这家客户已经不在你名下，撤销不了。")
    activity = await Activity.filter(customer_id=key).select_related("member").order_by("-id").first()
    if activity:
        raise Refused(
            f"{row.name}已经有{activity.member.name} {day(activity.occurred_on, ctx.today)} 的跟进，先撤销它。"
        )
    if await Opportunity.filter(customer_id=key).exists():
        raise Refused(f"{row.name}已经开了商机，先撤销商机。")
    if await Reminder.filter(customer_id=key, state="waiting").exists():
        raise Refused(f"{row.name}还有没响的提醒，先撤销提醒。")
    if await Request.filter(customer_id=key).exists():
        raise Refused(f"{row.name}还有发给其他部门的请求，先撤销它。")
    await Reminder.filter(customer_id=key).update(customer_id=None)
    await CustomerKey.filter(customer_id=key).delete()
    await Contact.filter(customer_id=key).delete()
    await row.delete()


def _gone(deleted: int) -> None:
    if not deleted:
        raise Refused("这条记录已经不在了，不用撤销。")


_REMOVERS: dict[str, Callable[[int, Context], Awaitable[None]]] = {
    "activity": _activity,
    "contact": _contact,
    "opportunity": _opportunity,
    "move": _move,
    "lead": _lead,
    "requirement": take_back_requirement,
    "version": take_back_version,
    "request": requests.take_back,
    "contract": contracting.take_signature_back,
    "delivery": delivering.take_back,
    "payment": collecting.take_payment_back,
    "reminder": _reminder,
    "suggestion": _suggestion,
    "customer": _customer,
}
