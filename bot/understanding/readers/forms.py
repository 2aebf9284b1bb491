"""A record filled in as a form: 拜访记录 客户：… 对接人：… 日期：… 内容：…, in one line or in several."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from bot.understanding.marks import CUSTOMER
from bot.understanding.readers.followups import follow_up
from bot.understanding.readers.kinds import WAYS
from bot.understanding.readers.met import met
from bot.understanding.reading import Found, Slots, reads
from bot.understanding.scene import Scene, Span
from bot.understanding.when import as_slot
from domain.activities import LogActivity

_LABELS = {
    "customer": "客户(?:名称|公司|单位|名)?|公司(?:名称)?|单位|(?:拜访|走访|跟进|到访)(?:客户|单位|公司)",
    "contact": (
        "(?:客户)?(?:对接人|联系人|参与人|参会人|接待人|见面人|联络人)员?|(?:对方|客户|拜访|参会|参与|到场|沟通)?人员|"
        "(?:拜访|沟通|见面|会见)?对象|受访人|被访人|对方"
    ),
    "date": "(?:拜访|沟通|跟进|联系|走访|会议|发生|记录)?(?:日期|时间)",
    "kind": "(?:拜访|沟通|跟进|联系|走访)?(?:方式|形式|类型)",
    "place": "(?:拜访|会议|见面)?(?:地点|地址)",
    "note": (
        "(?:拜访|沟通|跟进|会议|交流|走访|洽谈|主要|具体)?(?:内容|情况|纪要|结果|要点|事项|记录|小结|目的|主题)|反馈|客户反馈|"
        "进展|备注|小结|问题|结论|需求|情况说明"
    ),
    "next": "下次(?:跟进|拜访|联系|沟通)?(?:时间|日期|计划)?|下一?步(?:计划|安排|工作|动作)?|后续(?:计划|安排|动作|跟进)?|(?:跟进)?计划|待办|跟进时间",
}
_LABEL = re.compile(
    r"(?:^|(?<=[\s,;。|/【\[]))(?:\d{1,2}[.、)] ?)?(?:"
    + "|".join(f"(?P<{slot}>{words})" for slot, words in _LABELS.items())
    + r")[】\]]?(?:[:=][ ]?|[ \t]+|(?=\n)|(?<=】))"
)
_TITLE = re.compile(r"(?P<how>拜访|走访|跟进|沟通|电话|会议|微信|来访|客户|工作|洽谈)(?:记录|纪要|登记|小结|汇报|日志)")
_TITLES = {"电话": "call", "会议": "meeting", "微信": "message", "拜访": "visit", "走访": "visit", "来访": "visit"}
# Forms of other commands, and of what is still to come.
_OTHER_FORM = re.compile(
    r"新(?:增|建)?客户|建档|报价|单价|数量|型号|提醒|回款|合同|(?:^|\n)(?:行业|来源|电话|手机|邮箱|职[位务]|金额|阶段)[:： ]|商机|"
    r"(?:拜访|走访|出差|工作)计划(?!\n)(?=[:： ])"
)


@dataclass(frozen=True, slots=True)
class _Field:
    slot: str
    start: int
    span: Span


@reads(LogActivity)
def filled_in(scene: Scene) -> Iterator[Found]:
    """One record for each customer that the form names."""
    fields = _fields(scene)
    if not _is_form(scene, fields) or _OTHER_FORM.search(scene.mended):
        return
    starts = [place for place, one in enumerate(fields) if one.slot == "customer"] or [0]
    for begin, end in zip(starts, [*starts[1:], len(fields)], strict=True):
        first = begin == starts[0]
        record = _record(scene, fields[0 if first else begin : end], 0 if first else fields[begin].start)
        if record:
            yield record


def _is_form(scene: Scene, fields: list[_Field]) -> bool:
    """Three labels, or two with a colon behind each."""
    slots = {one.slot for one in fields}
    marked = all(scene.painted[: one.span[0]].rstrip(" ")[-1:] in (":", "=", "】", "]") for one in fields)
    return len(slots) >= (2 if marked else 3)


def _fields(scene: Scene) -> list[_Field]:
    found = list(_LABEL.finditer(scene.painted))
    ends = [*(label.start() for label in found[1:]), *([len(scene.painted)] if found else [])]
    return [
        _Field(label.lastgroup or "", label.start(), (label.end(), end))
        for label, end in zip(found, ends, strict=True)
        if scene.painted[label.end() : end].strip(" ,;，。\n")
    ]


def _record(scene: Scene, fields: list[_Field], start: int) -> Found | None:
    values = {one.slot: one.span for one in reversed(fields)}
    named = [values["customer"]] if "customer" in values else []
    marks = scene.of_kind(CUSTOMER, named[0] if named else (0, len(scene.painted)))
    if not _is_form(scene, fields) or "note" not in values or not (marks or named):
        return None
    customer = scene.value(marks[0]) if marks else _words(scene, named[0])
    span = (fields[0].span[0], fields[-1].span[1])
    kind = _kind(scene, values, (start, fields[0].start))
    numbers = scene.numbers_of((start, span[1]))
    slots: Slots = {"kind": kind, "customer": customer, "occurred_on": _day(scene, values)}
    more = {
        "contact": _contact(scene, values),
        "note": "，".join(_words(scene, one.span) for one in fields if one.slot in ("note", "next")),
        "next_follow_up": _next(scene, values, fields),
        "place": _words(scene, values["place"]) if "place" in values else None,
    }
    slots |= {slot: value for slot, value in more.items() if value}
    return Found(LogActivity, span, slots, 85.0, numbers, "a form", carries=False)


def _words(scene: Scene, span: Span) -> str:
    return scene.said(span).strip(" ,;，。；、|/【[\n")


def _kind(scene: Scene, values: dict[str, Span], head: Span) -> str:
    """By its own field, else by the title of the form, else by the way that the words above it or the note tell."""
    title = scene.find(_TITLE)
    own = [values["kind"]] if "kind" in values else []
    named = _TITLES.get(title["how"]) if title else None
    for span in [*own, *([] if named else [head, values["note"]])]:
        for kind, pattern in WAYS:
            if kind != "other" and scene.find(pattern, span):
                return kind
    return named or "other"


def _day(scene: Scene, values: dict[str, Span]) -> date | datetime:
    day = scene.date_in(values["date"], past=True) if "date" in values else None
    return day or scene.now.date()


def _contact(scene: Scene, values: dict[str, Span]) -> str | None:
    if "contact" not in values:
        return met(scene, values["note"])
    found = met(scene, values["contact"])
    written = _words(scene, values["contact"])
    return found or (written if 1 < len(written) <= 8 else None)


def _next(scene: Scene, values: dict[str, Span], fields: list[_Field]) -> date | datetime | None:
    today = scene.now.date().isoformat()
    if "next" in values:
        ahead = [when for when in scene.dates(values["next"], past=False) if str(when.start)[:10] > today]
        return as_slot(ahead[0]) if ahead else None
    numbers = [number for one in fields if one.slot == "note" for number in scene.numbers_of(one.span)]
    return follow_up(scene, [scene.clauses[number] for number in sorted(numbers)], values["note"][0], None)
