"""The message types: what each must hold, and how a client shows it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from sandbox import cards
from sandbox.cards.check import Known
from sandbox.limits import TEXT_BYTES, cut
from sandbox.stage import Stage
from sandbox.wire import ApiError, Json

_NAME = re.compile(r"\$(userName|departmentName)=([^$]{1,64})\$")
Check = Callable[[Stage, Json], None]


def known(stage: Stage) -> Known:
    return Known(lambda userid: stage.members.get(userid) is not None, stage.media.alive)


def check(stage: Stage, body: Json, types: Mapping[str, Check]) -> Json:
    """Refuse what the platform refuses; what remains is the message as it was posted: {msgtype: object}."""
    kind = body.get("msgtype")
    if not isinstance(kind, str) or kind not in types:
        raise ApiError(40008, "invalid message type")
    content = body.get(kind)
    if not isinstance(content, dict):
        raise ApiError(40063, f"empty {kind}")
    types[kind](stage, content)
    if body.get("safe") and kind == "news":
        raise ApiError(40074, "news message can not be confidential")
    return {kind: content}


def shown(stage: Stage, posted: Json, *, ids: bool = False) -> tuple[Json, str]:
    """What a member sees of it, and whether the client had to cut."""
    (kind, content), *_ = posted.items()
    seen, shortened = cards.cut(content) if kind == "template_card" else _cut_texts(kind, content)
    if kind == "file" and (file := stage.media.find(content["media_id"])):
        seen = {**seen, "filename": file.filename}  # a phone shows a file by its name
    return {kind: _named(stage, seen) if ids else seen}, "cut" if shortened else "shown"


def _text(stage: Stage, content: Json) -> None:
    text = content.get("content")
    if not isinstance(text, str) or not text:
        raise ApiError(44004, "empty content")


def _file(kind: str) -> Check:
    def check_file(stage: Stage, content: Json) -> None:
        if not content.get("media_id"):
            raise ApiError(41006, "media_id missing")
        if stage.media.get(content["media_id"]).type != kind:
            raise ApiError(40007, "invalid media_id: another type")

    return check_file


def _textcard(stage: Stage, content: Json) -> None:
    for name, code in (("title", 41016), ("description", 41033), ("url", 41010)):
        if not content.get(name):
            raise ApiError(code, f"missing {name}")
    _url(content["url"])


def _news(stage: Stage, content: Json) -> None:
    for article in _articles(content):
        if not article.get("title"):
            raise ApiError(41016, "missing title")
        if not article.get("url") and not (article.get("appid") and article.get("pagepath")):
            raise ApiError(41010, "missing url")
        _url(article.get("url", ""))
        _url(article.get("picurl", ""))


def _mpnews(stage: Stage, content: Json) -> None:
    for article in _articles(content):
        if not article.get("title"):
            raise ApiError(41016, "missing title")
        if not article.get("content"):
            raise ApiError(44004, "empty content")
        stage.media.get(article.get("thumb_media_id"))


def _template_card(stage: Stage, content: Json) -> None:
    cards.check(content, known(stage))


def _articles(content: Json) -> list[Json]:
    articles = content.get("articles")
    if not isinstance(articles, list) or not 1 <= len(articles) <= 8 or not all(isinstance(a, dict) for a in articles):
        raise ApiError(45008, "article count")
    return articles


def _url(url: Any) -> None:
    if len(str(url).encode("utf-8", "replace")) > 2048:
        raise ApiError(40039, "url too long")


_LIMITS: dict[str, dict[str, tuple[int, int]]] = {
    # field: at most so many characters, at most so many bytes
    "text": {"content": (TEXT_BYTES, TEXT_BYTES)},
    "markdown": {"content": (TEXT_BYTES, TEXT_BYTES)},
    "textcard": {"title": (128, 2048), "description": (512, 2048), "btntxt": (4, 2048)},
    "video": {"title": (128, 128), "description": (512, 512)},
    "news": {"title": (128, 128), "description": (512, 512)},
    "mpnews": {"title": (128, 128), "digest": (512, 512), "author": (64, 64)},
}

CHAT_TYPES: dict[str, Check] = {
    "text": _text, "markdown": _text, "textcard": _textcard, "news": _news, "mpnews": _mpnews,
    "image": _file("image"), "voice": _file("voice"), "video": _file("video"), "file": _file("file"),
}  # fmt: skip
TYPES: dict[str, Check] = CHAT_TYPES | {"template_card": _template_card}


def _cut_texts(kind: str, content: Json) -> tuple[Json, bool]:
    limits = _LIMITS.get(kind, {})
    if "articles" in content:
        rows = [_shortened(article, limits) for article in content["articles"]]
        seen: Json = {**content, "articles": rows}
    else:
        seen = _shortened(content, limits)
    return seen, seen != content


def _shortened(content: Json, limits: Mapping[str, tuple[int, int]]) -> Json:
    return {
        name: cut(value[: limits[name][0]], limits[name][1]) if name in limits and isinstance(value, str) else value
        for name, value in content.items()
    }


def _named(stage: Stage, value: Any) -> Any:
    """`enable_id_trans`: ids become names."""
    if isinstance(value, dict):
        return {name: _named(stage, inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_named(stage, inner) for inner in value]
    return _NAME.sub(lambda match: _name(stage, match), value) if isinstance(value, str) else value


def _name(stage: Stage, match: re.Match[str]) -> str:
    kind, ident = match.groups()
    found = stage.members.get(ident) if kind == "userName" else None
    if kind == "departmentName" and ident.isdecimal():
        department = stage.members.department(int(ident))
        return department.name if department else match[0]
    return found.name if found else match[0]
