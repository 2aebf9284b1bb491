"""What many readers ask about one scene is worked out once, and kept with it."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar, cast

if TYPE_CHECKING:
    from bot.understanding.scene import Scene

P = ParamSpec("P")
T = TypeVar("T")


def once(asked: Callable[Concatenate[Scene, P], T]) -> Callable[Concatenate[Scene, P], T]:
    """For a question whose answer hangs on the scene and on its arguments alone, all given by place."""

    @wraps(asked)
    def known(scene: Scene, /, *about: P.args, **named: P.kwargs) -> T:
        key: Hashable = (asked, about, *named.values())
        if key not in scene.kept:
            scene.kept[key] = asked(scene, *about, **named)
        return cast(T, scene.kept[key])

    return known
