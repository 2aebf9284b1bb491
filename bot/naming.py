"""The customer that a keyword's argument names: by its name, a short one, or the number of one of its documents."""

from __future__ import annotations

import re

from tortoise.expressions import Q

from bot.context import Context
from bot.understanding import read_answer
from domain.customers import QueryCustomer
from storage import queries
from storage.customer_keys import candidates, candidates_and_own
from storage.models import Customer

NUMBER = re.compile(r"(?P<kind>Q|HT)?(?P<rest>[\d-]*\d{2,}(?:-v\d+)?)", re.IGNORECASE | re.ASCII)


async def customer_first(rest: str, ctx: Context) -> tuple[dict[str, object], str]:
    """The slot `customer` out of a keyword's argument, and the words behind the name: 博泽 壁厚不够."""
    name, _, words = rest.partition(" ")
    if not name:
        return {}, ""
    return {"customer": await customer_named(name, ctx)}, words.strip()


async def customer_named(said: str, ctx: Context) -> str | list[str]:
    """Its id or full name; all that fit where several do; the words themselves where none does."""
    if found := await _by_document(said, ctx):
        return f"#{found.id}"
    for known in (candidates, candidates_and_own):
        value = read_answer(QueryCustomer, "customer", said, ctx.said_at, await known(said, ctx.actor))
        if isinstance(value, str | list) and value != said:
            return value
    return said


async def _by_document(said: str, ctx: Context) -> Customer | None:
    """The newest quote or contract whose number ends so, among those of customers that the actor may see."""
    written = NUMBER.fullmatch(said.upper())
    if not written:
        return None
    end = written["rest"].partition("-V")[0].lstrip("-")
    seen = queries.customers(ctx.actor)
    wanted = Q(quotes__number__endswith=end) if written["kind"] != "HT" else Q()
    wanted |= Q(contracts__number__endswith=end) if written["kind"] != "Q" else Q()
    return await seen.filter(wanted).order_by("-quotes__id", "-contracts__id").first()
