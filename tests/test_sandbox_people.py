"""The demo company as data, and the large one made from a number."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from sandbox.members import is_userid
from sandbox.people import PEOPLE, company
from tests.sandbox_visit import visiting

DEMO: dict[str, Any] = json.loads(PEOPLE.read_text(encoding="utf-8"))
ROLES = {
    "zhangsan": "销售员", "lisi": "销售员", "wangwu": "销售员", "zhaoliu": "销售员", "sunqi": "主管", "zhouba": "主管",
    "wujun": "区域总监", "zhengjie": "区域总监", "qianwei": "技术主管", "fengtao": "工程师", "hanmei": "工程师",
    "chenjing": "专属客服", "chuyan": "财务", "weimin": "供应链负责人", "jiangzong": "高管", "shenhui": "数字运营专员",
    "shiyun": "市场", "zhangheng": "生产",
}  # fmt: skip
SUBSTEPS = ("requirement_archived", "review_passed", "version_recorded")
DEALS = {
    "博泽": ("zhangsan", "solution", SUBSTEPS),
    "延锋": ("lisi", "solution", SUBSTEPS[:2]),
    "拓普": ("wangwu", "inquiry", ()),
    "深圳汇川": ("zhaoliu", "solution", SUBSTEPS),
    "苏州汇川": ("zhangsan", "solution", SUBSTEPS),
}


def test_the_people_have_the_ids_and_roles_that_the_examples_use() -> None:
    assert {person.userid: person.position for person in company().people} == ROLES
    assert {person.department for person in company().people} <= set(company().departments)


def test_the_seeds_demo_and_empty_have_the_same_people() -> None:
    assert company("empty") == company("demo")
    with pytest.raises(ValueError, match="unknown seed"):
        company("huge")


def test_the_large_company_is_the_same_for_the_same_number() -> None:
    large = company("large")
    assert large == company("large")
    assert large != company("large", number=2)
    assert len(large.people) == len({person.userid for person in large.people}) == 320
    assert all(is_userid(person.userid) for person in large.people)
    regions = Counter(p.department.split("/")[1] for p in large.people if p.position == "销售员")
    assert set(regions) == {"华东", "华南", "华北", "西南"}
    assert Counter(p.position for p in large.people if p.leader)["区域总监"] == 4
    assert set(ROLES) <= {person.userid for person in large.people}


async def test_a_large_company_can_be_visited(tmp_path: Path) -> None:
    async with visiting(tmp_path, seed="large") as visit:
        assert len((await visit.control("GET", "state"))["members"]) == 320


async def test_another_file_of_people_may_be_given(tmp_path: Path) -> None:
    told = DEMO | {"people": DEMO["people"][:2]}
    (tmp_path / "people.json").write_text(json.dumps(told), encoding="utf-8")
    async with visiting(tmp_path, people=tmp_path / "people.json") as visit:
        assert len((await visit.control("GET", "state"))["members"]) == 2


def test_the_customers_of_the_examples_stand_as_the_examples_say() -> None:
    by_short = {customer["short_names"][0]: customer for customer in DEMO["customers"]}
    for short, (owner, stage, substeps) in DEALS.items():
        deal = by_short[short]["opportunity"]
        assert (by_short[short]["owner"], deal["stage"], tuple(deal["substeps"])) == (owner, stage, substeps)
    assert by_short["博泽"]["contacts"][0]["name"] == "王经理"
    assert by_short["延锋"]["contacts"][0]["name"] == "李工"
    assert {m["model"]: m["floor"] for m in DEMO["materials"]}["JM-2087A"] == "35.00"


def test_forty_customers_are_told_apart() -> None:
    """Only the two 汇川 share a short name; every number is a placeholder."""
    customers = DEMO["customers"]
    shorts = Counter(short for customer in customers for short in customer["short_names"])
    phones = [contact["phone"] for customer in customers for contact in customer["contacts"]]
    assert len({customer["name"] for customer in customers}) == 40
    assert [short for short, count in shorts.items() if count > 1] == ["汇川"]
    assert len(set(phones)) == len(phones)
    assert all(re.fullmatch(r"138001380\d\d", phone) for phone in phones)
    assert {customer["owner"] for customer in customers} == {"zhangsan", "lisi", "wangwu", "zhaoliu"}
