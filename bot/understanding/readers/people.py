"""New people of a customer: 博泽加个联系人 张伟 采购经理 139…."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from bot.understanding.clauses import Clause
from bot.understanding.jobs import DEPARTMENT, ROLE
from bot.understanding.lazy import lazy
from bot.understanding.marks import CONTACT, CUSTOMER, EMAIL, PHONE, C, Mark, P, T
from bot.understanding.mood import is_rumour
from bot.understanding.persons import NAME
from bot.understanding.readers.job_titles import GONE, JOB, LATIN_JOB, person_in
from bot.understanding.readers.kinds import head_of
from bot.understanding.readers.scopes import given
from bot.understanding.reading import Found, Slots, reads
from bot.understanding.scene import Scene, Span
from bot.understanding.surnames import DOUBTFUL
from domain.customers import AddContact

# Who or what is kept, and the words that keep it, in either order. A number alone needs to stand there, else 加微信 is a talk.
_KEEPS = r"(?:加|新增|添加?|增加|录入?|存|补充?|登记|多了|换了|新建|建|保存|记|挂|放|写|收|塞|添上|导入|更新|备注|add(?:ed)?|save|put|new)"
_PERSON = r"(?<!紧急)(?:联系人|对接人|联系方式|联络人|接口人|决策人|关键人|联系簿|通讯录|contacts?)"
_REACH = r"(?:电话|手机号?|号码|邮箱|微信号|微信)"
_GAP = r"[^,，。;!\n\ue007\ue008]{0,8}?"
_ADD = lazy(
    rf"{_KEEPS}{_GAP}{_PERSON}|{_PERSON}(?:信息|里面?|中|那里|那栏|名单|这块)?(?:给我|帮我|帮忙|麻烦|请|再|要|得|先|[ ])*{_KEEPS}(?:一?[个下位]|上|入|进去?)*|新(?:的)?联系人|"
    rf"(?:把|将){P}的?{_REACH}(?:存|记|录|加)|(?<!换了)(?<!交换)(?<!递了)(?<!发了)(?<!留了)(?<!换过)名片|(?:加|添|补|增加)(?:[一两二三四几\d]?个)?人(?=[: ：,，])|"
    rf"联系人[ :：]+(?=[^,，。;\n]{{2,12}}[\ue007\ue008])|{_PERSON}[ ]?\+\d?|"
    rf"(?:录|加|存|记|登记|补)(?:一下|下|上)?{C}(?:那边)?的?(?:电话|手机)|{_KEEPS}(?:到|进|入|在)[^,，。;]{{0,10}}名下|{_KEEPS}(?:到|进|入)(?:{C}的?)通讯录"
)
_CHANGED = r"(?:换|变|改|调整)(?:了|成|为|给|作)?(?:一?[个位])?(?:新?人)?(?:了|成|为)?"
_NEWCOMER = lazy(
    rf"(?:新来|来|换|调来|新换|新招|提拔)(?:了)?(?:一?个|一?位|的)?(?:新的?|对接的)?(?:{JOB})|(?:新的?|"
    rf"现在的?)(?:{JOB})(?:换成|是|叫|:)|(?:对接|联系|负责)的?人?(?:换成?|改成?|变成?|现在是)|(?:对接|联系|负责|接口)人{_CHANGED}|新(?:来的?)?(?:{JOB})姓|(?:{JOB})(?:[是叫]|换成)|"
    rf"(?:{ROLE}){_CHANGED}|(?:以后|今后|之后|往后)(?:都|就|直接|要|请|[^,，。;]{{0,4}})?(?:找|联系|对接)|新来|新上任|接[替任手]|顶替|{P}的?{_REACH}(?:号?码)?(?:换|变|改)(?:了|成|为|号)"
)
_DESCRIBED = lazy(
    rf"[\ue007\ue008]|^(?:把|将)|(?:{JOB})(?:叫|是|$)|\ue002\ue010*$|叫|换了?个?(?:手机)?号|(?:现在|换成|改成)(?:是|叫)?|新(?:来|的|采购|财务|品质)[^,，]{{0,6}}(?:是|叫)|^{NAME}$|^[{DOUBTFUL}][\u4e00-\u9fff]{{1,2}}$|"
    rf"(?:{ROLE})(?:{_CHANGED})?$|{GONE}$"
)
# 把陇烁的行业改成化工装备，联系人加一个…
_ANOTHER_FACT = lazy(
    r"的(?:行业|区域|地区|规模|等级|级别|地址|来源|性质|名称|备注|税号|官网|账期|付款方式)(?:改|换|调|更新|设|变更)"
)
# Behind 联系人： any short word is a name, and in 把…存到 too.
_ANY_NAME = lazy(
    rf"[:：,， ]*(?:叫|是|姓名)?[:： ]*(?P<name>{P}|(?!电话|手机|邮箱|微信|采购|品质|技术|财务|职|[收给拿递交]了|收到|到手|拿到|一下|[一两二三四五六七八九十几][个张位]|进去|上去|起来|[里中]面?头?|名单|[吧呗了啊])[\u4e00-\u9fff]{{2,3}}|[a-z]{{2,14}}(?: [a-z]{{2,14}})?)(?=[,，。;、 (（\n\ue007\ue008]|$)"
)
_TAKEN = lazy(rf"(?:把|将)(?:{C}的?)?(?P<name>{P}|[\u4e00-\u9fff]{{2,3}}|[a-z]{{2,14}}(?: [a-z]{{2,14}})?)$")
_TOLD = lazy(r"(?:拜访|认识|见|聊|碰到|遇到|去|跑|谈|发)(?:到|过)?了")
_KEEP = lazy(
    r"(?:帮我|麻烦|请|你)?(?:加|存|录|记|登记?|添|收|补|添加|保存|备注)(?:一下|下|一[加存录记登补]|上|起|进去|进来|起来|进|到|个|好|入|(?=$|[,，。;吧呗]))"
)
_REACHED = lazy(r"[\ue007\ue008]")
_REACHED_BY = lazy(r"[^,，。;了过打聊谈说]{0,6}[\ue007\ue008]")
_DETAIL = lazy(
    rf"[\ue007\ue008]|^(?:[他她]|人家)(?:是|做|管)|{JOB}|电话|手机|邮箱|微信(?!里|上|说|聊|发|问|沟通)|姓|叫|全名|大名|现在是|负责|职|换[成为]|{_KEEPS}|^(?:以后|今后|现在|新的)?(?:都|就)?找|接[替任手]|^(?:{C})?(?:{NAME}|"
    rf"{P})$|^[a-z]{{2,14}}(?: [a-z]{{2,14}})?$|^{C}的?$|部$|部的|^(?:{DEPARTMENT})(?:部|院|处|科)?的?$|^(?:{ROLE})|{LATIN_JOB}"
)
# 她电话139…, for somebody who was named before. 要不要加个联系人 only wonders.
_OF_HIM = lazy(rf"[他她](?:本人)?的?(?:[新私]的?)?(?:{_REACH}|联系方式)|(?:把|将)[他她]")
_WONDERS = lazy(r"(?:要|需|用)不(?:要|需要|用)|该不该|是不是")
_ADDED_THERE = lazy(r"(?:也|还|互相|顺便)*加了?(?:个|上了?|一下)?微信(?:了|好友)?")
_ONLY_A_NUMBER = lazy(rf"(?:电话|手机|号码|联系方式)(?:号码?)?[是:： ]?{T}")
_WHOSE_NUMBER = lazy(rf"(?P<who>{P})的?(?:电话|手机|号码|联系方式)?(?:号码?)?[是:： ]?$")
_JOB = lazy(JOB)
# What divides the persons of a list: 张伟 采购经理 139…，还有李娜 品质主管.
_PIECES = lazy(r"[^ ,，、;；。\n]+")
_AND = lazy(r"(?<=.)(?:还有|以及|另外|外加|[和跟与])(?=.{2})")
# 记一下采购主管的电话: with the number in a clause that follows.
_NUMBER = lazy(rf"(?:录|加|存|记|登记|补)(?:一下|下|上|个)?(?:{C})?[^,，。;\ue007]{{0,8}}?(?:电话|手机|号码|联系方式)")
# …，他们孔主任加一下
_OF_THEIRS = lazy(rf"(?:[他她]们|他家|对方)(?:那边|公司|家)?的?(?:新来的)?(?:{ROLE})?{P}")
# 拜访了楚昀，把苗姐存一下
_TAKES = lazy(rf"(?:顺手|顺便|另外|再|请|麻烦|帮我?)*(?:把|将){P}")
# 通讯录里怎么合并重复联系人
_HOW = lazy("怎么|咋|如何|怎样")
_LISTS = lazy(r"联系人|联系方式|对接人")


@reads(AddContact, (_ADD, _NUMBER, _LISTS, _NEWCOMER, _KEEP, _REACHED))
def add_contact(scene: Scene) -> Iterator[Found]:
    """One for each person who is to be kept."""
    taken: set[int] = set()
    kept: set[object] = set()
    for clause in scene.clauses:
        found = None if clause.number in taken else _added(scene, clause)
        if found is None or (kept and found.slots.get("contact") in {None, *kept}):
            continue
        taken |= found.clauses
        for one in _each(scene, found):
            kept.add(one.slots.get("contact"))
            yield one


def _added(scene: Scene, clause: Clause) -> Found | None:
    span = (clause.start, clause.end)
    numbered = _REACHED.search(scene.painted, clause.start, _near(scene, clause))
    cue = scene.find(_ADD, span) or (scene.find(_NUMBER, span) if numbered else None)
    if cue and not numbered and _HOW.search(scene.painted, *span):
        return None
    listed = _heads_a_list(scene, clause) and (numbered or scene.of_kind(CUSTOMER))
    if not cue and (is_rumour(scene, clause) or not (listed or _is_told(scene, clause))):
        return None
    span = _about(scene, clause, bool(cue or listed))
    person = _meant(scene, span, cue)
    if not person.get("contact") and (not cue or _WONDERS.search(scene.part(clause))):
        return None
    numbers = scene.numbers_of(span)
    later = _reached_later(scene, span[1], person)
    if later:
        person["phone"] = later.value[0]
        numbers |= scene.numbers_of((later.start, later.end))
    slots = given(customer=scene.customer_in(span) or scene.customer_in((0, clause.end)), **person)
    told = frozenset(c.number for c in scene.clauses if c.number < clause.number and _TOLD.search(scene.part(c)))
    at = cue.span() if cue else (clause.start, clause.end)
    if not cue and (_tells(scene, clause) or _TOLD.search(scene.part(clause))):
        told |= {clause.number}
        place = scene.text.find(str(person["contact"]), span[0])
        at = (place, place + len(str(person["contact"])))
    return Found(AddContact, at, slots, 80.0, numbers - told, "a new person")


def _meant(scene: Scene, span: Span, cue: re.Match[str] | None) -> Slots:
    """Who is to be added: behind the cue, before it, beside it, or whoever was introduced before."""
    start = cue.end() if cue and _behind(scene, cue.end(), span) else span[0]
    person = person_in(scene, (max(span[0], start), span[1]))
    before = person_in(scene, (span[0], cue.start())) if cue and start > cue.start() else {}
    if before.get("contact", "") == person.get("contact"):  # 把技术部长沈毅加进联系人，沈毅电话139…
        person = before | person
    if cue and "title" not in person:
        person |= given(title=person_in(scene, cue.span()).get("title"))
    if cue and not person.get("contact"):
        person |= _beside(scene, cue, span)
    if not person.get("contact") and scene.find(_OF_HIM, span):
        person = _introduced(scene, span[0]) | person
    return person


def _introduced(scene: Scene, place: int) -> Slots:
    """新来的采购经理祝岚，…她电话139…，加到联系人: who was named last before, a job beside the name if there is one."""
    told = [
        person_in(scene, (c.start, c.end))
        for c in scene.clauses
        if c.end <= place and scene.of_kind(CONTACT, (c.start, c.end))
    ]
    with_job = [one for one in told if "title" in one and "contact" in one]
    return (with_job or [one for one in told if "contact" in one] or [{}])[-1]


def _reached_later(scene: Scene, place: int, person: Slots) -> Mark | None:
    """…，原来的罗工调走了，佟工电话139…: the number, told further on behind the name."""
    for mark in scene.of_kind(PHONE, (place, len(scene.painted))) if "phone" not in person else ():
        clause = scene.clause_at(mark.start)
        if _ONLY_A_NUMBER.fullmatch(scene.part(clause)) and not scene.of_kind(CONTACT, (place, mark.start)):
            return mark
        name = _WHOSE_NUMBER.search(scene.painted, place, mark.start)
        if name and scene.said(name.span("who")) == person.get("contact"):
            return mark
    return None


def _each(scene: Scene, found: Found) -> Iterator[Found]:
    """新增两个联系人，… and …: each with what stands beside the name."""
    clauses = [scene.clauses[number] for number in sorted(found.clauses)]
    people = _listed(scene, (clauses[0].start, clauses[-1].end)) if clauses else []
    if len(people) < 2:
        yield found
        return
    for number, span in enumerate(people):
        named = scene.of_kind(CUSTOMER, (clauses[0].start, span[1]))
        customer = scene.value(named[-1]) if named else found.slots.get("customer")
        slots = given(customer=customer, **person_in(scene, span))
        yield replace(found, at=span, slots=slots, clauses=frozenset() if number else found.clauses)


def _listed(scene: Scene, span: Span) -> list[Span]:
    """The stretches in which one person each is described; a second name, or a job before it, begins the next."""
    groups: list[tuple[Span, bool, bool]] = []
    for piece in _pieces(scene, span):
        said = person_in(scene, piece)
        named, job = "contact" in said, "title" in said
        last = groups[-1] if groups else None
        named = named and not (last and last[1] and person_in(scene, last[0]).get("contact") == said["contact"])
        of_next = scene.of_kind(CUSTOMER, piece)  # …；3）汽昊 佟磊 主任
        if last is None or (last[1] and (named or of_next or (job and last[2]))):
            groups.append((piece, named, job))
        else:
            groups[-1] = ((last[0][0], piece[1]), last[1] or named, last[2] or job)
    people = [group for group, named, _ in groups if named]
    told = [len(person_in(scene, group)) > 1 for group in people]
    return people if all(told) else []


def _pieces(scene: Scene, span: Span) -> Iterator[Span]:
    for found in _PIECES.finditer(scene.painted, *span):
        start = max(span[0], found.start() - 1)
        for joint in _AND.finditer(scene.painted, *found.span()):
            yield start, joint.start()
            start = joint.end()
        yield start, found.end()


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
    return before_a_colon and bool(_LISTS.search(scene.part(clause)[-4:]))


def _is_told(scene: Scene, clause: Clause) -> bool:
    """Somebody new came, or is described, and is to be kept; or the clause is nothing but a person of a customer."""
    span = (clause.start, clause.end)
    reached = bool(scene.of_kind(PHONE, span) or scene.of_kind(EMAIL, span))
    near = scene.painted[clause.start : _near(scene, clause)]
    reached_nearby, kept_nearby = _REACHED.search(near), _KEEP.search(near)
    if scene.find(_NEWCOMER, span) and (reached_nearby or (kept_nearby and scene.find(_JOB, span))):
        return True
    theirs = scene.of_kind(CUSTOMER, span) or scene.find(_OF_THEIRS, span)
    theirs = theirs or (scene.of_kind(CUSTOMER, (0, clause.start)) and _TAKES.match(scene.painted, clause.start))
    if scene.find(_KEEP, span) and theirs and reached_nearby:
        return True
    return reached and bool(kept_nearby or _is_entry(scene, clause))


def _near(scene: Scene, clause: Clause) -> int:
    """The end of the third clause behind it."""
    return scene.clauses[min(clause.number + 3, len(scene.clauses) - 1)].end


def _behind(scene: Scene, place: int, span: Span) -> bool:
    """Something that may be a name stands behind the cue."""
    return len(re.sub(r"[进去一下上吧呗了,，。 ]|帮我|[里中]面?头?", "", scene.painted[place : span[1]])) >= 2


def _about(scene: Scene, clause: Clause, cued: bool) -> Span:
    """From the clause to the last one that still describes the person."""
    end, start = clause.end, clause.start
    for later in scene.clauses[clause.number + 1 : clause.number + 10]:
        part = scene.part(later)
        named = cued and later.number == clause.number + 1 and re.fullmatch(r"[\u4e00-\u9fff]{2,3}", part)
        another = _ADD.search(part) and re.match(rf"{C}", part)
        if another or (not named and not _DETAIL.search(part)):
            break
        if _tells(scene, later) and not _ADDED_THERE.fullmatch(part):
            break
        end = later.end
    near = scene.clauses[max(0, clause.number - 4) : clause.number]
    for earlier in reversed(near):
        described = _DESCRIBED.search(scene.part(earlier))
        if not described or _ANOTHER_FACT.search(scene.part(earlier)):
            break
        told = list(_TOLD.finditer(scene.painted, earlier.start, earlier.end))
        start = told[-1].end() if told else earlier.start
        if told and scene.of_kind(CUSTOMER, (earlier.start, earlier.end)):
            break
    return start, end


def _tells(scene: Scene, clause: Clause) -> bool:
    """A contact that took place, not only how to reach somebody or that somebody new came."""
    head = head_of(scene, clause, backfill=False)
    if head is None or _REACHED_BY.match(scene.painted, head.at[1]):
        return False
    come = scene.find(_NEWCOMER, (clause.start, clause.end))
    return come is None or head.at[1] <= come.start() or come.end() <= head.at[0]


def _is_entry(scene: Scene, clause: Clause) -> bool:
    """博泽 张伟 采购经理 139…: nothing but a person of a customer."""
    part = scene.part(clause)
    return (
        bool(re.match(rf"\s*{C}", part))
        and len(scene.clauses) <= 3
        and not re.search(r"了|报价|签|回款|提醒|项目", part)
    )
