"""Quotes that are taken back: 撤回给博泽的报价, 报价单数量填错了，撤回重报."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.understanding.clauses import Clause
from bot.understanding.lazy import lazy
from bot.understanding.marks import QUOTE, C, M, Q, W
from bot.understanding.readers.deal_words import for_each
from bot.understanding.readers.scopes import given
from bot.understanding.reading import Found, reads
from bot.understanding.scene import Scene
from domain.quotes import WithdrawQuote

# How it is taken back, and what: in either order, in one clause or in two that follow each other.
_BACK = (
    r"(?:撤回(?!的那)|收回|撤销|取消|作废|回收|召回|追回|[拿拉要退取抽收扯攞拎]回来|[抽取扯]回|[收攞撤拿][翻返转番]|"
    r"[拿撤摘]下来|收起来|往回撤|废[了掉]|撤(?![走资店职回])|"
    r"withdraw|recall|cancel|pull back|call back|take back|pull(?= the quot))"
)
_OFFER = rf"(?:{Q}|报价(?:单)?(?!高|低|太|偏|贵|提醒|会|记录)|报给{C}的?价|{C}[的那这嗰份张个]{{1,3}}价格?(?!格战)|给{C}(?:的|(?:发|报)(?:过去|出去)?的)(?:价|[那这][份张个])|报给{C}[的那这][份张个]|{C}那[份张](?=[收抽拿撤取扯攞往拉]|先|就|我要|给我|$|[,，。])|报出去的价格?|\bquote)"
TAKEN_BACK = lazy(rf"{_BACK}[^,，。;]{{0,16}}?{_OFFER}|{_OFFER}[^,，。;]{{0,20}}?{_BACK}")
_A_QUOTE = lazy(_OFFER)
_IDLE = (
    r"(?:那|就|先|得|要|请|帮我|帮(?!我)|帮忙|麻烦|直接|赶紧|马上|立刻|快|给我|我|都|一下|下|把?[它他这那][个张份条]?|吧|来|去|了|啊|哈|掉|"
    r"落?来|重报|重新报|重做|重新做?|重来|再报|谢谢|一齐|一起|没批|我要|[ !])*"
)
_ALONE = lazy(rf"^{_IDLE}{_BACK}{_IDLE}$")
_NOT = lazy(
    r"(?:没(?!批)|别(?!批)|不要|不用|不能|不想|能不能|怎么|如何|谁|为什么|为啥)[^,，。;]{0,4}"
    rf"{_BACK}|(?:^|[ ,，])谁[把给]|(?:客户|他们|对方|人家)(?!的)(?:[^,，。;]{{0,4}}(?:取消|撤)|(?:也|都|已经?|又|就)*把[^,，。;]{{0,10}}{_BACK})|{_BACK}[^,，。;]{{0,3}}(?:吗|没有|了没|提醒)|"
    rf"(?:被|已经?){_BACK}(?:了|的)?$"
)
# Where another command of the sentence begins.
_NEXT = lazy(
    rf"报[^,，。;]{{0,6}}[\d{M[0]}]|{M}|签|提醒|回款|拜访|改成|评审|另外|(?:同意|批准|驳回|通过)[^,，。;]{{0,4}}{Q}"
)
_TO_ANOTHER = lazy(rf" *{W}[ ,，:：]*你(?!们|好)")  # 陈晓彤，你把甬砺的报价撤了吧
_POLITE = lazy(r"^(?:你)?(?:能不能|能否|能|可不可以|可以|可否|麻烦|请)(?:你|麻烦|请)?(?:帮|把|给我)")
_A_NAME = lazy(rf"(?:是|就是)?{C}(?:那边|家)?(?:的|那[个张份])?(?:报价)?")
_REACH = 2


@reads(WithdrawQuote, (TAKEN_BACK, _A_QUOTE))
def withdraw(scene: Scene) -> Iterator[Found]:
    for clause in scene.clauses if not _TO_ANOTHER.match(scene.painted) else ():
        span = (clause.start, clause.end)
        near = (clause.start, _until(scene, clause))
        cue = scene.find(TAKEN_BACK, span) or _later(scene, clause)
        part = scene.part(clause)
        if not cue or (_NOT.search(part) and not _POLITE.match(part) and not _later(scene, clause)):
            continue
        quotes = scene.of_kind(QUOTE, near) or scene.of_kind(QUOTE, (scene.sentence(clause)[0].start, clause.end))
        numbers = _with_why(scene, clause, cue)
        several = scene.of_kind(QUOTE, span)
        if len(several) > 1:
            for quote in several:
                at, taken = (quote.start, quote.end), numbers if quote is several[0] else frozenset[int]()
                slots = given(quote_no=quote.value[0])
                yield Found(WithdrawQuote, at, slots, 84.0, taken, "takes a quote back", carries=False)
            return
        slots = given(
            quote_no=quotes[0].value[0] if quotes else None, customer=None if quotes else scene.customer_in(near)
        )
        found = Found(WithdrawQuote, cue.span(), slots, 84.0, numbers, "takes a quote back", carries=not quotes)
        yield from for_each(scene, found)
        return


def _until(scene: Scene, clause: Clause) -> int:
    """The end of the sentence, or of a name alone behind it: 撤报价！岑海的！"""
    last = scene.sentence(clause)[-1]
    after = scene.clauses[last.number + 1 : last.number + 2]
    named = [c for c in after if _A_NAME.fullmatch(scene.part(c))]
    return named[0].end if named else last.end


def _later(scene: Scene, clause: Clause) -> re.Match[str] | None:
    """The quote here and the taking back in a later clause, or the other way round."""
    behind = scene.clauses[clause.number + 1 : clause.number + 1 + _REACH]
    if any(_ALONE.search(scene.part(c)) for c in behind if c.sentence <= clause.sentence + 1):
        return scene.find(_A_QUOTE, (clause.start, clause.end))
    return None


def _with_why(scene: Scene, clause: Clause, cue: re.Match[str]) -> frozenset[int]:
    """The clauses of the taking back and of its reason, up to the next command of the sentence."""
    numbers = {clause.number, *scene.numbers_of(cue.span())}
    for later in [c for c in scene.sentence(clause) if c.number > max(numbers)]:
        # 明早九点提醒我…: the day of a reminder stands before its word.
        if _NEXT.search(scene.painted, later.start, later.end + 2) or scene.mended[later.end : later.end + 1] == ":":
            break
        numbers.add(later.number)
    return frozenset(numbers)
