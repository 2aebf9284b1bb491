"""The directory as an app may read it: without numbers and pictures, one department at a time."""

from __future__ import annotations

from sandbox.members import ROOT, Department, Member, is_userid
from sandbox.platform.frame import Call, Endpoint
from sandbox.platform.receivers import out_of_scope
from sandbox.stage import Stage
from sandbox.wire import ApiError, Json


async def user_get(stage: Stage, call: Call) -> Json:
    userid = call.query.get("userid")
    if not userid:
        raise ApiError(41009, "userid missing")
    if not is_userid(userid):
        raise ApiError(40003, "invalid userid")
    member = stage.members.get(userid)
    if member is None:
        raise ApiError(60111, "userid not found")
    if out_of_scope(stage, call, member.userid):
        raise ApiError(60011, "no privilege to access/modify contact/party/agent")
    return _details(member)


async def user_simplelist(stage: Stage, call: Call) -> Json:
    members = stage.members.inside(_department(stage, call, "department_id").id)
    return {"userlist": [{"userid": m.userid, "name": m.name, "department": [m.department]} for m in members]}


async def user_list(stage: Stage, call: Call) -> Json:
    members = stage.members.inside(_department(stage, call, "department_id").id)
    return {"userlist": [_details(member) for member in members]}


async def user_list_id(stage: Stage, call: Call) -> Json:
    if call.agentid is not None:
        raise ApiError(48002, "api forbidden: contact synchronisation only")
    cursor, limit = call.body.get("cursor") or "0", call.body.get("limit", 10000)
    if not str(cursor).isdecimal() or isinstance(limit, bool) or not isinstance(limit, int) or not 1 <= limit <= 10000:
        raise ApiError(40058, "invalid param cursor or limit")
    members, first = stage.members.all(), int(cursor)
    page = members[first : first + limit]
    following = str(first + limit) if first + limit < len(members) else ""
    return {
        "dept_user": [{"userid": m.userid, "department": m.department} for m in page], "next_cursor": following,
    }  # fmt: skip


async def getuserid(stage: Stage, call: Call) -> Json:
    raise ApiError(46004, "user no exist")  # the little company's members have no numbers


async def department_list(stage: Stage, call: Call) -> Json:
    return {"department": [_department_details(stage, d) for d in _below(stage, call)]}


async def department_simplelist(stage: Stage, call: Call) -> Json:
    rows = [{"id": d.id, "parentid": d.parentid, "order": _order(d)} for d in _below(stage, call)]
    return {"department_id": rows}


async def department_get(stage: Stage, call: Call) -> Json:
    return {"department": _department_details(stage, _department(stage, call, "id"))}


async def tag_list(stage: Stage, call: Call) -> Json:
    return {"taglist": []}


def _below(stage: Stage, call: Call) -> list[Department]:
    if not call.query.get("id"):
        return stage.members.below(ROOT)
    return stage.members.below(_department(stage, call, "id").id)


def _department(stage: Stage, call: Call, name: str) -> Department:
    ident = call.query.get(name, "")
    department = stage.members.department(int(ident)) if ident.isdecimal() else None
    if department is None:
        raise ApiError(60123, "invalid party id")
    return department


def _department_details(stage: Stage, department: Department) -> Json:
    return {
        "id": department.id, "name": department.name, "name_en": "", "parentid": department.parentid,
        "department_leader": [m.userid for m in stage.members.inside(department.id) if m.leader],
        "order": _order(department),
    }  # fmt: skip


def _order(department: Department) -> int:
    return 100_000_000 - department.id  # a larger order sorts first


def _details(member: Member) -> Json:
    return {
        "userid": member.userid, "name": member.name, "department": [member.department], "order": [0],
        "position": member.position, "is_leader_in_dept": [int(member.leader)], "direct_leader": [],
        "main_department": member.department, "alias": "", "telephone": "", "status": 1, "isleader": int(member.leader),
        "enable": 1, "hide_mobile": 0, "extattr": {"attrs": []}, "external_profile": {"external_attr": []},
    }  # fmt: skip


ENDPOINTS = (
    Endpoint("GET", "user/get", user_get),
    Endpoint("GET", "user/simplelist", user_simplelist),
    Endpoint("GET", "user/list", user_list),
    Endpoint("POST", "user/list_id", user_list_id),
    Endpoint("POST", "user/getuserid", getuserid),
    Endpoint("POST", "user/get_userid_by_email", getuserid),
    Endpoint("GET", "department/list", department_list),
    Endpoint("GET", "department/simplelist", department_simplelist),
    Endpoint("GET", "department/get", department_get),
    Endpoint("GET", "tag/list", tag_list),
)
