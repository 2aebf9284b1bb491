"""Deals that are lost, and why."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.understanding.clauses import Clause
from bot.understanding.lazy import lazy
from bot.understanding.marks import COLLEAGUE, CONTACT, CUSTOMER, C, Mark, Q
from bot.understanding.readers.deal_words import firm, for_each, for_one_reason
from bot.understanding.readers.kinds import head_of
from bot.understanding.readers.notes import is_only_a_day
from bot.understanding.readers.scopes import given
from bot.understanding.readers.titles import alone, title
from bot.understanding.readers.ways import ANY_WAY
from bot.understanding.reading import Found, reads
from bot.understanding.scene import Scene, Span
from bot.understanding.strangers import UNKNOWN
from domain.opportunities import LoseOpportunity

# Words that say it alone, then those that need the deal beside them, before or behind.
_ALONE = (
    r"(?<!别)(?<!弄)丢(?:了|掉|单|给|标|失)|失单|[输飞丢]单(?!率|分析|统计|数|客户|量|多少|排)|黄(?:了|掉|脱了|求了|啦|喽|咯|得差不多)|没戏了?|输(?:了|掉|给)|飞了|泡汤|没拿[下住]|没拿到(?:单|订单|项目)?|没中标?|落标|流标|流单|"
    r"没成(?!本)|没[保守]住(?!密|嘴)|没[做弄搞谈办]成|[做弄搞谈]不成了?|没谈(?:下来|拢(?=.*单)|妥)|没接(?:到|下|住|成)|没抢[到过]|(?<!心)(?<!心都)(?<!心里)凉(?:了|凉|透)|死单|败给|败了|不做了|不跟了|告吹|吹了|跑单|战败|出局|失败|落选|淘汰|没(?:机会|希望)了|"
    r"没选(?:上|中)?我们|没选上|关单(?!率)|(?:单子?|项目|商机)[^,，。;]{0,3}(?:别|不用|甭)跟了|终止了?|打水漂|脱钩了?|(?<![a-z])gg(?![a-z])|判死刑|冇咗|截咗?糊|黄汤了|被(?:否|毙|pass)了?|(?:没|不)考虑我们|lost|lose to|dead"
)
_DEAL = r"(?:项目|商机|单子?|订单|标(?![签准志记语牌识题])|业务)"
_GONE = r"(?:取消|叫停|下马|砍了|砍掉|停了|停掉|搁置了|不上了|不搞了|不要了|没了|跑了|关了|关掉|关闭|作废|死了|结束掉|撤了)(?!了?(?:多久|几天|[一两三半]|部分|\d))"
_TAKEN = (
    r"(?:给|被|让)[^,，。;]{1,14}?(?:抢(?:走|去|了|单)|拿走|拿下|拿了|截胡|撬走|撬了|做了去|中了|夺走|挖走|切走|接走|吃掉|吃了)|"
    r"(?:选了|选择了?|选|定了|定给了?|给了|签了|用了|下给了?)(?:别家|别人|其他(?:家|人|供应商)?|竞争对手|竞品|对手|对家|同行|人家(?!的)|另一家|另外一家|本地(?:的|供应商|厂))|"
    r"(?:最后|最终|还是|已经?)(?:给|选|定|用)了(?![^,，。;]{0,6}[我咱])[^,，。;]{1,6}(?:厂|货)(?=$|[,，。])|标(?:记|为|成)*[^,，。;]{0,3}流失|给(?:别人|别家|人家|同行|对手|其他家?)(?:做|干|拿)?了"
)
_LOST = lazy(
    rf"(?<=[\ue001\ue010])[ ]*丢(?=[ ]|$)|(?<=[,，。;；:： ])丢(?=$|[,，。;； ])|{_ALONE}|{_DEAL}[^,，。;\ue001-\ue010]{{0,6}}?(?<![忙累急气笑烦困饿热冷]){_GONE}|(?:取消|关掉|关闭|关了|作废)了?(?:这个|那个|该)?(?:项目|商机|单子)|{_TAKEN}"
)
_LOST_WHAT = lazy(rf"单|项目|商机|标|订单|客户|{Q}|业务")
_NOT_LOST = lazy(
    r"(?:没(?!了|戏)|别|不会|怕|担心|差点|万一|会不会|可能|八成|多半|恐怕|估计|大概率|看样子|不能|不想|险些|避免|防止|快|要|不是|并非|不算)[^,，。;丢黄]{0,4}$"
)
_LOST_OTHER = lazy(
    r"外卖|淘宝|美团|京东|猫|手机(?!(?:中|后|外)?[框壳盖支])|钱包|钥匙|电脑|u盘|快递|(?:样品|样件|货|名片|发票|图纸|箱)[^,，。;单标项]{0,3}丢|寄丢|身份证|行李|密码|游戏|装备|外卖"
)
# The order to mark the deal is no reason, and 一单没成 speaks of no deal.
_MARKS = lazy(
    r"^(?:帮我?|请|麻烦|就|先)*(?:标|记|改|登记|录)(?:记|成|为|个)*(?:丢单|输单|失单|丢)|"
    r"^(?:那|就|先|请|麻烦|帮我)*把?(?:这个|那个|该)?(?:商机|项目|单子)?(?:给我|帮我|也|都|就|先|给|[ ])*(?:关|结|撤|作废)[掉了闭]{0,2}(?:它|这条|那条)?(?:吧|一?下)?$|"
    r"^(?:请|麻烦|帮我|就|先|把|也|那)*(?:关闭|关掉|关了|取消|作废|结束)了?(?:这个|那个|该|对应的?)?(?:项目|商机|单子)(?:吧|了|一下|掉)*$|"
    r"^(?:帮我?|请|麻烦)?(?:丢单|输单|失单)(?:登记|记录|录入|报备)$|^(?:这|那)?(?:一?单|条)?(?:就)?(?:按|当|作)(?:为)?(?:输单|丢单|失单)(?:处理|记|算)?(?:吧)?$|^这单没了$"
)
# 输给泓珩了, 被泓珩抢走了: a customer of ours may be the one who took it, and whose deal it was is another.
_WINNER = lazy(
    rf"(?:[输败]给了?|不敌|[干拼比]不过|被|让|给了?|选了?|定了?|定给了?|签了|用了|归了?|落到)(?:隔壁的?)?(?P<who>{C})(?=(?:那边|他们|家|手[里上])*(?:$|[,，。;、 了抢拿截撬中夺挖切接吃做低]))"
)
_NAMES_IT = lazy(rf"{C}(?:的?[\u4e00-\u9fff]{{1,8}}(?:项目|单子?|商机))?")
_ORDERED = lazy(r"^(?:帮我?|请|麻烦|就|先)*(?:标|记|改|登记|录)")
_NONE_AT_ALL = lazy(r"[一半]个?单(?:子)?(?:都|也)?(?:没|未|不)")
# 今天去皖钧没谈成，下周再去: only that day's talk failed.
_TALK_FAILED = lazy(r"没(?:谈|聊|办)(?:成|下来|妥|拢)")
_GOES_ON = lazy(r"再|又|继续|下次|下周|明天|后天|改天|回头")
_OF_ALL = lazy("都|全")
_GIVEN_AWAY = lazy(r"选了|定了|给了|[给被让]")
_LABELLED = lazy(r"^(?:因为|由于|原因是?[:：]?|理由是?[:：]?|败因是?[:：]?|主要是|主要因为|[Rr]eason(?: is)?[:：]? *)")
_ELSE = lazy(
    r"提醒|报价 |拜访了|签了|回款|再[谈约聊]|建议|意见|^(?:另外|顺便|顺带|还有|再|同时|然后|对了)|改成|加个|(?:再|重新?|另)(?:建|开|立)|(?:又|还)有个?新"
)
_CAUSE = lazy(
    r"高|低|压(?![铸机力缸])|贵|慢|长|选|抢|没|不|签|自制|砍|取消|人家|账期|\d天|便宜|用[^,，。;]{0,6}家|(?:给|定)了"
)
_CAUSES = 2  # clauses: 账期人家给120天，没法比
_SIGN = lazy(r"[,，。;；]")
_BECAUSE = lazy(r"(?:因为|由于|原因(?:是|:|：)?|理由(?:是|:)?|主要(?:是|因为))")


@reads(LoseOpportunity, _LOST)
def lose(scene: Scene) -> Iterator[Found]:
    told: set[int] = set()
    made: list[Found] = []
    for clause in scene.clauses:
        cue = scene.find(_LOST, (clause.start, clause.end))
        if (
            not cue
            or (clause.sentence in told and not _losers(scene, clause))
            or not firm(scene, clause)
            or _LOST_OTHER.search(scene.mended[clause.start : clause.end])
            or ("隔壁" in scene.part(clause) and not scene.of_kind(CUSTOMER, (clause.start, clause.end)))
            or _NONE_AT_ALL.search(scene.part(clause))
            or _is_one_talk(scene, clause, cue)
            or (not scene.of_kind(CUSTOMER) and scene.of_kind(COLLEAGUE, (clause.start, cue.start())))
        ):
            continue
        if _NOT_LOST.search(scene.painted[clause.start : cue.start()]) or not _is_a_deal(scene, clause):
            continue
        reason, numbers = _reason(scene, clause, cue.span())
        slots = given(
            customer=_whose(scene, clause),
            reason=reason,
            title=_lost_title(scene, clause, cue.span(), numbers),
        )
        made += for_each(scene, Found(LoseOpportunity, cue.span(), slots, 74.0, numbers, "lost"))
        told.add(clause.sentence)
    yield from for_one_reason(made, _OF_ALL)


def _losers(scene: Scene, clause: Clause) -> list[Mark]:
    """The customers of a clause but for the one who took the deal."""
    winners = {found.start("who") for found in _WINNER.finditer(scene.painted, clause.start, clause.end)}
    return [mark for mark in scene.of_kind(CUSTOMER, (clause.start, clause.end)) if mark.start not in winners]


def _whose(scene: Scene, clause: Clause) -> object | None:
    """Whose deal it was: 楚昀那个单子，输给津舸了; 输给泓珩了，墨桁压铸模那个项目."""
    near = [*reversed(scene.clauses[: clause.number + 1]), *scene.clauses[clause.number + 1 :][:2]]
    if _losers(scene, clause) or not scene.of_kind(CUSTOMER, (clause.start, clause.end)):
        near = [clause]
    return next((scene.value(marks[0]) for c in near if (marks := _losers(scene, c))), None)


def _is_one_talk(scene: Scene, clause: Clause, cue: re.Match[str]) -> bool:
    rest = scene.painted[cue.end() : scene.sentence(clause)[-1].end]
    talk = _TALK_FAILED.fullmatch(cue[0]) and not re.search("单|项目|商机|标|订单|业务", scene.part(clause))
    return bool(talk and _GOES_ON.search(rest))


def _is_a_deal(scene: Scene, clause: Clause) -> bool:
    """钥匙丢了 is none: a customer whom we know, or a word for the deal."""
    near = scene.sentence(clause)
    start = near[max(0, near.index(clause) - 1)].start
    marks = scene.of_kind(CUSTOMER, (start, clause.end))
    return any(mark.why != UNKNOWN for mark in marks) or bool(_LOST_WHAT.search(scene.painted[start : clause.end]))


def _lost_title(scene: Scene, clause: Clause, cue: Span, numbers: frozenset[int]) -> str | None:
    """In the clause itself, or alone behind the customer in another: 渝峤支架."""
    others = [c for c in scene.clauses if c.number in numbers and c != clause and not _MARKS.search(scene.part(c))]
    others += [c for c in reversed(scene.sentence(clause)) if c.number < clause.number]
    ordered = _ORDERED.search(scene.part(clause)) is not None  # 标记丢单 皖钧多路阀 价格
    own = title(scene, (cue[1] if ordered else clause.start, clause.end), None if ordered else cue)
    named = (title(scene, (c.start, c.end)) for c in others if ordered)
    return own or alone(scene, others) or next((one for one in named if one), None)


def _reason(scene: Scene, clause: Clause, cue: Span) -> tuple[str | None, frozenset[int]]:
    """Why: what follows in the sentence, else the words before the cue, else who took it."""
    behind = _behind(scene, clause)
    numbers = frozenset((clause.number, *(c.number for c in behind)))
    kept = [c for c in behind if not _MARKS.search(scene.part(c))]
    kept = kept[1:] if len(kept) > 1 and _NAMES_IT.fullmatch(scene.part(kept[0])) else kept
    if kept and _GIVEN_AWAY.match(scene.painted[cue[0] : cue[1]]):
        return scene.said((cue[0], kept[-1].end)), numbers
    if kept:
        return _LABELLED.sub("", scene.said((kept[0].start, kept[-1].end))).strip(" ：:，,"), numbers
    inside = _BECAUSE.search(scene.part(clause))
    if _MARKS.search(scene.part(clause)):
        before = _cause_before(scene, clause)
        return (before[0], numbers | before[1]) if before else (None, numbers)
    if inside:
        return scene.said((clause.start + inside.end(), clause.end)).strip(" ：:"), numbers
    who = scene.said(cue)
    after = scene.said((cue[1], clause.end)).strip(" 了，,吧")
    before = _cause_before(scene, clause)
    if before:
        return before[0], numbers | before[1]
    return (after or (who if len(who) > 3 else None)), numbers


def tidy(words: str) -> str | None:
    """A reason without the words that announce it and the order to mark the deal."""
    kept = [piece for piece in _SIGN.split(words.strip(" ,，。;")) if piece and not _MARKS.search(piece)]
    return _LABELLED.sub("", "，".join(kept)).strip(" ：:，,") or None


def _behind(scene: Scene, clause: Clause) -> list[Clause]:
    """What goes on about the same deal."""
    kept: list[Clause] = []
    for later in scene.clauses[clause.number + 1 : clause.number + 5]:
        another = scene.find(_LOST, (later.start, later.end)) and _losers(scene, later)
        if later.sentence > clause.sentence + 1 or another or _ELSE.search(scene.part(later)) or _tells(scene, later):
            break
        if is_only_a_day(scene, later) and scene.painted.startswith("提醒", later.end):
            break
        kept.append(later)
    return kept


def _tells(scene: Scene, clause: Clause) -> bool:
    """…没拼过。孔工今天亲自打电话来解释的: the next sentence tells of a contact with somebody."""
    if scene.sentence(clause)[0] != clause or not scene.of_kind(CONTACT, (clause.start, clause.end)):
        return False
    head = head_of(scene, clause, backfill=False)
    return head is not None and head.sure


def _cause_before(scene: Scene, clause: Clause) -> tuple[str, frozenset[int]] | None:
    kept: list[Clause] = []
    for earlier in reversed([c for c in scene.sentence(clause) if clause.number - _CAUSES <= c.number < clause.number]):
        if not _CAUSE.search(scene.part(earlier)) or (kept and ANY_WAY.search(scene.part(earlier))):
            break
        kept.insert(0, earlier)
    return (scene.said((kept[0].start, kept[-1].end)), frozenset((kept[-1].number,))) if kept else None
