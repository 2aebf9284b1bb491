"""Submitting, changing, taking back and listing quotes (R29, R32, R33, R40)."""

from __future__ import annotations

from dataclasses import replace

import bot.quotes.evidence
import bot.quotes.paper  # noqa: F401 - these two register themselves
from bot.approvals import announcing
from bot.bus import Stored, handles
from bot.cards import Card
from bot.context import Context
from bot.customers import is_id, the_customer
from bot.deals.advancing import the_deal
from bot.dialogue.keywords import Wish, stands_for
from bot.naming import customer_first
from bot.quotes import offering, quoting
from bot.quotes import words as quote_words
from domain.command import Ask, Option, Refused, pack, unpack
from domain.contracts import SignContract
from domain.dialogue import Keyword
from domain.playbook import DEFAULT
from domain.quotes import STATES, ListQuotes, ReviseQuote, SubmitQuote, WithdrawQuote
from domain.words import money
from storage import queries
from storage.models import Customer, JournalEntry, Quote

FIELDS = ("unit_price", "qty", "discount", "valid_until", "delivery_on", "amount")
OPEN = ("waiting", "pending", "returned")
CAME_BACK = ("returned", "rejected", "withdrawn")
CANDIDATES = 3


async def revise(record: int, command: SubmitQuote, ctx: Context) -> Stored:
    """改一下: a new version through the same rule. What else stands is the newest version's, which may have been
    changed by other ways since this command was journaled."""
    quote = await quoting.newest((await Quote.get(id=record)).number)
    assert quote is not None, "a number has a newest version"
    said = JournalEntry.filter(record=f"quote:{record}", action__in=("submit_quote", "amend"), refused=None)
    newest = await said.order_by("-id").first()
    assert newest is not None, "what is amended was journaled"
    before = SubmitQuote.make(unpack(newest.command)[1])
    field = next((name for name in FIELDS if getattr(command, name) != getattr(before, name)), None)
    if field is None:
        raise Refused("和原来一样，没有改动。")
    if quote.state in CAME_BACK:  # nothing is with its approvers: what goes to them now is confirmed first
        again = ReviseQuote(quote=quote.id, field=field, value=str(getattr(command, field)))
        raise Refused(
            f"{quote.title}{STATES[quote.state]}，改了算新的一版，要重新提交。", ("提交新的一版", again.pack())
        )
    return await _next_version(quote, await _changed(quote, field, str(getattr(command, field))), record, ctx)


@handles(SubmitQuote, needs="quote.write", writes=True, revise=revise, fields=FIELDS, confirm="确认提交")
async def submit_quote(command: SubmitQuote, ctx: Context) -> Stored:
    customer = await the_customer(ctx, "quote.write", command, command.customer)
    command, made = offering.offer_of(command, ctx.today, DEFAULT)
    deal = await the_deal(ctx, command, customer, command.deal, opens=True)
    quote, missing = await quoting.submit(command, made, customer, deal, ctx)
    return await quote_words.stored(quote, customer, missing, ctx)


@handles(ReviseQuote, needs="quote.write", writes=True, confirm="确认提交")
async def revise_quote(command: ReviseQuote, ctx: Context) -> Stored:
    """By the buttons of a quote that came back or was taken back."""
    old = await Quote.get_or_none(id=command.quote)
    quote = await quoting.newest(old.number) if old else None
    if old is None or quote is None:
        raise Refused("没找到这张报价，重新报一张就好。")
    await _only_ours(quote, "改", ctx)
    if quote.id != old.id:
        seen = pack(Keyword, {"word": "进度", "rest": quote.title})
        raise Refused(f"这是 {old.title} 的卡片，后面已有 {quote.title}（{STATES[quote.state]}）。", ("进度", seen))
    done = await _next_version(quote, await _changed(quote, command.field, command.value), quote.id, ctx)
    await JournalEntry.filter(undo=_taken_back(quote)).update(undone_at=None)
    return done


@handles(WithdrawQuote, needs="quote.write", writes=True)
async def withdraw_quote(command: WithdrawQuote, ctx: Context) -> Stored:
    quote = await _meant(command, ctx)
    await _only_ours(quote, "撤回", ctx)
    agreed = quote.state == "approved"
    await quoting.withdraw(quote, ctx)
    if agreed:
        await announcing.void(quoting.subject(quote), ctx)
    await JournalEntry.filter(undo=_taken_back(quote), undone_at=None).update(undone_at=ctx.now)
    return Stored(
        what=f"已撤回报价 {quote.title}",
        whom=quote.customer.name,
        record=f"quote:{quote.id}",
        label="撤回报价",
        note=f"{'已批准的，撤回后批准作废。' if agreed else ''}改好了可以再提交，算新的一版。",
        rows={"总价": money(quote.total, quote.currency)},
        buttons=quote_words.again(quote),
        confirm="确认" if agreed else None,
    )


