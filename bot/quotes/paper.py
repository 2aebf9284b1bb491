"""The quote as the customer gets it: letterhead, lines, tax, validity; of the approved version alone (R131)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from bot.making import FONT, Made, makes
from bot.quotes import quoting
from domain.pricing import ADJUSTMENT, Row
from domain.terms import Terms, discount_words, price_words
from domain.words import CURRENCIES
from storage.models import Company, Quote

FACE = "paper"
MARGIN = 18 * mm
PADDING = 6  # what reportlab's frame adds inside the margin
INK, FAINT = colors.HexColor("#1f2937"), colors.HexColor("#6b7280")
LINE, BAND = colors.HexColor("#d1d5db"), colors.HexColor("#f3f4f6")
WIDTHS = (9, 40, 40, 25, 26, 34)  # mm: 序号 型号 名称 数量 单价 金额


@dataclass(frozen=True, slots=True)
class Paper:
    company: str
    address: str
    terms: Terms
    on: date
    contact: str


def draw(paper: Paper) -> Made:
    """A4, as many pages as the lines need; the same bytes for the same paper."""
    _face()
    out = BytesIO()
    document = SimpleDocTemplate(
        out,
        pagesize=A4,
        leftMargin=MARGIN - PADDING,
        rightMargin=MARGIN - PADDING,
        topMargin=16 * mm,
        bottomMargin=20 * mm,
        title=f"报价单 {paper.terms.title}",
        author=paper.company,
        invariant=1,
    )
    document.build([*_head(paper), *_table(paper.terms), *_foot(paper)], onFirstPage=_page, onLaterPages=_page)
    return Made("file", f"{paper.terms.title}.pdf", out.getvalue())


@makes("quote_paper", draw)
async def quote_paper(about: Mapping[str, Any]) -> Paper | None:
    """Of a version that is agreed to and still stands; None: it was withdrawn or changed meanwhile."""
    quote = await Quote.get_or_none(id=about["of"], state="approved").select_related("owner")
    company = await Company.first()
    if quote is None or company is None:
        return None
    on = (quote.decided_at or quote.created_at).date()
    return Paper(company.name, company.address, await quoting.terms_of(quote), on, quote.owner.name)


@cache
def _face() -> str:
    """Registered once a process, embedded in every paper by the characters that it uses."""
    pdfmetrics.registerFont(TTFont(FACE, str(FONT), subfontIndex=0))
    return FACE


def _head(paper: Paper) -> list[Flowable]:
    terms = paper.terms
    pairs = [("报价单号", terms.title), ("报价日期", f"{paper.on:%Y-%m-%d}")]
    if terms.valid_until:
        pairs.append(("有效期至", f"{terms.valid_until:%Y-%m-%d}"))
    if terms.delivery_on:
        pairs.append(("交货日期", f"{terms.delivery_on:%Y-%m-%d}"))
    left = [_text(f"致：{terms.customer}", 11), _text(f"我方联系人：{paper.contact}", 9.5, FAINT)]
    right = [_text(f"{name}：{value}", 9.5, align=TA_RIGHT) for name, value in pairs]
    facts = Table([[left, right]], colWidths=[104 * mm, 70 * mm])
    facts.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (0, 0), 0),
                ("RIGHTPADDING", (1, 0), (1, 0), 6),
            ]
        )
    )
    rule = Table([[""]], colWidths=[174 * mm], rowHeights=[2])
    rule.setStyle(TableStyle([("LINEABOVE", (0, 0), (-1, 0), 1.2, INK)]))
    letterhead = [_text(paper.company, 15), *([_text(paper.address, 9, FAINT)] if paper.address else [])]
    return [*letterhead, Spacer(1, 3 * mm), rule, _text("报 价 单", 18, spaced=5), facts, Spacer(1, 4 * mm)]


def _table(terms: Terms) -> list[Flowable]:
    """The lines, then what they come to."""
    currency = CURRENCIES.get(terms.offer.currency, terms.offer.currency)
    header = ["", "型号", "名称", "数量", f"单价（{currency}）", f"金额（{currency}）"]
    lines = [_line(number, row) for number, row in enumerate(terms.offer.rows, 1)]
    sums = [["", "", "", "", name, f"{value:,.2f}"] for name, value in _sums(terms)]
    cells = [header, *lines, *sums]
    texts = [[_cell(value, column) for column, value in enumerate(row)] for row in cells]
    table = Table(texts, colWidths=[width * mm for width in WIDTHS], repeatRows=1)
    first_sum = len(lines) + 1
    table.setStyle(
        TableStyle(
            [
                ("BACKGROUND", (0, 0), (-1, 0), BAND),
                ("LINEBELOW", (0, 0), (-1, first_sum - 1), 0.5, LINE),
                ("LINEABOVE", (4, -1), (-1, -1), 0.8, INK),
                ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
                ("TOPPADDING", (0, 0), (-1, -1), 4),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 5),
            ]
        )
    )
    return [table, Spacer(1, 6 * mm)]


def _line(number: int, row: Row) -> list[str]:
    item = row.item
    if item.model == ADJUSTMENT:
        return [str(number), ADJUSTMENT, "", "", "", f"{row.amount:,.2f}"]
    quantity = f"{item.qty.normalize():,f}{'/年' if item.yearly else ''}"
    return [str(number), item.model, item.name or "", quantity, price_words(item.unit_price), f"{row.amount:,.2f}"]


def _sums(terms: Terms) -> list[tuple[str, Any]]:
    """What is said without tax is shown with it as well."""
    offer = terms.offer
    if offer.taxed:
        return [("合计（含税）", offer.total)]
    return [("不含税合计", offer.net), ("税额 13%", offer.tax), ("合计（含税）", offer.total)]


def _foot(paper: Paper) -> list[Flowable]:
    offer = paper.terms.offer
    words = [
        "以上价格均为含 13% 增值税价格。" if offer.taxed else "以上单价不含税，合计另列 13% 增值税。",
        f"以上金额已按 {discount_words(offer.discount)}计算。" if offer.discount is not None else "",
        "本报价以所列有效期为限，逾期请与我们确认。" if paper.terms.valid_until else "",
    ]
    return [_text(f"{at}. {line}", 9, FAINT) for at, line in enumerate(filter(None, words), 1)]


def _page(canvas: Canvas, document: SimpleDocTemplate) -> None:
    canvas.saveState()
    canvas.setFont(FACE, 8)
    canvas.setFillColor(FAINT)
    canvas.drawRightString(A4[0] - MARGIN, 11 * mm, f"第 {document.page} 页")
    canvas.restoreState()


def _cell(value: str, column: int) -> Paragraph:
    return _text(value, 9, align=TA_RIGHT if column >= 3 else 0)


def _text(words: str, size: float, color: colors.Color = INK, *, align: int = 0, spaced: float = 0) -> Paragraph:
    style = ParagraphStyle(
        "paper", fontName=FACE, fontSize=size, leading=size * 1.45, textColor=color, alignment=align, wordWrap="CJK",
        spaceBefore=spaced, spaceAfter=spaced,
    )  # fmt: skip
    return Paragraph(escape(words), style)
