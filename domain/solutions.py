"""The three sub-steps of 技术方案设计, and help between departments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from domain.command import Command, Refused

REVIEWERS = "工程部"  # who reviews where no department is named
PASSED, FAILED = "passed", "failed"
REASONS_FAILED = ("技术做不到", "资料不全", "成本太高", "交期太紧")
VERDICTS = {PASSED: "通过", FAILED: "不通过"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveRequirement(Command):
    """`text` is the requirement itself, or where the document lies."""

    customer: str
    title: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestReview(Command):
    customer: str
    department: str | None = None
    title: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordSolutionVersion(Command):
    customer: str
    version: str
    title: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestHelp(Command):
    department: str
    customer: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideReview(Command):
    """通过 or 不通过, by whom was asked; of one request, or of the customer's newest that waits for them."""

    verdict: str
    request: int | None = None
    customer: str | None = None
    reason: str | None = None

    @classmethod
    def lacking(cls, slots: Mapping[str, object]) -> tuple[str, ...]:
        about = () if slots.get("request") or slots.get("customer") else ("customer",)
        why = ("reason",) if slots.get("verdict") == FAILED and not slots.get("reason") else ()
        return (*about, *why)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyRequest(Command):
    """A word in a request's thread, by whom was asked or by the asker."""

    request: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseRequest(Command):
    """已解决, by the asker."""

    request: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowSolution(Command):
    customer: str
    title: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowVersions(Command):
    customer: str
    title: str | None = None


def department_named(said: str, paths: Iterable[str]) -> str:
    """The department that the words mean, among the paths of all members (销售部/华东/华东一组).

    Refused: there is none, and which there are is told.
    """
    known = dict.fromkeys(part for path in paths for part in path.split("/") if part)
    wanted = _bare(said)
    found = [part for part in known if _bare(part) == wanted]
    found = found or [part for part in known if wanted and _bare(part).startswith(wanted)]
    if found:
        return found[0]
    tops = dict.fromkeys(path.split("/")[0] for path in paths if path)
    raise Refused(f"没有“{said}”这个部门。现在有：{'、'.join(tops)}")


def nobody_in(department: str, people: Iterable[tuple[str, str]]) -> str:
    """Who can help instead of an empty department: one person each of the others, the first that is told of."""
    others: dict[str, str] = {}
    for path, name in people:
        top = path.partition("/")[0]
        if top:
            others.setdefault(top, name)
    listed = "、".join(f"{top}（{name}）" for top, name in others.items())
    return f"{department}现在没有人，发了也没人收。\n可以改请：{listed}，换个部门再发一次就好。"


def belongs(path: str, department: str) -> bool:
    """A department's people are its own and those of the departments below it."""
    return department in path.split("/")


def _bare(name: str) -> str:
    """工程, 工程部 and 工程部门 are one."""
    return name.strip().removesuffix("门").removesuffix("部").removesuffix("中心").removesuffix("科")
