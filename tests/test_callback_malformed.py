"""Malformed callbacks by the thousand: each is turned away with a 4xx, and nothing of it is kept."""

import base64
import os
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from multidict import MultiDict

from bot.callback import Callback, Door, TurnedAway
from bot.envelope import Delivery
from tests.wecom_side import AGENT, CORP, HELLO, KEY, NOW, TOKEN, envelope, seal, signed


async def _never(came: Delivery) -> None:
    raise AssertionError(came)


DOOR = Callback([Door(TOKEN, KEY, CORP, AGENT)], lambda: NOW, _never)

EXAMPLES = int(os.environ.get("CRM_FUZZ", "300"))  # CRM_FUZZ=40000 makes the 100,000 of quality row S1

SEALED = seal(HELLO)
GOOD_QUERY, GOOD_BODY = signed(SEALED), envelope(SEALED)

SCRAPS = [
    *("<xml>", "</xml>", "<Encrypt>", "</Encrypt>", "<![CDATA[", "]]>", "<!DOCTYPE x [", '<!ENTITY a "&b;&b;">', "&a;"),
    *("<MsgType>event</MsgType>", "<Event>", "<FromUserName>", "<CreateTime>", "\x00", "\ud800", "\ufeff", "好"),
]
half_xml = st.lists(st.sampled_from(SCRAPS), max_size=40).map(
    lambda parts: "".join(parts).encode(errors="surrogatepass")
)
bodies = st.one_of(
    st.just(GOOD_BODY),
    st.binary(max_size=4096),
    st.text(max_size=1024).map(lambda text: text.encode(errors="surrogatepass")),
    half_xml,
    st.tuples(st.integers(0, len(GOOD_BODY)), st.binary(max_size=8)).map(
        lambda cut: GOOD_BODY[: cut[0]] + cut[1] + GOOD_BODY[cut[0] + 1 :]
    ),
)
words = st.one_of(st.text(max_size=64), st.just("1" * 5000), st.sampled_from(["0", "-1", "1e9", "NaN", "٣", "\ud800"]))
queries = st.one_of(
    st.just(GOOD_QUERY),
    st.dictionaries(st.sampled_from(["msg_signature", "timestamp", "nonce", "echostr", "x"]), words),
    st.tuples(st.sampled_from(sorted(GOOD_QUERY)), words).map(lambda bent: GOOD_QUERY | {bent[0]: bent[1]}),
)
inner = st.one_of(
    st.binary(max_size=2048),
    half_xml,
    st.tuples(st.integers(0, 200), st.binary(max_size=8)).map(
        lambda cut: HELLO.encode()[: cut[0]] + cut[1] + HELLO.encode()[cut[0] + 2 :]
    ),
)


@settings(max_examples=EXAMPLES, deadline=None)
@given(query=queries, body=bodies)
def test_unsigned_garbage(query: dict[str, str], body: bytes) -> None:
    """S1: whoever does not hold the token gets no further than the signature; a bent envelope changes nothing."""
    assert outcome(query, body) in (400, 403, "7300000000000000001")


@settings(max_examples=EXAMPLES, deadline=None)
@given(sealed=st.one_of(st.text(max_size=512), st.binary(max_size=512).map(lambda raw: base64.b64encode(raw).decode())))
def test_signed_garbage_in_place_of_the_cipher(sealed: str) -> None:
    """S1: base64, whole blocks, padding."""
    assert outcome(signed(sealed.encode(errors="replace").decode()), envelope(sealed)) in (400, 403)


@settings(max_examples=EXAMPLES, deadline=None)
@given(
    text=inner,
    bent=st.one_of(st.just({}), st.integers(0, 2**32 - 1).map(lambda length: {"length": length})),
    receive_id=st.one_of(st.just(CORP), st.text(max_size=40)),
    agent=st.one_of(st.just(str(AGENT)), st.text(max_size=10)),
)
def test_well_sealed_garbage(text: bytes, bent: dict[str, Any], receive_id: str, agent: str) -> None:
    """S1: lengths, encodings, entities and half XML inside a right cipher are refused, or read as a message."""
    sealed = seal(text, receive_id=receive_id, **bent)
    assert outcome(signed(sealed), envelope(sealed, agent)) not in ("", None, 200, 500)


def outcome(query: dict[str, str], body: bytes) -> str | int:
    """The status it is turned away with, or the key of what came through; anything else it raises is a bug."""
    try:
        came = DOOR.read(MultiDict(query), body)
    except TurnedAway as turned:
        return turned.status
    return came.key if came else "ignored"
