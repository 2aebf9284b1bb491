"""A form cut into its fields: labelled ones, and pieces between separators that say by themselves what they are."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from bot.understanding.jobs import JOB
from bot.understanding.lazy import lazy
from bot.understanding.marks import CONTACT, CONTRACT, CUSTOMER, EMAIL, PHONE, QUOTE
from bot.understanding.persons import NAME
from bot.understanding.readers.deal_words import STAGE
from bot.understanding.readers.labels import FREE, GLUED, LABEL, name_of
from bot.understanding.readers.titles import is_title
from bot.understanding.readers.ways import WAYS
from bot.understanding.scene import Scene, Span
from domain.cities import REGIONS

# The strongest separator of a form is the one that counts.
SEPARATORS = tuple(
    map(re.compile, (r"\||→|->|=>", r"\n", r"\t", r"[ ]?(?<!\d)/[ ]?|[ ]/[ ]?|/(?!\d)", r"[,，;；、]", r"[ ]"))
)
_STOP = lazy(r"[|\n\t;；。]|[,，](?!\d)")
_NAMES_STOP = lazy(r"[|\n\t;；。]")
_TIGHT_STOP = lazy(r"[|\n\t;；。]|(?<=[万元亿])[ ]|[ ](?![\d万元])|[,，](?!\d)")
_TIGHT = frozenset(("amount", "number", "version", "phone"))
_BAR = lazy(r"\||\t|\n\n")
_MARKED = {PHONE: "phone", EMAIL: "email", CONTRACT: "number", QUOTE: "quote"}
_DEPARTMENT = lazy(r"[\u4e00-\u9fff]{1,6}(?:部|部门|中心|科|组|车间|处|室)|供应链")
_VERSION = lazy(r"v ?\d[\d.]*[a-z]?|第?[一二三四五六七八九十\d]+版|\d+\.\d+版?")
_PERSON = lazy(rf"(?:{JOB})?[ ]?{NAME}(?:[ ,，(（]*(?:{JOB})[)）]?)?")
# 向工 alone in a piece is a person, whatever 向 is elsewhere.
_CALLED = lazy(
    r"[\u4e00-\u9fff](?:工|总|姐|哥|董|经理|科长|主任|厂长|部长|主管|老师|师傅)(?:[、,，][\u4e00-\u9fff](?:工|总|姐|哥|董|经理|科长|主任))?"
)
_JOB = lazy(JOB)
_REGION = lazy(rf"(?:{'|'.join(REGIONS)})(?:大?区)?")
_STAGE = lazy(rf"(?:现在|目前|已经?|处于|还?在|到|做)*{STAGE}(?:阶段|了)*")
# 客户转自制, 项目取消: these words begin a remark as often as a field.
_OFTEN = frozenset(("customer", "named", "title"))
# 12月底交货, 11月20日签: the day says what it is the day of.
_DAY_OF = (
    (re.compile("交货|交付|交期|发货|供货"), "delivery"),
    (re.compile("签"), "signed"),
    (re.compile("到账|到款|收"), "received"),
)
_COVERS = 0.5
_SHORT = 8  # 计划2月签约


@dataclass(frozen=True, slots=True)
class Field:
    """`name` as in the table of labels; of a piece without a label `word` when only its words can tell."""

    name: str
    start: int
    span: Span
    labelled: bool = True


def fields(scene: Scene, within: Span, taken: Collection[str]) -> list[Field]:
    """All fields of a form in the order of the text, those without a label among them."""
    found, loose = _cut(scene, within, taken)
    found += [piece for span in loose for piece in _typed(scene, span, taken)]
    return sorted((one for one in found if words(scene, one.span)), key=lambda one: one.start)


def labelled(scene: Scene, within: Span, taken: Collection[str]) -> list[Field]:
    """The fields behind labels alone."""
    return [one for one in _cut(scene, within, taken)[0] if words(scene, one.span)]


def _cut(scene: Scene, within: Span, taken: Collection[str]) -> tuple[list[Field], list[Span]]:
    """Labelled fields, and the stretches between them. Labels that the command does not take count behind a colon only."""
    labels = [m for m in LABEL.finditer(scene.painted, *within) if m["sure"] or name_of(m) in taken]
    found: list[Field] = []
    loose = [(within[0], labels[0].start() if labels else within[1])]
    for place, label in enumerate(labels):
        until = labels[place + 1].start() if place + 1 < len(labels) else within[1]
        name = name_of(label)
        stop = _stop_of(name).search(scene.mended, label.end(), until)
        end = stop.start() if stop and scene.mended[label.end() : stop.start()].strip() else until
        found.append(Field(name, label.start(), (label.end(), end)))
        loose.append((end, until))
    return found, loose


def _stop_of(name: str) -> re.Pattern[str]:
    """What ends a field: words run on, several persons are parted by commas, a number has no space."""
    if name in FREE:
        return _BAR
    return _NAMES_STOP if name == "contact" else _TIGHT_STOP if name in _TIGHT else _STOP


def words(scene: Scene, span: Span) -> str:
    """What stands in a field, without the signs around it."""
    return scene.said(span).strip(" ,;，。；、|/【】[]\n\t:：=｜＝")


def _typed(scene: Scene, span: Span, taken: Collection[str]) -> Iterator[Field]:
    """The pieces of a stretch without labels, each as what it shows itself to be."""
    separator = next((s for s in SEPARATORS if s.search(scene.mended, *span)), SEPARATORS[-1])
    edges = [span[0], *(edge for found in separator.finditer(scene.mended, *span) for edge in found.span()), span[1]]
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        yield from _piece(scene, (start, end), taken)


def _piece(scene: Scene, span: Span, taken: Collection[str]) -> Iterator[Field]:
    if not words(scene, span):
        return
    start = span[0] + len(scene.painted[slice(*span)]) - len(scene.painted[slice(*span)].lstrip())
    label = GLUED.match(scene.painted, start, span[1])
    name = name_of(label) if label else ""
    sure = name not in _OFTEN or (name == "title" and label and is_title(scene.mended[label.end() : span[1]].strip()))
    if label and name in taken and sure and not _JOB.fullmatch(words(scene, span)):
        yield Field(name, start, (label.end(), span[1]))
        return
    named = scene.of_kind(CUSTOMER, span)
    if named:
        yield from (Field("customer", one.start, (one.start, one.end), labelled=False) for one in named)
        span = (named[-1].end, span[1])
    if not words(scene, span):
        return
    yield Field(_shown(scene, span), span[0], span, labelled=False)


def _shown(scene: Scene, span: Span) -> str:
    for kind, name in _MARKED.items():
        if scene.of_kind(kind, span):
            return name
    said = words(scene, span).lower()
    what = next((name for signs, name in _DAY_OF if signs.search(said)), None)
    days = [when.span for when in scene.dates(span, past=True)]
    if _covers(span, days) or (what and days and len(said) <= _SHORT):
        return what or "date"
    if _covers(span, [amount.span for amount in scene.amounts_in(span)]):
        return "amount"
    for pattern, name in (
        (_STAGE, "stage"),
        (_DEPARTMENT, "department"),
        (_VERSION, "version"),
        (_REGION, "region"),
        (_JOB, "job"),
    ):
        if pattern.fullmatch(said):
            return name
    if (scene.of_kind(CONTACT, span) and len(said) <= 12) or _PERSON.fullmatch(said) or _CALLED.fullmatch(said):
        return "contact"
    if len(said) <= 4 and any(pattern.fullmatch(said) for kind, pattern in WAYS if kind != "other"):
        return "kind"
    return "word"


def _covers(span: Span, inside: list[Span]) -> bool:
    return sum(end - start for start, end in inside) >= _COVERS * (span[1] - span[0])
