"""Questions about figures, and taking data out."""

from __future__ import annotations

from dataclasses import dataclass

from domain.command import Command


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryFunnel(Command):
    period: str | None = None
    region: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryRanking(Command):
    period: str | None = None
    by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryTarget(Command):
    period: str | None = None
    owner: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Export(Command):
    what: str
    period: str | None = None
    region: str | None = None
