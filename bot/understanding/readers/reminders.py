"""Being reminded, and asking what is to be done."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime

from bot.understanding.clauses import Clause
from bot.understanding.marks import CONTACT, CUSTOMER, C, P
from bot.understanding.readers.scopes import given, period
from bot.understanding.reading import Found, reads
from bot.understanding.scene import Scene
from bot.understanding.when import as_due
from domain.reminders import ListTasks, SetReminder

_REMIND = re.compile(
    r"(?:^|(?<=[,，。;\n ]))提醒(?=[:：])[:： ]*|(?:(?:请|麻烦|帮我|记得|到时候?|到点|回头|然后|再|也|都|"
    r"要|你)*提醒(?:我|一下我|下我|咱|一下|自己)(?:们)?(?:一下|一声|要|记得|别忘了?|得|该)*|提个醒|"
    r"(?:帮我)?(?:设|定|建|加|搞|弄|来|订|上|设置|创建|新建)(?:一)?(?:个|条)?(?:闹钟|提醒|待办|日程|"
    r"备忘)(?:事项)?[:,， ]*|remind me(?: to)?|喊我(?:一声)?|"
    r"(?<=[天午点分晚早号周后一二三四五六日\d])(?:到时候?|记得|再|准时)?叫我|(?:到时候?|记得|到点)叫我|"
    r"ping我|戳我(?:一下)?|cue我|别让我忘了|(?:帮我)?记(?:个|一个)(?:待办|备忘)[:,， ]*)",
)
_ALARM = re.compile(r"闹钟$|叫我(?:起床|起来|醒|睡觉)$")
_NOT = re.compile(r"(?:不用|不要|别|不需要|无需|取消|关掉|停止|关闭)(?:再|老|总|一直)?$")
_THEIRS = re.compile(rf"(?:{C}|{P}|客户|他们?|她|对方|人家|老板|领导|同事)(?:那边|说|让|今天|刚|还|又|总|也)*$")
_LEAD = re.compile(r"^(?:[,，:： 。]|要|得|该|一下|下|去做|记得|我|的|时候|在|提前)*(?=.)")
_TAIL = re.compile(r"(?:[,，。！!~ ]|哈|啊|吧|谢谢|哦|呀|thanks|多谢|好吗|可以吗|行吗|行不|好不好|3q|拜托)+$")
_TASKS = re.compile(
    r"(?:要|该|需要|得|应该|有(?:哪些|什么|啥|几个|多少)?|还有)?(?:跟进|联系|回访|拜访|见|跑|"
    r"走访)(?:的)?(?:谁|哪些|哪几|什么|啥|几家|几个|多少)(?:客户|人|家|的)?|(?:哪些|谁|哪几个|哪几家|什么|"
    r"啥)(?:客户|人|事|事情|公司)?(?:是)?(?:今天|本周|下周|这周|明天)?(?:我)?(?:要|该|需要|得|没|还没|"
    r"应该|待)(?:跟进|做|办|处理|联系|回访|拜访|完成)|"
    r"待办(?!事项?[:：])|跟进(?:计划|清单|列表|任务|安排|提醒)|我的?任务|(?:任务|日程|行程|工作)(?:列表|"
    r"清单|安排)|(?:有|还有)(?:哪些|什么|啥|几个)(?:要|该)?(?:跟进|待办|拜访|联系|回访)?(?:的)?(?:任务|"
    r"提醒|安排|日程|计划|行程|要做|事|活|工作)|(?:要|该|得)(?:做|干|办|处理)(?:些)?(?:什么|啥|哪些|嘛)|"
    r"(?:我的?)提醒(?:有哪些|列表|列一下|看一下|清单)?$|(?:查|看)(?:一下|下|看)?(?:我)?(?:的)?(?:提醒|"
    r"待办|任务|日程|跟进)|未归档|todo|to ?do|需要跟进的|要跟进的|该跟进的|待跟进|有什么要跟|(?:要|该|"
    r"需要|待|得)(?:联系|跟进|拜访|回访|见)的(?:客户|人)|(?:我|明天|后天|今天|"
    r"[周期][一二三四五六日天])的(?:安排|日程|行程|计划)$|跟谁|谁(?:还)?没(?:有)?(?:跟|联系|拜访|回访)|"
    r"(?:任务|安排|日程|行程|待办)(?:是|有)?(?:什么|啥|哪些)"
)
_NOT_TASKS = re.compile(
    r"提醒我|生产任务|吃|玩|天气|电影|音乐|灯|旅游|新闻|股|直播|比赛|节目|穿|家务|同事|老板(?:让|说)|"
    r"他(?:们)?(?:要|该)|孩子|作业"
)


@reads(SetReminder)
def remind(scene: Scene) -> Iterator[Found]:
    for clause in scene.clauses:
        for cue in _REMIND.finditer(scene.painted, clause.start, clause.end):
            head = scene.painted[max(0, cue.start() - 8) : cue.start()]
            if _NOT.search(head) or _THEIRS.search(head):
                continue
            reminder = _reminder(scene, clause, cue.span())
            if not _ALARM.search(f"{cue[0]}{reminder.slots.get('text', '')}"):
                yield reminder
            break


def _reminder(scene: Scene, clause: Clause, cue: tuple[int, int]) -> Found:
    clauses, due, when = _due(scene, clause, cue)
    text = _text(scene, clauses, clause, cue, when)
    span = (min(c.start for c in clauses), max(c.end for c in clauses))
    slots = given(due=due, text=text, customer=scene.customer_in(span))
    return Found(SetReminder, cue, slots, 90.0, frozenset(c.number for c in clauses), "reminder")


def _due(
    scene: Scene, clause: Clause, cue: tuple[int, int]
) -> tuple[list[Clause], date | datetime | None, tuple[int, int]]:
    """The clauses of the reminder, its time, and where that time stands."""
    beside = [c for c in scene.clauses[clause.number + 1 : clause.number + 3] if c.sentence == clause.sentence]
    before = [
        c
        for c in scene.clauses[max(0, clause.number - 1) : clause.number]
        if (_is_time_only(scene, c) or c.end == clause.start)
    ]
    if not before and clause.number and re.search(r"到时|到点|届时", scene.painted[clause.start : cue[1]]):
        before = [scene.clauses[clause.number - 1]]
    plan = [(clause.start, cue[0]), (cue[1], clause.end), *[(c.start, c.end) for c in (*before, *beside[:1])]]
    for span in plan:
        found = [w for w in scene.dates(span, past=False) if w.relation != "ago"]
        if found:
            used = [c for c in before if c.start == span[0]]
            return [*used, clause, *_rest(scene, clause, cue, beside)], as_due(found[0], scene.now), found[0].span
    return [clause, *_rest(scene, clause, cue, beside)], None, (0, 0)


def _rest(scene: Scene, clause: Clause, cue: tuple[int, int], beside: list[Clause]) -> list[Clause]:
    """What is to be done may stand behind a comma."""
    alone = len(scene.painted[cue[1] : clause.end].strip()) < 2
    dated = [c for c in beside[:1] if _is_time_only(scene, c)]
    return beside[:1] if alone else dated


def _is_time_only(scene: Scene, clause: Clause) -> bool:
    days = scene.dates((clause.start, clause.end), past=False)
    return bool(days) and sum(w.span[1] - w.span[0] for w in days) >= clause.end - clause.start - 3


def _text(scene: Scene, clauses: list[Clause], clause: Clause, cue: tuple[int, int], when: tuple[int, int]) -> str:
    start, end = cue[1], max(c.end for c in clauses)
    parts = [(start, end)]
    if start <= when[0] < end:
        parts = [(start, when[0]), (when[1], end)] if when[0] - start < 3 or end - when[1] < 3 else [(start, end)]
    words = "".join(scene.text[a:b] for a, b in parts)
    tidy = _TAIL.sub("", _LEAD.sub("", words)).strip()
    return tidy or _before(scene, clause, cue, when)


def _before(scene: Scene, clause: Clause, cue: tuple[int, int], when: tuple[int, int]) -> str:
    """给李工回电话，明天下午提醒我: the words stand before the cue."""
    head = scene.text[clause.start : cue[0]]
    if clause.start <= when[0] < cue[0]:
        head = scene.text[clause.start : when[0]] + scene.text[when[1] : cue[0]]
    if not head.strip(" ，,") and clause.number:
        earlier = scene.clauses[clause.number - 1]
        head = scene.said((earlier.start, earlier.end))
    return head.strip(" ，,的")


@reads(ListTasks)
def tasks(scene: Scene) -> Iterator[Found]:
    for clause in scene.clauses:
        span = (clause.start, clause.end)
        cue = scene.find(_TASKS, span)
        if (
            cue
            and not _NOT_TASKS.search(scene.part(clause))
            and not scene.of_kind(CUSTOMER, span)
            and not scene.of_kind(CONTACT, span)
        ):
            slots = given(period=period(scene, span, past=False) or period(scene, (0, len(scene.text)), past=False))
            yield Found(ListTasks, cue.span(), slots, 70.0, frozenset((clause.number,)), "asks what to do")
            return
