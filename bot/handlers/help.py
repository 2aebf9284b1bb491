"""Help that fits the role and the moment, suggestions, and one's own rights."""

from __future__ import annotations

from bot.bus import Stored, handles
from bot.cards import Card, card
from bot.cards.render import button
from bot.context import Context
from bot.dialogue.keywords import ANSWERS, keyword
from domain.command import Command, Refused
from domain.customers import ListCustomers
from domain.dialogue import Help, Keyword, MyRights, PlainReceipts, Suggest, Tour
from domain.people import ACTION_WORDS, SCOPE_WORDS, TITLES, Scope
from domain.records import Remove
from domain.reminders import ListTasks
from domain.words import clipped, listed
from storage.models import Draft, Member, Suggestion

EXAMPLES: dict[str, tuple[str, ...]] = {
    "拜访": ("今天拜访了博泽的王经理，客户对价格敏感，下周三再谈", "补录 11月3号拜访延锋"),
    "客户": ("新客户 苏州汇川技术，联系人赵敏 13800138000，展会认识的", "博泽什么情况"),
    "联系人": ("博泽加个联系人 张伟 采购经理 13800138000",),
    "商机": ("博泽有个轴套新项目，大概80万，预计12月签",),
    "推进": ("博泽轴套项目到需求确认了", "缺什么 博泽", "延锋那单丢了，价格比对手高8%"),
    "方案": ("需求文档 博泽 外径20，材料 40Cr", "博泽方案定稿 V2.1", "方案 博泽"),
    "评审": ("请工程部评审博泽的方案", "评审通过 博泽", "评审不通过 博泽 壁厚不够"),
    "求助": ("@工艺部 博泽的打样夹具借一套", "需要工艺部支持一下博泽的打样"),
    "报价": ("报价 博泽 JM-2087A 2000件 单价38.5，有效期到月底", "撤回给博泽的报价", "还有哪些报价没批"),
    "审批": ("同意 Q2026-0118", "驳回博泽的报价，毛利太低", "转交 Q2026-0118 同事", "请假委托 同事 到周五", "批量同意"),
    "合同": (
        "博泽签了，合同35万，下月底交货，首款30%，尾款70%",
        "转合同 Q2026-0118",
        "合同进度 HT2026-031",
        "交付完成 HT2026-031",
    ),
    "回款": ("博泽回款30万", "HT2026-031 回款10万", "这个月回款多少"),
    "交付": ("交付完成 HT2026-031", "合同进度"),
    "团队": ("同意 Q2026-0118",),
    "提醒": ("明天下午三点提醒我给李工回电话",),
    "改": ("不对，是李经理", "撤销", "撤销 #10423"),
    "查询": ("博泽什么情况", "我的客户"),
    "建议": ("建议拜访记录里加个竞争对手字段",),
    "跟进": ("我今天要跟进谁", "我下周要跟进哪些客户"),
}

# What stands in the help of whoever may do it, in this order.
BY_ACTION = (
    ("回款", "payment.write"),
    ("交付", "contract.deliver"),
    ("报价", "quote.write"),
    ("团队", "contract.cancel"),
    ("查询", "customer.create"),
)
LINES = 6


@handles(Help, needs="dialogue")
async def help_out(command: Help, ctx: Context) -> Card:
    """By topic where one was asked about, else by what this role does; an open question is named first."""
    topic = command.topic or ""
    picked = [words for name, words in EXAMPLES.items() if name in topic]
    examples = [line for words in picked for line in words] if picked else _by_role(ctx)
    waiting = await Draft.filter(member_id=ctx.actor.id, state="open", expires_at__gt=ctx.now).order_by("-id").first()
    heading = f"还在等你回答：{clipped(waiting.question, 24)}" if waiting else f"{ctx.actor.name}，直接说就行"
    return card(
        "notice",
        title=heading,
        desc="想到什么发什么，记错了随时撤销",
        text="\n".join(f"“{line}”" for line in examples),
        buttons=_shortcuts(ctx),
    )


@handles(Suggest, needs="dialogue", writes=True)
async def suggest(command: Suggest, ctx: Context) -> Stored:
    row = await Suggestion.create(member_id=ctx.actor.id, text=command.text, created_at=ctx.now)
    return Stored(
        what="谢谢，建议已收到",
        whom="",
        record=f"suggestion:{row.id}",
        label="建议",
        note=command.text,
        rows={"下一步": "运营专员会看到，有结果告诉你"},
        undo=Remove(record=f"suggestion:{row.id}"),
    )


@handles(MyRights, needs="dialogue")
async def my_rights(command: MyRights, ctx: Context) -> Card:
    """我的权限: the role and what it may do with whose records (R58)."""
    allowed = [(words, ctx.actor.scope(action)) for action, words in ACTION_WORDS.items()]
    by_scope = {scope: [words for words, held in allowed if held is scope] for scope in Scope}
    place = " · ".join(part for part in (ctx.actor.region, ctx.actor.team) if part)
    return card(
        "notice",
        title=f"{ctx.actor.name} · {TITLES[ctx.actor.role]}",
        desc=place,
        text="\n".join(f"{SCOPE_WORDS[scope]}：{listed(words)}" for scope, words in by_scope.items() if words),
        pairs=[("不能", "、".join(words for words, scope in allowed if not scope))],
        buttons=[button("帮助", Help()), button("我的跟进", ListTasks(period="today"), style=2)],
    )


@handles(PlainReceipts, needs="dialogue")
async def plain_receipts(command: PlainReceipts, ctx: Context) -> str:
    await Member.filter(id=ctx.actor.id).update(plain_receipts=command.on)
    if command.on:
        return "好的，以后每张卡片都会再发一份文字。不需要时发：文字回执 关"
    return "好的，只发卡片。在微信里看不到卡片时发：文字回执 开"


@handles(Keyword, needs="dialogue")
async def by_word(command: Keyword, ctx: Context) -> Card | str:
    answer = ANSWERS.get(command.word)
    if answer is None:
        raise Refused(f"“{command.word}”还没开通。发“帮助”看看现在能做什么。")
    return await answer((command.rest or "").strip(), ctx)


@keyword("我的权限")
async def _rights(rest: str, ctx: Context) -> Card:
    return await my_rights(MyRights(), ctx)


@keyword("文字回执")
async def _plain(rest: str, ctx: Context) -> str:
    if rest not in ("", "开", "关", "打开", "关闭"):
        raise Refused("发“文字回执 开”或“文字回执 关”。")
    return await plain_receipts(PlainReceipts(on=rest not in ("关", "关闭")), ctx)


def _by_role(ctx: Context) -> list[str]:
    """One example of each thing that this role does, five at most."""
    does = [topic for topic, action in BY_ACTION if ctx.actor.scope(action) is not None]
    own = ("拜访", "跟进") if ctx.actor.scope("customer.create") else ()
    topics = dict.fromkeys((*own, *does, "求助", "提醒", "改"))
    return [EXAMPLES[topic][0] for topic in topics][:LINES]


def _shortcuts(ctx: Context) -> list[dict[str, object]]:
    offered: list[tuple[str, Command]] = [("我的跟进", ListTasks(period="today")), ("我的权限", MyRights())]
    if ctx.actor.scope("customer.read"):
        offered.insert(1, ("我的客户", ListCustomers()))
    offered.append(("两分钟上手", Tour(step=1)))
    return [button(label, command, style=1 if at == 0 else 2) for at, (label, command) in enumerate(offered)]
