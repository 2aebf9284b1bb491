"""A form filled in for any command but an activity: 丢单登记 客户：… 项目：… 原因：…, in one line or in several."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from bot.understanding.jobs import JOB
from bot.understanding.lazy import lazy
from bot.understanding.marks import COLLEAGUE, CONTACT, CONTRACT, CUSTOMER, EMAIL, PHONE, QUOTE
from bot.understanding.numbers import read_number
from bot.understanding.readers.customers import industry_in, source_in
from bot.understanding.readers.deal_words import stage_in
from bot.understanding.readers.fields import PAST
from bot.understanding.readers.labels import FOOT, HEAD, LABEL, TAKES, head_of, name_of
from bot.understanding.readers.pieces import SEPARATORS, Field, fields, words
from bot.understanding.readers.scopes import given, region
from bot.understanding.readers.ways import ANY_WAY
from bot.understanding.reading import Found, Slots, reads
from bot.understanding.scene import Scene, Span
from bot.understanding.when import as_due, as_slot
from domain.activities import LogActivity
from domain.command import Command
from domain.contracts import SignContract
from domain.customers import AddContact, CreateCustomer, Handover
from domain.opportunities import AdvanceStage, LoseOpportunity, OpenOpportunity
from domain.quotes import SubmitQuote
from domain.reminders import SetReminder
from domain.solutions import ArchiveRequirement, RecordSolutionVersion, RequestHelp, RequestReview

# What follows a form in the same message: 另外提醒我….
_TURNS = lazy(
    r"[。;；,，\n ]+(?=(?:另外|另请|顺便|顺带|还有|对了|然后|同时|再(?:帮|开|建|加|报|给|记|请|提)|麻烦|帮我|提醒我|记得|今天|刚才?|明天|有一?[个批][^,，。;\n]{1,10}(?:项目|单子|需求)(?=[,，。; 大预]|$)))"
)
_ONE_NAME = lazy(r"[ ,，、/(（)）]+")
_ROLE = lazy(rf"^(?:{JOB})(?=.{{2}})|(?<=.{{2}})(?:{JOB})$")
_COMES_FROM = lazy(r"介绍|推荐|展|网|来的|认识|渠道|平台|询盘|陌拜|扫街|抖音|广告")
# Without a head the labels themselves must say what is meant.
_TELLING: tuple[tuple[type[Command], frozenset[str]], ...] = (
    (AddContact, frozenset(("contact", "job"))),
    (CreateCustomer, frozenset(("customer", "industry"))),
    (CreateCustomer, frozenset(("customer", "source"))),
    (SignContract, frozenset(("number", "amount"))),
    (SignContract, frozenset(("amount", "signed"))),
    (OpenOpportunity, frozenset(("title", "amount"))),
    (OpenOpportunity, frozenset(("title", "close"))),
    (LoseOpportunity, frozenset(("customer", "reason"))),
)
_LEADS_AT_MOST = 16
_TITLED = frozenset((AdvanceStage, LoseOpportunity, RequestReview, RecordSolutionVersion, ArchiveRequirement))
_READ_FREELY = frozenset(
    (OpenOpportunity, CreateCustomer, LogActivity, SetReminder, SubmitQuote)
)  # 商机：楚昀，外壳，15万
_GROW = frozenset(("note", "reason", "text"))  # several pieces of plain words are one remark
_TOLD = frozenset(("note", "date", "next", "kind"))


@reads(Command, (HEAD, LABEL))
def filled_in(scene: Scene) -> Iterator[Found]:
    heads = heads_in(scene)
    for place, head in enumerate(heads):
        kind = head_of(head)
        end = heads[place + 1].start() if place + 1 < len(heads) else len(scene.painted)
        made = _form(scene, kind, (head.start(), end), head) if kind is not LogActivity else None
        if made:
            yield from _for_each(scene, made)
    if not heads:
        yield from _without_head(scene)


def _for_each(scene: Scene, made: Found) -> Iterator[Found]:
    """A handover of several customers, 客户：锡暄、甬砺, is one of each."""
    marks = scene.of_kind(CUSTOMER, made.at) if made.kind is Handover else []
    if len(marks) < 2:
        yield made
        return
    for place, mark in enumerate(marks):
        slots = {**made.slots, "customer": scene.value(mark)}
        clauses = made.clauses if not place else frozenset[int]()
        yield replace(made, at=(mark.start, mark.end), slots=slots, clauses=clauses)


def _form(scene: Scene, kind: type[Command], span: Span, head: re.Match[str]) -> Found | None:
    """What stands behind a head, if it is cut into fields at all."""
    within = (head.end(), _ends(scene, head.end(), span[1]))
    found = fields(scene, within, TAKES[kind])
    if not is_form(scene, head, within, found):
        return None
    return _command(scene, kind, (head.start(), within[1]), found)


def is_form(scene: Scene, head: re.Match[str], within: Span, found: list[Field]) -> bool:
    """One label behind a colon, two others, or three pieces between bars, slashes or lines, the customer among them."""
    sure = [m for m in LABEL.finditer(scene.painted, *within) if m["sure"]]
    labelled = [one for one in found if one.labelled]
    if sure or len(labelled) > 1:
        return len(found) > 1
    kind = head_of(head)
    named = sum(one.name == "customer" for one in found)
    if named > 1 or (not named and kind is not CreateCustomer):
        return False
    plain = sum(one.name == "word" for one in found)
    loose = head["by"] == " " or (head["by"].strip() in (":", "：", ",", "，") and kind not in _READ_FREELY)
    if loose and (kind is LogActivity or plain <= (kind in _TITLED and found[0].name == "customer")):
        return len(found) > 2 + (kind is LogActivity)
    if kind is RequestHelp and found[0].name == "department":
        return len(found) > 2
    by = head["by"].strip(" ") or head["by"]
    if by in (",", "，", "、") and kind is LogActivity:
        return len(found) > 3 and found[0].name == "customer" and not scene.painted[within[0] : found[0].start].strip()
    parted = next((s for s in SEPARATORS[:4] if s.search(scene.painted, *within)), None)
    cut = parted is not None and (by[:1] in (":", "：", "\n", "】", "]") or bool(parted.search(head["by"])))
    return cut and len(found) > 1 + (not named)


def heads_in(scene: Scene) -> list[re.Match[str]]:
    """The heads of forms; 联系人：丁燕 in a form is a field of it."""
    found = HEAD.finditer(scene.painted)
    return [head for head in found if scene.painted[head.end() :].strip() and not _is_field(scene, head)]


def _is_field(scene: Scene, head: re.Match[str]) -> bool:
    label = LABEL.search(scene.painted, head.start(), head.end())
    begins = (
        head["by"][:1] in ("】", "]") or head["by"].endswith("\n") or LABEL.match(scene.painted, head.end()) is not None
    )
    return label is not None and bool(label["sure"] or head.start()) and not begins


def _without_head(scene: Scene) -> Iterator[Found]:
    labels = [
        m for m in LABEL.finditer(scene.painted) if m["sure"] or scene.painted[m.start() - 1 : m.start()] in ("", "\n")
    ]
    if len(labels) < 2 or not (scene.of_kind(CUSTOMER) or any(name_of(m) == "customer" for m in labels)):
        return
    said = {name_of(label) for label in labels}
    foot = FOOT.search(scene.painted, labels[-1].end())
    kind = next((kind for kind, needed in _TELLING if said >= needed and not said & _TOLD), None)
    kind = head_of(foot) if foot else kind
    if kind is None or kind is LogActivity:
        return
    end = foot.start() if foot else _ends(scene, labels[-1].end(), len(scene.painted))
    within = (labels[0].start(), end)
    start = _announced(scene, within[0])
    made = _command(scene, kind, (start, foot.end() if foot else end), fields(scene, within, TAKES[kind]))
    if made:
        yield made


def _announced(scene: Scene, first: int) -> int:
    """Where the clause begins that leads to the labels: 泓珩新联系人 姓名：…; one that tells of a contact is no part of it."""
    before = scene.clause_at(max(0, first - 1))
    short = first - before.start <= _LEADS_AT_MOST and not ANY_WAY.search(scene.part(before))
    return before.start if short and before.start < first else first


def _ends(scene: Scene, start: int, end: int) -> int:
    """Where something else begins behind the last label."""
    last = max((label.end() for label in LABEL.finditer(scene.painted, start, end)), default=start)
    turn = _TURNS.search(scene.painted, last, end)
    return turn.start() if turn and scene.painted[last : turn.start()].strip() else end


def _command(scene: Scene, kind: type[Command], span: Span, found: list[Field]) -> Found | None:
    slots: Slots = {}
    takes = TAKES[kind]
    for one in sorted(found, key=lambda one: not one.labelled):
        name = takes.get(one.name) or (_by_words(scene, kind, one, slots) if not one.labelled else None)
        value = _value(scene, kind, one, name) if name and (name not in slots or name in _GROW) else None
        slots |= given(**{name: f"{slots[name]}，{value}" if name in slots else value}) if name and value else {}
        slots |= _currency(scene, one, name)
    slots |= {
        name: value for name, value in _marked(scene, span).items() if takes.get(name) and takes[name] not in slots
    }
    if kind is CreateCustomer:
        slots = (
            given(source=source_in(scene, span), industry=industry_in(scene, span), region=region(scene, span)) | slots
        )
    if kind is AddContact and "title" not in slots:
        slots |= given(title=_job_beside(scene, found))
    if not slots or (kind is Handover and not slots.keys() & {"from_person", "to_person"}):
        return None
    return Found(kind, (span[0], span[1]), slots, 92.0, scene.numbers_of(span), "a form", carries=True)


def _by_words(scene: Scene, kind: type[Command], one: Field, slots: Slots) -> str | None:
    """A piece that no label names: what the project is called, else the words that the command takes."""
    takes = TAKES[kind]
    said = words(scene, one.span)
    if kind is CreateCustomer and "name" not in slots:
        return "name"
    if kind is CreateCustomer:
        return "source" if _COMES_FROM.search(said) else "industry"
    if (
        takes.get("title") == "title"
        and "title" not in slots
        and len(said) <= 10
        and one.name in ("word", "contact", "job")
    ):
        return "title"
    if one.name == "department" and "department" not in takes:
        return None
    return next((takes[name] for name in ("note", "text", "reason") if name in takes), None)


def _value(scene: Scene, kind: type[Command], one: Field, slot: str) -> object | None:
    span = one.span
    if slot == "customer":
        return scene.customer_in(span) or words(scene, span)
    if slot in ("from_person", "to_person"):
        people = scene.of_kind(COLLEAGUE, span)
        return people[0].value[0] if people else words(scene, span)
    if slot == "contact":
        return person(scene, span)
    if slot == "due":
        ahead = scene.dates(span, past=False)
        return as_due(ahead[0], scene.now) if ahead else None
    if slot in ("signed_on", "received_on", "expected_close", "delivery_on"):
        found = scene.dates(span, past=slot in PAST)
        return as_slot(found[0]) if found else None
    if slot == "amount":
        amounts = scene.amounts_in(span)
        return amounts[0].value if amounts else read_number(scene.mended[span[0] : span[1]].strip(" ¥元整。,，;"))
    return _words_of(scene, slot, span)


def _words_of(scene: Scene, slot: str, span: Span) -> object | None:
    if slot == "stage":
        return stage_in(scene, span)
    if slot == "region":
        return region(scene, span) or words(scene, span)
    if slot in ("phone", "email"):
        return _marked(scene, span).get(slot)
    if slot == "contract_no":
        contracts = scene.of_kind(CONTRACT, span) or scene.of_kind(QUOTE, span)
        return contracts[0].value[0] if contracts else words(scene, span)
    if slot == "department":
        return words(scene, span).lstrip("找请由给让")
    if slot == "version":
        said = words(scene, span).removesuffix("版")
        return said.upper() if said[:1] in "vV" else said
    return words(scene, span)


def person(scene: Scene, span: Span) -> str | None:
    """The name of the person in a field, without the job beside it."""
    marked = scene.of_kind(CONTACT, span)
    if marked:
        return "、".join(str(scene.value(mark)) for mark in marked)
    said = words(scene, span)
    if said.isascii():
        return re.split(r"[,(/]", said)[0].strip() or None
    first = next((part for part in _ONE_NAME.split(said) if part and not re.fullmatch(JOB, part)), "")
    return _ROLE.sub("", first) or None


def _job_beside(scene: Scene, found: list[Field]) -> str | None:
    """The job that stands in the same field as the name: 李春华 技术部长."""
    for one in found:
        said = words(scene, one.span) if one.name == "contact" else ""
        job = re.search(JOB, said)
        if job and job[0] != said:
            return job[0]
    return None


def _marked(scene: Scene, span: Span) -> Slots:
    phones, emails = scene.of_kind(PHONE, span), scene.of_kind(EMAIL, span)
    return given(
        phone=phones[0].value[0] if phones else None,
        email=scene.said((emails[0].start, emails[0].end)) if emails else None,
    )


def _currency(scene: Scene, one: Field, slot: str | None) -> Slots:
    amounts = scene.amounts_in(one.span) if slot == "amount" else []
    return {"currency": amounts[0].currency} if amounts and amounts[0].currency != "CNY" else {}
