"""Job titles as people say them, and a person with title, telephone and address in a stretch of text."""

from __future__ import annotations

import re

from bot.understanding.jobs import DEPARTMENT, JOB
from bot.understanding.lazy import lazy
from bot.understanding.marks import CONTACT, EMAIL, PHONE, C, Mark
from bot.understanding.persons import NAME
from bot.understanding.reading import Slots
from bot.understanding.scene import Scene, Span
from bot.understanding.surnames import DOUBTFUL

__all__ = ["GONE", "JOB", "LATIN_JOB", "person_in"]

GONE = r"(?:已经|刚|上周|上个?月|马上|快|要){0,2}(?:离职|调走|调岗|退休|辞职|走|跳槽|不[做干])了"
_JOB = lazy(JOB)
_BARE_JOB = lazy(
    rf"(?:新来的?|新的?|换了?个?|现在的?)(?P<job>{DEPARTMENT})(?=[ ]?(?:叫|是|\ue002|[\u4e00-\u9fff]{{2,3}}))|"
    rf"(?P<changed>{DEPARTMENT})(?=换成|现?在?是|叫)|"
    rf"(?:[他她]|人家)是(?:[他她]们)?(?P<his>{DEPARTMENT})(?=的?(?:[ ,，。;；\n]|$))|"
    r"(?:新来|换|来)了?一?[个位](?P<latin>[a-z]{2,5})(?=[ ]?(?:叫|是))"
)
# 郎婧，财务: set off behind the name.
_SET_OFF = lazy(rf"[ ,，、(（/:：是做]+(?P<job>{DEPARTMENT})(?=[ ,，、;；)）/。\n\ue007\ue008]|$)")
# 财务 邝美玲
_BEFORE = lazy(rf"[ ,，、:：](?P<job>{DEPARTMENT})[ ,，、]+$")
LATIN_JOB = r"(?<![a-z])(?:[a-z&]{1,12} ){0,2}(?:manager|director|engineer|supervisor|buyer|purchaser|leader|head|assistant|president|specialist|coordinator)(?![a-z])"
_LATIN_JOB = lazy(LATIN_JOB)
# A name without a title, where one must stand.
_FIRST_NAME = lazy(
    rf"(?:联系人|对接人|负责人|叫做?|名叫|是|姓名|名字|全名|大名|新增|添加|加个?|把|将|人|[ ,:：、;；。/\n]|^|[部处科]的?|{C}(?:的|"
    rf"那边的?)?|(?:{JOB}))[ :：是叫]*(?P<name>{NAME})(?=[ ,，。;、:：/\n(\ue007\ue008]|$|(?:{JOB})|电话|"
    rf"手机|联系|邮箱|的?(?:微信|号码|联系方式)|是|做|你|帮|麻烦|请|负责|职[位务]|加|存|录|的?[她他]|[)）])"
)
# Whatever the surname: behind 叫, and a rare one between signs, beside a job or a telephone.
_CALLED = lazy(
    rf"(?:名字?叫做?|姓名|叫做?|名叫)[ :：是]*(?P<name>[\u4e00-\u9fff]{{2,3}})(?=[ ,，。;；、\n(（\ue007\ue008你帮请]|$)|"
    rf"(?:^|(?<=[ ,，:：、])|(?<=专员|经理|主管|总监|助理|组长|部长|主任|科长)|(?<=工程师))(?P<rare>[{DOUBTFUL}][\u4e00-\u9fff]{{1,2}})(?=[ ,，、(（]*(?:{JOB}|[\ue007\ue008])|[ ,，]|[录加存][进入到上]|$)"
)
_LATIN_NAME = lazy(
    r"(?:联系人|对接人|叫|是|[ ,:：])[ :：]*(?P<name>[A-Za-z]{2,14}(?: [A-Za-z]{2,14})?)(?=[ ,，。;\n\ue007\ue008]|$)"
)
_NO_NAME = lazy(
    r"^(?:采购|品质|联系|电话|手机|负责|新来|方便|金额|成为|高级|万|应该|于|单位|常用|和|那|项目|车间|"
    r"安全|计划|时间|邮|管|解|简|文员|跟单|石|包装|曲|区|方案|许|任|麻烦|温)"
)
_NO_LATIN = frozenset("vip tel mail email for to the add contact pls please phone mobile new their our is of".split())


