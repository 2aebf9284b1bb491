"""A record filled in as a form: 拜访记录 客户：… 对接人：… 日期：… 内容：…, in one line or in several."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from bot.understanding.lazy import lazy
from bot.understanding.marks import CUSTOMER
from bot.understanding.readers.filled import heads_in, is_form, person
from bot.understanding.readers.followups import follow_up
from bot.understanding.readers.labels import HEAD, LABEL, TAKES, head_of
from bot.understanding.readers.met import met
from bot.understanding.readers.pieces import Field, fields, labelled, words
from bot.understanding.readers.ways import WAYS
from bot.understanding.reading import Found, Slots, reads
from bot.understanding.scene import Scene, Span
from bot.understanding.when import as_slot
from domain.activities import LogActivity

_TITLE = lazy(
    r"(?P<how>拜访|走访|跟进|沟通|电话|会议|微信|来访|客户|工作|洽谈)(?:记录|纪要|登记|小结|汇报|日志)|(?P<minutes>纪要)"
)
# 拜访客户：…；拜访时间：…
_VISITED = lazy("(?:拜访|走访|到访)(?:客户|单位|公司|时间|日期|地点|内容)")
_TITLES = {"电话": "call", "会议": "meeting", "微信": "message", "拜访": "visit", "走访": "visit", "来访": "visit"}
# Forms of other commands, and of what is still to come.
_OTHER_FORM = lazy(
    r"新(?:增|建)?客户|建档|报价|单价|数量|型号|提醒|回款|合同|(?:^|\n)(?:行业|来源|电话|手机|邮箱|职[位务]|金额|阶段)[:： ]|商机|"
    r"(?:拜访|走访|出差|工作)计划(?!\n)(?=[:： ])"
)


# A piece without a label that fits nothing else is what was talked about.
_AS = dict.fromkeys(
    ("word", "amount", "stage", "department", "version", "job", "number", "region", "phone", "quote"), "note"
)


@reads(LogActivity, (HEAD, LABEL))
def filled_in(scene: Scene) -> Iterator[Found]:
    """One record for each customer that the form names."""
    found = _headed(scene)
    headed = bool(found)
    found = found or _labelled(scene)
    if not found or _OTHER_FORM.search(scene.mended):
        return
    starts = [place for place, one in enumerate(found) if one.name == "customer"] or [0]
    for begin, end in zip(starts, [*starts[1:], len(found)], strict=True):
        first = begin == starts[0]
        part = found[0 if first else begin : end]
        record = _record(scene, part, 0 if first else found[begin].start)
        if record and (headed or _is_form(scene, part)):
            yield record


def _labelled(scene: Scene) -> list[Field]:
    found = labelled(scene, (0, len(scene.painted)), TAKES[LogActivity])
    found = [one for one in found if one.name in TAKES[LogActivity]]
    return found if _is_form(scene, found) else []


def _is_form(scene: Scene, found: list[Field]) -> bool:
    """Three labels, or two with a colon behind each."""
    names = {one.name for one in found}
    marked = all(
        scene.painted[max(0, one.span[0] - 3) : one.span[0]].rstrip(" ")[-1:] in (":", "=", "】", "]") for one in found
    )
    return len(names) >= (2 if marked else 3)


def _headed(scene: Scene) -> list[Field]:
    """拜访记录｜长春富晨｜9/9｜李春华｜桥壳开裂: a head, and pieces that show what they are."""
    heads = [head for head in heads_in(scene) if head_of(head) is LogActivity]
    if not heads:
        return []
    within = (heads[0].end(), len(scene.painted))
    found = fields(scene, within, TAKES[LogActivity])
    if not is_form(scene, heads[0], within, found):
        return []
    return [replace(one, name=_AS.get(one.name, one.name)) for one in found]


def _record(scene: Scene, found: list[Field], start: int) -> Found | None:
    values = {one.name: one.span for one in reversed(found)}
    named = [values["customer"]] if "customer" in values else []
    marks = scene.of_kind(CUSTOMER, named[0] if named else (0, len(scene.painted)))
    if "note" not in values or not (marks or named):
        return None
    customer = scene.value(marks[0]) if marks else words(scene, named[0])
    span = (found[0].span[0], found[-1].span[1])
    kind = _kind(scene, values, (start, found[0].start))
    numbers = scene.numbers_of((start, span[1]))
    slots: Slots = {"kind": kind, "customer": customer, "occurred_on": _day(scene, values)}
    more = {
        "contact": _contact(scene, values) or met(scene, (start, found[0].start)),
        "note": "，".join(words(scene, one.span) for one in found if one.name in ("note", "next")),
        "next_follow_up": _next(scene, values, found),
        "place": words(scene, values["place"]) if "place" in values else None,
    }
    slots |= {slot: value for slot, value in more.items() if value}
    return Found(LogActivity, span, slots, 85.0, numbers, "a form", carries=False)


def _kind(scene: Scene, values: dict[str, Span], head: Span) -> str:
    """By its own field, else by the title of the form, else by the way that the words above it or the note tell."""
    title = scene.find(_TITLE)
    own = [values["kind"]] if "kind" in values else []
    named = _TITLES.get(title["how"] or "会议") if title else None
    for span in [*own, *([] if named else [head, values["note"]])]:
        for kind, pattern in WAYS:
            if kind != "other" and scene.find(pattern, span):
                return kind
    return named or ("visit" if scene.find(_VISITED) else "other")


def _day(scene: Scene, values: dict[str, Span]) -> date | datetime:
    """Its own field, else the day gone by that the words begin with: 会议纪要：11月23日与渝峤开会."""
    if "date" in values:
        return scene.date_in(values["date"], past=True) or scene.now.date()
    gone = [when for when in scene.dates(values["note"], past=True) if when.span[0] == values["note"][0]]
    first = as_slot(gone[0]) if gone and not scene.is_nearer_ahead(gone[0]) else None
    return first if first and str(first)[:10] <= scene.now.date().isoformat() else scene.now.date()


def _contact(scene: Scene, values: dict[str, Span]) -> str | None:
    if "contact" not in values:
        return met(scene, values["note"])
    written = person(scene, values["contact"])
    return met(scene, values["contact"]) or (written if written and 1 < len(written) <= 8 else None)


def _next(scene: Scene, values: dict[str, Span], found: list[Field]) -> date | datetime | None:
    today = scene.now.date().isoformat()
    if "next" in values:
        ahead = [when for when in scene.dates(values["next"], past=False) if str(when.start)[:10] > today]
        return as_slot(ahead[0]) if ahead else None
    numbers = [number for one in found if one.name == "note" for number in scene.numbers_of(one.span)]
    return follow_up(scene, [scene.clauses[number] for number in sorted(numbers)], values["note"][0], None)
