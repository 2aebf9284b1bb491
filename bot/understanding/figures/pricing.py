"""The words around a sum: what makes a bare figure a price, per piece or in all, about, with tax or without."""

from __future__ import annotations

import re

from bot.understanding.figures.measures import WORD
from bot.understanding.lazy import lazy

_PRICES = (
    "单价 报价 价格 总价 总额 合计 总计 共计 金额 含税价 含税 未税价 未税 不含税价 不含税 一口价 目标价 底价 "
    "成交价 出厂价 到厂价 单台 降到 降至 降为 "
    "压到 谈到 报到 涨到 @ 合同额 首款 首付款 首付 定金 订金 预付款 预付 尾款 货款 余款 进度款 质保金 保证金 "
    "回款 汇款 到账 入账 打款 付款 收款 运费 "
    "模具费 开模费 预算 成本价 成本 费用 税额 卖价 售价 均价 吨价 件价 套价 台价"
).split()
_PRICE = "|".join(sorted(_PRICES, key=len, reverse=True))
_BETWEEN = r"(?:价格|价)?(?:了|是|为|到|在|从|由|大概|约|大约|共计|共|才|只要|涨了?|降了?|贵了?|便宜了?|:|：| ){0,3}[ \ufffc]{0,12}$"
_CUE = re.compile(rf"(?:{_PRICE}|(?:每|一)(?:{WORD}|pcs)){_BETWEEN}", re.IGNORECASE)
_PER_BEFORE = re.compile(rf"(?:(?:每|一)(?:{WORD}|pcs)|单[价台件套只个吨]|均价|@){_BETWEEN}", re.IGNORECASE)
_PER_AFTER = re.compile(rf" ?(?:/|每|一)(?:{WORD}|pcs|pc|kg|t|ea)(?![A-Za-z])", re.IGNORECASE)
_ABOUT_BEFORE = lazy(
    r"(?:大约|大概|约|差不多|将近|接近|近|不到|小于|少于|不足|不超过?|超过|估计|估摸着?|至少|起码|最多"
    r"|上) ?小?(?:人民币|¥)?$"
)
_ABOUT_AFTER = lazy(r" ?(?:左右|上下|出头|多|以上|以下|以内|起)")
_NO_TAX = lazy(r"不含税|未税|去税|不带票|未含税|不含\d{1,2}%")
_TAX = lazy(r"含税|带票|含票|含\d{1,2}%")
_CLAUSE = lazy(r"[,，。;；、！!？?\n]")
_NEAR = 14


def is_price_slot(text: str, start: int) -> bool:
    """Whether a price stands before: 单价, 合同额, 每套."""
    return _CUE.search(text, max(0, start - _NEAR), start) is not None


def is_per_unit(text: str, start: int, end: int) -> bool:
    return _PER_AFTER.match(text, end) is not None or _PER_BEFORE.search(text, max(0, start - _NEAR), start) is not None


def is_per_piece(text: str, end: int) -> bool:
    """每件 or /套 follows at once."""
    return _PER_AFTER.match(text, end) is not None


def is_about(text: str, start: int, end: int) -> bool:
    return (
        _ABOUT_AFTER.match(text, end) is not None
        or _ABOUT_BEFORE.search(text, max(0, start - _NEAR), start) is not None
    )


def tax_said(text: str, start: int, end: int) -> bool | None:
    """The nearest word on tax in the same clause, else in the one that follows at once."""
    before = _CLAUSE.split(text[max(0, start - _NEAR) : start])[-1]
    after = _CLAUSE.split(text[end : end + _NEAR])
    for part in (before, *after[:2]):
        if _NO_TAX.search(part):
            return False
        if _TAX.search(part):
            return True
    return None
