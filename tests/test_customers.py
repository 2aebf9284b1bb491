"""Creating customers, their people and their data, deals; one card for each customer."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from storage.models import Activity, Contact, Customer, CustomerKey, JournalEntry, Opportunity
from tests.chat import Chat, buttons, rows

BOZE = "上海博泽汽车部件有限公司"


async def test_a_customer_is_created_with_contact_and_source(chat: Chat) -> None:
    """R27: 客户档案 with contacts, region, owner, source."""
    await chat.says("zhangsan", "新客户 苏州恒远精密有限公司，联系人赵敏 13800138000，展会认识的")
    customer = await Customer.get(name="苏州恒远精密有限公司").select_related("owner")
    contact = await Contact.get(customer_id=customer.id)
    assert (customer.owner.userid, customer.region, contact.name) == ("zhangsan", "华东", "赵敏")
    assert (contact.phone, "展会" in (customer.source or "")) == ("13800138000", True)
    assert (await chat.card("zhangsan"))["main_title"]["title"] == "已建客户 · 苏州恒远精密有限公司"
    await chat.says("zhangsan", "电话联系了恒远，约了看厂")
    assert (await Activity.get(note__contains="约了看厂")).customer_id == customer.id


async def test_a_second_spelling_of_a_name_is_the_same_customer(chat: Chat) -> None:
    await chat.says("zhangsan", "新客户 上海博泽汽车部件有限责任公司")
    assert await chat.text("zhangsan") == f"{BOZE}已经有了，就在你名下，不用再建。"


async def test_undoing_a_new_customer_is_refused_while_records_hang_on_it(chat: Chat) -> None:
    """W4: the reason names the record that stands in the way."""
    await chat.says("zhangsan", "新客户 苏州恒远精密有限公司")
    created = (await chat.inbox("zhangsan"))[-1]
    await chat.says("zhangsan", "拜访了恒远，看了产线")
    undo = created["body"]["template_card"]["button_list"][-1]["key"]
    await chat.tap("zhangsan", created["msgid"], undo)
    assert await chat.text("zhangsan") == "苏州恒远精密有限公司已经有张三 11月23日 周一 的跟进，先撤销它。"
    await chat.says("zhangsan", "撤销")
    await chat.says("zhangsan", "撤销")
    assert not await Customer.filter(name__contains="恒远").exists()


async def test_a_contact_is_added_completed_and_taken_back(chat: Chat) -> None:
    await chat.says("zhangsan", "博泽加个联系人 张伟 采购经理 13900000001")
    contact = await Contact.get(name="张伟")
    assert (contact.title, contact.phone) == ("采购经理", "13900000001")
    await chat.says("zhangsan", "博泽加个联系人 张伟 采购总监")
    await contact.refresh_from_db()
    assert (contact.title, contact.phone) == ("采购总监", "13900000001")
    await chat.says("zhangsan", "撤销")
    await contact.refresh_from_db()
    assert contact.title == "采购经理"
    await chat.says("zhangsan", "博泽加个联系人 张伟")
    assert "已经有联系人张伟了" in await chat.text("zhangsan")
    await chat.says("zhangsan", "撤销")
    assert not await Contact.filter(name="张伟").exists()


async def test_a_field_is_changed_shown_before_and_after_and_put_back(chat: Chat) -> None:
    """W9: the journal holds before and after."""
    before = (await Customer.get(name=BOZE)).industry
    await chat.says("zhangsan", "把博泽的行业改成新能源汽车")
    assert rows(await chat.card("zhangsan"))["改前"] == before
    assert rows(await chat.card("zhangsan"))["改后"] == "新能源汽车"
    entry = await JournalEntry.get(action="update_customer")
    assert (entry.before, entry.after) == ({"industry": before}, {"industry": "新能源汽车"})
    await chat.taps("zhangsan", "撤销")
    assert (await Customer.get(name=BOZE)).industry == before


@pytest.mark.parametrize(
    ("said", "words"),
    [("把博泽的级别改成D", "级别只有 A、B、C"), ("把博泽的颜色改成红色", "客户资料里没有“颜色”")],
)
async def test_a_value_that_does_not_fit_is_refused_with_what_does(chat: Chat, said: str, words: str) -> None:
    await chat.says("zhangsan", said)
    assert words in await chat.seen("zhangsan")


async def test_a_renamed_customer_is_found_under_its_new_name_and_breaks_no_card(chat: Chat) -> None:
    await chat.says("zhangsan", "我的客户")
    label = buttons(await chat.card("zhangsan"))[0]
    listed = rows(await chat.card("zhangsan"))["1"].split(" ")[0]
    await chat.says("zhangsan", f"把{listed}的名称改成苏州新名字精密有限公司")
    await chat.taps("zhangsan", label)
    assert "苏州新名字精密有限公司" in await chat.seen("zhangsan")


async def test_a_deal_is_opened(chat: Chat) -> None:
    """R28."""
    await chat.says("zhangsan", "博泽有个轴套新项目，大概80万，预计12月签")
    deal = await Opportunity.filter(customer__name=BOZE).order_by("-id").first()
    assert deal is not None
    assert (deal.amount, deal.expected_close, deal.stage, deal.state) == (
        Decimal(800000),
        date(2026, 12, 31),
        "inquiry",
        "open",
    )
    assert rows(await chat.card("zhangsan"))["金额"] == "800,000 元"
    await chat.says("zhangsan", "金额改成35万")
    await deal.refresh_from_db()
    assert deal.amount == Decimal(350000)
    await chat.says("zhangsan", "撤销")
    assert not await Opportunity.filter(id=deal.id).exists()


async def test_one_card_shows_a_customer_with_all_that_hangs_on_it(chat: Chat) -> None:
    """R31: as far as its objects exist."""
    await chat.says("zhangsan", "今天拜访了博泽的王经理，客户对价格敏感，下周三再谈")
    await chat.says("zhangsan", "博泽什么情况")
    card = await chat.card("zhangsan")
    assert card["main_title"]["title"] == BOZE
    assert card["sub_title_text"].startswith("11月23日 张三 拜访 王经理 客户对价格敏感，下周三再谈")
    shown = rows(card)
    assert "张三" in shown["负责人"]
    assert "王经理" in shown["联系人"]
    assert "技术方案设计" in shown["商机"]


async def test_a_customers_keys_go_with_its_names(chat: Chat) -> None:
    customer = await Customer.get(name=BOZE)
    await chat.says("zhangsan", "把博泽的简称改成博世泽")
    keys = {row.key for row in await CustomerKey.filter(customer_id=customer.id)}
    assert "博世泽" in keys
