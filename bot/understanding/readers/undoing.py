"""Taking the last record back, in one's own words: 撤销 2; 头先嗰条唔要喇; 手滑发错了，把上一条删了吧."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.understanding.clauses import Clause
from bot.understanding.lazy import lazy
from bot.understanding.marks import CUSTOMER
from bot.understanding.numerals import numeral_at
from bot.understanding.reading import WHOLE, Found, reads
from bot.understanding.scene import Scene
from bot.understanding.strangers import UNKNOWN
from domain.dialogue import Undo

# The words that such a clause is made of; particles may stand anywhere between them.
_PARTICLES = (
    r"(?:申请|想要?|现在?|烦请|请|麻烦|帮我|帮忙|给我|替我|你|我|咱|把|将|那就|那(?!一?条|一?笔|个)|就|先(?!头)|都|也|全|给|算了|哎呀?|唉|呃|嗯|哦|啊|吧|呀|哈|呗|啦|喇|"
    r"咗|嘅|的|了|掉|一下|下|不好意思|抱歉|对不起|sorry|谢谢|拜托|快|赶紧|可以|能|直接|重新|是|咧|咯|呢|额|喔|嗐|嗨|兄弟|大哥|pls|please|从系统里?|系统里|[,，!！。 ~:：])"
)
_MANY = f"{_PARTICLES}*+"
_LAST = (
    r"(?:(?:我)?(?:刚才|刚刚|刚个|刚|方才|头先|啱啱|先头|上面|前面|上(?!次|回|周|月|个)|前|最后|最近|最新|之前)(?:我)?(?:[那这箇搿]|嗰|一|记|录|发|说|写|提交|登记?|输入|报|填|入|点|"
    r"存|弄|的|错[了群里]{0,3})*+(?:条|个|步|次|笔|句|份|坨|记录|消息|单|内容|拜访|跟进|操作|录入|登记)(?:的)?(?:记录|消息|内容|操作|录入|登记|拜访|跟进|[回到]款)?|"
    r"(?:刚才|刚刚|刚|头先|啱啱)(?:我)?(?:那|发|记|录|写|说|提交|登记?|填|入)的(?:东西|内容|记录|消息|拜访|跟进|[回到]款|那?[条笔个坨])?|"
    r"(?:这|那|嗰|呢)(?:一)?(?:条|笔)(?:拜访|跟进|回款|报价)?(?:记录|消息)?|(?:刚才|刚刚|上面)(?:的)?(?:记录|那些|那))"
)
_GO = (
    r"(?:撤销|撤掉|撤了|撤回(?:来|去)?|撤|作废|删除|删掉|删去|删|取消|不要|唔要|勿要|别要|莫要|不用要|回退|退回去|去掉|清掉|清除|抹掉|拿掉|划掉|"
    r"销掉|收回(?:来)?|收返(?:来|去)?|倒回[去来]|还原|退掉|回滚|抹了?|删(?:除|球)了?|[覅勿唔]要|扔掉|别算数?|不算数?|不作数|别记|不用记|不记|别存|当我(?:刚才|刚刚)?没(?:说过?|发过?|记过?|录过?)|当冇(?:讲过|发过)|undo|delete|cancel)"
)
_OUT = r"(?:撤(?:销|掉|回|了)?|删(?:除|掉|了)?|作废)"
_FAULT = r"(?:(?:记|录|发|写|搞|弄|填|点)?(?:错|重复?|多|串|混)(?:录|记|发)?|误发|手滑|不对|有问题|有误|[一二两三四五几\d]{1,2}条)"
_ENGLISH = (
    r"(?:undo|scrap|delete|remove|cancel|drop|discard|erase|revert|take back|get rid of)(?: (?:that|this|it|what i just (?:sent|said|logged|wrote|entered))(?= ?(?:$|[,.!]|please|pls))|"
    r"(?: (?:that|the|my|this|very|last|latest|previous|most|recent)){1,4} (?:entry|record|one|log|note|visit|call|message|thing|activity|payment|input))(?: (?:i|we) (?:just )?(?:sent|made|logged|entered|wrote))?(?: (?:entry|record|now|again|too)){0,2}"
)
_ALONE = lazy(
    rf"{_MANY}[那这](?:个|份)(?:记录)?{_MANY}{_OUT}{_MANY}|{_MANY}{_OUT}{_MANY}[那这](?:个|份)(?:记录)?{_MANY}|"
    rf"{_MANY}(?:撤(?:销|掉|回|了?(?=吧))|undo|回退|当我(?:刚才|刚刚)?没(?:说|发|记|录|写)过?)(?:上?一步|操作|记录)?{_MANY}|{_MANY}(?:ctrl ?\+ ?z|cmd ?\+ ?z|悔棋|不算){_MANY}(?:上一步|不算)?{_MANY}|{_MANY}{_ENGLISH}{_MANY}"
)
_SHORT = lazy(
    rf"{_MANY}{_GO}(?:它|佢|记录|登记|一步|(?:其中|多的?|重复的?|后面的?|前面的?|第二)*(?:[那这]?一?[条个笔遍次份])(?:就?行|就好|记录)?)?{_MANY}"
)
_TAKES = lazy(
    rf"{_MANY}{_ENGLISH}{_MANY}|{_MANY}(?:{_GO}{_MANY}(?:{_LAST}|刚才的?|刚刚的?)|{_LAST}{_MANY}{_FAULT}?{_MANY}(?:{_GO}(?:它|佢|记录|登记)?{_MANY}(?:[^,，。;]{{0,8}}?[搞弄记填写选录发][错串反]了?{_MANY})?){{1,2}}){_MANY}佢?"
)
_REASON = lazy(
    r"错|串|混|岔|重复|[记录发点按报]重|多[记录发点按报了]|误|手滑|手抖|手快|手贱|点快|反了|不对|没这回事|不是这[个家]|不算|测试|试一下|试试|已经?[记录登]过|别人的|不是我(?:要|想)?[记录发]?的|发了两[遍次条]|wrong|mistake|by accident|accidental|duplicate|twice|typo|messed|not right|test"
)
_WRONG_AND_GO = lazy(
    rf"(?:我|刚才|刚刚|不小心|手滑|手快|好像|可能)*+(?:(?:[记录发写填点弄搞按]?(?:错|重复?|多)|多[记录发点])了?(?:[一两]?[条笔个次])?){{1,3}}了?{_MANY}{_GO}{_MANY}"
    rf"(?:其中|后面|前面|刚刚|刚才|上面|多的?|多余|重复)?的?(?:[一那这]?[条个笔次份](?:记录)?)?{_MANY}"
)
# 撤销吧刚才写串了: the reason follows without a pause.
_PAUSE = lazy(
    r"(?<=[吧了掉销])(?=我?(?:刚才|刚刚|头先|上面|上一?条|前面|那条)[^,，。;]{0,8}[错串混重反岔误])|[,，。!！;；~:：\n\t]+ *|\. |(?<![a-z']) +| +(?![a-z'])"
)
_FILLER = lazy(rf"{_PARTICLES}++")
_NUMBER = r"(?P<nth>\d{1,2}|[一二两三四五六七八九十]{1,2})"
_PLEASE = rf"^{_MANY}"
_END = rf"(?:记录|它|这条|那条|{_PARTICLES})*+(?:其[余他它]的?[^,，。;]{{0,6}}(?:留|不[动变用]|保留)[^,，。;]{{0,4}})?$"
_NUMBERED = tuple(
    lazy(pattern)
    for pattern in (
        rf"{_PLEASE}(?:撤销|撤掉|undo|回退)(?:一下)?(?:回执|记录|刚才|操作)?(?:号)?[ :]*#?(?P<receipt>\d{{3,12}})(?:号)?(?:回执|记录)?{_END}",
        rf"{_PLEASE}(?:回执|记录)?# ?(?P<receipt>\d{{1,12}})(?:[这那][条张个]|号|的| )*+(?:记录|回执)?{_MANY}{_GO}{_END}",
        rf"{_PLEASE}{_GO}{_MANY}(?:回执|记录)?#(?P<receipt>\d{{1,12}})(?:这条|那条|号|的)?(?:记录|回执)?{_END}",
        rf"{_PLEASE}(?:回执|记录|编号|单号)(?:号)?[ #:]*(?P<receipt>\d{{3,12}})(?:[这那][条张个]|号|的)*+(?:记录|回执)?{_MANY}{_GO}{_END}",
        rf"{_PLEASE}(?P<receipt>\d{{4,12}})(?:[这那][条张个]|号|的)*+(?:记录|回执){_MANY}{_GO}{_END}",
        rf"{_PLEASE}{_GO}{_MANY}(?:刚才的?|上面的?|里面的?)?第?{_NUMBER}(?:条|个|项|笔)?(?:记录)?{_END}",
        rf"^(?:请|麻烦|帮我)?(?:把|将){_NUMBER}{_MANY}{_GO}{_END}",
        rf"{_PLEASE}(?:刚才的?|上面的?)?第{_NUMBER}(?:条|个|项|笔)(?:记录)?{_MANY}{_GO}{_END}",
    )
)


@reads(Undo, (*_NUMBERED, _TAKES, _ALONE, _SHORT, _WRONG_AND_GO))
def undo(scene: Scene) -> Iterator[Found]:
    """The whole message takes something back, or one clause of it does, before it tells what was meant."""
    slots = _numbered(scene.mended.strip())
    if slots or _is_only_that(scene):
        yield Found(Undo, (0, len(scene.text)), slots, WHOLE + 3, why="undo")
        return
    for clause in scene.clauses:
        if _takes(scene, clause):
            span = (clause.start, clause.end)
            yield Found(Undo, span, {}, 96.0, frozenset((clause.number,)), "takes the last record back")
            return


def _numbered(whole: str) -> dict[str, object]:
    for pattern in _NUMBERED:
        found = pattern.match(whole)
        if found:
            return {name: _count(value) for name, value in found.groupdict().items() if value}
    return {}


def _is_only_that(scene: Scene) -> bool:
    """Each piece takes back, or says why: nothing else is in the message."""
    pieces = [piece for piece in _PAUSE.split(scene.mended) if piece and not _FILLER.fullmatch(piece)]
    if (
        len(pieces) > 4
        or re.search(r"报价(?!了|[那这]条)", scene.mended)
        or any(mark.why != UNKNOWN for mark in scene.of_kind(CUSTOMER))
    ):
        return False
    taking = [piece for piece in pieces if _TAKES.fullmatch(piece) or _ALONE.fullmatch(piece)]
    reasons = [
        piece
        for piece in pieces
        if len(piece) <= (22 if "记录" in piece else 14) and _REASON.search(piece) and piece not in taking
    ]
    if reasons and not taking:
        taking = [piece for piece in pieces if _SHORT.fullmatch(piece) or _WRONG_AND_GO.fullmatch(piece)]
    return bool(taking) and all(piece in taking or piece in reasons for piece in pieces)


def _takes(scene: Scene, clause: Clause) -> bool:
    known = any(mark.why != UNKNOWN for mark in scene.of_kind(CUSTOMER, (clause.start, clause.end)))
    return not known and _TAKES.fullmatch(scene.mended, clause.start, clause.end) is not None


def _count(value: str) -> int:
    read = numeral_at(value, 0)
    return int(read.value) if read else 0
