"""The keyword grammar: a message that begins with one of these words, alone or before a space, is that command."""

from __future__ import annotations

import re

from bot.understanding.lazy import lazy

# The word, and what may follow it (for the help page). `docs/keywords.md` has a row for each.
WORDS = {
    "我的权限": "",
    "文字回执": "开 | 关",
    "新线索": "公司 来自Y 联系人",
    "缺什么": "客户",
    "谁负责": "客户",
    "流程图": "客户（可不写）",
    "需求文档": "客户 内容或存放位置",
    "方案版本": "客户",
    "评审通过": "客户 意见",
    "评审不通过": "客户 理由",
    "放行": "客户全称 阶段 理由",
    "响应时长": "客户",
    "协作耗时": "",
    "往返次数": "",
    "进度": "单号",
    "转交": "单号 同事",
    "加签": "单号 同事 前 | 后 | 一起",
    "减签": "单号 同事",
    "沟通": "单号 同事 问题",
    "拿回": "单号",
    "退回": "单号 原因",
    "批量同意": "客户",
    "全部明细": "单号",
    "请假委托": "同事 到哪天 | 取消",
    "审批时长": "",
    "转合同": "报价单号 | 客户",
    "合同进度": "合同号或客户",
    "交付完成": "合同号",
    "改交期": "合同号 日期",
    "付款计划": "合同号 首款30% 尾款70%",
    "作废合同": "合同号 理由",
    "商机": "客户",
    "方案": "客户",
}
# Words of the same grammar that nobody answers yet: they are read, so that the answer can say so.
RESERVED = frozenset(
    "同步状态 对账 口径 怎么算的 为什么是我 今日进展 周报 效果 搜 生产进度 我的积累 少发这类 没用 线索流失率 离职流失 完整度 留存 "
    "绩效导出 季度培训 培训 新规则 效果报告 上线计划 上线检查 建议汇总 加字段 改选项 停用字段 "
    "字段 阶段 规则 预警 提醒 角色 区域 团队 试点 上线 基线 目标 底价 审批 模拟审批 健康度 审计 回滚 ERP".split()
)
# 提醒 明天三点开会, 审批 Q2026-0118 and 目标完成了多少 are free ones.
_OPEN = ("提醒", "审批", "目标", "阶段", "区域", "团队", "上线")
_FREE = lazy(
    r"\d{1,2}[点:：号日]|[今明后]天|[今明]晚|明早|(?<!每)周[一二三四五六日天]|[QqHh][Tt]?-?\d|多少|怎么|吗|[?？]"
)
BEFORE_A_NAME = ("商机", "方案")  # other texts that begin so are free ones: 商机 博泽 轴套 80万
# 反馈 is a wish like any other.
SUGGESTS = ("反馈",)

_NAME = lazy(r"(?!.*(?:定稿|归档|评审|登记|录入))[^\s\d,，。;；:：?？!！]{2,30}")
_FIRST = re.compile(r"\s*(\S{1,12})(?:\s+(.*))?\s*", re.DOTALL)


def keyword(text: str) -> tuple[str, str] | None:
    """The word of the grammar that a message begins with, and the rest of it."""
    found = _FIRST.fullmatch(text)
    if not found or not (found[1] in WORDS or found[1] in RESERVED):
        return None
    rest = (found[2] or "").strip()
    if found[1] in _OPEN and _FREE.search(rest):
        return None
    if found[1] in BEFORE_A_NAME and not _NAME.fullmatch(rest):
        return None
    return found[1], rest


def feedback(text: str) -> str | None:
    """What follows 反馈 at the head of a message."""
    found = _FIRST.fullmatch(text)
    return found[2].strip() if found and found[1] in SUGGESTS and found[2] else None
