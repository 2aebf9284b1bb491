"""Which stage of its way a deal has reached, and whether it is told as a fact."""

from __future__ import annotations

import re

from bot.understanding.clauses import Clause
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


def stage_in(scene: Scene, span: Span, pattern: re.Pattern[str] = STAGE_SAID) -> str | None:
    """The stage that is named there."""
    found = scene.find(pattern, span)
    if not found:
        return None
    return next(name.lstrip("xyzwvu") for name, value in found.groupdict().items() if value)


def firm(scene: Scene, clause: Clause) -> bool:
    """Told as a fact: no question, rumour or wish."""
    return not (asks(scene, clause) or is_rumour(scene, clause) or is_wish(scene, clause))
