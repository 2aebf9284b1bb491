"""New people of a customer: 博泽加个联系人 张伟 采购经理 139…."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.understanding.clauses import Clause
from bot.understanding.marks import CONTACT, CUSTOMER, EMAIL, PHONE, C, P
from bot.understanding.mood import is_rumour
from bot.understanding.persons import NAME
from bot.understanding.readers.job_titles import JOB, LATIN_JOB, person_in
from bot.understanding.readers.kinds import ANY_WAY
from bot.understanding.readers.scopes import given
from bot.understanding.reading import Found, Slots, reads
from bot.understanding.scene import Scene, Span
from domain.customers import AddContact

# Who or what is kept, and the words that keep it, in either order. A number alone needs to stand there, else 加微信 is a talk.
_KEEPS = r"(?:加|新增|添加?|增加|录入?|存|补充?|登记|多了|换了|新建|建|保存|记|挂|放|写|收|导入|更新|备注|add(?:ed)?|save|put|new)"
_PERSON = r"(?:联系人|对接人|联系方式|联络人|接口人|通讯录|contacts?)"
_REACH = r"(?:电话|手机号?|号码|邮箱|微信号|微信)"
_GAP = r"[^,，。;!\n\ue007\ue008]{0,8}?"
_ADD = re.compile(
    rf"{_KEEPS}{_GAP}{_PERSON}|{_PERSON}(?:信息|里面?|中|那里|那栏|名单|这块)?(?:给我|帮我|帮忙|麻烦|请|再|要|得|先|[ ])*{_KEEPS}(?:一?[个下位]|上|入|进去?)*|新(?:的)?联系人|"
    rf"(?:把|将){P}的?{_REACH}(?:存|记|录|加)|(?<!换了)(?<!换过)(?<!交换)(?<!递了)(?<!发了)(?<!留了)名片|(?:加|添|补|增加)一?个人(?=[: ：,，])|"
    rf"联系人[ :：]+(?=[^,，。;\n]{{2,12}}[\ue007\ue008])|(?:录|加|存|记|登记|补)(?:一下|下|上|个)?(?:{C}(?:那边)?的?)?(?:电话|手机|号码)(?=[^,，。;]{{0,16}}\ue007)|"
    rf"(?:录|加|存|记|登记|补)(?:一下|下|上)?{C}(?:那边)?的?(?:电话|手机)|{_KEEPS}(?:到|进|入|在)[^,，。;]{{0,10}}名下|{_KEEPS}(?:到|进|入)(?:{C}的?)通讯录"
)
_NEWCOMER = re.compile(
    rf"(?:新来|来|换|调来|新换)(?:了)?(?:一?个|一?位|的)?(?:新的?)?(?:{JOB})|(?:新的?|"
    rf"现在的)?(?:{JOB})(?:换成|是|叫|:)|对接人(?:换成|改成|是)|新(?:来的?)?(?:{JOB})姓|(?:{JOB})[是叫]"
)
_DESCRIBED = re.compile(
    rf"[\ue007\ue008]|^(?:把|将)|(?:{JOB})(?:叫|是|$)|\ue002\ue010*$|叫|(?:现在|换成|改成)(?:是|叫)?|新(?:来|的|采购|财务|品质)[^,，]{{0,6}}(?:是|叫)|^{NAME}$"
)
# Behind 联系人： any short word is a name, and in 把…存到 too.
_ANY_NAME = re.compile(
    rf"[:：,， ]*(?:叫|是|姓名)?[:： ]*(?P<name>{P}|(?!电话|手机|邮箱|微信|采购|品质|技术|财务|职|一下|一个|进去|上去|起来)[\u4e00-\u9fff]{{2,3}}|[a-z]{{2,14}}(?: [a-z]{{2,14}})?)(?=[,，。;、 (（\n]|$)"
)
_TAKEN = re.compile(rf"(?:把|将)(?:{C}的?)?(?P<name>{P}|[\u4e00-\u9fff]{{2,3}}|[a-z]{{2,14}}(?: [a-z]{{2,14}})?)$")
_TOLD = re.compile(r"(?:拜访|认识|见|聊|碰到|遇到|去|跑|谈|发)(?:到|过)?了")
_KEEP = re.compile(r"(?:帮我|麻烦|请)?(?:加|存|录|记|登记|添加|保存|备注)(?:一下|下|上|进去|进来|起来|进|到|个|好|入)")


@reads(AddContact)
def add_contact(scene: Scene) -> Iterator[Found]:
    for clause in scene.clauses:
        found = _added(scene, clause)
        if found:
            yield found
            return


def _added(scene: Scene, clause: Clause) -> Found | None:
    cue = scene.find(_ADD, (clause.start, clause.end))
    listed = _heads_a_list(scene, clause)
    if not cue and (is_rumour(scene, clause) or not (listed or _is_told(scene, clause))):
        return None
    span = _about(scene, clause, bool(cue or listed))
    start = cue.end() if cue and _behind(scene, cue.end(), span) else span[0]
    person = person_in(scene, (max(span[0], start), span[1]))
    if cue and not person.get("contact"):
        person |= _beside(scene, cue, span)
    if not person.get("contact") and not cue:
        return None
    slots = given(customer=scene.customer_in(span) or scene.customer_in((0, clause.end)), **person)
    at = cue.span() if cue else (clause.start, clause.end)
    told = [c.number for c in scene.clauses if c.number < clause.number and _TOLD.search(scene.part(c))]
    return Found(AddContact, at, slots, 80.0, scene.numbers_of(span) - frozenset(told), "a new person")


def _beside(scene: Scene, cue: re.Match[str], span: Span) -> Slots:
    """The name right behind the cue, whatever it is (：莉莉，), or in front of it: 把罗旭存到…, 认识了马奎，加到联系人里."""
    inside = scene.of_kind(CONTACT, cue.span())
    if inside:
        return {"contact": scene.value(inside[0])}
    behind = _ANY_NAME.match(scene.painted, cue.end(), span[1])
    if behind:
        return {"contact": scene.said(behind.span("name"))}
    taken = _TAKEN.search(scene.painted, span[0], cue.start())
    if taken:
        return {"contact": scene.said(taken.span("name"))}
    before = person_in(scene, (span[0], cue.start()))
    return before if before.get("contact") else {}


def _heads_a_list(scene: Scene, clause: Clause) -> bool:
    """拓普联系人： and what follows."""
    before_a_colon = scene.mended[clause.end : clause.end + 1] == ":"
    return before_a_colon and bool(re.search(r"联系人|联系方式|对接人", scene.part(clause)[-4:]))


def _is_told(scene: Scene, clause: Clause) -> bool:
    """Somebody new came and is to be kept, or the clause is nothing but a person of a customer."""
    span = (clause.start, clause.end)
    reached = bool(scene.of_kind(PHONE, span) or scene.of_kind(EMAIL, span))
    if scene.find(_NEWCOMER, span) and (reached or _kept_nearby(scene, clause)):
        return True
    if scene.find(_KEEP, span) and scene.of_kind(CUSTOMER, span) and _reached_nearby(scene, clause):
        return True
    return reached and _is_entry(scene, clause)


def _behind(scene: Scene, place: int, span: Span) -> bool:
    """Something that may be a name stands behind the cue."""
    return len(re.sub(r"[进去一下上吧了,，。 ]|帮我", "", scene.painted[place : span[1]])) >= 2


def _kept_nearby(scene: Scene, clause: Clause) -> bool:
    """帮我加进去 stands in this clause or in one soon after it, or how to reach the newcomer does."""
    near = [c for c in scene.clauses if clause.number <= c.number <= clause.number + 3]
    words = scene.painted[clause.start : near[-1].end]
    return bool(_KEEP.search(words) or re.search(r"[\ue007\ue008]", words))


def _reached_nearby(scene: Scene, clause: Clause) -> bool:
    near = [c for c in scene.clauses if clause.number <= c.number <= clause.number + 3]
    return bool(re.search(r"[\ue007\ue008]", scene.painted[clause.start : near[-1].end]))


def _about(scene: Scene, clause: Clause, cued: bool) -> Span:
    """From the clause to the last one that still describes the person."""
    end, start = clause.end, clause.start
    for later in scene.clauses[clause.number + 1 : clause.number + 10]:
        part = scene.part(later)
        named = cued and later.number == clause.number + 1 and re.fullmatch(r"[\u4e00-\u9fff]{2,3}", part)
        if (
            not named
            and not re.search(
                (
                    rf"[\ue007\ue008]|{JOB}|电话|手机|邮箱|微信号|姓|叫|现在是|负责|职|{_KEEP.pattern}|^(?:{C})?(?:{NAME}|"
                    rf"{P})$|^[a-z]{{2,14}}(?: [a-z]{{2,14}})?$|^{C}的?$|部$|部的|{LATIN_JOB}"
                ),
                part,
            )
        ) or ANY_WAY.search(re.sub("电话|邮箱|微信|邮件", "", part)):
            break
        end = later.end
    for earlier in reversed(scene.clauses[max(0, clause.number - 4) : clause.number] if cued else ()):
        if not _DESCRIBED.search(scene.part(earlier)) or (
            scene.of_kind(CUSTOMER, (earlier.start, earlier.end)) and _TOLD.search(scene.part(earlier))
        ):
            break
        start = earlier.start
    return start, end


def _is_entry(scene: Scene, clause: Clause) -> bool:
    """博泽 张伟 采购经理 139…: nothing but a person of a customer."""
    part = scene.part(clause)
    return (
        bool(re.match(rf"\s*{C}", part))
        and len(scene.clauses) <= 3
        and not re.search(r"了|报价|签|回款|提醒|项目", part)
    )
