"""The names that people give to slots, and a value of such a slot in the words of a message."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal

from bot.understanding.figures.money import currency_after
from bot.understanding.lazy import lazy
from bot.understanding.marks import CONTACT, CUSTOMER, EMAIL, PHONE
from bot.understanding.numbers import find_discounts, find_quantities, read_number
from bot.understanding.readers.deal_words import stage_in
from bot.understanding.readers.ways import WAYS
from bot.understanding.scene import Scene, Span
from domain.cities import REGIONS

# What people call a slot. A longer name wins over one that it begins with.
_LABELS = {
    "industry": "所属行业 行业",
    "region": "所在区域 所属区域 区域 大区 地区",
    "contact": "联系人姓名 联系人 对接人",
    "phone": "联系电话 电话号码 手机号码 手机号 手机 电话",
    "email": "电子邮箱 邮箱 邮件地址",
    "source": "客户来源 来源",
    "name": "客户名称 公司名称 名称 名字 全称",
    "amount": "合同金额 回款金额 报价金额 合同额 合同价 总金额 回款额 总额 金额 总价 价格 数额",
    "unit_price": "单价",
    "qty": "数量",
    "discount": "折扣",
    "next_follow_up": "下次跟进时间 下次跟进日期 下次跟进 下次拜访 下次联系 跟进时间 跟进日期 跟进",
    "occurred_on": "拜访日期 拜访时间 发生日期 日期 时间",
    "expected_close": "预计签约时间 预计签单时间 预计成交时间 预计签约 预计成交",
    "delivery_on": "交货期 交货日期 交货时间 交期 交付日期 交货",
    "signed_on": "签约日期 签订日期 签约时间",
    "received_on": "到账日期 到账时间 回款日期 回款时间",
    "valid_until": "有效期",
    "customer": "客户名字 客户名 公司名 客户 公司",
    "place": "地点",
    "kind": "拜访方式 跟进方式 方式 类型",
    "note": "备注 内容",
    "reason": "原因 丢单原因",
    "stage": "阶段",
    "title": "标题 项目名称 项目名 职位 职务",
    "currency": "币种",
    "contract_no": "合同号 合同编号",
    "quote_no": "报价单号 报价号",
    "due": "提醒时间",
    "version": "版本 版本号",
    "department": "部门",
}
FIELDS = {label: slot for slot, labels in _LABELS.items() for label in labels.split()}
DATES = frozenset("occurred_on next_follow_up expected_close delivery_on signed_on received_on valid_until due".split())
PAST = frozenset("occurred_on signed_on received_on".split())
CUSTOMER_FIELDS = frozenset("industry region phone email source name".split())
LABEL = "(?:" + "|".join(map(re.escape, sorted(FIELDS, key=len, reverse=True))) + ")"
_REGION = lazy(rf"({'|'.join(REGIONS)})(?:大?区)?")


def slot_of(label: str) -> str:
    """The slot that a label means, else the label itself."""
    return FIELDS.get(label, label)


def value_of(scene: Scene, field: str, span: Span) -> str | None:
    """What stands in a span as a value of the field: text, an ISO date, a plain number."""
    if field in DATES:
        day = scene.date_in(span, past=field in PAST)
        return iso(day) if day else None
    if field in ("amount", "unit_price"):
        amounts = scene.amounts_in(span)
        bare = read_number(scene.mended[span[0] : span[1]].strip(" 吧了。元块"))
        value = amounts[0].value if amounts else bare
        return plain(value) if value is not None else None
    if field in ("discount", "qty"):
        return _measured(scene, field, span)
    if field == "contact":
        people = scene.of_kind(CONTACT, span)
        return "、".join(str(scene.value(mark)) for mark in people) if people else _words(scene, span)
    if field in ("phone", "email"):
        reach = scene.of_kind(PHONE if field == "phone" else EMAIL, span)
        return reach[0].value[0] if reach else _words(scene, span)
    if field == "customer":
        named = scene.of_kind(CUSTOMER, span)
        return named[0].value[0] if named else _words(scene, span)
    return _typed(scene, field, span)


def iso(day: date | datetime) -> str:
    """A day or a minute as the contract writes it."""
    return day.strftime("%Y-%m-%dT%H:%M") if isinstance(day, datetime) else day.isoformat()


def plain(number: Decimal) -> str:
    """A number without an exponent or idle zeros."""
    return format(number.normalize(), "f")


def kind_in(words: str) -> str | None:
    """The kind of contact that words name: 电话, 微信 …"""
    return next((kind for kind, pattern in WAYS if pattern.search(words)), None)


def _measured(scene: Scene, field: str, span: Span) -> str | None:
    """九二折 as 0.92, 3000件 as 3000; else the words."""
    words = scene.mended[span[0] : span[1]].strip(" 吧了。")
    if field == "discount":
        found = find_discounts(words, cuts=True)
        return plain(found[0].value) if found else _words(scene, span)
    counted = find_quantities(words)
    number = read_number(words) if not counted else counted[0].value
    return plain(number) if number is not None else _words(scene, span)


def _typed(scene: Scene, field: str, span: Span) -> str | None:
    words = _words(scene, span)
    if field == "kind" and words:
        return kind_in(scene.mended[span[0] : span[1]]) or words
    if field == "stage":
        return stage_in(scene, span) or words
    if field == "currency":
        named = currency_after(scene.mended[slice(*span)].strip(), 0)
        return named[0] if named else words
    if field == "region":
        found = scene.find(_REGION, span)
        return found[1] if found else words
    return words


def _words(scene: Scene, span: Span) -> str | None:
    words = re.sub(r"(?:吧|了|啊|哈|呀|哦|谢谢|吗|呢|的|。|！|!|~|～|\s|,|，)+$", "", scene.said(span)).strip(
        " :：，,“”\"'"
    )
    return words or None
