"""The note of an activity: what its clauses say beyond how, when, where and with whom."""

from __future__ import annotations

import re

from bot.understanding.clauses import Clause
from bot.understanding.jobs import ROLE
from bot.understanding.lazy import lazy
from bot.understanding.marks import CONTACT, CUSTOMER, MARK, P
from bot.understanding.readers.met import is_absent, is_missed
from bot.understanding.readers.several import Story
from bot.understanding.readers.stories import without_frame
from bot.understanding.scene import Scene, Span

_EMPTY = lazy(
    rf"{MARK}|[了的过在那边一趟下公司厂里完个他们她家去到跟和与给我把又也刚才刚刚今天上午下午晚中一次顿饭面就是,。 !并()、]"
)
_ROLE = lazy(rf"{ROLE}(?={P})")
_WEIGHED = lazy(
    r"(?:一下|下|一[评审])?(?P<what>(?![\ue001-\ue010的])[^,，。;]{1,14}?"
    r"(?:可行性|可靠性|风险|强度|成本|节拍|难点|公差|参数|寿命|能不能做|行不行|能否)[^,，。;]{0,8})"
)
# 找技术部看看焊接变形的问题，评审一下
_LOOKED_INTO = lazy(
    r"(?:的?同事)?(?:帮忙|帮|来)?(?:看一?[看下]|分析一?下?|评估一?下?)(?P<what>[^,，。;\ue001-\ue010]{2,16})"
)
_OF_A_PAPER = lazy("方案|图纸|设计|协议")
# 就T0问题面对面谈了一上午: what it was about stands before.
_ABOUT = lazy(r"(?:就(?![是这那在]|说)|关于|针对|围绕)[^,。;]{2,12}?(?:问题|一?事|方案|事宜|项目|进行|当面|面对面)?$")
_LEAD = lazy(r"(?:里头?(?![\u4e00-\u9fff]{0,1}[面程])|[了的,。 ()]|过(?![程年期高低])[来去]?|给我们?(?=[说讲问催]))*")
# One character that says enough: 打电话也在催.
_SAYS_NOTHING = frozenset("聊谈打发说回问见好完过天话个会息件信号通上儿")
_DAY = lazy("[天日号周昨前]|星期|礼拜")
# 传了张图过来, 寄样: the words for it say what it was about.
_THING = lazy("[样图单件货函]|资料|报告")
# 催了三回货了: the word for it is what it was about.
_URGED = lazy(r"(?:催|答复|通知|解释|确认|转告|商量|核对|敲定)")
_DEALT_WITH = lazy("[把将](?=[^,。;]{2})")
# 在博泽装机: the work done there is told by the word itself.
_WORK = lazy("(?:演示|调试|培训|验收|处理|安装|[装改测拆修换试])$")
# What a meeting is called beyond that it was one: 启动会, 评审会.
_JUST_A_MEETING = lazy(
    r"召开|组织|参加|视频|腾讯|线上|电话|碰头|沟通|会议|上|结束|meeting|[开会了完过的一个场次几两碰议例里]"
)


def note(scene: Scene, story: Story, where: Span | None) -> str | None:
    """From the first clause that says something to the last; clauses of other stories are left out."""
    starts = [_content_start(scene, story, clause, where) for clause in story.clauses]
    told = [clause.number for start, clause in zip(starts, story.clauses, strict=True) if start is not None]
    starts = [
        clause.start if start is None and _is_between(scene, story, clause, told) else start
        for start, clause in zip(starts, story.clauses, strict=True)
    ]
    kept = [
        (start, clause.end, clause.number)
        for start, clause in zip(starts, story.clauses, strict=True)
        if start is not None
    ]
    runs: list[list[int]] = []
    for start, end, number in kept:
        if runs and runs[-1][2] == number - 1:
            runs[-1][1:] = [end, number]
        else:
            runs.append([start, end, number])
    text = "，".join(scene.text[start:end].strip() for start, end, _ in runs)
    return text or None


def _is_between(scene: Scene, story: Story, clause: Clause, told: list[int]) -> bool:
    """Few words, but behind a clause that is told and before the one that says how: 想换铝的."""
    return (
        bool(told) and told[0] < clause.number < story.head.clause.number and bool(_EMPTY.sub("", scene.part(clause)))
    )


