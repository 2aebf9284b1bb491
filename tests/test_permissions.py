"""Who may see and do what, generated from the policy; hidden equals absent."""

from __future__ import annotations

import itertools

import pytest

from bot import bus
from bot.bus import HANDLERS
from bot.context import Context
from domain.command import Refused
from domain.people import POLICY, Actor, Role, Scope
from storage import queries
from storage.models import Activity, Customer, JournalEntry, Member, Receipt
from tests.chat import MONDAY, Chat

BOZE = "上海博泽汽车部件有限公司"  # 张三's, 华东
TUOPU = "宁波拓普集团股份有限公司"  # 王五's, 华南
SEEN = {
    "zhangsan": {BOZE},
    "lisi": set(),
    "wangwu": {TUOPU},
    "sunqi": {BOZE},  # leads 张三's team
    "zhouba": {TUOPU},
    "wujun": {BOZE},  # directs 华东
    "zhengjie": {TUOPU},
    "jiangzong": {BOZE, TUOPU},
    "qianwei": set(),
    "fengtao": set(),
    "hanmei": set(),
    "chenjing": set(),
    "chuyan": {BOZE, TUOPU},  # finance: both have contracts
    "weimin": set(),
    "shiyun": set(),
    "zhangheng": set(),
}


@pytest.mark.parametrize(("userid", "customer"), list(itertools.product(SEEN, [BOZE, TUOPU])))
async def test_who_sees_whose_customer(chat: Chat, userid: str, customer: str) -> None:
    """R59: a rep the own ones, a supervisor the team's, a director the region's, an executive all."""
    await chat.says(userid, f"查一下{customer}")
    shown = [line for line in (await chat.seen(userid)).splitlines() if line == customer]
    assert bool(shown) == (customer in SEEN[userid])


async def test_hidden_and_absent_read_the_same(chat: Chat) -> None:
    """R59, S3: the words for somebody else's customer are the words for one that nobody has."""
    await chat.says("zhangsan", "拓普什么情况")
    hidden = await chat.seen("zhangsan")
    await chat.says("lisi", "拓扑星什么情况")
    assert hidden.replace("拓普", "…") == (await chat.seen("lisi")).replace("拓扑星", "…")
    assert "王五" not in hidden


async def test_a_list_holds_only_what_may_be_seen(chat: Chat) -> None:
    await chat.says("wangwu", "我的客户")
    mine = await Customer.filter(owner__userid="wangwu").count()
    assert f"客户 {mine} 家" in await chat.seen("wangwu")
    assert "张三" not in await chat.seen("wangwu")


async def test_a_supervisor_reads_a_reps_customer_and_may_not_change_it(chat: Chat) -> None:
    """R60: refused in words that name the owner, and the try is in the journal."""
    await chat.says("sunqi", "把博泽的行业改成别的")
    assert await chat.text("sunqi") == f"{BOZE}由张三负责，要改请找张三。"
    assert (await Customer.get(name=BOZE)).industry != "别的"
    entry = await JournalEntry.get(action="update_customer").select_related("member")
    assert (entry.member and entry.member.userid, entry.refused) == ("sunqi", f"{BOZE}由张三负责，要改请找张三。")


async def test_a_supervisor_along_on_a_visit_logs_it(chat: Chat) -> None:
    """To log a contact needs read scope only; the record is its author's."""
    await chat.says("sunqi", "陪同拜访了博泽，谈了下半年的量")
    activity = await Activity.get(note__contains="下半年的量").select_related("member", "customer")
    assert (activity.member.userid, activity.customer.name) == ("sunqi", BOZE)


@pytest.mark.parametrize("userid", ["jiangzong", "shenhui"])
async def test_who_reads_only_or_sees_no_business_is_told_so(chat: Chat, userid: str) -> None:
    await chat.says(userid, "今天拜访了博泽，谈了价格")
    assert "不能做这件事" in await chat.text(userid)
    assert await JournalEntry.filter(action="log_activity", refused__not_isnull=True).exists()


@pytest.mark.parametrize("userid", ["jiangzong", "fengtao", "chuyan", "chenjing"])
async def test_who_may_not_create_customers(chat: Chat, userid: str) -> None:
    await chat.says(userid, "新客户 苏州远望精密有限公司")
    assert "不能做这件事" in await chat.text(userid)
    assert not await Customer.filter(name__contains="远望").exists()


async def test_a_forwarded_number_takes_nothing_back(chat: Chat) -> None:
    """WeCom says who speaks: somebody else's receipt number gives no rights."""
    await chat.says("zhangsan", "今天拜访了博泽，谈了铜价，下周三再谈")
    number = (await Receipt.get()).number
    await chat.says("lisi", f"撤销 #{number}")
    assert await chat.text("lisi") == f"没找到你的回执 #{number}。回执号在每张卡片上。"
    assert await Activity.filter(note__contains="铜价").exists()


@pytest.mark.parametrize("role", list(Role))
def test_what_the_table_does_not_name_is_refused(role: Role) -> None:
    """S3: each role × each command, generated from POLICY."""
    ctx = Context(Actor(id=1, userid="x", name="x", role=role), MONDAY, "test", MONDAY)
    refused = set()
    for kind in HANDLERS:
        try:
            bus.allow(kind, ctx)
        except Refused:
            refused.add(kind)
    assert refused == {kind for kind, handler in HANDLERS.items() if role not in POLICY[handler.needs]}


@pytest.mark.parametrize("scope", list(Scope))
async def test_what_each_scope_covers(chat: Chat, scope: Scope) -> None:
    """Generated: for every member, the customers of each scope are those of the owners that it names."""
    for member in await Member.all():
        actor = queries.as_actor(member)
        if actor.scope("customer.read") is not scope:
            continue
        seen = {row.owner_id for row in await queries.customers(actor)}
        owners = await Member.all()
        covered = {
            Scope.OWN: {member.id},
            Scope.TEAM: {o.id for o in owners if o.team and (o.region, o.team) == (member.region, member.team)},
            Scope.REGION: {o.id for o in owners if o.region and o.region == member.region},
            Scope.ALL: {o.id for o in owners},
            Scope.ASKED: set(),
            Scope.CONTRACTED: {one.owner_id for one in await Customer.filter(contracts__id__not_isnull=True)},
        }[scope] | ({member.id} if scope in (Scope.OWN, Scope.TEAM, Scope.REGION) else set())
        assert seen <= covered
        assert seen == {row.owner_id for row in await Customer.filter(owner_id__in=covered)} if covered else not seen


async def test_my_rights_says_role_and_scope(chat: Chat) -> None:
    """R58."""
    await chat.says("sunqi", "我的权限")
    words = await chat.seen("sunqi")
    assert "孙琦 · 主管" in words
    assert "本组的：看客户" in words


async def test_the_duplicate_warning_names_twin_and_owner_and_nothing_else(chat: Chat) -> None:
    """R27: the one exception to hidden equals absent, journaled each time."""
    await chat.says("wangwu", f"新客户 {BOZE}")
    assert await chat.text("wangwu") == f"{BOZE}已经有了，由张三负责，不用再建。要接手请找主管。"
    assert await JournalEntry.filter(action="create_customer", refused__contains="张三").exists()


async def test_a_likely_twin_is_stored_and_named(chat: Chat) -> None:
    await chat.says("wangwu", "新客户 武汉博泽电机有限公司")
    card = await chat.card("wangwu")
    assert card["main_title"]["title"] == "已建客户 · 武汉博泽电机有限公司"
    assert f"{BOZE}（张三负责）" in card["sub_title_text"]
