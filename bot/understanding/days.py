"""Reading a day, week, month, quarter or year as it was said: 下下周三, 明年3月底, 第三季度, 大后天."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.understanding.clocks import small_number
from bot.understanding.said import Said

_CN31 = r"(?:三十一?|二十[一二三四五六七八九]?|廿[一二三四五六七八九]?|十[一二三四五六七八九]?|[一二三四五六七八九])"
_CN12 = r"(?:十[一二]?|[一二三四五六七八九])"
_CNY = "[零〇一二三四五六七八九]"
_YEAR = re.compile(
    rf"(?:(?P<full>(?:19|20)\d\d|[一二]{_CNY}{{3}}) ?年|(?P<two>\d\d|[零〇一二]{_CNY}) ?年(?!级|代|前|后|内|来|以|之|多|半)"
    r"|(?P<word>大前年|前年|去年|上一年|上年|今年|本年|这一年|明年|来年|下一年|后年)(?:度(?!假))?)"
)
_YEAR_SHIFT = {
    "大前年": -3, "前年": -2, "去年": -1, "上一年": -1, "上年": -1, "今年": 0, "本年": 0, "这一年": 0, "明年": 1, "来年": 1,
    "下一年": 1, "后年": 2,
}  # fmt: skip
_YEAR_EDGE = re.compile(r"的?(?:年?(?P<edge>初|底|末|终|尾)(?!一|二|三|四|五|六|七|八|九|十|期|步|版|样|次|端)|年(?P<mid>中)(?!秋))")
_BARE_YEAR_EDGE = re.compile(r"(?<![\d一二三四五六七八九十两几半每今去明前后本])年(?:(?P<edge>初|底|末|终|尾|头)(?![一二三四五六七八九十]|奖|总结)|(?P<mid>中)(?!秋))")
_HALF = re.compile(r"的?(?:(?P<first>上半|前半)|(?P<second>下半|后半))年度?")
_QUARTER = re.compile(
    r"的?(?:第?(?P<n>[一二三四1-4首])个?季度?(?!节)|(?<![A-Za-z0-9])[qQ](?P<q>[1-4])(?![\dA-Za-z])|(?P<shift>上上|上|本|这|当|下下|下)一?个?季度?)"
    r"(?P<edge>[初底末尾])?"
)
_SHIFT = {"上上上": -3, "上上": -2, "上": -1, "本": 0, "这": 0, "当": 0, "今": 0, "该": 0, "下": 1, "下下": 2, "下下下": 3}
_MONTH = re.compile(
    rf"的?(?:(?P<n>\d{{1,2}}|{_CN12}) ?月(?!球|饼|嫂|结|租|薪)份?|(?P<shift>上上上|上上|上|下下下|下下|下|本|这|当)一?个?月(?!球|饼|嫂|结|租|薪)份?)"
)
_MONTH_EDGE = re.compile(r"的?(?P<edge>上旬|中旬|下旬|初(?![一二三四五六七八九十步次])|中(?![标签选午国])|底|末(?!位)|尾|头(?!部))")
_BARE_MONTH_EDGE = re.compile(r"(?<![\d一二三四五六七八九十个每])月(?P<edge>初|中(?![标签选午])|底|末|尾|头)|(?<![\d一二三四五六七八九十月])(?P<xun>上旬|中旬|下旬)")
_DAY = re.compile(rf"的? ?(?P<n>\d{{1,2}}|{_CN31}) ?(?P<word>号|日)(?!元|币|本|线|楼|店|机|厂|门|桌|馆|院|仓|炉|码|钢|模|样|房|库|井|岛)")
_DAY_TO = re.compile(rf" ?(?P<n>\d{{1,2}}|{_CN31}) ?(?:-{{1,2}}|~|到|至) ?(?P<last>\d{{1,2}}|{_CN31}) ?(?:号|日)(?!元|币|本|线|楼)")
_MONTH_TO = re.compile(rf"的?(?P<n>\d{{1,2}}|{_CN12}) ?(?:-{{1,2}}|~|到|至) ?(?P<last>\d{{1,2}}|{_CN12}) ?月份?(?! ?\d|底|初|中|末|上|下)")
_NAKED_DAY = re.compile(
    rf"(?P<n>\d{{1,2}}|{_CN31})(?=$|[ ,，。;；、)）到至~\-前之以上下早晚周星起去见拜交签开](?!午旬)|左右)(?!个|点)"
)
_NTH = re.compile(
    r"的?(?P<last>最后)?(?:第)?(?P<n>[一二三四五1-5])个?(?P<unit>(?:星期|礼拜|周)(?P<d>[一二三四五六日天])|工作日)"
)
_FIRST_MONTHS = re.compile(r"的?前(?P<n>[一二两三四五六七八九十]|十一|\d{1,2})个?(?P<unit>月|季度)")
_WEEK = re.compile(
    r"(?:(?P<shift>上上上|上上|上|下下下|下下|下|本|这|当|今)一?个?)?(?P<name>周|星期|礼拜|拜)周?"
    r"(?:(?P<d>[一二三四五六日天末1-6])(?P<d2>[二三四五六日](?![点时十个次号月\d]))?)?"
)
_WEEK_BAD = re.compile(r"次|起(?!来)|个|共|直|定|样|些|年|批|下|生|鸣|福")
_WEEK_NOT = re.compile(r"转(?!换率|化率|化|换)|期|末|年|边|围|报|会(?!议)|密|到(?!底)|折|刊|岁|全|大|生|全|游|总|经理|工|先生|小姐|主任|老师|哥|姐")
_WEEKDAY = {**{char: n for n, char in enumerate("一二三四五六日")}, "天": 6, **{str(n + 1): n for n in range(6)}}
_RELATIVE = re.compile(
    r"(?P<big>大{0,3})(?P<word>后天|前天|后日|前日)|(?P<plain>今天|今日|今儿个?|本日|即日|明天|明日|明儿个?|听日|昨天|昨日|昨儿个?|寻日|琴日|后儿个?|前儿个?)"
    r"|(?P<day>[今明昨后前])(?=(?:晚(?!期|点|辈|会)|早(?!期|日|点|就)|晨|夜|午)(?!上好))"
)
_DAY_SHIFT = {"今": 0, "本": 0, "即": 0, "明": 1, "听": 1, "昨": -1, "寻": -1, "琴": -1, "后": 2, "前": -2}
_PAIR = re.compile(r"(?P<a>今明|明后)(?:两|二)?天")
_FOLLOWING = re.compile(r"(?P<next>次日|翌日|第二天|隔天|隔日)|(?P<same>当天|当日|当晚|同日|同一天)")
_NO_BEFORE = re.compile(r"[\d.]|[一二三四五六七八九十两几半每第数百千]")


def day_at(text: str, start: int) -> tuple[Said, int] | None:
    """The longest naming of a day or a longer stretch that begins at `start` of a folded text."""
    for read in (_relative_at, _week_at, _year_and_more_at, _quarter_at, _half_at, _month_and_more_at, _edge_at, _day_only_at):
        found = read(text, start)
        if found:
            return found
    return None


def _relative_at(text: str, start: int) -> tuple[Said, int] | None:
    pair = _PAIR.match(text, start)
    if pair:
        first = 0 if pair["a"] == "今明" else 1
        return Said(day_shift=first, last_day_shift=first + 1), pair.end()
    following = _FOLLOWING.match(text, start)
    if following:
        end = following.end() - (1 if following["same"] == "当晚" else 0)
        return Said(next_day=bool(following["next"]), same_day=bool(following["same"])), end
    found = _RELATIVE.match(text, start)
    if found is None or (found["word"] and _NO_BEFORE.search(text[max(0, start - 1) : start])):
        return None
    word = found["word"] or found["plain"] or found["day"]
    shift = _DAY_SHIFT[word[0]]
    grown = len(found["big"] or "")
    return Said(day_shift=shift + grown * (1 if shift > 0 else -1)), found.end()


def _week_at(text: str, start: int) -> tuple[Said, int] | None:
    found = _WEEK.match(text, start)
    if found is None:
        return None
    shift = _SHIFT[found["shift"]] if found["shift"] else None
    day, end = found["d"], found.end()
    if day and _WEEK_BAD.match(text, found.end("d")) and day == "一":
        day, end = None, found.end("name")
    if shift is None and _NO_BEFORE.search(text[max(0, start - 1) : start].replace("个", "几")):
        return None
    if found["name"] == "拜" and day is None:
        return None
    if day is None:
        if shift is None or _WEEK_NOT.match(text, end):
            return None
        return _week_edge(text, Said(week_shift=shift), found.end("name"))
    if day == "末":
        return Said(week_shift=shift, weekend=True), end
    if shift is None and text[end : end + 1] in ("福", "岁"):
        return None
    last = _WEEKDAY[found["d2"]] if found["d2"] else None
    if last is not None and last <= _WEEKDAY[day]:
        last, end = None, found.end("d")
    return Said(week_shift=shift, weekday=_WEEKDAY[day], last_weekday=last), end


def _week_edge(text: str, said: Said, end: int) -> tuple[Said, int]:
    edge = re.compile(r"周?([初中末])(?![步标签旬])").match(text, end)
    if edge is None:
        return said, end
    if edge[1] == "末":
        return replace(said, weekend=True), edge.end()
    return replace(said, weekday=0 if edge[1] == "初" else 2), edge.end()


def _year_and_more_at(text: str, start: int) -> tuple[Said, int] | None:
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
    digits = (found["full"] or found["two"]).translate(str.maketrans("零〇一二三四五六七八九", "00123456789"))
    year = int(digits)
    return Said(year=year if year > 99 else year + (2000 if year < 70 else 1900))


def _inside_year(text: str, at: int, said: Said) -> tuple[Said, int] | None:
    """What narrows a year: its edge, a half, a quarter, the first months, a month and its day."""
    step = at + 1 if text[at : at + 1] in (" ", "的") else at
    edge = _YEAR_EDGE.match(text, at)
    if edge:
        return replace(said, edge="中" if edge["mid"] else _edge(edge["edge"])), edge.end()
    first = _FIRST_MONTHS.match(text, at)
    if first:
        count = small_number(first["n"]) * (3 if first["unit"] == "季度" else 1)
        return (replace(said, month=1, last_month=count), first.end()) if 1 <= count <= 12 else None
    for read in (_half_at, _quarter_at, _month_and_more_at):
        found = read(text, step, said)
        if found:
            return found
    return None


def _two_digit_year_stands(text: str, found: re.Match[str]) -> bool:
    """24年 alone is 2024 only where it is no length of time."""
    if not found["two"].isdigit() or not 18 <= int(found["two"]) <= 40:
        return found["two"][0] in "零〇" and len(found["two"]) == 2 and not found["two"].isdigit()
    before = text[max(0, found.start() - 1) : found.start()]
    return re.match(r"的?(?:经验|质保|历史|以上|寿命)|[了度间]", text[found.end() :]) is None and before not in tuple("近约共有已用保满过")


def _half_at(text: str, start: int, said: Said | None = None) -> tuple[Said, int] | None:
    found = _HALF.match(text, start)
    if found is None or (said is None and text[start] == "的"):
        return None
    return replace(said or Said(), half=1 if found["first"] else 2), found.end()


def _quarter_at(text: str, start: int, said: Said | None = None) -> tuple[Said, int] | None:
    found = _QUARTER.match(text, start)
    if found is None or (said is None and text[start] == "的"):
        return None
    if found["n"] and not text[found.start() : found.end()].rstrip("初底末尾").endswith("度"):
        if not found["edge"]:
            return None
    if found["n"] and start and re.match(r"[\d.一二三四五六七八九十两几每个]", text[start - 1]):
        return None
    edge = _edge(found["edge"]) if found["edge"] else None
    if found["shift"]:
        return replace(said or Said(), quarter_shift=_SHIFT[found["shift"]], edge=edge), found.end()
    number = found["n"] or found["q"]
    return replace(said or Said(), quarter=1 if number == "首" else small_number(number), edge=edge), found.end()


def _month_and_more_at(text: str, start: int, said: Said | None = None) -> tuple[Said, int] | None:
    base = said or Said()
    if said is None and (text[start] == "的" or (start and _NO_BEFORE.match(text[start - 1]))):
        return None
    many = _MONTH_TO.match(text, start)
    if many and 1 <= small_number(many["n"]) < small_number(many["last"]) <= 12:
        return replace(base, month=small_number(many["n"]), last_month=small_number(many["last"])), many.end()
    found = _MONTH.match(text, start)
    if found is None:
        return None
    if found["shift"]:
        base = replace(base, month_shift=_SHIFT[found["shift"]])
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
        weekday = _WEEKDAY[nth["d"]] if nth["d"] else None
        return replace(said, nth=position, weekday=weekday, workday=weekday is None), nth.end()
    if edge:
        return replace(said, edge=_edge(edge["edge"])), edge.end()
    several = _DAY_TO.match(text, at)
    if several and 1 <= small_number(several["n"]) < small_number(several["last"]) <= 31:
        return replace(said, day=small_number(several["n"]), last_day=small_number(several["last"])), several.end()
    day = _DAY.match(text, at) or (_NAKED_DAY.match(text, at) if not text[at - 1 : at] == "份" else None)
    if day and 1 <= small_number(day["n"]) <= 31:
        return replace(said, day=small_number(day["n"])), day.end()
    return said, at


def _edge_at(text: str, start: int) -> tuple[Said, int] | None:
    found = _BARE_YEAR_EDGE.match(text, start)
    if found:
        return Said(year_shift=None, edge="年中" if found["mid"] else f"年{_edge(found['edge'])}"), found.end()
    found = _BARE_MONTH_EDGE.match(text, start)
    if found:
        return Said(edge=_edge(found["edge"] or found["xun"])), found.end()
    return None


def _day_only_at(text: str, start: int) -> tuple[Said, int] | None:
    if start and re.match(r"[\dA-Za-z.#/\-第零一二三四五六七八九十百千每几]", text[start - 1]):
        return None
    several = _DAY_TO.match(text, start)
    if several and 1 <= small_number(several["n"]) < small_number(several["last"]) <= 31:
        return Said(day=small_number(several["n"]), last_day=small_number(several["last"])), several.end()
    found = _DAY.match(text, start)
    if found is None or text[start] in "的 ":
        return None
    number = small_number(found["n"])
    if not 1 <= number <= 31 or (found["n"] == "一" and found["word"] == "日"):
        return None
    return Said(day=number), found.end()


def _edge(word: str) -> str:
    return {"末": "底", "尾": "底", "终": "底", "头": "初"}.get(word, word)
