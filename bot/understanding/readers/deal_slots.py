"""What a stretch says about a deal, a contract or a payment: slots by type, where no rule has a word for the command."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from bot.understanding.lazy import lazy
from bot.understanding.marks import CONTRACT, CUSTOMER, QUOTE
from bot.understanding.readers.deal_words import stage_in
from bot.understanding.readers.deals import bare_day, expected
from bot.understanding.readers.losses import tidy
from bot.understanding.readers.payments import plain_sum
from bot.understanding.readers.quotes import delivery, offer
from bot.understanding.readers.scopes import given, money
from bot.understanding.readers.signing import contract_amount, signed_on
from bot.understanding.readers.sums_paid import PAID, received
from bot.understanding.readers.titles import first_phrase, title
from bot.understanding.reading import Slots
from bot.understanding.scene import Scene, Span
from domain.quotes import Line

_NAMES_NOTHING = lazy(r"[上了下去来吧着啊呀]$|^(?:先|帮|给|请|第|二期$|一期$)")
_PIECE = lazy(r"[^,，。;；!！?？ ][^,，。;；!！?？]*")
_QUOTED = lazy(r"(?:名儿?|叫做?|名称)[:：]?[“\"「『'](?P<title>[^”\"」』']{2,12})[”\"」』']")
_COMES = lazy(rf"{PAID}|款|账|收|打|付|汇|转|定金|到")
_TELLS = lazy(r"已|全部|签收|stage|结算|爬|实际")
_SHORTEST = 3
_LEAST = 100  # yuan: what a whole quote comes to


def offered(scene: Scene, span: Span) -> Slots:
    """A quote; 一万 in KX-310 一万 1.95 is no sum of it, nor is 三块六 for a count of pieces."""
    found = given(customer=scene.customer_in(span), **offer(scene, span, span[0]))
    amount, lines = found.get("amount"), found.get("lines")
    if isinstance(amount, Decimal) and (amount < _LEAST or (isinstance(lines, tuple | list) and not _priced(lines))):
        del found["amount"]
    return found


def opened(scene: Scene, span: Span) -> Slots:
    """A new deal."""
    clauses = [scene.clauses[number] for number in sorted(scene.numbers_of(span))]
    amounts = scene.amounts_in(span)
    return given(
        customer=scene.customer_in(span),
        title=_noun(scene, span) or title(scene, span) or _behind_the_customer(scene, span),
        expected_close=expected(scene, clauses) or bare_day(scene, span),
        **money(amounts[0] if amounts else None),
    )


def advanced(scene: Scene, span: Span) -> Slots:
    """A step of a deal; the stage that is named last is the one that it has reached."""
    return given(customer=scene.customer_in(span), title=_still(title(scene, span)), stage=stage_in(scene, span))


def lost(scene: Scene, span: Span) -> Slots:
    """A deal that is lost, and why."""
    return given(customer=scene.customer_in(span), title=title(scene, span), reason=_reason(scene, span))


def signed(scene: Scene, span: Span) -> Slots:
    """A contract."""
    contracts, quotes = scene.of_kind(CONTRACT, span), scene.of_kind(QUOTE, span)
    return given(
        customer=scene.customer_in(span), **money(contract_amount(scene, span)),
        quote_no=quotes[0].value[0] if quotes else None, contract_no=contracts[0].value[0] if contracts else None,
        signed_on=signed_on(scene, scene.clause_at(span[0]), span), delivery_on=delivery(scene, span),
    )  # fmt: skip


def paid(scene: Scene, span: Span) -> Slots:
    """Money that came in: of several sums the one beside the word for its coming."""
    contracts = scene.of_kind(CONTRACT, span)
    amounts = scene.amounts_in(span) or plain_sum(scene, span)
    pieces = _pieces(scene, span)
    amounts.sort(key=lambda one: not _comes(scene, next(p for p in pieces if p[0] <= one.span[0] < p[1])))
    return given(
        customer=scene.customer_in(span), **money(amounts[0] if amounts else None),
        contract_no=contracts[0].value[0] if contracts else None, received_on=received(scene, span),
    )  # fmt: skip


def _comes(scene: Scene, piece: Span) -> bool:
    return _COMES.search(scene.painted, *piece) is not None


def _still(words: str | None) -> str | None:
    """刀座货已全部签收 tells how far it is."""
    return None if words and _TELLS.search(words) else words


def _priced(lines: Sequence[Line]) -> bool:
    return any(line.qty is not None or line.unit_price is not None for line in lines)


def _noun(scene: Scene, span: Span) -> str | None:
    """A piece that is nothing but a name of what is sold: …, 减速箱壳体, …."""
    for start, end in _pieces(scene, span):
        words = scene.said((start, end))
        quoted = _QUOTED.search(words)
        if quoted:
            return quoted["title"]
        if len(words) >= _SHORTEST and not _NAMES_NOTHING.search(words) and first_phrase(scene, (start, end)) == words:
            return words
    return None


def _reason(scene: Scene, span: Span) -> str | None:
    """What stands behind the words that it is lost, else those words."""
    pieces = _pieces(scene, span)
    named = [n for n, piece in enumerate(pieces) if scene.of_kind(CUSTOMER, piece)]
    behind = pieces[named[0] + 1 :] if named else []
    return tidy(scene.said((behind[0][0], behind[-1][1]) if behind else span))


def _pieces(scene: Scene, span: Span) -> list[Span]:
    """What stands between signs, though a sentence may be read as one clause."""
    return [(span[0] + one.start(), span[0] + one.end()) for one in _PIECE.finditer(scene.text[span[0] : span[1]])]


def _behind_the_customer(scene: Scene, span: Span) -> str | None:
    """锡暄要做永磁电机外壳."""
    named = scene.of_kind(CUSTOMER, span)
    behind = next((p for p in _pieces(scene, span) if named and p[0] <= named[0].start < p[1]), None)
    return first_phrase(scene, (named[0].end, behind[1])) if behind else None
