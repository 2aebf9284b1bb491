"""A message becomes commands, or none."""

from __future__ import annotations

from datetime import datetime

from bot.understanding.folding import READ_AT_MOST
from bot.understanding.keywords import feedback, keyword
from bot.understanding.leanings import may_mean
from bot.understanding.mood import answered_part, is_not_for_us
from bot.understanding.parts import candidates, each_part
from bot.understanding.readers import activities
from bot.understanding.readers.leaned import with_leaned
from bot.understanding.reading import WHOLE, Found, Reading
from bot.understanding.resolve import chosen, readings
from bot.understanding.scene import Scene
from bot.understanding.wording import beyond, clean
from domain.activities import LogActivity
from domain.dialogue import Keyword, Suggest
from domain.directory import Directory

__all__ = ["read", "understand"]


def understand(text: str, now: datetime, directory: Directory) -> list[Reading]:
    """The commands of a message in its order. Pure: the same text, moment and directory give the same."""
    strict = _strict(text)
    if strict:
        return [strict]
    scene = Scene.of(answered_part(text), now, directory)
    if not scene.clauses or is_not_for_us(scene):
        return []
    scene, found = read(scene)
    return _whole_notes(readings(scene, found), text)


def read(scene: Scene) -> tuple[Scene, list[Found]]:
    """What is found, and the scene in which it stands: this one, or where nothing does, each sentence as one clause."""
    found = _commands(scene)
    if not found and len(scene.clauses) > 1:
        scene = scene.flattened()
        found = chosen(candidates(scene))
    if not any(one.score >= WHOLE for one in found):
        found = with_leaned(scene, found)
    return scene, found


def _commands(scene: Scene) -> list[Found]:
    """What the readers see in the clauses, then the activities in what they leave."""
    found = chosen(candidates(scene))
    if not found or found[0].score < WHOLE:
        found = each_part(scene, found)
        told = activities.read(scene, found) if may_mean(scene, LogActivity) else []
        found = sorted([*found, *told], key=lambda one: one.at)
    return found


def _strict(text: str) -> Reading | None:
    """The keyword grammar wins over every reader."""
    typed = keyword(text)
    if typed:
        word, rest = typed
        return Reading(Keyword, {"word": word, **({"rest": rest} if rest else {})}, why="keyword", score=WHOLE)
    said = feedback(text)
    return Reading(Suggest, {"text": said}, why="keyword", score=WHOLE) if said else None


def _whole_notes(made: list[Reading], text: str) -> list[Reading]:
    """Only the beginning of a long message is read for meaning; the note that ends there keeps the rest of it."""
    rest = beyond(text) if len(text) > READ_AT_MOST else ""
    end = clean(text)
    for reading in reversed(made if rest else []):
        note = reading.slots.get("note")
        if isinstance(note, str) and end.rstrip("，。；！？,.;!? ").endswith(note[-16:].rstrip("，。；！？,.;!? ")):
            reading.slots["note"] = note + end[len(end.rstrip("，。；！？,.;!? ")) :] + rest
            break
    return made
