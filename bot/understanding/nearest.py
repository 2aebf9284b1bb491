"""Which commands a message that gave none comes nearest to, for the buttons below 没看懂."""

from __future__ import annotations

from datetime import datetime

from bot.understanding.lazy import lazy
from bot.understanding.leanings import DOUBTFUL
from bot.understanding.marks import CUSTOMER
from bot.understanding.mood import is_not_for_us
from bot.understanding.scene import Scene
from domain.directory import Directory

MOST = 3
# Where the model hears little: a word that belongs to the subject, in the order in which the commands are offered.
_NEAR = (
    ("set_reminder", lazy(r"明天|后天|下周|周[一二三四五六日天]|打算|准备|计划|约了|提醒|记得|别忘")),
    ("log_activity", lazy(r"拜访|见|聊|谈|电话|微信|邮件|联系|跟进|开会|客户")),
    ("submit_quote", lazy(r"报价|单价|价格|折")),
    ("record_payment", lazy(r"回款|付款|打款|到账|钱")),
    ("sign_contract", lazy(r"签|合同|中标")),
    ("open_opportunity", lazy(r"项目|商机|需求|机会")),
    ("request_help", lazy(r"支持|帮忙|打样|样品|部")),
    ("list_tasks", lazy(r"待办|任务|今天|安排|跟进")),
    ("query_funnel", lazy(r"漏斗|转化|数据|报表")),
    ("query_payments", lazy(r"多少|回款|统计")),
)
_OURS = lazy(r"客户|报价|商机|合同|回款|拜访|提醒|打算|计划|准备|约了")


def nearest(text: str, now: datetime, directory: Directory) -> list[str]:
    """Up to three commands, the likeliest first; none for small talk and for what is not for us."""
    scene = Scene.of(text, now, directory)
    if not scene.clauses or is_not_for_us(scene):
        return []
    likely = sorted(scene.heard.likely.items(), key=lambda one: -one[1])
    found = [command for command, likelihood in likely if likelihood >= DOUBTFUL]
    found += _by_words(scene, named=bool(scene.of_kind(CUSTOMER)))
    return list(dict.fromkeys(found))[:MOST]


def _by_words(scene: Scene, *, named: bool) -> list[str]:
    """By single words; without a customer one of them must be plainly ours."""
    found = [command for command, words in _NEAR if words.search(scene.mended)]
    if named:
        first = ["set_reminder", "log_activity"] if "set_reminder" in found[:1] else ["log_activity"]
        return [*first, "query_customer", *found]
    return found if len(found) > 1 or _OURS.search(scene.mended) else []
