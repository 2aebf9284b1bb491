"""Finding the namings of time in a text, before they are settled: a day with its clock, a range, a relation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

from bot.understanding.figures.durations import Duration, duration_at
from bot.understanding.folding import KEPT_AT_MOST, TRIED_AT_MOST
from bot.understanding.lazy import lazy
from bot.understanding.times.clocks import clock_at, in_part
from bot.understanding.times.days import day_at
from bot.understanding.times.feast_words import feast_at
from bot.understanding.times.offsets import offset_at
from bot.understanding.times.said import Said
from bot.understanding.times.written import ENGLISH_BEGINS, english_at, written_at, year_at

_START = lazy(
    r"[\d零〇一二两俩三四五六七八九十廿今明昨后前大上下本这当去来次翌第隔年月周星礼拜农阴每季节春元清端中国双圣劳妇情植消愚青儿建教平除腊初正过近最未接再还半几"
    r"凌早午晌傍黄晚夜深朝晏拜差首qQ听寻琴即同外此现马立万母父感光]|(?<![A-Za-z])[JjFfMmAaSsOoNnDd](?=[a-zA-Z]{2})"
)
_SKIP = lazy(
    r"每(?:个|逢)?(?:年|月月?|周|星期|礼拜|天|日|季度|季|两周|隔)(?:[一二三四五六日天末]|\d{1,2}[号日]|底|初|末)?"
    r"|(?:农历|阴历)[一二三四五六七八九十正腊]{1,3}月[一二三四五六七八九十初廿]{1,3}|(?:早上|上午|中午|下午"
    r"|晚上|早晨)好"
    r"|同时|一时(?!点)|今后(?![天日])|[周星]期?一?[鸣岁刊]|前天线|[一二两三四五六七八九十]月一[次清结回]|一周一次"
)
_NOW = lazy(r"此时此刻|此时|此刻|(?<![^ ])(?:现在|马上|立刻|立即)(?=[ 。!！]?$)")
_ANNOTATED = lazy(r" ?[(（]?(?:周|星期|礼拜)[一二三四五六日天][)）]?")
_TIGHT = lazy(r"[-T]?(?P<clock>\d\d ?:)")
_GAP = lazy(r"[)）]?[ ,，]?[的在]?(?:大概|大约|约|差不多)? ?")
_TO = lazy(r" ?(?:起|开始)?(?P<to>到|至|-{1,3}|~{1,2}|和|与|及)(?:了)? ?")
_UP_TO_NOW = lazy(r"现在|目前|如今|今天?(?![日年晚早明儿])")
UP_TO_NOW = Said(day_shift=0)
_BETWEEN = lazy(r"之间|间(?!隔)|期间")
_BARE_WEEKDAY = lazy(r"(?P<d>[一二三四五六日])(?![点时十月号个家])")
_AFTER = lazy(
    r" ?(?:(?P<by>[或及]?[之以]前|前(?![后往面台期端景沿轴桥者去道])|为止|止(?!损|步)|截止)"
    r"|(?P<within>[之以]?内(?![部容外蒙])|以里)"
    r"|(?P<after>(?:[之以过]后|后(?![续面台勤悔备者期天年]))(?:的?(?:上班|开工|复工|返工)的?[头第]一[天日])?)|(?P<start>起至今|起(?![来点草诉码床飞订步价因])|开始"
    r"|以来|至今|[或及][之以]后)|(?P<about>左右|前后|上下))"
)
_LEAD_BY = lazy(r"(?:有效期|截止日期|截止|截至|最迟|最晚|最慢|不晚于|不迟于|赶在|赶)(?:为|是|在|到|至|:|：)? ?$")
_LEAD_FROM = lazy(r"(?:从|自从|自|打从)(?:今年|去年)? ?$")
_LEAD_ABOUT = lazy(r"(?:大概|大约|约|差不多|估计|可能) ?(?:在|是|到)? ?$")
_NOW_BEGINS = frozenset("此现马立")
_READERS: tuple[tuple[frozenset[str] | None, Callable[[str, int], tuple[Said, int] | None]], ...] = (
    (frozenset("0123456789零一二两三四五六七八九十百半几俩近最过未接今后再前上下还"), offset_at),
    (frozenset("大年元春清端七中重腊除劳圣平情妇三植消愚青儿建教双国十五六八6过正初母父感万光节"), feast_at),
    (None, day_at),
)
_JUST_PAST = lazy(r"刚过了?$")
_ALREADY = lazy(r"(?:都|已经?|快|过了|眼看|马上)$")
_BY_NOW = lazy(r"多?[了才还]")
_BESIDE = lazy(r"[ (（]{0,2}(?:也?就是|即)?")
_RELATIONS = ("by", "within", "after", "start")


@dataclass(frozen=True, slots=True)
class Phrase:
    """One naming with its place in the text; `until` is the other end of A到B."""

    said: Said
    start: int
    end: int
    until: Said | None = None
    relation: str = "at"
    approx: bool = False
    beyond: Duration | None = None  # 春节前一周: so long before or after, as `relation` says


@lru_cache(maxsize=16)
def phrases_in(folded: str) -> tuple[Phrase, ...]:
    """Every naming of a time in a folded and hidden text, left to right; many readers ask for those of one text."""
    found: list[Phrase] = []
    at = tried = 0
    while at < len(folded) and len(found) < KEPT_AT_MOST and tried < TRIED_AT_MOST:
        step = _START.search(folded, at)
        if step is None:
            break
        at = step.start()
        skipped = _SKIP.match(folded, at)
        if skipped:
            at = skipped.end()
            follows = point_at(folded, at) if folded[skipped.start()] == "每" else None
            at = follows[1] if follows else at
            continue
        tried += 1
        named = point_at(folded, at)
        if named is None:
            at += 1
            continue
        phrase = _related(folded, _ranged(folded, at, *named))
        if not _is_now(folded, phrase):
            found.append(phrase)
        at = phrase.end
    return tuple(_narrowed(folded, found))


def _is_now(folded: str, phrase: Phrase) -> bool:
    """刚过零点, 都十一点了 say what time it is, and name none that anything happens at."""
    if phrase.said.hour is None or phrase.said.has_day:
        return False
    before = folded[max(0, phrase.start - 4) : phrase.start]
    return bool(_JUST_PAST.search(before) or (_ALREADY.search(before) and _BY_NOW.match(folded, phrase.end)))


def _narrowed(folded: str, phrases: list[Phrase]) -> list[Phrase]:
    """国庆期间10月4号, 中秋前(9月24号), 月底28号: the day beside the wider word is what is meant."""
    kept: list[Phrase] = []
    for phrase in phrases:
        wider = kept[-1] if kept else None
        beside = wider is not None and _BESIDE.fullmatch(folded, wider.end, phrase.start) is not None
        if wider and beside and wider.said.day_shift is not None and _is_plain_day(phrase):
            kept[-1] = replace(wider, end=phrase.end, said=_with_clock_of(wider.said, phrase.said))
        elif wider and beside and _is_wider(wider, phrase):
            said = phrase.said
            if said.month is None and said.month_shift is None and said.day is not None:
                said = replace(said, month=wider.said.month, month_shift=wider.said.month_shift)
            kept[-1] = replace(phrase, said=said, start=wider.start)
        else:
            kept.append(phrase)
    return kept


def _is_plain_day(phrase: Phrase) -> bool:
    """30号 behind 后天 only says the same again."""
    return phrase.said.day is not None and phrase.said.last_day is None and phrase.until is None


def _with_clock_of(day: Said, other: Said) -> Said:
    return day.with_clock(other) if other.hour is not None else day


def _is_wider(one: Phrase, day: Phrase) -> bool:
    """One names a feast, a week or the end of a month, the other a day of the calendar."""
    vague = one.said.feast is not None or one.said.edge is not None or one.said.weekend
    week = one.said.week_shift is not None and one.said.weekday is None
    dated = day.said.day is not None and day.said.feast is None and day.said.year_shift is None
    return one.until is None and one.beyond is None and (vague or week) and dated


def point_at(folded: str, at: int, *, joined: bool = False) -> tuple[Said, int] | None:
    """One day or moment that begins at `at`, with its weekday in brackets and its clock; `joined` after a hyphen."""
    first = folded[at : at + 1]
    if first in _NOW_BEGINS and (now := _NOW.match(folded, at)):
        return Said(moment=True), now.end()
    written = written_at(folded, at, joined=joined) if first.isdigit() else None
    if not written and (first.isdigit() or first in ENGLISH_BEGINS):
        written = english_at(folded, at)
    if written:
        return _with_clock(folded, *written, tight=written[0].year is not None and written[0].day is not None)
    for begins, read in _READERS:
        found = read(folded, at) if begins is None or first in begins else None
        if found:
            return _with_clock(folded, *found)
    return clock_at(folded, at)


def _with_clock(folded: str, said: Said, end: int, *, tight: bool = False) -> tuple[Said, int]:
    """`tight`: after a full date in figures the hour may follow at once, or behind a hyphen or T."""
    if tight and (close := _TIGHT.match(folded, end)):
        said_clock = clock_at(folded, close.start("clock"), after_day=True, tight=True)
        if said_clock:
            return said.with_clock(said_clock[0]), said_clock[1]
    if said.offset is not None and said.offset.has_clock:
        return said, end
    noted = _ANNOTATED.match(folded, end)
    if noted and said.weekday is None and (said.day is not None or said.day_shift is not None):
        end = noted.end()
    gap = _GAP.match(folded, end)
    for begin in (end, gap.end() if gap else end):
        clock = clock_at(folded, begin, after_day=True)
        if clock and not ("," in folded[end:begin] and clock[0].hour is None):
            return said.with_clock(clock[0]), clock[1]
    return said, end


def _ranged(folded: str, start: int, said: Said, end: int) -> Phrase:
    """A到B, where B takes over what it lacks from A."""
    alone = Phrase(said, start, end)
    joint = _TO.match(folded, end)
    if joint is None or said.offset is not None:
        return alone
    other = _other_end(folded, joint.end(), said)
    if other is None or other[0].offset is not None:
        return alone
    between = _BETWEEN.match(folded, other[1])
    if joint["to"] in "和与及" and not between:
        return alone
    until, stop = other
    return Phrase(said, start, between.end() if between else stop, until=_inherit(said, until))


def _other_end(folded: str, at: int, said: Said) -> tuple[Said, int] | None:
    now = _UP_TO_NOW.match(folded, at)
    if now:
        return UP_TO_NOW, now.end()
    weekday = _BARE_WEEKDAY.match(folded, at)
    if weekday and said.weekday is not None and said.hour is None and point_at(folded, at) is None:
        return Said(weekday="一二三四五六日".index(weekday["d"])), weekday.end()
    if said.year is not None and said.month is None:
        year = year_at(folded, at)
        if year and point_at(folded, at) is None:
            return year
    return point_at(folded, at, joined=True)


def _inherit(first: Said, second: Said) -> Said:
    """What the second end leaves out and the first one gave."""
    if not second.has_day:
        return replace(in_part(second, first.part), same_day=True)
    if second.next_day or second.day_shift is not None:
        return second
    if second.day is not None and second.month is None and second.month_shift is None:
        return replace(
            second, year=first.year, year_shift=first.year_shift, month=first.month, month_shift=first.month_shift
        )
    if second.weekday is not None and second.week_shift is None and first.week_shift is not None:
        wraps = first.weekday is not None and second.weekday <= first.weekday
        return replace(second, week_shift=first.week_shift + (1 if wraps else 0))
    return second


def _beyond(folded: str, at: int) -> Duration | None:
    """The 一周 of 春节前一周."""
    length = duration_at(folded, at)
    if length is None or length.has_clock or length.high is not None or _AFTER.match(folded, length.span[1]):
        return None
    return length


def _related(folded: str, phrase: Phrase) -> Phrase:
    """The words around a naming: 前 内 后 起, 最迟, 从, 左右."""
    end, relation, approx = phrase.end, phrase.relation, phrase.said.approx
    before = folded[max(0, phrase.start - 8) : phrase.start]
    if phrase.said.offset is not None:
        relation = {"last": "at", "next": "at"}.get(phrase.said.way or "", phrase.said.way or "at")
    for _ in range(2):
        word = _AFTER.match(folded, end)
        if word is None or (word["after"] and phrase.said.offset is not None and phrase.said.way == "after"):
            break
        kind = next((name for name in _RELATIONS if word[name]), None)
        if phrase.until is not None and kind == "by" and word["by"] in ("止", "为止"):
            kind = None
        beyond = _beyond(folded, word.end()) if kind in ("by", "after") and phrase.said.offset is None else None
        if beyond:
            return replace(phrase, end=beyond.span[1], relation=str(kind), approx=approx, beyond=beyond)
        approx = approx or bool(word["about"])
        relation = {"start": "from"}.get(kind, kind) if kind else relation
        end = word.end()
    clock = clock_at(folded, end, after_day=True) if relation == "after" and phrase.said.feast else None
    if clock and clock[0].hour is not None and phrase.said.hour is None:  # 国庆后早上8点半
        phrase, end = replace(phrase, said=phrase.said.with_clock(clock[0])), clock[1]
    if relation == "at" and _LEAD_BY.search(before):
        relation = "by"
    elif relation == "at" and phrase.until is None and _LEAD_FROM.search(before):
        relation = "from"
    return replace(phrase, end=end, relation=relation, approx=approx or bool(_LEAD_ABOUT.search(before)))
