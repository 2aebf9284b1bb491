"""Reading the days that count from today and from this week: 大后天, 明后天, 下下周三, 上周末."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.understanding.lazy import lazy
from bot.understanding.times.said import Said

SHIFT = {"上上上": -3, "上上": -2, "上": -1, "本": 0, "这": 0, "当": 0, "今": 0, "下": 1, "下下": 2, "下下下": 3}
WEEKDAY = {char: n for n, char in enumerate("一二三四五六日")} | {"天": 6} | {str(n + 1): n for n in range(6)}
COUNTED_BEFORE = lazy(r"[\d.一二三四五六七八九十两几半每第数百千]")
_WEEK = lazy(
    r"(?:(?P<shift>上上上|上上|上|下下下|下下|下|本|这|当|今)一?个?)?(?P<name>周|星期|礼拜|(?<!礼)拜(?=[一二三四五六日][^访托见]|[一二三四五六日]$))(?:的?(?:周|星期"
    r"|礼拜)(?=[一二三四五六日天末1-6])|周)?"
    r"(?:(?P<d>[一二三四五六日天末]|[1-6](?![\d月号.]))(?P<d2>[二三四五六日](?![点时十个次号月\d]))?)?"
)
_RELATIVE = lazy(
    r"(?P<big>大{0,3})(?P<word>后天|前天|后日|前日)|(?P<plain>今天|今日|今儿个?|本日|即日|明天|明日|明儿个?"
    r"|听日|今朝|明朝|听朝|昨天|昨日|昨儿个?|寻日|琴日|后儿个?|前儿个?|外后天|外后日)"
    r"|(?P<day>[今明昨](?=[ ]?(?:[\ufffc访拜]|[电微](?![信话波米梯脑力气机动器源子型控妙弱]))|[ ](?:电话|微信|去|见|跑))|(?<![说证声表])[今明昨](?=[上下中]午|傍晚)|[今明昨后前听寻琴](?=(?:晚(?!期|点|辈|会)|早(?!期|日|点|就)|晨|夜|午)(?!上好)))"
)
_DAY_SHIFT = {"今": 0, "本": 0, "即": 0, "明": 1, "听": 1, "昨": -1, "寻": -1, "琴": -1, "后": 2, "前": -2, "外": 3}
_PAIR = lazy(r"(?P<a>今明|明后)(?:两|二)?天")
_FOLLOWING = lazy(r"(?P<next>次日|翌日|第二天|隔天|隔日)|(?P<same>当天|当日|当晚|同日(?!而)|同一天)")
# 一 after 周 may begin another word: 下周一起去, 下周一定给; but 下周一定稿 and 从下周一起 are Mondays.
_OTHER_WORD = lazy(r"次(?!日)|起(?!来)|个|共|直(?!接)|定(?![稿价下标金了])|样(?![品件机板])|些")
_NO_WEEK = lazy(r"期(?!间)|围|边|密|岁|年庆")
_EDGE = lazy(r"周?(?P<edge>[初中末])(?![步标签旬])")


def relative_at(text: str, start: int) -> tuple[Said, int] | None:
    """今天, 大后天, 次日; 前两天 is about the day before yesterday."""
    if text.startswith(("前两天", "前两日"), start) and text[start - 1 : start] != "提":
        return Said(day_shift=-2, approx=True), start + 3
    pair = _PAIR.match(text, start)
    if pair:
        first = 0 if pair["a"] == "今明" else 1
        return Said(day_shift=first, last_day_shift=first + 1), pair.end()
    following = _FOLLOWING.match(text, start)
    if following:
        end = following.end() - (1 if following["same"] == "当晚" else 0)
        return Said(next_day=bool(following["next"]), same_day=bool(following["same"])), end
    found = _RELATIVE.match(text, start)
    if found is None or (found["word"] and COUNTED_BEFORE.match(text[start - 1 : start])):
        return None
    word = found["word"] or found["plain"] or found["day"]
    shift = _DAY_SHIFT[word[0]]
    grown = len(found["big"] or "")
    return Said(day_shift=shift + grown * (1 if shift > 0 else -1)), found.end()


def week_at(text: str, start: int) -> tuple[Said, int] | None:
    """A week, a weekday of it or its weekend; a week alone needs 上, 这 or 下."""
    found = _WEEK.match(text, start)
    if found is None:
        return None
    shift = SHIFT[found["shift"]] if found["shift"] else None
    before = start - 1 if text[start - 1 : start] == "个" and start > 1 else start
    if shift is None and COUNTED_BEFORE.match(text[before - 1 : before]):
        return None
    day = found["d"]
    if day is None or (day == "一" and _is_other_word(text, found)):
        if shift is None or _NO_WEEK.match(text, found.end("name")):
            return None
        return _week_edge(text, Said(week_shift=shift), found.end("name"))
    if day == "末":
        return Said(week_shift=shift, weekend=True), found.end()
    if shift is None and text[found.end() : found.end() + 1] in ("福", "岁"):
        return None
    first, last = WEEKDAY[day], WEEKDAY[found["d2"]] if found["d2"] else 0
    if last <= first:
        return Said(week_shift=shift, weekday=first), found.end("d")
    return Said(week_shift=shift, weekday=first, last_weekday=last), found.end()


def _is_other_word(text: str, found: re.Match[str]) -> bool:
    since = text[found.end() : found.end() + 1] == "起" and text[found.start() - 1 : found.start()] in ("从", "自")
    return not since and _OTHER_WORD.match(text, found.end()) is not None


def _week_edge(text: str, said: Said, end: int) -> tuple[Said, int]:
    edge = _EDGE.match(text, end)
    if edge is None:
        return said, end
    if edge["edge"] == "末":
        return replace(said, weekend=True), edge.end()
    return replace(said, weekday=0 if edge["edge"] == "初" else 2), edge.end()
