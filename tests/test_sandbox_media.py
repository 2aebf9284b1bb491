"""Files: uploaded within their limits, fetched whole or in part, gone after three days."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from sandbox.media import MEGABYTE
from tests.sandbox_visit import Visit, visiting

PNG = b"\x89PNG\r\n\x1a\n" + b"p" * 100
AMR = b"#!AMR\n" + b"a" * 100
MP4 = b"\x00\x00\x00\x18ftypmp42" + b"v" * 100


@pytest.fixture
async def visit(tmp_path: Path) -> AsyncIterator[Visit]:
    async with visiting(tmp_path) as opened:
        yield opened


@pytest.mark.parametrize(("kind", "data"), [("image", PNG), ("voice", AMR), ("video", MP4), ("file", b'{"a": 1}')])
async def test_an_upload_comes_back_word_for_word(visit: Visit, kind: str, data: bytes) -> None:
    uploaded = await visit.upload(kind, data, "报价单.bin")
    assert (uploaded["errcode"], uploaded["errmsg"], uploaded["type"]) == (0, "", kind)
    assert isinstance(uploaded["created_at"], str)
    query = {"access_token": await visit.token(), "media_id": uploaded["media_id"]}
    async with visit.client.get("/cgi-bin/media/get", params=query) as answer:
        assert await answer.read() == data
        assert answer.content_disposition is not None
        assert answer.content_disposition.filename == "报价单.bin"
    assert (await visit.send("zhangsan", kind, {"media_id": uploaded["media_id"]}))["errcode"] == 0


@pytest.mark.parametrize(
    ("kind", "data", "code"),
    # built when the test runs: megabytes do not belong into a test's name
    [
        ("image", lambda: b"", 44001),
        ("image", lambda: PNG[:5], 40006),
        ("image", lambda: b"GIF89a picture", 40123),
        ("voice", lambda: PNG, 40004),
        ("video", lambda: PNG, 40004),
        ("picture", lambda: PNG, 40004),
        ("image", lambda: PNG + b"p" * 10 * MEGABYTE, 40009),
        ("voice", lambda: AMR + b"a" * 2 * MEGABYTE, 45001),
        ("video", lambda: MP4 + b"v" * 10 * MEGABYTE, 40011),
        ("file", lambda: b"f" * (20 * MEGABYTE + 1), 45001),
    ],
)
async def test_an_upload_is_refused_with_its_code(
    visit: Visit, kind: str, data: Callable[[], bytes], code: int
) -> None:
    assert (await visit.upload(kind, data()))["errcode"] == code


async def test_a_file_is_seen_by_its_name(visit: Visit) -> None:
    uploaded = await visit.upload("file", b"report", "周报.txt")
    await visit.send("zhangsan", "file", {"media_id": uploaded["media_id"]})
    (seen,) = await visit.inbox("zhangsan")
    assert seen["body"] == {"file": {"media_id": uploaded["media_id"], "filename": "周报.txt"}}
    assert seen["state"] == "shown"


async def test_an_upload_without_a_file_is_refused(visit: Visit) -> None:
    assert (await visit.post("media/upload", {}, type="image"))["errcode"] == 41005


async def test_a_file_lives_three_days(visit: Visit) -> None:
    uploaded = await visit.upload("image", PNG)
    await visit.moves(advance="PT71H")
    assert (await visit.send("zhangsan", "image", {"media_id": uploaded["media_id"]}))["errcode"] == 0
    await visit.moves(advance="PT2H")
    assert (await visit.get("media/get", media_id=uploaded["media_id"]))["errcode"] == 40007
    assert (await visit.send("zhangsan", "image", {"media_id": uploaded["media_id"]}))["errcode"] == 40007
    async with visit.client.get(f"/sandbox/media/{uploaded['media_id']}") as answer:
        assert await answer.read() == PNG


@pytest.mark.parametrize(
    ("asked", "part", "told"),
    [
        ("bytes=0-7", PNG[:8], f"bytes 0-7/{len(PNG)}"),
        ("bytes=100-", PNG[100:], f"bytes 100-107/{len(PNG)}"),
        ("bytes=-8", PNG[-8:], f"bytes 100-107/{len(PNG)}"),
    ],
)
async def test_a_part_can_be_fetched(visit: Visit, asked: str, part: bytes, told: str) -> None:
    query = {"access_token": await visit.token(), "media_id": (await visit.upload("image", PNG))["media_id"]}
    async with visit.client.get("/cgi-bin/media/get", params=query, headers={"Range": asked}) as answer:
        assert (answer.status, await answer.read()) == (206, part)
        assert answer.headers["Content-Range"] == told


@pytest.mark.parametrize(("query", "code"), [({}, 41006), ({"media_id": "unknown"}, 40007)])
async def test_a_file_that_is_not_there(visit: Visit, query: dict[str, str], code: int) -> None:
    assert (await visit.get("media/get", **query))["errcode"] == code


async def test_a_picture_can_have_a_lasting_link(visit: Visit) -> None:
    linked = await visit.upload("image", PNG, path="media/uploadimg")
    await visit.moves(advance="P30D")
    async with visit.client.get(linked["url"].removeprefix(visit.sandbox.url)) as answer:
        assert await answer.read() == PNG
    assert (await visit.upload("image", PNG + b"p" * 2 * MEGABYTE, path="media/uploadimg"))["errcode"] == 40009


async def test_a_phone_sends_no_picture_over_ten_megabytes(visit: Visit) -> None:
    picture = base64.b64encode(PNG + b"p" * 10 * MEGABYTE).decode()
    order = json.dumps({"from": "zhangsan", "type": "image", "file": picture}).encode()
    async with visit.client.post("/sandbox/messages", data=io.BytesIO(order)) as answer:
        assert answer.status == 400
        assert "10 MB" in (await answer.json())["error"]


@pytest.mark.parametrize("file", [None, "", "*"])
async def test_a_phone_sends_no_such_picture(visit: Visit, file: str | None) -> None:
    await visit.control("POST", "messages", {"from": "zhangsan", "type": "image", "file": file}, 400)
    assert visit.heard == []


async def test_a_file_that_a_page_read_as_a_data_url_will_do(visit: Visit) -> None:
    await visit.sends("zhangsan", "image", file="data:image/png;base64," + base64.b64encode(PNG).decode())
    assert visit.heard[0]["MsgType"] == "image"


async def test_a_sent_page_cannot_run_in_the_browser(visit: Visit) -> None:
    uploaded = await visit.upload("file", b"<script>alert(1)</script>", "a.html")
    async with visit.client.get(f"/sandbox/media/{uploaded['media_id']}") as answer:
        assert answer.headers["Content-Security-Policy"] == "sandbox"
    async with visit.client.get("/sandbox/media/unknown") as answer:
        assert answer.status == 404
