"""Numbers of quotes and contracts, part numbers, telephone numbers and addresses in a message."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bot.understanding.figures.measures import measure_at
from bot.understanding.lazy import lazy
from bot.understanding.marks import CONTRACT, EMAIL, MODEL, PHONE, QUOTE, URL, Mark, free, longest_first
from domain.directory import Directory

_URL = lazy(r"(?:https?://|www\.)[^\s\u3000-\u9fff]{1,300}")
_EMAIL = re.compile(r"[\w.+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,3}\.[a-z][a-z0-9-]{1,62}", re.ASCII)
_PHONE = lazy(
    r"(?<![\d-])(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?![\d-])|(?<!\d)0\d{2,3}[ -]\d{7,8}(?!\d)|"
    r"(?<!\d)400-?\d{3,4}-?\d{3,4}(?!\d)"
)
_QUOTE = lazy(r"(?<![a-z0-9-])q[ -]?(?:20\d\d-?\d{1,5}|\d{2,5})(?:-v\d{1,3})?(?![a-z0-9-])")
_ANOTHER = lazy(r"[ ]?(?:和|、|,|跟|及|与|还有)[ ]?(\d{3,5})(?![\d.a-z件万元块个台套%])")
_DATED = lazy(r"([a-z]*)(20\d\d-\d{3,5})")
_VERSION = lazy(r"-v\d{1,3}$")
_CONTRACT = lazy(r"(?<![a-z0-9-])ht[ -]?(?:20\d\d-?\d{1,5}|\d{2,5})(?![a-z0-9-])")
_BARE = lazy(
    r"(?<![\d.-])(\d{2,5})号?的?(?:[那这][份张个单]的?)?(报价|合同)(?!价)|(报价单?|"
    r"合同)号?[ ]?(?<![\d.])(\d{3,5})(?![\d.个件万w元块k套台只月年%-])|"
    r"((?:同意|批准|驳回|撤回|打回|通过|不批|[别莫勿]批|不要批)[吧了掉]?|批(?:一?下|掉|了)|[撤驳](?:一?下|掉|了)|放行|(?<![\u4e00-\u9fff])[批驳撤](?= )|(?:^|(?<=[\n,，。;； \u2460-\u2473]))[批驳撤过签准](?=[ ]?\d{3,4}(?!\d)))[ ]?(\d{3,5})(?![\d.个件万w元块k套台只月年天%-])|"
    r"(?:(?<=^)|(?<=[\n,，。;；、 和跟把就是个张份单]))(?P<own>\d{3,4})号?(?=(?:[ ]?[、和跟 ,，][ ]?\d{3,4}号?){0,4}[ ]?(?:都|也|全部?|一起|[那这]?[两三四几]?[张份个单条]|报价单?|的|我|先|就|直接|[ ,，]){0,5}(?:我看|给过|可以|批|同意|通过|过(?:了|吧|$|[,，。;；])|"
    r"驳|打回|退回|不(?:要批|能批|行|同|过|批)|别(?:批|过|同意)|没问题|ok|pass|毛利|撤|收回|[那这][个张份单]$|签了?$|(?:准|行)[了吧]*$))"
)
# A part number: letters and figures in one token, or figures bound by hyphens; no version, no amount with its unit.
_TOKEN = re.compile(r"(?<![a-z0-9_.*#+-])(?<![a-z0-9]/)[a-z0-9][a-z0-9_.*/#+-]{1,40}", re.ASCII)
_UNIT = "k|w|m|kw|pcs?|ea|sets?|kgs?|g|t|mm|cm|l|ml|usd|rmb|cny|eur|hkd|jpy|gbp|am|pm|d|h|min|万|元"
_NO_MODEL = lazy(
    rf"(?:usd|rmb|cny|eur|us)?[\d.,/-]+(?:{_UNIT})?(?:/(?:{_UNIT}))?|"
    rf"\d+(?:\.\d+)?(?:{_UNIT})[\d-]*(?:{_UNIT})?|v\d+(?:\.\d+){{0,3}}|(?:20\d\d-?)?q[1-4]|[a-z]+"
    r"|\d+[*x]\d+(?:pcs?|套|件)|x\d{1,6}|[345]g|3d|2d|b2b|p[0-3]|tier ?1|iso\d*|\d+h|\d{4}-\d\d-\d\d(?:t[\d:]+)?|"
    r"\d+(?:st|nd|rd|th)|rev[.]?\d+(?:\.\d+){0,2}"
)
_TIMES = lazy(r"(?<=[a-z0-9])[*x]\d{3,7}(?:pcs)?$")
# ZC-9/3000/6.8: the count and the price behind it are no part of it.
_SLASHED = lazy(r"(?<=[a-z0-9])/\d{2,7}/\d+(?:\.\d+)?$")
_COUNT_BEHIND = lazy(r"(?<=[a-z0-9])/\d{1,7}$")
# A1版, 版次B2: a version, whatever it looks like.
_OF_A_VERSION = lazy(r"[a-z]\d{1,2}")
_VERSION_BEFORE = lazy(r"(?:版次|版本)号?[ :是为]{0,3}$")
_DIGITS = lazy(r"\d{3,}-\d{2,}(?:-\d+)*")


def codes(text: str, directory: Directory) -> list[Mark]:
    """All of them, in the order of the mended `text`."""
    found = longest_first((*_addresses(text), *_documents(text, directory)))
    return sorted((*found, *_models(text, found)), key=lambda mark: mark.start)


def newest(tail: str, numbers: Iterable[str]) -> str | None:
    """The newest of our numbers that ends in these digits: 118 means Q2026-0118."""
    wanted = tail.lstrip("0") or tail
    fitting = [number for number in numbers if re.sub(r".*[^0-9]", "", number).lstrip("0") == wanted]
    fitting = fitting or [number for number in numbers if len(tail) > 1 and number.endswith(tail)]
    return max(fitting, default=None)


def _addresses(text: str) -> Iterator[Mark]:
    for kind, pattern in ((URL, _URL), (EMAIL, _EMAIL), (PHONE, _PHONE)):
        for found in pattern.finditer(text):
            value = re.sub(r"\D", "", found[0]) if kind == PHONE else found[0]
            yield Mark(kind, found.start(), found.end(), (_local(value) if kind == PHONE else value,))


def _local(digits: str) -> str:
    return digits[2:] if len(digits) == 13 and digits.startswith("86") else digits


def _documents(text: str, directory: Directory) -> Iterator[Mark]:
    for kind, numbers, shape in ((QUOTE, directory.quotes, _QUOTE), (CONTRACT, directory.contracts, _CONTRACT)):
        for number in numbers:
            for found in re.finditer(rf"(?<![a-z0-9-]){_written(number)}(?![a-z0-9]|-\d)", text):
                yield Mark(kind, found.start(), found.end(), (number,), "our number")
        for found in shape.finditer(text):
            yield Mark(kind, found.start(), found.end(), (_as_ours(found[0], numbers),), "looks like one")
            yield from _beside(text, found.end(), kind, numbers)
    for found in _BARE.finditer(text):
        place = next(number for number in (1, 4, 6, "own") if found[number])
        word, digits = (found[2] if found[1] else found[3] or "报价"), found[place]
        for kind in (QUOTE, CONTRACT) if place in (6, "own") else (QUOTE if word.startswith("报价") else CONTRACT,):
            numbers = directory.quotes if kind == QUOTE else directory.contracts
            ours = newest(digits, numbers)
            if ours:
                yield Mark(kind, *found.span(place), (ours,), "ends so")
                yield from _beside(text, found.end(place), kind, numbers)
                break


def _beside(text: str, end: int, kind: str, numbers: tuple[str, ...]) -> Iterator[Mark]:
    """驳回0211和0226: the next ones of a row, by their last figures."""
    while (more := _ANOTHER.match(text, end)) and (ours := newest(more[1], numbers)):
        yield Mark(kind, *more.span(1), (ours,), "beside one")
        end = more.end(1)


def _written(number: str) -> str:
    """报价2027-0005: a long number is known without its letters too."""
    found = _DATED.fullmatch(number.lower())
    return rf"(?:{found[1]})?{re.escape(found[2])}" if found else re.escape(number.lower())


def _as_ours(written: str, numbers: tuple[str, ...]) -> str:
    stem = _VERSION.sub("", written)
    plain = re.sub(r"[^a-z0-9]", "", stem)
    same = next((number for number in numbers if re.sub(r"[^a-z0-9]", "", number.lower()) == plain), None)
    if same:
        return same
    digits = re.sub(r"\D", "", stem)
    return (len(digits) < 6 and newest(digits, numbers)) or written.upper()


def _models(text: str, taken: list[Mark]) -> Iterator[Mark]:
    for found in _TOKEN.finditer(text):
        token = _SLASHED.sub("", _TIMES.sub("", found[0].rstrip("./*#+-_")))
        counted = _COUNT_BEHIND.search(token)
        if counted and measure_at(text, found.start() + len(token)):  # YG-63/20台
            token = token[: counted.start()]
        counts = _DIGITS.fullmatch(token) and measure_at(text, found.start() + len(token))  # 1000-1500件
        if (
            _is_model(token)
            and not counts
            and not _is_version(text, found.start(), token)
            and free(taken, found.start(), found.start() + len(token))
        ):
            yield Mark(MODEL, found.start(), found.start() + len(token), (token,))


def _is_version(text: str, start: int, token: str) -> bool:
    named = text.startswith("版", start + len(token)) or _VERSION_BEFORE.search(text, max(0, start - 8), start)
    return bool(named and _OF_A_VERSION.fullmatch(token))


def _is_model(token: str) -> bool:
    if _DIGITS.fullmatch(token):
        return not re.fullmatch(r"20\d\d-\d\d?(?:-\d\d?)?", token)
    has_both = any(char.isdigit() for char in token) and any(char.isalpha() for char in token)
    return has_both and not _NO_MODEL.fullmatch(token)
