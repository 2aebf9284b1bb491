"""The names that people give to slots, and a value of such a slot in the words of a message."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal

from bot.understanding.marks import CONTACT, CUSTOMER, PHONE
from bot.understanding.numbers import read_number
from bot.understanding.readers.kinds import WAYS
from bot.understanding.scene import Scene, Span
from domain.cities import REGIONS

FIELDS = {
    "所属行业": "industry", "行业": "industry", "所在区域": "region", "所属区域": "region", "区域": "region", "大区": "region", "地区": "region",
    "联系人": "contact", "对接人": "contact", "联系电话": "phone", "电话号码": "phone", "手机号码": "phone", "手机号": "phone", "手机": "phone", "电话": "phone",
    "电子邮箱": "email", "邮箱": "email", "邮件地址": "email", "客户来源": "source", "来源": "source", "客户名称": "name", "公司名称": "name", "名称": "name", "名字": "name", "全称": "name",
    "合同金额": "amount", "回款金额": "amount", "报价金额": "amount", "金额": "amount", "总价": "amount", "价格": "amount", "单价": "unit_price", "数量": "qty", "折扣": "discount",
    "下次跟进时间": "next_follow_up", "下次跟进日期": "next_follow_up", "下次跟进": "next_follow_up", "下次拜访": "next_follow_up", "下次联系": "next_follow_up", "跟进时间": "next_follow_up", "跟进日期": "next_follow_up", "跟进": "next_follow_up",
    "拜访日期": "occurred_on", "拜访时间": "occurred_on", "发生日期": "occurred_on", "日期": "occurred_on", "时间": "occurred_on",
    "预计签约时间": "expected_close", "预计签单时间": "expected_close", "预计成交时间": "expected_close", "预计签约": "expected_close", "预计成交": "expected_close", "交货期": "delivery_on", "交货日期": "delivery_on", "交货时间": "delivery_on", "交期": "delivery_on", "交付日期": "delivery_on", "交货": "delivery_on",
    "签约日期": "signed_on", "签订日期": "signed_on", "签约时间": "signed_on", "到账日期": "received_on", "到账时间": "received_on", "回款日期": "received_on", "回款时间": "received_on",
    "有效期": "valid_until", "客户": "customer", "公司": "customer", "地点": "place", "拜访方式": "kind", "跟进方式": "kind", "方式": "kind", "类型": "kind", "备注": "note", "内容": "note", "原因": "reason", "丢单原因": "reason",
    "阶段": "stage", "标题": "title", "项目名称": "title", "项目名": "title", "职位": "title", "职务": "title", "币种": "currency", "合同号": "contract_no", "合同编号": "contract_no", "报价单号": "quote_no", "报价号": "quote_no", "提醒时间": "due", "版本": "version", "版本号": "version", "部门": "department",
}  # fmt: skip
DATES = frozenset("occurred_on next_follow_up expected_close delivery_on signed_on received_on valid_until due".split())
PAST = frozenset("occurred_on signed_on received_on".split())
CUSTOMER_FIELDS = frozenset("industry region phone email source name".split())
LABEL = "(?:" + "|".join(map(re.escape, sorted(FIELDS, key=len, reverse=True))) + ")"
_REGION = re.compile(rf"({'|'.join(REGIONS)})(?:大?区)?")


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
    if field == "contact":
        people = scene.of_kind(CONTACT, span)
        return "、".join(str(scene.value(mark)) for mark in people) if people else _words(scene, span)
    if field == "phone":
        phones = scene.of_kind(PHONE, span)
        return phones[0].value[0] if phones else _words(scene, span)
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


def _typed(scene: Scene, field: str, span: Span) -> str | None:
    words = _words(scene, span)
    if field == "kind" and words:
        return kind_in(scene.mended[span[0] : span[1]]) or words
    if field == "region":
        found = scene.find(_REGION, span)
        return found[1] if found else words
    return words


def _words(scene: Scene, span: Span) -> str | None:
    words = re.sub(r"(?:吧|了|啊|哈|呀|哦|谢谢|吗|呢|的|。|！|!|~|～|\s|,|，)+$", "", scene.said(span)).strip(
        " :：，,“”\"'"
    )
    return words or None
