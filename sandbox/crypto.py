"""WeCom's callback encryption: AES-256-CBC with PKCS#7 to 32 bytes, SHA-1 over the sorted parts."""

from __future__ import annotations

import binascii
import hashlib
import hmac
import secrets
import struct

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

_BLOCK = 32


class ForgedError(Exception):
    """A text that was not made with these keys: do not answer it."""


def signature(token: str, timestamp: str, nonce: str, encrypted: str) -> str:
    joined = "".join(sorted((token, timestamp, nonce, encrypted)))
    return hashlib.sha1(joined.encode(), usedforsecurity=False).hexdigest()


def encrypt(text: bytes, aes_key: str, receive_id: str) -> str:
    prefix = secrets.token_hex(8).encode()  # like the real server: 16 lower-case hex characters
    plain = prefix + struct.pack(">I", len(text)) + text + receive_id.encode()
    pad = _BLOCK - len(plain) % _BLOCK
    worker = _cipher(aes_key).encryptor()
    sealed = worker.update(plain + bytes([pad]) * pad) + worker.finalize()
    return binascii.b2a_base64(sealed, newline=False).decode()


def decrypt(encrypted: str, aes_key: str, receive_id: str) -> bytes:
    try:
        sealed = binascii.a2b_base64(encrypted)
        worker = _cipher(aes_key).decryptor()
        plain = worker.update(sealed) + worker.finalize()
    except ValueError as wrong:
        raise ForgedError("not a ciphertext") from wrong
    return _message(plain, receive_id)


def check(expected: str, token: str, timestamp: str, nonce: str, encrypted: str) -> None:
    if not hmac.compare_digest(expected.encode(), signature(token, timestamp, nonce, encrypted).encode()):
        raise ForgedError("signature")


def _message(plain: bytes, receive_id: str) -> bytes:
    pad = plain[-1] if plain else 0
    if not 1 <= pad <= _BLOCK or len(plain) < 20 + pad:
        raise ForgedError("padding")
    body = plain[16:-pad]
    (length,) = struct.unpack(">I", body[:4])
    if body[4 + length :] != receive_id.encode():
        raise ForgedError("receive id")
    return body[4 : 4 + length]


def _cipher(aes_key: str) -> Cipher[modes.CBC]:
    # Published keys carry non-zero trailing bits: binascii reads them, stricter decoders refuse.
    key = binascii.a2b_base64(aes_key + "=")
    return Cipher(algorithms.AES256(key), modes.CBC(key[:16]))
