"""The papers of a deal: the requirement document that is archived, the versions of its solution."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.understanding.clauses import Clause
from bot.understanding.lazy import lazy
from bot.understanding.marks import CUSTOMER
from bot.understanding.mood import asks
from bot.understanding.readers.deal_words import firm, for_each
from bot.understanding.readers.scopes import given
from bot.understanding.readers.titles import alone, first_phrase, title
from bot.understanding.readers.ways import ANY_WAY
from bot.understanding.reading import Found, Slots, reads
from bot.understanding.scene import Scene, Span
from domain.solutions import ArchiveRequirement, RecordSolutionVersion

# What is put away, and the words for it: in one clause or in two beside each other.
_REQUIREMENT = lazy(r"需求|规格书|技术要求|技术协议书?|调研表|输入资料|urs|sor|spec(?!ial)")
_PUTS_AWAY = lazy(
    r"归(?:一?[个下好了完入到进]|了个|好了)*档案?|存(?:一?[个下好了入到])*档|入(?:个)?档|建档|归案|(?<!货都)(?<!货已)(?<!货)入库|(?:收|放|存|传)(?:进|到|入)[^,，。;]{0,4}(?:档案?|库)|archived?"
)
_SOLUTION = lazy(r"方案|图纸|设计|定稿|终稿|版本|技术协议|solution|proposal")
_V = (
    r"(?P<v>(?<![a-z])v(?:er(?:sion)?)?[ .]{0,2}\d{1,3}(?:\.\d{1,3}){0,3}(?:[a-z](?![a-z]))?|(?<=[到为是稿案版本 :至成做出在])\d{1,3}\.\d{1,3}(?:\.\d{1,3})?版?(?![\d万元块%a-z])|"
    r"(?<![\d.])\d{1,2}\.\d{1,3}(?:\.\d{1,3})?(?=[这那]?一?版)|第[一二三四五六七八九十\d]{1,3}版|(?<![\d.一二三四五六七八九十])\d{1,2}版|(?:(?<!了)一|[二三四五六七八九十])稿|rev[ .]{0,2}(?:\d{1,3}(?:\.\d{1,3}){1,3}|[a-z0-9]{1,4})|(?<![a-z])[a-e]\d{0,2}版|(?<=版次)[ :是为]{0,2}[a-h]\d{0,2}(?![\da-z])|(?<=版本号)[ :是为]{0,3}[a-uw-z]?\d{1,4}(?:\.\d)?|(?<=版本)[ :是为]{1,3}[a-uw-z]\d{1,3})"
)
_VERSION = lazy(_V)
_V_NUMBER = lazy(r"(?<![a-z])v\d{1,3}(?:\.\d{1,3}){0,3}(?![a-z\d])")
_DRAFT = lazy(r"[版稿]$")
_FIXED = lazy(
    r"定(?:稿|版|了|下来|好)|[改更升出做走到][到了至成为好]|更新|升级?|出|到|是|版本|迭代|归档|发布|修订|变成|为|留存|"
    r"登记|记|存|确定|完成|终稿|最终|定|改|ok|搞定|搞好|提交|新|:|final|done"
)
_FIXED_SURELY = lazy(
    r"定稿|定版|终稿|最终版|最终稿|新版本?(?!本)|改版|升版|升级?(?:了|到)?一版|(?:更新|升级|改|出)了?(?:一|个|新)+版|换版|方案(?:已经?)?(?:更新|升级|定)了|方案(?:的)?版本"
)
_KEEPS = lazy(
    r"(?:记|录|登记|更新|存|备案|留存|备注)[^,，。;]{0,6}(?:版本|方案)|(?:登记|记|录|存|备案)(?:一?下|个|一笔)"
)
_PLANNED = lazy(
    r"(?:还没|没有?|未|尚未|等|忘了|什么时候|怎么|要不要|没来得及|催|争取|准备|打算|计划|下周|明天|后天|下个?月|预计|再)[^,，。;]{0,8}$|"
    r"(?:还没|没|未)(?:有)?(?:归|存|定)|归不了|待归档"
)
# The whole story of how it was settled: 昨天跟技术吵了一架总算把苍珀的方案敲定了.
_FIXED_BY_US = lazy(r"方案(?:也|都|总算|终于|已经?|给)*(?:敲定|定下|定了|定稿|改好|改完|搞定|做完|弄好)")
_PAPER = lazy(r"方案|[定终]稿|版本")
_LONG = 30
_OTHERS = lazy(r"按|要求|让我们|搞错|弄错|错了|样[品件]|哪[一个]?版")
_CN = dict(zip("一二三四五六七八九十", range(1, 11), strict=True))


@reads(ArchiveRequirement, _REQUIREMENT, _PUTS_AWAY)
def archive(scene: Scene) -> Iterator[Found]:
    for clause in scene.clauses:
        paper, cue = (
            scene.find(_REQUIREMENT, (clause.start, clause.end)),
            scene.find(_PUTS_AWAY, (clause.start, clause.end)),
        )
        other = None
        if not (paper and cue):
            other = _beside(scene, clause, _PUTS_AWAY) if paper else None
            cue = scene.find(_PUTS_AWAY, (other.start, other.end)) if other else None
        home = other or clause
        if (
            not paper
            or not cue
            or not firm(scene, clause)
            or asks(scene, home)
            or _PLANNED.search(scene.painted[home.start : cue.start()])
            or _PLANNED.search(scene.painted[home.start : cue.end()])
        ):
            continue
        numbers = frozenset((clause.number, home.number))
        span = (min(paper.start(), cue.start()), max(paper.end(), cue.end()))
        slots = given(
            customer=scene.customer_in((clause.start, clause.end)),
            title=_title(scene, clause, paper.span() if other else cue.span())
            or _set_off(scene, home, cue.end())
            or _behind_a_colon(scene, home),
        )
        found = Found(ArchiveRequirement, span, slots, 84.0 if other else 77.0, numbers, "requirement archived")
        yield from for_each(scene, found)


def _set_off(scene: Scene, clause: Clause, place: int) -> str | None:
    """骏沅 需求归档 导轨座: the title behind a sign."""
    return first_phrase(scene, (place, clause.end)) if scene.painted[place : place + 1] in (" ", ":", "：") else None


def _behind_a_colon(scene: Scene, clause: Clause) -> str | None:
    """需求文档帮我存档：锡暄，伺服电机轴: a clause of its own."""
    near = (
        scene.clauses[clause.number + 1 : clause.number + 3] if scene.mended[clause.end : clause.end + 1] == ":" else ()
    )
    whole = (one for c in near if (one := first_phrase(scene, (c.start, c.end))) and scene.part(c).endswith(one))
    return next(whole, None)


def _beside(scene: Scene, clause: Clause, pattern: re.Pattern[str]) -> Clause | None:
    """The next clause, when it says the rest and names nothing of its own."""
    later = [c for c in scene.sentence(clause) if clause.number < c.number <= clause.number + 2]
    return next(
        (c for c in later if scene.find(pattern, (c.start, c.end)) and not scene.find(_REQUIREMENT, (c.start, c.end))),
        None,
    )


@reads(RecordSolutionVersion, _VERSION, _SOLUTION, _FIXED)
def version(scene: Scene) -> Iterator[Found]:
    """A number beside the words for it, in any order: 方案定稿V2.1; V2.3 定版，锡暄定子方案."""
    for clause in scene.clauses:
        number = scene.find(_VERSION, (clause.start, clause.end))
        if not number:
            continue
        near = _near(scene, clause)
        words = scene.painted[near[0].start : near[-1].end]
        if (
            _OTHERS.search(scene.part(clause))
            or not _SOLUTION.search(words)
            or not _FIXED.search(words)
            or not firm(scene, clause)
        ):
            continue
        if _PLANNED.search(scene.painted[near[0].start : number.end()]):
            continue
        slots = _about(scene, near, clause, number.span())
        slots = {**slots, "version": _named(scene, _numbered(scene, clause, number))}
        yield Found(RecordSolutionVersion, number.span(), slots, 73.0, frozenset(c.number for c in near), "a version")


@reads(RecordSolutionVersion, (_FIXED_SURELY, _KEEPS), _PAPER)
def version_to_ask(scene: Scene) -> Iterator[Found]:
    """方案定稿了，记一下版本: which one is not said."""
    for clause in scene.clauses:
        cue = scene.find(_FIXED_SURELY, (clause.start, clause.end)) or scene.find(_KEEPS, (clause.start, clause.end))
        if not cue or not _PAPER.search(scene.part(clause)):
            continue
        near = _near(scene, clause)
        words = scene.painted[near[0].start : near[-1].end]
        if _VERSION.search(words) or not firm(scene, clause):
            continue
        kept = _KEEPS.search(words)
        told = any(ANY_WAY.search(scene.part(c)) for c in scene.clauses)
        named = scene.customer_in((clause.start, clause.end)) is not None
        if not (kept or (named and not told)) or _PLANNED.search(scene.painted[clause.start : cue.start()]):
            continue
        if not kept and re.search(r"评审|发给|发了|客户|确认|报价", words):
            continue
        slots, numbers = _about(scene, near, clause, cue.span()), frozenset(c.number for c in near)
        yield Found(RecordSolutionVersion, cue.span(), slots, 62.0, numbers, "a version to ask for")
        return


def _numbered(scene: Scene, clause: Clause, number: re.Match[str]) -> Span:
    """又改了一稿，V4: the number that it is kept under stands behind the draft."""
    later = scene.find(_V_NUMBER, (number.end(), scene.sentence(clause)[-1].end))
    if not later or not _DRAFT.search(number["v"]) or scene.of_kind(CUSTOMER, (number.end(), later.start())):
        return number.span("v")
    return later.span()


def version_in(scene: Scene, span: Span) -> str | None:
    """The version that is named there."""
    number = scene.find(_VERSION, span)
    return _named(scene, number.span("v")) if number else None


def _near(scene: Scene, clause: Clause) -> list[Clause]:
    """The clause, and those beside it that only say what has this version or that it is to be kept."""
    own = [clause]
    for later in scene.sentence(clause):
        own_number = scene.find(_VERSION, (later.start, later.end)) and scene.of_kind(
            CUSTOMER, (later.start, later.end)
        )
        if clause.number < later.number <= clause.number + 2 and not own_number and _belongs(scene, later):
            own.append(later)
    before = [c for c in scene.sentence(clause) if clause.number - 2 <= c.number < clause.number]
    return [*(c for c in before if _belongs(scene, c) and not scene.find(_VERSION, (c.start, c.end))), *own]


def _belongs(scene: Scene, clause: Clause) -> bool:
    part = scene.part(clause)
    if re.search(r"归档|评审|报价|提醒|推|阶段|签|回款", part) or len(part) > (
        _LONG if _FIXED_BY_US.search(part) else 18
    ):
        return False
    return bool(
        _SOLUTION.search(part)
        or _KEEPS.search(part)
        or (re.fullmatch(r"[\ue001\ue010]+.{0,8}", part) and not ANY_WAY.search(part))
    )


def _about(scene: Scene, near: list[Clause], clause: Clause, cue: Span) -> Slots:
    customers = (scene.customer_in((c.start, c.end)) for c in (clause, *near))
    return given(
        customer=next((one for one in customers if one), None), title=_title(scene, clause, cue) or alone(scene, near)
    )


def _title(scene: Scene, clause: Clause, cue: Span) -> str | None:
    rest = [c for c in scene.sentence(clause) if c.number > clause.number]
    return title(scene, (clause.start, clause.end), cue) or alone(scene, rest)


def _named(scene: Scene, where: Span) -> str:
    """V2.1, 2.0 or V3 for 第三版."""
    written = re.sub(r"^[ :是为]+|[ ]|(?<=v)(?:er(?:sion)?)?\.?(?=\d)", "", scene.mended[where[0] : where[1]])
    ordinal = written.removesuffix("版").removesuffix("稿").removeprefix("第")
    if ordinal in _CN:
        return f"V{_CN[ordinal]}"
    if written.startswith("rev") and "." in written[4:]:  # rev 1.2; Rev B stays as it is written
        return written.lstrip("rev. ")
    if ordinal[:1].isdigit():
        return ordinal if "." in ordinal or written == ordinal else f"V{ordinal}"
    return ordinal.upper() if ordinal.startswith("v") else scene.said(where).strip(" :：是为")
