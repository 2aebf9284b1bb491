"""What an approver needs to know about a quote, on the card and in full (section 5 of the product)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from bot.approvals.evidence import Evidence, evidence_for
from bot.cards.render import VALUE
from bot.context import Context
from bot.quotes import offering, quoting
from bot.quotes import words as quote_words
from domain import quotes as rules
from domain.command import pack
from domain.contracts import SignContract
from domain.people import Actor, Role
from domain.playbook import DEFAULT
from domain.pricing import ADJUSTMENT, Judged, Offer, Row, part_key
from domain.terms import Terms, difference, discount_words, price_words, prices_digest, row_words
from domain.words import day, money
from storage import price_history
from storage.models import Member, Quote, Reply, Request
from storage.price_history import Price

RECEIVED = {"passed": "通过", "failed": "未通过"}


@evidence_for("quote")
async def evidence(key: int, ctx: Context) -> Evidence:
    """The card goes to several people: of other customers it tells what the owner's team may see, without names; the
    full text tells whoever asks for it what they may see themselves."""
    quote = await Quote.get(id=key).select_related("customer", "owner")
    terms = await quoting.terms_of(quote)
    judged = await quoting.judged(terms.offer)
    changes = await _changes(quote, terms, ctx.today)
    rows = await _rows(quote, terms, judged, changes, ctx)
    known = [(name, value) for name, value in rows if value]
    return Evidence(
        customer=quote.customer.short,
        total=f"{money(quote.total, quote.currency)} 含税",
        customer_id=quote.customer_id,
        lines=tuple(row_words(row) for row in terms.offer.rows),
        rows=dict(known),
        all_details="\n".join([*await _in_full(quote, terms, judged, ctx.actor, ctx.today), *_told(known, changes)]),
        agreed=prices_digest(terms.offer),
        again=quote_words.again(quote),
        agreed_words="已进入合同签订。给客户的报价单随后发来，转发就行。",
        onward=(("转合同", pack(SignContract, {"quote_no": quote.title})),),
    )


async def _rows(
    quote: Quote, terms: Terms, judged: list[Judged], changes: list[str], ctx: Context
) -> list[tuple[str, str]]:
    late = await price_history.overdue(quote.customer_id, ctx.today)
    return [
        ("汇率", offering.rate_words(quote.total, quote.currency) or ""),
        ("毛利", _margin(judged, quote)),
        ("近三次价", await _last(terms.offer, quote)),
        ("逾期应收", money(late) if late else ""),
        ("评审", await _review(quote, ctx.today)),
        ("变化", "；".join(changes)),
        ("拆单", await _splitting(quote, ctx)),
        # R71; where six of those above stand, these are in the full text alone.
        ("有效期", _validity(quote, ctx.today)),
        ("不含税", "" if quote.taxed else money(quote.net, quote.currency)),
    ]


def _total(quote: Quote) -> str:
    words = f"{money(quote.total, quote.currency)} 含税"
    return words if quote.taxed else f"{words}（不含税 {money(quote.net, quote.currency)}）"


def _validity(quote: Quote, today: date) -> str:
    if quote.valid_until is None:
        return "未注明"
    words = f"到 {day(quote.valid_until, today)}"
    return f"{words}，已过期" if quote.valid_until < today else words


def _margin(judged: list[Judged], quote: Quote) -> str:
    """The line that lies lowest; the others are in the full text."""
    if quote.currency != "CNY":
        return "外币报价，不比底价"
    known = [(line.margin, line) for line in judged if line.margin is not None]
    if not known:
        return "无底价" if judged else ""
    margin, line = min(known, key=lambda pair: pair[0])
    words = f"{_percent(margin)}{' 低于底价' if line.below else ''}"
    return words if len(judged) == 1 else f"最低 {words} {line.model}"


async def _last(made: Offer, quote: Quote) -> str:
    """Of the line that weighs most: this customer's prices, oldest first, then what others pay."""
    rows = [row for row in made.rows if row.item.model != ADJUSTMENT]
    if not rows:
        return ""
    heaviest = max(rows, key=lambda row: row.amount)
    same, others = await _history(heaviest, quote, _team(quote.owner))
    model = heaviest.item.model if len(rows) > 1 else ""
    theirs = f"别家 {'、'.join(_prices(others)[-2:])}" if others else ""
    yuan = "人民币" if quote.currency != "CNY" else ""
    words = " ".join(part for part in (yuan, model, "→".join(_prices(same)), theirs) if part)
    short = " ".join(part for part in (yuan, model, "→".join(_prices(same)) or theirs) if part)
    return "" if not same and not others else words if len(words) <= VALUE else short


