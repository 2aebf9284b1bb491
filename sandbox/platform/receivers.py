"""Who receives: the ids that a call names, sorted into members and unknown ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from sandbox.platform.frame import Call
from sandbox.stage import Stage
from sandbox.wire import ApiError, Json


@dataclass(slots=True)
class Receivers:
    userids: list[str] = field(default_factory=list)
    invalid_users: list[str] = field(default_factory=list)
    invalid_parties: list[str] = field(default_factory=list)
    invalid_tags: list[str] = field(default_factory=list)

    def as_json(self) -> Json:
        told = {
            "invaliduser": "|".join(self.invalid_users),
            "invalidparty": "|".join(self.invalid_parties),
            "invalidtag": "|".join(self.invalid_tags),
        }
        return {name: ids for name, ids in told.items() if ids}


def addressed(stage: Stage, call: Call) -> Receivers:
    """The receivers of a message/send; the company here has no tags."""
    users, parties, tags = (_ids(call.body, name) for name in ("touser", "toparty", "totag"))
    if not (users or parties or tags):
        raise ApiError(82001, "touser & toparty & totag can not be all empty")
    for ids, most, code in ((users, 1000, 40032), (parties, 100, 82002), (tags, 100, 82003)):
        if len(ids) > most:
            raise ApiError(code, "too many receivers")
    if users == ["@all"]:
        return Receivers([member.userid for member in stage.members.all()])
    found = Receivers(invalid_tags=tags)
    found.userids = list(dict.fromkeys((*_members(stage, call, users, found), *_inside(stage, parties, found))))
    if not found.userids:
        raise ApiError(81013, "user & party & tag all invalid")
    return found


def out_of_scope(stage: Stage, call: Call, userid: str) -> bool:
    return stage.faults.take("user_out_of_scope", call.path, frozenset({userid.lower()})) is not None


def _ids(body: Json, name: str) -> list[str]:
    value = body.get(name) or ""
    if not isinstance(value, str):
        raise ApiError(40035, f"invalid parameter: {name} is a string")
    return [ident for ident in value.split("|") if ident]


def _members(stage: Stage, call: Call, userids: Iterable[str], found: Receivers) -> Iterator[str]:
    for userid in dict.fromkeys(userids):
        member = stage.members.get(userid)
        if member and not out_of_scope(stage, call, member.userid):
            yield member.userid
        else:
            found.invalid_users.append(userid.lower())


def _inside(stage: Stage, parties: Iterable[str], found: Receivers) -> Iterator[str]:
    for party in parties:
        below = stage.members.below(int(party)) if party.isdecimal() else []
        if not below:
            found.invalid_parties.append(party)
        for department in below:
            yield from (member.userid for member in stage.members.inside(department.id))
