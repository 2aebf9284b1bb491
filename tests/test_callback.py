"""The callback door over the wire: who is let in, what is kept before 200, and that nothing else gets further."""

import asyncio
import gzip
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot import callback
from bot.callback import PATH, Door
from bot.envelope import SHANGHAI
from tests.callback_bell import Bell
from tests.wecom_side import AGENT, CORP, HELLO, KEY, NOW, STAMP, TOKEN, envelope, seal, signed

VECTORS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "data/wecom_crypto_vectors.json").read_text("utf-8")
)


def vectors(*kinds: str) -> list[Any]:
    return [pytest.param(vector, id=vector["name"]) for vector in VECTORS if vector["kind"] in kinds]


Open = Callable[..., Awaitable[Bell]]


@pytest.fixture
async def opened() -> AsyncIterator[Open]:
    bells: list[Bell] = []

    async def start(*doors: Door, now: datetime = NOW) -> Bell:
        bell = Bell(now=now)
        bells.append(bell)
        await bell.rings(list(doors) or [Door(TOKEN, KEY, CORP, AGENT)])
        return bell

    yield start
    for bell in bells:
        await bell.closes()


@pytest.fixture
async def bell(opened: Open) -> Bell:
    return await opened()


def of(vector: dict[str, Any]) -> tuple[Door, datetime, dict[str, str]]:
    query = {name: vector[name] for name in ("msg_signature", "timestamp", "nonce")}
    door = Door(vector["token"], vector["encoding_aes_key"], vector["receive_id"])
    return door, datetime.fromtimestamp(int(vector["timestamp"]), SHANGHAI), query


@pytest.mark.parametrize("vector", vectors("url_verify", "url_verify_negative"))
async def test_published_url_checks(opened: Open, vector: dict[str, Any]) -> None:
    door, now, query = of(vector)
    bell = await opened(door, now=now)
    answer = await bell.client.get(PATH, params=query | {"echostr": vector["encrypt"]})
    expected = vector["expect_plaintext"]
    assert (answer.status, await answer.text()) == ((200, expected) if expected else (403, ""))


@pytest.mark.parametrize("vector", vectors("callback_xml", "callback_encrypt_only", "callback_xml_negative"))
async def test_published_messages(opened: Open, vector: dict[str, Any]) -> None:
    door, now, query = of(vector)
    bell = await opened(door, now=now)
    answer = await bell.post(query, vector.get("body") or envelope(vector["encrypt"]))
    if "expect_error" in vector:
        assert (answer.status, bell.kept) == (403, [])
        assert bell.callback.counted[vector["expect_error"]] == 1
        return
    assert (answer.status, await answer.read()) == (200, b"")
    assert door.decrypt(vector["encrypt"]).decode() == vector["expect_plaintext"]
    assert f"<MsgId>{bell.kept[0].key}</MsgId>" in vector["expect_plaintext"]
    assert bell.kept[0].sender in vector["expect_plaintext"]


@pytest.mark.parametrize("vector", vectors("signature_only"))
def test_published_signature(vector: dict[str, Any]) -> None:
    door = Door(vector["token"], vector["encoding_aes_key"], vector["receive_id"])
    parts = [vector[name] for name in ("msg_signature", "timestamp", "nonce", "encrypt")]
    assert door.signed(*parts)
    assert not door.signed(*[*parts[:3], "other"])


@pytest.mark.parametrize("key", ["", "x", KEY[:-1], KEY + "x", "好" * 43, "*" * 43])
def test_a_wrong_key_stops_the_start(key: str) -> None:
    with pytest.raises(ValueError, match="43 letters"):
        Door(TOKEN, key, CORP)


async def test_a_message_is_kept_and_then_answered_empty(bell: Bell) -> None:
    answer = await bell.says(HELLO)
    assert (answer.status, await answer.read()) == (200, b"")
    assert [(came.key, came.sender) for came in bell.kept] == [("7300000000000000001", "zhangsan")]
    assert bell.kept[0].body["Content"] == "今天拜访了博泽"
    assert bell.callback.counted == {"kept": 1}


