"""A company with very many customers, the same on every run, and what its people write about them."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count, islice
from zoneinfo import ZoneInfo

from domain import names
from storage import db
from storage.models import Member

OWN = 300  # customers of the one who writes; everybody else's belong to others
REP, CHIEF = "rep", "chief"  # who sees the own customers, and who sees all
SEED = 20261124
NOW = datetime(2026, 11, 23, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
BATCH = 5000
SHARED = 8000  # trade names that several companies have
_PLACES = {
    **dict.fromkeys(("上海", "苏州", "宁波", "无锡", "常州", "合肥", "杭州"), "华东"),
    **dict.fromkeys(("广州", "深圳", "东莞", "佛山", "中山"), "华南"),
    **dict.fromkeys(("天津", "保定", "北京"), "华北"),
    **dict.fromkeys(("重庆", "成都", "武汉", "长春"), "西南"),
}
_SIGNS = (
    "恒嘉瑞泰鼎科力新华凯盛宏远信达精锐卓铭航博泽延锋拓普汇川银轮舜宇立讯景旺东睦双环旭升泉峰爱柯迪文灿"
    "富临贝斯特中鼎福耀岱美继峰常熟星宇华域均胜德赛西威伯克利三花盾安飞龙保隆腾龙金固万安亚太骆驼天能"
    "沪光壹连电连合兴胜蓝创荣亨祥昌顺兆丰吉利通茂源润德康宁安永正大成隆兴旺发伟业诚昊晟翔腾跃辉煌启明"
)
_TRADES = "汽车零部件 精密机械 汽车电子 传动系统 制动系统 模具 自动化设备 新材料 智能装备 电气 五金制品 轴承".split()
_FORMS = ("有限公司", "有限公司", "有限公司", "股份有限公司", "集团有限公司")
_TEXTS = (
    "今天拜访了{}的王经理，客户对价格敏感，下周三再谈",
    "刚跟{}李工通了电话，图纸确认了，周五前给报价",
    "{}回款30万",
    "报价 {} JM-2087A 2000件 单价38.5，有效期到月底",
    "{}什么情况",
    "明天下午三点提醒我给{}回电话",
    "{}那边催交期，工艺部支持一下打样，另外上周五开会谈了年降3个点",
    "补录11月3号去{}看产线，质量部陈主管陪着，他们嫌周期长",
)


@dataclass(frozen=True, slots=True)
class Company:
    name: str
    trade: str  # what people call it
    region: str
    owner: str


def companies(number: int) -> list[Company]:
    """Two in five have a trade name of their own; the others share theirs, a few names with very many."""
    chance = random.Random(SEED)
    own = count(SHARED)
    made: dict[str, Company] = {}
    while len(made) < number:
        alone = chance.random() < 0.41
        trade = _trade(next(own)) if alone else _trade(int(SHARED * chance.random() ** 2))
        place = chance.choice(list(_PLACES))
        name = f"{place}{trade}{chance.choice(_TRADES)}{chance.choice(_FORMS)}"
        owner = REP if len(made) < OWN else f"other{len(made) % 300}"
        made.setdefault(name, Company(name, trade, _PLACES[place], owner))
    return list(made.values())


async def settle(url: str, number: int) -> None:
    """Into an empty database, past the bot, as it would have written them."""
    await db.start(url)
    try:
        async with db.transaction():
            known = companies(number)
            await _people(sorted({one.owner for one in known}))
            await _customers(known)
    finally:
        await db.close()


def written(known: Sequence[Company], number: int) -> Iterator[tuple[str, str]]:
    """Who writes what: rightly, in short, without the city, by sound, and with a wrong sign in it."""
    chance = random.Random(SEED + 1)
    own = known[:OWN]
    for place in range(number):
        userid, among = (REP, own) if place % 2 else (CHIEF, known)
        yield userid, chance.choice(_TEXTS).format(_mention(chance.choice(among), place // 2, chance))


def _mention(one: Company, way: int, chance: random.Random) -> str:
    name = names.short_names(one.name)[0]
    spot = chance.randrange(len(name))
    if way % 5 == 1:
        return one.name
    if way % 5 == 2:
        return one.name[2:]
    if way % 5 == 3:
        alike = [sign for sign in _SIGNS if sign != name[spot] and names.sound(sign) == names.sound(name[spot])]
        return name[:spot] + chance.choice(alike or list(name[spot])) + name[spot + 1 :]
    if way % 5 == 4:
        return name[:spot] + chance.choice(_SIGNS) + name[spot + 1 :]
    return name


def _trade(number: int) -> str:
    """A name of two signs, of three once those are used up; each number has its own."""
    first, second = divmod(number, len(_DISTINCT))
    third, first = divmod(first, len(_DISTINCT))
    more = _DISTINCT[(third * 31 + second) % len(_DISTINCT)] if third else ""
    return _DISTINCT[(first * 37) % len(_DISTINCT)] + _DISTINCT[second] + more


_DISTINCT = list(dict.fromkeys(_SIGNS))


async def _people(owners: Sequence[str]) -> None:
    roles = {CHIEF: "executive", **dict.fromkeys(owners, "rep")}
    rows = [Member(userid=key, key=key, name=f"成员{key}", role=role, region="华东") for key, role in roles.items()]
    await Member.bulk_create(rows)


async def _customers(known: Sequence[Company]) -> None:
    owners = {member.key: member.id for member in await Member.all()}
    rows = iter(
        [key, one.name, names.normalise(one.name), json.dumps([one.trade]), one.region, owners[one.owner], NOW]
        for key, one in enumerate(known, 1)
    )
    keyed = iter(
        [number, key, kind]
        for number, one in enumerate(known, 1)
        for key, kind in sorted(names.keys(one.name, [one.trade]))
    )
    columns = "id, name, key, short_names, region, owner_id, created_at"
    while some := list(islice(rows, BATCH)):
        await db.execute_many(f"INSERT INTO customer ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?)", some)
    while some := list(islice(keyed, BATCH)):
        await db.execute_many("INSERT INTO customer_key (customer_id, key, kind) VALUES (?, ?, ?)", some)
