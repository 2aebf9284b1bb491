"""Every command has one handler; here it is checked, run in a savepoint, and turned into an outcome."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar

from bot.cards import Card
from bot.context import Context
from domain.command import Ask, Command, Refused
from domain.people import POLICY, TITLES
from storage import db
from storage.models import Receipt


@dataclass(frozen=True, slots=True)
class Stored:
    """What a command wrote, for the receipt's line and the journal."""

    what: str  # 已记录拜访
    whom: str  # the customer's full name, or what it is about
    record: str  # activity:31
    label: str  # 拜访: the row's name where several were stored
    on: date | datetime | None = None
    note: str | None = None
    rows: Mapping[str, str | None] = field(default_factory=dict)
    undo: Command | None = None
    buttons: tuple[tuple[str, Command | str], ...] = ()  # what helps on; a half-made command comes packed
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None
    confirm: str | None = None  # the button that it waits for, where only this case of its command binds


@dataclass(frozen=True, slots=True)
class Redrawn:
    """A receipt changed: tapped, its card changes in place; said, `words` or its new card tell it."""

    receipt: Receipt
    words: str | None = None


class Unconfirmed(Exception):
    """What binds the company ran and was rolled back: its receipt is shown first, and a tap runs it for good."""

    def __init__(self, preview: Stored, button: str) -> None:
        super().__init__(button)
        self.preview, self.button = preview, button


Result = Stored | Redrawn | Card | str
Outcome = Result | Refused | Ask | Unconfirmed
C = TypeVar("C", bound=Command)
F = TypeVar("F", bound=Callable[..., Awaitable[Any]])
Run = Callable[[C, Context], Awaitable[Result]]
Revise = Callable[[int, C, Context], Awaitable[Stored]]


@dataclass(frozen=True, slots=True)
class Handler:
    run: Run[Any]
    needs: str
    writes: bool
    revise: Revise[Any] | None
    fields: tuple[str, ...]
    confirm: str | None
    stays: bool = False


HANDLERS: dict[type[Command], Handler] = {}


def handles(
    kind: type[C],
    *,
    needs: str,
    writes: bool = False,
    revise: Revise[C] | None = None,
    fields: tuple[str, ...] = (),
    confirm: str | None = None,
    stays: bool = False,
) -> Callable[[F], F]:
    """Registers the one handler of a command.

    `needs` is an action of POLICY; `revise` puts one of the slots named in `fields` of a stored record right;
    `confirm` is the button of a command that binds the company: 确认提交, or 确认 where nothing is submitted.
    `stays`: what its button asks comes as a card of its own, the tapped one stays as it is.
    """

    def register(run: F) -> F:
        if kind in HANDLERS:
            raise RuntimeError(f"{kind.key()} has two handlers")
        if needs not in POLICY:
            raise RuntimeError(f"{kind.key()} needs {needs}, which POLICY does not name")
        HANDLERS[kind] = Handler(run, needs, writes, revise, fields, confirm, stays)
        return run

    return register


def check() -> None:
    """Refuses to start while a command has no handler."""
    orphans = sorted(name for name, kind in Command.BY_NAME.items() if kind not in HANDLERS)
    if orphans:
        raise RuntimeError(f"no handler for {', '.join(orphans)}")


def allow(kind: type[Command], ctx: Context) -> None:
    """Refused: POLICY does not name the actor's role for what the command needs."""
    if ctx.actor.scope(HANDLERS[kind].needs) is None:
        raise Refused(f"{TITLES[ctx.actor.role]}不能做这件事。发“我的权限”看看你能做什么。")


async def execute(command: Command, ctx: Context) -> Result:
    """Runs a command for its actor. Refused, Ask: as the handler says, or because POLICY does not allow it."""
    allow(type(command), ctx)
    return await HANDLERS[type(command)].run(command, ctx)


async def attempt(run: Callable[[], Awaitable[Result]], ctx: Context) -> Outcome:
    """In a savepoint of its own: what is refused or must ask leaves nothing behind and harms nothing else."""
    mark = ctx.mark()
    try:
        async with db.transaction():
            return await run()
    except (Refused, Ask, Unconfirmed) as no:
        ctx.rewind(mark)
        return no
