"""How an approval looks: to its approvers, to its submitter, and once it is over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from bot.approvals.evidence import Evidence
from bot.cards import Card, card
from bot.cards.render import button
from domain.approvals import STATES, Place, Standing
from domain.command import pack
from domain.deciding import READY_REASONS, AddApprover, ReturnForChange, ShowApproval, Transfer
from domain.dialogue import Keyword
from domain.quotes import Approve, Reject
from domain.words import clipped
from storage.models import Approval, Member

SHOWN_LINES = 3
LINE = 40
TEXT = 160
NAMES = 3


def subject(row: Approval, member: int) -> str:
    """Of every card that asks this person."""
    return f"approval:{row.id}:{member}"


def to_decide(
    row: Approval, standing: Standing, place: Place, evidence: Evidence, now: datetime, why: str | None = None
) -> Card:
    """The evidence and the buttons; admins may only transfer."""
    buttons = _transfer(row, standing) if place.only_transfer else _decisions(row, standing)
    return card(
        "approval",
        title=heading(row, evidence),
        desc=f"{evidence.total} · {deadline_words(row, now)}",
        text=_text(standing, evidence, why),
        pairs=evidence.rows,
        question="驳回、退回的原因",
        reasons=() if place.only_transfer else READY_REASONS,
        buttons=buttons,
    )


def over(row: Approval, evidence: Evidence, label: str, words: str = "") -> Card:
    """What a card becomes when nothing is left to tap on it."""
    return card("closed", title=f"{label} · {heading(row, evidence)}", desc=evidence.total, text=words, label=label)


def news(row: Approval, evidence: Evidence, title: str, words: str = "", more: Iterable[tuple[str, str]] = ()) -> Card:
    """To the submitter: what just happened."""
    asked = [button("进度", Keyword(word="进度", rest=row.title), style=2)]
    return card(
        "notice",
        title=title,
        desc=" · ".join(part for part in (evidence.customer, evidence.total) if part),
        text=words,
        buttons=[*(button(label, packed) for label, packed in more), *asked],
    )


def heading(row: Approval, evidence: Evidence) -> str:
    return " · ".join(part for part in (row.title, evidence.customer) if part)


def deadline_words(row: Approval, now: datetime) -> str:
    at = row.deadline.astimezone(now.tzinfo)
    return f"{at.month}月{at.day}日 {at:%H:%M} 前批" if now < row.deadline else "已超时"


def left_words(row: Approval, now: datetime) -> str:
    """还剩 41 小时 20 分, or by how much it is late."""
    seconds = int((row.deadline - now).total_seconds())
    hours, minutes = divmod(abs(seconds) // 60, 60)
    span = " ".join(part for part in (f"{hours} 小时" if hours else "", f"{minutes} 分" if minutes else "") if part)
    if not span:
        return "时限已到"
    return f"还剩 {span}" if seconds > 0 else f"已超时 {span}"


def names(people: Iterable[int], known: Mapping[int, Member], between: str = "或") -> str:
    """吴军, or 蒋总或钱伟; a few by name."""
    listed = [known[who].name for who in people if who in known]
    return between.join(listed[:NAMES]) + (f"等 {len(listed)} 人" if len(listed) > NAMES else "")


def waiting_words(standing: Standing, known: Mapping[int, Member]) -> str:
    """等 吴军、钱伟: every open place with those who may fill it."""
    if standing.state != "pending":
        return STATES[standing.state]
    return "等 " + "、".join(names(place.people, known) or "管理员指派" for place in standing.open)


def _text(standing: Standing, evidence: Evidence, why: str | None) -> str:
    """Why it came, the first lines, the last answer that was asked for."""
    lines = [clipped(line, LINE) for line in evidence.lines[:SHOWN_LINES]]
    if len(evidence.lines) > SHOWN_LINES:
        lines.append(f"共 {len(evidence.lines)} 行")
    answers = [f"回复：{talk.answer}" for talk in standing.talks if talk.answer]
    used = len("\n".join(part for part in (why, *lines) if part))
    if answers and used < TEXT - LINE:
        lines.append(clipped(answers[-1], TEXT - used - 1))
    return "\n".join(part for part in (why, *lines) if part)


def _decisions(row: Approval, standing: Standing) -> list[dict[str, object]]:
    here = {"approval": row.id, "seen": standing.round}
    named = {"contract_no" if row.subject.startswith("contract") else "quote_no": row.title, **here}
    document = {"document": row.title, **here}
    return [
        button("同意", pack(Approve, named)),
        button("驳回", pack(Reject, named), style=3),
        button("转交", pack(Transfer, document), style=2),
        button("退回修改", pack(ReturnForChange, document), style=2),
        button("加签", pack(AddApprover, document), style=2),
        button("全部明细", ShowApproval(document=row.title, approval=row.id), style=4),
    ]


def _transfer(row: Approval, standing: Standing) -> list[dict[str, object]]:
    document = {"document": row.title, "approval": row.id, "seen": standing.round}
    return [
        button("转交", pack(Transfer, document)),
        button("全部明细", ShowApproval(document=row.title, approval=row.id), style=4),
    ]
