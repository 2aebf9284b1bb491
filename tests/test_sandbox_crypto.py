"""The sandbox's callback crypto against published vectors and an independent implementation."""

import json
from pathlib import Path
from typing import Any

import pytest
from wechatpy.work.crypto import WeChatCrypto

from sandbox import crypto
from tests.sandbox_visit import CORP, KEY, TOKEN

VECTORS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "data" / "wecom_crypto_vectors.json").read_text(encoding="utf-8")
)
SEALED = [v for v in VECTORS if "pad_len" in v]
SIGNED = [v for v in VECTORS if v.get("msg_signature") and not v["kind"].endswith("negative")]
SPOILED = [v for v in VECTORS if v["kind"].endswith("negative")]


def _name(vector: dict[str, Any]) -> str:
    return str(vector["name"])


@pytest.mark.parametrize("vector", SEALED, ids=_name)
def test_published_texts_are_read(vector: dict[str, Any]) -> None:
    """Recorded by other implementations: multi-byte texts, non-ASCII prefixes, every length of padding."""
    plain = crypto.decrypt(vector["encrypt"], vector["encoding_aes_key"], vector["receive_id"])
    assert plain.decode() == vector["expect_plaintext"]


@pytest.mark.parametrize("vector", SIGNED, ids=_name)
def test_published_signatures_are_made(vector: dict[str, Any]) -> None:
    made = crypto.signature(vector["token"], vector["timestamp"], vector["nonce"], vector["encrypt"])
    assert made == vector["msg_signature"]


@pytest.mark.parametrize("vector", SPOILED, ids=_name)
def test_spoiled_vectors_are_refused(vector: dict[str, Any]) -> None:
    with pytest.raises(crypto.ForgedError):
        _open(vector)


@pytest.mark.parametrize("length", [0, 1, 11, 12, 13, 31, 32, 33, 2048])
def test_what_we_seal_another_implementation_reads(length: int) -> None:
    """Every remainder of the 32-byte block, so pads of 1 to 32."""
    text = "价" * length
    sealed = crypto.encrypt(text.encode(), KEY, CORP)
    signed = crypto.signature(TOKEN, "1700000000", "n", sealed)
    envelope = f"<xml><Encrypt><![CDATA[{sealed}]]></Encrypt></xml>"
    assert WeChatCrypto(TOKEN, KEY, CORP).decrypt_message(envelope, signed, "1700000000", "n") in (text, text.encode())


def test_no_two_seals_are_alike() -> None:
    assert crypto.encrypt(b"same", KEY, CORP) != crypto.encrypt(b"same", KEY, CORP)


@pytest.mark.parametrize("sealed", ["", "AAAA", "no base64 at all!", "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="])
def test_what_is_no_ciphertext_is_refused(sealed: str) -> None:
    with pytest.raises(crypto.ForgedError):
        crypto.decrypt(sealed, KEY, CORP)


def _open(vector: dict[str, Any]) -> bytes:
    crypto.check(vector["msg_signature"], vector["token"], vector["timestamp"], vector["nonce"], vector["encrypt"])
    return crypto.decrypt(vector["encrypt"], vector["encoding_aes_key"], vector["receive_id"])
