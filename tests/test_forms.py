"""Forms: what their head asks for, labels in any order, pieces that show by themselves what they are."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.understanding import understand
from tests.message_rules import directory

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


def read(text: str) -> list[tuple[str, dict[str, object]]]:
    return [(one.kind.key(), dict(one.slots)) for one in understand(text, NOW, directory())]


@pytest.mark.parametrize("separator", ["：", ":", "=", " "])
@pytest.mark.parametrize("between", ["\n", "；", "｜", " "])
def test_labels_and_fields_may_be_set_off_in_any_way(separator: str, between: str) -> None:
    fields = [("项目", "转子轴"), ("原因", "价格高了"), ("客户", "锡暄电机")]
    found = read(
        "丢单登记" + ("\n" if between == "\n" else " ") + between.join(f"{a}{separator}{b}" for a, b in fields)
    )
    assert found == [
        ("lose_opportunity", {"customer": "无锡锡暄电机有限公司", "title": "转子轴", "reason": "价格高了"})
    ]


@pytest.mark.parametrize("bar", ["｜", "|", " / ", "\t", "\n"])
def test_pieces_show_what_they_are(bar: str) -> None:
    """Customer, document, sum and day need no label."""
    found = read(bar.join(["合同登记", "津舸", "HT2026-060", "120万", "11月21日"]))
    assert [command for command, _ in found] == ["sign_contract"]
    assert found[0][1]["contract_no"] == "HT2026-060"
    assert found[0][1]["amount"] == 1_200_000
    assert str(found[0][1]["signed_on"]) == "2026-11-21"


def test_a_field_is_no_head_of_its_own() -> None:
    """联系人 on a line of a form adds nobody."""
    found = read("新增客户\n名称：绍兴越彬电机有限公司\n联系人：洪涛\n电话：13800138000")
    assert [command for command, _ in found] == ["create_customer"]


@pytest.mark.parametrize(
    "text",
    [
        "项目：装修，预算：20万，工期：两个月",
        "姓名：李明 性别：男 年龄：35",
        "时间：周六上午；地点：体育馆；活动：羽毛球",
        "丢单登记要填哪些内容",
    ],
)
def test_forms_of_other_things_are_none(text: str) -> None:
    assert [command for command, _ in read(text) if command != "help"] == []


def test_what_follows_a_form_is_its_own() -> None:
    found = read("回款登记 客户：津舸 金额：5万\n另外提醒我周四上午给龚工打电话")
    assert [command for command, _ in found] == ["record_payment", "set_reminder"]


def test_a_thousand_names_in_a_row_are_read() -> None:
    """Pieces are taken in one pass, however many names one of them holds."""
    read("岑海" * 1000)
    read("拜访记录：" + "岑海" * 900 + "｜岑海")


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("昨天跟皖钧于工通了电话，阀芯推到报价审批", "阀芯"),
        ("湘骐那个支重轮的活儿进合同了", "支重轮"),
        ("需求归档：津舸 蝶阀", "蝶阀"),
        ("禾曜又来了个新项目：后副车架，先挂个商机，金额还不知道", "后副车架"),
        ("把岑海商机推到需求确认", None),
        ("禾曜的需求都确认完了，推进到技术方案", None),
        ("墨桁的单子黄了，嫌贵", None),
    ],
)
def test_a_title_is_never_made_of_words_of_the_command(text: str, title: str | None) -> None:
    assert read(text)[-1][1].get("title") == title
