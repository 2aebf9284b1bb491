"""Look-ups that every message makes: the ORM writes their SQL once for each shape, and then it is only filled in."""

from __future__ import annotations

import functools
from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from dataclasses import replace
from typing import Any, ParamSpec, TypeVar

from tortoise.connection import get_connection
from tortoise.models import Model
from tortoise.queryset import QuerySet, ValuesQuery

from domain.people import Actor
from storage.engines import CONNECTION

FIRST = 7_070_707_070_707_000_000  # no row's id: a blank that got into the SQL as it is would be seen there

P = ParamSpec("P")
M = TypeVar("M", bound=Model)
Written = tuple[str, list[Any], dict[str, Any]]  # the SQL, what goes where in it, and into what its rows are read


class _Number(int):
    """Stands for the value at a place; the ORM hands it through as it is."""


class _Text(str):
    __slots__ = ()


def prepared(build: Callable[P, QuerySet[M]]) -> Callable[P, Awaitable[list[M]]]:
    """Runs the query that `build` makes of actors, texts, ids and lists of them, without building it again.

    What its filters look at (role, action, whether somebody has a team, how long a list is) makes the shape; keyword
    arguments belong to it. Values beyond that must not decide what the query looks like.
    """
    known: dict[Hashable, Written] = {}

    @functools.wraps(build)
    async def run(*given: P.args, **shaping: P.kwargs) -> list[M]:
        connection = get_connection(CONNECTION)
        sql, order, reads = _known(known, build, connection, given, shaping)
        executor = connection.executor_class(db=connection, **reads)
        found: list[M] = await executor.execute_select(sql, _filled(order, given))
        return found

    return run


def prepared_rows(build: Callable[P, ValuesQuery[Any]]) -> Callable[P, Awaitable[list[dict[str, Any]]]]:
    """The same for `.values(…)`, of which there may be hundreds: as they are stored, no model made of each."""
    known: dict[Hashable, Written] = {}

    @functools.wraps(build)
    async def run(*given: P.args, **shaping: P.kwargs) -> list[dict[str, Any]]:
        connection = get_connection(CONNECTION)
        sql, order, _ = _known(known, build, connection, given, shaping)
        found: list[dict[str, Any]] = await connection.execute_query_dict(sql, _filled(order, given))
        return found

    return run


def _known(
    known: dict[Hashable, Written],
    build: Callable[..., Any],
    connection: Any,
    given: Sequence[Any],
    shaping: Mapping[str, Any],
) -> Written:
    shape = (connection.capabilities.dialect, *map(_shape, given), *shaping.items())
    if shape not in known:
        known[shape] = _written(build(*_blanks(given), **shaping), connection)
    return known[shape]


def _filled(order: Sequence[Any], given: Sequence[Any]) -> list[Any]:
    values = [value for one in given for value in _values(one)]
    return [values[value - FIRST] if isinstance(value, _Number) else value for value in order]


def _written(query: Any, connection: Any) -> Written:
    query._db = connection
    query._make_query()
    sql, values = query.query.get_parameterized_sql()
    places = [_Number(value) if isinstance(value, _Text) else value for value in values]
    assert str(FIRST)[:-3] not in sql, "a blank became part of the SQL"
    reads = {"model": query.model, "select_related_idx": getattr(query, "_select_related_idx", None)}
    return sql, places, reads


def _shape(one: Any) -> Hashable:
    if isinstance(one, Actor):
        return one.role, bool(one.region), bool(one.team)
    return len(one) if isinstance(one, list) else type(one).__name__


def _values(one: Any) -> Sequence[Any]:
    if isinstance(one, Actor):
        return one.id, one.region, one.team
    return one if isinstance(one, list) else (one,)


def _blanks(given: Sequence[Any]) -> list[Any]:
    blanks: list[Any] = []
    place = FIRST
    for one in given:
        blanks.append(_blank(one, place))
        place += len(_values(one))
    return blanks


def _blank(one: Any, place: int) -> Any:
    if isinstance(one, Actor):
        region, team = one.region and _Text(place + 1), one.team and _Text(place + 2)
        return replace(one, id=_Number(place), region=region, team=team)
    if isinstance(one, list):
        return [_blank(part, at) for at, part in enumerate(one, place)]
    return _Text(place) if isinstance(one, str) else _Number(place)
