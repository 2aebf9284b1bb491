"""Asking what is to be done: 我今天要跟进谁, 下周的安排."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.understanding.clauses import Clause
from bot.understanding.cues import Apart
from bot.understanding.lazy import lazy
from bot.understanding.marks import CONTACT, CUSTOMER
from bot.understanding.readers.scopes import given, period, rest
from bot.understanding.reading import Found, reads
from bot.understanding.scene import Scene
from domain.reminders import ListTasks

_TASKS = lazy(
    r"(?:要|该|需要|得|应该|有(?:哪些|什么|啥|几个|多少)?|还有)?(?:跟进|联系|回访|拜访|见|跑|"
    r"走访)(?:的)?(?:谁|哪些|哪几|什么|啥|几家|几个|多少)(?:客户|人|家|的)?|(?:哪些|谁|哪几个|哪几家|什么|"
    r"啥)(?:客户|人|事|事情|公司)?(?:是)?(?:今天|本周|下周|这周|明天)?(?:我)?(?:要|该|需要|得|没|还没|"
    r"应该|待)(?:跟进|跟(?!我|你|他)|做|办|处理|联系|回访|拜访|完成)|"
    r"待办(?!事项?[:：])|跟进(?:计划|清单|列表|任务|安排|提醒)|我的?任务|(?:任务|日程|行程|工作)(?:列表|"
    r"清单|安排)|(?:有|还有)(?:哪些|什么|啥|几个)(?:要|该)?(?:跟进|待办|拜访|联系|回访)?(?:的)?(?:任务|"
    r"提醒|安排|日程|计划|行程|要做|事|活|工作|拜访(?!记录))|(?:要|该|得)(?:做|干|办|处理)(?:些)?(?:什么|啥|哪些|嘛)|"
    r"(?:我的?)提醒(?:有哪些|列表|列一下|看一下|清单)?$|(?:查|看)(?:一下|下|看)?(?:我)?(?:的)?(?:提醒|"
    r"待办|任务|日程|跟进)|未归档|到期的?(?:跟进|任务|提醒|待办|事)|todo|to ?do|需要跟进的|要跟进的|该跟进的|待跟进|有什么要跟|(?:要|该|"
    r"需要|待|得)(?:联系|跟进|拜访|回访|见)的(?:客户|人)|(?:我|明天|后天|今天|"
    r"[周期][一二三四五六日天])的(?:安排|日程|行程|计划)$|(?:[天周月日号]|星期|礼拜)(?:我)?的?(?:工作|跟进)?(?:安排|日程|行程|计划)(?:是|有)?(?:给我|发我|帮我|我)*(?:看|列|查|什么|啥|咋|怎么|说|发)|跟谁|谁(?:还)?没(?:有)?(?:跟|联系|拜访|回访)|"
    r"(?:任务|安排|日程|行程|待办)(?:是|有)?(?:什么|啥|哪些)"
)
# 我今日有咩客要跟进: what is to be done and the word that asks, in any order.
_TO_DO = lazy(
    r"(?:要|该|得|需要?|应该|待|准备|安排|等着?)(?:我|去|来|再|做|打|人|给){0,2}(?:(?:看|瞅|瞧|找|会|打给)(?:望|看)?(?=谁|哪[个家位些])|去(?=哪[几些]家)|(?:谁|哪[几个些家位]{1,2})(?:打|回|发|送|寄)|跟进|跟(?![我你他他着])|联系|回访|拜访|走访|见|跑|处理|办|约|搞定|打电话)"
)
_WHICH = lazy(
    r"谁|哪[些几个家位里儿]|什么|啥|几[个家]|多少|有没有|看看|查查|(?:列|查|看|数|说|报|发|理)(?:一?下|给我|出来|我)|清单|列表|名单|提示"
)
_LEFT = lazy(
    r"约(?:了|好|的)?(?:谁|哪[些几个家])|(?:没|未)(?:跟进?|联系|拜访|回访|见|跑|打电话|回电话?|打)(?:完|上|的|过)?(?![我你他])"
)
_PLAN = lazy(r"(?:工作|跟进|拜访)?(?:安排|日程|行程|计划|任务|待办)(?:表|清单|事项)?")
_AHEAD = lazy(r"(?:剩下|剩余|余下|后面|接下来|往后|未来|近期|这)的?(?:[几两三]天)?|[几两三]天|最近")
_NOT_TASKS = lazy(
    r"提醒我|谁跟谁|谁爱|任务(?:完成|达成)|完成(?:了)?任务|生产任务|吃|玩|天气|电影|音乐|灯|旅游|新闻|股|直播|比赛|节目|穿|家务|同事|老板(?:让|说)|"
    r"他(?:们)?(?:要|该)|孩子|作业"
)


@reads(ListTasks, (_TASKS, _TO_DO, _LEFT, Apart(_PLAN)))
def tasks(scene: Scene) -> Iterator[Found]:
    for clause in scene.clauses:
        span = (clause.start, clause.end)
        announces = ":" in scene.mended[clause.end - 1 : clause.end + 1]  # 今日行程： before what was done
        cue = None if announces else scene.find(_TASKS, span) or _what_to_do(scene, clause)
        if (
            cue
            and not _NOT_TASKS.search(scene.part(clause))
            and not scene.of_kind(CUSTOMER, span)
            and not scene.of_kind(CONTACT, span)
        ):
            slots = given(period=period(scene, span, past=False) or period(scene, (0, len(scene.text)), past=False))
            yield Found(ListTasks, cue.span(), slots, 70.0, frozenset((clause.number,)), "asks what to do")
            return


def _what_to_do(scene: Scene, clause: Clause) -> re.Match[str] | None:
    """What is to be done, and a word that asks; or the plan of a day and nothing else."""
    span = (clause.start, clause.end)
    if scene.find(_WHICH, span):
        dated = period(scene, span, past=False)
        found = scene.find(_TO_DO, span) or (scene.find(_LEFT, span) if dated else None)
        if found:
            return found
        left = _AHEAD.sub("", _WHICH.sub("", rest(scene, clause))).strip("我的列查看剩余")
        if dated and left in ("跟进", "活", "活儿", "事", "事情"):
            return scene.find(_WHICH, span)
        if (dated or scene.find(_AHEAD, span)) and _PLAN.fullmatch(left):
            return scene.find(_PLAN, span)
    return scene.find(_PLAN, span) if _PLAN.fullmatch(rest(scene, clause)) and period(scene, span, past=False) else None
