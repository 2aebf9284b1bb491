"""Members and departments of the company, as its directory holds them."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass

from sandbox.people import Company
from sandbox.store import Store
from sandbox.wire import Json

ROOT = 1
_TOO_LARGE = 2**63
_USERID = re.compile(r"[0-9A-Za-z][0-9A-Za-z_\-@.]{0,63}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Member:
    userid: str
    name: str
    position: str
    department: int
    path: str
    leader: bool

    def as_json(self) -> Json:
        return {
            "userid": self.userid, "name": self.name, "position": self.position,
            "department": self.path, "leader": self.leader,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Department:
    id: int
    name: str
    parentid: int
    path: str


class Members:
    """Userids compare case-insensitively; a path like 销售部/华东 names a department below the root."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def found(self, company: Company) -> None:
        """Fill an empty directory; one with people keeps them."""
        if self._store.row("SELECT 1 FROM departments"):
            return
        with self._store.together():
            self._store.run("INSERT INTO departments VALUES (?, ?, 0, '')", ROOT, company.name)
            for path in company.departments:
                self.department_of(path)
            for who in company.people:
                self.join(who.userid, who.name, who.position, who.department, leader=who.leader)

    def all(self) -> list[Member]:
        return [_member(row) for row in self._store.rows(f"{_MEMBERS} ORDER BY m.rowid")]

    def get(self, userid: object) -> Member | None:
        row = self._store.row(f"{_MEMBERS} AND m.userid = ?", userid) if isinstance(userid, str) else None
        return _member(row) if row else None

    def inside(self, department: int) -> list[Member]:
        return [_member(row) for row in self._store.rows(f"{_MEMBERS} AND d.id = ? ORDER BY m.rowid", department)]

    def join(self, userid: str, name: str, position: str, path: str, *, leader: bool) -> Member:
        department = self.department_of(path)
        self._store.run(
            "INSERT INTO members (userid, name, position, department, leader) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (userid) DO UPDATE SET name = excluded.name, position = excluded.position,"
            " department = excluded.department, leader = excluded.leader, gone = 0",
            userid, name, position, department, leader,
        )  # fmt: skip
        return Member(userid, name, position, department, path, leader)

    def leave(self, userid: str) -> None:
        self._store.run("UPDATE members SET gone = 1 WHERE userid = ?", userid)

    def departments(self) -> list[Department]:
        return [Department(*row) for row in self._store.rows("SELECT id, name, parentid, path FROM departments")]

    def department(self, ident: int) -> Department | None:
        if ident >= _TOO_LARGE:
            return None
        row = self._store.row("SELECT id, name, parentid, path FROM departments WHERE id = ?", ident)
        return Department(*row) if row else None

    def below(self, ident: int) -> list[Department]:
        """The department with everything under it."""
        top = self.department(ident)
        if not top:
            return []
        prefix = f"{top.path}/" if top.path else ""
        return [d for d in self.departments() if d.id == ident or d.path.startswith(prefix)]

    def department_of(self, path: str) -> int:
        """The department at this path, made with its parents where it is missing."""
        known = self._store.row("SELECT id FROM departments WHERE path = ?", path)
        if known:
            return int(known["id"])
        above, _, name = path.rpartition("/")
        parent = self.department_of(above) if above else ROOT
        self._store.run("INSERT INTO departments (name, parentid, path) VALUES (?, ?, ?)", name, parent, path)
        return self.department_of(path)


def is_userid(text: object) -> bool:
    return isinstance(text, str) and bool(_USERID.fullmatch(text))


_MEMBERS = (
    "SELECT m.userid, m.name, m.position, m.department, d.path, m.leader"
    " FROM members m JOIN departments d ON d.id = m.department WHERE m.gone = 0"
)


def _member(row: sqlite3.Row) -> Member:
    return Member(row[0], row[1], row[2], row[3], row[4], bool(row[5]))
