"""Reading years, halves, quarters, months and days of a month: 明年3月底, 第三季度, 下月20号, 年底."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.understanding.lazy import lazy
from bot.understanding.numerals import numeral_at, small_number
from bot.understanding.times.feast_words import feast_at
from bot.understanding.times.said import Said
from bot.understanding.times.weekdays import COUNTED_BEFORE, SHIFT, WEEKDAY
from bot.understanding.times.written import written_at

_CN31 = r"(?:三十一?|二十[一二三四五六七八九]?|廿[一二三四五六七八九]?|十[一二三四五六七八九]?|[一二三四五六七八九])"
_CN12 = r"(?:十[一二]?|[一二三四五六七八九])"
_CNY = "[零〇一二三四五六七八九]"
_YEAR = lazy(
    rf"(?:(?P<full>(?:19|20)\d\d|[一二]{_CNY}{{3}})(?: ?年|-?(?=[qQ][1-4]))"
    rf"|(?P<long>[一两二]千[零〇一二三四五六七八九十百]{{0,6}})年"
    rf"|(?P<two>\d\d|[零〇一二]{_CNY})(?: ?年(?!级|代|前|后|内|来|以|之|多|半)|(?=[qQ][1-4]))"
    r"|(?P<word>大前年|大后年|前年|去年|上一年|上年|今年|本年|这一年|明年|来年|下一年|后年)(?!纪)(?:度(?!假))?)"
)
_YEAR_SHIFT = {
    "大前年": -3, "大后年": 3, "前年": -2, "去年": -1, "上一年": -1, "上年": -1, "今年": 0, "本年": 0, "这一年": 0, "明年": 1, "来年": 1,
    "下一年": 1, "后年": 2,
}  # fmt: skip
_LASTS = lazy(r"的?(?:经验|质保|历史|以上|寿命)|[了度间]")
_YEAR_EDGE = lazy(
    r"的?(?:开年|年?(?P<edge>初|底|末|终|尾)(?!一|二|三|四|五|六|七|八|九|十|期|步|版|样|次|端)|年(?P<mid>中)(?!秋))"
)
_BARE_YEAR_EDGE = lazy(
    r"(?<![\d一二三四五六七八九十两几半每今去明前后本])年(?:(?P<edge>初|底|末|终|尾"
    r"|(?<!这年)头)(?![一二三四五六七八九十]|奖|总结)|(?P<mid>中)(?!秋))"
)
_BARE_INSIDE = lazy(r"(?<![\d一二三四五六七八九十两几半个本这今去明前当上下])(?:年|月|季度?|周)(?=[之以]?内(?!部))")
_BARE_QUARTER_EDGE = lazy(r"(?<![\d一二三四五六七八九十两几半本这上下个淡旺四每])季度?(?P<edge>初|底|末|尾)")
_CURRENT = {"年": Said(year_shift=0), "月": Said(month_shift=0), "季": Said(quarter_shift=0), "周": Said(week_shift=0)}
_HALF = lazy(r"的?(?:(?P<first>上半|前半)|(?:下半|后半))年度?")
_QUARTER = lazy(
    r"的?(?:第?(?P<n>[一二三四1-4首])个?季度?(?!节)|[qQ](?P<q>[1-4])(?![\dA-Za-z])|(?P<shift>上上|上|本|这|当"
    r"|下下|下)一?个?季度?)"
    r"(?P<edge>[初底末尾])?"
)
_COUNTED = lazy(r"[\d.一二三四五六七八九十两几每个]")
_MONTH = lazy(
    rf"的?(?:(?P<n>\d{{1,2}}|{_CN12}) ?月(?!球|饼|嫂|结|租|薪)份?|(?P<shift>上上上|上上|上|下下下|下下|下|本|这"
    rf"|当)一?个?月(?!球|饼|嫂|结|租|薪)份?)"
)
_MONTH_EDGE = lazy(
    r"的?(?P<edge>上中旬|中下旬|上旬|中旬|下旬|上半月|下半月|初(?![一二三四五六七八九十步次])|中(?![标选午国]"
    r"|签(?:[率号了]|结果|名单|概率))|底|末(?!位)|尾|头(?!部))"
)
_BARE_MONTH_EDGE = lazy(
    r"(?<![\d一二三四五六七八九十个每])月(?P<edge>上旬|中旬|下旬|初|中(?![标选午]|签(?![约单合]))|底|末|尾|头)"
    r"|(?<![\d一二三四五六七八九十月])(?P<xun>上中旬|中下旬|上旬|中旬|下旬|上半月|下半月)"
)
_DAY = lazy(
    rf"的? ?(?P<n>\d{{1,2}}|{_CN31}) ?(?P<word>号|日)(?!元|币|本|线|楼|店|机|厂|车|门|桌|馆|院|仓|炉|码|钢|模"
    rf"|样|房|库|井|岛)"
)
_NO_DAY_BEFORE = lazy(r"[\dA-Za-z.#/\-月第零一二三四五六七八九十百千每几]")
_DAY_TO = lazy(
    rf" ?(?P<n>\d{{1,2}}|{_CN31}) ?(?:-{{1,2}}|~|到|至) ?(?P<last>\d{{1,2}}|{_CN31}) ?(?:号|日)(?!元|币|本|线|楼)"
)
_MONTH_TO = lazy(
    rf"的?(?P<n>\d{{1,2}}|{_CN12}) ?(?:-{{1,2}}|~|到|至) ?(?P<last>\d{{1,2}}|{_CN12}) ?月份?(?! ?\d|底|初|中|末|上|下)"
)
_TWO_MONTHS = lazy(r"(?P<n>[一二三四五六七八九])(?P<last>[二三四五六七八九])月份?(?![一二三四五六七八九十\d]|底|初)")
_NAKED_DAY = lazy(
    rf"(?P<n>\d{{1,2}}|{_CN31})(?=$|[ ,，。;；、)）到至~\-前之以上下早晚周星起去见拜交签开](?!午旬)|左右)(?!个|点)"
)
_NTH = lazy(
    r"的?(?P<last>最后)?(?:第)?(?P<n>[一二三四五1-5])个?(?P<unit>(?:星期|礼拜|周)(?P<d>[一二三四五六日天])|工作日)"
)
_FIRST_MONTHS = lazy(r"的?前(?P<n>[一二两三四五六七八九十]|十一|\d{1,2})个?(?P<unit>月|季度)")


def first_quarters_at(text: str, start: int) -> tuple[Said, int] | None:
    """前三季度 without a year."""
    found = _FIRST_MONTHS.match(text, start)
    if found is None or found["unit"] != "季度" or text.startswith("的", start):
        return None
    count = small_number(found["n"])
    return (Said(month=1, last_month=count * 3), found.end()) if 1 <= count <= 4 else None


def year_and_more_at(text: str, start: int) -> tuple[Said, int] | None:
    found = _YEAR.match(text, start)
    if found is None or (start and text[start - 1].isdigit()):
        return None
    said = _year_said(found)
    inner = _inside_year(text, found.end(), said)
    if inner:
        return inner
    if found["two"] and not _two_digit_year_stands(text, found):
        return None
    return said, found.end()


def _year_said(found: re.Match[str]) -> Said:
    if found["word"]:
        return Said(year_shift=_YEAR_SHIFT[found["word"]])
    if found["long"]:
        number = numeral_at(found["long"], 0)
        return Said(year=int(number.value) if number else None)
    digits = (found["full"] or found["two"]).translate(str.maketrans("零〇一二三四五六七八九", "00123456789"))
    year = int(digits)
    return Said(year=year if year > 99 else year + (2000 if year < 70 else 1900))


def _inside_year(text: str, at: int, said: Said) -> tuple[Said, int] | None:
    """What narrows a year: its edge, a half, a quarter, the first months, a month and its day."""
    step = at + 1 if text[at : at + 1] in (" ", "的") else at
    edge = _YEAR_EDGE.match(text, at)
    if edge and feast_at(text, step) is None:
        return replace(said, edge="中" if edge["mid"] else _edge(edge["edge"] or "初")), edge.end()
    figures = written_at(text, step, joined=True)
    if figures and figures[0].year is None:
        return replace(figures[0], year=said.year, year_shift=said.year_shift), figures[1]
    first = _FIRST_MONTHS.match(text, at)
    if first:
        count = small_number(first["n"]) * (3 if first["unit"] == "季度" else 1)
        return (replace(said, month=1, last_month=count), first.end()) if 1 <= count <= 12 else None
    feast = feast_at(text, step)
    if feast:
        return replace(feast[0], year=said.year, year_shift=said.year_shift), feast[1]
    for read in (half_at, quarter_at, month_and_more_at):
        found = read(text, step, said)
        if found:
            return found
    return None


def _two_digit_year_stands(text: str, found: re.Match[str]) -> bool:
    """24年 alone is 2024 only where it is no length of time."""
    if not found["two"].isdigit() or not 18 <= int(found["two"]) <= 40:
        return found["two"][0] in "零〇" and len(found["two"]) == 2 and not found["two"].isdigit()
    lasts = _LASTS.match(text, found.end()) is not None
    return not lasts and text[found.start() - 1 : found.start()] not in tuple("近约共有已用保满过")


def half_at(text: str, start: int, said: Said | None = None) -> tuple[Said, int] | None:
    found = _HALF.match(text, start)
    if found is None or (said is None and text.startswith("的", start)):
        return None
    return replace(said or Said(), half=1 if found["first"] else 2), found.end()


def quarter_at(text: str, start: int, said: Said | None = None) -> tuple[Said, int] | None:
    """三季度, Q3, 上季度末; `said` is the year before it."""
    found = _QUARTER.match(text, start)
    if found is None or (said is None and not _opens(text, start, found)):
        return None
    if found["n"] and not found["edge"] and not found[0].endswith("度"):
        return None
    base = replace(said or Said(), edge=_edge(found["edge"]) if found["edge"] else None)
    if found["shift"]:
        return replace(base, quarter_shift=SHIFT[found["shift"]]), found.end()
    number = found["n"] or found["q"]
    return replace(base, quarter=1 if number == "首" else small_number(number)), found.end()


def _opens(text: str, start: int, found: re.Match[str]) -> bool:
    """Whether a quarter without a year begins a word of its own: not in 两个季度, not in IQ3."""
    before = text[start - 1 : start]
    if found["q"]:
        return not (before.isascii() and before.isalnum())
    whole = text[max(0, start - 2) : start] == "整个"
    return text[start] != "的" and not (found["n"] and _COUNTED.match(before) and not whole)


def month_and_more_at(text: str, start: int, said: Said | None = None) -> tuple[Said, int] | None:
    base = said or Said()
    if said is None and (text.startswith("的", start) or (start and COUNTED_BEFORE.match(text[start - 1]))):
        return None
    many = _MONTH_TO.match(text, start)
    if many and 1 <= small_number(many["n"]) < small_number(many["last"]) <= 12:
        return replace(base, month=small_number(many["n"]), last_month=small_number(many["last"])), many.end()
    pair = _TWO_MONTHS.match(text, start)
    if pair and small_number(pair["n"]) + 1 == small_number(pair["last"]):
        return replace(base, month=small_number(pair["n"]), last_month=small_number(pair["last"])), pair.end()
    found = _MONTH.match(text, start)
    if found is None:
        return None
    if found["shift"]:
        base = replace(base, month_shift=SHIFT[found["shift"]])
    else:
        number = small_number(found["n"])
        if not 1 <= number <= 12:
            return None
        base = replace(base, month=number)
    return _inside_month(text, found.end(), base)


def _inside_month(text: str, at: int, said: Said) -> tuple[Said, int]:
    edge = _MONTH_EDGE.match(text, at)
    nth = _NTH.match(text, edge.end() if edge else at)
    if nth:
        position = -1 if nth["last"] else small_number(nth["n"])
        weekday = WEEKDAY[nth["d"]] if nth["d"] else None
        return replace(said, nth=position, weekday=weekday, workday=weekday is None), nth.end()
    if edge:
        return replace(said, edge=_edge(edge["edge"])), edge.end()
    several = _DAY_TO.match(text, at)
    if several and 1 <= small_number(several["n"]) < small_number(several["last"]) <= 31:
        return replace(said, day=small_number(several["n"]), last_day=small_number(several["last"])), several.end()
    day = _DAY.match(text, at) or (_NAKED_DAY.match(text, at) if text[at - 1 : at] != "份" else None)
    if day and 1 <= small_number(day["n"]) <= 31:
        return replace(said, day=small_number(day["n"])), day.end()
    return said, at


def edge_at(text: str, start: int) -> tuple[Said, int] | None:
    inside = _BARE_INSIDE.match(text, start)
    if inside:
        return _CURRENT[inside[0][0]], inside.end()
    found = _BARE_QUARTER_EDGE.match(text, start)
    if found:
        return Said(quarter_shift=0, edge=_edge(found["edge"])), found.end()
    found = _BARE_YEAR_EDGE.match(text, start)
    if found:
        return Said(year_shift=None, edge="年中" if found["mid"] else f"年{_edge(found['edge'])}"), found.end()
    found = _BARE_MONTH_EDGE.match(text, start)
    if found:
        return Said(edge=_edge(found["edge"] or found["xun"])), found.end()
    return None


def day_only_at(text: str, start: int) -> tuple[Said, int] | None:
    if _NO_DAY_BEFORE.match(text[start - 1 : start]):
        return None
    several = _DAY_TO.match(text, start)
    if several and 1 <= small_number(several["n"]) < small_number(several["last"]) <= 31:
        return Said(day=small_number(several["n"]), last_day=small_number(several["last"])), several.end()
    found = _DAY.match(text, start)
    if found is None or text[start : start + 1] in ("的", " "):
        return None
    number = small_number(found["n"])
    if not 1 <= number <= 31 or (found["n"] == "一" and found["word"] == "日"):
        return None
    return Said(day=number), found.end()


def _edge(word: str) -> str:
    return {"末": "底", "尾": "底", "终": "底", "头": "初"}.get(word, word)
