"""How quotes are told: the receipt of one that was submitted or changed, lists, and the buttons that go on."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from tortoise.queryset import QuerySet

from bot.approvals import people as approval_people
from bot.bus import Stored
from bot.cards import Card, card
from bot.cards.render import BUTTONS, button
from bot.context import Context
from bot.deals import advancing
from bot.documents import the_quote
from bot.quotes import offering, quoting
from domain import approvers
from domain.approvals import Place
from domain.command import Refused, pack
from domain.dialogue import Keyword
from domain.playbook import DEFAULT, OUTPUTS
from domain.pricing import ADJUSTMENT, Offer, cents
from domain.quotes import STATES, UNDER_WAY, Line, ListQuotes, ReviseQuote, SubmitQuote, WithdrawQuote
from domain.terms import Terms, difference, discount_words, row_words
from domain.words import clipped, day, listed, money
from storage import queries
from storage.models import Customer, Member, Opportunity, Quote

SHOWN = 3  # lines of a quote on a card
CHANGES = {"unit_price": "改单价", "qty": "改数量", "discount": "改折扣", "valid_until": "改有效期"}


async def stored(
    quote: Quote,
    customer: Customer,
    missing: list[str],
    ctx: Context,
    *,
    was: Terms | None = None,
    voided: bool = False,
) -> Stored:
    """The receipt: what was offered, who decides, or what is still missing and the buttons that supply it."""
    terms = await quoting.terms_of(quote)
    deal = await Opportunity.get(id=quote.opportunity_id)
    return Stored(
        what=f"报价 {quote.title} 待补材料" if missing else f"已提交报价 {quote.title}",
        whom=customer.name,
        record=f"quote:{quote.id}",
        label="报价",
        note="\n".join([*_changes(was, terms, voided, ctx), *_lines(terms.offer)]),
        rows=await _rows(quote, terms.offer, missing, ctx),
        undo=WithdrawQuote(quote_no=quote.number),
        buttons=tuple(await advancing.supplies(deal, missing)) if missing else (),
        after={"quote": quote.title, "total": str(quote.total), "digest": quote.digest},
    )


def again(quote: Quote) -> tuple[tuple[str, str], ...]:
    """What leads to the next version of a quote that came back or was taken back."""
    half = {"quote": quote.id, "of": SubmitQuote.key()}
    changes = [(label, pack(ReviseQuote, {**half, "field": field})) for field, label in CHANGES.items()]
    return (*changes, ("原样重提", ReviseQuote(quote=quote.id).pack()))


async def waits(said: str, ctx: Context) -> Card | None:
    """A quote that no approver was asked about yet: what is still missing, and what supplies it."""
    try:
        quote = await the_quote(said, ctx)
    except Refused:
        return None
    if quote.state != "waiting":
        return None
    missing = await advancing.lacking(quote.opportunity, "quotation")
    return card(
        "notice",
        title=f"{quote.title} 待补材料 · {quote.customer.short}",
        desc=f"{money(quote.total, quote.currency)} 含税",
        text="\n".join(_lines((await quoting.terms_of(quote)).offer)),
        pairs={"还缺": listed(OUTPUTS[key] for key in missing), "审批": "补齐后自动送"},
        buttons=[
            *(button(label, key) for label, key in await advancing.supplies(quote.opportunity, missing)),
            button("刷新", Keyword(word="进度", rest=quote.title), style=2),
        ],
    )


async def listed_quotes(found: QuerySet[Quote], command: ListQuotes, ctx: Context) -> Card | str:
    """The newest six, each with its progress one tap away."""
    count = await found.count()
    if not count:
        return "没有符合的报价。要报价就说：报价 博泽 JM-2087A 2000件 38.5"
    shown = await found.order_by("-id").limit(BUTTONS).select_related("customer")
    heading = {"pending": "没批完的报价", "approved": "已批准的报价", "rejected": "没通过的报价"}
    return card(
        "notice",
        title=f"{heading.get(command.status or '', '报价')} {count} 张",
        desc="点一张看进度" + (f"，先列最近的 {len(shown)} 张" if count > len(shown) else ""),
        pairs=[(quote.number.partition("-")[2], _in_a_line(quote)) for quote in shown],
        buttons=[button(_label(quote), Keyword(word="进度", rest=quote.title)) for quote in shown],
    )


async def as_command(quote: Quote) -> SubmitQuote:
    """A stored version as the command that would say it again."""
    made = (await quoting.terms_of(quote)).offer
    lines = [
        Line(row.item.model, row.item.qty, row.item.unit_price, row.item.name, row.item.yearly or None)
        for row in made.rows
        if row.item.model != ADJUSTMENT
    ]
    adjusted = len(lines) < len(made.rows)
    return SubmitQuote(
        customer=f"#{quote.customer_id}",
        lines=tuple(lines) or None,
        amount=None if lines and not adjusted else _before_discount(quote, adjusted),
        currency=None if quote.currency == "CNY" else quote.currency,
        valid_until=quote.valid_until,
        discount=quote.discount,
        delivery_on=quote.delivery_on,
        note=quote.note,
        basis="amount" if adjusted else None,
    )


async def under_way(customer: Customer, ctx: Context) -> str:
    """The newest quote of the customer's open deals that the actor sees, and how many there are (R31)."""
    seen = queries.quotes(ctx.actor).filter(customer_id=customer.id, state__in=UNDER_WAY)
    quotes = await seen.filter(opportunity__state="open").order_by("-id")
    if not quotes:
        return ""
    newest = f"{quotes[0].title} {money(quotes[0].total, quotes[0].currency)} {STATES[quotes[0].state]}"
    return newest if len(quotes) == 1 else f"{newest} 等{len(quotes)}张"


