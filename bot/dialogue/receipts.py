"""The one card that answers a message: what was stored, refused or asked, and how to put it right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from bot.bus import HANDLERS, Stored
from bot.cards import Card, card
from bot.cards.render import BUTTONS, ROWS, button
from domain.command import Command
from domain.dialogue import Answer, Drop, Undo
from domain.records import ChooseAmend
from domain.words import clipped, day
from storage.models import Draft, Receipt

STORED, REFUSED, ASKED, UNDONE, DROPPED, ANSWERED = "stored", "refused", "asked", "undone", "dropped", "answered"
DONE = "已记录"


@dataclass(slots=True)
class Line:
    """One command of the message as its card shows it; JSON in `Receipt.lines`."""

    state: str
    label: str = ""
    what: str = ""
    whom: str = ""
    on: str = ""
    note: str = ""
    rows: dict[str, str] = field(default_factory=dict)
    amend: bool = False
    undo: bool = False
    buttons: list[list[str]] = field(default_factory=list)  # label, packed command

    def as_json(self) -> dict[str, Any]:
        return {name: value for name, value in asdict(self).items() if value}


def subject(receipt: Receipt) -> str:
    return f"receipt:{receipt.id}"


def lines_of(receipt: Receipt) -> list[Line]:
    return [Line(**line) for line in receipt.lines]


def line_of(kind: type[Command], done: Stored, today: date) -> Line:
    return Line(
        STORED,
        label=done.label,
        what=done.what,
        whom=done.whom,
        on=day(done.on, today) if done.on else "",
        note=done.note or "",
        rows={name: value for name, value in done.rows.items() if value},
        amend=bool(HANDLERS[kind].fields),
        undo=done.undo is not None,
        buttons=[[label, key if isinstance(key, str) else key.pack()] for label, key in done.buttons],
    )


async def settle(receipt: Receipt, at: int, line: Line) -> None:
    """The line that asked becomes this one; an amendment asks about a line that stands."""
    lines = lines_of(receipt)
    if lines[at].state != ASKED:
        return
    lines[at] = line
    receipt.lines = [kept.as_json() for kept in lines]
    await receipt.save(update_fields=["lines"])


def draw(receipt: Receipt, drafts: Mapping[int, Draft]) -> Card:
    """The receipt as it stands; `drafts` are its open questions by line."""
    lines = lines_of(receipt)
    if len(lines) == 1:
        return _single(receipt, lines[0], drafts.get(0))
    return _several(receipt, lines, drafts)


def _single(receipt: Receipt, line: Line, draft: Draft | None) -> Card:
    if line.state == ASKED and draft:
        return confirmation(line, draft) if line.what else question(draft)
    if line.state == REFUSED and line.buttons:
        return refusal(line.note, line.buttons)
    if line.state != STORED:
        label = _ENDED[line.state]
        title = " · ".join(part for part in (label, line.whom) if part)
        pairs = {"回执": f"#{receipt.number}"}
        told = line.what if line.state == UNDONE else line.note  # what it came to is so no longer
        return card("closed", title=title, text=told, pairs=pairs, label=label)
    correct = _correct(receipt, [line])
    extra = [button(label, packed) for label, packed in line.buttons][: BUTTONS - len(correct)]
    words = {
        "title": " · ".join(part for part in (line.what, line.whom) if part),
        "desc": line.on,
        "text": line.note,
        "pairs": {**line.rows, "回执": f"#{receipt.number}"},
    }
    if not extra and not correct:
        return card("closed", **words, label=DONE)
    return card("notice", **words, buttons=[*extra, *correct])


def _several(receipt: Receipt, lines: list[Line], drafts: Mapping[int, Draft]) -> Card:
    stored = [line for line in lines if line.state == STORED]
    asked = next((drafts[at] for at, line in enumerate(lines) if line.state == ASKED and at in drafts), None)
    title = f"已记录 {len(stored)} 条" if stored else "已撤销" if not asked else "还差一点"
    customers = {line.whom for line in lines if line.whom}
    pairs = [(_name(lines, at), _value(line, len(customers) > 1)) for at, line in enumerate(lines[:ROWS])]
    words = {
        "title": " · ".join([title, *customers]) if len(customers) == 1 else title,
        "desc": f"回执 #{receipt.number}" + (f" · 共 {len(lines)} 条" if len(lines) > ROWS else ""),
        "text": _details(lines, asked),
        "pairs": pairs,
    }
    if not stored and not asked:
        return card("closed", **words, label="已撤销" if any(line.state == UNDONE for line in lines) else "已处理")
    if asked:
        end = _undo(receipt) if any(line.undo for line in stored) else _dropped(asked)
        return card("notice", **words, buttons=[*_options(asked)[: BUTTONS - 1], end])
    helpful = [
        button(label, packed) for line in lines if line.state in (REFUSED, STORED) for label, packed in line.buttons
    ]
    correct = _correct(receipt, stored)
    if not helpful and not correct:
        return card("closed", **words, label=DONE)
    return card("notice", **words, buttons=[*helpful[: BUTTONS - len(correct)], *correct])


def question(draft: Draft) -> Card:
    """An open question alone, with what it is about in the person's own words."""
    return card(
        "notice",
        title=draft.question,
        text=f"“{clipped(draft.said, 100)}”" if draft.said else "",
        pairs=_choices(draft),
        buttons=[*_options(draft)[: BUTTONS - 1], _dropped(draft)],
    )


