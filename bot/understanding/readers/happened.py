"""When a contact took place: the day gone by in the words that tell it, else today."""

from __future__ import annotations

from datetime import date, datetime

from bot.understanding.clauses import Clause
from bot.understanding.lazy import lazy
from bot.understanding.readers.kinds import Head, head_of
from bot.understanding.readers.notes import is_only_a_day
from bot.understanding.readers.several import Story
from bot.understanding.scene import Scene, Span
from bot.understanding.times.spoken import as_date
from bot.understanding.when import When, as_slot

_AGREES = lazy(r"约(?:了|好|定)?[^,。;]{0,14}$")
_JUST = lazy(r"刚(?:刚|才)?|啱啱|头先")
_NAMES_A_DAY = lazy(r"[今昨前天日号周月年]|星期|礼拜|\d[./-]\d")
_FEAST = lazy("国庆|春节|过年|元旦|五一|端午|中秋|清明|节")
_WHEN = lazy(r"^(?:拜访|跟进|发生|联系)?(?:时间|日期)(?![定改待约没就还])")
# 昨天约的廖总今天见上了, 周二发的邮件今天才回: the first day is that of something else.
_OF_BEFORE = lazy(r"[^,。;]{0,10}?(?:发|寄|送|约|报|定|说)好?的")
_BACK_FROM = lazy(r"(?:[放长]?假期?)?[以之]?后?刚?(?:回来|过完|收假|[返复开]工|上班|[第头首]一?[趟次回站家])")
# 李工说这周下单: what they said of a day.
_THEY_SAID = lazy(r"(?:说|讲|表示|反馈|答应|承诺|透露|[让要]我们?)[^,，。;]{0,4}$")
# 上个月那批货 dates the goods.
_OF_A_THING = lazy(r"那[批单个份张台套]|的?(?:货|样品|样件|账|款|订单|单子|发票|报价)")


def happened(scene: Scene, story: Story) -> tuple[date | datetime, Span | None]:
    """The day gone by in the clause that tells it, else the one at the head of the message, else today."""
    today = scene.now.date()
    if day := _own_day(scene, story) or _signed(scene, story):
        return as_slot(day), day.span
    clause, told = story.head.clause, [(c.start, c.end) for c in story.clauses if _WHEN.match(scene.part(c))]
    found: tuple[date | datetime, Span] | None = None  # 下午: of the day at the head of the message, if there is one
    for span in (*told, *_said_in(scene, story)):
        for when in scene.dates(span, past=True):
            slot = as_slot(when)
            gone = slot <= scene.now if isinstance(slot, datetime) else slot <= today
            behind = span not in told and (when.span[0] > story.head.at[1] + 2 or scene.is_nearer_ahead(when))
            if (
                not gone
                or when.relation == "by"
                or _is_feast_under_way(scene, when)
                or _is_idle(scene, clause, story.head, when)
            ):
                continue
            if behind and scene.may_be_ahead(when) and not _is_long_ahead(scene, when):
                continue
            leads = when.part and not when.has_clock and when.span[1] <= story.head.at[0]
            if not leads or _NAMES_A_DAY.search(when.text):
                return (as_date(slot) if found else slot), when.span  # 下午 of that day, not its hour
            found = found or (slot, when.span)
    return found or _at_the_clock(scene, story) or (today, None)


def _at_the_clock(scene: Scene, story: Story) -> tuple[datetime, Span] | None:
    """成都飞贵阳，下午三点在筑隆跟熊总当面讲了方案: the hour opens a later clause that tells of the contact itself."""
    for clause in (c for c in story.clauses if c.number > story.head.clause.number):
        for when in scene.dates((clause.start, clause.start + 8), past=True):
            slot = as_slot(when)
            today = isinstance(slot, datetime) and slot <= scene.now and slot.date() == scene.now.date()
            if isinstance(slot, datetime) and today and when.span[0] == clause.start:
                return (slot, when.span) if head_of(scene, clause, backfill=False) else None
    return None


def _said_in(scene: Scene, story: Story) -> list[Span]:
    """Where the day may stand: in the clause itself, alone behind it, before it, at the head of the message."""
    clause = story.head.clause
    behind = [c for c in story.clauses if c.number > clause.number and _is_a_day(scene, c)]
    return [
        (clause.start, clause.end),
        *((c.start, c.end) for c in behind),
        (min(story.span[0], clause.start), clause.end),
        (0, scene.clauses[0].end),
    ]


def _is_a_day(scene: Scene, clause: Clause) -> bool:
    """周三 or 12月2日下午的; 这周就要 is a wish."""
    rest = scene.part(clause)
    for when in reversed(scene.dates((clause.start, clause.end), past=True)):
        rest = rest[: when.span[0] - clause.start] + rest[when.span[1] - clause.start :]
    return is_only_a_day(scene, clause, named=True) and not rest.strip("的了过是在去 ()（）时候")


def _is_feast_under_way(scene: Scene, when: When) -> bool:
    """国庆还在加班: today is among its days off, and the feast is no day of its own."""
    first, last = scene.directory.calendar.block(as_date(as_slot(when)))
    return _FEAST.search(when.text) is not None and first <= scene.now.date() <= last


def _is_long_ahead(scene: Scene, when: When) -> bool:
    """10月26日 said a day later is not next year's."""
    ahead = [as_date(as_slot(other)) for other in scene.coming if other.span == when.span]
    today = scene.now.date()
    if when.grain != "day" or not ahead:
        return False
    return (ahead[0] - today).days > 200 and (today - as_date(as_slot(when))).days < 60


def _own_day(scene: Scene, story: Story) -> When | None:
    """上周三和上周四分别去了渝驰和蜀锐: the second customer has the second day."""
    if story.place_in_row is None:
        return None
    days = scene.dates((story.head.clause.start, story.head.at[0]), past=True)
    return days[story.place_in_row] if 1 < len(days) > story.place_in_row else None


def _signed(scene: Scene, story: Story) -> When | None:
    """A day gone by that stands alone at the very end, like the date of a letter: …参观压铸线 10月26日."""
    last = story.clauses[-1]
    end = len(scene.painted[: last.end].rstrip(" )）。.!"))
    days = [when for when in scene.dates((last.start, last.end), past=True) if when.span[1] == end]
    alone = days and scene.painted[days[0].span[0] - 1] in " (（,。"
    return days[0] if alone and _is_long_ahead(scene, days[0]) else None


def _is_idle(scene: Scene, clause: Clause, head: Head, when: When) -> bool:
    """约了周四见面 is a plan, and with 周末加班 刚跟… 刚 is the time."""
    of_a_thing = when.span[0] >= head.at[1] or when.grain in ("month", "quarter", "year")
    if of_a_thing and _OF_A_THING.match(scene.painted, when.span[1]):
        return True
    own = scene.clause_at(when.span[0])
    days = scene.dates((when.span[1], own.end), past=True)
    if when.grain == "year" or (when.grain == "week" and days) or _BACK_FROM.match(scene.painted, when.span[1]):
        return True  # 去年的老客户; 这周的：26号…; 五一回来第一天
    if _OF_BEFORE.match(scene.painted, when.span[1]) and days:
        return True
    before = scene.painted[own.start : when.span[0]]
    if _AGREES.search(before) and scene.may_be_ahead(when):
        return True
    if when.span[0] > head.at[1] and _THEY_SAID.search(before):
        return True
    just = _JUST.search(scene.painted, when.span[1], head.at[0]) if when.span[1] <= head.at[0] else None
    return just is not None and clause.holds(just.start()) and just.start() - when.span[1] > 2