async def test_without_a_durable_row_there_is_no_200(bell: Bell, caplog: pytest.LogCaptureFixture) -> None:
    """F4, S6: WeCom repeats it, and the log names the failure but not what was said."""
    bell.broken = True
    with caplog.at_level(logging.DEBUG):
        answer = await bell.says(HELLO)
    assert (answer.status, await answer.read()) == (500, b"")
    assert "OSError" in caplog.text
    assert "博泽" not in caplog.text
    bell.broken = False
    assert (await bell.says(HELLO)).status == 200
    assert len(bell.kept) == 1


@pytest.mark.parametrize(
    ("away", "status"),
    [
        (timedelta(hours=2), 200),
        (timedelta(hours=2, seconds=1), 403),
        (timedelta(hours=-2), 200),
        (timedelta(hours=-2, seconds=-1), 403),
    ],
)
async def test_an_old_callback_is_a_replay(bell: Bell, away: timedelta, status: int) -> None:
    """S2"""
    bell.now = NOW + away
    assert (await bell.says(HELLO)).status == status
    assert len(bell.kept) == bell.callback.counted["kept"] == (1 if status == 200 else 0)
    assert bell.callback.counted["stale"] == (1 if status == 403 else 0)


@pytest.mark.parametrize(
    ("agent", "status"), [(str(AGENT), 200), ("", 200), (" ", 200), ("1000003", 403), ("0", 403), ("x", 403)]
)
async def test_an_envelope_for_another_app_is_refused(bell: Bell, agent: str, status: int) -> None:
    """S2: what stands inside is not compared."""
    assert (await bell.says(HELLO, agent=agent)).status == status
    assert bell.callback.counted["agent"] == len(bell.kept) - 1 + 2 * (status == 403)


async def test_another_company_is_refused(bell: Bell) -> None:
    """S2"""
    for other in ("", "wwother0000000001", CORP + "x", CORP[:-1], CORP.upper()):
        assert (await bell.says(HELLO, receive_id=other)).status == 403
    assert bell.callback.counted == {"receive_id": 5}


@pytest.mark.parametrize(
    "pad",
    [
        lambda count: b"\0" * count,
        lambda count: bytes([count]) * (count - 1) + b"\x21",
        lambda count: b"\0" * (count - 1) + bytes([count]),
        lambda count: bytes([count]) * (count + 1),
        lambda count: bytes([count + 32]) * (count + 32),
    ],
    ids=["zero", "beyond a block", "inconsistent", "not whole blocks", "two blocks"],
)
async def test_padding_is_checked_whole(bell: Bell, pad: Callable[[int], bytes]) -> None:
    """S1"""

    def blockwise(count: int) -> bytes:
        spoiled = pad(count)
        return spoiled + b"\x10" * (-(len(spoiled) - count) % 16)

    assert (await bell.says(HELLO, pad=blockwise)).status in (400, 403)
    assert bell.kept == []


async def test_base64_is_taken_by_the_letter(bell: Bell) -> None:
    """S1: characters that a decoder would skip are not skipped."""
    encrypt = seal(HELLO)
    for spoiled in (encrypt[:8] + "*" + encrypt[8:], encrypt.rstrip("=") + "====", encrypt + "AAAA", "好"):
        assert (await bell.post(signed(spoiled), envelope(spoiled))).status == 400
    assert bell.kept == []


@pytest.mark.parametrize("timestamp", ["soon", "-1", "1e9", "٣", "9" * 5000, " ", "\x00"])
async def test_a_timestamp_is_seconds(bell: Bell, timestamp: str) -> None:
    """S1: signed by somebody who has the token, and still no reason to stumble."""
    encrypt = seal(HELLO)
    assert (await bell.post(signed(encrypt, timestamp=timestamp), envelope(encrypt))).status == 400
    assert bell.kept == []


async def test_the_contact_door_stands_behind_the_same_address(opened: Open) -> None:
    contacts = Door("contactToken", KEY[::-1], CORP)
    bell = await opened(Door(TOKEN, KEY, CORP, AGENT), contacts)
    left = (
        f"<xml><FromUserName><![CDATA[sys]]></FromUserName><CreateTime>{STAMP}</CreateTime><MsgType>event</MsgType>"
        "<Event>change_contact</Event><ChangeType>delete_user</ChangeType><UserID>LiLei</UserID></xml>"
    )
    encrypt = seal(left, key=KEY[::-1])
    assert (await bell.post(signed(encrypt, "contactToken"), envelope(encrypt, ""))).status == 200
    assert (await bell.says(HELLO)).status == 200
    assert [came.sender for came in bell.kept] == ["sys", "zhangsan"]


