"""Counted things: the measure words that make a figure a quantity, and what may follow them."""

from __future__ import annotations

import re

from bot.understanding.lazy import lazy

_WORDS = (
    "件 只 套 台 个 箱 吨 双 对 打 根 条 张 片 卷 桶 瓶 包 袋 支 把 辆 组 盒 盘 副 付 粒 颗 枚 米 斤 克 升 份 "
    "车 柜 托 筐 捆 扎 "
    "公斤 千克 公里 平方米 平米 立方米 立方 毫米 厘米 毫升 部 架 面 扇 樘 令 码 串 罐 板 排 亩 头 两 棵 座"
).split()
_LETTERS = "pcs pc ea sets set kgs kg mm cm km ml t m g l".split()
WORD = "|".join(sorted(_WORDS, key=len, reverse=True))
_MEASURE = re.compile(
    rf" ?(?:(?P<word>{WORD})|(?P<letters>{'|'.join(_LETTERS)})(?![A-Za-z]))(?P<half>半)?", re.IGNORECASE
)
_NOT_AFTER = lazy(
    r"(?<=个)(?:月|点|小时|钟|工作日|星期|礼拜|亿|百分点|季度|半)|(?<=件)事|(?<=对)[一方手]|(?<=套)路|(?<=组)织"
    r"|(?<=部)[门分]"
    r"|(?<=面)[积对议]|(?<=排)[名行产期]|(?<=张)[经总三工]|(?<=头)|(?<=把)[握关]|(?<=打)(?!$"
    r"|[ ,，。;；、一每@的])|(?<=两)(?!$|[ ,，。;；])|(?<=板)[块]"
    r"|(?<=车)[间型床]|(?<=个)人|(?<=付)[清款了过到给完]|(?<=支)[付出]"
)
# Verbs that begin like a measure word: 8万付清, 30万打过来, 120万 打九五折, 50万批了.
_VERB = (
    r"付[清款了过到给完]|打(?:[了款到过来进给]|[\d.一二三四五六七八九]{1,3}折)|批[了准过]|包[了下]|支[付出]|升[到级]"
)
# 万, k and the like after a figure are money unless one of these counts something.
_COUNTED = re.compile(
    rf" ?(?!{_VERB})(?:{WORD}|个|[人次家位名年月日号天周时点岁倍度转伏瓦安条户票笔级期层步格批%折成]|公|平方|小时|分钟|km"
    rf"|kg|pcs|mm|毫|厘|英寸|字|粉丝|股|注|本(?!金)|吨|号|[电瓦阻功分火项种类页轮段屏]|激光|高清|像素|马达|喇叭|快充"
    rf"|灯)",
    re.IGNORECASE,
)


def measure_at(text: str, at: int) -> tuple[str, int, bool] | None:
    """The measure word that begins at `at`: the word, its end, and whether 半 follows (六吨半)."""
    found = _MEASURE.match(text, at)
    if found is None:
        return None
    end = found.end("word") if found["word"] else found.end("letters")
    if _NOT_AFTER.match(text, end):
        return None
    half = bool(found["half"]) and text[end + 1 : end + 2] not in ("年", "月", "天", "小", "成", "导")
    return found["word"] or found["letters"], end + 1 if half else end, half


def is_counted(text: str, at: int) -> bool:
    """Whether what follows a figure counts something other than money."""
    return _COUNTED.match(text, at) is not None