def person_in(scene: Scene, span: Span) -> Slots:
    """contact, title, phone and email of the person described in a span."""
    slots: Slots = {}
    name = _name(scene, span)
    if name:
        slots["contact"] = scene.said(name)
    title = _title(scene, span, name)
    if title:
        slots["title"] = title
    phone, email = scene.of_kind(PHONE, span), scene.of_kind(EMAIL, span)
    if phone:
        slots["phone"] = phone[0].value[0]
    if email:
        slots["email"] = scene.said((email[0].start, email[0].end))
    return slots


def _name(scene: Scene, span: Span) -> Span | None:
    marked = [mark for mark in scene.of_kind(CONTACT, span) if not _is_introducer(scene, mark)]
    for found in _FIRST_NAME.finditer(scene.painted, *span):
        name = found.span("name")
        if not _NO_NAME.match(found["name"]) and (not marked or name[0] < marked[0].start):
            return _without_job(scene, name)
    if marked:
        return marked[0].start, marked[0].end
    called = scene.find(_CALLED, span)
    if called and not _NO_NAME.match(called[called.lastgroup or 0]):
        return called.span(called.lastgroup or 0)
    latin = [found.span("name") for found in _LATIN_NAME.finditer(scene.painted, *span) if not _is_word(found["name"])]
    return latin[0] if latin else None


def _is_word(name: str) -> bool:
    """add contact for …, QA manager: no name."""
    return name.split(" ")[0] in _NO_LATIN or _LATIN_JOB.search(name) is not None


def _is_titled(scene: Scene, name: Span) -> bool:
    return any(mark.start == name[0] and mark.why == "title" for mark in scene.of_kind(CONTACT, name))


def _without_job(scene: Scene, name: Span) -> Span:
    """张伟采 before 购 is 张伟 before 采购, 郭敏的 before 她 is 郭敏."""
    if scene.painted[name[1] - 1] == "的":
        return name[0], name[1] - 1
    for end in (name[1] - 1, name[1]):
        if end - name[0] >= 2 and _JOB.match(scene.painted, end):
            return name[0], end
    return name


def _is_introducer(scene: Scene, mark: Mark) -> bool:
    """王总介绍的, 王经理说: the one who told us; 王工离职了: the one who went before."""
    return bool(
        re.match(
            rf"(?:[把将].{{0,3}}新|介绍|推荐|说|给的|告诉|那边(?:新来|的))|{GONE}",
            scene.painted[mark.end : mark.end + 6],
        )
    )


def _title(scene: Scene, span: Span, name: Span | None) -> str | None:
    """The job title nearest to the name, not one that is a part of it (王经理)."""
    latin = scene.find(_LATIN_JOB, (name[1], span[1]) if name else span)
    found = [latin.span()] if latin else [match.span() for match in _JOB.finditer(scene.painted, *span)]
    found = [title for title in found if not name or title[1] <= name[0] or name[1] <= title[0]]
    if not found:
        bare = (_SET_OFF.match(scene.painted, name[1], span[1]) if name else None) or scene.find(_BARE_JOB, span)
        bare = bare or (
            _BEFORE.search(scene.painted, span[0], name[0]) if name and not _is_titled(scene, name) else None
        )
        return scene.said(bare.span(bare.lastgroup or 0)).removesuffix("的") if bare else None
    near = min(found, key=lambda title: min(abs(title[1] - name[0]), abs(title[0] - name[1])) if name else title[0])
    return scene.said(near).replace("的", "")