def confirmation(line: Line, draft: Draft) -> Card:
    """What will be stored, totals and all; nothing is, until the button is tapped."""
    return card(
        "notice",
        title=" · ".join(part for part in (line.what, line.whom) if part),
        desc=line.on,
        text=line.note,
        pairs=line.rows,
        buttons=[*_options(draft), _dropped(draft)],
    )


def refusal(said: str, offers: Sequence[Sequence[str]]) -> Card:
    """Why not, and the buttons that help on."""
    title, _, words = said.partition("\n")
    return card(
        "notice", title=title, text=words, buttons=[button(label, packed) for label, packed in offers[:BUTTONS]]
    )


def _correct(receipt: Receipt, stored: Sequence[Line]) -> list[dict[str, object]]:
    """改一下 and 撤销, where any of the lines has them."""
    buttons = [button("改一下", ChooseAmend(receipt=receipt.number))] if any(line.amend for line in stored) else []
    return [*buttons, *([_undo(receipt)] if any(line.undo for line in stored) else [])]


def _undo(receipt: Receipt) -> dict[str, object]:
    return button("撤销", Undo(receipt=receipt.number), style=2)


def _dropped(draft: Draft) -> dict[str, object]:
    return button("不要了", Drop(draft=draft.id), style=2)


def _options(draft: Draft) -> list[dict[str, object]]:
    tap: list[tuple[str, Command]] = [
        (option["label"], Answer(draft=draft.id, choice=at)) for at, option in enumerate(draft.options)
    ]
    return [button(label, command) for label, command in tap]


def _choices(draft: Draft) -> list[tuple[str, str]]:
    """The numbered candidates of a selection: `1` 上海博泽汽车部件有限公司."""
    return [(str(at + 1), option["text"]) for at, option in enumerate(draft.options) if option.get("text")]


def _name(lines: list[Line], at: int) -> str:
    """Rows of one name are numbered, so that 撤销 2 can be said."""
    return f"{at + 1} {lines[at].label}"


def _value(line: Line, with_whom: bool) -> str:
    states = {REFUSED: "没记：", UNDONE: "已撤销 ", DROPPED: "不记了 ", ANSWERED: "已处理 "}
    states[ASKED] = "待确认 " if line.what else "待补充"
    state = states.get(line.state, "")
    note = "" if line.state == UNDONE else line.note
    spoken_with = line.rows.get("联系人", "") if line.state == STORED else ""
    parts = [line.whom if with_whom else "", spoken_with, note or line.on or line.what]
    return state + " ".join(part for part in parts if part)


def _details(lines: list[Line], asked: Draft | None) -> str:
    """The question first, with all that a tap would confirm; then what comes next, then why something was refused."""
    words = []
    if asked:
        words.append(asked.question)
        words += [f"{number} {name}" for number, name in _choices(asked)]
        words += ["，".join(f"{name} {value}" for name, value in lines[asked.line].rows.items())]
    upcoming = [line.rows["下次跟进"] for line in lines if line.state == STORED and line.rows.get("下次跟进")]
    words += [f"下次跟进 {upcoming[0]}"] if upcoming else []
    words += [line.note for line in lines if line.state == REFUSED and line.note]
    return "\n".join(part for part in words if part)


_ENDED = {UNDONE: "已撤销", DROPPED: "不记了", REFUSED: "没有记录", ASKED: "已处理", ANSWERED: "已处理"}
