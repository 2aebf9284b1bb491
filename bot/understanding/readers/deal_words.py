"""What a deal is called, and which stage of its way is meant."""

from __future__ import annotations

import re

from bot.understanding.clauses import Clause
from bot.understanding.marks import C
from bot.understanding.mood import asks, is_rumour, is_wish
from bot.understanding.scene import Scene, Span

STAGE_WORDS = {
    "inquiry": "客户咨询|咨询|询盘|询价阶段",
    "requirement": "需求确认|确认需求|需求调研|需求对接|需求沟通|需求",
    "solution": "技术方案设计|技术方案|方案设计|方案制定|设计方案|技术设计|方案|设计",
    "quotation": "报价审批|报价|审批",
    "contract": "合同签订|签合同|签订合同|合同签署|合同|签约|签单",
    "delivery": "订单交付|生产交付|交付|交货|发货|订单",
    "settlement": "回款结算|回款|结算|收款|收尾款|结款",
}
STAGE = "(?:" + "|".join(f"(?P<{name}>{words})" for name, words in STAGE_WORDS.items()) + ")"
STAGE_SAID = re.compile(STAGE)

_TITLE = re.compile(
    rf"{C}(?:那边|这边)?(?:的|那个|这个|有个?|有一个)*(?P<a>[^,，。;\n \ue001-\ue010]{{1,16}}?)(?:这个|那个|"
    rf"的)*(?:新)?(?:项目|商机|单子|机会|那单|这单|的单|订单|业务|方案|需求文档|需求资料|需求)|"
    rf"(?:^|(?<=[,，。;:!\n ])|把|将)(?:那个|这个)?(?P<b>[^,，。;\n \ue001-\ue010]{{1,12}}?)(?:这个|那个|"
    rf"的)*(?:新)?(?:项目|商机|单子)"
)
_BETWEEN = re.compile(
    rf"(?:.*[ ,，])?(?:另外|还有|然后|顺便|对了|帮我?|请)*(?:把|将)?{C}(?:那边|这边|公司)?(?:的|那个|这个)*(?!那边|这边|公司|单子|项目)(?P<t>[\u4e00-\u9fff]{{2,7}}?)(?:这个|那个|这|那)?(?:项目|商机|单子?|的)?"
    r"(?:可以|准备|已经?|就|要|都|也|正式|目前|现在|刚|终于|今天|阶段)*"
)
NO_TITLE = re.compile(
    r"^(?:登记|录入|新建|新增|建|先|开|录|记|立|麻烦|的|那个|这个|那|这|新|老|个|一个|有|有个|把|将|在|和|跟|就|都|也|技术|"
    r"需求|报价|方案|最新|所有|全部|今天|昨天|刚|请|让|麻烦|对|该|上个|客户|合同|丢|了|说|上次|目前|现在|"
    r"之前|最近|去年|今年|又|还|推进|推|几个|两个|我们?|他们?|到|帮我|唉|哎|可惜)*+$|"
    r"[了吗呢吧？?]|评审|归档|定稿|我们|他们|阶段|改成|改为|推|顺便|聊|谈|说|有没有|请|让|麻烦|哪些|多少|停滞|进入|已经|单子|项目|我们|彻底|会|帮|要|给|考虑|优先|再去|拜访|联系|继续|可以|往前|往下|[走一]步"
)
EDGES = re.compile(
    r"^(?:.{0,2}(?:提到|说到|聊到|讲到|谈到)的|登记|录入|新建|新增|建|的|那个|这个|那|这|个|一个|有个?|"
    r"新的?|把|将|在|有|了|我们?的?|又|还|来了?|来|最近|刚|接到|下|一笔|一批|一)+|(?:的|那个|这个|那|这|"
    r"新|一个|有|个|要|大)+$"
)


def title(scene: Scene, span: Span) -> str | None:
    """What the deal is called: 轴套 in 博泽那个轴套项目; the words of the command are no title."""
    for found in _TITLE.finditer(scene.painted, *span):
        name = "a" if found["a"] else "b"
        start, end = found.span(name)
        words = EDGES.sub("", scene.painted[start:end])
        if words and len(words) > 1 and not NO_TITLE.search(words):
            begin = start + scene.painted[start:end].index(words)
            return scene.said((begin, begin + len(words)))
    return None


def behind_the_name(scene: Scene, span: Span) -> str | None:
    """The noun between the customer and the words of the command, where nothing else stands there: 楚昀压圈推到报价."""
    found = _BETWEEN.fullmatch(scene.painted[span[0] : span[1]])
    if not found or NO_TITLE.search(found["t"]) or STAGE_SAID.fullmatch(found["t"]):
        return None
    return scene.said((span[0] + found.start("t"), span[0] + found.end("t")))


def stage_in(scene: Scene, span: Span, pattern: re.Pattern[str] = STAGE_SAID) -> str | None:
    """The stage that is named there."""
    found = scene.find(pattern, span)
    if not found:
        return None
    return next(name.lstrip("xyzwvu") for name, value in found.groupdict().items() if value)


def firm(scene: Scene, clause: Clause) -> bool:
    """Told as a fact: no question, rumour or wish."""
    return not (asks(scene, clause) or is_rumour(scene, clause) or is_wish(scene, clause))
