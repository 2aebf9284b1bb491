"""Who may do what: roles, and one table of action, role and scope. What the table does not name is refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    REP = "rep"
    SUPERVISOR = "supervisor"
    REGIONAL_DIRECTOR = "regional_director"
    EXECUTIVE = "executive"
    TECH_LEAD = "tech_lead"
    ENGINEER = "engineer"
    CUSTOMER_SERVICE = "customer_service"
    FINANCE = "finance"
    SUPPLY_CHAIN = "supply_chain"
    MARKETING = "marketing"
    PRODUCTION = "production"
    ADMIN = "admin"
    MEMBER = "member"


TITLES: Mapping[Role, str] = {
    Role.REP: "销售员",
    Role.SUPERVISOR: "主管",
    Role.REGIONAL_DIRECTOR: "区域总监",
    Role.EXECUTIVE: "高管",
    Role.TECH_LEAD: "技术主管",
    Role.ENGINEER: "工程师",
    Role.CUSTOMER_SERVICE: "专属客服",
    Role.FINANCE: "财务",
    Role.SUPPLY_CHAIN: "供应链负责人",
    Role.MARKETING: "市场",
    Role.PRODUCTION: "生产",
    Role.ADMIN: "数字运营专员",
    Role.MEMBER: "成员",
}
BY_TITLE = {title: role for role, title in TITLES.items() if role is not Role.MEMBER}


class Scope(StrEnum):
    """Whose records: one's own, the own team's or region's, everybody's, what one was asked about; for finance also
    what lies behind a contract."""

    OWN = "own"
    TEAM = "team"
    REGION = "region"
    ALL = "all"
    ASKED = "asked"
    CONTRACTED = "contracted"


SCOPE_WORDS: Mapping[Scope, str] = {
    Scope.OWN: "自己的",
    Scope.TEAM: "本组的",
    Scope.REGION: "本区的",
    Scope.ALL: "全部",
    Scope.ASKED: "请你参与的",
    Scope.CONTRACTED: "有合同的",
}


@dataclass(frozen=True, slots=True)
class Actor:
    """The person behind a message or a tap, as WeCom and the contacts say; never as the text says."""

    id: int
    userid: str
    name: str
    role: Role
    region: str | None = None
    team: str | None = None
    plain: bool = False  # 文字回执: reads in WeChat

    def scope(self, action: str) -> Scope | None:
        """None: not allowed at all."""
        return POLICY[action].get(self.role)


_EVERYBODY = dict.fromkeys(Role, Scope.OWN)
_READS = {
    Role.REP: Scope.OWN,
    Role.SUPERVISOR: Scope.TEAM,
    Role.REGIONAL_DIRECTOR: Scope.REGION,
    Role.EXECUTIVE: Scope.ALL,
    Role.CUSTOMER_SERVICE: Scope.OWN,
    Role.TECH_LEAD: Scope.ASKED,
    Role.ENGINEER: Scope.ASKED,
    Role.FINANCE: Scope.CONTRACTED,
    Role.SUPPLY_CHAIN: Scope.ASKED,
    Role.MARKETING: Scope.ASKED,
    Role.PRODUCTION: Scope.ASKED,
    Role.MEMBER: Scope.ASKED,
}
_COLLECTS = {
    Role.REP: Scope.OWN,
    Role.SUPERVISOR: Scope.TEAM,
    Role.REGIONAL_DIRECTOR: Scope.REGION,
    Role.EXECUTIVE: Scope.ALL,
    Role.CUSTOMER_SERVICE: Scope.OWN,
    Role.FINANCE: Scope.ALL,
}
# What others pay and earn is no part of making and delivering it; whoever has a place in an approval sees that one.
_NO_PRICES = (Role.SUPPLY_CHAIN, Role.MARKETING, Role.PRODUCTION, Role.MEMBER)
_SELLS = {Role.REP: Scope.OWN, Role.SUPERVISOR: Scope.OWN, Role.REGIONAL_DIRECTOR: Scope.OWN}

# `product.md` section 1. To log a contact or set a reminder asks for read scope on the customer only; executives read
# everything and write nothing but approvals; admins see no business record.
POLICY: Mapping[str, Mapping[Role, Scope]] = {
    "activity.write": {role: scope for role, scope in _READS.items() if role is not Role.EXECUTIVE},
    "customer.create": _SELLS,
    "customer.write": {**_SELLS, Role.CUSTOMER_SERVICE: Scope.OWN},
    "customer.read": _READS,
    "opportunity.write": _SELLS,
    "gate.override": {Role.ADMIN: Scope.ALL},
    "request.write": _EVERYBODY,
    "request.answer": _EVERYBODY,
    # Who has a place decides, whatever the role; admins only pass on what nobody else is left for.
    "approval.decide": {role: Scope.ASKED for role in Role if role is not Role.ADMIN},
    "approval.pass": dict.fromkeys(Role, Scope.ASKED),
    "approval.read": dict.fromkeys(Role, Scope.ASKED),
    "figures.read": {
        Role.REP: Scope.OWN,
        Role.SUPERVISOR: Scope.TEAM,
        Role.REGIONAL_DIRECTOR: Scope.REGION,
        Role.EXECUTIVE: Scope.ALL,
        Role.ADMIN: Scope.ALL,
    },
    "quote.write": _SELLS,
    "quote.read": {role: scope for role, scope in _READS.items() if role not in _NO_PRICES},
    "contract.write": _SELLS,
    "contract.read": {**_COLLECTS, Role.SUPPLY_CHAIN: Scope.ALL, Role.TECH_LEAD: Scope.ASKED},
    "contract.deliver": {Role.SUPPLY_CHAIN: Scope.ALL},
    "contract.cancel": {Role.SUPERVISOR: Scope.TEAM, Role.REGIONAL_DIRECTOR: Scope.REGION},
    "payment.write": {Role.FINANCE: Scope.ALL},
    "payment.read": _COLLECTS,
    "task.read": _EVERYBODY,
    "reminder.write": _EVERYBODY,
    "dialogue": _EVERYBODY,
}

ACTION_WORDS: Mapping[str, str] = {
    "customer.read": "看客户",
    "activity.write": "记拜访和跟进",
    "customer.create": "建客户",
    "customer.write": "改客户和联系人",
    "opportunity.write": "开商机、推进、归档、评审",
    "gate.override": "放行",
    "request.write": "请其他部门支持",
    "quote.read": "看报价",
    "approval.decide": "审批（轮到你时）",
    "quote.write": "报价",
    "contract.read": "看合同",
    "contract.write": "签合同",
    "contract.deliver": "报交付",
    "contract.cancel": "作废合同",
    "payment.read": "看回款",
    "payment.write": "登记回款",
    "reminder.write": "设提醒",
}


def role_of(position: str, *, in_sales: bool) -> Role:
    """The role that a position word gives (`sandbox.md`); these words and no others."""
    return BY_TITLE.get(position.strip(), Role.REP if in_sales else Role.MEMBER)


def place_of(department: str, sales: str) -> tuple[str | None, str | None]:
    """Region and team from a path such as 销售部/华东/华东一组; (None, None) outside the sales department."""
    path = department.split("/")
    if sales not in path:
        return None, None
    below = path[path.index(sales) + 1 :]
    return (below[0] if below else None), (below[1] if len(below) > 1 else None)
