"""Short names that are also a word, a day, a figure or a person's title: which of the two is meant."""

from __future__ import annotations

from collections.abc import Sequence

from bot.understanding.lazy import lazy
from bot.understanding.marks import Mark
from bot.understanding.persons import TITLED

_WORDS = frozenset(
    "和谐 长城 大众 永恒 方正 同方 联合 万一 东方 未来 大家 天天 希望 机会 成功 共同 平安 合作 发展 创新 "
    "和平 友好 通用 标准 现代 当代 世纪 领先 先锋 卓越 高端 时代 光明 美好 永远 一定 "
    "开心 快乐 大地 太阳 阳光 海洋 长江 黄河 新华 中国 国际 南方 北方 西部 中原 江南 天地 日月 星星 月亮 "
    "春天 永久 可靠 完美 理想 梦想 真诚 信任 小时 老板 公司 专业 动力 力量 速度 时间 "
    "明天 今天 昨天 后天 周末 周一 周二 周三 周四 周五 周六 周日 元旦 中秋 国庆 端午 春节 本月 上月 下月 "
    "年底 年初 正月 三月 五月 七月 八月 九月 十月 上午 下午 三点 一点 两点 五一 十一 双十".split()
)
_FIGURES = lazy(r"[零一二两三四五六七八九十百千万亿\d]+")
_BEFORE = lazy(
    r"(?:拜访|走访|回访|去|跟|和|与|给|找|联系|查一?下?|查查|看看|看下|看一下|把|对|向|约|客户|收到|"
    r"问了?下?|报价 ?|撤回|驳回|同意|在|到)(?:了|过|完)?[ ]?$"
)
_AFTER = lazy(
    r"(?:的|那边|这边|公司|这家|客户|[,。!?;:\n ]|$|采购|技术|聊|谈|签|回款|到账|什么|啥|有个|项目|打|"
    r"现在|最近|怎么|那单|加个|对|还在|说|方案|需求|报|付|丢|送|开)"
)
_STRONG = lazy(
    r"(?:什么情况|啥情况|那边|这边|公司|这家|有个|签了|签约|回款|到账|那单|加个联系人|新增联系人|方案|"
    r"需求文档|丢了|最近|对价格|的(?:王|李|张|采购|方案|报价|合同|需求|项目|行业|区域|情况|资料|客户))"
)
_OF_THEIRS = lazy(r"(?:他们|她们|对方|客户|人家)(?:那边)?(?:的|家)?$")
_SPEAKS = lazy(
    r"(?:今天|昨天|前天|(?>刚才|刚刚|刚)|上午|下午|早上|在?电话(?:里|中)?|在?微信(?:里|上)?|也|又)*"
    r"(?:说(?!明书)|讲|表示|反馈|告诉|来电|打电话|打来|觉得|要求|答应|微信我|找我|"
    r"对[^,。;]{1,10}(?:满意|意见|认可|感兴趣|不放心))"
)
_WITH = lazy(r"(?:跟|和|与|见了?|见到了?|找了?|给|约了?|问了?|的|、|联系了?|请了?|陪)$")


def is_common_word(short: str) -> bool:
    """It would be found in messages that speak of no customer at all."""
    return short in _WORDS or bool(_FIGURES.fullmatch(short))


def stands_as_customer(text: str, mark: Mark, others: Sequence[Mark]) -> bool:
    """A name that is nothing else always does; one that is, only where a customer stands."""
    word = text[mark.start : mark.end]
    if is_common_word(word):
        return _is_placed(text, mark)
    if TITLED.fullmatch(word):
        return not _is_person(text, mark, others)
    return True


def _is_placed(text: str, mark: Mark) -> bool:
    before, after = text[max(0, mark.start - 6) : mark.start], text[mark.end : mark.end + 8]
    opens = not before or before[-1] in ",。;!\n "
    return bool((_BEFORE.search(before) and _AFTER.match(after)) or (opens and _STRONG.match(after)))


def _is_person(text: str, mark: Mark, others: Sequence[Mark]) -> bool:
    """博泽的高工, or 跟高工聊 where another customer is named, is a person."""
    before = text[max(0, mark.start - 6) : mark.start]
    named = [
        other for other in others if other is not mark and text[other.start : other.end] != text[mark.start : mark.end]
    ]
    beside = any(
        other.end <= mark.start and text[other.end : mark.start] in ("", "的", "那边的", "那边") for other in named
    )
    return (
        beside
        or bool(named and _SPEAKS.match(text, mark.end))
        or bool(_OF_THEIRS.search(before))
        or bool((named or _earlier(text, mark, others)) and _WITH.search(before))
    )


def _earlier(text: str, mark: Mark, others: Sequence[Mark]) -> bool:
    """The same word stands before it already: 拜访高工，跟他们的高工聊."""
    word = text[mark.start : mark.end]
    return any(other.end <= mark.start and text[other.start : other.end] == word for other in others)
