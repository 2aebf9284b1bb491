"""Several reminders in one message: a list, a day for each, more than one time."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from bot.understanding.clauses import Clause
from bot.understanding.lazy import lazy
from bot.understanding.readers.scopes import given
from bot.understanding.reading import Found
from bot.understanding.scene import Scene
from bot.understanding.when import as_due
from domain.reminders import SetReminder

_SEVERAL = lazy(r"(?:这|以下|如下|下面)?[两俩三四五六几\d]?[件个条](?:事情?|提醒|待办)|以下(?:事情?|事项|内容)?")
_COUNTED = lazy(r"[一二三四五六]是|第[一二三四五六]|[一1]个是|还有|另外|再|[\d一二三四五六][、.)）]")
_JOINS = lazy(r" ?(?:和|跟|与|及|以及|还有|、) ?")
_ITEMS_AT_MOST = 6


def items(scene: Scene, clause: Clause, reminder: Found) -> Iterator[Found]:
    """明天提醒我两件事：一是给岑海寄样，二是催桂翎回款: one for each, on the day of the head."""
    if not _SEVERAL.fullmatch(str(reminder.slots.get("text", "")).strip(" ：:，,")):
        return
    for item in scene.clauses[clause.number + 1 : clause.number + 1 + _ITEMS_AT_MOST]:
        span, first = (item.start, item.end), item.number == clause.number + 1
        counted = _COUNTED.match(scene.painted, *span)
        own = scene.dates(span, past=False)
        due = as_due(own[0], scene.now) if own else reminder.slots.get("due")
        text = scene.said((counted.end() if counted else item.start, item.end)).strip()
        slots = given(due=due, text=text, customer=scene.customer_in(span))
        at = (reminder.at[0], item.end) if first else span  # the head goes with the first
        numbers = frozenset((item.number,)) | (reminder.clauses if first else frozenset())
        yield Found(SetReminder, at, slots, 90.0, numbers, "one of several reminders")


def each_day(scene: Scene, clause: Clause, reminder: Found) -> Iterator[Found]:
    """提醒我：周一联系岑海，周四给泓珩送样: each that begins with its day, behind the colon."""
    later = [c for c in scene.sentence(clause) if c.number > max(reminder.clauses)]
    if not later or scene.mended[clause.end : clause.end + 1] != ":":
        return
    yield reminder
    for item in later:
        days = [when for when in scene.dates((item.start, item.end), past=False) if when.span[0] == item.start]
        if not days:
            return
        text = scene.said((days[0].span[1], item.end)).strip()
        slots = given(due=as_due(days[0], scene.now), text=text, customer=scene.customer_in((item.start, item.end)))
        yield Found(SetReminder, (item.start, item.end), slots, 90.0, frozenset((item.number,)), "one of several days")


def at_other_times(scene: Scene, reminder: Found) -> Iterator[Found]:
    """周三和周五10点都提醒我: once for each."""
    start = min(scene.clauses[number].start for number in reminder.clauses)
    times = [when for when in scene.dates((start, reminder.at[0]), past=False) if when.relation == "at"]
    for before, when in itertools.pairwise(times):
        if not _JOINS.fullmatch(scene.painted, before.span[1], when.span[0]):
            return
        slots = {**reminder.slots, "due": as_due(when, scene.now)}
        yield Found(SetReminder, when.span, slots, reminder.score, why="rings again")