async def _history(row: Row, quote: Quote, viewer: Actor) -> tuple[list[Price], list[Price]]:
    key = part_key(row.item.model)
    same = await price_history.last_prices(key, quote, viewer, same=True)
    return same, await price_history.last_prices(key, quote, viewer, same=False)


def _team(owner: Member) -> Actor:
    """The sight that everybody above the owner has at least."""
    return Actor(owner.id, owner.userid, owner.name, Role.SUPERVISOR, owner.region, owner.team)


async def _review(quote: Quote, today: date) -> str:
    review = await Request.filter(opportunity_id=quote.opportunity_id, kind="review").order_by("-id").first()
    if review is None:
        return ""
    if review.state not in RECEIVED:
        return "评审中"
    reply = await Reply.filter(request_id=review.id, verdict__not_isnull=True).order_by("-id").first()
    who = (await reply.member).name if reply else ""
    when = day(reply.at.date(), today) if reply else ""
    return " ".join(part for part in (RECEIVED[review.state], who, when) if part)


async def _changes(quote: Quote, terms: Terms, today: date) -> list[str]:
    """Since the version before, whatever became of it."""
    before = await Quote.filter(number=quote.number, version__lt=quote.version).order_by("-version").first()
    return difference(await quoting.terms_of(before), terms, today) if before else []


async def _splitting(quote: Quote, ctx: Context) -> str:
    """Several quotes that each stay at or below a threshold and together lie above it."""
    all_ = await price_history.lately(quote, ctx.now - DEFAULT.splitting_within)
    sums = [quoting.yuan(one) for one in all_]
    if not rules.possibly_split(sums, [rule.above for rule in DEFAULT.approvals if rule.above > 0]):
        return ""
    return f"30天内 {len(all_)} 张，合计 {money(sum(sums, Decimal(0)))}"


async def _in_full(quote: Quote, terms: Terms, judged: list[Judged], viewer: Actor, today: date) -> list[str]:
    words = [f"{quote.title} {terms.customer}", f"总价 {_total(quote)}，{quote.owner.name}提交"]
    rows = [row for row in terms.offer.rows if row.item.model != ADJUSTMENT]
    for number, (row, line) in enumerate(zip(rows, judged, strict=True), 1):
        words.append(f"{number}. {row_words(row)} 金额 {money(row.amount, quote.currency)}，{_against_floor(line)}")
        same, others = await _history(row, quote, viewer)
        words += [f"   本客户：{_with_days(same, today)}"] if same else []
        words += [f"   别家：{_with_days(others, today, named=True)}"] if others else []
    words += [row_words(row) for row in terms.offer.rows if row.item.model == ADJUSTMENT]
    words += [f"折扣 {discount_words(terms.offer.discount)}"] if terms.offer.discount is not None else []
    words.append(f"有效期 {_validity(quote, today)}")
    words += [f"交期 {day(terms.delivery_on, today)}"] if terms.delivery_on else []
    return [*words, *([f"备注 {terms.note}"] if terms.note else [])]


def _told(rows: list[tuple[str, str]], changes: list[str]) -> list[str]:
    """The rest of the card, which had to be short there."""
    told = [f"{name} {value}" for name, value in rows if name in ("汇率", "逾期应收", "评审", "拆单")]
    return [*told, *([f"和上一版比：{'；'.join(changes)}"] if changes else [])]


def _against_floor(line: Judged) -> str:
    if line.margin is None:
        return "无底价"
    floor = price_words(line.floor or Decimal(0))
    return f"底价 {floor}，毛利 {_percent(line.margin)}{'，低于底价' if line.below else ''}"


def _percent(share: Decimal) -> str:
    """A price just below its floor must not read 0.0 %."""
    shown = round(share * 100, 1)
    return f"{shown:.1f}%" if shown or not share else f"{'-' if share < 0 else ''}不到 0.1%"


def _prices(history: Iterable[Price]) -> list[str]:
    return [price_words(round(one.price, 4)) for one in reversed(list(history))]


def _with_days(history: Iterable[Price], today: date, *, named: bool = False) -> str:
    told = [(f"{one.customer} " if named else "", price_words(round(one.price, 4)), one.on) for one in history]
    return "，".join(f"{name}{price}（{day(on, today)}）" for name, price, on in told)
