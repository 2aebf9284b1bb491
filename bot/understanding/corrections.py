"""Slips taken back in the same breath: 今天去的珩泰，说错了，是去的甬诺."""

from __future__ import annotations

import itertools

from bot.understanding.clauses import Clause
from bot.understanding.lazy import lazy
from bot.understanding.marks import CONTACT, CUSTOMER, Mark

Span = tuple[int, int]
_TAKES_BACK = lazy(
    r"\s*(?:哦|噢|啊|呃|额|哎|诶|嗯|那个)*[,， ]?(?:不对|不是|[说打写搞记输弄]错了?|错了|算了(?=[明后大下周\d])|口误|更正(?:一下)?|纠正(?:一下)?|sorry)"
    r"(?:不对|了|啊|哈|哦|[说打写搞记输弄]错了?)*(?:[,，: ]*(?:应该)?是|$|[,，: ]+|(?=[\ue001\ue002])|(?=[昨前今上周明后下大\d]))"
)
# 见了程经理，不是陈经理 takes nothing back; 不是李总，是孙总 does.
_ONLY_NOT = lazy("不是$")
_BUT = lazy("[\ue001\ue002]\ue010*[,，]?(?:而|应该)?是")
_DAY = lazy(
    r"大?前天|昨天|今天|昨晚|今早|大?后天|明天|[上下]*(?:个)?(?:周|星期|礼拜)[一二三四五六日天末\d]|"
    r"(?:[\d一二三四五六七八九十]{1,3}月)?[\d一二三四五六七八九十]{1,3}[号日]"
)


# 12万，不对是12万5: the same kind of figure again.
_FIGURE = lazy(
    r"(?<![\d.])[\d一二两三四五六七八九十百千.]{1,10}(?P<unit>[万亿块元kw件套个只台吨根支点%折])(?:[\d一二三四五六七八九](?!\d))?"
)


def taken_back(painted: str, clauses: tuple[Clause, ...], marks: list[Mark]) -> list[Span]:
    """The words that a later clause replaces: the last name or day of the same kind before 不对 or 说错了."""
    found: list[Span] = []
    for before, clause in itertools.pairwise(clauses):
        slip = _TAKES_BACK.match(painted, clause.start, clause.end)
        if not slip or (_ONLY_NOT.search(slip[0]) and clause.end > slip.end() and not _BUT.match(painted, slip.end())):
            continue
        end = clause.end
        if slip.end() >= end and clause.number + 1 < len(clauses):
            end = clauses[clause.number + 1].end
        old, new = (before.start, before.end), (slip.end(), end)
        replaced = [span for pair in _pairs(painted, marks, old, new) for span in pair]
        if replaced:
            found += [*replaced, (slip.start(), min(slip.end(), clause.end))]
    return found


def _pairs(painted: str, marks: list[Mark], old: Span, new: Span) -> list[list[Span]]:
    """What stands in both clauses, kind by kind: the places to be left out of the first."""
    pairs: list[list[Span]] = []
    for kind in (CUSTOMER, CONTACT):
        first = [mark for mark in marks if mark.kind == kind and old[0] <= mark.start < old[1]]
        if first and any(mark.kind == kind and new[0] <= mark.start < new[1] for mark in marks):
            pairs.append([(first[-1].start, first[-1].end)])
    sums = list(_FIGURE.finditer(painted, *old))
    better = _FIGURE.search(painted, *new)
    if sums and better and sums[-1]["unit"] == better["unit"]:
        pairs.append([sums[-1].span()])
    days = list(_DAY.finditer(painted, *old))
    if days and _DAY.search(painted, *new):
        pairs.append([days[-1].span()])
    return pairs
