"""The words of forms: what its head asks for, what its labels mean, and which of them each command takes."""

from __future__ import annotations

import re

from bot.understanding.lazy import lazy
from domain.activities import LogActivity
from domain.command import Command
from domain.contracts import RecordPayment, SignContract
from domain.customers import AddContact, CreateCustomer, Handover
from domain.opportunities import AdvanceStage, LoseOpportunity, OpenOpportunity
from domain.reminders import SetReminder
from domain.solutions import ArchiveRequirement, RecordSolutionVersion, RequestHelp, RequestReview

# What a field is called. Which slot it fills depends on the command.
_LABELS = {
    "customer": (
        "客户(?:名称|名字|公司|单位|全称|简称|名)?|公司(?:名称|全称|名)?|单位(?:名称)?|企业(?:名称)?|厂家|厂名|甲方|"
        "(?:拜访|走访|跟进|到访|所属)(?:客户|单位|公司)|customer|client"
    ),
    "named": "名称|全称|名字",
    "contact": (
        "(?:客户|对方|主要)?(?:对接人|对接(?=[:=])|联系人|参与人|参会人|接待人|见面人|联络人|接口人|负责人|经办人)员?(?:姓名)?|姓名|"
        "(?:对方|客户|拜访|参会|参与|到场|沟通|接待)?人员|(?:拜访|沟通|见面|会见)?对象|受访人|被访人|对方|参会|参加|出席|到场|见到|见谁|见了谁|跟谁|contact|name"
    ),
    "phone": "(?:联系|移动|手机)?(?:电话|手机)(?:号码?)?|联系方式|tel|mobile|phone",
    "email": "(?:电子)?(?:邮箱|邮件)(?:地址)?|e-?mail",
    "job": "职位|职务|岗位|头衔|职称|title|position",
    "industry": "(?:所属|所在|客户)?行业|主营(?:业务|产品)?",
    "source": "(?:客户|线索|信息)?来源|渠道|来自",
    "region": "(?:所属|所在|归属|销售)?(?:区域|大区|地区|片区)",
    "title": "(?:项目|商机|方案|产品)(?:名称|名)?|标题|品名|零件(?:名称)?|标的",
    "amount": (
        "(?:预计|预估|合同|签约|签单|成交|回款|收款|到账|到款|实收|本次|商机|项目|订单)?(?:总)?(?:金额|总额|总价|合同额|款额|回款额)|预算|规模|合计|总计|款项|amount"
    ),
    "stage": "(?:当前|目前|现在|商机|项目|所处|新|变更)?阶段|(?:推进|更新|变更)(?:到|至|为)|目前进度",
    "close": "(?:预计|预期|计划)(?:签约|签单|成交|签订|签|落单|下单|定点|成单|结单|时间|日期)+|预计(?=[:= ])|成交(?:日期|时间)|close date",
    "signed": "(?:合同)?(?:签订|签约|签署|签单|签)(?:日期?|时间|于)|合同日期|签订|签约",
    "delivery": "交(?:货|付)(?:日期?|时间|期)?|交期|货期|delivery",
    "received": "(?:到账|到款|回款|收款|进账|入账)(?:日期?|时间)|到账",
    "due": "提醒(?:时间|日期|日)|截止(?:时间|日期)?|几时|due",
    "text": "(?:提醒)?事项|提醒内容|待办(?:事项)?|要做的?|什么事|事情|事",
    "date": "(?:拜访|沟通|跟进|联系|走访|会议|发生|记录)?(?:日期|时间)|date",
    "department": "(?:求助|支持|支援|评审|协助|协作|对口|需要|所需|申请|责任|目标)?部门|协助方|找谁|找哪个部门",
    "version": "(?:方案|定稿|最新|当前)?版本(?:号)?|version",
    "number": "(?:合同|协议)(?:编?号|号码)|合同|编号|单号|contract no",
    "reason": "(?:丢单|输单|失单|失败|流失|主要|具体)?(?:原因|理由)|因为|输在|丢在|reason",
    "kind": "(?:拜访|沟通|跟进|联系|走访)?(?:方式|形式|类型)",
    "place": "(?:拜访|会议|见面)?(?:地点|地址)",
    "note": (
        "(?:拜访|沟通|跟进|会议|交流|走访|洽谈|主要|具体|评审|求助|支持|问题)?(?:内容|情况|纪要|结果|要点|重点|记录|小结|目的|主题|诉求|描述|说明|需求)|"
        "反馈|客户反馈|进展|备注|小结|问题|结论|情况说明|详情|聊了?(?:啥|什么)|说了?(?:啥|什么)|事由|关注点?|议题|议程|决议|共识|note|remark"
    ),
    "next": (
        "下次(?:跟进|拜访|联系|沟通)?(?:时间|日期|计划)?|下一?步(?:计划|安排|工作|动作)?|后续(?:计划|安排|动作|跟进)?|(?:跟进)?计划|待办|跟进时间"
    ),
    "from": "(?:原|旧|前)(?:负责人|销售|业务|归属)|移交人|交出人|转出人?",
    "to": "(?:新|现)(?:负责人|销售|业务|归属)|接收人|接手人|接管人|承接人|转入人?|转给|移交给",
}  # fmt: skip
_ANY = "(?:" + "|".join(f"(?P<{name}>{words})" for name, words in _LABELS.items()) + ")"
_BEFORE = r"(?:^|(?<=[\s,;:，；：。|/、【\[(】\]]))(?:[-*·] ?|\d{1,2}[.、)] ?)?[【\[]?"
_BEHIND = r"(?:\([^()]{1,6}\))?[】\]]?(?:(?P<sure>[ ]?[:=][ ]?|】)|[ \t]+|(?=\n)|(?P<glued>(?=[\ue001-\ue010\d¥$])))"
LABEL = lazy(_BEFORE + _ANY + _BEHIND)
# 来源电话开发: a label that is not set off, at the beginning of a piece.
GLUED = lazy(_ANY + r"(?=[^\s]{2})")

