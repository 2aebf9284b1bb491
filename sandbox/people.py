"""Who works in the little company: the demo's people from a data file, and a large company made from a seed number."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SEEDS = ("demo", "empty", "large")
PEOPLE = Path(__file__).resolve().parent.parent / "demo" / "company.json"

_LARGE = 320
_REGIONS = ("华东", "华南", "华北", "西南")
_TEAMS = ("一组", "二组", "三组")
_REPS_A_TEAM = 8
_SURNAMES = dict(
    zip(
        "陈林黄周吴徐马朱胡郭何高罗郑梁谢宋唐许邓曾彭吕苏卢蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊陆",
        (
            "chen lin huang zhou wu xu ma zhu hu guo he gao luo zheng liang xie song tang xv deng zeng peng lv su lu "
            "cai jia ding wei xue ye yan yu pan du dai xia zhong wang tian ren jiang fan fang shi yao tan liao zou "
            "xiong luu"
        ).split(),
        strict=True,
    )
)
_GIVEN = {
    "嘉豪": "jiahao", "雨桐": "yutong", "志远": "zhiyuan", "晓燕": "xiaoyan", "建国": "jianguo", "思源": "siyuan",
    "文博": "wenbo", "佳怡": "jiayi", "俊杰": "junjie", "丽华": "lihua", "海涛": "haitao", "静怡": "jingyi",
    "明辉": "minghui", "春梅": "chunmei", "立新": "lixin", "若曦": "ruoxi", "国强": "guoqiang", "秀英": "xiuying",
}  # fmt: skip
_WORKSHOPS = ("生产部/一车间", "生产部/二车间", "生产部/三车间", "质量部", "人事部", "仓储部")
_TRADES = {"质量部": "检验员", "人事部": "人事专员", "仓储部": "仓管员"}


@dataclass(frozen=True, slots=True)
class Person:
    userid: str
    name: str
    position: str
    department: str
    leader: bool = False


@dataclass(frozen=True, slots=True)
class Company:
    name: str
    departments: tuple[str, ...]
    people: tuple[Person, ...]


def company(seed: str = "demo", file: Path | None = None, number: int = 1) -> Company:
    """The company of a seed; `empty` has the same people, its customers are what is missing."""
    if seed not in SEEDS:
        raise ValueError(f"unknown seed {seed!r}, known: {', '.join(SEEDS)}")
    told = json.loads((file or PEOPLE).read_text(encoding="utf-8"))
    people = tuple(
        Person(row["userid"], row["name"], row["position"], row["department"], bool(row["leader"]))
        for row in told["people"]
    )
    small = Company(told.get("company", "示例公司"), tuple(told["departments"]), people)
    return _grown(small, random.Random(number)) if seed == "large" else small  # noqa: S311 - names, no secrets


def _grown(small: Company, dice: random.Random) -> Company:
    names = _names(dice, {person.userid for person in small.people})
    people = list(small.people)
    for region in _REGIONS:
        people += _region(region, names, {(p.department, p.leader) for p in small.people})
    while len(people) < _LARGE:
        department = dice.choice(_WORKSHOPS)
        people.append(Person(*next(names), _TRADES.get(department, "操作工"), department))
    departments = dict.fromkeys((*small.departments, *(person.department for person in people)))
    return Company(small.name, tuple(departments), tuple(people))


def _region(region: str, names: Iterator[tuple[str, str]], taken: set[tuple[str, bool]]) -> Iterator[Person]:
    top = f"销售部/{region}"
    if (top, True) not in taken:
        yield Person(*next(names), "区域总监", top, leader=True)
    for team in _TEAMS:
        department = f"{top}/{region}{team}"
        if (department, True) not in taken:
            yield Person(*next(names), "主管", department, leader=True)
        for _ in range(_REPS_A_TEAM):
            yield Person(*next(names), "销售员", department)


def _names(dice: random.Random, taken: set[str]) -> Iterator[tuple[str, str]]:
    pairs = [
        (f"{sound}{given_sound}", surname + given)
        for surname, sound in _SURNAMES.items()
        for given, given_sound in _GIVEN.items()
    ]
    dice.shuffle(pairs)
    yield from (pair for pair in pairs if pair[0] not in taken)
