"""A message with everything in it found once: names, numbers, clauses, dates in either sense, amounts."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property

from bot.understanding.clauses import Clause, cut
from bot.understanding.companies import index
from bot.understanding.corrections import taken_back
from bot.understanding.cues import signs_in
from bot.understanding.dates import find_dates
from bot.understanding.folding import HIDDEN
from bot.understanding.lazy import lazy
from bot.understanding.leanings import Heard, surest
from bot.understanding.marking import find_marks, with_names
from bot.understanding.marks import CONTACT, CUSTOMER, Mark, hide, paint
from bot.understanding.numbers import Amount, find_amounts
from bot.understanding.strangers import NEW, UNKNOWN
from bot.understanding.times.spoken import as_date
from bot.understanding.when import When, as_slot
from bot.understanding.wording import clean, mend, plain
from domain.directory import Directory

Span = tuple[int, int]
# 请示一下周三给他回话: the 下 is no part of the day.
# 十八块五 月底前: the five belongs to the money, not to the month, and so does 4.5 in 单价:4.5. 零点零五 is no hour.
_COIN = lazy(
    r"(?<![晨夜])零点零[零一二三四五六七八九]{1,3}(?![分点:])|"
    r"(?<=[\d零一二两三四五六七八九十百千][块毛角])[\d一二两三四五六七八九](?=[ 一每])|(?<=(?:单价|价格|金额|报价|售价)[:= 是为])\d{1,2}\.\d{1,2}(?![\d.号日])"
)
# 2.本月漏斗: the number of an item belongs to no time.
_ITEM = lazy(r"(?:^|(?<=[ \n,;，；。]))\d{1,2}[.、](?= ?[\u3400-\u9fff])")
_A_BIT = lazy(r"(?<=[\u4e00-\u9fff])一下(?![午子])|[等待]下(?=[\d一二两三四五六七八九十]{1,3}[点:])")


@dataclass(frozen=True)
class Scene:
    """All strings have one length, so that a span means the same place in each of them.

    text: as written; mended: as meant, in lower case; painted: mended, each mark as its character; heard: how likely
    each command is where it is likeliest in the whole message.
    """

    text: str
    mended: str
    painted: str
    marks: tuple[Mark, ...]
    clauses: tuple[Clause, ...]
    now: datetime
    directory: Directory
    heard: Heard
    kept: dict[Hashable, object] = field(default_factory=dict, init=False, repr=False, compare=False)  # see `once`

    @classmethod
    def of(cls, text: str, now: datetime, directory: Directory) -> Scene:
        cleaned = clean(text)
        written = plain(cleaned)
        mended = with_names(written, mend(written), directory)
        marks = find_marks(mended, directory)
        painted = paint(mended, marks)
        for start, end in taken_back(painted, cut(painted), marks):
            mended = mended[:start] + " " * (end - start) + mended[end:]
            marks = [mark for mark in marks if mark.end <= start or end <= mark.start]
            painted = paint(mended, marks)
        clauses = cut(painted)
        return cls(cleaned, mended, painted, tuple(marks), clauses, now, directory, Heard(painted, clauses))

    def flattened(self) -> Scene:
        """The same with each sentence as one clause, its commas as spaces: 方案定稿，泓珩，V2.3."""
        painted = self.painted.replace(",", " ").replace("，", " ")
        clauses: list[Clause] = []
        for sentence in self._sentences.values():
            clauses.append(Clause(len(clauses), sentence[0].start, sentence[-1].end, len(clauses)))
        return replace(self, painted=painted, clauses=tuple(clauses))

    def alone(self, part: Sequence[Clause]) -> Scene:
        """Some clauses in a row as a message of their own, the sign behind them too: a question keeps its mark. Places
        and numbers in it count from 0."""
        start, end = part[0].start, part[-1].end
        end += not any(clause.start == end for clause in self.clauses)
        return replace(
            self,
            text=self.text[start:end],
            mended=self.mended[start:end],
            painted=self.painted[start:end],
            marks=tuple(
                replace(mark, start=mark.start - start, end=mark.end - start)
                for mark in self.marks
                if start <= mark.start and mark.end <= end
            ),
            clauses=tuple(
                replace(clause, number=number, start=clause.start - start, end=clause.end - start)
                for number, clause in enumerate(part)
            ),
        )

    # --- words

    def said(self, span: Span) -> str:
        """What stands there, as written."""
        return self.text[span[0] : span[1]]

    def part(self, clause: Clause) -> str:
        return self.painted[clause.start : clause.end]

    def clause_at(self, place: int) -> Clause:
        """The clause that holds a place, or the last one before it."""
        before = bisect_right(self.clauses, place, key=lambda clause: clause.start)
        return self.clauses[max(0, before - 1)]

    def numbers_of(self, span: Span) -> frozenset[int]:
        """The numbers of the clauses that a span touches."""
        near = self.clauses[self.clause_at(span[0]).number : self.clause_at(span[1]).number + 1]
        return frozenset(c.number for c in near if c.start < span[1] and span[0] < c.end)

    def sentence(self, clause: Clause) -> tuple[Clause, ...]:
        return self._sentences[clause.sentence]

    @cached_property
    def _sentences(self) -> dict[int, tuple[Clause, ...]]:
        found: dict[int, list[Clause]] = {}
        for clause in self.clauses:
            found.setdefault(clause.sentence, []).append(clause)
        return {number: tuple(clauses) for number, clauses in found.items()}

    @cached_property
    def surest(self) -> Mapping[str, int]:
        """The commands that its words surely speak of, with the number of the clause that does."""
        return surest(self.painted, self.clauses)

    @cached_property
    def signs(self) -> frozenset[str]:
        """All that stand in it, as meant or as painted."""
        return signs_in(self.mended, self.painted)

    # --- marks

    def of_kind(self, kind: str, span: Span | None = None) -> list[Mark]:
        marks = self._kinds.get(kind, [])
        if span is None:
            return marks
        first = bisect_left(marks, span[0], key=lambda mark: mark.start)
        last = bisect_right(marks, span[1], key=lambda mark: mark.end)
        return marks[first:last]

    @cached_property
    def _kinds(self) -> dict[str, list[Mark]]:
        found: dict[str, list[Mark]] = {}
        for mark in self.marks:
            found.setdefault(mark.kind, []).append(mark)
        return found

    def value(self, mark: Mark) -> object:
        """What a mark stands for: a customer's full name or the list of those that fit, else the words as written."""
        if mark.kind == CUSTOMER and mark.why in (NEW, UNKNOWN):
            return self.said((mark.start, mark.end)).strip()
        if mark.kind == CUSTOMER:
            return mark.value[0] if len(mark.value) == 1 else list(mark.value)
        return self.said((mark.start, mark.end)) if mark.kind == CONTACT else mark.value[0]

    def customer_in(self, span: Span) -> object | None:
        """The customer that is named in a span: the first one."""
        found = self.of_kind(CUSTOMER, span)
        return self.value(found[0]) if found else None

    def is_known(self, name: object) -> bool:
        """A full name of the directory, or of a customer that this message creates."""
        return isinstance(name, str) and (name in index(self.directory).customers or name in self.created)

    @cached_property
    def created(self) -> frozenset[str]:
        return frozenset(str(self.value(m)) for m in self.marks if m.kind == CUSTOMER and m.why == NEW)

    # --- dates and figures

    @cached_property
    def hidden(self) -> str:
        """The text in which no name or number can be taken for a date or an amount."""
        signs = "".join(w if w in "，；：！？" else m for w, m in zip(self.text, self.mended, strict=True))
        signs = _ITEM.sub(lambda found: HIDDEN * len(found[0]), signs)
        return _A_BIT.sub(HIDDEN * 2, hide(signs, self.marks))

    @cached_property
    def gone(self) -> list[When]:
        return self._whole(find_dates(self._dated, self.now, past=True, calendar=self.directory.calendar))

    @cached_property
    def coming(self) -> list[When]:
        return self._whole(find_dates(self._dated, self.now, past=False, calendar=self.directory.calendar))

    def _whole(self, found: list[When]) -> list[When]:
        """A day in English has hidden places before it: they are part of what was said."""
        return [
            replace(when, span=(len(self.mended[: when.span[0]].rstrip(HIDDEN)), self._ends(when))) for when in found
        ]

    def _ends(self, when: When) -> int:
        """周四14:00 提醒: the blank behind it belongs to no day."""
        return when.span[0] + len(self.mended[slice(*when.span)].rstrip(" "))

    @cached_property
    def _dated(self) -> str:
        return _COIN.sub(lambda found: HIDDEN * len(found[0]), self.hidden)

    def dates(self, span: Span, *, past: bool) -> list[When]:
        """The dates in a span, read as gone by or as still to come."""
        found = self.gone if past else self.coming
        # 1月6号，早上十点 is one moment though a comma stands in it: the clause that it begins in has it.
        broken = self.painted[span[1] : span[1] + 1] in (",", "，")
        inside = [when for when in found if span[0] <= when.span[0] < span[1]]
        return [when for when in inside if broken or when.span[1] <= span[1]]

    def date_in(self, span: Span, *, past: bool) -> date | datetime | None:
        found = self.dates(span, past=past)
        return as_slot(found[0]) if found else None

    def is_nearer_ahead(self, gone: When) -> bool:
        """A bare 12月2日 that lay a year back is the one nine days ahead."""
        today = self.now.date()
        ahead = [when for when in self.coming if when.span == gone.span]
        past, future = as_date(as_slot(gone)), as_date(as_slot(ahead[0])) if ahead else None
        return (
            future is not None
            and future > today
            and (past > today or (today - past).days > 2 * (future - today).days + 60)
        )

    def may_be_ahead(self, gone: When) -> bool:
        """The same words may mean a day to come: 周三, 12月2日."""
        today = self.now.date().isoformat()
        return any(ahead.span == gone.span and str(ahead.start)[:10] > today for ahead in self.coming)

    @cached_property
    def amounts(self) -> list[Amount]:
        taken = [when.span for when in self.coming]
        return [a for a in find_amounts(self.hidden) if not any(s < a.span[1] and a.span[0] < e for s, e in taken)]

    def amounts_in(self, span: Span) -> list[Amount]:
        return [amount for amount in self.amounts if span[0] <= amount.span[0] and amount.span[1] <= span[1]]

    # --- patterns

    def find(self, pattern: re.Pattern[str], span: Span | None = None) -> re.Match[str] | None:
        """The first place where a pattern fits the painted text."""
        start, end = span or (0, len(self.painted))
        return pattern.search(self.painted, start, end)
