"""A typed answer to an open question, when the whole text reads as a value of the slot that was asked for."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal

from bot.understanding.lazy import lazy
from bot.understanding.marks import CONTACT, CONTRACT, CUSTOMER, EMAIL, PHONE, QUOTE, Mark
from bot.understanding.numbers import find_amounts, find_discounts, read_number
from bot.understanding.persons import NAME, TITLED
from bot.understanding.readers.deal_words import stage_in
from bot.understanding.readers.fields import DATES, PAST, kind_in
from bot.understanding.readers.quote_lines import offer_lines
from bot.understanding.readers.scopes import period, region
from bot.understanding.scene import Scene
from bot.understanding.when import as_due, as_slot
from domain.command import Command
from domain.directory import Directory
from domain.quotes import SubmitQuote
from domain.reminders import SetReminder

_LEAD = lazy(
    r"^(?:就?是|应该是|应该|就|那就|是的|嗯+|哦|对|对了|好像是|可能是|大概是|选|改成|写|填|我说的是|"
    r"指的是|说的是|[,，。:： ])+"
)
_TAIL = lazy(r"(?:吧|啊|呀|哈|呢|哦|啦|的|左右|那个|那家|谢谢|[,，。!！~ ])+$")
_ABOUT = lazy(
    r"^(?:一共|总共|合计|共计|共|大概|大约|约|差不多|金额|总价|单价|人民币|[是:： ])+|(?:左右|上下|整|吧|"
    r"人民币|[。.! ])+$"
)
_MONEY = frozenset(("amount", "unit_price"))
_PEOPLE = frozenset(("owner", "from_person", "to_person"))
_FREE = frozenset(
    (
        "note",
        "reason",
        "text",
        "title",
        "place",
        "source",
        "industry",
        "department",
        "topic",
        "version",
        "value",
        "field",
    )
)


def read_answer(kind: type[Command], slot: str, text: str, now: datetime, directory: Directory) -> object | None:
    """The value, or None when the text does not read as one. An ambiguous customer is the list of those that fit."""
    words = _bare(text)
    if not words:
        return None
    if slot in _FREE:
        return text.strip()
    scene = Scene.of(words, now, directory)
    if slot == "customer":
        return _customer(scene)
    if slot in DATES:
        return _day(scene, kind, slot)
    if slot in _MONEY or slot in ("qty", "discount", "stalled_days"):
        return _figure(scene, slot)
    if slot in _PEOPLE:
        return _colleague(scene)
    return _other(scene, kind, slot)


def _bare(text: str) -> str:
    words = text.strip()
    shorter = _TAIL.sub("", _LEAD.sub("", words))
    return shorter or words


def _covers(scene: Scene, start: int, end: int, loose: int = 2) -> bool:
    """The span is the whole text, a few small words apart."""
    return len(scene.text) - (end - start) <= loose


def _alone(scene: Scene, kind: str, loose: int = 2) -> Mark | None:
    marks = scene.of_kind(kind)
    return marks[0] if len(marks) == 1 and _covers(scene, marks[0].start, marks[0].end, loose) else None


def _customer(scene: Scene) -> object | None:
    mark = _alone(scene, CUSTOMER)
    return scene.value(mark) if mark and (len(mark.value) > 1 or scene.is_known(scene.value(mark))) else None


def _day(scene: Scene, kind: type[Command], slot: str) -> date | datetime | None:
    found = scene.dates((0, len(scene.text)), past=slot in PAST)
    if not found or not _covers(scene, found[0].span[0], found[-1].span[1], 3):
        return None
    return as_due(found[0], scene.now) if kind is SetReminder and slot == "due" else as_slot(found[0])


def _figure(scene: Scene, slot: str) -> Decimal | int | None:
    if slot == "discount":
        discounts = find_discounts(scene.mended, cuts=True)
        return discounts[0].value if discounts and _covers(scene, *discounts[0].span, 3) else None
    words = _ABOUT.sub("", scene.mended)
    amounts = find_amounts(words, price_slot=True) if slot in _MONEY else []
    if amounts and len(words) - (amounts[0].span[1] - amounts[0].span[0]) <= 1:
        return amounts[0].value
    number = read_number(re.sub(r"[件只套台个箱吨根米片条天]$", "", words))
    return int(number) if number is not None and slot == "stalled_days" else number


def _colleague(scene: Scene) -> str | None:
    return next((p.name for p in scene.directory.people if scene.mended in (p.name.lower(), p.userid.lower())), None)


def _other(scene: Scene, kind: type[Command], slot: str) -> object | None:
    whole = (0, len(scene.text))
    if slot == "contact":
        return _contact(scene)
    if slot == "kind":
        return kind_in(scene.mended) if len(scene.text) <= 8 else None
    if slot == "stage":
        return stage_in(scene, whole) if len(scene.text) <= 10 else None
    if slot == "lines":
        return offer_lines(scene) or None if kind is SubmitQuote else None
    if slot in ("period", "region"):
        return period(scene, whole) if slot == "period" else region(scene, whole)
    if slot == "name":
        return scene.text.strip() if 2 <= len(scene.text.strip()) <= 40 and len(scene.clauses) == 1 else None
    return _number(scene, slot)


def _number(scene: Scene, slot: str) -> str | None:
    marked = {"phone": PHONE, "email": EMAIL, "quote_no": QUOTE, "contract_no": CONTRACT}.get(slot)
    mark = _alone(scene, marked, 6) if marked else None
    if mark is None:
        return None
    return scene.said((mark.start, mark.end)) if slot == "email" else mark.value[0]


def _contact(scene: Scene) -> str | None:
    marks = scene.of_kind(CONTACT)
    if marks and _covers(scene, marks[0].start, marks[-1].end, 1):
        return "、".join(str(scene.value(mark)) for mark in marks)
    pieces = re.split(r"[和跟与及、,，]", scene.mended)
    single = re.compile(rf"{NAME}|[a-z]{{2,12}}|{TITLED.pattern}|[老小阿][\u4e00-\u9fff]")
    if not all(single.fullmatch(piece.strip()) for piece in pieces):
        return None
    return "、".join(piece.strip() for piece in re.split(r"[和跟与及、,，]", scene.text))
