"""The quote or contract that somebody names: by its number, the end of it, or its customer (then the newest)."""

from __future__ import annotations

from typing import TypeVar

from tortoise.models import Model
from tortoise.queryset import QuerySet

from bot.context import Context
from bot.customers import is_id
from bot.naming import NUMBER, customer_named
from domain.command import Refused
from domain.names import normalise
from storage import queries
from storage.models import Contract, Quote

Document = TypeVar("Document", bound=Model)
WITH = ("customer", "owner", "opportunity")


async def the_contract(said: str, ctx: Context) -> Contract:
    """Refused: none of those that this actor may see is called so."""
    found = await _named(said, queries.contracts(ctx.actor), "HT", ctx)
    if found is None:
        raise Refused(f"没找到合同 {said}。发“合同进度”看看有哪些。")
    return found


async def the_quote(said: str, ctx: Context) -> Quote:
    """The newest version. Refused: none of those that this actor may see is called so."""
    current = queries.quotes(ctx.actor).exclude(state="superseded")
    found = await _named(said, current, "Q", ctx)
    if found is None:
        raise Refused(f"没找到报价 {said}。发“我的报价”看看有哪些。")
    return found


async def _named(said: str, seen: QuerySet[Document], kind: str, ctx: Context) -> Document | None:
    newest = seen.select_related(*WITH).order_by("-id")
    text = said.strip().upper()
    number = text.partition("-V")[0] if kind == "Q" else text
    if exact := await newest.filter(number=number).first():
        return exact
    written = NUMBER.fullmatch(text)
    if written and written["kind"] in (kind, None):
        return await newest.filter(number__endswith=written["rest"].partition("-V")[0].lstrip("-")).first()
    return await _of_customer(await customer_named(said, ctx), newest)


async def _of_customer(named: str | list[str], newest: QuerySet[Document]) -> Document | None:
    if isinstance(named, list):
        return None
    if is_id(named):
        return await newest.filter(customer_id=int(named[1:])).first()
    return await newest.filter(customer__key=normalise(named)).first()