_MAKE = "(?:新增|新建|添加|录入|登记|新录|补录|创建|存|新|加|录|建)"
_ENTRY = "(?:登记表?|申报|请求|反馈|录入|报备|新增|新建|信息|申请|提交|记录|通知|说明|上报|单|表)"
HEADS: dict[type[Command], str] = {
    CreateCustomer: rf"{_MAKE}(?:一?个)?新?客户(?:档案|建档|资料|来了|{_ENTRY})?|客户(?:登记表?|录入|建档|新增|报备|信息登记|信息|档案|资料)|建档",
    AddContact: rf"{_MAKE}?(?:一?个)?(?:联系人|对接人){_ENTRY}?|名片",
    OpenOpportunity: rf"{_MAKE}?(?:一?个)?(?:商机|销售机会){_ENTRY}?|{_MAKE}(?:一?个)?(?:商机|机会|项目)|(?:项目|机会)(?:登记|报备|立项)|立项{_ENTRY}?",
    AdvanceStage: r"(?:商机|项目)?(?:阶段|进度)(?:更新|变更|推进|调整|变化)|(?:商机|项目)(?:推进|更新|阶段)|推进(?=[ ]?[:\n])",
    LoseOpportunity: rf"(?:丢|输|失|飞)单(?:原因|分析)?{_ENTRY}?|(?:商机|项目)(?:丢失|关闭|失败|丢单){_ENTRY}?",
    ArchiveRequirement: rf"需求(?:文档|资料|文件)?(?:归档|存档){_ENTRY}?|(?:归档|存档)需求|(?:归档|存档)(?:登记|申请)",
    RequestReview: rf"(?:方案|技术|图纸|设计)?评审{_ENTRY}|方案评审|(?:申请|发起|提请|提交|求|安排|走|约|需要|要)(?:方案|技术|图纸)?评审",
    RecordSolutionVersion: rf"方案(?:版本|定稿|留档|更新){_ENTRY}?|(?:定稿|版本|新版本)(?:登记|记录|更新)?|(?:登记|记录)(?:方案)?版本",
    RequestHelp: rf"(?:内部|跨部门)?(?:求助|求援|支援|协助|支持|协同){_ENTRY}|(?:内部|跨部门)?求助|(?:申请|请求)(?:支持|协助|支援)|求支援",
    SignContract: rf"(?:新增|新签|新)?(?:合同(?:签订|签署)?|签约|签单){_ENTRY}|(?:新签|新增|登记|录入)合同|合同签订|新签|签约",
    RecordPayment: rf"(?:新增|登记|录入)?(?:回款|收款|到款|到账|进账|来款){_ENTRY}?",
    SetReminder: r"(?:提醒|待办)(?:事项|设置|登记|提醒|我)?|(?:新建|设置?|加)(?:一?个)?(?:提醒|待办)",
    Handover: r"(?:客户)?(?:交接|移交|转移|转交)(?:单|申请|登记|表)?",
    LogActivity: (
        r"(?:补录|客户|今[天日]的?)?(?P<how>拜访|走访|跟进|沟通|电话|会议|微信|来访|客户|工作|洽谈|邮件|视频)(?:记录|纪要|登记|小结|汇报|日志)|会?纪要"
    ),
}  # fmt: skip
_POLITE = r"(?:请|帮我?|麻烦|给我|补|提个?|走个?|我要|来个?|发个?|做个?)*"
_ANY_HEAD = "(?:" + "|".join(f"(?P<head_{number}>{words})" for number, words in enumerate(HEADS.values())) + ")"
HEAD = lazy(
    rf"(?:^|(?<=\n))[ 【\[#*]*(?:\d{{1,2}}[./月-]\d{{1,2}}[号日]? ?)?{_POLITE}{_ANY_HEAD}"
    r"(?:一下|下|如下|吧)*(?P<by>[】\]][ :]*\n?|(?=【)|[ ]?[:|/,，、][ ]?\n?|[ \t]+|\n|$)"
)
# The order may stand behind the fields: …，帮建商机.
FOOT = lazy(rf"[\s,，。;；]{_POLITE}{_ANY_HEAD}(?:一下|下|吧|谢谢|[!。. ])*$")
# The slot that each kind of field fills. What a command does not take is left out.
_DEAL = {"customer": "customer", "title": "title", "named": "title"}
TAKES: dict[type[Command], dict[str, str]] = {
    CreateCustomer: {
        "customer": "name", "named": "name", "region": "region", "industry": "industry", "source": "source",
        "contact": "contact", "phone": "phone",
    },
    AddContact: {"customer": "customer", "contact": "contact", "named": "contact", "job": "title", "phone": "phone", "email": "email"},
    OpenOpportunity: _DEAL
    | {"amount": "amount", "close": "expected_close", "signed": "expected_close", "date": "expected_close", "stage": "stage"},
    AdvanceStage: _DEAL | {"stage": "stage"},
    LoseOpportunity: _DEAL | {"reason": "reason", "note": "reason"},
    ArchiveRequirement: _DEAL,
    RequestReview: _DEAL | {"department": "department", "note": "note", "reason": "note"},
    RecordSolutionVersion: _DEAL | {"version": "version"},
    RequestHelp: {"customer": "customer", "department": "department", "note": "note", "reason": "note", "text": "note"},
    SignContract: {
        "customer": "customer", "amount": "amount", "signed": "signed_on", "date": "signed_on", "delivery": "delivery_on",
        "number": "contract_no",
    },
    RecordPayment: {"customer": "customer", "amount": "amount", "received": "received_on", "date": "received_on", "number": "contract_no"},
    SetReminder: {"customer": "customer", "due": "due", "date": "due", "text": "text", "note": "text"},
    Handover: {"customer": "customer", "from": "from_person", "to": "to_person"},
    LogActivity: {name: name for name in ("customer", "contact", "date", "kind", "place", "note", "next")},
}  # fmt: skip
# Words that run on to the next label, whatever stands in them.
FREE = frozenset(("note", "reason", "text", "next"))


def head_of(found: re.Match[str]) -> type[Command]:
    """The command that a head asks for."""
    return next(kind for number, kind in enumerate(HEADS) if found[f"head_{number}"] is not None)


def name_of(found: re.Match[str]) -> str:
    """What kind of field a label begins."""
    return next(name for name in _LABELS if found[name] is not None)