async def test_what_is_ignored_by_name_is_answered_and_not_kept(bell: Bell) -> None:
    switched = HELLO.replace("[text]", "[event]").replace("Content>", "Event>").replace("今天拜访了博泽", "{}")
    assert (await bell.says(switched.format("switch_workbench_mode"))).status == 200
    assert (await bell.says("<xml><SuiteId>s</SuiteId><InfoType>suite_ticket</InfoType></xml>")).status == 200
    assert (bell.kept, bell.callback.counted) == ([], {"ignored": 2})


async def test_a_plus_sign_that_was_not_encoded_is_understood(bell: Bell) -> None:
    echo = next(sealed for number in range(200) if "+" in (sealed := seal(str(number))))
    raw = "&".join(f"{name}={value}" for name, value in (signed(echo, nonce="n") | {"echostr": echo}).items())
    assert (await bell.client.get(f"{PATH}?{raw}")).status == 200


async def chunks(count: int) -> AsyncIterator[bytes]:
    for _ in range(count):
        yield b"x" * 65536


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (b"x" * (256 * 1024), {}, 400),
        (b"x" * (256 * 1024 + 1), {}, 413),
        (None, {"Content-Length": "10485760"}, 413),
        (None, {}, 413),
        (gzip.compress(b"x" * 10_000_000), {"Content-Encoding": "gzip"}, 400),
        (b"no gzip at all", {"Content-Encoding": "gzip"}, 400),
        (b"<xml>" + b"<a/>" * 60_000 + b"</xml>", {}, 400),
        (b"", {}, 400),
    ],
    ids=["at the limit", "over", "10 MB", "chunked", "bomb", "no gzip", "many elements", "nothing"],
)
async def test_size_comes_before_anything_else(
    bell: Bell, body: bytes | None, headers: dict[str, str], status: int
) -> None:
    """S1"""
    answer = await bell.post(signed("x"), body if body is not None else chunks(160), headers=headers)
    assert (answer.status, bell.kept) == (status, [])
    assert (await bell.says(HELLO)).status == 200


@pytest.mark.parametrize(
    ("head", "status"),
    [
        ("Content-Length: 10485760", 413),
        ("Content-Length: 262145", 413),
        ("Content-Length: -1", 400),
        ("Transfer-Encoding: chunked\r\n\r\nZZ\r\n", 400),
        ("Transfer-Encoding: chunked\r\n\r\n5\r\nhelloXX7\r\n", 400),
        ("Content-Length: 3\r\n\r\n\xff\xfe\x00", 400),
    ],
)
async def test_a_body_that_is_announced_and_never_comes(bell: Bell, head: str, status: int) -> None:
    """S1: refused by what it announces, without waiting for it."""
    reader, writer = await asyncio.open_connection(bell.host, bell.port)
    writer.write(
        f"POST {PATH}?nonce=%ED%A0%80&timestamp=1&msg_signature=%ff HTTP/1.1\r\nHost: x\r\n{head}\r\n\r\n".encode(
            "latin-1"
        )
    )
    async with asyncio.timeout(5):
        assert f" {status} " in (await reader.readline()).decode()
    writer.close()
    await writer.wait_closed()
    assert bell.kept == []


@pytest.mark.parametrize(("goes", "reason"), [(False, "too_slow"), (True, "hung_up")])
async def test_half_a_body_holds_nobody_up(
    bell: Bell, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, goes: bool, reason: str
) -> None:
    """S1: a peer that stops in the middle, or goes."""
    monkeypatch.setattr(callback, "PATIENCE", 30 if goes else 0.1)
    reader, writer = await asyncio.open_connection(bell.host, bell.port)
    writer.write(f"POST {PATH} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n".encode())
    await writer.drain()
    async with asyncio.timeout(5):
        if not goes:
            assert " 408 " in (await reader.readline()).decode()
        assert (await bell.says(HELLO)).status == 200  # and by now the half one is being read
        writer.close()
        await writer.wait_closed()
        await bell.closes()
    assert bell.callback.counted == {reason: 1, "kept": 1}
    assert "Traceback" not in caplog.text