def weighed(scene: Scene, end: int, *behind: re.Match[str] | None) -> str | None:
    """请工艺部评审一下焊接可行性: what is to be weighed, right behind one of these, where it is no paper of the customer's."""
    for cue in filter(None, behind):
        span = (cue.end(), end)
        found = _WEIGHED.match(scene.painted, *span) or _LOOKED_INTO.match(scene.painted, *span)
        if found and not _OF_A_PAPER.search(found[0]):
            return scene.said(found.span("what"))
    return None


def is_only_a_day(scene: Scene, clause: Clause, *, named: bool = False) -> bool:
    """The clause is a day and hardly anything else; `named`: not only an hour."""
    days = scene.dates((clause.start, clause.end), past=True)
    if named and not _DAY.search(scene.part(clause)):
        return False
    return bool(days) and sum(when.span[1] - when.span[0] for when in days) >= clause.end - clause.start - 2


def _is_day_gone(scene: Scene, clause: Clause) -> bool:
    days = scene.dates((clause.start, clause.end), past=True)
    return is_only_a_day(scene, clause) and not any(scene.may_be_ahead(when) for when in days)


def _content_start(scene: Scene, story: Story, clause: Clause, where: Span | None) -> int | None:
    """Where the words that carry content begin in a clause; None: it holds none."""
    part = scene.part(clause)
    if clause.number > story.head.clause.number:
        return clause.start if _EMPTY.sub("", part) and not _is_day_gone(scene, clause) else None
    if clause.number < story.head.clause.number:
        says = len(_EMPTY.sub("", without_frame(part))) >= 3 and not is_only_a_day(scene, clause)
        return clause.start if says or is_absent(scene, clause) else None
    return _in_head(scene, story, clause, where)


def _in_head(scene: Scene, story: Story, clause: Clause, where: Span | None) -> int | None:
    """In the clause that says how we were in touch: what stands behind that, else all of it, else the meeting's name."""
    at = story.head.at
    work = _WORK.search(scene.painted, *at)
    tail = _behind_names(scene, clause, work.start() if work else at[1], where)
    rest = _EMPTY.sub("", scene.painted[tail : clause.end])
    body = scene.painted[clause.start : at[0]]
    if _ABOUT.search(body):
        return clause.start
    dated = sum(when.span[1] - when.span[0] for when in scene.dates((clause.start, at[0]), past=True))
    before = len(_EMPTY.sub("", _ROLE.sub("", body))) - dated
    if story.head.kind in ("email", "message") and before >= 3:
        return clause.start
    if (len(rest) >= 2 or ("\u4e00" <= rest <= "\u9fff" and rest not in _SAYS_NOTHING)) and not (
        len(rest) < 4 and before >= 8
    ):
        if story.head.kind == "other" and tail == at[1] and _URGED.match(scene.painted, at[0]):
            return at[0]
        lead = _LEAD.match(scene.painted, tail, clause.end)
        return lead.end() if lead else tail
    if before >= 5 or (before >= 2 and _DEALT_WITH.search(body)):
        return clause.start
    named = story.head.kind == "meeting" and len(_JUST_A_MEETING.sub("", scene.painted[at[0] : at[1]])) >= 2
    sent = story.head.kind in ("other", "visit") and _THING.search(scene.painted, *at)
    return at[0] if named or sent else None


def _behind_names(scene: Scene, clause: Clause, start: int, where: Span | None) -> int:
    """Past the names and the place that follow with nothing told between them."""
    spans = [
        (m.start, m.end)
        for m in scene.marks
        if m.kind in (CUSTOMER, CONTACT) and clause.holds(m.start) and not is_missed(scene, m)
    ]
    spans += [where] if where and clause.holds(where[0]) else []
    tail = start
    for begin, end in sorted(spans):
        between = _EMPTY.sub("", _ROLE.sub("", scene.painted[tail:begin])) if begin >= tail else ""
        if end <= tail:
            continue
        if len(between) > 1 or begin > start + 14:
            break
        tail = end
    return tail
