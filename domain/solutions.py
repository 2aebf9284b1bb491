"""The three sub-steps of 技术方案设计, and help between departments."""

from __future__ import annotations

from dataclasses import dataclass

from domain.command import Command


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveRequirement(Command):
    customer: str
    title: str | None = None


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
