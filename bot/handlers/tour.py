"""The greeting, and a start in two minutes: say a practice visit, take it back; nothing is stored."""

from __future__ import annotations

from datetime import timedelta

from bot.bus import handles
from bot.cards import Card, card
from bot.cards.render import button
from bot.context import Context
from domain.dialogue import Help, Tour
from domain.people import TITLES
from domain.reminders import ListTasks
from domain.words import day
from storage.models import Member

PRACTICE = "今天拜访了练习客户的王经理，客户对价格敏感，下周三再谈"


def greeting(ctx: Context) -> Card:
    """On first entering the chat."""
    return card(
        "notice",
        title=f"{ctx.actor.name}，你好！我是聊单",
        desc=f"{TITLES[ctx.actor.role]} · 用聊天管客户，不用填表",
        text="见完客户，像发微信一样告诉我一句就行。在微信里看不到卡片？发：文字回执 开",
        buttons=[button("两分钟上手", Tour(step=1)), button("帮助", Help(), style=2)],
    )


async def greet(ctx: Context) -> None:
    """Once a person, however often the chat is opened."""
    if await Member.filter(id=ctx.actor.id, greeted_at=None).update(greeted_at=ctx.now):
        ctx.answer(greeting(ctx))


@handles(Tour, needs="dialogue")
async def tour(command: Tour, ctx: Context) -> Card:
    steps = {1: _say_it, 2: _stored, 3: _taken_back}
    return steps.get(command.step, _say_it)(ctx)


def _say_it(ctx: Context) -> Card:
    return card(
        "notice",
        title="第 1 步：说一句",
        desc="练习不会存进系统",
        text=f"平时这样发给我就行：\n“{PRACTICE}”\n点一下，看看我会怎么记。",
        buttons=[button("替我说这句", Tour(step=2))],
    )


def _stored(ctx: Context) -> Card:
    wednesday = ctx.today + timedelta(days=9 - ctx.today.weekday())
    return card(
        "notice",
        title="已记录拜访 · 练习客户",
        desc=day(ctx.today, ctx.today),
        text="第 2 步：每句话都有这样一张回执。记错了点“撤销”，试试看。",
        pairs={"联系人": "王经理", "备注": "客户对价格敏感", "下次跟进": day(wednesday, ctx.today), "回执": "练习"},
        buttons=[button("撤销", Tour(step=3), style=2)],
    )


def _taken_back(ctx: Context) -> Card:
    return card(
        "notice",
        title="已撤销，就这么简单",
        desc="第 3 步：现在记一条真的吧",
        text="发一句你今天见过的客户。不认识的客户我会问你要不要新建。",
        buttons=[button("我的跟进", ListTasks(period="today")), button("帮助", Help(), style=2)],
    )
