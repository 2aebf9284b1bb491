"""Names of companies: their unique key, the short names people use, and how a message finds them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.cities import region_prefix
from domain.names import LONGEST_KEY, MOST_LOOKUPS, joined_pinyin, keys, lookups, normalise, short_names, sound

SAME = [
    ("上海博泽汽车部件有限公司", "上海博泽汽车部件有限责任公司"),
    ("博世（中国）投资有限公司", "博世(中国) 投资有限公司"),
    ("Bosch Rexroth Co., Ltd.", "ｂｏｓｃｈ　ｒｅｘｒｏｔｈ ＣＯ ＬＴＤ"),
    ("苏州 汇川·技术有限公司", "苏州汇川技术有限公司"),
]
DIFFERENT = [
    ("苏州汇川技术有限公司", "深圳汇川技术有限公司"),
    ("麓禾包装有限公司", "麓禾丰包装有限公司"),
    ("三一重工股份有限公司", "三一重工有限公司"),
]
SHORT = [
    ("上海博泽汽车部件有限公司", "博泽", ("上海博泽", "博泽汽车部件")),
    ("东莞市澜祺精密五金有限公司", "澜祺", ("东莞澜祺", "澜祺精密")),
    ("宁波拓普集团股份有限公司", "拓普", ("宁波拓普",)),
    ("博世（中国）投资有限公司", "博世", ()),
    ("Bosch Rexroth Co., Ltd.", "bosch rexroth", ("bosch",)),
    ("广东省中山市万和电器有限公司", "万和", ("万和电器",)),
    ("机械厂", "机械", ()),
    ("苏州远驰电驱系统有限公司", "远驰", ("苏州远驰", "远驰电驱")),
    ("上海电驱动股份有限公司", "电驱动", ("上海电驱动",)),
    ("无锡威孚高科技集团股份有限公司", "威孚", ("无锡威孚",)),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_two_spellings_of_one_name_are_one_customer(one: str, other: str) -> None:
    assert normalise(one) == normalise(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_two_companies_stay_two(one: str, other: str) -> None:
    assert normalise(one) != normalise(other)


@pytest.mark.parametrize(("name", "best", "more"), SHORT)
def test_what_people_call_a_company(name: str, best: str | None, more: tuple[str, ...]) -> None:
    found = short_names(name)
    assert (found[0] if found else None) == best
    assert set(more) <= set(found)


def test_the_region_at_the_head_of_a_name() -> None:
    assert region_prefix("上海市松江区博泽部件") == len("上海市松江区")
    assert region_prefix("博泽上海") == 0


def test_a_message_finds_the_rows_of_its_customer() -> None:
    """W3: one IN-query finds a customer by short name, by sound, and by the name in full."""
    rows = dict(keys("东莞市澜祺精密五金有限公司", ("老澜",)))
    assert rows["澜祺"] == "short"
    assert rows["老澜"] == "alias"
    assert rows["lan-qi"] == "py"
    assert rows["lanqi"] == "raw"
    for text in (
        "今天拜访了澜祺的张工，嫌贵",
        "兰琪的需求文档归档了",
        "东莞市澜祺精密五金有限公司回款30万",
        "lanqi 什么情况",
    ):
        assert lookups(text) & set(rows), text
    assert not lookups("今天天气不错") & set(rows)


def test_what_sounds_alike_has_one_key() -> None:
    assert sound("兰琪") == sound("澜祺") == "lan-qi"
    assert sound("昱硕") == sound("昱朔")
    assert sound("楚云") != sound("楚昀光")
    assert joined_pinyin("汇川A") == "huichuana"


@given(st.text(max_size=400))
def test_lookups_are_few_and_short(text: str) -> None:
    found = lookups(text)
    assert len(found) <= MOST_LOOKUPS
    assert all(len(key) > 1 for key in found)


@given(st.text(min_size=1, max_size=60))
def test_no_name_breaks_the_keys(name: str) -> None:
    assert all(len(key) >= 2 for key, _ in keys(name))
    assert all(len(key) <= LONGEST_KEY for key, kind in keys(name) if kind != "full")