async def _approvers(quote: Quote, below: bool, ctx: Context) -> str:
    """Whom the rules name: side by side, and then after them; of several who share a place the first is named."""
    company = await approval_people.company(ctx.today)
    standing = approvers.begin(DEFAULT, company, quote.owner_id, quoting.yuan(quote), below_floor=below)
    people = await approval_people.members(standing.people)
    rounds = [listed(_seat(place, people) for place in places) for places in standing.rounds]
    return " → ".join(rounds)


def _seat(place: Place, people: Mapping[int, Member]) -> str:
    first = people[place.people[0]].name if place.people else "管理员"
    return first if len(place.people) < 2 else f"{first}等{len(place.people)}人"


async def _rows(quote: Quote, made: Offer, missing: list[str], ctx: Context) -> dict[str, str | None]:
    below = [line.model for line in await quoting.judged(made) if line.below]
    return {
        "总价": f"{money(quote.total, quote.currency)}（含税 13%）",
        "还缺": listed(OUTPUTS[key] for key in missing) if missing else None,
        "汇率": offering.rate_words(quote.total, quote.currency),
        "审批": ("补齐后自动送" if missing else "") + await _approvers(quote, bool(below), ctx),
        "低于底价": f"{clipped(listed(below), 14)}，加总监审批" if below else None,
        "有效期": f"到 {day(quote.valid_until, ctx.today)}" if quote.valid_until else "未注明",
    }


def _lines(made: Offer) -> list[str]:
    words = [row_words(row) for row in made.rows[:SHOWN]]
    if len(made.rows) > SHOWN:
        words.append(f"共 {len(made.rows)} 行")
    if made.discount is not None:
        words.append(f"{discount_words(made.discount)}后合计 {money(made.net, made.currency)}")
    if not made.taxed:
        words.append(f"不含税 {money(made.net, made.currency)}，税 {money(made.tax, made.currency)}")
    return words


def _changes(was: Terms | None, now: Terms, voided: bool, ctx: Context) -> list[str]:
    if was is None:
        return []
    words = ["原来的批准作废，重新审批。"] if voided else []
    return [*words, *difference(was, now, ctx.today)[:SHOWN]]


def _label(quote: Quote) -> str:
    """A button has room for ten characters."""
    return quote.title if quote.version == 1 else quote.title.partition("-")[2]


def _in_a_line(quote: Quote) -> str:
    return f"{clipped(quote.customer.short, 8)} {money(quote.total, quote.currency)} {STATES[quote.state]}"


def _before_discount(quote: Quote, adjusted: bool) -> Decimal:
    return quote.net if adjusted or quote.discount is None else cents(quote.net / quote.discount)
