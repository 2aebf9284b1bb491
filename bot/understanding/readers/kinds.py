"""Whether a clause says that somebody was in touch with a customer: not planned, not refused, not only talked about."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from bot.understanding.clauses import Clause
from bot.understanding.lazy import lazy
from bot.understanding.marks import CONTACT, CUSTOMER, P, W
from bot.understanding.mood import asks, is_rumour, is_wish
from bot.understanding.readers.ways import ANY_WAY, WAYS
from bot.understanding.scene import Scene
from bot.understanding.strangers import UNKNOWN
from bot.understanding.when import HOURS, When, as_slot

_SAID = ("call", "message", "email")
_WRITTEN = ("message", "email")
_AGAIN = lazy(r"(?:再[过来回]?|下次|改天|回头|有空|到时候?)$")
_AGREED = lazy(r"约(?:了|好|定)?[^,。;]*$|(?:请|喊|叫|邀)我们?[^,。;了]*$")
_DONE = lazy(
    r"了|过(?!来|去|年|两|几|段|期|些|程|高|低|长|短|于|滤|渡|节|完年)|完|刚|已经?|昨|前天|上周|"
    r"上个?(?:星期|礼拜|月)|今早|咗|早上|最后(?:再)?(?:跑|去|走|访|见|来)?一?[趟回次站访]|补录|补记|补一?[条个笔下]|后补|补登|之前|聊聊天|[发传寄转]来(?![电给着])|来函|[聊谈]下来|沟通下来|回来|出来|记录|"
    r"打卡|(?:谈|聊|见|吃|开|通|碰|聚|喝|打|问|说|讲|定)的(?=[,。;!]|$)|见的面|对的(?=图|账|数|单|价)|[去跑到飞]的(?=\ue001)|透露|得知|(?:聊|谈|说|讲|提|碰|遇|撞)(?:到|起|见|上)(?!时)|[跟找和]我们?(?:聊|谈|说|讲|提|反映|抱怨|诉苦)"
)
_TOLD = lazy(rf"{_DONE.pattern}|来电|打来|没(?:有)?[见碰遇去到谈聊]")
_TO_COME = lazy(
    r"(?:让|叫|派|要求)我们?(?:去|过去|再)?$|提醒(?!我|了)|打算|本来|原本|原定|原计划|准备(?!了|好|得)|计划(?!书|是|的|部|量|内|里)|想(?:要|"
    r"去|约|找|再)|(?:要|得|需要|应该|必须|"
    r"该)(?:再|去|跟|给|约|找|拜访|上门|见|打|联系|过去|跑)|(?:可能|估计|也许|说不定)(?:要|会|去|再|得|$)|"
    r"(?:我|们)(?:要|得|会|将)|下次|下回|改天|回头|有空|抽空|到时候?|尽快|争取|安排(?:去|拜访|一次)|"
    r"约好?(?:在|了?(?:明|后|下|周|\d))|将|即将|待会|晚[点些]|过会|等下|等会|一会儿?|稍后|马上(?:去|要|到)|正在去|在去|"
    r"去.{0,6}的路上|出发去|预约|(?:说过|说好|答应过?)$|(?:^|[我们])先$"
)
_SUPPOSED = lazy(r"(?:应该|估计|大概|恐怕)(?:快|会|要|能)[^,。;]{0,4}$")
# Nothing says that it is done, and one of these that it is not.
_UNDONE = lazy(r"[要得想等让约先再可能会]|打算|准备|计划|提醒|记得|帮")
# 跟温经理初步沟通，有意向: told as a note, without 了.
_TALKS = lazy(
    r"^[^,。;要得想等让约先再可能会]{0,6}[跟和与同][^,。;要得想等让约先再可能会]{0,6}[\ue001\ue002]\ue010*[^,。;要得想等让约先再可能会]{0,6}"
    r"(?:沟通|交流|对接|洽谈|协商|讨论|商谈|核对|面谈|吃饭|喝茶|喝酒|聚餐)$"
)
_TOMORROW = lazy("明[天日早晚儿]|后[天日]|下(?!午)")
# Behind a day to come: 明天要的样品刚送去.
_SINCE = lazy("刚|已|了|过|今|的|在")
_MEAL = lazy("[吃喝饭酒茶餐咖]|撸串|火锅|烧烤")
_TOLD_THERE = lazy(
    rf"(?:[他她]|{P})?(?:又|还|顺便|就|一直|老)*(?:说|讲|聊|谈|透露|抱怨|吐槽|提|问|表示|反馈|告诉|嫌|答应)(?!好|定)"
)
# 没谈拢: they talked all the same.
_NO_RESULT = lazy("(?:谈|聊|沟通|商量|协商)(?:拢|妥|下来|出|透|明白|清楚|到(?:价|重点|实质|正题|一块|一起)|完)")
_NOT = lazy(
    r"(?:(?:差一?点儿?|险些)(?!没)|没有?|未|没能|没法|没空|没时间|来不及|忘了|忘记|还没|不用|不想|不要|不必|(?<!分)别|取消了?|推迟了?|改期|"
    r"不去|没来得及|没敢|懒得|(?:先|就|都|再)不)(?:[^,。;了]{0,6})$"
)
# 见的是隋厂长，不是拜访岑海
_IS_NOT = lazy(r"(?<!是)(?:不是|并非|并不是)(?:去|跟|在|给)?$")
_BUSY = lazy(r"(?<![那里儿司室])(?:正|一直|还)?在开会|(?:去|要|得)开会(?!了)|有会要开|在去[^,。;]{0,12}路上")
_REFUSED = lazy(r"没空|没时间|没约[上成到]|没答应|没回(?!来)|约不[到上]|不肯见|不见我")
# 等他们开会定, 裘经理临时开会: a meeting among themselves.
_AMONG_THEM = lazy(
    rf"(?:(?:等|让|说)?(?:他们?|她们?|对方|客户|人家|内部|总部|老板|领导|采购|技术部|{P})(?:那边|几个|公司|下午|上午|今天|明天|也|要|得|还要|"
    rf"还得|去|先|临时|一直|老|内部|自己|集体|再|会|在|正|才|刚|被叫去)*)$"
)
# 我们部门开了个会: a meeting of our own.
_AMONG_US = lazy(
    r"(?:我们|咱们?|公司)(?:部门|[\u4e00-\u9fff]{0,3}部|内部|团队|组里?|自己|几个)[^,。;跟和与同请\ue001]*$|内部$"
)
# 跟领导汇报了钜沛的进度: told to our own.
_REPORTS_UP = lazy(
    rf"(?<![们家\ue001\ue010])(?:跟|和|向|给|找)(?:我们?|咱们?)?(?:领导|老板|老大|老总|上级|主管|{W})[^,。;]{{0,4}}(?:汇报|请示|报告|申请)|(?:跟|和|与|同|陪|约|找){W}(?:一起|一块儿?)?(?:吃|喝|聊|谈|商量|讨论|碰)(?=[^,。;\ue001\ue002]*$)|(?:我们?|咱们?)(?:再|先|得|去)*[跟和与同](?:生产|计划|仓库|排产)(?:部|那边|上)?(?:商量|沟通|确认|核对|对)"
)
# 帮我给小贺发个微信: somebody is to do it.
_ORDERED = lazy(r"[跟陪和]我去一?趟|(?:帮[我忙]|麻烦你?(?:帮我)?|请你?帮我)[再去]?(?:[给跟和问打发约催]|通知|告诉)")
_IN_VAIN = lazy(r"(?<![没不])白跑|放.{0,4}鸽子|扑了?个?空|闭门羹|没让进|没见着人就")
_NOT_SEEN = lazy(r"没见[着到](?:[\ue001\ue002他她人]|对方|本人)")
_NOT_AFTER = lazy(
    r"^[^,。;]{0,3}忘(?:了|记|光)|^[^,。;]{0,8}(?:草稿箱|没发出)|^[^,。;]{0,12}的?路上|^(?:时间|也|又|都|被)*(?:改|挪|推|延|顺延|调|推迟|延后|提前)(?:到|至)|^(?:[^,。;]{0,6})(?:没去成|没成|取消|改期了|不去了|不参加|没谈成了?$|泡汤|黄了|没赶上|不了了|被取消|没约上|没约到|计划取消|占线|没人接|无人接|没接(?!待|到手)|打不通|关机|未接)"
)
# 发了微信也没回
_UNREAD = lazy(r"^[^,。;]{0,4}(?:也|都|还|一直|就是)*(?:没回(?!来)|不回|没人回|没反应|没理|没动静)(?:我|呢|了)?$")
_UNANSWERED = lazy(
    r"(?:一直|都|还是|也|又|就是|结果|没几声)*(?:没人接|无人接|没接(?!待|到)|不接|未接|打不通|没打通|没通|占线|关机|没人听|no ?(?:answer|one answered|pick ?up))[^,。;]{0,6}$"
)
_OTHERS = lazy(
    rf"(?:^|(?<=[,，。;；:!！?\n ]))(?:今天|昨天|上午|下午|刚才)?(?:(?:同事|领导|老板|我老婆|我们?(?:领导|财务|老板|老总)|别人|"
    rf"竞争对手|对手|隔壁|(?:{P}|{W})?你们?)(?:{W}|{P})?|{W})(?:也|都|又|还|天天|老|说|亲自|自己|带队|带人|今天|昨天|上午|下午|刚|已经|他们)*(?:说[他她]?(?:今天|昨天|前天|上午|下午|刚|已经)*(?=去|拜访|见|跑|到))?(?=去|拜访|[跟和](?!我)|给|见|打|[帮替]我?(?:去|跑|打|发|跟|给|约|问|联系))"
)


@dataclass(frozen=True, slots=True)
class Head:
    """A clause that says how somebody was in touch: the kind, and where the word for it stands."""

    clause: Clause
    kind: str
    at: tuple[int, int]
    sure: bool


def head_of(scene: Scene, clause: Clause, *, backfill: bool) -> Head | None:
    """The contact that a clause tells of, unless it is still to come, was not, or is only talked about."""
    way = _way(scene, clause, backfill=backfill)
    if way is None or _is_denied(scene, clause, way[1], told_for_others=backfill):
        return None
    kind, at = way
    if asks(scene, clause) or is_rumour(scene, clause) or is_wish(scene, clause, at[1]):
        return None
    if _is_agreed(scene, clause, kind, at) or not _took_place(scene, clause, kind, at, backfill=backfill):
        return None
    kind = "visit" if kind == "other" and _went_in_vain(scene, clause) else kind
    return Head(clause, kind, at, sure=kind != "other")


def told_before(scene: Scene, clause: Clause, place: int) -> Head | None:
    """今天拜访博泽把合同签了 tells of the visit (or the meal) before it tells of the contract; 在我们公司签的 and 微信转了 only say how."""
    head = head_of(scene, clause, backfill=False)
    if head is None or head.at[1] > place:
        return None
    meal = head.kind == "other" and _MEAL.search(scene.painted, head.at[0], place)
    how = scene.painted[head.at[0]] in "在当" or not (meal or head.kind in ("visit", "meeting"))
    return None if how or _ahead(scene, clause, (head.at[0], place)) else head


def _next(scene: Scene, clause: Clause) -> tuple[int, int]:
    """The clause behind, where it is the last of the sentence: 打给孙总，没人接."""
    rest = scene.sentence(clause)[clause.number - scene.sentence(clause)[0].number + 1 :]
    written = any(scene.find(pattern, (c.start, c.end)) for c in rest[1:] for kind, pattern in WAYS if kind in _WRITTEN)
    return (rest[0].start, rest[0].end) if len(rest) == 1 or written else (clause.end, clause.end)


def _went_in_vain(scene: Scene, clause: Clause) -> bool:
    """去了扑了个空，跟他助理聊了几句: the talk was there all the same."""
    before = (scene.sentence(clause)[0].start, clause.start)
    named = scene.of_kind(CUSTOMER, (clause.start, clause.end))
    return scene.find(_IN_VAIN, before) is not None or (not named and scene.find(_NOT_SEEN, before) is not None)


def _is_denied(scene: Scene, clause: Clause, at: tuple[int, int], *, told_for_others: bool) -> bool:
    """没去成, 白跑一趟, or somebody else of ours went."""
    part, before, after = scene.part(clause), scene.painted[clause.start : at[0]], scene.painted[at[1] : clause.end]
    others = (
        (_OTHERS.search(part) and not told_for_others)
        or _BUSY.search(part)
        or _REPORTS_UP.search(part)
        or (_ORDERED.match(part) and not told_for_others)
        or _IN_VAIN.search(scene.painted, clause.start)
    )
    if _AMONG_THEM.search(before) and scene.painted[at[0] : at[1] + 1].startswith(
        ("开会", "开完会", "开个会", "开内部会", "碰头")
    ):
        return not re.search(r"[跟和与同]", before)
    if _IS_NOT.search(before) and not _DONE.search(part):
        return True
    if _UNREAD.search(after) or _UNANSWERED.match(scene.painted, *_next(scene, clause)):
        return True
    denied = _NOT.search(before) and not _NO_RESULT.match(scene.painted, at[0])
    return bool(others or _AMONG_US.search(before) or denied or _NOT_AFTER.search(after))


def _is_agreed(scene: Scene, clause: Clause, kind: str, at: tuple[int, int]) -> bool:
    """A contact that is only agreed upon: 再聊, 约了下周二见面."""
    before = scene.painted[clause.start : at[0]]
    first_and_then = "先" in scene.painted[scene.sentence(clause)[0].start : clause.start]
    if kind in _SAID:
        return False
    if _AGAIN.search(before) and not first_and_then:
        return True
    if kind == "other" and _MEAL.search(scene.painted, *at) and _goes_on_telling(scene, clause):
        return False
    return bool(_AGREED.search(before)) and (_ahead(scene, clause, at) or _is_refused(scene, clause))


def _goes_on_telling(scene: Scene, clause: Clause) -> bool:
    """岑海小梁请我喝咖啡，抱怨我们响应慢: they sat there, for something is told of it."""
    behind = scene.clauses[clause.number + 1 : clause.number + 2]
    told = any(_TOLD_THERE.match(scene.part(c)) for c in behind)
    return told and not scene.dates((clause.start, clause.end), past=False)


def _is_refused(scene: Scene, clause: Clause) -> bool:
    """约了三回，都没空."""
    near = [c for c in scene.sentence(clause) if clause.number <= c.number <= clause.number + 1]
    return bool(_REFUSED.search(scene.painted, clause.start, near[-1].end))


def _took_place(scene: Scene, clause: Clause, kind: str, at: tuple[int, int], *, backfill: bool) -> bool:
    before, rest = scene.painted[clause.start : at[0]], scene.painted[at[0] : clause.end]
    if _SUPPOSED.search(before):
        return False
    done = backfill or bool(_DONE.search(scene.part(clause))) or _gone(scene, clause, kind, at)
    to_come = bool(_TO_COME.search(before)) and not (before.endswith("先") and _goes_on_telling(scene, clause))
    if done:
        return backfill or not to_come or bool(_DONE.search(rest))
    if (
        to_come
        or _goes_on_planning(scene, clause)
        or _ahead(scene, clause, at)
        or (kind not in _SAID and _UNDONE.search(before))
    ):
        return False
    if kind == "other":
        if _MEAL.search(scene.painted, *at) and _goes_on_telling(scene, clause):
            return True
        return clause.number + 1 < len(scene.clauses) and _TALKS.search(scene.part(clause)) is not None
    if scene.painted[at[0] : at[1]] in ("去", "跑") and not scene.find(ANY_WAY, (at[1], clause.end)):
        return any(_DONE.search(scene.part(c)) for c in scene.sentence(clause))
    return kind not in _SAID or _with_somebody(scene, clause, at)


def _with_somebody(scene: Scene, clause: Clause, at: tuple[int, int]) -> bool:
    """Somebody whom we know stands in the clause: 给奶奶打电话 is a wish."""
    sentence = scene.sentence(clause)
    span = (sentence[0].start, sentence[-1].end)
    if at[1] - at[0] >= clause.end - clause.start:
        span = (0, len(scene.painted))  # 泓珩。孙总。电话。
    known = any(mark.why != UNKNOWN for mark in scene.of_kind(CUSTOMER, span))
    return known or bool(scene.of_kind(CONTACT, span) and len(sentence) > 1)


def _way(scene: Scene, clause: Clause, *, backfill: bool) -> tuple[str, tuple[int, int]] | None:
    """The first kind that is told; one that is only agreed upon (再去一趟) when there is no other."""
    planned: tuple[str, tuple[int, int]] | None = None
    for kind, pattern in WAYS:
        for found in pattern.finditer(scene.painted, clause.start, clause.end):
            before = scene.painted[clause.start : found.start()]
            if not backfill and _is_for_later(scene, clause, found.start()):
                continue
            if not _AGAIN.search(before):
                return kind, found.span()
            planned = planned or (kind, found.span())
    return planned


def _is_for_later(scene: Scene, clause: Clause, place: int) -> bool:
    """明天去博泽把合同签了: the day right before the word is still to come, however the clause ends."""
    ahead = scene.dates((clause.start, place), past=False)
    if not ahead or _SINCE.search(scene.painted, ahead[-1].span[1], place):
        return False
    if _TOMORROW.search(ahead[-1].text):
        return True
    told = _TOLD.search(scene.painted, place, scene.sentence(clause)[-1].end)
    return not told and _is_nearest_ahead(scene, ahead[-1])


def _is_nearest_ahead(scene: Scene, ahead: When) -> bool:
    """At ten in the morning 下午, unless 昨天 stands before it."""
    slot, now = as_slot(ahead), scene.now
    if any(as_slot(when) != slot for when in scene.dates((0, ahead.span[0]), past=True)):
        return False
    gone = next((when for when in scene.gone if when.span == ahead.span), ahead)
    if isinstance(slot, datetime):
        return slot.date() == now.date() and slot > now
    later = ahead.part is not None and slot == now.date() and HOURS[ahead.part][0] > now.hour
    return later or scene.is_nearer_ahead(gone)


def _goes_on_planning(scene: Scene, clause: Clause) -> bool:
    """明天去博泽拿图纸，顺便见见孙总."""
    before = [c for c in scene.sentence(clause) if c.number < clause.number]
    return any(
        _TOMORROW.search(when.text) and when.span[0] == c.start
        for c in before[-2:]
        for when in scene.dates((c.start, c.end), past=False)
    )


def _gone(scene: Scene, clause: Clause, kind: str, at: tuple[int, int]) -> bool:
    """A day gone by, or today, stands before the word; 周四谈 or 周四给他答复, behind what was told, is a plan."""
    today = scene.now.date().isoformat()
    days = [when for when in scene.dates((clause.start, at[1]), past=True) if not scene.is_nearer_ahead(when)]
    return any(
        str(when.start)[:10] <= today
        and not _is_relative_future(when.text)
        and not (
            clause.number
            and scene.may_be_ahead(when)
            and (ours := scene.painted[clause.start : when.span[0]]) in ("", "我", "我们", "那我", "我就")
            and (ours or kind == "other" or (when.span[1] == at[0] and at[1] == clause.end <= at[0] + 2))
            and not scene.of_kind(CUSTOMER, (clause.start, at[1]))
        )
        for when in days
    )


def _ahead(scene: Scene, clause: Clause, at: tuple[int, int]) -> bool:
    """A day to come stands in the clause; behind the word 7月货款 names the goods."""
    today = scene.now.date().isoformat()
    near = (clause.start, min(clause.end, at[1] + 4))
    return any(
        str(when.end)[:10] > today
        for when in scene.dates(near, past=False)
        if when.span[1] <= at[0] or when.grain not in ("month", "quarter", "year")
    )


def _is_relative_future(words: str) -> bool:
    return bool(re.search(r"下(?!午)|明|后天|后$|内$", words))