@handles(ListQuotes, needs="quote.read")
async def list_quotes(command: ListQuotes, ctx: Context) -> Card | str:
    found = queries.quotes(ctx.actor).exclude(state__in=("superseded",))
    if command.customer:
        found = found.filter(customer_id=(await the_customer(ctx, "customer.read", command, command.customer)).id)
    if command.owner:
        found = found.filter(owner__name=command.owner)
    states = {"pending": ("waiting", "pending"), "approved": ("approved",), "rejected": ("rejected", "returned")}
    if command.status in states:
        found = found.filter(state__in=states[command.status])
    return await quote_words.listed_quotes(found, command, ctx)


@stands_for("转合同")
async def to_contract(rest: str, ctx: Context) -> Wish:
    """R30: signing a quote, by its number or its customer's name, whose newest approved one is meant."""
    quote = await quoting.newest(rest) or await _agreed_with(rest, ctx)
    return SignContract, {"quote_no": quote.title if quote else rest or None}


async def visible(said: str, ctx: Context) -> Quote:
    """By number. Refused: there is none that this actor may see."""
    quote = await quoting.newest(said)
    if quote and await queries.quotes(ctx.actor).filter(id=quote.id).exists():
        return quote
    raise Refused(f"没找到报价 {said}。发“我的报价”看看有哪些。")


async def _agreed_with(said: str, ctx: Context) -> Quote | None:
    named = (await customer_first(said, ctx))[0].get("customer")
    if not isinstance(named, str):
        return None
    wanted = queries.quotes(ctx.actor).filter(state="approved").order_by("-id")
    wanted = wanted.filter(customer_id=int(named[1:])) if is_id(named) else wanted.filter(customer__name=named)
    return await wanted.first()


async def _next_version(quote: Quote, command: SubmitQuote, record: int, ctx: Context) -> Stored:
    was = await quoting.terms_of(quote)
    approved = quote.state == "approved"
    command, made = offering.amended(command, ctx.today)
    again, missing = await quoting.revise(quote, command, made, ctx)
    done = await quote_words.stored(again, quote.customer, missing, ctx, was=was, voided=approved)
    return replace(done, record=f"quote:{record}")


def _taken_back(quote: Quote) -> str:
    """The undo of every record of this number; while the quote is withdrawn, none of them stands."""
    return WithdrawQuote(quote_no=quote.number).pack()


async def _changed(quote: Quote, field: str | None, value: str | None) -> SubmitQuote:
    """The stored version as a command again, with the one thing changed."""
    slots = (await quote_words.as_command(quote)).given_as_json()
    if not field:
        return SubmitQuote.make(slots)
    if field not in FIELDS:
        raise Refused("这一项改不了，重新报一张就好。")
    if field == "amount" and slots.get("lines"):
        slots["basis"] = "amount"
    try:
        return SubmitQuote.make({**slots, field: value})
    except ValueError as wrong:
        raise Refused(f"“{value}”没看懂，换个说法再发一次。") from wrong


async def _meant(command: WithdrawQuote, ctx: Context) -> Quote:
    """By number, or the customer's one that is still open, else the approved one; several: which."""
    if command.quote_no:
        return await visible(command.quote_no, ctx)
    customer = await the_customer(ctx, "quote.write", command, command.customer or "")
    found = Quote.filter(customer_id=customer.id, state__in=(*OPEN, "approved")).order_by("-id")
    standing = await found.select_related("customer", "owner", "opportunity")
    open_ones = [quote for quote in standing if quote.state in OPEN] or standing
    if not open_ones:
        raise Refused(f"{customer.name}没有在走的报价，不用撤回。")
    if len(open_ones) > 1:
        raise _which(customer, open_ones)
    return open_ones[0]


def _which(customer: Customer, open_ones: list[Quote]) -> Ask:
    options = [
        Option(f"选 {n}", {"quote_no": quote.title}, text=f"{quote.title} {money(quote.total, quote.currency)}")
        for n, quote in enumerate(open_ones[:CANDIDATES], 1)
    ]
    return Ask(WithdrawQuote, {}, "quote_no", f"{customer.name}有 {len(open_ones)} 张在走，撤回哪张？", *options)


async def _only_ours(quote: Quote, what: str, ctx: Context) -> None:
    """A quote that may be seen but not changed says whose it is."""
    if not await queries.customers(ctx.actor, "quote.write").filter(id=quote.customer_id).exists():
        await quote.fetch_related("owner")
        raise Refused(f"{quote.title}由{quote.owner.name}负责，要{what}请找{quote.owner.name}。")
