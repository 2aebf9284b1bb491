"""media/upload and media/get: files in and out by media_id."""

from __future__ import annotations

from urllib.parse import quote

from aiohttp import web

from sandbox import media
from sandbox.platform.frame import Call, Endpoint
from sandbox.stage import Stage
from sandbox.wire import ApiError, Json

_LARGE = 20 * media.MEGABYTE


async def upload(stage: Stage, call: Call) -> Json:
    kind = call.query.get("type", "")
    if kind not in media.SIZES:
        raise ApiError(40004, "invalid media type")
    file = await received(stage, call, kind)
    return {"errmsg": "", "type": kind, "media_id": file.media_id, "created_at": str(int(file.created))}


async def upload_image(stage: Stage, call: Call) -> Json:
    file = await received(stage, call, "image", most=2 * media.MEGABYTE)
    return {"errmsg": "", "url": f"{stage.url}/sandbox/media/{file.media_id}"}


async def get(stage: Stage, call: Call) -> web.StreamResponse:
    media_id = call.query.get("media_id")
    if not media_id:
        raise ApiError(41006, "media_id missing")
    return served(call.request, stage.media.get(media_id))


async def received(stage: Stage, call: Call, kind: str, most: int | None = None) -> media.File:
    """The one part named `media` of the multipart form, checked and kept."""
    if not call.request.content_type.startswith("multipart/"):
        raise ApiError(41005, "media data missing")
    form = await call.request.post()
    part = form.get("media")
    if not isinstance(part, web.FileField):
        raise ApiError(41005, "media data missing")
    data = part.file.read()
    media.check(kind, data)
    if most is not None and len(data) > most:
        raise ApiError(40009, "image size out of limit")
    return stage.media.keep(kind, part.filename or "media", data, part.content_type)


def served(request: web.Request, file: media.File) -> web.Response:
    """The file with its name; `Range` gives a part of it."""
    named = quote(file.filename)
    headers = {
        "Content-Disposition": f"attachment; filename=\"{named}\"; filename*=UTF-8''{named}",
        "Content-Type": file.content_type,
    }
    try:
        wanted = request.http_range
    except ValueError:
        raise ApiError(830002, "invalid range") from None
    if wanted.start is None and wanted.stop is None:
        if len(file.data) > _LARGE:
            raise ApiError(830002, "too large: use Range")
        return web.Response(body=file.data, headers=headers)
    first, last, _ = wanted.indices(len(file.data))
    headers["Content-Range"] = f"bytes {first}-{last - 1}/{len(file.data)}"
    return web.Response(status=206, body=file.data[first:last], headers=headers)


ENDPOINTS = (
    Endpoint("POST", "media/upload", upload),
    Endpoint("POST", "media/uploadimg", upload_image),
    Endpoint("GET", "media/get", get),
)
