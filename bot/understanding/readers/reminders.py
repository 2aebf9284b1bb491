"""Being reminded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time

from bot.understanding.clauses import Clause
from bot.understanding.lazy import lazy
from bot.understanding.marks import C, P, W
from bot.understanding.numbers import find_durations
from bot.understanding.readers.reminder_rows import at_other_times, each_day, items
from bot.understanding.readers.scopes import given
from bot.understanding.reading import Found, reads
from bot.understanding.scene import Scene, Span
from bot.understanding.when import as_due
from domain.reminders import SetReminder

_ASK = r"(?:(?:请|麻烦|劳烦|烦请|帮我|帮忙|你|记得|别忘了?|到时候?|到点|届时|回头|准时|然后|再|也|都|就|要|得){0,6})"
_SOON = r"(?:待会儿?|等会儿?|等一?下|一会儿?|过会儿?|稍后|晚点|晚些时候|下班(?:前|后|的?时候?)?)"
_TODAY = lazy("下班(?:之?前|的?时候?)")
# 提醒我要钱: there it is what is to be done.
_MUST = r"要(?!钱|账|款|货|债|图|样|回|发票|资料|报告|结果|个说法)"
_AGAIN = rf"(?:一下下?|一声|下(?![周个午月次班半星礼])|一句|返|醒|{_MUST}|记得|别忘了?|得|该){{0,5}}"
# Sure of itself; the clause may have been cut before it, so that 不用 stands outside.
_SURE = lazy(
    rf"(?:^|(?<=[,，。;\n ]))提醒(?:事项)?(?=[:：])[:： ]*|^(?:备忘|待办)[:：]+ *|{_ASK}(?:提醒返?(?:我|一下我|下我|咱|自己)|提(?:一下|下|返)?我(?![出的交供问价到议前高司方])|提个醒|"
    rf"(?:re-?mind me|set (?:an? )?(?:reminder|alarm))(?: to| for)?)(?:们)?{_AGAIN}|"
    r"(?:[帮给替]我)?(?:设|定|建|加|搞|弄|来|订|(?<![早晚马天周])上(?!提醒|午)|设置|创建|新建|整)(?:一)?(?:个|条)?[^,，。;\n]{0,12}?(?:闹钟(?:提醒(?!我))?|提醒|待办(?!事项有)|日程|备忘)"
    r"(?:事项)?[:,， ]*|别让我忘了|闹[钟铃](?:定|设|调|上)(?:在|到|个)?(?=[\d一二两三四五六七八九十半明后早晚上下中今周])|备[个下]忘[:,， ]*|(?:帮我)?记(?:个|一个)(?:待办|备忘)[:,， ]*"
)
# 明天三点叫我…: others call as well, so a time or a request stands right before it; 提醒 alone has no 我.
_CALL = lazy(
    rf"(?P<ask>{_ASK})(?:(?:叫|喊|嗌|唤|敲|戳|呼|滴|响|闹|催|cue|ping|call|@)(?:返|一下|一声|下)?我(?!们)|(?P<plain>提醒(?!返?[我咱自]))){_AGAIN}"
)
_MINE = lazy(r"记得|到时|到点|届时|别忘|麻烦|劳烦|烦请|请|帮我|帮忙|准时|回头")
_BETWEEN = lazy(r"(?:的时候|左右|就|再|都|[ ,，的])*")
_OTHERS = lazy(rf"{C}|{P}|{W}|客户|他|她|对方|大家|各位|所有|领导|老板|同事")
_YOU = lazy("提醒(?:一下|下)?[你您]")
ALARM = lazy(r"闹钟$|(?:叫|喊)(?:醒我|我(?:起床|起来|醒|睡觉))$|闹钟.{0,4}(?:起床|起来)")
_ANNOUNCES = lazy(r"闹钟|提醒(?![我咱])|日程|待办|备忘")
_NOT = lazy(
    r"(?:不用|不要|(?<!要)不|没|莫|别(?!忘)|不需要|无需|取消|关掉|停止|关闭|怎么|如何|咋)(?:再|老|总|一直|给我|帮我|给咱)*$"
)
_THEIRS = lazy(
    rf"(?<![去到见给跟])(?:{C}|{P}|客户|他们?|她|对方|人家|老板|领导|同事|老[婆公妈]|[妈爸]|媳妇|爱人|家里|朋友|系统|手机|[没有]人|谁)(?:那边|视频里|电话里|微信里|会上|邮件里|说|让|今天|刚|还|又|总|也)*$"
)
_SPEAKS = lazy(
    rf"(?:{C}|{P}|客户|他|她|佢|对方|人家|领导|老板)[^,，。;]{{0,8}}?(?:说|讲|(?<!电)话|表示|要求|希望|想|答应)|^(?:说|讲|话)"
)
# 提醒我收到了 thanks for one, 提醒我？ wonders.
_DONE = lazy(r" ?(?:收到了|[?？])")
_EARLY = lazy(r"提前[^,，。;]{0,8}$")
# 提醒事项：发合同 时间：11月26日 9:30
_TIME_FIELD = lazy(r"(?:提醒|截止)?(?:时间|日期)[:： ]")
_NAMES_DAY = lazy(r"[天日号周期拜月晚早今明后]|[后内](?=$)|半?个?(?:小时|分钟|钟头)")
_LEAD = lazy(rf"^(?:[,，:： 。]|{_MUST}|得|该|一下|下|去做|记得|我|的|时候|在|提前)*(?=.)")
_TAIL = lazy(
    r"(?:\n(?:提醒|截止)?(?:时间|日期)[:：]?|[,，。！!~ ]|[,，]就|哈|啊|吧|谢谢|哦|呀|thanks|多谢|好吗|可以吗|行吗|行不|好不好|3q|拜托|(?:记得|到时候?|请|麻烦){0,3}提醒(?:我|一?下){0,3}){1,12}$"
)


@reads(SetReminder, (_SURE, _CALL))
def remind(scene: Scene) -> Iterator[Found]:
    taken: frozenset[int] = frozenset()
    day: date | None = None
    for clause in scene.clauses:
        cue = _cue(scene, clause)
        if cue is None or _only_announces(scene, clause, cue):
            continue
        if _DONE.match(scene.painted, cue[1]):
            continue
        early = _EARLY.search(scene.painted, clause.start, cue[0])
        reminder = reminder_at(scene, clause, (early.start(), cue[1]) if early else cue)
        again = taken & reminder.clauses or (clause.number - 1 in taken and "due" not in reminder.slots)
        if not {"due", "text"} & reminder.slots.keys() and "我" not in scene.painted[cue[0] : cue[1]]:
            continue
        empty = not {"due", "text"} & reminder.slots.keys() and len(scene.text.strip()) > cue[1] - cue[0] + 3
        if empty or (again and not scene.dates((clause.start, clause.end), past=False)):
            continue
        if not ALARM.search(f"{scene.painted[cue[0] : cue[1]]}{reminder.slots.get('text', '')}"):
            taken |= reminder.clauses
            several = list(items(scene, clause, reminder)) or list(each_day(scene, clause, reminder))
            if several:
                yield from several
                return
            reminder = _on_that_day(scene, reminder, day)
            day = _day_of(reminder) or day
            yield from (reminder, *at_other_times(scene, reminder))


def _only_announces(scene: Scene, clause: Clause, cue: Span) -> bool:
    """设个闹钟，月底提醒我对账: what is to be done stands behind the second word."""
    if cue[1] < clause.end or not _ANNOUNCES.search(scene.painted, *cue):
        return False
    behind = [c for c in scene.clauses[clause.number + 1 : clause.number + 3] if c.sentence == clause.sentence]
    later = next((c for c in behind if not _is_time_only(scene, c)), None)
    return later is not None and _cue(scene, later) is not None


def _day_of(reminder: Found) -> date | None:
    due = reminder.slots.get("due")
    return due.date() if isinstance(due, datetime) else due if isinstance(due, date) else None


def _on_that_day(scene: Scene, reminder: Found, day: date | None) -> Found:
    """明天9点提醒我开晨会；10点提醒我打给禾曜: a clock alone goes on with the day of the reminder before."""
    spans = [(scene.clauses[number].start, scene.clauses[number].end) for number in reminder.clauses]
    when = next((when for span in spans for when in scene.dates(span, past=False)), None)
    if day is None or when is None or not isinstance(when.start, datetime) or _NAMES_DAY.search(when.text):
        return reminder
    said = re.match(r"\d{1,2}", when.text)
    clock = when.start.time()
    if said and int(said[0]) + 12 == clock.hour:  # 10点 was taken for tonight, since ten had gone by today
        clock = clock.replace(hour=int(said[0]))
    due = datetime.combine(day, clock, scene.now.tzinfo)
    return replace(reminder, slots={**reminder.slots, "due": due})


def _cue(scene: Scene, clause: Clause) -> Span | None:
    """The words that ask the bot to speak up; not those with which others did."""
    for found in _SURE.finditer(scene.painted, clause.start, clause.end):
        head = scene.painted[max(0, found.start() - 8) : found.start()]
        if not _NOT.search(head) and not _THEIRS.search(head):
            return found.span()
    for found in _CALL.finditer(scene.painted, clause.start, clause.end):
        if _is_meant(scene, clause, found):
            return found.span()
    return None


def _is_meant(scene: Scene, clause: Clause, call: re.Match[str]) -> bool:
    """The bot is asked: a request, or a time that nobody else has set, stands before 叫我."""
    if call["plain"] and (
        _OTHERS.match(scene.painted, call.end()) or _YOU.search(call[0] + scene.painted[call.end() :][:1])
    ):
        return False
    if call["plain"] and _is_edge(scene, clause, call):
        return True
    before = [c for c in scene.sentence(clause) if c.number < clause.number]
    if not call["plain"] and any(_SPEAKS.search(scene.part(c)) for c in before):
        return False
    times = [
        when
        for when in scene.dates((clause.start, call.start()), past=False)
        if _BETWEEN.fullmatch(scene.painted, when.span[1], call.start())
    ]
    head = scene.painted[clause.start : times[-1].span[0] if times else call.start()]
    if _NOT.search(head) or _OTHERS.search(head) or re.search(r"[说讲话让约要]$", head):
        return False
    alone = bool(call["plain"]) and not head and call.end() == clause.end and clause.number > 0
    return bool(times or alone or _MINE.search(call["ask"]) or re.search(rf"{_SOON}$", head))


def _is_edge(scene: Scene, clause: Clause, call: re.Match[str]) -> bool:
    """提醒 明天下午2点开会; 明早9点 禾曜 打电话 提醒: the word alone at an edge of what has a time."""
    part = scene.part(clause)
    dated = bool(scene.dates((clause.start, clause.end), past=False))
    edge = call.start() == clause.start or (call.end() == clause.end and not re.search(r"[说讲让]", part))
    return dated and edge and not re.search(r"取消|不用|不要|关掉|删|停", part)


def reminder_at(scene: Scene, clause: Clause, cue: Span) -> Found:
    clauses, due, when = _due(scene, clause, cue)
    text = _text(scene, clauses, clause, cue, when)
    due = _earlier(scene, cue, due)
    span = (min(c.start for c in clauses), max(c.end for c in clauses))
    slots = given(due=due, text=text, customer=scene.customer_in(span) or _only_customer(scene, clause))
    return Found(SetReminder, cue, slots, 90.0, frozenset(c.number for c in clauses), "reminder")


def _earlier(scene: Scene, cue: Span, due: date | datetime | None) -> date | datetime | None:
    """提前一小时提醒我 rings before what was said."""
    lengths = [length for length in find_durations(scene.hidden) if cue[0] <= length.span[0] < cue[1]]
    if not lengths or due is None:
        return due
    moment = due if isinstance(due, datetime) else datetime.combine(due, time(), scene.now.tzinfo)
    return lengths[0].after(moment, back=True)


def _only_customer(scene: Scene, clause: Clause) -> object | None:
    """12月1号叫我订蛋糕，珩泰冯姐生日: the reason behind it names the customer."""
    after = [c for c in scene.sentence(clause) if c.number == clause.number + 1]
    return scene.customer_in((after[0].start, after[0].end)) if after and len(scene.clauses) == 2 else None


def _after_work(scene: Scene, clause: Clause, cue: Span) -> date | None:
    """下班前 and 今天之内 without a day are this day."""
    return scene.now.date() if _TODAY.search(scene.painted, clause.start, cue[1]) else None


def _due(scene: Scene, clause: Clause, cue: Span) -> tuple[list[Clause], date | datetime | None, Span]:
    """The clauses of the reminder, its time, and where that time stands."""
    beside = [c for c in scene.clauses[clause.number + 1 : clause.number + 3] if c.sentence == clause.sentence]
    before = _before(scene, clause, cue)
    written = [c for c in scene.clauses[clause.number + 1 : clause.number + 4] if _TIME_FIELD.match(scene.part(c))]
    first = [c for c in before if c.end == clause.start]  # 周日晚上8点提醒我 was cut before 提醒我
    near = (*(c for c in before if c not in first), *beside[:1], *written[:1])
    own = ((clause.start, cue[0]), cue, (cue[1], clause.end))
    plan = [*[(c.start, c.end) for c in first], *own, *[(c.start, c.end) for c in near]]
    for span in plan:
        found = [w for w in scene.dates(span, past=False) if w.relation != "ago"]
        if found:
            used = [c for c in (*before, *written) if c.start == span[0]]
            return [*used, clause, *_rest(scene, clause, cue, beside)], as_due(found[0], scene.now), found[0].span
    return [clause, *_rest(scene, clause, cue, beside)], _after_work(scene, clause, cue), (0, 0)


def _before(scene: Scene, clause: Clause, cue: Span) -> list[Clause]:
    """The clause before, where it holds the time, or where 提醒我 has no words of its own."""
    earlier = scene.clauses[clause.number - 1 : clause.number] if clause.number else ()
    until = re.search(r"到时|到点|届时", scene.painted[clause.start : cue[1]])
    alone = (
        not scene.part(clause)[: cue[0] - clause.start].strip() and len(scene.painted[cue[1] : clause.end].strip()) < 2
    )
    return [
        c
        for c in earlier
        if alone or until or _is_time_only(scene, c) or c.end == clause.start or _is_plan(scene, c, clause)
    ]


def _is_plan(scene: Scene, before: Clause, clause: Clause) -> bool:
    """明天要去禾曜，提醒我带图纸: a day to come that nobody else has named."""
    part = scene.part(before)
    return before.sentence == clause.sentence and not _SPEAKS.search(part) and not re.search(r"了|过(?!去)", part)


def _rest(scene: Scene, clause: Clause, cue: Span, beside: list[Clause]) -> list[Clause]:
    """What is to be done may stand behind a comma."""
    said = sum(w.span[1] - w.span[0] for w in scene.dates((cue[1], clause.end), past=False))
    alone = len(scene.painted[cue[1] : clause.end].strip()) - said < 2
    dated = [c for c in beside[:1] if _is_time_only(scene, c) and not _SURE.match(scene.painted, c.end)]
    return beside[: 1 + bool(dated)] if alone else dated


def _is_time_only(scene: Scene, clause: Clause) -> bool:
    days = scene.dates((clause.start, clause.end), past=False)
    return bool(days) and sum(w.span[1] - w.span[0] for w in days) >= clause.end - clause.start - 3


def _text(scene: Scene, clauses: list[Clause], clause: Clause, cue: Span, when: Span) -> str:
    start, end = cue[1], max(c.end for c in clauses)
    parts = [(start, end)]
    if start <= when[0] < end:
        parts = [(start, when[0]), (when[1], end)] if when[0] - start < 3 or end - when[1] < 3 else [(start, end)]
    words = "".join(scene.text[a:b] for a, b in parts)
    tidy = _TAIL.sub("", _LEAD.sub("", words)).strip()
    return tidy or _said_before(scene, clause, cue, when)


def _said_before(scene: Scene, clause: Clause, cue: Span, when: Span) -> str:
    """给李工回电话，明天下午提醒我: the words stand before the cue."""
    head = _without(scene, (clause.start, cue[0]), when)
    if not head and clause.number:
        earlier = scene.clauses[clause.number - 1]
        head = _without(scene, (earlier.start, earlier.end), when) if earlier.sentence == clause.sentence else ""
    return head


def _without(scene: Scene, span: Span, when: Span) -> str:
    """The words of a span, a time at its edge left out."""
    start, end = span
    if start <= when[0] < end:
        return (scene.text[start : when[0]] + scene.text[when[1] : end]).strip(" ，,的")
    return scene.said(span).strip(" ，,的")
